"""How a rep says that they see a label otherwise. Values in, words out; blames nobody."""

from bot.requests.blocks.rep import label_words
from bot.requests.rules import Label
from bot.slack.kit import Block, button, choice, clip, context, escape, field, modal, option, quote, section

CONTEST = "score.contest"
NAME = 40


def contest_button(request_id: str, *, many: bool = False) -> Block:
    """What opens the form. `many`: it stands in one row with others of its kind."""
    return button("I see it otherwise", f"{CONTEST}@{request_id}" if many else CONTEST, request_id)


def form(request_id: str, text: str, manager: str, label: Label, contested: Label | None, beneath: str = "") -> Block:
    """The five labels, with what was said before, else the manager's, picked. `beneath`: which page is behind it."""
    name = clip(manager, NAME)
    choices = [option(words, kind, "as it is labelled" if kind is label else "") for kind, words in _words(name)]
    own = f"{escape(name)} keeps this one as: *{escape(label_words(label, 'you', name))}*."
    blocks = [
        *([quote(clip(text, 300))] if text else []),
        section(own),
        field("How do you see it?", "label", choice(choices, contested or label, kind="radio_buttons"), optional=False),
        context(
            f"Both are kept side by side; nobody is overruled. {escape(name)} sees it on the card, without a message.",
            *([f"Picking the same as {escape(name)} takes back what you said."] if contested else []),
        ),
    ]
    return modal("How do you see it?", CONTEST, blocks, submit="Save", data=f"{request_id} {beneath}".rstrip())


def _words(manager: str) -> list[tuple[Label, str]]:
    return [
        (Label.COACHED, "I was coached, and found the way"),
        (Label.DELEGATED, "It was left to me"),
        (Label.DIFFERENT, "It was left to me, and my own way was fine"),
        (Label.RESCUED, "A rescue: I could have done it"),
        (Label.ONLY_I, f"Only {manager} could do it"),
    ]


def noted(manager: str, contested: Label | None) -> str:
    """What is so after the form was sent."""
    if contested is None:
        return f"Noted: you see it as {manager} does."
    seen = label_words(contested, "you", manager)
    return f"Noted: you see it as {seen}. {manager}'s label stays beside it. You can change this whenever you like."
