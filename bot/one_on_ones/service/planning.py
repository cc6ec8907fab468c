"""The rhythm of 1:1s: set, planned from, planned anew when the facts change, ended. Never commits, never calls Slack.

Of each rhythm there is always one 1:1 planned that is still to come, beside any that the manager chose by hand.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import Session

from bot.one_on_ones.models import AgendaPoint, Cadence, Meeting
from bot.one_on_ones.rules import ASK_AFTER, MeetingState, Rhythm, next_slot, staggered
from bot.requests.models import Request
from bot.requests.rules import Bypass, Status
from bot.requests.service.lifecycle import CARD
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.team import courtesy
from bot.team import service as team
from bot.team.models import Person

AGENDA, ASK, NUDGE, MOVED = (f"one_on_one.{name}" for name in ("agenda", "ask", "nudge", "moved"))
"""The agenda, for both; was it held, and a new date after a skip, for the manager; a new date, for the rep."""
KINDS = (AGENDA, ASK, NUDGE, MOVED)


def set_rhythm(
    session: Session,
    settings: Settings,
    manager_id: str,
    rep_ids: Collection[str],
    wanted: Rhythm | None,
    now: datetime,
) -> None:
    """A manager sets how often they meet these reps, one after the other; None: no more.

    Raises Refusal for somebody who is not on the manager's team, where the day is over before the last of them, and
    where somebody else has theirs at the same time.
    """
    reps = [rep for rep in team.active_reps_of(session, manager_id) if rep.id in rep_ids]
    if len(reps) < len(set(rep_ids)):
        raise Refusal("Only for your own reps. Somebody here isn't on your team any more.")
    for place, rep in enumerate(reps):
        _forget(session, rep.id, now)
        if wanted is not None:
            own = replace(wanted, at=_at(wanted.at, place))
            _keep_apart(session, manager_id, {each.id for each in reps}, own)
            _begin(session, rep, manager_id, own)
            plan(session, settings, rep.id, now)


def _at(first: time, place: int) -> time:
    at = staggered(first, place)
    if at is None:
        raise Refusal("That many don't fit into one day from then on. Begin earlier, or set some on another day.")
    return at


def _keep_apart(session: Session, manager_id: str, together: Collection[str], wanted: Rhythm) -> None:
    others = select(Cadence).where(Cadence.manager_id == manager_id, Cadence.rep_id.not_in(together))
    for each in session.scalars(others):
        if wanted.meets(Rhythm(each.weeks, each.first_on, each.at)):
            name = team.person(session, each.rep_id).first_name
            raise Refusal(
                f"{name}'s is at {wanted.at:%H:%M} on such a day already. Pick another time, or set both at once: "
                "then they come one after the other."
            )


def _begin(session: Session, rep: Person, manager_id: str, wanted: Rhythm) -> None:
    kept = {"weeks": wanted.weeks, "first_on": wanted.first_on, "at": wanted.at}
    session.add(Cadence(rep_id=rep.id, manager_id=manager_id, **kept))
    session.flush()


def rhythm_of(session: Session, rep_id: str) -> tuple[Cadence, Person] | None:
    """A rep's rhythm with their manager of record now; None where there is none, or one of them has left."""
    cadence = session.get(Cadence, rep_id)
    if cadence is None or not are_there(session, rep_id, cadence.manager_id):
        return None
    return cadence, team.person(session, cadence.manager_id)


def are_there(session: Session, rep_id: str, manager_id: str) -> bool:
    """Whether this is the rep's manager of record now, and neither of the two has left."""
    manager = team.manager_of(session, rep_id)
    return manager is not None and manager.id == manager_id and not (manager.gone or team.person(session, rep_id).gone)


def plan(session: Session, settings: Settings, rep_id: str, now: datetime) -> None:
    """See to it that the next 1:1 is planned, on a day on which both are there."""
    cadence = session.get(Cadence, rep_id, with_for_update=True)
    found = rhythm_of(session, rep_id)
    if cadence is None or found is None:
        return
    _, manager = found
    here = team.zone(manager)
    rhythm = Rhythm(cadence.weeks, cadence.first_on, cadence.at)
    coming = session.scalars(_of(rep_id, manager.id).where(*_to_come(), Meeting.slot.is_not(None))).first()
    if coming is not None and coming.planned_at <= now:
        return
    if coming is not None and coming.agenda_at is not None:
        if not is_off(session, coming, now):
            return
        fall_away(session, coming, now)
        coming = None
    slot = next_slot(
        rhythm,
        here,
        now,
        after=_last_slot(session, rep_id, manager.id),
        picked=_picked(session, rep_id, manager.id, here),
        is_off=lambda day: bool(team.off_then(session, (rep_id, manager.id), rhythm.moment(day, here), now)),
    )
    if coming is None:
        coming = Meeting(rep_id=rep_id, manager_id=manager.id)
        session.add(coming)
    coming.slot, coming.planned_at = slot, rhythm.moment(slot, here)
    coming.due_at = morning(session, settings, coming, now)
    session.flush()
    say_again(session, coming, now)


def _of(rep_id: str, manager_id: str) -> Select[Meeting]:
    return select(Meeting).where(Meeting.rep_id == rep_id, Meeting.manager_id == manager_id)


def _to_come() -> tuple[ColumnElement[bool], ...]:
    """Not over, and nobody was asked about it."""
    return Meeting.state == MeetingState.PLANNED, Meeting.asked_at.is_(None)


def _last_slot(session: Session, rep_id: str, manager_id: str) -> date | None:
    over = or_(Meeting.state != MeetingState.PLANNED, Meeting.asked_at.is_not(None))
    theirs = Meeting.rep_id == rep_id, Meeting.manager_id == manager_id
    return session.scalar(select(func.max(Meeting.slot)).where(*theirs, over))


