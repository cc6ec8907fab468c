"""What a reader sees of a plan and what goes with it, as values. Decides nothing."""

from dataclasses import dataclass
from datetime import date

from bot.plans.rules import PlanState


@dataclass(frozen=True)
class PromiseView:
    """One promise. `due` as it stands after "by"; `kept`: on which day, empty while it is open."""

    id: str
    text: str
    other: str
    due: str
    is_due: bool = False
    is_over: bool = False
    kept: str = ""


@dataclass(frozen=True)
class NewsView:
    """Regular news. `agreed`: the rep said yes; `asks`: this week's is open; `written`: it waits to be passed on."""

    id: str
    what: str
    weekday: int
    rep: str
    manager: str
    agreed: bool = True
    asks: bool = False
    written: bool = False
    passed_on: bool = False
    goes: str = ""


@dataclass(frozen=True)
class PlanView:
    """A plan as one of the two sees it; `id` is empty while there is none. Dates are in words.

    `stamp`: the plan as it stands; `over`: an earlier one, to be read only; `earlier`: ids and names of those.
    """

    rep_id: str
    rep: str
    manager: str
    is_rep: bool
    state: PlanState = PlanState.NONE
    id: str = ""
    stamp: str = ""
    rep_words: tuple[str, ...] = ()
    manager_words: tuple[str, ...] = ()
    rep_agreed: str = ""
    manager_agreed: str = ""
    review: str = ""
    review_on: date | None = None
    may_start: bool = False
    over: bool = False
    begun: str = ""
    earlier: tuple[tuple[str, str], ...] = ()
    promises: tuple[PromiseView, ...] = ()
    news: NewsView | None = None

    @property
    def other(self) -> str:
        """The one who does not read this."""
        return self.manager if self.is_rep else self.rep

    @property
    def mine(self) -> str:
        """When the reader agreed, empty while they have not."""
        return self.rep_agreed if self.is_rep else self.manager_agreed

    @property
    def theirs(self) -> str:
        """When the other agreed, empty while they have not."""
        return self.manager_agreed if self.is_rep else self.rep_agreed

    @property
    def own_words(self) -> tuple[str, ...]:
        """What the reader wrote."""
        return self.rep_words if self.is_rep else self.manager_words

    @property
    def others_words(self) -> tuple[str, ...]:
        """What the other wrote."""
        return self.manager_words if self.is_rep else self.rep_words

    @property
    def can_agree(self) -> bool:
        """Whether both have written and the reader has not said yes."""
        return not self.over and not self.mine and any(self.rep_words) and any(self.manager_words)
