"""The audit: holds what people saw in the local Slack and what the database says against what was asked.

Changes nothing. Every finding names the question and what was seen; no finding at all is the only good result.
"""

from collections.abc import Callable, Iterator

from bot.clock import system
from tests.crash import records as database
from tests.crash.cases import Case, cases
from tests.crash.day import Played
from tests.crash.findings import Finding, doubled, lost
from tests.crash.judging_lives import clicks_had_their_effect, ended_once, history_agrees, one_request
from tests.crash.judging_shown import card_in_time, final_words, one_card, one_rep_message
from tests.crash.judging_threads import questions_once, replies_once
from tests.crash.records import Records
from tests.crash.witness import is_gone

CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    one_request,
    history_agrees,
    ended_once,
    clicks_had_their_effect,
    one_rep_message,
    one_card,
    card_in_time,
    final_words,
    replies_once,
    questions_once,
)


def audit(played: Played) -> list[Finding]:
    """All that is wrong at the end of a day."""
    played.witness.look()
    found = database.read(database.reader(played.world.database_url))
    about = cases(played, found)
    per_question = [finding for case in about for check in CHECKS for finding in check(case)]
    twice = [each for each in _sent_twice(played) if not _told(per_question, each)]
    return [*per_question, *_nobody_asked(about, found), *twice, *_posts(played, found), *_troubles(played)]


def _told(findings: list[Finding], twice: Finding) -> bool:
    """Whether this double was found already, as a second card say: it counts once."""
    places = twice.what.rpartition(": ")[2].split(", ")
    return any(each.wrong is twice.wrong and places[-1] in each.what for each in findings)


def _nobody_asked(about: list[Case], found: Records) -> Iterator[Finding]:
    known = {each for case in about for each in case.ids}
    for request_id in sorted(set(found.requests) - known):
        yield doubled(request_id, "a request in the database that belongs to no question")


def _posts(played: Played, found: Records) -> Iterator[Finding]:
    """Each kept message is up to date and stands where the database says."""
    conversations = played.world.sandbox.workspace.conversations
    for post in found.posts.values():
        if post.next_try_at or post.trouble or post.sent < post.wanted:
            state = f"sent {post.sent} of {post.wanted}, trouble {post.trouble}, due {post.next_try_at} at {system()}"
            yield lost(post.subject_id, f"{post.kind} for {post.person_id} is not up to date: {state}")
        elif post.ts and (message := conversations[post.channel].find(post.ts)) is None:
            yield lost(post.subject_id, f"{post.kind} for {post.person_id} should stand at {post.ts} and does not")
        elif post.ts and message and is_gone(played.world.sandbox.workspace, message):
            yield lost(post.subject_id, f"{post.kind} for {post.person_id} is a gravestone")


def _sent_twice(played: Played) -> Iterator[Finding]:
    """Each kept message was posted once, whatever kind it is of."""
    places: dict[str, list[str]] = {}
    for sight in played.witness.sights:
        if sight.post_id:
            places.setdefault(sight.post_id, []).append(f"{sight.channel} {sight.ts}")
    for post_id, seen in places.items():
        if len(seen) > 1:
            yield doubled(post_id, f"one kept message was posted {len(seen)} times: {', '.join(seen)}")


def _troubles(played: Played) -> Iterator[Finding]:
    for each in played.troubles:
        yield lost("-", each)
    for each in played.log.strange:
        yield lost("-", each)
    for method in played.world.sandbox.unknown_methods:
        yield lost("-", f"an unknown method was called: {method}")
