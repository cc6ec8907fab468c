"""`kickstand demo`: the real program beside a local Slack, in one process. No accounts, nothing leaves this computer.

The only part of the sandbox that knows the bot.
"""

import logging
import signal
import socket
import tempfile
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from sqlalchemy import Engine, event

from bot.app import Kickstand, build
from bot.clock import system
from bot.running import prepare, socket_mode
from bot.sandbox.clock import MovableClock
from bot.sandbox.page.routes import page_routes
from bot.sandbox.people import Person
from bot.sandbox.seeds import (
    debriefs,
    decisions,
    joint_calls,
    observations,
    one_on_ones,
    peers,
    plans,
    playbook,
    practice,
    ramp,
)
from bot.sandbox.server import Sandbox
from bot.sandbox.team import MORE_REPS, REPS, move_in
from bot.sandbox.transcript import PATIENCE
from bot.sandbox.year import seed_history
from bot.serving import PageServer
from bot.settings import Settings, SettingsError
from bot.store.engine import open_engine
from bot.store.workspace import inside
from bot.team import service as team
from bot.team.directory import ensure
from bot.team.roster_import import import_roster

HOME = ZoneInfo("Europe/Berlin")
MANIFEST = "manifest.json"
LOOK_SECONDS = 0.5
"""Python handles signals in the main thread alone, and the system may wake another one for them: so it looks up."""
JOINED, HISTORY = timedelta(weeks=12), 11
"""The team has been here for twelve weeks, and eleven Mondays had their report."""
LARGE = Decimal(80_000)
"""From this amount on a deal does not wait."""
SEEDS = (decisions, playbook, peers, observations, debriefs, one_on_ones, joint_calls, plans, practice, ramp)
"""What the team has agreed, noted and planned before this morning."""
GUIDE = (
    ("riya", "Write to Kickstand as you would to your manager: “Can I give Acme 20 %? They'd sign this week.”"),
    ("riya", "Answer the two questions, or reply in the thread. Nothing is mandatory."),
    ("riya", "Move the clock: +1 h. Or crack it yourself and press “Solved it”."),
    ("mona", "Now you are the manager. Ask a question, back the pick, or make it Riya's call."),
    ("riya", "See what came back, and say who decided."),
    ("mona", "Move the clock to next Monday: the week in a few lines."),
    ("mona", "`/kickstand watch`: let it read what Riya writes to you directly. A week's trial first."),
)

Json = dict[str, Any]


def serve(out: Console, port: int) -> None:
    """Show the page until Ctrl+C. Raises SettingsError when the port is taken."""
    quiet_logs()
    with on_a_page(port) as url:
        out.print(f"Kickstand is here: {url}", markup=False)
        out.print("You can be anybody in the team. Ctrl+C ends it; nothing is kept.")
        webbrowser.open(url)
        stopped = threading.Event()
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):  # Windows has no SIGHUP
                signal.signal(getattr(signal, name), lambda *_: stopped.set())
        while not stopped.wait(LOOK_SECONDS):
            pass
    out.print("\nGone, and nothing was kept.")


@contextmanager
def on_a_page(port: int, *, is_large: bool = False) -> Iterator[str]:
    """The demo, running; its address. `is_large`: Mona has six reps. Raises SettingsError when the port is taken."""
    clock = MovableClock(_monday(system()), running=True)
    after: list[Callable[[], datetime | None]] = []
    sandbox = Sandbox(clock, manifest(), lambda each: page_routes(each, guide=GUIDE, on_clock_move=lambda: after[0]()))
    with world(sandbox, clock, port, by_hand=False, is_large=is_large) as (program, people):
        after.append(lambda: _catch_up(program))
        _this_morning(program, people, clock)
        program.start()
        yield sandbox.url


def _catch_up(program: Kickstand) -> datetime | None:
    program.tick()
    return program.next_due()


def headless(out: Console) -> None:
    """Play the scripted week and print who saw what, when; ends with the weekly report."""
    from bot.sandbox.week import play

    quiet_logs()
    clock = MovableClock(_monday(system()))
    sandbox = Sandbox(clock, manifest())
    with world(sandbox, clock, 0, by_hand=True) as (program, people):
        play(out, program, sandbox, people, clock)


