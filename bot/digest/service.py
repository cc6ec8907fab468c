"""Use cases of the lead's digest: gather, compute once, save, have it posted. Never commits, never calls Slack."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bot.digest import gathering
from bot.digest.models import LeadDigest
from bot.digest.rules import (
    MOST_WINS,
    Score,
    TeamWeek,
    Told,
    about_the_team_alone,
    after_the_report,
    due_at,
    team_week,
    the_day_after,
)
from bot.score.models import WeeklyScore
from bot.score.rules.week import Week, latest_due, scored_week
from bot.score.service.modes import is_aggregate, numbers_are_on
from bot.score.service.weekly import WEEKLY
from bot.score.service.weekly import read as read_score
from bot.settings import Settings
from bot.slack import outbox
from bot.team import service as team
from bot.team.models import Person, ReportingLine, Team
from bot.team.rules import LineStatus
from bot.wins import service as wins

LEAD = "digest.lead"


def leads(session: Session) -> list[str]:
    """Everybody who is named as the lead of somebody with a confirmed rep."""
    query = select(Team.lead_id).where(Team.lead_id.is_not(None), Team.manager_id.in_(_managers())).distinct()
    return [each for each in session.scalars(query.order_by(Team.lead_id)) if each]


def may_be_due(session: Session, now: datetime) -> list[str]:
    """Leads who do not have the digest of the last complete week; whether one is due is asked of each."""
    done = select(LeadDigest.lead_id).where(LeadDigest.monday >= latest_due(now).monday)
    having = set(session.scalars(done))
    return [each for each in leads(session) if each not in having]


def teams_of(session: Session, lead_id: str, *, lock: bool = False) -> list[Team]:
    """The teams that somebody leads, of managers with a confirmed rep. `lock`: nobody else changes them meanwhile."""
    query = select(Team).where(Team.lead_id == lead_id, Team.manager_id.in_(_managers())).order_by(Team.manager_id)
    return list(session.scalars(query.with_for_update() if lock else query))


def _managers() -> Select[str]:
    return select(ReportingLine.manager_id).where(ReportingLine.status == LineStatus.CONFIRMED)


def post_one_due(session: Session, settings: Settings, now: datetime) -> bool:
    """Save and have posted one lead's digest that is due; False when none is."""
    return any(post_if_due(session, settings, lead_id, now) for lead_id in may_be_due(session, now))


def post_if_due(session: Session, settings: Settings, lead_id: str, now: datetime) -> bool:
    """Save and have posted a lead's digest; False when none is due.

    1. Only the last complete week on the lead's calendar is ever due, and a week at or before the newest saved never:
       also not after a move to another zone.
    2. Somebody new (or come back after being forgotten) begins with the week that runs: those before are saved as
       begun, without a word, so that nothing that was told is told again from newer facts.
    """
    lead = session.get(Person, lead_id)
    if not numbers_are_on(settings) or lead is None or lead.gone or not teams_of(session, lead_id):
        return False
    if _due(session, settings, lead, now) is None:
        return False
    session.get_one(Person, lead_id, with_for_update=True)  # of two processes, the second sees what the first did
    week = _due(session, settings, lead, now)
    if week is None:
        return False
    before = newest(session, lead_id)
    if before is None:
        _save(session, lead_id, Told(week=week, began=True), now)
        return False
    _post(session, settings, lead, week, read(before), now)
    return True


def next_moment(session: Session, settings: Settings, now: datetime) -> datetime | None:
    """When a lead's digest falls due next, after now; a day later where a manager's own report is late."""
    if not numbers_are_on(settings):
        return None
    people = [team.person(session, each) for each in leads(session)]
    return min((each for lead in people for each in _due_around(session, lead, now) if each > now), default=None)


def _due_around(session: Session, lead: Person, now: datetime) -> list[datetime]:
    zone = team.zone(lead)
    week = scored_week(now, zone)
    due, next_due = (due_for(session, lead, each) for each in (week, week.back(-1)))
    return [due, the_day_after(due, zone), next_due]


def newest(session: Session, lead_id: str) -> LeadDigest | None:
    """The newest digest of a lead, posted or not."""
    query = select(LeadDigest).where(LeadDigest.lead_id == lead_id)
    return session.scalars(query.order_by(LeadDigest.monday.desc()).limit(1)).first()


