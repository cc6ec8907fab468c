"""What the messages about 1:1s say now, and what App Home and the modals show of them. Changes no row."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.one_on_ones.blocks import agenda as words
from bot.one_on_ones.blocks import home as home_words
from bot.one_on_ones.blocks.view import Item, PairView
from bot.one_on_ones.models import AgendaPoint, Meeting
from bot.one_on_ones.rules import ASK_AFTER, MeetingState, ticked
from bot.one_on_ones.service import counting, meetings, planning, points
from bot.requests.service.lists import parked_between
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.kit import Block, Words, context, escape
from bot.slack.outbox import Post
from bot.slack.sending.courtesy import Courtesy
from bot.slack.sending.delivery import Kind
from bot.slack.times import planned
from bot.team import courtesy
from bot.team import service as team
from bot.team.models import Person

_Say = Callable[[PairView], Words]


def kinds(settings: Settings) -> dict[str, Kind]:
    """How each kind of message about a 1:1 is worded."""
    nudge = partial(courtesy.nudge, settings)
    return {
        planning.AGENDA: Kind(partial(_render, words.message), courtesy=partial(_on_the_morning, settings)),
        planning.ASK: Kind(partial(_render, words.ask), courtesy=nudge),
        planning.NUDGE: Kind(partial(_render, words.nudge), courtesy=nudge),
        planning.MOVED: Kind(partial(_render, words.moved), courtesy=nudge),
    }


def _render(say: _Say, session: Session, post: Post, now: datetime) -> Words | None:
    """What it says to one of the two; nothing to anybody else, and nothing begins on what is over."""
    meeting = session.get(Meeting, post.subject_id)
    if meeting is None:
        return None
    manager = team.manager_of(session, meeting.rep_id)
    if manager is None or manager.id != meeting.manager_id or _is_said_elsewhere(session, meeting, post):
        return None
    is_open = meeting.state == MeetingState.PLANNED or post.kind == planning.NUDGE
    is_late = post.kind in {planning.AGENDA, planning.MOVED} and now >= meeting.planned_at + ASK_AFTER
    is_off = post.kind == planning.MOVED and now < meeting.planned_at
    is_open = (is_open and not is_late) or is_off
    return say(_of(session, meeting, post.person_id, now)) if is_open or post.ts else None


def _is_said_elsewhere(session: Session, meeting: Meeting, post: Post) -> bool:
    """An agenda of a day that turned out to be off; what became of it, where the question about it says so already;
    that it needs a new date, where it does not."""
    if post.kind == planning.NUDGE:
        return meeting.state == MeetingState.PLANNED and not meeting.needs_new_date
    if post.kind != planning.AGENDA:
        return False
    asked = outbox.find(session, planning.ASK, meeting.id, post.person_id)
    is_over = meeting.state != MeetingState.PLANNED
    return meeting.needs_new_date or (is_over and asked is not None and asked.ts is not None)


def _on_the_morning(settings: Settings, session: Session, post: Post, now: datetime) -> Courtesy:
    """The agenda waits for one's own morning. A manager set the rhythm: it is what they asked for; a rep did not.

    Where somebody's work begins later than their 1:1, quiet hours hold it until then and no longer.
    """
    meeting = session.get(Meeting, post.subject_id)
    if meeting is None:
        return Courtesy(unasked=True)
    opens = planning.own_morning(session, settings, meeting, post.person_id, now)
    if opens > now:
        return Courtesy(unasked=True, not_before=opens)
    if post.person_id == meeting.manager_id:
        return Courtesy()
    said = courtesy.nudge(settings, session, post, now)
    is_too_late = said.not_before is not None and said.not_before >= meeting.planned_at
    return said._replace(not_before=meeting.planned_at) if is_too_late else said


def _of(session: Session, meeting: Meeting, reader_id: str, now: datetime) -> PairView:
    """One 1:1 as one of the two sees it."""
    rep, manager = points.pair(session, meeting.rep_id, reader_id)
    here = team.zone(team.person(session, reader_id))
    coming = meetings.current(session, rep.id, manager.id, now)
    is_another = coming is not None and coming.id != meeting.id
    return replace(
        pair_view(session, rep, manager, reader_id, now),
        id=meeting.id,
        at=planned(meeting.planned_at, now, here),
        on=_on(meeting.planned_at, here),
        next=_on(coming.planned_at, here) if coming and is_another else "",
        weeks=0,
        state=meeting.state,
        off=meeting.needs_new_date,
        began=now >= meeting.planned_at,
        topics=ticked(meeting.topics),
    )


def pair_view(session: Session, rep: Person, manager: Person, reader_id: str, now: datetime) -> PairView:
    """Two people and their next 1:1, as one of the two sees it."""
    here = team.zone(team.person(session, reader_id))
    coming, last = meetings.current(session, rep.id, manager.id, now), meetings.last(session, rep.id, manager.id)
    found = planning.rhythm_of(session, rep.id)
    parked = parked_between(session, rep.id, manager.id, reader_id)
    own = points.open_points(session, rep.id, reader_id)
    return PairView(
        rep_id=rep.id,
        other=manager.first_name if reader_id == rep.id else rep.first_name,
        is_manager=reader_id != rep.id,
        id=coming.id if coming else "",
        at=planned(coming.planned_at, now, here) if coming else "",
        weeks=found[0].weeks if found and coming and coming.slot else 0,
        began=coming is not None and now >= coming.planned_at,
        off=coming is not None and coming.needs_new_date,
        skipped=last is not None and last.state == MeetingState.SKIPPED,
        topics=ticked(coming.topics) if coming else (),
        parked=tuple(Item(each.id, each.text) for each in parked),
        points=tuple(_item(session, each, manager, reader_id) for each in own),
    )


def _item(session: Session, point: AgendaPoint, manager: Person, reader_id: str) -> Item:
    by = "" if point.author_id == reader_id else team.person(session, point.author_id).first_name
    return Item(point.id, point.text or "", by, from_before=point.manager_id != manager.id)


def _on(at: datetime, here: ZoneInfo) -> str:
    """As a day that stays true in a message that is not written anew."""
    local = at.astimezone(here)
    return f"on {local.day} {local:%B} at {local:%H:%M}"


def next_one(session: Session, rep_id: str, manager_id: str, now: datetime) -> str:
    """When the two meet next, on the manager's clock: `on 24 November at 10:00`. Empty: nothing is planned."""
    coming = meetings.current(session, rep_id, manager_id, now)
    if coming is None or coming.needs_new_date or coming.planned_at <= now:
        return ""
    return _on(coming.planned_at, team.zone(team.person(session, manager_id)))


