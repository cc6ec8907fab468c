"""App Home: what waits on me, what is held and until when, what is parked. Values in, a view out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from bot.requests.blocks import card
from bot.requests.blocks.hindered import hindrances
from bot.requests.blocks.line import line
from bot.requests.blocks.page import Group, Listed, laid_out
from bot.requests.blocks.playing_out import asked
from bot.requests.blocks.rep import buttons, headline
from bot.requests.blocks.threads import outcome
from bot.requests.blocks.view import RequestView
from bot.requests.rules import Bypass, Status
from bot.slack.kit import BLOCKS_IN_VIEW, Block, actions, button, clip, context, divider, escape, header, section
from bot.slack.times import count

LONGEST_LIST = 3800
MOST_OF_A_LIST = BLOCKS_IN_VIEW // 2
"""More of one list is not even read: a question takes two blocks."""
NAMED = 6
"""So many teams are named in one line."""

NOTHING = "Nothing is open"
STRANGER = (
    "You're not on a team here yet. If your manager uses me, ask them to add you with `/kickstand team`; "
    "if you lead a team yourself, that command is for you."
)
ORPHAN = "I don't know your manager now. Ask whoever it is to add you with `/kickstand team`."
UNCONFIRMED = "You've named your reps. As soon as one of them confirms, their questions come to you."
LEADS = "Your reps' questions come to you after a while, with what they have tried."
FOOTER = "For coaching; not for pay, promotion or discipline."


class Some(NamedTuple):
    """Questions to be shown, and how many more there are."""

    shown: tuple[RequestView, ...] = ()
    unseen: int = 0

    def __bool__(self) -> bool:
        return bool(self.shown)

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.shown) + self.unseen


NONE = Some()


@dataclass(frozen=True)
class HomeView:
    """What one person's App Home shows. Empty lists are parts that do not apply.

    `manager_gone`: their account in Slack is closed. `had_manager`: they reported to somebody once.
    `has_named`: they named reps, of whom none has confirmed. `claims`: whether somebody is their manager, to be said.
    `paused`: until when they paused us.
    `looked_back`: the rep was asked how these went; `let_play`: the manager was.
    `can_wait`: a manager has these in their direct messages.
    `groups`: what other features show; `tour`: what somebody new reads first.
    """

    manager: str = ""
    manager_gone: bool = False
    had_manager: bool = False
    leads: bool = False
    has_named: bool = False
    stands_in_for: Sequence[str] = ()
    lead_of: Sequence[str] = ()
    claims: Sequence[Block] = ()
    tour: Sequence[Block] = ()
    paused: str = ""
    waiting: Some = NONE
    mine: Some = NONE
    looked_back: Some = NONE
    let_play: Some = NONE
    can_wait: Some = NONE
    parked: Some = NONE
    parked_with_me: Some = NONE
    groups: Sequence[Group] = ()


def home(view: HomeView) -> Block:
    """The whole view, within Slack's hundred blocks."""
    top = [header(_state(view)), *_head(view), *view.claims, *view.tour, *_paused(view)]
    end = [divider(), context(FOOTER)]
    middle = laid_out(_lists(view), view.groups, BLOCKS_IN_VIEW - len(top) - len(end))
    return {"type": "home", "blocks": [*top, *middle, *end]}


def _lists(view: HomeView) -> list[Listed]:
    """Every list that has something, what waits on this person first; the page's first line is that one's title."""
    with_manager = f" with {view.manager}" if view.manager else ""
    found = [
        _list("", view.waiting, _waiting_row),
        _list("Your questions" if view.waiting else "", view.mine, _own_row),
        _list("How did it go?", view.looked_back, _outcome_row),
        _list("How did it go, as you saw it?", view.let_play, _let_play_row),
        _list("Can wait, in your direct messages", view.can_wait, _line_row),
        _list(f"Parked for your 1:1{with_manager}", view.parked, _parked_row),
        _list("For the 1:1s with your reps", view.parked_with_me, _parked_with_me_row),
    ]
    return [each for each in found if each.rows]


def _list(title: str, some: Some, row: Callable[[RequestView], list[Block]]) -> Listed:
    return Listed(title, [blocks for view in some.shown if (blocks := row(view))], some.unseen)


def _state(view: HomeView) -> str:
    """The page in one line."""
    if view.waiting:
        return f"{count(view.waiting.size, 'question')} {'waits' if view.waiting.size == 1 else 'wait'} for you"
    if view.mine:
        return f"{count(view.mine.size, 'question')} of yours {'is' if view.mine.size == 1 else 'are'} open"
    return NOTHING if view.manager or view.leads or view.stands_in_for else "Kickstand"


def _head(view: HomeView) -> list[Block]:
    """Where one stands, and the buttons that are always there."""
    said = " ".join([*_own_manager(view), *([LEADS] if view.leads and not view.waiting else []), *_beside(view)])
    ask = button("Ask my manager", "home.ask", "ask", style="primary") if view.manager else None
    team = button("My team", "home.team", "team") if view.leads else None
    row = actions(ask, team, button("Settings", "home.settings", "settings"), *_pause(view))
    return [*([section(said)] if said else []), row]


