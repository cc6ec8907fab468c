"""Mona's team, with the settings for consent, and the address at which Slack sends people back."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from wsgiref.simple_server import make_server

import pytest

from bot.app import Kickstand
from bot.sandbox.browser import Page
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.watch.models import Watch
from bot.web import wsgi
from tests.story import Story
from tests.workspaces.conftest import Quiet, Threads

LET_ME, AS_YOU, ADD = "Let me read them", "…and answer there as you", "Let me answer there as you"


@pytest.fixture
def door() -> Iterator[Threads]:
    """Where the browser comes back to; nobody answers yet."""
    server = make_server("127.0.0.1", 0, lambda *_: [], server_class=Threads, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def settings(settings: Settings, sandbox: Sandbox, door: Threads) -> Settings:
    """One workspace by its bot token, over Socket Mode; and what consent takes."""
    more = {"slack_client_id": sandbox.client_id, "slack_client_secret": sandbox.client_secret}
    return settings.model_copy(update={**more, "kickstand_url": f"http://127.0.0.1:{door.server_port}"})


@dataclass
class Consenting:
    """What a test holds in its hand."""

    story: Story
    kickstand: Kickstand
    url: str

    @property
    def mona(self) -> Person:
        return self.story.mona

    def opens(self, person: Person) -> str:
        """Opens What I may read by the settings; answers what stands there."""
        while person.modal:
            person.closes()
        person.types("/kickstand settings")
        person.clicks("What I may read")
        return person.modal or ""

    def link(self, person: Person, label: str = LET_ME) -> str:
        """Where a link button of the open modal leads."""
        view: Any = person.view
        buttons = [each for block in view.blocks for each in block.get("elements", []) if each["type"] == "button"]
        return str(next(each["url"] for each in buttons if each["text"]["text"] == label))

    def allows(self, person: Person | None = None, label: str = LET_ME, **how: Any) -> Page:
        """The whole way: the modal, Slack's page, and back."""
        person = person or self.mona
        self.opens(person)
        page = person.authorises(self.link(person, label), **how)
        while person.modal:
            person.closes()
        self.settles()
        return page

    def settles(self) -> None:
        self.kickstand.tick()
        self.story.sandbox.settle()

    def row(self, key: str = "mona") -> Watch | None:
        """What is kept of a manager's consent."""
        with self.kickstand.runtime.sessions.begin() as session:
            found: Watch | None = session.get(Watch, self.story.id(key))
            return found

    def token(self, key: str = "mona") -> str | None:
        found = self.row(key)
        return found.token if found else None


@pytest.fixture
def consenting(story: Story, kickstand: Kickstand, door: Threads) -> Consenting:
    """Nobody has consented yet."""
    door.set_app(wsgi(kickstand))
    return Consenting(story, kickstand, f"http://127.0.0.1:{door.server_port}")
