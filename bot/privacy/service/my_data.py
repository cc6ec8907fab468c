"""Everything that is held about one person, as one JSON document. Reads only; nothing of it is kept or logged."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.privacy.service import showing
from bot.privacy.service.registry import PERSONAL
from bot.privacy.service.showing import Json
from bot.requests.models import Request, Said
from bot.score.models import WeeklyScore
from bot.team.models import Person

ABOUT = [
    "This is everything Kickstand holds about you. Moments are in ISO form, in UTC.",
    "Your questions are here in full, with what was answered to you, and your own words wherever you wrote them.",
    "Of questions that others brought to you there are ids, times, and what you did: the words are theirs.",
    "The words of a question are deleted some time after it is over; what is empty here is empty there.",
    "Messages are listed by kind, place and time: their words stand in Slack. Their ids say nothing to anybody else.",
    "Nothing that you marked as personal is here, because it is not kept.",
    "`/kickstand forget-me` erases all of it.",
]


class Copy(NamedTuple):
    """The document, and what of it is worth a number in a sentence."""

    document: Json
    questions: int
    brought: int
    days_away: int


class Known(NamedTuple):
    """In short, what is held about somebody."""

    questions: int
    worded: int
    """Of these, how many still have their words."""
    reports: int


def known(session: Session, who: str) -> Known:
    """How much is held about somebody, for a line in App Home."""
    mine = select(func.count(Request.id)).where(Request.rep_id == who)
    worded = (
        select(func.count(Said.request_id.distinct()))
        .join(Request)
        .where(Request.rep_id == who, Said.text.is_not(None))
    )
    reports = select(func.count(WeeklyScore.id)).where(WeeklyScore.manager_id == who)
    counts = session.execute(select(*(each.scalar_subquery() for each in (mine, worded, reports)))).one()
    return Known(*(each or 0 for each in counts))


def copy(session: Session, who: str, now: datetime) -> Copy | None:
    """Everything about somebody; None when there is nothing."""
    parts: Json = {}
    for table in reversed(PERSONAL.values()):
        parts |= table.show(session, who)
    if session.get(Person, who) is None and not any(parts.values()):
        return None
    document = {"about": ABOUT, "made_at": now.isoformat(), **parts, "names": showing.names(session, parts)}
    return Copy(
        document,
        questions=len(parts["your_questions"]),
        brought=len(parts["questions_brought_to_you"]),
        days_away=len(parts["your_days_away"]),
    )
