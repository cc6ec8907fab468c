"""How much is computed about anybody at all: KICKSTAND_SCORE. Never computes a number itself."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.score.rules.constants import FEWEST_REPS
from bot.settings import ScoreMode, Settings
from bot.team import service as team


def numbers_are_on(settings: Settings) -> bool:
    """Whether any number about a team is computed. Where it is False, nothing of `bot.score.rules` may be called."""
    return settings.kickstand_score is not ScoreMode.OFF


def is_aggregate(settings: Settings) -> bool:
    """Whether there are counts alone, and those of large enough teams alone: no score, nothing about one person."""
    return settings.kickstand_score is ScoreMode.AGGREGATE


def past_ramp(session: Session, manager_id: str, now: datetime) -> int:
    """How many of a manager's reps are past their ramp. A deactivated account is nobody who could ask."""
    reps = team.active_reps_of(session, manager_id)
    return sum(not team.is_in_ramp(session, rep, now) for rep in reps)


def is_large_enough(session: Session, manager_id: str, now: datetime) -> bool:
    """Whether a team has the five reps past their ramp that counts about it need."""
    return past_ramp(session, manager_id, now) >= FEWEST_REPS
