"""The evening's summary while the trial runs. Values in, words out."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.kit import Words, actions, button, clip, context, escape, section
from bot.slack.times import count

START, STOP, OPEN = "watch.start", "watch.stop", "watch.open"
SHOWN = 20


@dataclass(frozen=True)
class Seen:
    """One message that would have been held. Times are in the manager's zone, as they would say them.

    `until`: empty where it would have gone at once.
    """

    rep: str
    at: str
    until: str
    in_channel: bool
    is_urgent: bool
    link: str


def summary(seen: Sequence[Seen], begins: str | None) -> Words:
    """What would have been held; `begins`: when it is for real, None: it is already, or reading has stopped."""
    first = f"On trial: I would have held {count(len(seen), 'message')}. Nothing was held, and nobody was asked."
    rows = [_row(each) for each in seen[:SHOWN]]
    plain = [_plain(each) for each in seen[:SHOWN]]
    more = [f"And {len(seen) - SHOWN} more."] if len(seen) > SHOWN else []
    then = f"From {begins} on I hold for real." if begins else ""
    row = [button("Start for real now", START, "start")] if begins else []
    row.append(button("What I may read", OPEN, "open"))
    blocks = [
        section(escape(first)),
        section(clip("\n".join([*rows, *more]), 2900)),
        *([context(escape(then))] if then else []),
        actions(*row),
    ]
    labels = ", ".join(str(each["text"]["text"]) for each in row)
    return Words(
        escape("\n".join(each for each in (first, *plain, *more, then, f"Buttons: {labels}.") if each)), blocks
    )


def _plain(each: Seen) -> str:
    where = "in a help channel" if each.in_channel else "in your direct messages"
    why = " (it sounded urgent)" if each.is_urgent else ""
    what = f"would have waited until {each.until}" if each.until else f"brought to you at once{why}"
    return f"{each.rep}, {each.at}, {where}: {what}."


def _row(each: Seen) -> str:
    line = escape(_plain(each))
    return f"• {line} <{each.link}|See it>" if each.link else f"• {line}"
