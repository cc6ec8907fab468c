"""A manager's own few words on a week, beside its numbers. Changes no number; never calls Slack."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.score.models import WeeklyScore
from bot.score.rules.constants import CHART_WEEKS
from bot.score.rules.week import Week
from bot.score.service.thread import EXPLAINED
from bot.slack import outbox
from bot.slack.errors import Refusal

LONGEST = 60
"""Characters of a note: it stands beside a chart."""


def to_note(session: Session, score_id: str, by: str) -> WeeklyScore:
    """One's own report. Raises Refusal for anybody else's, and one that is gone."""
    saved = session.scalar(select(WeeklyScore).where(WeeklyScore.id == score_id))
    if saved is None:
        raise Refusal("I can't find this report any more. It may have been deleted.")
    if saved.manager_id != by:
        raise Refusal("Only the manager whose report this is can note something on it.")
    return saved


def note(session: Session, score_id: str, by: str, words: str, now: datetime) -> None:
    """Keep these words for the week, or none. Raises Refusal as `to_note` does."""
    saved = to_note(session, score_id, by)
    saved.note = " ".join(words.split())[:LONGEST] or None
    outbox.refresh(session, EXPLAINED, saved.id, now)


def notes(session: Session, manager_id: str, week: Week) -> dict[Week, str]:
    """What was noted on the weeks that a chart of this week shows."""
    query = select(WeeklyScore).where(
        WeeklyScore.manager_id == manager_id,
        WeeklyScore.monday.between(week.back(CHART_WEEKS - 1).monday, week.monday),
        WeeklyScore.note.is_not(None),
    )
    return {Week(each.monday): each.note for each in session.scalars(query) if each.note}
