"""What a workflow gives to the step, and the words it can branch on. Values only; no session, no Slack, no clock."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.requests.rules import Answer, Brief, Status

STEP = "ask_my_manager"
"""The step's name in the app's manifest."""
WAITING = (Status.HELD, Status.DELIVERED)
"""Whoever asked has no answer yet, and has not settled it either."""
GIVE_UP = timedelta(minutes=10)
"""Slack tells of a step at once, after one minute and after five more. What was not taken by then never will be."""
PERSON = re.compile(r"[A-Z0-9]{1,32}")


@dataclass(frozen=True)
class Asked:
    """What a workflow gave. `person` is empty when it named nobody."""

    person: str
    question: str
    tried: str = ""
    considering: tuple[str, ...] = ()

    @property
    def brief(self) -> Brief | None:
        """What was tried and considered, if anything was said of it."""
        return Brief(tried=self.tried, options=self.considering) if self.tried or self.considering else None


def read(inputs: Mapping[str, str | None]) -> Asked:
    """The step's inputs, one thing considered a line."""
    given = {name: (inputs.get(name) or "").strip() for name in ("person", "question", "tried", "considering")}
    lines = (line.strip() for line in given["considering"].splitlines())
    person = given["person"] if PERSON.fullmatch(given["person"]) else ""
    return Asked(person, given["question"], given["tried"], tuple(line for line in lines if line))


def ended(status: Status, answer: Answer | None) -> str:
    """How a question ended, in one word: what the manager did, else what the rep did with it."""
    return answer.value if status in {Status.ANSWERED, Status.CLOSED} and answer else status.value
