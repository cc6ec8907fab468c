"""What a rep reads who shares a win: who will see it, until when it can be taken back. Values in, blocks out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.kit import Block, Words, button, context, escape, field, lines, modal, option, quotes, section
from bot.slack.times import count

VIEW, SHARE, TAKE_BACK = "wins.share", "wins.share", "wins.take_back"
LONGEST = 300
SHOWN, MOST = 5, 40
"""So many wins are shown; more only while they can be taken back."""
PERSONAL = (
    "This sounds personal, so I haven't kept it, and nobody hears of it. Say it without that part, or close the form."
)
EMPTY = "Write a sentence, or close the form."
AND_THERE = "Post it in the team's channel too"
NOBODY = "Without the channel nobody would read it. Tick the box, or close the form."


@dataclass(frozen=True)
class Shared:
    """A win that was offered. `lead`: who reads it; empty when that is nobody now. `told`: the day of the digest.

    `channel`: where it is posted.
    """

    id: str
    text: str
    lead: str
    told: str = ""
    channel: str = ""


def share_button(request_id: str) -> Block:
    """What opens the form."""
    return button("Share this win", f"{SHARE}@{request_id}", request_id)


def form(lead: str, channel: str | None, data: str) -> Block:
    """The rep's own words, and exactly who will read them. `lead` is empty where there is none."""
    said = field(
        "What happened, in your own words",
        "text",
        lines(placeholder="Acme signed for two years, without a discount", longest=LONGEST),
        hint="Your question is not passed on, only what you write here.",
        optional=False,
    )
    blocks = [section(_who(escape(lead), channel)), said, *(_tick(channel, ticked=not lead) if channel else [])]
    return modal("Share this win", VIEW, blocks, submit="Share", data=data)


def _who(lead: str, channel: str | None) -> str:
    digest = f"*{lead}* will read this, in the next Monday digest, with your name. " if lead else ""
    there = f"If you tick the box, everybody in <#{channel}> reads it at once, with your name. " if channel else ""
    until = "Until that digest you" if lead else "You"
    return f"{digest}{there}Nobody else is told by me. {until} can take it back in `My picture`."


def _tick(channel: str, *, ticked: bool) -> list[Block]:
    boxes = [option(AND_THERE, channel)]
    element: Block = {"type": "checkboxes", "options": boxes} | ({"initial_options": boxes} if ticked else {})
    return [field("And", "channel", element)]


def in_channel(rep: str, text: str) -> Words:
    """The win in the team's channel."""
    by = f"shared by {rep} via Kickstand"
    return Words(f"{escape(text)} ({escape(by)})", [*quotes(text), context(f"_{escape(by)}_")])


def written(view: Mapping[str, Any]) -> str:
    """What was written in the form."""
    element: Mapping[str, Any] = next(iter(view["state"]["values"].get("text", {}).values()), {})
    return str(element.get("value") or "").strip()


def ticked(view: Mapping[str, Any]) -> str | None:
    """The channel, if its box was ticked."""
    element: Mapping[str, Any] = next(iter(view["state"]["values"].get("channel", {}).values()), {})
    chosen = element.get("selected_options") or []
    return str(chosen[0].get("value")) if chosen else None


def shared(wins: Sequence[Shared]) -> list[Block]:
    """The rep's own list, the newest first; what was not told yet can be taken back, and is always there."""
    if not wins:
        return []
    blocks = [section("*Wins you shared*")]
    open_ones, told = [each for each in wins if not each.told], [each for each in wins if each.told]
    shown = [*open_ones, *told[: max(SHOWN - len(open_ones), 0)]][:MOST]
    for each in shown:
        back = None if each.told else button("Take it back", f"{TAKE_BACK}@{each.id}", each.id)
        blocks.append(section(f"{escape(each.text)}\n_{_where(each)}_", back))
    more = len(wins) - len(shown)
    return [*blocks, *([context(f"And {count(more, 'earlier one')}.")] if more > 0 else [])]


def _where(win: Shared) -> str:
    there = f" It's in <#{win.channel}>." if win.channel else ""
    if win.told:
        return f"Told in the digest about the week of {win.told}.{there}"
    if win.lead:
        return f"{escape(win.lead)} reads it in the next Monday digest.{there}"
    return there.strip() or "Nobody was told: whom you wrote it for is not your manager's lead now."
