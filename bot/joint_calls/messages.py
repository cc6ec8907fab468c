"""What messages about calls together say now, and what App Home says of them. Changes no row."""

from datetime import date, datetime, time, timedelta
from functools import partial
from math import ceil
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.joint_calls.blocks import home as home_words
from bot.joint_calls.blocks import looking_back
from bot.joint_calls.blocks import pact as words
from bot.joint_calls.blocks.view import CallView
from bot.joint_calls.models import JointCall
from bot.joint_calls.rules import Side
from bot.joint_calls.service.calls import (
    AFTER,
    NEWS,
    PACT,
    REMINDER,
    side_of,
    stands,
    to_look_back_on,
    upcoming,
)
from bot.joint_calls.service.looking_back import may_write
from bot.joint_calls.service.month import month_of
from bot.practice.service import is_practice
from bot.settings import ScoreMode, Settings
from bot.slack import outbox
from bot.slack.kit import Block, Words
from bot.slack.outbox import Post
from bot.slack.sending.courtesy import Courtesy
from bot.slack.sending.delivery import Kind
from bot.slack.times import planned
from bot.team import courtesy
from bot.team import service as team

SHOWN = 2
"""So many calls of each kind App Home shows."""
COUNTED = 50
"""So many it counts."""


def kinds(settings: Settings) -> dict[str, Kind]:
    """How each kind of message is worded, and whether it was asked for."""
    return {
        PACT: Kind(_pact),
        NEWS: Kind(_news),
        REMINDER: Kind(_reminder, courtesy=partial(_unless_agreed, settings)),
        AFTER: Kind(_after, courtesy=partial(_unless_written, settings)),
    }


def home(settings: Settings, session: Session, person_id: str, now: datetime) -> list[Block]:
    """For App Home: nothing for somebody without a manager and without reps."""
    leads = bool(team.reps_of(session, person_id))
    if not leads and team.manager_of(session, person_id) is None:
        return []
    ahead, open_ = (some(session, person_id, now, COUNTED) for some in (upcoming, to_look_back_on))
    shown = [[view(session, each, person_id, now) for each in some[:SHOWN]] for some in (ahead, open_)]
    later, rest = ([each for each in some if each] for some in shown)
    counted = settings.kickstand_score is ScoreMode.ON
    month = _last_month(session, person_id, now) if counted else ""
    return home_words.home(later, rest, month, len(ahead) - SHOWN, len(open_) - SHOWN)


def _last_month(session: Session, manager_id: str, now: datetime) -> str:
    today = now.astimezone(team.zone(team.person(session, manager_id))).date()
    return of_month(session, manager_id, (today.replace(day=1) - timedelta(days=1)).replace(day=1))


def of_month(session: Session, manager_id: str, first: date) -> str:
    """A manager's calls of the month that begins on this day, in lines, for that manager alone; "" where there was none
    (S1.7).
    """
    here = team.zone(team.person(session, manager_id))
    after = (first + timedelta(days=31)).replace(day=1)
    month = month_of(session, manager_id, _midnight(first, here), _midnight(after, here))
    return home_words.month_lines(month, f"{first:%B}")


def _midnight(day: date, here: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), here)


def view(session: Session, call: JointCall, reader_id: str, now: datetime) -> CallView | None:
    """A call as this reader sees it, in their own zone; None for anybody but the two."""
    side = side_of(call, reader_id)
    if side is None:
        return None
    here = team.zone(team.person(session, reader_id))
    begun = call.starts_at <= now
    is_over = begun or call.called_off_at is not None
    both = (call.rep_id, call.manager_id)
    day_off = None if is_over else team.day_off_then(session, reader_id, both, call.starts_at, now)
    return CallView(
        id=call.id,
        side=side,
        rep=team.person(session, call.rep_id).first_name,
        manager=team.person(session, call.manager_id).first_name,
        customer=call.customer or "",
        when=planned(call.starts_at, now, here),
        role_by_rep=call.role_by_rep,
        role_by_manager=call.role_by_manager,
        signal=call.signal or "",
        introduction=call.introduction or "",
        i_agreed=call.agreed_at(side) is not None,
        other_agreed=call.agreed_at(side.other) is not None,
        begun=begun,
        off=call.called_off_at is not None,
        ended=not stands(session, call),
        day_off=day_off or "",
        minutes=ceil((call.starts_at - now) / timedelta(minutes=1)),
        strike=call.strike if side is Side.MANAGER else None,
        mine=call.view_of(side),
        theirs=call.view_of(side.other) if call.both_wrote else None,
        rep_wrote=call.rep_wrote_at is not None,
        parked=call.parked_at is not None,
        practice=not is_over and is_practice(session, call.manager_id, call.customer or ""),
    )


def _seen(session: Session, post: Post, now: datetime) -> CallView | None:
    """As whoever gets the message sees it; None for a former manager, and when the call is gone."""
    call = session.get(JointCall, post.subject_id)
    seen = view(session, call, post.person_id, now) if call else None
    return None if seen is None or (seen.ended and seen.side is Side.MANAGER) else seen


def _pact(session: Session, post: Post, now: datetime) -> Words | None:
    """Not begun on something that is over."""
    seen = _seen(session, post, now)
    return None if seen is None or (not post.ts and (seen.begun or seen.off or seen.ended)) else words.pact(seen)


def _reminder(session: Session, post: Post, now: datetime) -> Words | None:
    """A call that was moved has a newer one."""
    seen, newest = _seen(session, post, now), outbox.find(session, REMINDER, post.subject_id, post.person_id)
    is_stale = newest is None or newest.id != post.id
    if seen is None or is_stale or (not post.ts and (seen.begun or seen.off or seen.ended)):
        return None
    return words.reminder(seen)


def _news(session: Session, post: Post, now: datetime) -> Words | None:
    seen = _seen(session, post, now)
    return None if seen is None or seen.ended else words.news(seen)


def _after(session: Session, post: Post, now: datetime) -> Words | None:
    """Nothing is asked of somebody whose turn it is not."""
    call, seen = session.get(JointCall, post.subject_id), _seen(session, post, now)
    if call is None or seen is None or (not post.ts and (seen.ended or seen.off)):
        return None
    return looking_back.after(seen) if seen.mine or may_write(call, seen.side, now) else None


def _unless_agreed(settings: Settings, session: Session, post: Post, now: datetime) -> Courtesy:
    """Who agreed to a call was told of the reminder, and wants it; for anybody else App Home has the pact."""
    call = session.get(JointCall, post.subject_id)
    side = side_of(call, post.person_id) if call else None
    if call and side and call.agreed_at(side):
        return Courtesy()
    return courtesy.nudge(settings, session, post, now)


def _unless_written(settings: Settings, session: Session, post: Post, now: datetime) -> Courtesy:
    """Who has written waits for the other one's view; until then App Home asks as well."""
    call = session.get(JointCall, post.subject_id)
    side = side_of(call, post.person_id) if call else None
    if call and side and call.wrote_at(side):
        return Courtesy()
    return courtesy.nudge(settings, session, post, now)
