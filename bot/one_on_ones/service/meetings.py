"""What becomes of a 1:1: agenda in the morning, held, moved, skipped, asked about. Never commits, never calls Slack.

planned   morning: the agenda > an hour after: was it held? (once)
skipped   two working days later: a new date? (once, the manager alone)
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from bot.one_on_ones.models import Meeting
from bot.one_on_ones.rules import ASK_AFTER, EARLY, LOOK_BACK, NUDGE_DAYS, MeetingState, kept, wrong_moment
from bot.one_on_ones.service.planning import (
    AGENDA,
    ASK,
    MOVED,
    NUDGE,
    are_there,
    end,
    fall_away,
    is_off,
    mind_day_off,
    morning,
    plan,
    say_again,
)
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.team import courtesy
from bot.team import service as team


class Due(NamedTuple):
    """A 1:1 about which something is due, in a workspace."""

    workspace_id: str
    meeting_id: str


def waiting(session: Session, now: datetime) -> Sequence[Due]:
    """What is due in any workspace, the oldest first."""
    query = select(Meeting.workspace_id, Meeting.id).where(Meeting.due_at <= now).order_by(Meeting.due_at, Meeting.id)
    return [Due(*row) for row in session.execute(query, execution_options={"every_workspace": True})]


def next_moment(session: Session, now: datetime) -> datetime | None:
    """When the next thing about any 1:1 falls due after now."""
    return session.scalar(select(func.min(Meeting.due_at)).where(Meeting.due_at > now))


def take_step(session: Session, settings: Settings, meeting_id: str, now: datetime) -> None:
    """Do what is due about one 1:1, if it still is."""
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or meeting.due_at is None or meeting.due_at > now:
        return
    if not are_there(session, meeting.rep_id, meeting.manager_id):
        _ended(session, meeting, now)
    elif meeting.state == MeetingState.SKIPPED:
        _nudge(session, meeting, now)
    elif meeting.agenda_at is None and now < meeting.planned_at + ASK_AFTER:
        _bring_agenda(session, settings, meeting, now)
    else:
        _ask(session, settings, meeting, now)


def _ended(session: Session, meeting: Meeting, now: datetime) -> None:
    """They are not a pair any more."""
    rep_id, meeting.due_at = meeting.rep_id, None
    if meeting.state == MeetingState.PLANNED:
        fall_away(session, meeting, now)
    end(session, rep_id, now)


def _bring_agenda(session: Session, settings: Settings, meeting: Meeting, now: datetime) -> None:
    """In the morning, to both; unless one of them is not there by now."""
    if meeting.slot is not None:
        plan(session, settings, meeting.rep_id, now)
        if meeting.due_at is not None and meeting.due_at > now:
            return
    elif mind_day_off(session, settings, meeting, now):
        meeting.due_at = meeting.planned_at + ASK_AFTER
        return
    meeting.agenda_at, meeting.due_at = now, meeting.planned_at + ASK_AFTER
    for person_id in (meeting.rep_id, meeting.manager_id):
        outbox.want(session, AGENDA, meeting.id, person_id, now)


def _ask(session: Session, settings: Settings, meeting: Meeting, now: datetime) -> None:
    """Was it held? Once; not where one of them was away that day. A day off entered once it had begun is no reason."""
    if meeting.agenda_at is None and is_off(session, meeting, now):
        rep_id = meeting.rep_id
        fall_away(session, meeting, now)
    else:
        rep_id, meeting.asked_at, meeting.due_at = meeting.rep_id, now, None
        outbox.want(session, ASK, meeting.id, meeting.manager_id, now)
        _say(session, meeting, now)
    plan(session, settings, rep_id, now)


def _nudge(session: Session, meeting: Meeting, now: datetime) -> None:
    """It was skipped, and there is no new date: once, to the manager."""
    meeting.due_at = None
    if meeting.nudged_at is None and not met_since(session, meeting):
        meeting.nudged_at = now
        outbox.want(session, NUDGE, meeting.id, meeting.manager_id, now)


def met_since(session: Session, meeting: Meeting) -> bool:
    """Whether the two have held one after this one."""
    query = select(Meeting.id).where(
        Meeting.rep_id == meeting.rep_id,
        Meeting.manager_id == meeting.manager_id,
        Meeting.state == MeetingState.HELD,
        Meeting.planned_at > meeting.planned_at,
    )
    return session.scalar(query.limit(1)) is not None


def of_manager(session: Session, meeting_id: str, person_id: str) -> Meeting:
    """The 1:1, for the manager of record now. Raises Refusal for anybody else."""
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None:
        raise Refusal("This 1:1 isn't planned any more. `/kickstand 1on1` shows what is.")
    manager = team.manager_of(session, meeting.rep_id)
    if manager is None or manager.id != person_id or meeting.manager_id != person_id:
        raise Refusal("Only the manager whose 1:1 this is can do this.")
    return meeting


def settle(session: Session, settings: Settings, meeting_id: str, by: str, state: MeetingState, now: datetime) -> None:
    """The manager says that it was held, or skipped; saying the other later is fine.

    One that is skipped on a day off of either is not skipped: it is moved to the next one.
    Raises Refusal for anybody else, for what was said already, and for one that is still to come.
    """
    meeting = of_manager(session, meeting_id, by)
    if meeting.state == state:
        raise Refusal(f"You said so already: {state}.")
    if meeting.state == MeetingState.MOVED:
        raise Refusal("This one was moved. `/kickstand 1on1` shows the new date.")
    if state == MeetingState.HELD and now < meeting.planned_at - EARLY:
        raise Refusal("This one is still to come. `Move` gives it another date.")
    if state == MeetingState.SKIPPED and is_off(session, meeting, now):
        state = MeetingState.MOVED
    meeting.state, meeting.settled_at, meeting.due_at = state, now, None
    if state == MeetingState.SKIPPED and meeting.nudged_at is None:
        meeting.due_at = _working_days_later(session, settings, by, now)
    session.flush()
    plan(session, settings, meeting.rep_id, now)
    _say(session, meeting, now)
    if state != MeetingState.HELD and now < meeting.planned_at:
        outbox.want(session, MOVED, meeting.id, meeting.rep_id, now)


def _working_days_later(session: Session, settings: Settings, manager_id: str, now: datetime) -> datetime:
    """Their morning, two working days on."""
    hours, at = courtesy.hours_of(session, team.person(session, manager_id), settings, now), now
    for _ in range(NUDGE_DAYS):
        at = courtesy.next_morning(hours, at)
    return at


class DayOff(Refusal):
    """One of the two has that day off: it may be meant all the same. `str`: which of them, as a sentence."""


def move(
    session: Session,
    settings: Settings,
    meeting_id: str,
    by: str,
    to: datetime,
    now: datetime,
    *,
    on_day_off: bool = False,
) -> Meeting:
    """The manager gives it a new date; it counts there. Answers the new one.

    `on_day_off`: it takes place on a day off too. Raises DayOff where that was not said, and Refusal.
    """
    meeting = of_manager(session, meeting_id, by)
    if meeting.state in {MeetingState.HELD, MeetingState.MOVED}:
        raise Refusal(f"This one was {meeting.state} already. `/kickstand 1on1` shows what is next.")
    if wrong := wrong_moment(to, now):
        raise Refusal(wrong)
    off = team.day_off_then(session, by, (meeting.rep_id, by), to, now)
    if off and not on_day_off:
        raise DayOff(off)
    meeting.state, meeting.settled_at, meeting.due_at = MeetingState.MOVED, now, None
    new = Meeting(rep_id=meeting.rep_id, manager_id=meeting.manager_id, planned_at=to, on_day_off=bool(off))
    session.add(new)
    session.flush()
    new.due_at = morning(session, settings, new, now)
    plan(session, settings, meeting.rep_id, now)
    _say(session, meeting, now)
    if new.due_at > now:  # else the agenda comes at once, and says it
        outbox.want(session, MOVED, new.id, new.rep_id, now)
    return new


def tick(session: Session, meeting_id: str, by: str, topics: Sequence[str], now: datetime) -> None:
    """The manager has these of the usual topics covered (S2.10). Raises Refusal for anybody else."""
    meeting = of_manager(session, meeting_id, by)
    meeting.topics = kept(topics)
    _say(session, meeting, now)


def _say(session: Session, meeting: Meeting, now: datetime) -> None:
    """What was said about it, and about the one before, which names the next."""
    session.flush()
    before = last(session, meeting.rep_id, meeting.manager_id, before=meeting.planned_at)
    for each in (meeting, before) if before else (meeting,):
        say_again(session, each, now)


def agenda_changed(session: Session, rep_id: str, now: datetime) -> None:
    """A point came, or is done: the agendas that are out say so."""
    for meeting in session.scalars(
        select(Meeting).where(
            Meeting.rep_id == rep_id, Meeting.agenda_at.is_not(None), Meeting.state == MeetingState.PLANNED
        )
    ):
        outbox.refresh(session, AGENDA, meeting.id, now)


def current(session: Session, rep_id: str, manager_id: str, now: datetime) -> Meeting | None:
    """The 1:1 that is on or next."""
    query = select(Meeting).where(
        Meeting.rep_id == rep_id,
        Meeting.manager_id == manager_id,
        Meeting.state == MeetingState.PLANNED,
        Meeting.planned_at > now - EARLY,
    )
    return session.scalars(query.order_by(Meeting.planned_at, Meeting.id)).first()


def have_one(session: Session, manager_id: str, rep_ids: Sequence[str], now: datetime) -> int:
    """With how many of these reps a manager has one that is on or to come."""
    query = select(Meeting.rep_id).where(
        Meeting.manager_id == manager_id,
        Meeting.rep_id.in_(rep_ids),
        Meeting.state == MeetingState.PLANNED,
        Meeting.planned_at > now - EARLY,
    )
    return len(set(session.scalars(query)))


def last(session: Session, rep_id: str, manager_id: str, *, before: datetime | None = None) -> Meeting | None:
    """The last one that was held or skipped."""
    query = select(Meeting).where(
        Meeting.rep_id == rep_id,
        Meeting.manager_id == manager_id,
        Meeting.state.in_([MeetingState.HELD, MeetingState.SKIPPED]),
        *([Meeting.planned_at < before] if before else []),
    )
    return session.scalars(query.order_by(Meeting.planned_at.desc(), Meeting.id)).first()


def unsettled(session: Session, manager_id: str, now: datetime) -> list[Meeting]:
    """What a manager was asked about and has not said, what falls on a day off, and what they skipped without a new
    date; newest first."""
    reps = [rep.id for rep in team.active_reps_of(session, manager_id)]
    nudged = Meeting.nudged_at.is_not(None)
    asked = and_(Meeting.state == MeetingState.PLANNED, or_(Meeting.asked_at.is_not(None), nudged))
    query = select(Meeting).where(
        Meeting.manager_id == manager_id,
        Meeting.rep_id.in_(reps),
        Meeting.planned_at > now - LOOK_BACK,
        or_(asked, and_(Meeting.state == MeetingState.SKIPPED, nudged)),
    )
    newest = session.scalars(query.order_by(Meeting.planned_at.desc(), Meeting.id)).all()
    skipped = [each for each in newest if each.state == MeetingState.SKIPPED and not met_since(session, each)]
    return [*(each for each in newest if each.state == MeetingState.PLANNED), *skipped]
