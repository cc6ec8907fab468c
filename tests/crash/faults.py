"""Makes the local Slack misbehave as the plan says, and counts it. Never touches the app."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot.sandbox.delivery import Delivery, Envelope
from bot.sandbox.server import Sandbox
from tests.crash.plan import LATE, Fault

SENDING = ("chat.postMessage", "chat.update")
LIMITED = (*SENDING, "conversations.history", "conversations.replies", "conversations.open")


@dataclass
class Trouble:
    """Everything that goes wrong in Slack during one day, in a thread of its own."""

    sandbox: Sandbox
    planned: Iterator[Fault]
    over: threading.Event
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self._misbehave, name="trouble", daemon=True)

    def start(self) -> "Trouble":
        """Begins."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Everything works again: nothing is planned or held back any more. Waits until a process took what was."""
        self._thread.join()
        self.sandbox.faults.clear()

    def _misbehave(self) -> None:
        for fault in self.planned:
            if self.over.wait(fault.pause):
                return
            KINDS[fault.kind](self, fault.dice)
            self.counts[fault.kind] += 1

    def lose(self, method: str) -> None:
        """A message is kept, and the app does not hear of it."""
        self.sandbox.faults.lose_response(method)

    def limit(self, dice: random.Random) -> None:
        """Too many requests."""
        self.sandbox.faults.rate_limit(dice.choice(LIMITED), retry_after=dice.choice((1, 1, 2)))

    def fail(self, dice: random.Random) -> None:
        """No answer worth the name."""
        self.sandbox.faults.server_error(dice.choice(LIMITED), status=dice.choice((500, 502, 503)))

    def dawdle(self, dice: random.Random) -> None:
        """A slow answer."""
        self.sandbox.faults.slow(dice.choice(SENDING), dice.uniform(0.3, 2.5))

    def answer_late(self, dice: random.Random) -> None:
        """A message that appears when the app has given up waiting, after ten seconds."""
        self.sandbox.faults.slow("chat.postMessage", dice.uniform(9.5, 11.5))

    def double(self, dice: random.Random) -> None:
        """Events that come twice, both as if for the first time."""
        self.sandbox.faults.doubled_events += dice.randint(1, 3)

    def replay(self, dice: random.Random) -> None:
        """The newest events once more."""
        self.sandbox.replay_events(newest=dice.randint(1, 5))

    def replay_late(self, dice: random.Random) -> None:
        """An event of long ago once more."""
        courier = self.sandbox.platform.courier
        past = [each for each in list(courier.sent) if each.kind is Envelope.EVENT]
        if past:
            old = dice.choice(past)
            courier.send(Delivery(old.kind, old.payload, f"late: {old.story}"))

    def reorder(self, dice: random.Random) -> None:
        """Events are kept back for a moment; then the newest comes first."""
        self.sandbox.hold_events()
        self.over.wait(dice.uniform(0.3, 1.0))
        self.sandbox.release_events(newest_first=True)

    def cut(self, dice: random.Random) -> None:
        """Every connection breaks."""
        self.sandbox.cut_connections()

    def mute(self, dice: random.Random) -> None:
        """Every connection stays open and carries nothing."""
        self.sandbox.go_silent()

    def one_a_second(self, dice: random.Random) -> None:
        """For some seconds a conversation takes one message a second."""
        self.sandbox.faults.rate_limit_posts = True
        self.over.wait(dice.uniform(1.0, 4.0))
        self.sandbox.faults.rate_limit_posts = False


KINDS: dict[str, Callable[[Trouble, random.Random], None]] = {
    "lost post": lambda trouble, _: trouble.lose("chat.postMessage"),
    "lost update": lambda trouble, _: trouble.lose("chat.update"),
    "too many requests": Trouble.limit,
    "server error": Trouble.fail,
    "slow answer": Trouble.dawdle,
    LATE: Trouble.answer_late,
    "doubled event": Trouble.double,
    "replayed event": Trouble.replay,
    "late replay": Trouble.replay_late,
    "reordered events": Trouble.reorder,
    "refresh": lambda trouble, _: trouble.sandbox.disconnect("refresh_requested"),
    "warning": lambda trouble, _: trouble.sandbox.disconnect("warning"),
    "cut": Trouble.cut,
    "half open": Trouble.mute,
    "one a second": Trouble.one_a_second,
}