def own_view(session: Session, person_id: str, now: datetime) -> PairView | None:
    """Somebody's 1:1 with their own manager."""
    manager = team.manager_of(session, person_id)
    return pair_view(session, team.person(session, person_id), manager, person_id, now) if manager else None


def rep_views(session: Session, manager_id: str, now: datetime) -> list[PairView]:
    """A manager's 1:1s with each of their reps, by name."""
    manager = team.person(session, manager_id)
    return [pair_view(session, rep, manager, manager_id, now) for rep in team.active_reps_of(session, manager_id)]


def home(session: Session, person_id: str, now: datetime) -> list[Block]:
    """For App Home: one's own 1:1, those with one's reps, and what is open about those that are over."""
    asked = meetings.unsettled(session, person_id, now)
    views = [_of(session, each, person_id, now) for each in asked[: home_words.ASKED_AT_HOME]]
    reps = [rep.id for rep in team.active_reps_of(session, person_id)]
    planned = meetings.have_one(session, person_id, reps, now)
    return home_words.home(own_view(session, person_id, now), len(reps), planned, views, len(asked) - len(views))


def in_report(session: Session, manager: Person, start: datetime, end: datetime) -> Words | None:
    """For the weekly report: 1:1s about which the manager has not said anything."""
    open_ones = counting.unsaid(session, manager.id, start, end)
    if not open_ones:
        return None
    which = "your 1:1 took place" if open_ones == 1 else f"your 1:1s took place ({open_ones} of them)"
    said = f"You haven't said yet whether {which}: counted as not held. App Home asks."
    return Words(escape(said), [context(escape(said))])
