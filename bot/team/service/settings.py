"""What a manager set for their team, and a rep for themselves. Never commits, never calls Slack."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.slack import outbox
from bot.team.models import ReportingLine, Team
from bot.team.rules import REP_HOLD_LEAST, REP_HOLD_MOST, HelpStyle
from bot.team.service.people import add_time_off, person
from bot.team.service.reporting import OPEN, manager_of
from bot.team.settings_form import Entered, OwnChoices, SettingsPage, TeamChoices


def team(session: Session, manager_id: str, now: datetime) -> Team:
    """A manager's settings, made with defaults on first use."""
    found = session.get(Team, manager_id)
    if found is None:
        found = Team(manager_id=manager_id, created_at=now)
        session.add(found)
        session.flush()
    return found


def began(session: Session) -> dict[str, datetime]:
    """When each manager's settings were made, by the manager's id."""
    return {manager_id: at for manager_id, at in session.execute(select(Team.manager_id, Team.created_at))}


def open_team(session: Session, manager_id: str, now: datetime) -> Team:
    """A manager's settings; on first use the manager hears what Kickstand does with their reps' questions."""
    found = team(session, manager_id, now)
    if found.introduced_at is None:
        found.introduced_at = now
        outbox.want(session, "team.manager_notice", manager_id, manager_id, now)
    return found


def leads_team(session: Session, person_id: str) -> bool:
    """Whether somebody has reps, has named some, or said that they lead a team."""
    line = select(ReportingLine.id).where(ReportingLine.manager_id == person_id, ReportingLine.status.in_(OPEN))
    return session.get(Team, person_id) is not None or session.scalars(line.limit(1)).first() is not None


def settings_page(session: Session, person_id: str) -> SettingsPage:
    """What somebody's settings say now, and which of them are theirs to change."""
    someone, mine = person(session, person_id), session.get(Team, person_id)
    manager = manager_of(session, person_id)
    theirs = session.get(Team, manager.id) if manager else None
    return SettingsPage(
        leads_team=leads_team(session, person_id),
        manager=manager.first_name if manager else None,
        least=theirs.rep_hold_least if theirs else REP_HOLD_LEAST,
        most=theirs.rep_hold_most if theirs else REP_HOLD_MOST,
        team=_choices(mine),
        own=OwnChoices(someone.hold_minutes, someone.wants_questions),
        wins_gone=mine is not None and mine.wins_channel_gone_at is not None,
    )


def save_settings(session: Session, person_id: str, entered: Entered, now: datetime) -> bool:
    """Keep the parts of the settings modal that were shown; answers whether anything is another than before."""
    before = (settings_page(session, person_id), len(person(session, person_id).time_off))
    if entered.team:
        found = open_team(session, person_id, now)
        for name, value in vars(entered.team).items():
            setattr(found, name, value)
        found.wins_channel_gone_at = None  # none, or one that was looked at just now
    if entered.own:
        someone = person(session, person_id)
        someone.hold_minutes, someone.wants_questions = entered.own.hold_minutes, entered.own.wants_questions
    if entered.away:
        add_time_off(session, person_id, *entered.away)
    session.flush()
    return before != (settings_page(session, person_id), len(person(session, person_id).time_off))


def like_help(session: Session, person_id: str, style: HelpStyle | None) -> None:
    """Somebody says how they like to be helped (S3.8); None: no wish."""
    person(session, person_id).likes_help = style


def _choices(found: Team | None) -> TeamChoices:
    if found is None:
        return TeamChoices()
    return TeamChoices(**{name: getattr(found, name) for name in TeamChoices.__dataclass_fields__})
