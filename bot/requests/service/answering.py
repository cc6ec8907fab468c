"""The manager answers, with one tap; the label and the rep's view of who decided are kept side by side."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.requests import refusals
from bot.requests.models import Request
from bot.requests.rules import (
    IN_WORDS,
    LABEL_OF,
    LEFT,
    MINUTES,
    OUTCOME_AFTER,
    SEEN,
    TIMED,
    UNSCORED,
    Answer,
    DecidedBy,
    Label,
    Move,
    Outcome,
    Status,
)
from bot.requests.service.holding import release
from bot.requests.service.lifecycle import (
    ANSWERED,
    OUTCOME,
    OUTCOME_SEEN,
    REP,
    answerable_by,
    asked_by,
    changed,
    label_deadline,
    move,
    people,
    refuse_if_over,
)
from bot.settings import Settings
from bot.slack import outbox


def answer(session: Session, settings: Settings, request_id: str, by: str, given: Answer, now: datetime) -> Request:
    """Record one of the manager's answers; the button is the label where it can be one (S1.1).

    After a question or a reply another answer may follow, and its label counts. Raises Refusal for anybody but the
    manager of record and the deputy, for a second final answer, and when there is no pick to back.
    """
    request = answerable_by(session, request_id, by)
    if request.way_in in SEEN and request.status == Status.HELD:
        release(session, request, settings, by, now)  # the manager who has the message already need not wait
    refuse_if_over(session, request, by, now)
    if given == Answer.BACK_PICK and not request.picked:
        raise refusals.no_pick(people(session, request)[0].first_name)
    if given == Answer.LET_PLAY and request.bypass in UNSCORED:
        raise refusals.no_place_to_learn()
    close_at = label_deadline(session, request, settings, now)
    request.answer, request.label = given, LABEL_OF.get(given)
    request.contested = request.minutes = None  # both were about the answer before
    request.answered_at, request.close_at = request.answered_at or now, close_at
    request.outcome_at = now + OUTCOME_AFTER if given in LEFT else None
    move(session, request, Move.ANSWER, by, now)
    if given not in {Answer.QUESTION, *IN_WORDS}:
        _tell_rep(session, request, now)
    return request


def _tell_rep(session: Session, request: Request, now: datetime) -> None:
    """An edit notifies nobody: a line in the thread does."""
    thread = outbox.find(session, REP, request.id)
    outbox.want(session, ANSWERED, request.id, request.rep_id, now, thread=thread)


def label(session: Session, request_id: str, by: str, given: Label, now: datetime) -> None:
    """The manager says what kind of help it was. Once; never guessed.

    What was left to the rep may still become "done differently, and it was fine": that shows later (S0.2).
    """
    request = answerable_by(session, request_id, by)
    if request.label == Label.DELEGATED and given == Label.DIFFERENT:
        request.label = given
        changed(session, request, now)
        return
    if request.label == Label.UNLABELLED:
        raise refusals.closed_unlabelled()
    if request.label is not None:
        raise refusals.already_labelled()
    if request.status not in {Status.ANSWERED, Status.CLOSED}:
        raise refusals.over("was not answered by you, so there is nothing to label")
    request.label = given
    _close_if_complete(session, request, by, now)


def took(session: Session, request_id: str, by: str, minutes: int, now: datetime) -> None:
    """The manager says how long it took (S1.3); another time later takes its place. Also when it is closed meanwhile.

    Raises Refusal for anybody but the manager of record and the deputy, and where nothing was coached or rescued.
    """
    request = answerable_by(session, request_id, by)
    if request.label not in TIMED or minutes not in MINUTES:
        raise refusals.no_time_to_note()
    request.minutes = minutes
    changed(session, request, now)


def decided(session: Session, request_id: str, by: str, who: DecidedBy, now: datetime) -> None:
    """The rep says who made the decision, once. Kept beside the label; neither overrules the other."""
    request = asked_by(session, request_id, by)
    if request.status not in {Status.ANSWERED, Status.CLOSED}:
        raise refusals.over("isn't answered yet, or is over")
    if request.decided_by not in {None, who}:
        raise refusals.already_said_who()
    request.decided_by = who
    _close_if_complete(session, request, by, now)


def _close_if_complete(session: Session, request: Request, by: str, now: datetime) -> None:
    if request.status == Status.ANSWERED and request.label and request.decided_by:
        move(session, request, Move.CLOSE, by, now)
    else:
        changed(session, request, now)


def outcome(session: Session, request_id: str, by: str, how: Outcome, now: datetime) -> None:
    """The rep says how it went, two weeks later."""
    request = asked_by(session, request_id, by)
    request.outcome = how
    _look_back(session, request, now)


def outcome_seen(session: Session, request_id: str, by: str, how: Outcome, now: datetime) -> None:
    """The manager says how something went that they let play out (S0.7). Raises Refusal when they did not."""
    request = answerable_by(session, request_id, by)
    if request.answer != Answer.LET_PLAY:
        raise refusals.not_let_play()
    request.outcome_seen = how
    _look_back(session, request, now)


def _look_back(session: Session, request: Request, now: datetime) -> None:
    outbox.refresh_several(session, (OUTCOME, OUTCOME_SEEN), request.id, now)
    changed(session, request, now)
