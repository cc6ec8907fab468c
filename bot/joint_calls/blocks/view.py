"""What messages and forms about a call need to know, and the words they share. Values; reads nothing."""

from dataclasses import dataclass

from bot.joint_calls.rules import Recovery, Role, Side, View

ROLES = {
    Role.DIGNITARY: "Visiting dignitary",
    Role.DEPTH: "Depth and breadth",
    Role.EXPERT: "Technical expert",
    Role.CRUTCH: "Crutch",
}
GOOD_FOR = {
    Role.DIGNITARY: "The customer meets the higher-up: they matter to us.",
    Role.DEPTH: "The customer meets one more of us: there is a team behind it.",
    Role.EXPERT: "Knows more of the product or service than the call can do without.",
    Role.CRUTCH: "Helps to close what wouldn't close otherwise. Fair to say it before.",
}
"""One line of what each role is good for, within the 75 characters of a choice."""
WAS = GOOD_FOR | {Role.CRUTCH: "Helped to close what wouldn't have closed otherwise. Fair to say it."}
"""The same when looking back."""


@dataclass(frozen=True)
class CallView:
    """One call as one of the two reads it. `when`: on the reader's own clock, as in "on Thursday at 10:00".

    `begun`: its start is over; `off`: called off; `ended`: the one is not the other's manager any more.
    `day_off`: who is away on that day, as a sentence. `minutes`: to go, for the reminder. `strike`: for the manager.
    `theirs`: the other one's view, once both have written; `rep_wrote`: whether the rep has.
    """

    id: str
    side: Side
    rep: str
    manager: str
    customer: str
    when: str
    role_by_rep: Role | None
    role_by_manager: Role | None
    signal: str
    introduction: str
    i_agreed: bool
    other_agreed: bool
    begun: bool = False
    off: bool = False
    ended: bool = False
    day_off: str = ""
    minutes: int = 0
    strike: int | None = None
    mine: View | None = None
    theirs: View | None = None
    rep_wrote: bool = False
    parked: bool = False
    practice: bool = False
    """The customer is practice ground of the manager's (S1.8)."""

    @property
    def other(self) -> str:
        """The first name of the other one."""
        return self.manager if self.side is Side.REP else self.rep

    @property
    def call(self) -> str:
        """`the call with Acme`."""
        return f"the call with {self.customer or 'a customer'}"

    @property
    def chosen(self) -> Role | None:
        """The role that the reader chose before."""
        return self.role_by_rep if self.side is Side.REP else self.role_by_manager

    @property
    def others_choice(self) -> Role | None:
        """The role that the other one chose before."""
        return self.role_by_manager if self.side is Side.REP else self.role_by_rep


def role(which: Role) -> str:
    """`depth and breadth`: inside a sentence."""
    return ROLES[which].lower()


def recovered(how: Recovery, rep: str, manager: str) -> str:
    """What became of the hard moment, in names."""
    return {
        Recovery.ALONE: f"{rep} recovered alone",
        Recovery.ASKED: f"{rep} asked for help",
        Recovery.JUMPED_IN: f"{manager} jumped in",
    }[how]
