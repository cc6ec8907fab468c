"""Fifty workspaces with messages waiting; Slack limits one and hangs for another. How fast do the others' come?

Slack takes one message a second in a conversation: that is the rate to be reached.
"""

import json
import time
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import Engine, insert

from benchmarks import servers
from benchmarks.results import Result, Size
from benchmarks.seeding import manager, rep, seed_teams
from benchmarks.slack import LATENCY
from bot.app import build
from bot.clock import system
from bot.slack.outbox import Post
from bot.store.workspace import inside

WORKSPACES = 50
SPEEDS = {0: "limited", 1: "hang"}
"""What Slack does with the first two; with all others it is as slow as it is."""


def fair(size: Size) -> Iterator[Result]:
    """Messages that came in a while, against one a second for each workspace that Slack serves."""
    seconds, since = size.of(40, 6), system() - timedelta(minutes=1)
    with servers.slack() as slack, servers.database("sqlite") as engine:
        for number in range(WORKSPACES):
            token = f"xoxb-{SPEEDS.get(number, 'slow')}-{number}"
            seed_teams(engine, managers=1, reps_each=10, workspace=_id(number), token=token)
            _waiting(engine, number, seconds * 2, since)
        program = build(servers.several(servers.url_of(engine), slack), engine=engine)
        program.tokens.introduce()
        began = time.process_time()
        program.start()
        time.sleep(LATENCY)
        before = _posted(slack)
        time.sleep(seconds)
        after = _posted(slack)
        cpu = (time.process_time() - began) / seconds
        program.close()
    others = [f"xoxb-slow-{number}" for number in range(len(SPEEDS), WORKSPACES)]
    rates = [(after.get(each, 0) - before.get(each, 0)) / seconds for each in others]
    how = f"slowest {min(rates):.2f}, median {median(rates):.2f} a second; {cpu:.0%} of a core"
    yield Result("48 workspaces beside a limited and a hanging one", sum(rates) / len(rates), 0.95, "/s", False, how)


def _id(number: int) -> str:
    return f"T0BENCH{number}"


def _waiting(engine: Engine, number: int, count: int, since: datetime) -> None:
    """Messages to one person of a served workspace, and to eleven of one that hangs: each of those may take a lane."""
    people = [manager(0), *map(rep, range(10))] if SPEEDS.get(number) == "hang" else [manager(0)]
    rows = [
        {
            "id": f"{number:04}{place:06}{who}",
            "key": f"{place}{who}",
            "kind": "team.confirmed",
            "subject_id": f"{_id(number)}0",
            "person_id": who,
            "next_try_at": since + timedelta(milliseconds=place),
            "created_at": since,
            "unasked_at": None,
        }
        for who in people
        for place in range(count)
    ]
    with inside(_id(number)), engine.begin() as connection:
        connection.execute(insert(Post), rows)


def _posted(slack: str) -> dict[str, int]:
    with urllib.request.urlopen(f"{slack}/posted", timeout=5) as answer:  # noqa: S310 - our own
        found: dict[str, int] = json.load(answer)
    return found
