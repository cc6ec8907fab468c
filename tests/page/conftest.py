"""A sandbox with its page and a small app on the other side, and a real Chromium: the fixture `chromium_page`."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.sandbox.clock import MovableClock
from bot.sandbox.page.routes import page_routes
from bot.sandbox.server import Sandbox
from tests.page import scripted_app

MONDAY = datetime(2026, 11, 16, 9, 40, tzinfo=UTC)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    """The browser named by KICKSTAND_CHROMIUM, else the first that is installed."""
    named = os.environ.get("KICKSTAND_CHROMIUM")
    return named or next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run. Without Chromium the test is skipped, or fails if KICKSTAND_REQUIRE_BROWSER=1."""
    path = chromium_path()
    if path is None or not Path(path).exists():
        reason = "Chromium not found: apt-get install chromium"
        if os.environ.get("KICKSTAND_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=15_000)  # a busy machine is slow
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def chromium_page(chromium: Browser) -> Iterator[Page]:
    """A fresh window of 1280x800. The test fails when the page's own script does."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(15_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors


@pytest.fixture(scope="session")
def page_clock() -> MovableClock:
    """The story's clock on the page; Monday morning at the start of each test."""
    return MovableClock(MONDAY)


@pytest.fixture(scope="session")
def _page_server(page_clock: MovableClock) -> Iterator[Sandbox]:
    guide = [("riya", "Ask Mona something."), ("mona", "Answer her."), ("", "Move the *clock*.")]

    def tick() -> datetime | None:
        workspace = server.workspace
        for person in workspace.people():
            person.status_text = f"{page_clock():%H:%M}"
        return None

    server = Sandbox(
        page_clock, scripted_app.MANIFEST, lambda sandbox: page_routes(sandbox, guide=guide, on_clock_move=tick)
    )
    server.start()
    lines = scripted_app.connect(server)
    server.wait_for_app()
    yield server
    lines.stop()
    server.stop()


@pytest.fixture
def office(_page_server: Sandbox, page_clock: MovableClock) -> Sandbox:
    """Riya and Omar, reps; Mona, their manager in Berlin; Lee in New York; and the app Echo."""
    page_clock.set(MONDAY)
    _page_server.reset()
    _page_server.add_person("riya", "Riya Shah", title="Sales rep")
    _page_server.add_person("omar", "Omar Haddad", title="Sales rep", tz="Europe/Lisbon")
    _page_server.add_person("mona", "Mona Keller", title="Sales manager")
    _page_server.add_person("lee", "Lee Novak", title="Head of sales", tz="America/New_York")
    return _page_server
