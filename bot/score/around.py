"""What other features say in the weekly report: at most one line each. Computes nothing itself."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.one_on_ones import messages as one_on_ones
from bot.playbook import messages as playbook
from bot.requests import owned
from bot.score.rules.week import Week
from bot.slack.kit import Words
from bot.team import service as team
from bot.team.models import Person

Line = Callable[[Session, Person, Week, datetime], Words | None]


def _one_on_ones(session: Session, manager: Person, week: Week, now: datetime) -> Words | None:
    here = team.zone(manager)
    return one_on_ones.in_report(session, manager, week.starts_at(here), week.ends_at(here))


def _process_gaps(session: Session, manager: Person, week: Week, now: datetime) -> Words | None:
    zone = team.zone(manager)
    return playbook.in_report(session, manager.id, week.starts_at(zone), week.ends_at(zone))


def _asked_anyway(session: Session, manager: Person, week: Week, now: datetime) -> Words | None:
    zone = team.zone(manager)
    return owned.in_report(session, manager.id, week.starts_at(zone), week.ends_at(zone))


IN_REPORT: tuple[Line, ...] = (_one_on_ones, _process_gaps, _asked_anyway)


def in_report(session: Session, manager: Person, week: Week, now: datetime) -> list[Words]:
    """The lines of all features, in the order of the list."""
    return [said for each in IN_REPORT if (said := each(session, manager, week, now))]
