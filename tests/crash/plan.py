"""The plan of a crash test, made from its seed alone: who asks what, what is done about it, when to kill. Does nothing.

A seed fixes the order of each person's acts, the order of faults, and each replica's delays. When one of them falls
between two instructions of another process is up to the operating system, and no seed can repeat that.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.requests.openings import GROWTH_OPENINGS

REPS, MANAGERS = 40, 5


class Way(StrEnum):
    """How a question is asked."""

    MESSAGE = "message"
    COMMAND = "command"
    FORM = "form"


class Deed(StrEnum):
    """What somebody does about a question. The manager's begin with the word."""

    SOLVE = "Solved it"
    SEND_NOW = "Send now"
    PARK = "Park for 1:1"
    TAKE_BACK = "Take back"
    URGENT = "urgent"
    BRIEF = "brief"
    EDIT = "edit"
    DELETE = "delete"
    REPLY = "reply"
    EDIT_REPLY = "edit a reply"
    DECIDE = "who decided"
    CARD = "manager: wait for the card"
    YOUR_CALL = "manager: Your call"
    BACK_PICK = "manager: Back their pick"
    HANDLE = "manager: I'll handle it"
    LABEL = "manager: label"
    QUESTION = "manager: question"
    WRITE = "manager: reply"
    MANAGER_PARK = "manager: Park for 1:1"


D = Deed
LIVES: tuple[tuple[int, tuple[Deed, ...]], ...] = (
    (3, (D.SOLVE,)),
    (2, (D.PARK,)),
    (2, (D.TAKE_BACK,)),
    (2, (D.DELETE,)),
    (4, (D.SEND_NOW, D.YOUR_CALL, D.DECIDE)),
    (6, (D.CARD, D.YOUR_CALL, D.DECIDE)),
    (4, (D.CARD, D.HANDLE, D.LABEL, D.DECIDE)),
    (4, (D.CARD, D.QUESTION, D.REPLY, D.YOUR_CALL, D.DECIDE)),
    (3, (D.CARD, D.WRITE, D.REPLY, D.EDIT_REPLY, D.LABEL, D.DECIDE)),
    (4, (D.BRIEF, D.CARD, D.BACK_PICK, D.DECIDE)),
    (3, (D.URGENT, D.WRITE, D.REPLY, D.LABEL, D.DECIDE)),
    (4, (D.EDIT, D.CARD, D.YOUR_CALL)),
    (2, (D.EDIT, D.EDIT, D.SOLVE)),
    (2, (D.CARD, D.EDIT, D.QUESTION, D.DECIDE)),
    (2, (D.CARD, D.DELETE)),
    (3, (D.REPLY, D.REPLY, D.CARD, D.YOUR_CALL, D.REPLY, D.DECIDE)),
    (2, (D.REPLY, D.EDIT_REPLY, D.SEND_NOW, D.HANDLE, D.LABEL)),
    (2, (D.CARD, D.MANAGER_PARK)),
    (2, (D.CARD, D.SOLVE)),
    (2, (D.CARD, D.TAKE_BACK)),
    (2, (D.SOLVE, D.REPLY)),
)
"""What may become of a question, with how often. A step that is not possible when its turn comes is left out."""
GROWTH: tuple[Deed, ...] = (D.CARD, D.MANAGER_PARK)
NEEDS_MESSAGE = frozenset({D.EDIT, D.DELETE})
"""Only what was asked by a message of one's own can be changed afterwards."""


@dataclass(frozen=True)
class Step:
    """One deed, after `pause` seconds of doing nothing."""

    deed: Deed
    pause: float


@dataclass(frozen=True)
class Story:
    """One question of one rep. `token` stands in its words and nowhere else; `rest` seconds pass before the next."""

    token: str
    opening: str
    way: Way
    steps: tuple[Step, ...]
    rest: float


@dataclass(frozen=True)
class Fault:
    """One misbehaviour of Slack, `pause` seconds after the one before; `dice` is for its details."""

    kind: str
    pause: float
    dice: random.Random


@dataclass(frozen=True)
class Kill:
    """How the next process starts and ends: `fresh` from nothing or from a parent that has read the code already.

    `in_startup`: the delay counts from the start, else from the moment when the process is connected.
    """

    fresh: bool
    in_startup: bool
    delay: float


FAULTS = (
    *("lost post", "lost update", "lost post", "lost update", "too many requests", "server error", "slow answer"),
    *("doubled event", "replayed event", "late replay", "reordered events", "refresh", "warning", "cut", "half open"),
    "one a second",
)
LATE = "answer after the time-out"


@dataclass(frozen=True)
class Plan:
    """Everything that follows from a seed. `rest`: how long a rep pauses between two questions, at most.

    `short`: nothing happens that takes longer than a few seconds to be over.
    """

    seed: int
    kills: int
    replicas: int = 1
    rest: float = 12.0
    short: bool = False

    def stories(self, rep: int) -> Iterator[Story]:
        """What this rep asks, one question after the other, without end."""
        dice = random.Random(f"{self.seed} rep {rep}")
        for number in range(1000):
            yield self._story(f"Q{rep:02}{number:03}", dice)

    def _story(self, token: str, dice: random.Random) -> Story:
        way = dice.choices(list(Way), (6, 3, 1))[0]
        weights, lives = zip(*LIVES, strict=True)
        growth = dice.random() < 0.05
        deeds = GROWTH if growth else dice.choices(lives, weights)[0]
        kept = [each for each in deeds if way == Way.MESSAGE or each not in NEEDS_MESSAGE]
        steps = tuple(Step(each, dice.uniform(0.1, 2.0)) for each in kept)
        opening = GROWTH_OPENINGS[0].capitalize() if growth else "May we agree to the terms of"
        return Story(token, opening, way, steps, dice.uniform(1.0, self.rest))

    def first_pause(self, rep: int) -> float:
        """Seconds before a rep's first question: they do not all come at once."""
        return random.Random(f"{self.seed} pause {rep}").uniform(0, self.rest)

    def faults(self) -> Iterator[Fault]:
        """What goes wrong in Slack, without end."""
        dice = random.Random(f"{self.seed} faults")
        while True:
            own = random.Random(dice.random())
            kinds = FAULTS if self.short else (*FAULTS, LATE)
            yield Fault(dice.choice(kinds), dice.uniform(0.1, 0.8), own)

    def ends(self, replica: int) -> Iterator[Kill]:
        """How this replica's processes start and end, as often as it is to be killed."""
        dice = random.Random(f"{self.seed} replica {replica}")
        share = self.kills // self.replicas + (replica < self.kills % self.replicas)
        for _ in range(share):
            early = dice.random() < 0.1
            longest = 0.8 if early else dice.choices((1.5, 3.5), (9, 1))[0]
            yield Kill(fresh=dice.random() < 0.1, in_startup=early, delay=dice.uniform(0.05, longest))
