"""Judges the life of a request: that there is one, that its history is whole and ends once, that clicks took effect."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row

from bot.requests.rules import NEXT, OPEN, Move, Status
from tests.crash.cases import Case
from tests.crash.findings import Finding, doubled, lost
from tests.crash.people import Done

MOVE_OF = {
    "Solved it": Move.SOLVE,
    "Park for 1:1": Move.PARK,
    "Take back": Move.WITHDRAW,
    "Send now": Move.RELEASE,
    "submit urgent": Move.RELEASE,
    "Your call": Move.ANSWER,
    "Back their pick": Move.ANSWER,
    "I'll handle it": Move.ANSWER,
    "submit question": Move.ANSWER,
}
"""What a click does, if it went through and was possible."""


def one_request(case: Case) -> Iterator[Finding]:
    """Every question that was accepted is one request; a message that its rep deleted at once may be none."""
    if len(case.ids) > 1:
        yield doubled(case.token, f"it became {len(case.ids)} requests: {', '.join(case.ids)}")
    if not case.ids and case.asked.words is not None:
        yield lost(case.token, f"it was asked ({case.asked.story.way}) and there is no request")


def history_agrees(case: Case) -> Iterator[Finding]:
    """Each move begins where the last one ended, is legal, and the last one ends where the request is."""
    if case.request is None:
        return
    status = Status.HELD
    for row in case.history:
        if row.before != status or NEXT.get((status, row.move)) != row.after:
            yield lost(case.token, f"its history breaks at {row.move}: {row.before} -> {row.after}, it was {status}")
        status = row.after
    if status != case.request.status:
        yield lost(case.token, f"its history ends {status}, the request is {case.request.status}")


def ended_once(case: Case) -> Iterator[Finding]:
    """Everybody ended everything: there is one move into an end, and it is the last."""
    ends = [row for row in case.history if row.after not in OPEN]
    if len(ends) > 1:
        yield doubled(case.token, f"it ended {len(ends)} times: {_moves(case.history)}")
    if case.request is not None and not ends:
        yield lost(case.token, f"it never ended: {_moves(case.history) or 'no move'}")


def clicks_had_their_effect(case: Case) -> Iterator[Finding]:
    """What Slack got an acknowledgement for was done, unless somebody had made it impossible before."""
    for done in case.done:
        move = MOVE_OF.get(done.what)
        if case.request is None or move is None or not done.acked:
            continue
        before = [row for row in case.history if row.at <= done.ended]
        status = before[-1].after if before else Status.HELD
        if (status, move) in NEXT and not _happened(before, move, done):
            yield lost(case.token, f"{done.who} clicked {done.what!r} at {done.ended}, it was {status}, nothing came")


def _happened(before: list[Row[Any]], move: Move, done: Done) -> bool:
    """A second answer is refused though it is a legal move: any answer will do."""
    return any(row.move == move and (row.actor_id == done.who or move == Move.ANSWER) for row in before)


def _moves(history: list[Row[Any]]) -> str:
    return ", ".join(f"{row.move} by {row.actor_id or 'time'} at {row.at:%H:%M:%S.%f}" for row in history)
