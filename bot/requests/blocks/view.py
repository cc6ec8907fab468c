"""What the words about a request are made from: plain values, already in the reader's zone. Words nothing itself."""

from dataclasses import dataclass

from bot.requests.rules import SEEN, Answer, Bypass, DecidedBy, Label, Outcome, Size, Status, WayIn
from bot.slack.kit import Block


@dataclass(frozen=True)
class RequestView:
    """One request as one reader sees it. Names are first names; `goes`, `came`, `asked` are in the reader's zone.

    `shut_out`: this reader had it once, and may not see it any more. `link`, `signs`: of a message that was written to
    a person (see `is_seen`), where it stands and why it was taken for a request. `checked`: the rep was asked whether
    it is still needed, and has not said. `contested`: what the rep says it was, where that is not the label. `minutes`:
    what answering took, as the manager says; `asks_minutes`: there is a report to tell it in. `yours`: the topic is
    the rep's own, and so is the decision; `alone_since`: the day since when that is so.
    """

    id: str
    status: Status
    text: str
    rep: str
    manager: str
    goes: str = ""
    asked: str = ""
    came: str = ""
    waited: str = ""
    tried: str = ""
    options: tuple[str, ...] = ()
    pick: int | None = None
    amount: str = ""
    size: Size = Size.UNKNOWN
    needed_by: str = ""
    topic: str = ""
    bypass: Bypass | None = None
    urgent_why: str = ""
    briefed: bool = False
    follow_up: bool = False
    wants_questions: bool = True
    away: str = ""
    deputy: str = ""
    handed_over: bool = False
    instead_of: str = ""
    reached: bool = False
    unreachable: bool = False
    orphan: bool = False
    shut_out: bool = False
    parked_by_manager: bool = False
    has_files: bool = False
    checked: bool = False
    in_a_row: bool = False
    answer: Answer | None = None
    question: str = ""
    label: Label | None = None
    contested: Label | None = None
    decided_by: DecidedBy | None = None
    outcome: Outcome | None = None
    outcome_seen: Outcome | None = None
    """How it went as the manager saw it, where they let it play out."""
    way_in: WayIn = WayIn.DM
    link: str = ""
    signs: str = ""
    helper: str = ""
    sounds_urgent: bool = False
    facts: tuple[tuple[str, str], ...] = ()
    """What other features know, for the card."""
    hints: tuple[str, ...] = ()
    """What other features say to the rep."""
    minutes: int | None = None
    asks_minutes: bool = False
    yours: bool = False
    alone_since: str = ""
    next_one_on_one: str = ""
    """`on 24 November at 10:00`: where the manager has a wish to get better, and one with the rep is planned."""
    offers: tuple[Block, ...] = ()
    """Buttons of other features for the rep."""
    own_right: str = ""
    """The agreed decision that the rep is offered: `discounts up to 10 %`."""
    because: str = ""
    tells: bool = False
    """The manager hears of it when it is decided."""
    can_tell: bool = False
    hears: str = ""
    told: bool = False
    unheard: bool = False
    """The manager of then was not told, and is not their manager any more."""

    @property
    def is_seen(self) -> bool:
        """Whether the rep wrote to a person, and Kickstand read it."""
        return self.way_in in SEEN

    @property
    def is_in_channel(self) -> bool:
        """Whether colleagues could read it too."""
        return self.way_in == WayIn.CHANNEL

    @property
    def is_alone(self) -> bool:
        """Whether the rep has no manager just now, or that one is not there any more."""
        return self.orphan or self.unreachable

    @property
    def picked(self) -> str:
        """The option the rep would pick, or nothing."""
        return self.options[self.pick] if self.pick is not None and self.pick < len(self.options) else ""