def _own_manager(view: HomeView) -> list[str]:
    name = escape(view.manager)
    if view.manager_gone:
        return [f"*{name}* isn't in Slack any more. Ask whoever is your manager now to add you with `/kickstand team`."]
    if view.manager:
        return [f"Your questions go to *{name}*."]
    if view.had_manager and not view.leads:
        return [] if view.claims else [ORPHAN]
    is_somebody = view.leads or view.stands_in_for or view.lead_of or view.claims
    return [] if is_somebody else [UNCONFIRMED if view.has_named else STRANGER]


def _beside(view: HomeView) -> list[str]:
    """What somebody is to teams that are not theirs."""
    roles = [("You stand in for", view.stands_in_for), (_leads(view.lead_of), view.lead_of)]
    return [f"{role} *{escape(_names(names))}*." for role, names in roles if names]


def _leads(names: Sequence[str]) -> str:
    return f"You lead the {'team' if len(names) == 1 else 'teams'} of"


def _names(names: Sequence[str]) -> str:
    left = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {count(left, 'other')}" if left > 0 else "")


def _pause(view: HomeView) -> list[Block]:
    is_here = view.manager or view.leads or view.stands_in_for or view.lead_of
    return [button("Pause until tomorrow", "home.pause", "pause")] if is_here and not view.paused else []


def _paused(view: HomeView) -> list[Block]:
    words = f"You've paused me until {view.paused}. What you asked for still comes; the rest is here."
    return [section(words, button("Resume", "home.resume", "resume"))] if view.paused else []


def _own_row(view: RequestView) -> list[Block]:
    still = [button("Still need it", "request.still_need", view.id)] if view.checked else []
    row = [*buttons(view), *still]
    who = "\n_Who made this decision?_" if row and view.status == Status.ANSWERED else ""
    said = escape(" ".join([headline(view), *hindrances(view)]))
    text = f"{_quoted(view)}\n{said}{who}"
    return [section(text), actions(*_named(row, view), block_id=f"mine_{view.id}")] if row else [section(text)]


def _outcome_row(view: RequestView) -> list[Block]:
    """What the message asks, which may have been kept back."""
    *words, row = outcome(view).blocks
    return [*words[:1], actions(*_named(row["elements"], view), block_id=f"outcome_{view.id}")]


def _let_play_row(view: RequestView) -> list[Block]:
    """The same, for whoever let it play out."""
    *words, row = asked(view).blocks
    return [*words[:1], actions(*_named(row["elements"], view), block_id=f"let_play_{view.id}")]


def _named(row: list[Block], view: RequestView) -> list[Block]:
    """The same button stands here once for each question: an action id may be used once in a view."""
    return [each | {"action_id": f"{each['action_id']}@{view.id}"} for each in row]


def _waiting_row(view: RequestView) -> list[Block]:
    """What the card says in short, with its buttons."""
    if view.status == Status.ANSWERED and not view.reached:
        return _line_row(view)
    ask, row = card.asks(view)
    known = [f"_{name}_  {clip(' '.join(value.split()), 140)}" for name, value in card.thinking(view)]
    asked = f"{'Urgent, asked' if view.bypass == Bypass.URGENT else 'Asked'} {view.asked}. {ask}"
    text = section("\n".join([f"*{escape(view.rep)}*  {_quoted(view)}", *map(escape, known), escape(asked).rstrip()]))
    return [text, actions(*_named(row, view), block_id=f"waiting_{view.id}")] if row else [text]


def _line_row(view: RequestView) -> list[Block]:
    """What the manager's one line says and asks, which may have been kept back."""
    said = line(view, is_there=True)
    return (
        [said.blocks[0], actions(*_named(said.blocks[1]["elements"], view), block_id=f"line_{view.id}")] if said else []
    )


def _parked_row(view: RequestView) -> list[Block]:
    return [section(_quoted(view))]


def _parked_with_me_row(view: RequestView) -> list[Block]:
    return [section(f"*{escape(view.rep)}*  {_quoted(view)}")]


def _quoted(view: RequestView) -> str:
    return escape(clip(" ".join(view.text.split()), 140)) or "_(the words are gone)_"


def _parked_with(view: RequestView) -> str:
    return f"*Parked for your {'next 1:1' if view.is_alone else f'1:1 with {escape(view.manager)}'}*"


def parked_list(parked: tuple[RequestView, ...], with_me: tuple[RequestView, ...], unseen: int = 0) -> str:
    """What `/kickstand list` answers, in whole lines; `unseen` more were left out."""
    if not parked and not with_me:
        return "Nothing is parked for a 1:1. `Park for 1:1` on any question puts it here."
    lines = [_parked_with(parked[0])] if parked else []
    lines += [f"•  {_quoted(view)}" for view in parked]
    lines += ["*For the 1:1s with your reps*"] if with_me else []
    lines += [f"•  {escape(view.rep)}: {_quoted(view)}" for view in with_me]
    ends = list(accumulate(len(each) + 1 for each in lines))
    fitting = [each for each, end in zip(lines, ends, strict=True) if end < LONGEST_LIST]
    left = unseen + len(lines) - len(fitting)
    return "\n".join([*fitting, *([f"And {left} more."] if left else [])])
