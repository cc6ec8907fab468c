"""Runs of Workflow Builder's custom steps, as they are kept. Starts and ends none."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.sandbox.workspace import Json


class State(StrEnum):
    """How far an execution is."""

    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(eq=False)
class Execution:
    """One run of a step: what went in and, once the app has ended it, what came out."""

    id: str
    callback_id: str
    declared: Json
    inputs: Json
    token: str
    state: State = State.RUNNING
    outputs: Json = field(default_factory=dict)
    error: str = ""

    @property
    def is_over(self) -> bool:
        """Whether the workflow went on, or stopped here."""
        return self.state is not State.RUNNING
