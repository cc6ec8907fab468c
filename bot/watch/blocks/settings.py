"""The modal "What I may read": what is off, what is on, and the way to the other. Values in, Block Kit out."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.kit import Block, actions, button, context, divider, link_button, modal, section
from bot.slack.times import count
from bot.watch.blocks.channels import RULES
from bot.watch.blocks.notice import Told, headline, own_button
from bot.watch.blocks.trial import OPEN, START, STOP
from bot.watch.rules import ChannelRule

VIEW = "watch.settings"
CONSENT, CONSENT_TO_SPEAK, UNWATCH = "watch.consent", "watch.consent_speaking", "watch.unwatch"
SHOWN = 40
NOT_THERE = "\n*I'm not in it any more, or it's archived or deleted.* `/kickstand watch` with its name brings me back."
NOT_SWITCHED_ON = "Your admin hasn't switched this on yet. How to is in their guide: docs/watching.md."
NO_REPS = "You have no reps here yet. `/kickstand team` adds them; then you can let me read along with you."


@dataclass(frozen=True)
class Links:
    """To Slack's page, for one person, for ten minutes: to let Kickstand read, and to let it answer as them too."""

    read: str
    speak: str


@dataclass(frozen=True)
class Page:
    """What one person lets Kickstand read, and what their manager lets it read of theirs. Times as they say them.

    `since`: empty while direct messages are not read. `trial`: until when, empty when there is none, and `had_trial`
    when it is over. `links`: None while the admin has not set them up.
    `channels`: each with its rule, and whether the bot is out of it.
    """

    reps: int = 0
    since: str = ""
    trial: str = ""
    speaks: bool = False
    links: Links | None = None
    channels: Sequence[tuple[str, ChannelRule, bool]] = ()
    told: Told | None = None
    had_trial: bool = False


def settings(page: Page) -> Block:
    """The whole modal."""
    leads = page.reps or page.since or page.channels
    own = [*_direct(page), divider(), *_channels(page)] if leads else []
    blocks = [*own, *([divider()] if own and page.told else []), *(_of_mine(page.told) if page.told else [])]
    return modal("What I may read", VIEW, blocks or [section(NO_REPS)])


def open_button() -> Block:
    """What opens it."""
    return button("What I may read", OPEN, "open")


def with_reps(reps: int) -> str:
    """Whose messages, as said to the manager."""
    return f"your {count(reps, 'rep')}" if reps else "your reps"


def _direct(page: Page) -> list[Block]:
    blocks = _on(page) if page.since else _off(page)
    return [section("*Your direct messages with your reps*"), *blocks]


def _off(page: Page) -> list[Block]:
    whose = with_reps(page.reps)
    said = [
        f"Off. If you like, I read what passes between you and {whose}, so that I can ask what they've tried while you "
        f"let the message wait. They hear of it first. {_first_days(page)}".rstrip(),
        "Slack then shows me your other conversations too. I look at whom they are with and drop them: nothing of "
        "those is kept, counted or shown.",
        "You stop it here, at any time, with one tap.",
    ]
    if page.links is None:
        return [*map(section, said), context(NOT_SWITCHED_ON)]
    row = actions(
        link_button("Let me read them", page.links.read, CONSENT) | {"style": "primary"},
        link_button("…and answer there as you", page.links.speak, CONSENT_TO_SPEAK),
    )
    return [
        *map(section, said),
        row,
        context("Slack asks you once more. The buttons are yours alone, for ten minutes."),
    ]


def _first_days(page: Page) -> str:
    if page.had_trial:
        return ""
    return f"{f'Until {page.trial}' if page.trial else 'For a week'} nothing is held: you only see what would be."


def _on(page: Page) -> list[Block]:
    then = (
        f"On trial until {page.trial}: nothing is held, and you see in the evening what would have been."
        if page.trial
        else "What reads like a question waits a while, and I ask what they've tried."
    )
    speaks = "\nI may answer there as you, when you ask me to." if page.speaks else ""
    said = (
        f"On since {page.since}: I read what passes between you and {with_reps(page.reps)}. Whoever said "
        f"`Not for me` is left out; I don't say who. {then}{speaks}"
    )
    may_add = page.links is not None and not page.speaks
    row = actions(
        _start(page),
        link_button("Let me answer there as you", page.links.speak, CONSENT_TO_SPEAK)
        if page.links and may_add
        else None,
        button("Stop reading", STOP, "stop"),
    )
    return [section(said), row]


def _start(page: Page) -> Block | None:
    return button("Start for real now", START, "start", style="primary") if page.trial else None


def _channels(page: Page) -> list[Block]:
    rows = [_channel(*each) for each in page.channels[:SHOWN]]
    left = len(page.channels) - SHOWN
    more = [context(f"And {left} more. `/kickstand unwatch #channel` ends one.")] if left > 0 else []
    on_trial = page.channels and page.trial and not page.since
    trial = [section(f"On trial until {page.trial}: nothing is held."), actions(_start(page))] if on_trial else []
    return [
        section("*Help channels*" if rows else "*Help channels*\nNone yet."),
        *rows,
        *more,
        *trial,
        context("`/kickstand watch #channel` adds one."),
    ]


def _channel(channel: str, rule: ChannelRule, is_gone: bool) -> Block:
    said = f"<#{channel}>: {RULES[rule]}{NOT_THERE if is_gone else ''}"
    return section(said, button("Stop", f"{UNWATCH}@{channel}", channel))


def _of_mine(told: Told) -> list[Block]:
    return [section(f"*Your own messages*\n{headline(told)}"), *own_button(told)]
