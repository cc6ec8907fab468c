"""The manager hears afterwards what was decided without them: in one message, when their day ends (S2.6).

Never commits, never calls Slack.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.requests import refusals
from bot.requests.models import Request
from bot.requests.rules import Status
from bot.requests.service.lifecycle import asked_by, changed
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.outbox import Post
from bot.team import courtesy
from bot.team import service as team
from bot.team.working_time import Hours, NoWorkingTime, is_working, next_working

TOLD = "decisions.told"
STILL_EVENING = timedelta(hours=2)
"""So long after the day's end nobody is woken."""
LATELY = timedelta(days=30)
"""As long as the words of what was decided are kept; older messages are left as they are."""


def tell(session: Session, settings: Settings, request_id: str, by: str, now: datetime) -> None:
    """The rep wants their manager to hear what they decided. Raises Refusal for what they did not decide."""
    request = asked_by(session, request_id, by)
    if request.status != Status.DECIDED:
        raise refusals.nothing_decided()
    tell_later(session, settings, request, now)
    changed(session, request, now)


def tell_later(session: Session, settings: Settings, request: Request, now: datetime) -> None:
    """Have it told when the manager's day ends; once."""
    if request.tell_at is None and request.told_at is None:
        manager = team.person(session, request.manager_id)
        request.tell_at = evening(team.hours(session, manager, settings, now), now)


def evening(hours: Hours, now: datetime) -> datetime:
    """When this working day ends by the wall clock, or else the next one; without any in sight, a day from now."""
    try:
        opening = next_working(hours, now)
    except NoWorkingTime:
        return now + timedelta(days=1)
    local = opening.astimezone(hours.zone)
    today = datetime.combine(local.date(), hours.end, hours.zone)
    return today if today > opening else datetime.combine(local.date() + timedelta(days=1), hours.end, hours.zone)


def waiting(session: Session) -> Sequence[str]:
    """Managers who have something to hear of, now or later."""
    query = select(Request.manager_id).where(Request.tell_at.is_not(None), Request.told_at.is_(None))
    return list(session.scalars(query.distinct().order_by(Request.manager_id)))


def next_moment(session: Session, now: datetime) -> datetime | None:
    """When something is to be told next, after now."""
    return session.scalar(select(func.min(Request.tell_at)).where(Request.tell_at > now, Request.told_at.is_(None)))


def post_if_due(session: Session, settings: Settings, manager_id: str, now: datetime) -> bool:
    """Have everything told that is due, or put off to an evening on which it may come; answers whether there was
    anything. One message a day.

    What was decided under another manager is told to nobody.
    """
    query = select(Request).where(Request.manager_id == manager_id, Request.tell_at <= now, Request.told_at.is_(None))
    found = session.scalars(query.order_by(Request.id).with_for_update()).all()
    if not found or _is_out_of_hours(session, settings, manager_id, found, now):
        return False
    may_come = courtesy.report_from(session, manager_id, now)
    if may_come > now:
        _put_off(session, settings, found, may_come, now)
        return True
    for request in found:
        request.told_at = now
        changed(session, request, now)
    day = now.astimezone(team.zone(team.person(session, manager_id))).date()
    outbox.want(session, TOLD, day.isoformat(), manager_id, now)
    return True


def _put_off(session: Session, settings: Settings, found: Sequence[Request], until: datetime, now: datetime) -> None:
    """No message may come to the manager today, or they paused them: another evening, and the reps read which."""
    manager = team.person(session, found[0].manager_id)
    later = evening(team.hours(session, manager, settings, now), until)
    for request in found:
        request.tell_at = later
        changed(session, request, now)


def _is_out_of_hours(
    session: Session, settings: Settings, manager_id: str, found: Sequence[Request], now: datetime
) -> bool:
    """Whether the evening was missed, and it is night or a day off by now: then it waits for working hours."""
    due = max((each.tell_at for each in found if each.tell_at), default=now)
    hours = team.hours(session, team.person(session, manager_id), settings, now)
    return now - due > STILL_EVENING and not is_working(hours, now)


def told(session: Session, manager_id: str, day: date) -> list[Request]:
    """What a manager was told of on a day of theirs, of reps who report to them now; by name, then by time."""
    here = team.zone(team.person(session, manager_id))
    began, ends = (datetime.combine(each, time(0), here) for each in (day, day + timedelta(days=1)))
    reps = {rep.id: rep.name for rep in team.reps_of(session, manager_id)}
    query = select(Request).where(
        Request.manager_id == manager_id,
        Request.rep_id.in_(reps),
        Request.told_at >= began,
        Request.told_at < ends,
    )
    return sorted(session.scalars(query), key=lambda each: (reps[each.rep_id].casefold(), each.asked_at, each.id))


def team_changed(session: Session, rep_id: str, now: datetime) -> None:
    """A rep has another manager: what an old one was told of them lately is taken out of those messages.

    What they had not heard of yet they will not, and the rep reads so.
    """
    manager = team.manager_of(session, rep_id)
    earlier = (Request.rep_id == rep_id, Request.manager_id != (manager.id if manager else ""))
    for request in session.scalars(
        select(Request).where(*earlier, Request.tell_at.is_not(None), Request.told_at.is_(None))
    ):
        request.tell_at = None
        changed(session, request, now)
    before = select(Request.manager_id).where(*earlier, Request.told_at > now - LATELY)
    query = select(Post).where(Post.kind == TOLD, Post.person_id.in_(before), Post.created_at > now - LATELY)
    for post in session.scalars(query).all():
        outbox.touch(session, post, now)
