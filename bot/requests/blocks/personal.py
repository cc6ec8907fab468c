"""What a rep reads when something is personal: Kickstand stops. Values in, words out; keeps nothing."""

from dataclasses import dataclass
from typing import Any

from bot.slack.kit import Block, Words, actions, button, clip, context, escape, link_button, section

PIECE, PIECES = 2900, 3
"""Slack takes no more than some 9,000 characters in one message (bot/slack/kit.py)."""
LONGER = "It's longer than I can pass on in one piece, so if you want {who} to have it, please write to them directly."
QUOTED = "personal_words_"


@dataclass(frozen=True)
class Ways:
    """Where somebody can go with it. Empty: not known for this team."""

    manager: str = ""
    hr_id: str = ""
    hr_name: str = ""
    speak_up_url: str = ""
    manager_id: str = ""


def prompt(text: str, ways: Ways, said_so: bool = False) -> Words:
    """Ask what they would like. The words stand in this message only, in Slack: that is where `words_of` reads them.

    `said_so`: the rep called it personal; otherwise it is a guess, and the way out of a wrong one is named.
    """
    first = "This sounds personal, so I've stopped: nothing is kept, counted or passed on. What would you like?"
    if said_so:
        first = "It's yours: nothing of this is kept, counted or passed on any more. What would you like?"
    passes = bool(ways.manager) and len(text) <= PIECE * PIECES
    row = [
        button(f"Send it to {ways.manager} now", "personal.send", ways.manager_id) if passes else None,
        button(f"Talk to HR ({ways.hr_name})", "personal.hr", ways.hr_id) if ways.hr_id else None,
        link_button("Speak-up line", ways.speak_up_url, "personal.speak_up") if ways.speak_up_url else None,
        button("Delete", "personal.delete", "delete"),
    ]
    wrong = "If I got that wrong, send it on: it goes out at once, as you wrote it, and isn't counted."
    longer = context(escape(LONGER.format(who=ways.manager))) if ways.manager and not passes else None
    notes = [each for each in (longer, context(wrong) if passes and not said_so else None) if each]
    labels = ", ".join(str(each["text"]["text"]) for each in row if each)
    return Words(
        escape(f"{first}\nButtons: {labels}."),
        [section(first), *_words(text), actions(*row), *notes],
    )


def _words(text: str) -> list[Block]:
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)][:PIECES]
    return [
        {
            "type": "section",
            "block_id": f"{QUOTED}{place}",
            "text": {"type": "plain_text", "text": piece, "emoji": False},
        }
        for place, piece in enumerate(pieces)
        if piece.strip()
    ]


def words_of(message: dict[str, Any]) -> str:
    """The words, read back from the message that Slack sends along with a click."""
    found = [block for block in message.get("blocks", []) if str(block.get("block_id", "")).startswith(QUOTED)]
    return "".join(str(block["text"]["text"]) for block in found)


def passed_on(rep: str, text: str) -> Words:
    """What the manager gets: the words, from whom, and nothing to tap."""
    first = f"{rep} asked me to pass this on to you as it is. I've kept no copy; please answer {rep} directly."
    words: list[Block] = [
        {"type": "section", "text": {"type": "plain_text", "text": text[start : start + PIECE], "emoji": False}}
        for start in range(0, min(len(text), PIECE * PIECES), PIECE)
    ]
    return Words(escape(f"{first}\n\n{clip(text, 3000)}"), [section(escape(first)), *words])


def done(sentence: str) -> Words:
    """What the prompt becomes: one sentence, without the words."""
    return Words(sentence, [section(sentence)])


def sent(manager: str) -> str:
    return f"Sent to {escape(manager)}, as you wrote it. I've kept nothing."


def hr(name: str, hr_id: str) -> str:
    return f"You can write to {escape(name)} directly, here: <@{hr_id}>. I haven't told anybody, and I've kept nothing."


def another_manager(name: str) -> str:
    return f"Your manager is {name} now, so I haven't sent it to anybody. The button says so now; it's your choice."


NO_HR = "Your manager's settings name nobody at HR right now, so I can't tell you whom to write to."
DELETED = "Gone from here. If your own message is above, you can delete it too: I can't do that for you."
NOT_SENT = "I couldn't reach Slack just now, so nothing was sent. Your words are still here; try again in a moment."
