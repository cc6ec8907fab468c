"""Has requests take the steps that are due, and commits. Decides nothing: what a step does is the clockwork's."""

import logging
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.requests.service import clockwork
from bot.settings import Settings
from bot.store.engine import Sessions
from bot.store.workspace import inside
from bot.telemetry.traces import span

AT_ONCE = 20
"""So many take their steps in one transaction. Whoever clicks meanwhile waits for it: less than a tenth of a second."""
POSTPONE = timedelta(minutes=5)
"""A request whose step fails waits this long, so that it does not hold up the others."""

log = logging.getLogger(__name__)


def step_some(sessions: Sessions, settings: Settings, clock: Clock) -> bool:
    """Some requests take a step, all or none of them; False when none is due.

    Where one of them cannot, each takes its own: one bad row keeps no other back.
    """
    now = clock()
    try:
        with sessions.begin() as session:
            found = clockwork.several_due(session, now, AT_ONCE)
            for request in found:
                with inside(request.workspace_id), span("request step"):
                    clockwork.step(session, settings, request, now)
                    session.flush()  # a row is of the workspace in which it is written
        return bool(found)
    except Exception as error:
        log.warning("requests take their steps one by one: %s", type(error).__name__)
        return all(_step_one(sessions, settings, clock()) for _ in range(AT_ONCE))


def _step_one(sessions: Sessions, settings: Settings, now: datetime) -> bool:
    """The most overdue request takes a step, or waits a while if it cannot; False when none is due."""
    due: clockwork.Due | None = None
    try:
        with sessions.begin() as session:
            due = clockwork.next_due(session, now)
            if due is None:
                return False
            with inside(due.workspace_id), span("request step"):
                clockwork.take_step(session, settings, due.request_id, now)
    except Exception as error:
        if due is None:
            raise
        log.error("request %s could not take its step: %s", due.request_id, type(error).__name__)
        with inside(due.workspace_id), sessions.begin() as session:
            clockwork.postpone(session, due.request_id, now + POSTPONE)
    return True
