"""What may happen to a request, and when. Tables and values; no session, no Slack, no clock.

HELD -> DELIVERED -> ANSWERED -> CLOSED
  \\________ SOLVED, DECIDED, PARKED, WITHDRAWN (from HELD or DELIVERED)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from bot.team.rules import Topic
from bot.team.working_time import Hours, add_working, subtract_working


class Status(StrEnum):
    """Where a request is in its life."""

    HELD = "held"
    DELIVERED = "delivered"
    ANSWERED = "answered"
    CLOSED = "closed"
    SOLVED = "solved"
    DECIDED = "decided"
    PARKED = "parked"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What somebody, or time, does to a request."""

    RELEASE = "release"
    HAND_OVER = "hand_over"
    ANSWER = "answer"
    CLOSE = "close"
    SOLVE = "solve"
    DECIDE = "decide"
    PARK = "park"
    WITHDRAW = "withdraw"
    ANSWER_OUTSIDE = "answer_outside"
    REOPEN = "reopen"


NEXT: dict[tuple[Status, Move], Status] = {
    (Status.HELD, Move.RELEASE): Status.DELIVERED,
    (Status.HELD, Move.HAND_OVER): Status.HELD,
    (Status.HELD, Move.SOLVE): Status.SOLVED,
    (Status.HELD, Move.DECIDE): Status.DECIDED,
    (Status.HELD, Move.PARK): Status.PARKED,
    (Status.HELD, Move.WITHDRAW): Status.WITHDRAWN,
    (Status.HELD, Move.ANSWER_OUTSIDE): Status.ANSWERED,
    (Status.DELIVERED, Move.HAND_OVER): Status.DELIVERED,
    (Status.DELIVERED, Move.ANSWER): Status.ANSWERED,
    (Status.DELIVERED, Move.SOLVE): Status.SOLVED,
    (Status.DELIVERED, Move.DECIDE): Status.DECIDED,
    (Status.DELIVERED, Move.PARK): Status.PARKED,
    (Status.DELIVERED, Move.WITHDRAW): Status.WITHDRAWN,
    (Status.DELIVERED, Move.ANSWER_OUTSIDE): Status.ANSWERED,
    (Status.ANSWERED, Move.ANSWER): Status.ANSWERED,
    (Status.ANSWERED, Move.CLOSE): Status.CLOSED,
    (Status.ANSWERED, Move.REOPEN): Status.HELD,
}
"""Every legal move. What is not here is refused."""

OPEN = frozenset({Status.HELD, Status.DELIVERED, Status.ANSWERED})


class WayIn(StrEnum):
    """How the rep asked."""

    DM = "dm"
    COMMAND = "command"
    SHORTCUT = "shortcut"
    MESSAGE_SHORTCUT = "message_shortcut"
    HOME = "home"
    WATCHED_DM = "watched_dm"
    CHANNEL = "channel"
    WORKFLOW = "workflow"


SEEN = frozenset({WayIn.WATCHED_DM, WayIn.CHANNEL})
"""The rep wrote to a person; Kickstand read it, because it may. They did not ask for anything from Kickstand."""


class Bypass(StrEnum):
    """Why a request did not wait the whole window.

    FROZEN: it was a day on which nothing waits. RELEASED: an admin let everything go out that was waiting.
    """

    URGENT = "urgent"
    PROTECTED = "protected"
    GROWTH = "growth"
    SENT_NOW = "sent_now"
    FROZEN = "frozen"
    RELEASED = "released"


UNSCORED = frozenset({Bypass.URGENT, Bypass.PROTECTED, Bypass.GROWTH})
"""Met at once and never part of the score: there is nothing wrong in any of them."""


NOT_HELD = frozenset({Bypass.FROZEN, Bypass.RELEASED})
"""Nobody who asked or answered chose it for this request: it had no hour in which it could have been solved."""


class Answer(StrEnum):
    """What the manager did. RESCUE and ONLY_I come from `I'll handle it`; REPLY is a message in the card's thread.

    OUTSIDE is one where the rep had asked: in their own conversation, or in the channel. LET_PLAY looks back with both.
    """

    QUESTION = "question"
    BACK_PICK = "back_pick"
    YOUR_CALL = "your_call"
    LET_PLAY = "let_play"
    HANDLE = "handle"
    REPLY = "reply"
    OUTSIDE = "outside"


IN_WORDS = frozenset({Answer.REPLY, Answer.OUTSIDE})
"""Answers that were written: what kind of help they were, nobody knows until the manager says so."""


class Label(StrEnum):
    """What kind of help it was (S1.1): the manager's button, never a guess. DIFFERENT: another way, and fine (S0.2)."""

    COACHED = "coached"
    DELEGATED = "delegated"
    DIFFERENT = "different"
    RESCUED = "rescued"
    ONLY_I = "only_i"
    UNLABELLED = "unlabelled"


LABEL_OF: dict[Answer, Label] = {
    Answer.QUESTION: Label.COACHED,
    Answer.BACK_PICK: Label.DELEGATED,
    Answer.YOUR_CALL: Label.DELEGATED,
    Answer.LET_PLAY: Label.DELEGATED,
}
"""The answers that are a label by themselves; the others are asked for one."""
LEFT = frozenset(answer for answer, label in LABEL_OF.items() if label == Label.DELEGATED)
LEFT_TO_THEM = frozenset({Label.DELEGATED, Label.DIFFERENT})
"""The answers that leave it to the rep, who is asked two weeks later how it went; and the labels that say so."""
TIMED = frozenset({Label.RESCUED, Label.COACHED})
"""The kinds of help that the manager may note a time for (S1.3)."""
MINUTES = (5, 15, 30, 60, 120)
"""The times there are to choose from: what it took is remembered roughly, and needs no more."""
CONTESTABLE = frozenset(Label) - {Label.UNLABELLED}
"""What a manager may have said it was, and a rep may say it was: that there is no label is nobody's word."""


