"""App Home: what waits on me, what is held and until when, what is parked. Values in, a view out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from bot.requests.blocks import card
from bot.requests.blocks.line import line
from bot.requests.blocks.playing_out import asked
from bot.requests.blocks.rep import buttons, headline
from bot.requests.blocks.threads import outcome
from bot.requests.blocks.view import RequestView
from bot.requests.rules import Bypass, Status
from bot.slack.kit import BLOCKS_IN_VIEW, Block, actions, button, clip, context, divider, escape, header, section

ROOM = BLOCKS_IN_VIEW - 12
"""Blocks left for requests, after headings and the last line."""
LONGEST_LIST = 3800
MOST_OF_A_LIST = ROOM // 2
"""More of one list is not even read: a question of one's own takes two blocks."""


NOTHING_OPEN = "Nothing is open."
STRANGER = (
    "You're not on a team here yet. If your manager uses me, ask them to add you with `/kickstand team`; "
    "if you lead a team yourself, that command is for you."
)


@dataclass(frozen=True)
class HomeView:
    """What one person's App Home shows. Empty lists are sections that do not apply; `unseen` more were left out.

    `paused`: until when they paused us.
    `looked_back`: the rep was asked how these went; `let_play`: the manager was.
    `can_wait`: a manager has these in their direct messages.
    `more`: what other features show.
    """

    manager: str
    leads: bool
    mine: tuple[RequestView, ...] = ()
    waiting: tuple[RequestView, ...] = ()
    parked: tuple[RequestView, ...] = ()
    parked_with_me: tuple[RequestView, ...] = ()
    stands_in_for: str = ""
    lead_of: str = ""
    unseen: int = 0
    looked_back: tuple[RequestView, ...] = ()
    can_wait: tuple[RequestView, ...] = ()
    let_play: tuple[RequestView, ...] = ()
    more: tuple[Block, ...] = ()
    paused: str = ""


def home(view: HomeView) -> Block:
    """The whole view, within Slack's hundred blocks: what does not fit is counted."""
    blocks = [*_head(view), *_paused(view)]
    parts = [
        *_list("Waiting for you", view.waiting, _waiting_row),
        *_list("Can wait, in your direct messages", view.can_wait, _line_row),
        *_list("Your questions", view.mine, _own_row),
        *_list("How did it go?", view.looked_back, _outcome_row),
        *_list("How did it go, as you saw it?", view.let_play, _let_play_row),
        *_list("Parked for your 1:1" + (f" with {view.manager}" if view.manager else ""), view.parked, _parked_row),
        *_list("For the 1:1s with your reps", view.parked_with_me, _parked_with_me_row),
    ]
    room = list(_fitting(parts, ROOM - len(view.more)))
    blocks += [block for part in room for block in part.blocks]
    left = view.unseen + sum(part.questions for part in parts[len(room) :])
    if left:
        blocks.append(context(f"And {left} more that didn't fit here."))
    if not parts and (view.manager or view.leads):
        blocks.append(section(NOTHING_OPEN))
    begins_apart = not view.more or view.more[0]["type"] == "divider"
    blocks += [
        *([] if begins_apart or not room else [divider()]),
        *view.more,
        divider(),
        context("For coaching; not for pay, promotion or discipline."),
    ]
    return {"type": "home", "blocks": blocks}


def _paused(view: HomeView) -> list[Block]:
    words = f"You've paused me until {view.paused}. What you asked for still comes; the rest is here."
    return [section(words, button("Resume", "home.resume", "resume"))] if view.paused else []


def _head(view: HomeView) -> list[Block]:
    if not view.manager and not view.leads:
        words = _beside(view) or STRANGER
        return [header("Kickstand"), section(words), actions(button("Settings", "home.settings", "settings"))]
    ask = button("Ask my manager", "home.ask", "ask", style="primary") if view.manager else None
    team = button("My team", "home.team", "team") if view.leads else None
    lines = [f"Your questions go to *{escape(view.manager)}*."] if view.manager else []
    lines += ["Your reps' questions come to you after a while, with what they have tried."] if view.leads else []
    lines += [_beside(view)] if view.lead_of else []
    row = actions(ask, team, button("Settings", "home.settings", "settings"))
    return [header("Kickstand"), section(" ".join(lines)), row]


def _beside(view: HomeView) -> str:
    """What somebody is to teams that are not theirs."""
    roles = [("You stand in for", view.stands_in_for), ("You lead the teams of", view.lead_of)]
    return " ".join(f"{role} *{escape(names)}*." for role, names in roles if names)


class _Part(NamedTuple):
    """Blocks that stand together or not at all; `questions`: how many would be missed without them."""

    blocks: list[Block]
    questions: int = 1


def _fitting(parts: list[_Part], room: int) -> Iterator[_Part]:
    taken = 0
    for part in parts:
        taken += len(part.blocks)
        if taken > room:
            return
        yield part


def _list(title: str, views: tuple[RequestView, ...], row: Callable[[RequestView], list[Block]]) -> list[_Part]:
    if not views:
        return []
    return [_Part([divider(), section(f"*{escape(title)}*")], 0), *(_Part(row(view)) for view in views)]


def _own_row(view: RequestView) -> list[Block]:
    still = [button("Still need it", "request.still_need", view.id)] if view.checked else []
    row = [*buttons(view), *still]
    who = "\n_Who made this decision?_" if row and view.status == Status.ANSWERED else ""
    text = f"{_quoted(view)}\n{escape(headline(view))}{who}"
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


def parked_list(parked: tuple[RequestView, ...], with_me: tuple[RequestView, ...], unseen: int = 0) -> str:
    """What `/kickstand list` answers, in whole lines; `unseen` more were left out."""
    if not parked and not with_me:
        return "Nothing is parked for a 1:1. `Park for 1:1` on any question puts it here."
    lines = [f"*Parked for your 1:1 with {escape(parked[0].manager)}*"] if parked else []
    lines += [f"•  {_quoted(view)}" for view in parked]
    lines += ["*For the 1:1s with your reps*"] if with_me else []
    lines += [f"•  {escape(view.rep)}: {_quoted(view)}" for view in with_me]
    ends = list(accumulate(len(each) + 1 for each in lines))
    fitting = [each for each, end in zip(lines, ends, strict=True) if end < LONGEST_LIST]
    left = unseen + len(lines) - len(fitting)
    return "\n".join([*fitting, *([f"And {left} more."] if left else [])])
