"""A form that asks once more where the chosen day is one off for somebody. Values in, views and answers out."""

from collections.abc import Mapping
from typing import Any

from bot.slack.kit import Block, field, modal, option
from bot.team.settings_form import answers

ANYWAY, YES = "anyway", "Hold it anyway"


def asks(view: Mapping[str, Any], after: str, off: str) -> Block:
    """The submitted form once more, as it was filled, with a way to mean that day: `off` says whose day off it is.

    `after`: the field that the day is in.
    """
    menu = {"type": "checkboxes", "options": [option(YES, "yes")]}
    asked = field(f"{off} {YES}?", ANYWAY, menu, hint="Or pick another day.")
    blocks = [each for each in view["blocks"] if each["block_id"] != ANYWAY]
    below = next(at for at, each in enumerate(blocks) if each["block_id"] == after) + 1
    title, submit = view["title"]["text"], view["submit"]["text"]
    whole = [*blocks[:below], asked, *blocks[below:]]
    return modal(title, view["callback_id"], whole, submit=submit, data=view["private_metadata"])


def is_meant(view: Mapping[str, Any]) -> bool:
    """Whether it takes place on a day off too."""
    return bool(answers(view).get(ANYWAY))
