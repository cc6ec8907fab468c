"""What a rep reads about their manager's wish: who lets Kickstand read what and why, and how to say no. Words only."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.kit import Block, Words, actions, button, clip, escape, section

DECLINE, ACCEPT = "watch.decline", "watch.accept"
_NAME, _CHANNELS = 80, 10


@dataclass(frozen=True)
class Told:
    """What one manager lets Kickstand read of one rep. `trial`: until when, as the rep would say it; empty: over.

    `is_current`: they are still the rep's manager. `keep`: how long words stay, as somebody would say it.
    """

    manager: str
    direct: bool
    channels: Sequence[str]
    trial: str = ""
    keep: str = ""
    declined: bool = False
    is_current: bool = True

    @property
    def is_over(self) -> bool:
        """Whether nothing may be read any more, whatever the rep says."""
        return not self.is_current or not (self.direct or self.channels)


def notice(told: Told) -> Words:
    """The message: before anything is read, and brought up to date whenever that changes."""
    if told.is_over or told.declined:
        paragraphs = [headline(told)]
    else:
        paragraphs = [headline(told), _why(told), _kept(told), _never(told)]
    row = own_button(told)
    said = [*paragraphs, *(f"Button: {each['elements'][0]['text']['text']}." for each in row)]
    return Words("\n".join(said), [*map(section, paragraphs), *row])


def headline(told: Told) -> str:
    """What holds now, in a sentence or two. Markup."""
    manager = _name(told)
    if not told.is_current:
        return f"{manager} isn't your manager here any more, so I don't read along with {manager}."
    if told.is_over:
        return f"{manager} has switched it off: I don't read your messages."
    if told.declined:
        return (
            f"Fine: I don't read {_places(told)}, and I've let go of what I held from there. "
            f"I don't tell {manager} that it was you."
        )
    return f"*{manager} lets me read* {_places(told)}."


def own_button(told: Told) -> list[Block]:
    """No, or yes after all: one row, or none where there is nothing to decide."""
    if told.is_over:
        return []
    if told.declined:
        return [actions(button("Let it in again", ACCEPT, "accept"))]
    return [actions(button("Not for me", DECLINE, "decline"))]


def _why(told: Told) -> str:
    manager = _name(told)
    if told.direct:
        then = f"I ask you, and nobody else, what you've tried, and tell {manager} until when it can wait. "
        then += f"After that {manager} gets it as a card, with your own thinking beside it. "
    else:
        then = f"I ask you, and nobody else, what you've tried. When the wait is over, {manager} gets it as a card. "
    also = f"From a channel {manager} hears of it only then. " if told.direct and told.channels else ""
    trial = (
        f"Until {told.trial} that's on trial: nothing is held, nobody is asked, and in the evening {manager} "
        "sees which messages it would have been."
        if told.trial
        else ""
    )
    return (
        f"*Why* When something there reads like a question to {manager}, {then}{also}Your message stays where it "
        f"is, and `Send now` or `Urgent` never wait. {trial}"
    ).rstrip()


def _kept(told: Told) -> str:
    trial = " During the trial: where such a message stands and when, no words, for two weeks." if told.trial else ""
    return (
        f"*Kept* The words of such a question, encrypted, until {told.keep} after it is closed. Nothing else that you "
        f"write there is kept, and what sounds personal I leave alone.{trial}"
    )


def _never(told: Told) -> str:
    return (
        "*Never* I see nothing of what you write to anybody else. If you'd rather not, `Not for me` ends it at once; "
        f"I don't tell {_name(told)} that it was you."
    )


def _places(told: Told) -> str:
    found = [f"the direct messages between you and {_name(told)}"] if told.direct else []
    found += [f"what you post in {in_channels(told.channels)}"] if told.channels else []
    return " and ".join(found)


def in_channels(channels: Sequence[str]) -> str:
    """`#help`, or `#help and #deals`: their names are Slack's to show."""
    named = [f"<#{each}>" for each in channels[:_CHANNELS]]
    left = len(channels) - _CHANNELS
    named += [f"{left} more"] if left > 0 else []
    return ", ".join(named[:-1]) + f" and {named[-1]}" if len(named) > 1 else "".join(named)


def _name(told: Told) -> str:
    return escape(clip(told.manager, _NAME))
