"""Which reps may be ready to go further alone on a topic: asked of their manager, never done by itself. Reads only.

A manager is asked about what they saw themselves: requests of the time before they were the manager do not count.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.growth import service as growth
from bot.growth.rules import BARS, TOPICS, Attempt, Level, proposal
from bot.requests.models import Request
from bot.requests.rules import Answer, Label, Status
from bot.score.blocks import own as own_words
from bot.slack.kit import Words
from bot.team import service as team
from bot.team.models import Person
from bot.team.rules import Topic

LOOKED_AT = timedelta(weeks=26)
"""How far back it is looked when somebody began on a topic."""
TOLD = (Status.ANSWERED, Status.CLOSED, Status.SOLVED, Status.DECIDED, Status.PARKED)
"""Where it is known how a request went: an open one may still be anything, one taken back was none."""


@dataclass(frozen=True)
class Proposal:
    """A rep who may be ready for the next level: so many of their latest requests on the topic were their own."""

    rep: Person
    topic: Topic
    level: Level
    own: int
    asked: int
    weeks: int


def proposals(session: Session, manager_id: str, now: datetime) -> list[Proposal]:
    """Of this manager's reps now, by name and then by topic; not of one whose account is deactivated."""
    reps = team.active_reps_of(session, manager_id)
    attempts, standings = _attempts(session, reps, manager_id, now), growth.standings_of(session, reps, now)
    found = []
    for rep in reps:
        ramp = team.is_in_ramp(session, rep, now)
        for topic, standing in standings[rep.id].items():
            level = proposal(standing, attempts[rep.id, topic], ramp, now)
            if level:
                within = BARS[standing.level].within
                recent = [each for each in attempts[rep.id, topic] if each.at > now - within]
                own = sum(each.own for each in recent)
                found.append(Proposal(rep, topic, level, own, len(recent), within.days // 7))
    return found


def _attempts(
    session: Session, reps: Sequence[Person], manager_id: str, now: datetime
) -> dict[tuple[str, Topic], list[Attempt]]:
    query = select(Request).where(
        Request.rep_id.in_([rep.id for rep in reps]),
        Request.manager_id == manager_id,
        Request.topic.in_(TOPICS),
        Request.status.in_(TOLD),
        Request.asked_at > now - LOOKED_AT,
    )
    found: dict[tuple[str, Topic], list[Attempt]] = defaultdict(list)
    for each in session.scalars(query):
        assert each.topic is not None
        attempt = Attempt(each.answered_at or each.asked_at, _own(each), each.label == Label.RESCUED)
        found[each.rep_id, each.topic].append(attempt)
    return found


def _own(request: Request) -> bool:
    """Whether the rep settled it, or came with a pick; what the manager took on and has not named is neither."""
    is_unsaid = request.answer == Answer.HANDLE and request.label in {None, Label.UNLABELLED}
    return request.status in {Status.SOLVED, Status.DECIDED} or (request.pick is not None and not is_unsaid)


def words(session: Session, manager_id: str, now: datetime) -> list[Words]:
    """One line for the weekly report. It names nobody: App Home does, for as long as it is so."""
    found = proposals(session, manager_id, now)
    return [own_words.ready(len(found))] if found else []