@contextmanager
def world(
    sandbox: Sandbox, clock: MovableClock, port: int, *, by_hand: bool, is_large: bool = False
) -> Iterator[tuple[Kickstand, dict[str, Person]]]:
    """A running local Slack with the team in it, and the program connected to it over Socket Mode."""
    try:
        sandbox.start(port)
    except OSError:
        raise SettingsError(f"Port {port} is taken. Try `kickstand demo --port {port + 1}`.") from None
    with tempfile.TemporaryDirectory(prefix="kickstand-demo-") as folder:
        settings = Settings(
            slack_bot_token=sandbox.bot_token,
            slack_app_token=sandbox.app_token,
            slack_api_url=sandbox.api_url,
            database_url=f"sqlite:///{Path(folder) / 'demo.db'}",
            slack_client_id=sandbox.client_id,
            slack_client_secret=sandbox.client_secret,
            kickstand_url=f"http://127.0.0.1:{(back := _free_port())}",
        )
        program = build(settings, clock, by_hand=by_hand, engine=_engine(settings))
        prepare(program)
        pages = PageServer(program, "127.0.0.1", back)
        pages.start()
        lines = socket_mode(program, on_gap=lambda _: None)
        lines.start()
        sandbox.wait_for_app()
        people = move_in(sandbox, is_large=is_large)
        try:
            with inside(program.workspace_id):
                _settle_in(program, sandbox, people, clock)
                yield program, people
        finally:
            lines.stop()
            pages.stop()
            program.close()
            sandbox.stop()


def _engine(settings: Settings) -> Engine:
    """Nothing is kept, so nothing is waited for until it is on the disk."""
    engine = open_engine(settings)
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    return engine


def _free_port() -> int:
    """Where managers come back to after their consent."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _settle_in(program: Kickstand, sandbox: Sandbox, people: dict[str, Person], clock: MovableClock) -> None:
    """Twelve weeks ago: the admin imports the team, Mona says who stands in for her. Since then they have worked."""
    story = clock()
    clock.set(story - JOINED)
    roster = "rep,manager,lead,started_on\n" + "".join(
        f"{people[rep].id},{people['mona'].id},{people['lee'].id},2025-01-07\n" for rep in _reps(people)
    )
    import_roster(program.runtime.sessions, program.client, roster.encode(), clock(), program.team_changed)
    _settings(program, people, clock())
    program.jobs.deliver()
    sandbox.settle(PATIENCE)  # the history is written in one go: nobody else gets a turn meanwhile
    reps = [people[each].id for each in _reps(people)]
    monday = story.astimezone(HOME).date()
    seed_history(program.runtime.sessions, program.runtime.settings, people["mona"].id, reps, monday, HISTORY)
    clock.set(datetime.combine(monday, time(8, 45), HOME))
    program.tick()  # this Monday's report
    clock.set(story - timedelta(hours=1))
    with program.runtime.sessions.begin() as session:
        for each in SEEDS:
            each.seed(session, {key: person.id for key, person in people.items()}, clock())
    program.tick()
    clock.set(story)


def _reps(people: dict[str, Person]) -> list[str]:
    return [each for each in people if each in REPS or each in {more[0] for more in MORE_REPS}]


def _settings(program: Kickstand, people: dict[str, Person], now: datetime) -> None:
    ensure(program.runtime, program.client, *(each.id for each in people.values()))
    with program.runtime.sessions.begin() as session:
        own = team.team(session, people["mona"].id, now)
        own.deputy_id, own.hr_contact_id = people["dana"].id, people["jo"].id
        own.speak_up_url, own.protect_at = "https://example.com/speak-up", LARGE


def _this_morning(program: Kickstand, people: dict[str, Person], clock: MovableClock) -> None:
    """Omar has asked something already, so that Mona's side is not empty: it waits on her now."""
    omar = people["omar"]
    clock.advance(timedelta(minutes=-60))
    omar.says("Brightside wants to pay in 60 days instead of 30. Can we do that?")
    program.tick()
    omar.clicks("Answer 2 questions")
    omar.fills(
        {
            "What have you tried?": "Offered 45 days; their finance team said no.",
            "What else are you considering?": "60 days against a two-year term",
            "Another way": "30 days with 2 % off",
            "Which would you pick?": "The first",
            "Deal amount": "18,000",
        }
    )
    omar.submits()
    clock.advance(timedelta(minutes=60))
    program.tick()


def _monday(now: datetime) -> datetime:
    """A quarter past ten on this week's Monday."""
    local = now.astimezone(HOME).date()
    return datetime.combine(local - timedelta(days=local.weekday()), time(10, 15), HOME)


def manifest() -> Path:
    """The app's manifest: in an installed package, or at the top of a checkout."""
    here = Path(__file__).resolve().parents[1]
    return next(path for path in (here / MANIFEST, here.parent / MANIFEST) if path.exists())


def quiet_logs() -> None:
    """The demo's screen belongs to the story."""
    logging.basicConfig(level=logging.ERROR)
    logging.getLogger("alembic").setLevel(logging.ERROR)