def read(saved: LeadDigest) -> Told:
    """What was told, as it was saved."""
    return Told.from_json(saved.numbers)


def due_for(session: Session, lead: Person, week: Week) -> datetime:
    """When the digest about a week is due: see `rules.due_at`."""
    return due_at(
        lead.id, week, team.zone(lead), max(_ready(session, each, week) for each in teams_of(session, lead.id))
    )


def _due(session: Session, settings: Settings, lead: Person, now: datetime) -> Week | None:
    """The week whose digest must go out now, if any.

    What a manager shares they have read first: where their own report is not there yet, a day is waited for it.
    """
    week = scored_week(now, team.zone(lead))
    last = session.scalar(select(func.max(LeadDigest.monday)).where(LeadDigest.lead_id == lead.id))
    if last is None:
        return week
    due = due_for(session, lead, week)
    if week.monday <= last or now < due:
        return None
    is_late = now < the_day_after(due, team.zone(lead)) and _waits_for_a_report(session, settings, lead, week)
    return None if is_late else week


def _waits_for_a_report(session: Session, settings: Settings, lead: Person, week: Week) -> bool:
    sharing = [] if is_aggregate(settings) else [each for each in teams_of(session, lead.id) if each.shares_score]
    return any(_report_there(session, each.manager_id, week) is None for each in sharing)


def _report_there(session: Session, manager_id: str, week: Week) -> WeeklyScore | None:
    """A manager's own report on a week; None unless it stands in their conversation."""
    saved = session.get(WeeklyScore, (manager_id, week.monday))
    post = outbox.find(session, WEEKLY, saved.id, manager_id) if saved else None
    return saved if post and post.ts else None


def _ready(session: Session, own: Team, week: Week) -> datetime:
    zone = team.zone(team.person(session, own.manager_id))
    return after_the_report(week, zone) if own.shares_score else week.ends_at(zone)


def _post(session: Session, settings: Settings, lead: Person, week: Week, before: Told, now: datetime) -> None:
    teams = teams_of(session, lead.id, lock=True)
    reps = [rep.id for own in teams for rep in team.reps_of(session, own.manager_id)]
    offered = wins.waiting(session, reps)[:MOST_WINS]
    told = Told(
        week=week,
        teams=tuple(each for own in teams if (each := _team_week(session, settings, own, week))),
        wins=tuple(each.id for each in offered),
    )
    saved = _save(session, lead.id, told, now)
    wins.mark_told(session, offered, week.monday)
    if told.says_something or before.says_something or before.began:  # that there is nothing to show is said once
        outbox.want(session, LEAD, saved.id, lead.id, now)


def _save(session: Session, lead_id: str, told: Told, now: datetime) -> LeadDigest:
    saved = LeadDigest(lead_id=lead_id, monday=told.week.monday, numbers=told.to_json(), posted_at=now)
    session.add(saved)
    session.flush()
    return saved


def _team_week(session: Session, settings: Settings, own: Team, week: Week) -> TeamWeek | None:
    """One team's week; None when all of it was told already, to whoever led the team before."""
    zone = team.zone(team.person(session, own.manager_id))
    since, until = week.starts_at(zone), week.ends_at(zone)
    before = [each.until for each in _told_of(session, own.manager_id, week)]
    since = max([since, *before])
    if since >= until:
        return None
    found = gathering.team_week(session, own, since, until)
    told = team_week(own.manager_id, until, found, _score(session, settings, own, week))
    return about_the_team_alone(told) if is_aggregate(settings) else told


def _told_of(session: Session, manager_id: str, week: Week) -> list[TeamWeek]:
    """What any digest said of this team's week or the one before: clocks of several zones can make them overlap."""
    saved = session.scalars(select(LeadDigest).where(LeadDigest.monday >= week.back(1).monday))
    return [each for digest in saved for each in read(digest).teams if each.manager_id == manager_id]


def _score(session: Session, settings: Settings, own: Team, week: Week) -> Score | None:
    shared = own.shares_score and not is_aggregate(settings)
    saved = _report_there(session, own.manager_id, week) if shared else None
    number = read_score(saved).number if saved else None
    if number is None:
        return None
    return Score(score=number.score, low=number.low, high=number.high, verdict=number.verdict, greyed=number.greyed)