def _picked(session: Session, rep_id: str, manager_id: str, here: ZoneInfo) -> list[date]:
    """Days that the manager chose by hand, and did not skip."""
    stands = Meeting.state.in_([MeetingState.PLANNED, MeetingState.HELD])
    rows = session.scalars(_of(rep_id, manager_id).where(Meeting.slot.is_(None), stands))
    return [each.planned_at.astimezone(here).date() for each in rows]


def is_off(session: Session, meeting: Meeting, now: datetime) -> bool:
    """Whether one of the two has the day of their 1:1 off, and the manager did not choose it all the same."""
    if meeting.on_day_off:
        return False
    return team.off_then(session, (meeting.rep_id, meeting.manager_id), meeting.planned_at, now) is not None


def morning(session: Session, settings: Settings, meeting: Meeting, now: datetime) -> datetime:
    """When the first of the two begins to work on the day of their 1:1: from then on it has an agenda."""
    both = (meeting.rep_id, meeting.manager_id)
    return min(own_morning(session, settings, meeting, each, now) for each in both)


def own_morning(session: Session, settings: Settings, meeting: Meeting, person_id: str, now: datetime) -> datetime:
    """When this one begins to work on the day of the 1:1; where that is not before it, on the afternoon before."""
    hours = courtesy.hours_of(session, team.person(session, person_id), settings, now)
    day = meeting.planned_at.astimezone(hours.zone).date()
    begins = courtesy.morning(hours, day)
    return begins if begins < meeting.planned_at else courtesy.afternoon_before(hours, day)


def team_changed(session: Session, settings: Settings, person_id: str, now: datetime) -> None:
    """Somebody's manager, account, zone or days off may be others: a rhythm ends with its reporting line, or is planned
    anew."""
    theirs = or_(Cadence.rep_id == person_id, Cadence.manager_id == person_id)
    for rep_id in list(session.scalars(select(Cadence.rep_id).where(theirs))):
        if rhythm_of(session, rep_id) is None:
            end(session, rep_id, now)
        else:
            plan(session, settings, rep_id, now)
    _look_at_planned(session, settings, person_id, now)
    _take_from_former(session, person_id, now)


def _look_at_planned(session: Session, settings: Settings, person_id: str, now: datetime) -> None:
    """What nobody settled falls away where one has left or another leads; one by hand may need a new date."""
    theirs = or_(Meeting.rep_id == person_id, Meeting.manager_id == person_id)
    query = select(Meeting).where(theirs, Meeting.state == MeetingState.PLANNED).order_by(Meeting.id)
    for meeting in list(session.scalars(query)):
        if not are_there(session, meeting.rep_id, meeting.manager_id):
            fall_away(session, meeting, now)
        elif meeting.slot is None and meeting.planned_at > now:
            mind_day_off(session, settings, meeting, now)


def mind_day_off(session: Session, settings: Settings, meeting: Meeting, now: datetime) -> bool:
    """Whether the day that the manager chose is one off by now: they hear it once, and it waits for a new date."""
    off = is_off(session, meeting, now)
    if off != meeting.needs_new_date:
        meeting.nudged_at, meeting.agenda_at = now if off else None, None
        meeting.due_at = meeting.planned_at + ASK_AFTER if off else morning(session, settings, meeting, now)
        session.flush()
        if off:
            outbox.want(session, NUDGE, meeting.id, meeting.manager_id, now)
        say_again(session, meeting, now)
    return off


def _take_from_former(session: Session, rep_id: str, now: datetime) -> None:
    """What was said about 1:1s with a manager whom the rep does not report to is closed to that one."""
    manager = team.manager_of(session, rep_id)
    former = Meeting.rep_id == rep_id, Meeting.manager_id != (manager.id if manager else "")
    for meeting_id in list(session.scalars(select(Meeting.id).where(*former))):
        outbox.refresh_several(session, KINDS, meeting_id, now)


def end(session: Session, rep_id: str, now: datetime) -> None:
    """Another manager, or none: the rhythm ends. The rep keeps the points that they wrote themselves."""
    manager = team.manager_of(session, rep_id)
    if rhythm_of(session, rep_id) is None:
        _forget(session, rep_id, now)
    others = AgendaPoint.manager_id != (manager.id if manager else "")
    gone = update(AgendaPoint).where(AgendaPoint.rep_id == rep_id, AgendaPoint.author_id != rep_id, others)
    session.execute(gone.where(AgendaPoint.done_at.is_(None)).values(done_at=now))


def _forget(session: Session, rep_id: str, now: datetime) -> None:
    """No rhythm any more, and nothing planned from it. What has begun, and what was planned by hand, stays."""
    cadence = session.get(Cadence, rep_id, with_for_update=True)
    if cadence is None:
        return
    mine = _of(rep_id, cadence.manager_id).where(*_to_come(), Meeting.slot.is_not(None), Meeting.planned_at > now)
    for meeting in list(session.scalars(mine)):
        fall_away(session, meeting, now)
    session.delete(cadence)
    session.flush()


def fall_away(session: Session, meeting: Meeting, now: datetime) -> None:
    """It does not take place, and nobody skipped it: its messages are taken away with it."""
    session.delete(meeting)
    session.flush()
    say_again(session, meeting, now)


def say_again(session: Session, meeting: Meeting, now: datetime) -> None:
    """What was said about it, and cards of a wish to get better that name the next 1:1, say what is so now."""
    outbox.refresh_several(session, KINDS, meeting.id, now)
    wishes = Request.rep_id == meeting.rep_id, Request.bypass == Bypass.GROWTH, Request.status == Status.DELIVERED
    for request_id in list(session.scalars(select(Request.id).where(*wishes))):
        outbox.refresh(session, CARD, request_id, now)
