"""Use cases of the weekly score: compute, save, have it posted, once a week. Never calls Slack."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.score.models import WeeklyScore
from bot.score.rules.constants import CHART_WEEKS
from bot.score.rules.numbers import WeeklyNumbers
from bot.score.rules.vocabulary import Phase, SuggestionKind
from bot.score.rules.week import (
    CATCH_UP,
    Week,
    due_week,
    latest_due,
    local_day,
    minute_of,
    post_due_at,
    scored_week,
)
from bot.score.rules.weekly import too_small, weekly
from bot.score.service import thread
from bot.score.service.gathering import facts_for, joined_on
from bot.score.service.modes import is_aggregate, is_large_enough, numbers_are_on
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.outbox import Post
from bot.team import service as team
from bot.team.models import Person

WEEKLY = "score.weekly"
LEFT_WITHIN = timedelta(weeks=CATCH_UP + 1)
"""The last report of somebody without reps may still be to come for so long."""


def post_one_due(session: Session, settings: Settings, now: datetime) -> bool:
    """Save and have posted one manager's report that is due; False when none is."""
    return any(post_if_due(session, settings, manager, now) for manager in may_be_due(session, now))


def may_be_due(session: Session, now: datetime) -> list[Person]:
    """Managers with a report that is due, from one look at all; each is looked at again.

    Whoever had reps in a week gets its report, also when the last of them has left since.
    """
    latest = latest_due(now)
    done = select(WeeklyScore.manager_id).where(WeeklyScore.monday >= latest.monday)
    left = {manager.id: (manager, at) for manager, at in team.left_alone(session, now - LEFT_WITHIN)}
    without = [*team.managers(session, without=done), *(manager for manager, _ in left.values())]
    if not without:
        return []
    posted, began = _newest_since(session, latest.back(CATCH_UP)), team.began(session)
    lives = [(each, began.get(each.id), left[each.id][1] if each.id in left else None) for each in without]
    return [each for each, since, until in lives if _is_time(each, posted.get(each.id), since, until, now)]


def _newest_since(session: Session, week: Week) -> dict[str, Week]:
    """The newest week that each manager was told of, by the manager's id; of this one and of later ones."""
    told = select(WeeklyScore.manager_id, func.max(WeeklyScore.monday)).where(WeeklyScore.monday >= week.monday)
    return {manager_id: Week(monday) for manager_id, monday in session.execute(told.group_by(WeeklyScore.manager_id))}


def _is_time(manager: Person, last: Week | None, began: datetime | None, left: datetime | None, now: datetime) -> bool:
    """Whether the manager's Monday has come. `left`: when the last rep did; None while there are any."""
    try:
        zone = team.zone(manager)
    except ZoneInfoNotFoundError:
        return True  # whoever looks at this manager alone finds out, and keeps no other back
    if began is None:
        return True
    left_on = local_day(left, zone) if left else None
    return due_week(now, zone, last, local_day(began, zone), minute_of(manager.id), left_on) is not None


def post_if_due(session: Session, settings: Settings, manager: Person, now: datetime) -> bool:
    """Save and have posted a manager's report; False when none is due.

    Monday from 08:30 in the manager's own zone, at the manager's own minute of that quarter of an hour; a missed Monday
    is caught up, never doubled.
    """
    if not numbers_are_on(settings) or due_for(session, manager, now) is None:
        return False
    session.get_one(Person, manager.id, with_for_update=True)  # of two processes, the second sees what the first did
    week = due_for(session, manager, now)
    if week is not None:
        post(session, settings, manager, week, now)
    return week is not None


def next_post(session: Session, settings: Settings, now: datetime) -> datetime | None:
    """When the next manager's report falls due after now."""
    if not numbers_are_on(settings):
        return None
    moments = (due for manager in team.managers(session) for due in _due_around(manager, now))
    return min((due for due in moments if due > now), default=None)


def _due_around(manager: Person, now: datetime) -> list[datetime]:
    zone = team.zone(manager)
    week = Week.of(local_day(now, zone))
    return [post_due_at(each, zone, minute_of(manager.id)) for each in (week.back(1), week)]


