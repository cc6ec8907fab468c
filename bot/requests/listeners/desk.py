"""What the listeners of requests share: the running program, the never-hold list, reading people's words."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.requests.blocks.page import Group
from bot.requests.rules import BURST
from bot.slack import conversations, markup
from bot.slack.receiving.runtime import Runtime
from bot.store.workspace import current
from bot.team.directory import ensure
from bot.team.models import Person
from bot.triage.personal import Personal

log = logging.getLogger(__name__)


Groups = Callable[[Session, str, datetime], list[Group]]
"""What other features show in a person's App Home, as things are at that moment."""


@dataclass(frozen=True)
class Desk:
    """Handed to every room of the listeners."""

    runtime: Runtime
    personal: Personal
    groups: Groups = field(default=lambda *_: [], repr=False)
    speaks: Callable[[Session, str], bool] = field(default=lambda *_: False, repr=False)
    """Whether a manager lets us say in their own name what they ask."""
    confided: dict[tuple[str, str], datetime] = field(default_factory=dict, repr=False)
    """Who was just asked what to do with something personal. In memory only: that somebody confided is kept nowhere."""

    def still_confiding(self, rep_id: str) -> bool:
        """Whether a message comes right after a personal one, which it then most likely belongs to."""
        asked = self.confided.get((current(), rep_id))
        return asked is not None and self.runtime.clock() - asked < BURST

    def confides(self, rep_id: str) -> None:
        """Somebody was asked what to do with something personal."""
        self.confided[current(), rep_id] = self.runtime.clock()

    def has_chosen(self, rep_id: str) -> None:
        """They said what to do with it."""
        self.confided.pop((current(), rep_id), None)

    def is_personal(self, *texts: str) -> bool:
        """Whether Kickstand must stop. Any error in here means: stop (fail open)."""
        try:
            return any(self.personal.verdict(text).yes for text in texts if text)
        except Exception as error:  # whatever it is, holding somebody's trouble would be worse
            log.error("the never-hold list could not be applied: %s", type(error).__name__)
            return True

    def words(self, text: str) -> str:
        """What somebody typed, without Slack's markup."""
        ids = markup.mentions(text)
        if not ids:
            return markup.plain(text, {})
        with self.runtime.sessions.begin() as session:
            people = [session.get(Person, each) for each in ids]
            return markup.plain(text, {each.id: each.name for each in people if each})

    def know(self, client: WebClient, *user_ids: str) -> None:
        """Make sure that these people are known, before a transaction opens."""
        ensure(self.runtime, client, *user_ids)

    def note_channel(self, user_id: str, channel: str) -> None:
        """Remember where somebody writes: after a gap that conversation is looked through."""
        with self.runtime.sessions.begin() as session:
            conversations.note_channel(session, user_id, channel)

    def do(self, act: Callable[[Session, datetime], object]) -> None:
        """One use case in one transaction; what it made due is looked at at once."""
        with self.runtime.handling() as session:
            act(session, self.runtime.clock())
        self.runtime.wake()
