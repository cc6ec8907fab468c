"""Carries what happens to the app, again when it was not acknowledged. Never builds a payload or reads an answer.

An event that is not acknowledged within three seconds is sent up to three times more: at once, after a minute, after
five more minutes (all of them real time). A click, a command or a modal is sent once.
"""

import threading
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from bot.sandbox.workspace import Json

NO_RETRY = "no_retry"
"""The reason of an outcome after which the app asked not to be told again (header X-Slack-No-Retry)."""

MOMENT = 0.5
"""In real seconds."""


class Envelope(StrEnum):
    """What a delivery carries; the words are those of Socket Mode."""

    EVENT = "events_api"
    INTERACTIVE = "interactive"
    COMMAND = "slash_commands"


@dataclass(frozen=True)
class Outcome:
    """How one attempt ended. `answer` is what the app sent back with its acknowledgement."""

    acked: bool
    answer: Any = None
    reason: str = ""


@dataclass
class Delivery:
    """Something on its way to the app. `story` says in words what it is; it leaves when `after` was tried once.

    `retry` is the number that its first attempt bears.
    """

    kind: Envelope
    payload: Json
    story: str
    accepts_answer: bool = False
    doubled: bool = False
    after: "Delivery | None" = None
    retry: int = 0
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    outcomes: list[Outcome] = field(default_factory=list)
    tried: threading.Event = field(default_factory=threading.Event)
    finished: threading.Event = field(default_factory=threading.Event)

    def is_a(self, kind: str) -> bool:
        """Whether it is an event of this type or subtype, say "message" or "message_changed"."""
        event = self.payload.get("event", {}) if self.kind is Envelope.EVENT else {}
        return kind in (event.get("type"), event.get("subtype"))

    @property
    def outcome(self) -> Outcome:
        """How the last attempt ended."""
        return self.outcomes[-1] if self.outcomes else Outcome(False, reason="not sent yet")


class Transport(Protocol):
    """A way to the app: Socket Mode or signed HTTP."""

    def attempt(self, delivery: Delivery, number: int, reason: str) -> Outcome:
        """Sends once and waits for the acknowledgement. `number` counts retries; `reason` says why this is one."""
        ...


class NotSettled(AssertionError):
    """Something sent to the app was not acknowledged; the message tells what, and what happened to it."""


class Courier:
    """Sends deliveries, each in its own thread, and knows what is still under way.

    `retry_waits`: the pauses before each redelivery of an event, in real seconds. `sent`: what was sent, oldest first.
    """

    def __init__(self, transport: Callable[[], Transport], retry_waits: tuple[float, ...] = (0, 60, 300)) -> None:
        self._transport = transport
        self.retry_waits = retry_waits
        self.sent: deque[Delivery] = deque(maxlen=500)
        self._changed = threading.Condition()
        self._under_way: list[Delivery] = []
        self._lost: list[Delivery] = []
        self._trying = 0
        self._stop = threading.Event()
        self._held: list[Delivery] | None = None
        self._held_kinds: tuple[str, ...] = ()

    def hold_events(self, *kinds: str) -> None:
        """Keeps events (only of these types or subtypes) back until `release_events`; nobody waits for them."""
        self._held, self._held_kinds = self._held or [], kinds

    def release_events(self, *, newest_first: bool = False) -> None:
        """Sends the events that were kept back, one after the other, in their order or in reverse."""
        held, self._held = self._held or [], None
        for delivery in reversed(held) if newest_first else held:
            self.send(delivery).finished.wait()

    def send(self, delivery: Delivery) -> Delivery:
        """Starts a delivery and returns at once."""
        if self._held is not None and self._is_held_back(delivery):
            self._held.append(delivery)
            delivery.tried.set()  # nobody waits for what is kept back
            return delivery
        with self._changed:
            self._under_way.append(delivery)
            self.sent.append(delivery)
        threading.Thread(target=self._carry, args=(delivery, self._stop), name="sandbox-delivery", daemon=True).start()
        return delivery

    def _is_held_back(self, delivery: Delivery) -> bool:
        return delivery.kind is Envelope.EVENT and (
            not self._held_kinds or any(delivery.is_a(kind) for kind in self._held_kinds)
        )

    def ask(self, delivery: Delivery) -> Outcome:
        """Sends, waits for the end and answers how it went."""
        self.send(delivery).finished.wait()
        return delivery.outcome

    def settle(self, timeout: float) -> None:
        """Waits until nothing is under way. Raises NotSettled for what is open, or was lost since the last call."""
        with self._changed:
            self._changed.wait_for(lambda: not self._under_way, timeout)
            troubles, self._lost = [*self._lost, *self._under_way], []
        if troubles:
            raise NotSettled("Not acknowledged by the app:\n" + "\n".join(map(_story, troubles)))

    def abandon(self) -> None:
        """Forgets everything under way; what has left already gets a moment to be acknowledged."""
        with self._changed:
            self._stop.set()
            self._stop = threading.Event()
            self._under_way, self._lost = [], []
            self.sent.clear()
            self._held = None
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._trying, MOMENT)

    def _carry(self, delivery: Delivery, stop: threading.Event) -> None:
        waits = (0.0, *self.retry_waits[delivery.retry :]) if delivery.kind is Envelope.EVENT else (0.0,)
        if delivery.after:
            delivery.after.tried.wait()
        try:
            for number, wait in enumerate(waits, delivery.retry):
                if stop.wait(wait) or self._attempted(delivery, number, stop):
                    return
                delivery.tried.set()
        finally:
            delivery.tried.set()
            delivery.finished.set()
            self._finish(delivery, stop)

    def _attempted(self, delivery: Delivery, number: int, stop: threading.Event) -> bool:
        """Tries once; whether no further attempt is needed."""
        with self._changed:
            if stop.is_set():
                return True
            self._trying += 1
        try:
            return self._attempt(delivery, number)
        finally:
            with self._changed:
                self._trying -= 1
                self._changed.notify_all()

    def _attempt(self, delivery: Delivery, number: int) -> bool:
        reason = (delivery.outcome.reason if delivery.outcomes else "http_timeout") if number else ""
        outcome = self._transport().attempt(delivery, number, reason)
        delivery.outcomes.append(outcome)
        return outcome.acked or outcome.reason == NO_RETRY

    def _finish(self, delivery: Delivery, stop: threading.Event) -> None:
        with self._changed:
            if stop.is_set():
                return
            self._under_way.remove(delivery)
            if delivery.kind is Envelope.EVENT and not delivery.outcome.acked:
                self._lost.append(delivery)
            self._changed.notify_all()


def _story(delivery: Delivery) -> str:
    tries = ", ".join(outcome.reason or "acknowledged" for outcome in delivery.outcomes) or "still waiting"
    return f"- {delivery.story} ({delivery.kind}): {tries}"
