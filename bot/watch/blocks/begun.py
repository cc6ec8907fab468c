"""What a manager reads after they let Kickstand read: what is on, how to stop; and that it is over. Words only."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.kit import Block, Words, actions, button, section
from bot.watch.blocks.notice import in_channels
from bot.watch.blocks.settings import open_button
from bot.watch.blocks.trial import START, STOP


@dataclass(frozen=True)
class Begun:
    """What is read for one manager. `trial`: until when, as they would say it; empty: over. `keep`: how long words
    stay, as somebody would say it."""

    direct: bool
    channels: Sequence[str]
    reps: int
    trial: str = ""
    keep: str = ""


def begun(now: Begun) -> Words:
    """The one message about it, brought up to date when it changes."""
    if not now.direct and not now.channels:
        return _said([_stopped(now)], [])
    trial = [
        f"*First a trial, until {now.trial}.* I hold nothing and ask nobody; each evening you get a summary of what I "
        "would have held. After that it's for real."
    ]
    real = [
        "When something there reads like a question to you, I ask your rep what they've tried and bring you a card "
        "when the wait is over. All you do is let it wait."
    ]
    told = "Your reps read about it before I begin. Whoever would rather not is left out; I don't say who."
    start = [button("Start for real now", START, "start", style="primary")] if now.trial else []
    stop = [button("Stop reading", STOP, "stop")] if now.direct else []
    return _said([_reading(now), *(trial if now.trial else real), told], [*start, *stop])


def lost() -> Words:
    """Slack takes the token no more: said once, with the way back."""
    first = "I can't read your direct messages any more: Slack tells me that my permission has ended."
    then = (
        "I've stopped, and let go of what I held from there; your reps' messages are with you as always. "
        "If that wasn't on purpose, `What I may read` switches it on again."
    )
    return _said([first, then], [])


def _reading(now: Begun) -> str:
    posts = f"your reps' posts in {in_channels(now.channels)}"
    if now.direct:
        also = f", and {posts}" if now.channels else ""
        return f"I'm reading along now: your direct messages with your reps{also}."
    return f"I'm reading along now: {posts}. Your direct messages I don't read."


def _stopped(now: Begun) -> str:
    return (
        "I've stopped reading. Nothing of it is kept but the questions I had taken up already: their words go "
        f"{now.keep} after they are closed. What I was holding, I've let go of."
    )


def _said(paragraphs: list[str], row: list[Block]) -> Words:
    buttons = [*row, open_button()]
    labels = ", ".join(str(each["text"]["text"]) for each in buttons)
    return Words("\n".join([*paragraphs, f"Buttons: {labels}."]), [*map(section, paragraphs), actions(*buttons)])
