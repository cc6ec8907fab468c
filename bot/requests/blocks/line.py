"""The manager's one quiet line about a direct message that can wait. Values in, words out."""

from bot.requests.blocks import card, seen
from bot.requests.blocks.rep import label_words, offer_of
from bot.requests.blocks.view import RequestView
from bot.requests.rules import Status
from bot.slack.kit import Block, Words, actions, button, clip, escape, link_button, section
from bot.slack.times import bare

NOT_A_REQUEST, REPLY_NOW, REOPEN = "request.line.none", "request.line.reply", "request.line.reopen"


def line(view: RequestView, is_there: bool) -> Words | None:
    """What it says now; None: the card has taken its place, or it is too late to begin. `is_there`: they have it."""
    if view.reached:
        return None
    if view.status == Status.HELD:
        return _said(_waits(view), _waiting_buttons(view))
    if view.status in {Status.ANSWERED, Status.CLOSED}:
        return _answered(view)
    ended = {
        Status.SOLVED: f"{view.rep} solved {_which(view)}. Nothing for you to do.",
        Status.PARKED: f"{view.rep} parked {_which(view)} for your 1:1.",
        Status.DECIDED: f"{view.rep} decided {_which(view)}.",
        Status.WITHDRAWN: f"I've let go of {_which(view)}.",
    }
    return _said(ended[view.status], []) if is_there and view.status in ended else None


def _which(view: RequestView) -> str:
    if not view.text:
        return "what they wrote you"
    return f"“{clip(' '.join(view.text.split()), 80)}”"


def _waits(view: RequestView) -> str:
    until = bare(view.goes)
    asked = f"I've asked {view.rep} what they've tried; you'll get both then."
    tail = asked if view.wants_questions else "I'll remind you then."
    return f"{view.rep}'s message can wait until {until}: {_which(view)}. {tail}"


def _waiting_buttons(view: RequestView) -> list[Block]:
    reply = link_button("Reply now", view.link, REPLY_NOW) if view.link else button("Reply now", REPLY_NOW, view.id)
    return [
        button("Ask first", "request.card.question", view.id),
        reply | {"value": view.id},
        button("Not a request", NOT_A_REQUEST, view.id),
    ]


def _answered(view: RequestView) -> Words | None:
    first = f"You answered {view.rep} {seen.where(view)}: {_which(view)}."
    if view.label is None and view.status == Status.ANSWERED:
        other = button("That wasn't about this", REOPEN, view.id)
        return _said(f"{first} {card.WHAT_KIND}", [*card.labels(view), other])
    kept = f"{first} Kept as: {label_words(view.label, view.rep, 'you')}. {card.took_words(view)}".rstrip()
    said = _said(kept, [card.minutes(view)] if card.may_be_timed(view) else [])
    return said._replace(text=f"{said.text} {card.how_long(view)}".rstrip())


def _said(text: str, row: list[Block]) -> Words:
    blocks = [section(escape(text)), *([actions(*row)] if row else [])]
    return Words(escape(" ".join(part for part in (text, offer_of(row)) if part)), blocks)
