"""The end of the day: everybody ends what is still open by clicking. Never decides whether it went well."""

import time

from bot.sandbox.seen import clickables
from bot.sandbox.workspace import Message
from tests.crash.scene import Asked, Scene, Stage

FINAL = ("Together", "Solved it", "Park for 1:1")
"""What a rep clicks at the end: who decided where that is asked, else solved; a wish to get better is parked."""


def end_all(stage: Stage, everything: list[Asked], limit: float) -> bool:
    """Goes through all questions until nobody sees a button that would end one; whether it came to that."""
    deadline = time.monotonic() + limit
    left = everything
    while left and time.monotonic() < deadline:
        left = [each for each in left if not _ended(stage, each)]
        if left:
            time.sleep(0.5)
    return not left


def _ended(stage: Stage, asked: Asked) -> bool:
    """Clicks what would end it; whether there is nothing left to click for either side."""
    scene = Scene(stage, asked)
    message, card = scene.rep_message(), scene.card()
    if message is None:
        return asked.words is None
    offered = _buttons(stage, message)
    button = next((each for each in FINAL if each in offered), None)
    if button:
        asked.rep.clicks(button, message, asked.token)
    labels = [each for each in _buttons(stage, card) if each == "I coached" or each.startswith("A rescue")]
    if card and labels:
        asked.manager.clicks(labels[0], card, asked.token)
    return button is None and not labels


def _buttons(stage: Stage, message: Message | None) -> tuple[str, ...]:
    if message is None:
        return ()
    with stage.workspace.lock:
        return tuple(each.label for each in clickables(message, stage.workspace))
