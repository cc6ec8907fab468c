"""The program by itself: how soon it is ready, what it takes while nothing happens, the demo week, the test suite."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks import servers
from benchmarks.results import Result, Size
from benchmarks.seeding import seed_teams

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
LONGEST = 1800
"""Seconds that the test suite may take."""


def idle(size: Size) -> Iterator[Result]:
    """With a hundred teams and nothing to do: the process and what it started, if anything."""
    seconds = size.of(120, 5)
    with servers.slack() as slack, servers.database("sqlite") as engine:
        seed_teams(engine, managers=100)
        port, took = servers.free_port(), []
        env = servers.environment(servers.url_of(engine), slack, port)
        for _ in range(size.of(5, 1)):
            began = time.perf_counter()
            with servers.process(["bot", "run"], env):
                servers.wait_for(port, "/healthz")
                took.append(time.perf_counter() - began)
        with servers.process(["bot", "run"], env) as running:
            servers.wait_for(port, "/healthz")
            time.sleep(size.of(90, 1))  # the first minute writes a hundred reports that are due
            family = [running.pid, *_children(running.pid)]
            before = sum(map(_cpu, family))
            time.sleep(seconds)
            share = (sum(map(_cpu, family)) - before) / seconds * 100
            memory = {pid: _resident(pid) for pid in family}
    yield Result("start to ready", median(took), 1.5, "s")
    yield Result("idle, CPU", share, 0.5, "%", how=f"of one core, over {seconds} s")
    how = " + ".join(f"{each:.0f}" for each in memory.values())
    yield Result("idle, resident memory of the process that works", max(memory.values()), 90, "MB", how=how)


def demo(size: Size) -> Iterator[Result]:
    """`kickstand demo --headless`, from the prompt back to it."""
    yield Result("headless demo week", _seconds(["bot", "demo", "--headless"]), 5, "s")


def suite(size: Size) -> Iterator[Result]:
    """`make test`."""
    yield Result("the test suite", _seconds(["pytest", "-n", "auto", "-q"]), 90, "s")


def _seconds(words: list[str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own modules
        [sys.executable, "-m", *words], cwd=servers.ROOT, capture_output=True, text=True, timeout=LONGEST, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{words} ended with {done.returncode}: {done.stderr[-2000:]}")
    return time.perf_counter() - began


def _children(pid: int) -> list[int]:
    return [
        int(each) for task in Path(f"/proc/{pid}/task").iterdir() for each in (task / "children").read_text().split()
    ]


def _cpu(pid: int) -> float:
    """Seconds of processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _resident(pid: int) -> float:
    """Megabytes of memory that a process holds just now."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1e6
