"""The metronome: APScheduler, in memory, ticking the jobs. What is due lives in the database; a tick may be missed."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, timedelta
from functools import partial

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.clock import system
from bot.due import DUE
from bot.jobs import EXPIRE_EVERY, LANES, Jobs
from bot.telemetry import record

log = logging.getLogger(__name__)
OFTEN = 5
"""Seconds. What ticks as often as that mostly finds nothing to do, and is no trace each time."""

OTHERS = 4
"""Threads for everything else: no lane that waits for Slack keeps it back."""

FIRST_EXPIRY = timedelta(minutes=10)
"""After a start: a program that is started anew each morning forgets what is old as well, and learns its sizes."""

SOON = timedelta(seconds=0.1)
"""While there is more to send than may go at once, the next look is as near: some conversation's turn comes first."""

SELDOM = 30
"""Seconds. So often what is looked for each second is looked for once more by its own job."""


class Metronome:
    """APScheduler, in memory, ticking the jobs. `misfire_grace_time=None`: its default drops a job a second late."""

    def __init__(self, jobs: Jobs) -> None:
        self._due, self._is_sending, self._stopping = jobs.due, jobs.is_sending, jobs.stopping
        self._waking = threading.Lock()
        self._ticked: float | None = None
        self._without_database: set[str] = set()
        """Jobs whose last tick the database did not answer: said once, not with each tick of an outage."""
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(LANES + OTHERS)},
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        jobs.another_lane = partial(self._now, "deliver")
        self._every(self._look, "look", seconds=1)
        # When the look finds something, or a listener made something due; and by themselves, to be sure.
        self._every(jobs.step_requests, "requests", seconds=SELDOM)
        # Several at once: while one waits for an answer of Slack's, the next look goes on with what else is due.
        self._every(jobs.deliver, "deliver", seconds=SELDOM, at_once=LANES)
        self._every(jobs.end_workflow_steps, "workflow steps", seconds=SELDOM)
        self._every(jobs.look_back, "look back", seconds=5)
        self._every(jobs.post_weekly, "weekly", seconds=60)
        self._every(jobs.post_digests, "digests", seconds=60)
        self._every(jobs.post_months, "months", seconds=60)
        self._every(jobs.step_pulses, "pulses", seconds=60)
        self._every(jobs.tell_decisions, "decisions", seconds=60)
        self._every(jobs.summarise_trials, "trials", seconds=60)
        self._every(jobs.step_meetings, "1:1s", seconds=60)
        self._every(jobs.step_plans, "plans", seconds=60)
        self._every(jobs.step_joint_calls, "joint calls", seconds=30)
        self._every(jobs.refresh_tokens, "refresh tokens", seconds=300)
        self._every(jobs.tidy, "tidy", seconds=3600)
        self._every(jobs.expire, "expire", seconds=EXPIRE_EVERY.seconds)
        self._scheduler.modify_job("expire", next_run_time=system() + FIRST_EXPIRY)

    def _every(self, job: Callable[[], None], name: str, *, seconds: int, at_once: int = 1) -> None:
        tick = partial(self.tick, job, name, traced=seconds > OFTEN)
        self._scheduler.add_job(tick, "interval", seconds=seconds, id=name, max_instances=at_once)

    def tick(self, job: Callable[[], None], name: str, *, traced: bool) -> None:
        """Have a job look once; that the database does not answer is said once, and so is that it does again."""
        try:
            with record.tick(name, traced=traced):
                job()
        except (OperationalError, InterfaceError) as error:  # what is due stays due until a later tick
            if name not in self._without_database:
                log.error("%s: the database does not answer. What is due waits.", name, exc_info=error)
            self._without_database.add(name)
        else:
            if name in self._without_database:
                log.info("%s: the database answers again.", name)
            self._without_database.discard(name)
        finally:
            self._ticked = time.monotonic()

    def since_tick(self) -> float | None:
        """Seconds since any job last ended, or since the start; None before that."""
        return None if self._ticked is None else time.monotonic() - self._ticked

    def start(self) -> None:
        """Begin to tick, in threads of its own."""
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._ticked = time.monotonic()
        self._scheduler.start()

    def stop(self) -> None:
        """Finish the item at hand, then stop."""
        with self._waking:
            self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def wake(self) -> None:
        """Look now instead of at the next tick."""
        for name in DUE:
            self._now(name)

    def _look(self) -> None:
        found = self._due()
        for name in found:
            self._now(name)
        if found and self._is_sending():
            self._now("look", after=SOON)

    def _now(self, name: str, after: timedelta = timedelta(0)) -> None:
        with self._waking:  # whoever stops it waits for jobs, with the lock that this needs
            if self._scheduler.running and not self._stopping.is_set():
                self._scheduler.modify_job(name, next_run_time=system() + after)
