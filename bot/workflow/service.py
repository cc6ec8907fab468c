"""A step waits for its question, or is refused; which one is to be told next. Never commits, never calls Slack."""

from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple, TypeVarTuple

from sqlalchemy import ColumnElement, Select, case, exists, or_, select, update
from sqlalchemy.orm import Session

from bot.requests.models import Request
from bot.requests.rules import Move, Status
from bot.slack.conversations import Moments, Pause, at, is_paused, named
from bot.slack.installing.workspaces import is_served
from bot.store.insert import insert_if_new
from bot.store.workspace import inside
from bot.team import service as team
from bot.workflow import blocks, rules
from bot.workflow.models import WorkflowStep

Columns = TypeVarTuple("Columns")

LEASE = timedelta(seconds=30)
"""Longer than the one call to Slack can take."""


class End(NamedTuple):
    """What a workflow is to be told: outputs, or an error."""

    outputs: dict[str, str] | None
    error: str = ""


class Claimed(NamedTuple):
    """A step that is this process's alone until its lease is over."""

    workspace_id: str
    execution_id: str


def find(session: Session, execution_id: str) -> WorkflowStep | None:
    """The step, locked until the transaction ends; None: its workflow was told."""
    return session.get(WorkflowStep, execution_id, with_for_update=True)


def expect(session: Session, execution_id: str, now: datetime) -> None:
    """A workflow has come to the step. Whatever happens next, it hears something: if nothing else, that nothing was
    passed on."""
    due = now + rules.GIVE_UP
    insert_if_new(session, WorkflowStep, execution_id=execution_id, next_try_at=due, created_at=now)


def hold(session: Session, execution_id: str, request: Request) -> None:
    """The question was taken: the step waits for what comes of it."""
    if step := find(session, execution_id):
        step.request_id, step.refusal, step.next_try_at = request.id, None, None


def refuse(session: Session, execution_id: str, sentence: str | None, now: datetime) -> None:
    """Unless the question was taken, the workflow hears at once that it was not; without a sentence, not why."""
    step = find(session, execution_id)
    if step and step.request_id is None:
        step.refusal, step.next_try_at = sentence, now


def claim(session: Session, now: datetime) -> Claimed | None:
    """Take a step that there is something to tell about, by moving its due time ahead; None: there is none."""
    row = session.execute(_oldest_due(), at(now)._asdict(), execution_options={"every_workspace": True}).first()
    if row is None:
        return None
    with inside(row.workspace_id):
        mine = update(WorkflowStep).where(WorkflowStep.execution_id == row.execution_id)
        session.execute(mine.values(next_try_at=now + LEASE, attempts=WorkflowStep.attempts + 1))
    return Claimed(row.workspace_id, row.execution_id)


def anything_due() -> ColumnElement[bool]:
    """Whether there is something to tell about any step. Wants Moments."""
    return _due(select(WorkflowStep.execution_id), named()).exists()


@cache
def _oldest_due() -> Select[str, str]:
    """Built once: to put it together takes longer than to ask it. Wants Moments."""
    return (
        _due(select(WorkflowStep.workspace_id, WorkflowStep.execution_id), named())
        .order_by(WorkflowStep.created_at, WorkflowStep.execution_id)
        .limit(1)
        .with_for_update(of=WorkflowStep, skip_locked=True)  # on SQLite writers queue anyway
    )


def _due(steps: Select[*Columns], when: Moments) -> Select[*Columns]:
    there_is_news = or_(WorkflowStep.request_id.is_(None), Request.status.not_in(rules.WAITING))
    served = is_served(WorkflowStep.workspace_id, when.now)
    with_request = steps.outerjoin(Request, WorkflowStep.request_id == Request.id)
    return with_request.where(there_is_news, _is_due(when), served, ~_must_wait(when))


def _is_due(when: Moments) -> ColumnElement[bool]:
    """What claims to be due in more than an hour was written by a clock that ran ahead."""
    moment = WorkflowStep.next_try_at
    return or_(moment.is_(None), moment <= when.now, moment > when.in_a_wait)


def _must_wait(when: Moments) -> ColumnElement[bool]:
    """Whether Slack asked this workspace to leave alone the method that this step needs."""
    method = case((WorkflowStep.request_id.is_(None), "functions.completeError"), else_="functions.completeSuccess")
    return exists().where(Pause.workspace_id == WorkflowStep.workspace_id, is_paused(when), Pause.method == method)


def end_of(session: Session, step: WorkflowStep) -> End:
    """What this step's workflow is to be told, from what is true now."""
    request = session.get(Request, step.request_id) if step.request_id else None
    if request is None:
        return End(None, step.refusal or blocks.NOT_PASSED_ON)
    by = _answered_by(request)
    rep, answerer = (team.person(session, each).first_name for each in (request.rep_id, by or request.answerer_id))
    outputs = {
        "status": rules.ended(request.status, request.answer),
        "answer": blocks.sentence(request.status, request.answer, rep, answerer),
    }
    return End(outputs | ({"answered_by": by} if by and rules.PERSON.fullmatch(by) else {}))


def _answered_by(request: Request) -> str | None:
    """Who gave the answer that counts; nobody when the rep settled it."""
    if request.status not in {Status.ANSWERED, Status.CLOSED}:
        return None
    return next((each.actor_id for each in reversed(request.history) if each.move == Move.ANSWER), None)
