"""What the words about a 1:1 are made from: plain values, already in the reader's zone. Words nothing itself."""

from dataclasses import dataclass

from bot.one_on_ones.rules import MeetingState, Usual


@dataclass(frozen=True)
class Item:
    """Something on the agenda. `by`: whose point it is, empty for one's own; `from_before`: of an earlier manager."""

    id: str
    text: str
    by: str = ""
    from_before: bool = False


@dataclass(frozen=True)
class PairView:
    """A rep and their manager, as one of the two sees them. Names are first names; times are in the reader's zone.

    `id` is the 1:1 that is meant, empty where none is, `on` its day as it is said when it is over; `next` when the next
    one is. `began`: its time has come. `off`: its day is one off for one of them. `skipped`: the last one was.
    """

    rep_id: str
    other: str
    is_manager: bool
    id: str = ""
    at: str = ""
    on: str = ""
    next: str = ""
    weeks: int = 0
    state: MeetingState = MeetingState.PLANNED
    began: bool = False
    off: bool = False
    skipped: bool = False
    topics: tuple[Usual, ...] = ()
    parked: tuple[Item, ...] = ()
    points: tuple[Item, ...] = ()

    @property
    def size(self) -> int:
        """How much is on the agenda."""
        return len(self.parked) + len(self.points)
