"""Who offered to help with what, and who of them can be asked now. Never commits, never calls Slack."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.peers.models import PeerOffer
from bot.peers.rules import is_there, pick
from bot.slack.errors import Refusal
from bot.team import service as team
from bot.team.models import Person
from bot.team.rules import Topic

NO_TEAM = "This is between colleagues of a team, and I don't know yours yet. Ask your manager to add you."


def offered_by(session: Session, rep_id: str) -> list[Topic]:
    """What somebody may be asked about, in the order of the topics."""
    own = set(session.scalars(select(PeerOffer.topic).where(PeerOffer.rep_id == rep_id)))
    return [topic for topic in Topic if topic in own]


def offer(session: Session, rep_id: str, topics: Collection[Topic], now: datetime) -> None:
    """Somebody says what they may be asked about; nothing takes it all back. Raises Refusal without a team."""
    if topics and team.manager_of(session, rep_id) is None:
        raise Refusal(NO_TEAM)
    known = {each.topic: each for each in session.scalars(select(PeerOffer).where(PeerOffer.rep_id == rep_id))}
    for topic in set(known) - set(topics):
        session.delete(known[topic])
    session.add_all(PeerOffer(rep_id=rep_id, topic=topic, since=now) for topic in topics if topic not in known)
    session.flush()


def for_question(session: Session, rep_id: str, topic: Topic, question_id: str, now: datetime) -> Person | None:
    """Whom to offer a rep who asks about this; None: nobody of their team who said so is there."""
    found = {each.id: each for each in helpers(session, rep_id, topic) if _is_there(each, now)}
    chosen = pick(question_id, found)
    return found[chosen] if chosen else None


def helpers(session: Session, rep_id: str, topic: Topic) -> list[Person]:
    """Colleagues under the same manager of record who said that they may be asked about this, by name."""
    manager = team.manager_of(session, rep_id)
    if manager is None:
        return []
    said_so = set(session.scalars(select(PeerOffer.rep_id).where(PeerOffer.topic == topic)))
    return [each for each in team.reps_of(session, manager.id) if each.id != rep_id and each.id in said_so]


def can_be_asked(session: Session, rep_id: str, topic: Topic, peer_id: str, now: datetime) -> bool:
    """Whether this colleague still is one, still says so, and is there."""
    return any(each.id == peer_id and _is_there(each, now) for each in helpers(session, rep_id, topic))


def _is_there(someone: Person, now: datetime) -> bool:
    return is_there(
        now.astimezone(team.zone(someone)).date(),
        now,
        gone=someone.gone,
        out=someone.out_of_office,
        out_until=someone.out_until,
        off=[(each.first_day, each.last_day) for each in someone.time_off],
        quiet=[(each.starts_at, each.ends_at) for each in someone.quiet],
    )
