"""Kickstand as its users install it: over HTTP, in several workspaces of one local Slack."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from sqlalchemy import Engine, select

from bot.app import Kickstand, build
from bot.requests.models import Request
from bot.sandbox.browser import Page
from bot.sandbox.clock import MovableClock
from bot.sandbox.local import LocalWorkspace
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.slack.installing.pages import INSTALL
from bot.slack.installing.workspaces import Workspace
from bot.slack.outbox import Post
from bot.slack.profiles import Profile
from bot.store.workspace import inside
from bot.team import service as team
from bot.web import ENDPOINT, wsgi
from tests.conftest import KEY

ASK = "Can I give Acme 20 %?"


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written."""


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def elsewhere(does: Callable[[], object]) -> None:
    """Do it in a thread of its own, which is inside no workspace, as the metronome's are."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            does()
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


@dataclass
class Several:
    """The program in several workspaces, and the local Slack around it."""

    sandbox: Sandbox
    kickstand: Kickstand
    clock: MovableClock
    url: str

    def installs(self, place: LocalWorkspace, **how: Any) -> Page:
        """An admin of this workspace installs the app."""
        if "ada" not in {each.key for each in place.workspace.accounts.values()}:
            place.add_person("ada", is_admin=True)
        return place.person("ada").installs(self.url + INSTALL, **how)

    def row(self, place: LocalWorkspace | str) -> Workspace:
        """What is kept of a workspace or organisation."""
        key = place if isinstance(place, str) else place.workspace.team_id
        with self.kickstand.runtime.sessions.begin() as session:
            return session.get_one(Workspace, key)

    def waits(self, **span: float) -> None:
        """Time passes, and what falls due happens."""
        self.clock.advance(timedelta(**span))
        self.tick()
        self.settle()

    def tick(self) -> None:
        elsewhere(self.kickstand.tick)

    def settle(self) -> None:
        for platform in self.sandbox.platform.app.platforms:
            platform.courier.settle(10)

    def team_in(self, place: LocalWorkspace, **names: str) -> dict[str, Person]:
        """People with the same ids in every workspace; the first reports to the second, since long ago."""
        people = {key: place.add_person(key, name, id=f"U0{key.upper()}000") for key, name in names.items()}
        rep, manager = (people[key].id for key in list(names)[:2])
        now = self.clock()
        then = now - timedelta(weeks=12)
        with inside(place.workspace.team_id), self.kickstand.runtime.sessions.begin() as session:
            for key, name in names.items():
                profile = Profile(people[key].id, name, "Europe/Berlin", False, False, "", "", None)
                team.remember(session, profile, now).met_at = then
            team.import_line(session, rep, manager, None, None, then)
            for post in session.scalars(select(Post)):
                session.delete(post)
        return people

    def requests(self, place: LocalWorkspace) -> list[Request]:
        with inside(place.workspace.team_id), self.kickstand.runtime.sessions.begin() as session:
            return list(session.scalars(select(Request)))


@pytest.fixture
def nordic(sandbox: Sandbox) -> LocalWorkspace:
    """A second workspace, in which the app is not installed yet."""
    return sandbox.another_workspace("Nordic")


@pytest.fixture
def open_settings(sandbox: Sandbox, database_url: str) -> Settings:
    """Those of a Kickstand for several workspaces; KICKSTAND_URL is still to be set."""
    return Settings(
        slack_client_id=sandbox.client_id,
        slack_client_secret=sandbox.client_secret,
        slack_signing_secret=sandbox.signing_secret,
        slack_api_url=sandbox.api_url,
        database_url=database_url,
        kickstand_secret_key=KEY,
        kickstand_never_hold=None,
        kickstand_url="http://127.0.0.1:1",
    )


@pytest.fixture
def several(open_settings: Settings, sandbox: Sandbox, clock: MovableClock, engine: Engine) -> Iterator[Several]:
    """Nothing is installed yet; nothing ticks by itself."""
    server = make_server("127.0.0.1", 0, lambda *_: [], server_class=Threads, handler_class=Quiet)
    url = f"http://127.0.0.1:{server.server_port}"
    program = build(open_settings.model_copy(update={"kickstand_url": url}), clock, by_hand=True, engine=engine)
    server.set_app(wsgi(program))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    sandbox.deliver_to(url + ENDPOINT)
    found = Several(sandbox, program, clock, url)
    yield found
    found.settle()
    sandbox.deliver_to(None)
    server.shutdown()
    thread.join()
    server.server_close()
    program.metronome.stop()
