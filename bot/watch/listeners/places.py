"""Which conversation a message stands in, before anything else of it is looked at.

With a manager's consent Slack tells of *all* their direct messages. Whatever is not between them and one of their
confirmed reps ends here: nothing of it is parsed, stored, counted or logged. What is found out about such a
conversation (who else is in it) stays in memory.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.requests.rules import WayIn
from bot.slack.conversations import Conversation
from bot.slack.installing.tokens import NoToken
from bot.slack.installing.workspaces import Workspace
from bot.slack.outbox import AUTHORIZATION
from bot.slack.receiving.runtime import Runtime
from bot.store.workspace import current
from bot.team import service as team
from bot.watch.models import HelpChannel, Watch, WatchedDm

Json = dict[str, Any]
MOST_REMEMBERED = 20_000
"""Conversations of which it is remembered who is in them, so that Slack is asked once."""
BLIND = AUTHORIZATION | {"channel_not_found", "method_not_supported_for_channel_type"}
"""Slack's ways of saying that the manager's token does not see this conversation."""


class Place(NamedTuple):
    """A conversation that may be read: between a manager and their rep, or a channel in which the rep asks."""

    way_in: WayIn
    channel: str
    manager_id: str
    rep_id: str


@dataclass(frozen=True)
class Places:
    """Finds them. `reader`: the client that speaks with a manager's own token; raises NoToken."""

    runtime: Runtime
    reader: Callable[[str], WebClient]
    _others: "OrderedDict[tuple[str, str, str], str]" = field(default_factory=OrderedDict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def is_bots_own(self, body: Json, channel: str) -> bool:
        """Whether this is the bot's own conversation with somebody: all that it hears of as itself."""
        named = named_by(body)
        if named is None:
            return True
        with self.runtime.sessions.begin() as session:
            if session.scalar(select(Conversation.person_id).where(Conversation.channel == channel).limit(1)):
                return True
            ours = session.get(Conversation, named)
            if author_of(body["event"]) != named or (ours and ours.channel):
                return False
            bot = session.get_one(Workspace, current()).bot_user_id
        return self._other(named, channel) == bot

    def direct(self, body: Json, channel: str) -> Place | None:
        """The conversation of a watching manager and their rep; None: nobody's business.

        What is shared with another company does not come so far.
        """
        named, author = named_by(body), author_of(body["event"])
        if named is None or not author:
            return None
        with self.runtime.sessions.begin() as session:
            known = session.get(WatchedDm, channel)
            if known:
                here = Place(WayIn.WATCHED_DM, channel, known.manager_id, known.rep_id)
                return here if author in here and _is_pair(session, here.manager_id, here.rep_id) else None
            if not _concerns(session, named, author):
                return None
        other = self._other(named, channel)
        return self._pair(channel, named, other) if other and author in (named, other) else None

    def in_channel(self, channel: str, rep_id: str) -> Place | None:
        """A help channel that is watched for the manager of whoever wrote."""
        with self.runtime.sessions.begin() as session:
            manager = team.manager_of(session, rep_id)
            watched = session.get(HelpChannel, (channel, manager.id)) if manager else None
            if manager is None or watched is None:
                return None
            watched.gone_at = None  # Slack tells of it, so the bot is there
            return Place(WayIn.CHANNEL, channel, manager.id, rep_id)

    def is_watched_for(self, channel: str, manager_id: str) -> bool:
        """Whether this manager has this channel watched."""
        with self.runtime.sessions.begin() as session:
            return session.get(HelpChannel, (channel, manager_id)) is not None

    def _pair(self, channel: str, one: str, other: str) -> Place | None:
        """Remember the conversation if one of the two is a watching manager, and the other their rep."""
        with self.runtime.sessions.begin() as session:
            for manager_id, rep_id in ((one, other), (other, one)):
                if _is_pair(session, manager_id, rep_id):
                    session.merge(WatchedDm(channel=channel, manager_id=manager_id, rep_id=rep_id))
                    return Place(WayIn.WATCHED_DM, channel, manager_id, rep_id)
        return None

    def _other(self, reader_id: str, channel: str) -> str | None:
        """Who is in this conversation besides its reader, as Slack says; None when their token does not see it.

        Raises Slack's errors while it does not answer: the message comes again.
        """
        key = (current(), channel, reader_id)
        with self._lock:
            if key in self._others:
                self._others.move_to_end(key)
                return self._others[key]
        try:
            answer: Any = self.reader(reader_id).conversations_info(channel=channel)
        except NoToken:
            return None
        except SlackApiError as error:
            if error.response.get("error") in BLIND:
                return None
            raise
        other = str(answer["channel"].get("user") or "")
        with self._lock:
            self._others[key] = other
            while len(self._others) > MOST_REMEMBERED:
                self._others.popitem(last=False)
        return other


def named_by(body: Json) -> str | None:
    """Whose authorisation Slack names: a person's id, or None for the bot's own (or none at all)."""
    first = next(iter(body.get("authorizations") or []), None)
    if not isinstance(first, dict) or first.get("is_bot", True) or not isinstance(first.get("user_id"), str):
        return None
    return str(first["user_id"])


def author_of(event: Json) -> str:
    """Who wrote the message that an event is about; empty where it does not say."""
    message = event.get("message") or event.get("previous_message") or event
    return str(message.get("user") or "")


def _reads(session: Session, person_id: str) -> bool:
    query = select(Watch.manager_id).where(Watch.manager_id == person_id, Watch.token.is_not(None))
    return session.scalar(query) is not None


def _concerns(session: Session, named: str, author: str) -> bool:
    """Whether it is worth asking Slack who is there: the author may be the manager, or one of their reps."""
    if author != named and _is_line(session, named, author):
        return _reads(session, named)
    # Slack names the rep, who lets Kickstand read as well: either of the two may have written.
    above = team.manager_of(session, named)
    return above is not None and _reads(session, above.id) and author in (named, above.id)


def _is_line(session: Session, manager_id: str, rep_id: str) -> bool:
    manager = team.manager_of(session, rep_id)
    return manager is not None and manager.id == manager_id


def _is_pair(session: Session, manager_id: str, rep_id: str) -> bool:
    """Whether one manages the other of record now, and lets Kickstand read."""
    return _is_line(session, manager_id, rep_id) and _reads(session, manager_id)