class DecidedBy(StrEnum):
    """Who made the decision, as the rep saw it."""

    ME = "me"
    TOGETHER = "together"
    MANAGER = "manager"


AGREES: Mapping[Label, frozenset[DecidedBy]] = {
    Label.DELEGATED: frozenset({DecidedBy.ME, DecidedBy.TOGETHER}),
    Label.DIFFERENT: frozenset({DecidedBy.ME, DecidedBy.TOGETHER}),
    Label.COACHED: frozenset({DecidedBy.ME, DecidedBy.TOGETHER}),
    Label.RESCUED: frozenset({DecidedBy.MANAGER}),
    Label.ONLY_I: frozenset({DecidedBy.MANAGER, DecidedBy.TOGETHER}),
}
"""Which of the rep's views of who decided fit which of the manager's labels: as shown and as counted."""


class Outcome(StrEnum):
    """How it went, two weeks after the rep decided."""

    WELL = "well"
    MIXED = "mixed"
    BADLY = "badly"


class Part(StrEnum):
    """What a message of a person is to its request."""

    ASK = "ask"
    TRIED = "tried"
    OPTIONS = "options"
    REPLY = "reply"


@dataclass(frozen=True)
class Brief:
    """The two questions' answers and the facts beside them; everything may be empty."""

    tried: str = ""
    options: tuple[str, ...] = ()
    pick: int | None = None
    amount: Decimal | None = None
    needed_by: date | None = None
    topic: Topic | None = None


class Step(StrEnum):
    """What falls due on a request. The order breaks ties: a check is not asked after the release."""

    RELEASE = "release"
    CHECK = "check"
    REMIND = "remind"
    CLOSE = "close"
    OUTCOME = "outcome"
    FORGET = "forget"


CHECK_BEFORE = timedelta(minutes=10)
CHECK_FROM = timedelta(minutes=20)
"""A hold shorter than this is not checked: the question would come right after the first message."""
RAMP_HOLD = timedelta(minutes=15)
BURST = timedelta(minutes=5)
"""Messages of one rep this close together belong together; the score counts them once."""
JOIN = timedelta(minutes=2)
"""Messages in a row that become one request: closer than a burst, for two questions may come in five minutes."""
REMIND_AFTER_HOLDS = 2
REMIND_AT_LEAST = timedelta(minutes=60)
"""Without a hold there is no window to double: remind after this much working time."""
LABEL_WITHIN_DAYS = 2
OUTCOME_AFTER = timedelta(days=14)
KEEP_TEXT = timedelta(days=30)
"""When it is first looked whether the words of an ended request go: the settings may say sooner or later."""
KEEP_OPEN_TEXT = timedelta(days=365)
"""The words of a request that nobody ever ended go after a year."""
ASK_AGAIN = timedelta(hours=24)
"""The same words within this time are the same question."""
WAITS = (0, 30, 60, 90)
"""The waits, in minutes, among which one is drawn where a team tries different ones."""
DEALS_TO_KNOW = 3
"""How many amounts must be known before the largest of them protects a deal or says what is average."""


@dataclass(frozen=True)
class Plan:
    """When a held request goes out, and when the rep is asked whether it still should."""

    release_at: datetime
    check_at: datetime | None


def plan(hours: Hours, asked_at: datetime, hold: timedelta, now: datetime) -> Plan:
    """Count `hold` in the manager's working time from `asked_at`; the check comes ten working minutes before.

    A release that lies in the past (the window was made shorter) is due now, inside working hours.
    Raises NoWorkingTime when the manager has none for more than a year.
    """
    release = max(add_working(hours, asked_at, hold), add_working(hours, now, timedelta(0)))
    if hold < CHECK_FROM:
        return Plan(release, None)
    check = subtract_working(hours, release, CHECK_BEFORE)
    return Plan(release, check if check > now else None)


def hold_length(team_hold: timedelta, ramp: bool) -> timedelta:
    """In their first 90 days a rep waits a quarter of an hour at most (S0.3)."""
    return min(team_hold, RAMP_HOLD) if ramp else team_hold


def protects(protect_at: Decimal | None, seen: Sequence[Decimal]) -> Decimal | None:
    """The amount from which a deal is protected: the manager's number, else the largest seen in a year (S1.4)."""
    if protect_at is not None:
        return protect_at
    return max(seen) if len(seen) >= DEALS_TO_KNOW else None


class Size(StrEnum):
    """A deal beside the team's others of the trailing year."""

    PROTECTED = "protected"
    AVERAGE = "average"
    ABOVE = "above"
    UNKNOWN = "unknown"


def size(amount: Decimal | None, threshold: Decimal | None, seen: Sequence[Decimal]) -> Size:
    """Protected at the threshold; average up to the mean of what was seen: a safe place to learn (S1.4)."""
    if amount is None:
        return Size.UNKNOWN
    if threshold is not None and amount >= threshold:
        return Size.PROTECTED
    if len(seen) < DEALS_TO_KNOW:
        return Size.UNKNOWN
    return Size.AVERAGE if amount <= sum(seen) / len(seen) else Size.ABOVE


def remind_after(hold: timedelta) -> timedelta:
    """Twice the window, in working time; without a window, an hour."""
    return hold * REMIND_AFTER_HOLDS if hold else REMIND_AT_LEAST


def may_answer_again(answer: Answer | None, label: Label | None) -> bool:
    """After a question or a reply the manager may still back a pick, hand it over or take it on."""
    return answer in {None, Answer.QUESTION, *IN_WORDS} or (answer == Answer.HANDLE and label is None)
