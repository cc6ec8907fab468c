"""What a rep reads who shares a win: who will see it, until when it can be taken back. Values in, blocks out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.kit import Block, button, context, escape, field, lines, modal, section
from bot.slack.times import count

VIEW, SHARE, TAKE_BACK = "wins.share", "wins.share", "wins.take_back"
LONGEST = 300
SHOWN = 5
PERSONAL = (
    "This sounds personal, so I haven't kept it, and nobody hears of it. Say it without that part, or close the form."
)
EMPTY = "Write a sentence, or close the form."


@dataclass(frozen=True)
class Shared:
    """A win that was offered. `lead`: who reads it; empty when that is nobody now. `told`: the day of the digest."""

    id: str
    text: str
    lead: str
    told: str = ""


def share_button(request_id: str) -> Block:
    """What opens the form."""
    return button("Share this win", f"{SHARE}@{request_id}", request_id)


def form(lead: str, data: str) -> Block:
    """The rep's own words, and exactly who will read them."""
    who = escape(lead)
    first = (
        f"*{who}* will read this, in the next Monday digest, with your name. Nobody else is told by me. Until then you "
        "can take it back in `My picture`."
    )
    said = field(
        "What happened, in your own words",
        "text",
        lines(placeholder="Acme signed for two years, without a discount", longest=LONGEST),
        hint="Your question is not passed on, only what you write here.",
        optional=False,
    )
    return modal("Share this win", VIEW, [section(first), said], submit="Share", data=data)


def written(view: Mapping[str, Any]) -> str:
    """What was written in the form."""
    element: Mapping[str, Any] = next(iter(view["state"]["values"].get("text", {}).values()), {})
    return str(element.get("value") or "").strip()


def shared(wins: Sequence[Shared]) -> list[Block]:
    """The rep's own list, the newest first; what was not told yet can be taken back."""
    if not wins:
        return []
    blocks = [section("*Wins you shared*")]
    for each in wins[:SHOWN]:
        back = None if each.told else button("Take it back", f"{TAKE_BACK}@{each.id}", each.id)
        blocks.append(section(f"{escape(each.text)}\n_{_where(each)}_", back))
    more = len(wins) - SHOWN
    return [*blocks, *([context(f"And {count(more, 'earlier one')}.")] if more > 0 else [])]


def _where(win: Shared) -> str:
    if win.told:
        return f"Told in the digest about the week of {win.told}."
    if win.lead:
        return f"{escape(win.lead)} reads it in the next Monday digest."
    return "Nobody was told: whom you wrote it for is not your manager's lead now."
