"""Judges what was said in threads: each reply and each question is on the other side once, in its last words."""

from collections.abc import Iterator

from bot.requests.rules import Part
from tests.crash.cases import Case
from tests.crash.findings import Finding, doubled, early, lost
from tests.crash.scene import Reply
from tests.crash.witness import Sight

NOT_PASSED_ON = ("haven't passed", "don't know this thread", "didn't go through", "can't find this question")
"""How a rep or manager hears that a reply did not reach anybody."""


def replies_once(case: Case) -> Iterator[Finding]:
    """A reply is on the other side, or part of the brief, or its author was told that it is not."""
    for reply in case.asked.replies:
        said = case.records.places.get((reply.message.channel, reply.message.ts))
        relayed = _relayed(case, reply.token)
        if said is None and not relayed:
            yield from _was_told(case, reply)
        elif said is not None and said.part != Part.REPLY:
            yield from _in_brief(case, reply, relayed)
        else:
            yield from _once(case, reply, relayed)


def _relayed(case: Case, token: str) -> list[Sight]:
    return [
        each for each in case.played.witness.of(token) if each.message.is_reply and "via Kickstand" in each.first_words
    ]


def _once(case: Case, reply: Reply, relayed: list[Sight]) -> Iterator[Finding]:
    if not relayed:
        yield lost(reply.token, f"a reply by {reply.by} was taken and is not on the other side")
    if len(relayed) > 1:
        yield doubled(reply.token, f"a reply was brought {len(relayed)} times: {case.places(relayed)}")
    for sight in relayed:
        if sight.message.thread_ts not in {each.ts for each in case.heads} or sight.channel == reply.message.channel:
            yield lost(reply.token, f"a reply was brought to the wrong place: {case.places([sight])}")
        if sight.at < float(reply.message.ts):
            yield early(reply.token, f"a reply was there before it was written: {case.places([sight])}")
        if reply.words not in case.words(sight):
            yield lost(reply.token, f"a reply does not say its last words {reply.words!r}: {case.words(sight)!r}")


def _in_brief(case: Case, reply: Reply, relayed: list[Sight]) -> Iterator[Finding]:
    if relayed:
        yield doubled(reply.token, f"a reply became part of the brief and was passed on: {case.places(relayed)}")
    for card in case.cards:
        words = case.words(card)
        if words and reply.words not in words:
            yield lost(reply.token, f"what was tried is not on the card in its last words {reply.words!r}: {words!r}")


def _was_told(case: Case, reply: Reply) -> Iterator[Finding]:
    """Said directly and outside the outbox: looked for in the thread, after the reply."""
    there = [
        each
        for each in case.played.witness.sights
        if each.message.thread_ts == reply.message.thread_ts and each.ts > reply.message.ts
    ]
    if not any(words in each.first_words for each in there for words in NOT_PASSED_ON):
        yield lost(reply.token, f"a reply by {reply.by} reached nobody, and nobody said so")


def questions_once(case: Case) -> Iterator[Finding]:
    """A question that the manager asked in the form is in the rep's thread once, if it was taken."""
    for token, taken in case.asked.questions:
        relayed = _relayed(case, token)
        if taken and not relayed:
            yield lost(token, "the manager's question was taken and is not in the rep's thread")
        if len(relayed) > 1:
            yield doubled(token, f"the manager's question was brought {len(relayed)} times: {case.places(relayed)}")
        if any(each.channel != case.asked.rep.channel for each in relayed):
            yield lost(token, f"the manager's question was brought to somebody else: {case.places(relayed)}")
