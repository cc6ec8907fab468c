"""How somebody likes to be helped (S3.8), in words. Values in, words out."""

from bot.slack.kit import Block, choice, option, plain, section
from bot.team.rules import HelpStyle

CHOOSE, NO_WISH = "plan.likes", "none"
NAME = "How to help"
STYLES = {
    HelpStyle.QUESTIONS: ("Questions that get me thinking", "questions"),
    HelpStyle.EXAMPLE: ("An example of how it was done", "an example"),
    HelpStyle.SOUNDING_BOARD: ("Somebody to think aloud with", "a sounding board"),
}
"""As the rep chooses it, and as it stands after "likes"."""


def sentence(name: str, style: HelpStyle) -> str:
    """`Riya likes questions best`."""
    return f"{name} likes {STYLES[style][1]} best"


def menu(manager: str, style: HelpStyle | None) -> Block:
    """A line with the choice; `manager`, escaped, is who reads it."""
    choices = [*(option(words, each) for each, (words, _) in STYLES.items()), option("No wish", NO_WISH)]
    element = choice(choices, style or NO_WISH) | {"action_id": CHOOSE, "placeholder": plain("How I like help", 150)}
    return section(f"*How I like help*\n{manager} reads it beside your questions.", element)