def due_for(session: Session, manager: Person, now: datetime) -> Week | None:
    """The week that this manager's report is due for, if any."""
    newest = session.scalar(select(func.max(WeeklyScore.monday)).where(WeeklyScore.manager_id == manager.id))
    last, zone = Week(newest) if newest else None, team.zone(manager)
    left = team.left_alone_at(session, manager.id)
    left_on = local_day(left, zone) if left else None
    return due_week(now, zone, last, joined_on(session, manager, now), minute_of(manager.id), left_on)


def post(session: Session, settings: Settings, manager: Person, week: Week, now: datetime) -> WeeklyScore:
    """Save the numbers as they are now and have them posted."""
    numbers = numbers_for(session, settings, manager, week, now)
    saved = WeeklyScore(manager_id=manager.id, monday=week.monday, numbers=numbers.to_json(), posted_at=now)
    session.add(saved)
    session.flush()
    if _is_news(session, manager, numbers, now):
        thread.below(session, settings, saved, outbox.want(session, WEEKLY, saved.id, manager.id, now), now)
    return saved


def _is_news(session: Session, manager: Person, numbers: WeeklyNumbers, now: datetime) -> bool:
    """That there are no counts, and why, is said once and not every Monday; of an empty week that is long over, nothing
    is said: after weeks without Kickstand there would be one message for each."""
    if numbers.phase is Phase.SMALL:
        before = saved_for(session, manager.id, numbers.week.back(1))
        return before is None or before.phase is not Phase.SMALL
    return bool(numbers.reach.requests) or not is_late(manager, numbers.week, now)


def is_late(manager: Person, week: Week, now: datetime) -> bool:
    """Whether "last week" is another one by now, where this manager is."""
    return week < scored_week(now, team.zone(manager))


def comes_late(session: Session, saved: WeeklyScore, report: Post, now: datetime) -> bool:
    """Whether "last week" was another one when the report came, or is if it comes now: after a pause, say."""
    return is_late(team.person(session, saved.manager_id), Week(saved.monday), report.unasked_at or now)


def numbers_for(session: Session, settings: Settings, manager: Person, week: Week, now: datetime) -> WeeklyNumbers:
    """One manager's week in numbers, from what is known at `now`. Changes nothing.

    Only where any number is computed at all. Where there are counts alone, a small team has none.
    """
    if is_aggregate(settings) and not is_large_enough(session, manager.id, now):
        return too_small(week)
    return weekly(facts_for(session, settings, manager, week, now, _previous_suggestion(session, manager, week)))


def _previous_suggestion(session: Session, manager: Person, week: Week) -> SuggestionKind | None:
    saved = saved_for(session, manager.id, week.back(1))
    return saved.suggestion.kind if saved and saved.suggestion else None


def saved_for(session: Session, manager_id: str, week: Week) -> WeeklyNumbers | None:
    """What was posted to a manager about a week; None where nothing was."""
    saved = session.get(WeeklyScore, (manager_id, week.monday))
    return read(saved) if saved else None


def newest(session: Session, manager_id: str) -> WeeklyNumbers | None:
    """The numbers of a manager's newest report."""
    query = select(WeeklyScore).where(WeeklyScore.manager_id == manager_id)
    saved = session.scalars(query.order_by(WeeklyScore.monday.desc()).limit(1)).first()
    return read(saved) if saved else None


def before(session: Session, manager_id: str, week: Week) -> list[WeeklyNumbers]:
    """The reports before this week's that a chart shows beside it, as they were posted, the oldest first."""
    query = select(WeeklyScore).where(
        WeeklyScore.manager_id == manager_id,
        WeeklyScore.monday >= week.back(CHART_WEEKS - 1).monday,
        WeeklyScore.monday < week.monday,
    )
    return [read(each) for each in session.scalars(query.order_by(WeeklyScore.monday))]


def read(saved: WeeklyScore) -> WeeklyNumbers:
    """The numbers as they were posted."""
    return WeeklyNumbers.from_json(saved.numbers)
