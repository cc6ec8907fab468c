"""Looking for what is due: when nothing is, and when a thousand things are at once. Sends nothing to Slack."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Semaphore

from apscheduler.events import EVENT_JOB_EXECUTED
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine

from benchmarks import servers
from benchmarks.results import Result, Size
from benchmarks.seeding import seed_pending, seed_teams, seed_words, settle
from benchmarks.timing import Spent, percentile, spent, usual
from bot.app import Kickstand, build
from bot.clock import system
from bot.due import due
from bot.store.workspace import sessions_on

NOW = timedelta(seconds=-100_000)
"""Long enough ago for everything to be due, wherever in its day it was spread."""
ROUNDS = 3
"""After one that does not count."""


def empty(size: Size) -> Iterator[Result]:
    """What the program does each second when nothing is due: with many holds pending, against few."""
    few, many = 1_000, size.of(1_000_000, 2_000)
    for kind in size.databases:
        with servers.database(kind) as engine:
            seed_teams(engine, managers=100)
            seed_pending(engine, few, 1000)
            settle(engine)
            before = _poll(engine)
            seed_pending(engine, many - few, 1000, first=few)
            settle(engine)
            after = _poll(engine)
        how = f"{before * 1e6:.0f} us with {few:,}, {after * 1e6:.0f} us with {many:,}"
        yield Result(f"empty poll, many pending / few, {kind}", after / before, 1.5, how=how)


def _poll(engine: Engine) -> float:
    sessions = sessions_on(engine)

    def look() -> None:
        with sessions() as session:
            assert due(session, system()) == []

    return usual(look, 300)


def falling_due(size: Size) -> Iterator[Result]:
    """Many holds end at once among many that do not: until every card is in the outbox."""
    many, due = size.of(1_000_000, 2_000), size.of(1_000, 60)
    theirs = _a_job_each(due).cpu
    for kind in size.databases:
        with servers.slack() as slack, servers.database(kind) as engine:
            seed_teams(engine, managers=100)
            seed_pending(engine, many, 1000)
            program = build(servers.settings(servers.url_of(engine), slack), engine=engine)
            program.tokens.introduce()
            done = [_fall_due(program, due, many + due * number) for number in range(1 + ROUNDS)][1:]
            wall, cpu = percentile((each.wall for each in done), 0.5), percentile((each.cpu for each in done), 0.5)
            program.close()
        how = f"{cpu / due * 1e3:.2f} ms of CPU a hold"
        yield Result(f"{due:,} due at once, {kind}", wall * 1000 / due, 1, "s a thousand", how=how)
        against = f"{theirs / due * 1e3:.2f} ms of CPU a job"
        yield Result(f"CPU of an APScheduler job / of a hold, {kind}", theirs / cpu, 100, at_most=False, how=against)


def _fall_due(program: Kickstand, due: int, first: int) -> Spent:
    seed_pending(program.engine, due, 1000, first=first, due_in=NOW)
    seed_words(program.engine, due, first)
    settle(program.engine)
    return spent(program.jobs.step_requests)


def _a_job_each(count: int) -> Spent:
    """The same with a persistent job for each, in a SQLite file: added, then all of them due."""
    with TemporaryDirectory() as folder:
        store = SQLAlchemyJobStore(f"sqlite:///{Path(folder) / 'jobs.db'}")
        scheduler = BackgroundScheduler(
            jobstores={"default": store}, executors={"default": ThreadPoolExecutor(8)}, timezone="UTC"
        )
        scheduler.start(paused=True)
        for _ in range(count):
            scheduler.add_job(_released, "date", run_date=system() + timedelta(seconds=1), misfire_grace_time=None)
        time.sleep(1)
        return spent(lambda: _all_run(scheduler, count))


def _all_run(scheduler: BackgroundScheduler, count: int) -> None:
    run = Semaphore(0)
    scheduler.add_listener(lambda event: run.release(), EVENT_JOB_EXECUTED)
    scheduler.resume()
    for _ in range(count):
        run.acquire()
    scheduler.shutdown()


def _released() -> None:
    """What a hold's own job would do, without what it does."""
