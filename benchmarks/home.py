"""App Home of a manager with two hundred open requests, among few and among many of others."""

from collections.abc import Callable, Iterator
from statistics import median

from sqlalchemy import Engine, event

from benchmarks import servers
from benchmarks.results import Result, Size
from benchmarks.seeding import manager, open_cards, seed_pending, seed_teams, seed_words, settle
from benchmarks.slack import TEAM
from benchmarks.timing import spent
from bot import features
from bot.app import build
from bot.requests.listeners.desk import Desk
from bot.requests.listeners.home import publish
from bot.store.workspace import inside
from bot.triage.personal import load

OPEN = 200
MANAGERS = 100
ROUNDS = 15


def app_home(size: Size) -> Iterator[Result]:
    """What is read, drawn and handed to Slack when the manager opens the tab; alone, and among others, in turns."""
    for kind in size.databases:
        with servers.slack() as slack, servers.database(kind) as small, servers.database(kind) as large:
            many = size.of(1_000_000, 2_000)
            for engine in (small, large):
                seed_teams(engine, MANAGERS)
                seed_pending(engine, OPEN, reps=10)
                seed_words(engine, OPEN)
                open_cards(engine)
            seed_pending(large, many - OPEN, reps=990, first=OPEN, first_rep=10)
            settle(small)
            settle(large)
            alone, among = _tab(small, slack), _tab(large, slack)
            queries = _queries(large, among)
            taken = [(spent(alone).wall, spent(among).wall) for _ in range(ROUNDS)]
        yield Result(f"App Home, queries, {kind}", queries, 6, "queries")
        few_ms, many_ms = (median(each) * 1e3 for each in zip(*taken, strict=True))
        how = f"{few_ms:.0f} ms among {OPEN}, {many_ms:.0f} ms among {many:,}"
        longer = median(many / few for few, many in taken)
        yield Result(f"App Home, many requests of others / none, {kind}", longer, 1.5, how=how)


def _tab(engine: Engine, slack: str) -> Callable[[], None]:
    """Draws it; what is done once has been done."""
    program = build(servers.settings(servers.url_of(engine), slack), engine=engine)
    program.tokens.introduce()
    desk = Desk(program.runtime, load(None), features.groups(program.runtime.settings))

    def draw() -> None:
        with inside(TEAM):
            publish(desk, program.client, manager(0))

    draw()
    return draw


def _queries(engine: Engine, draw: Callable[[], None]) -> int:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    draw()
    event.remove(engine, "before_cursor_execute", note)
    return sum(each.lstrip().upper().startswith(("SELECT", "WITH", "INSERT", "UPDATE")) for each in asked)
