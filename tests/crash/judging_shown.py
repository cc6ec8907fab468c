"""Judges what the rep and the manager have before them: one message each, in time, saying how it ended."""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row

from bot.requests.rules import Answer, Bypass, Move, Status
from tests.crash.cases import Case
from tests.crash.findings import Finding, doubled, early, lost

REP_SAYS: dict[Status, tuple[str, ...]] = {
    Status.SOLVED: ("Solved.",),
    Status.PARKED: ("Parked for your 1:1", "would like to talk about this in your 1:1"),
    Status.WITHDRAWN: ("Taken back.",),
}
CARD_SAYS: dict[Status, tuple[str, ...]] = {
    Status.SOLVED: ("solved this. Nothing for you to do.",),
    Status.PARKED: ("On the list for your 1:1",),
    Status.WITHDRAWN: ("took this back.",),
}
REP_HEARS: dict[Answer, str] = {
    Answer.BACK_PICK: "backs your pick",
    Answer.YOUR_CALL: "says it's your call",
    Answer.QUESTION: " asks: ",
    Answer.HANDLE: "will take this one on",
    Answer.REPLY: "answered in the thread",
}
CARD_KEEPS: dict[Answer, str] = {
    Answer.BACK_PICK: "You backed",
    Answer.YOUR_CALL: "You made it",
    Answer.QUESTION: "You asked: ",
    Answer.HANDLE: "You're handling it",
    Answer.REPLY: "You answered in the thread",
}
BUTTONS = "Buttons: "
"""What a message says in its notification as long as there is something to click."""
CLICKED = {Bypass.SENT_NOW: "Send now", Bypass.URGENT: "submit urgent"}


def one_rep_message(case: Case) -> Iterator[Finding]:
    """The rep has one message about it, and it is still there."""
    if len(case.rep_heads) > 1:
        yield doubled(case.token, f"the rep has {len(case.rep_heads)} messages: {case.places(case.rep_heads)}")
    standing = [each for each in case.rep_heads if case.words(each)]
    if case.ids and not standing:
        yield lost(case.token, f"the rep has no message about it; once seen: {case.places(case.rep_heads)}")


def one_card(case: Case) -> Iterator[Finding]:
    """The manager has one card if it went out, and none if it did not; nobody else sees anything."""
    theirs = [each for each in case.cards if each.channel == case.asked.manager.channel]
    others = [each for each in case.cards if each.channel != case.asked.manager.channel]
    released = _release(case)
    if others:
        yield lost(case.token, f"somebody else saw it: {case.places(others)}")
    if len(theirs) > 1:
        yield doubled(case.token, f"the manager has {len(theirs)} cards: {case.places(theirs)}")
    if theirs and not released:
        yield early(case.token, f"a card of what never went out: {case.places(theirs)}")
    if released and not any(map(case.words, theirs)):
        yield lost(case.token, f"it went out at {released.at} and the manager has no card")


def card_in_time(case: Case) -> Iterator[Finding]:
    """No card before it went out, and nothing went out before the hold was over unless somebody wanted it to."""
    released = _release(case)
    if released is None or case.request is None:
        return
    first = min((each.at for each in case.cards), default=None)
    if first is not None and first < released.at.timestamp():
        yield early(case.token, f"its card came {released.at.timestamp() - first:.3f} s before it went out")
    bypass = case.request.bypass
    yield from _wanted(case, bypass)
    begun = min(case.asked.at, case.request.asked_at.timestamp())
    waited = (first or released.at.timestamp()) - begun
    if bypass is None and waited < case.played.world.hold:
        yield early(case.token, f"it was held for {waited:.3f} s of {case.played.world.hold}")


def _wanted(case: Case, bypass: Bypass | None) -> Iterator[Finding]:
    label = CLICKED.get(bypass) if bypass else None
    if label and not any(each.what == label for each in case.done):
        yield early(case.token, f"it went out as {bypass}, and nobody clicked {label!r}")


LATER = re.compile(r"Buttons: \w+ did it differently, and it was fine\.")
"""What may be said of a question that is over and was left to the rep (S0.2): nothing waits for it."""


def final_words(case: Case) -> Iterator[Finding]:
    """Both sides read how it ended and the question's last words: no edit overtook another."""
    if case.request is None:
        return
    said, kept = _expected(case.request)
    for who, heads, phrases in (("rep", case.rep_heads, said), ("manager", case.cards, kept)):
        for head in heads:
            words = case.words(head)
            if words and not any(each in words for each in phrases):
                yield lost(case.token, f"the {who} does not read how it ended ({phrases[0]!r}): {_short(words)}")
            if BUTTONS in LATER.sub("", words):
                yield lost(case.token, f"the {who} still has buttons: {_short(words)}")
            if words:
                yield from _last_words(case, who, words)


def _last_words(case: Case, who: str, words: str) -> Iterator[Finding]:
    last = case.asked.words
    if last is None and case.token in words:
        yield lost(case.token, f"the {who} still reads words that were deleted: {_short(words)}")
    if last is not None and last not in words:
        yield lost(case.token, f"the {who} does not read the last words {last!r}: {_short(words)}")


def _expected(request: Row[Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if request.status in REP_SAYS:
        return REP_SAYS[request.status], CARD_SAYS[request.status]
    if request.answer is None:
        return ("how it ended",), ("how it ended",)
    return (REP_HEARS[request.answer],), (CARD_KEEPS[request.answer],)


def _release(case: Case) -> Row[Any] | None:
    return next((row for row in case.history if row.move == Move.RELEASE), None)


def _short(words: str) -> str:
    return repr(" / ".join(words.split("\n")))[:300]
