"""Tells workflows what came of their questions: the only module that ends a step.

    claim (transaction) -> what is true now -> Slack, outside any transaction -> the row goes

One at a time; answers whether there was one. A step that Slack has ended already, or does not know any more, counts as
told: that is what it says when an answer of its own got lost. It is ended with the workspace's token: the one that
comes with the event lives for minutes, and a question may wait for days.
"""

import logging
from datetime import datetime, timedelta
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlalchemy.orm import Session

from bot.slack import conversations
from bot.slack.failures import LONGEST_WAIT, PASSING, Failure, failure, wait
from bot.slack.outbox import AUTHORIZATION
from bot.slack.sending.delivery import Clients
from bot.store.engine import Sessions
from bot.store.workspace import inside
from bot.workflow import blocks
from bot.workflow.models import WorkflowStep
from bot.workflow.service import Claimed, End, claim, end_of, find

OVER = {"execution_not_in_running_state", "function_execution_not_found"}

log = logging.getLogger(__name__)


def complete_one(sessions: Sessions, clients: Clients, now: datetime) -> bool:
    """End one step about which there is something to tell; False when there is none."""
    with sessions.begin() as session:
        claimed = claim(session, now)
    if claimed is None:
        return False
    with inside(claimed.workspace_id):
        try:
            _complete(sessions, clients, claimed, now)
        except Exception as error:  # its lease keeps the row away for a while; the others go on
            log.error("the step %s could not be ended: %s", claimed.execution_id, type(error).__name__)
    return True


def _complete(sessions: Sessions, clients: Clients, claimed: Claimed, now: datetime) -> None:
    with sessions.begin() as session:
        end = end_of(session, session.get_one(WorkflowStep, claimed.execution_id))
    failed = None
    try:
        _tell(clients(claimed.workspace_id), claimed.execution_id, end)
    except (SlackClientError, OSError, HTTPException) as error:
        failed = failure(error)
    with sessions.begin() as session:
        _settle(session, claimed.execution_id, failed, now)


def _tell(client: WebClient, execution_id: str, end: End) -> None:
    if end.outputs is None:
        client.functions_completeError(function_execution_id=execution_id, error=end.error)
    else:
        client.functions_completeSuccess(function_execution_id=execution_id, outputs=end.outputs)


def _settle(session: Session, execution_id: str, failed: Failure | None, now: datetime) -> None:
    step = find(session, execution_id)
    if step is None:
        return
    if failed is None or failed.code in OVER:
        session.delete(step)
    elif failed.code in PASSING | AUTHORIZATION:
        _try_again(session, step, failed, now)
    else:
        _give_up(session, step, failed, now)


def _try_again(session: Session, step: WorkflowStep, failed: Failure, now: datetime) -> None:
    pause = timedelta(seconds=failed.wait) or wait(step.attempts, failed.code)
    step.trouble, step.next_try_at = failed.code, now + (LONGEST_WAIT if failed.code in AUTHORIZATION else pause)
    if failed.method:
        conversations.pause(session, failed.method, step.next_try_at)


def _give_up(session: Session, step: WorkflowStep, failed: Failure, now: datetime) -> None:
    """Slack does not take the outputs: the workflow hears at least that. If it does not take an error, nobody can."""
    log.warning("Slack does not let me end the step %s of a workflow: %s", step.execution_id, failed.code)
    if step.request_id is None:
        session.delete(step)
    else:
        step.request_id, step.refusal, step.next_try_at, step.trouble = None, blocks.NOT_TOLD, now, failed.code
