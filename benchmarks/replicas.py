"""One process against two on the same PostgreSQL: how fast holds are released, and cards delivered."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from multiprocessing.synchronize import Barrier

from sqlalchemy import func, select

from benchmarks import servers
from benchmarks.polls import NOW
from benchmarks.results import Result, Size
from benchmarks.seeding import seed_pending, seed_teams
from bot.app import Kickstand, build
from bot.slack.outbox import Post

Work = Callable[[Kickstand], None]


def two(size: Size) -> Iterator[Result]:
    """The same work twice: by one process, then shared by two."""
    count = size.of(600, 60)
    rates: dict[str, list[float]] = {"releases": [], "deliveries": []}
    with servers.slack() as slack, servers.database("postgresql") as engine:
        seed_teams(engine, managers=count // 10)
        for replicas in (1, 2):
            seed_pending(engine, count, count, first=count * replicas, due_in=NOW)
            for name, work in (("releases", _release), ("deliveries", _deliver)):
                rates[name].append(count / _together(work, replicas, servers.url_of(engine), slack))
    for name, (one, both) in rates.items():
        how = f"{one:.0f}/s by one, {both:.0f}/s by two"
        yield Result(f"{name}, two replicas / one", both / one, 1.7, at_most=False, how=how)


def _together(work: Work, replicas: int, url: str, slack: str) -> float:
    """Seconds from when all are ready until the last is done."""
    new = multiprocessing.get_context("spawn")
    ready = new.Barrier(replicas + 1)
    running = [new.Process(target=_replica, args=(work, url, slack, ready)) for _ in range(replicas)]
    for each in running:
        each.start()
    ready.wait()
    began = time.perf_counter()
    for each in running:
        each.join()
        if each.exitcode:
            raise RuntimeError("a replica failed")
    return time.perf_counter() - began


def _replica(work: Work, url: str, slack: str, ready: Barrier) -> None:
    program = build(servers.settings(url, slack))
    program.tokens.introduce()
    program.jobs.pace = timedelta(0)  # a manager has ten cards: here they need not come a second apart
    ready.wait()
    work(program)


def _release(program: Kickstand) -> None:
    program.jobs.step_requests()


def _deliver(program: Kickstand) -> None:
    waiting = select(func.count(Post.id)).where(Post.ts.is_(None))
    while True:
        program.jobs.deliver()
        with program.engine.connect() as connection:
            if not connection.scalar(waiting):
                return
