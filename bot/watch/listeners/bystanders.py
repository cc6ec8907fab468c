"""Which events are nobody's business here, from memory: most of what a bot hears that reads along. Changes nothing.

Says so only where the listeners would find the same and do nothing; what it is not sure of is theirs. A watch, a line
or a person that another process added is known a moment later: what was written just before was not for us to read.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.requests.listeners.thread import NEW
from bot.slack.briefly import A_MOMENT, Briefly
from bot.slack.conversations import Conversation
from bot.store.engine import Sessions
from bot.store.workspace import current
from bot.team.models import Person, ReportingLine
from bot.team.rules import LineStatus
from bot.watch.listeners.places import author_of, named_by
from bot.watch.models import HelpChannel, Watch, WatchedDm

Json = dict[str, Any]
CHANNELS = {"channel", "group"}
ABOUT_PEOPLE = {"user_change", "dnd_updated_user"}


class Read(NamedTuple):
    """What is read in a workspace. `pairs`: managers who let their direct messages be read, each with each rep.

    `dms`: conversations of such pairs that are known; `own`: where those managers write to the bot.
    """

    channels: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    dms: frozenset[str]
    own: dict[str, str | None]


@dataclass(frozen=True)
class Bystanders:
    """Knows who is none. `span`: for how long it believes what it read."""

    sessions: Sessions
    span: timedelta = A_MOMENT
    _read: Briefly[str, Read] = field(init=False, repr=False)
    _people: Briefly[str, frozenset[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_read", Briefly(self.span))
        object.__setattr__(self, "_people", Briefly(self.span))

    def is_nobodys(self, body: Json) -> bool:
        """Whether an event is about nobody and no conversation that anybody here cares for."""
        event = body["event"]
        if event["type"] in ABOUT_PEOPLE:
            return _whom(event) not in self._people.get(current(), self._look_for_people)
        if event["type"] != "message" or event.get("subtype") not in NEW:
            return False
        channel, kind = str(event["channel"]), event.get("channel_type")
        if kind in CHANNELS:
            return channel not in self._read.get(current(), self._look).channels
        named = named_by(body)
        if kind != "im" or named is None:
            return False
        return _passes_by(self._read.get(current(), self._look), channel, named, author_of(event))

    def _look(self) -> Read:
        with self.sessions.begin() as session:
            return _read(session)

    def _look_for_people(self) -> frozenset[str]:
        with self.sessions.begin() as session:
            return frozenset(session.scalars(select(Person.id)))


def _whom(event: Json) -> str:
    user = event["user"]
    return str(user["id"] if isinstance(user, dict) else user)


def _passes_by(read: Read, channel: str, named: str, author: str) -> bool:
    """Whether a direct message, of which Slack tells by the authorisation of `named`, is between people of no pair."""
    if author != named:
        return (named, author) not in read.pairs and (author, named) not in read.pairs
    is_elsewhere = read.own.get(named) not in {None, channel}
    return is_elsewhere and channel not in read.dms and all(rep != named for _, rep in read.pairs)


def _read(session: Session) -> Read:
    readers = select(Watch.manager_id).where(Watch.token.is_not(None))
    lines = select(ReportingLine.manager_id, ReportingLine.rep_id).where(
        ReportingLine.status == LineStatus.CONFIRMED, ReportingLine.manager_id.in_(readers)
    )
    own = select(Conversation.person_id, Conversation.channel).where(Conversation.person_id.in_(readers))
    return Read(
        channels=frozenset(session.scalars(select(HelpChannel.channel))),
        pairs=frozenset((manager, rep) for manager, rep in session.execute(lines)),
        dms=frozenset(session.scalars(select(WatchedDm.channel))),
        own={person: channel for person, channel in session.execute(own)},
    )
