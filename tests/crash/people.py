"""People at their Slack clients: they act, see whether it went through, look again and act again. Never the app's side.

Each act is written down as a `Done`, with whether Slack got its acknowledgement.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import system
from bot.sandbox.people import Person
from bot.sandbox.workspace import Message

TRIES = 5


@dataclass(frozen=True)
class Done:
    """One act: `what` is the button's label, "submit ..." or "/ask". `acked`: Slack showed no error."""

    token: str
    who: str
    what: str
    began: datetime
    ended: datetime
    acked: bool


@dataclass
class Log:
    """All acts of everybody, and the error banners that were none of Slack's usual ones."""

    done: list[Done] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)


USUAL = ("We had some trouble connecting", 'failed with the error "')


@dataclass
class Actor:
    """A person who does one thing at a time."""

    person: Person
    log: Log
    turn: threading.RLock = field(default_factory=threading.RLock)

    @property
    def id(self) -> str:
        return self.person.id

    @property
    def channel(self) -> str:
        """Where the app writes to this person."""
        return self.person.conversation.id

    def clicks(self, label: str, on: Message, token: str) -> bool:
        """Clicks a button, again if that failed and it is still there; whether a click went through."""
        for _ in range(TRIES):
            try:
                if self._went_through(token, label, lambda: self.person.clicks(label, on=on)):
                    return True
            except LookupError:
                return False
            time.sleep(0.2)
        return False

    def fills_in(self, open_form: Callable[[], None], what: str, answers: dict[str, object], token: str) -> bool:
        """Opens a form, fills it in and submits it, each again if it failed; whether the form was taken."""
        with self.turn:
            for _ in range(TRIES):
                while self.person.view:  # a form that came too late for an earlier click
                    self.person.closes(everything=True)
                try:
                    if self._went_through(token, f"open {what}", open_form) and self.person.view:
                        self.person.fills(answers)
                        return self._submits(f"submit {what}", token)
                except LookupError:
                    return False
                time.sleep(0.2)
        return False

    def _submits(self, what: str, token: str) -> bool:
        refused: dict[str, str] = {}

        def submit() -> None:
            refused.update(self.person.submits())

        for _ in range(TRIES):
            if self.person.view is None:
                return True
            if self._went_through(token, what, submit, refused):
                if self.person.view:  # a refusal beside a field, or instead of the form
                    self.person.closes(everything=True)
                return not refused
            time.sleep(0.2)
        return False

    def commands(self, line: str, token: str) -> bool:
        """Types a slash command once; whether Slack took it."""
        return self._went_through(token, line.partition(" ")[0], lambda: self.person.types(line))

    def _went_through(
        self, token: str, what: str, act: Callable[[], None], refused: dict[str, str] | None = None
    ) -> bool:
        with self.turn:
            notices = self.person.account.notices
            before, began = len(notices), system()
            act()
            new = notices[before:]
            went = not new
            strange = [each for each in new if not any(words in each for words in USUAL)]
            self.log.strange += [f"{self.person.key} read {each!r}" for each in strange]
            label = f"{what} (refused)" if refused else what
            self.log.done.append(Done(token, self.id, label, began, system(), went))
            return went
