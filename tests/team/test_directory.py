"""Asking Slack who somebody is: newcomers, people read long ago, apps, strangers, and a Slack that is silent."""

from datetime import timedelta

import pytest
from slack_sdk import WebClient

from bot.sandbox.clock import MovableClock
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.slack.errors import Refusal
from bot.slack.receiving.runtime import Runtime
from bot.team import directory
from bot.team import service as team
from bot.team.models import Person
from tests.team.world import World


class Desk:
    """A runtime around a test's database, and a client of the local Slack."""

    def __init__(self, world: World, sandbox: Sandbox, clock: MovableClock, settings: Settings) -> None:
        self.client = WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        self.silent = WebClient(sandbox.bot_token, base_url="http://127.0.0.1:9/api/", retry_handlers=[], timeout=1)
        self.runtime = Runtime(settings, world.sessions, clock, lambda: None)

    def person(self, person_id: str) -> Person | None:
        with self.runtime.sessions() as session:
            return session.get(Person, person_id)


@pytest.fixture
def desk(world: World, sandbox: Sandbox, clock: MovableClock, settings: Settings) -> Desk:
    return Desk(world, sandbox, clock, settings)


def test_a_newcomer_is_read_and_remembered(desk: Desk, sandbox: Sandbox) -> None:
    zoe = sandbox.add_person("zoe", "Zoe Roth", tz="Asia/Tokyo")
    directory.ensure(desk.runtime, desk.client, zoe.id)
    known = desk.person(zoe.id)
    assert known is not None
    assert (known.name, known.zone) == ("Zoe Roth", "Asia/Tokyo")


def test_somebody_known_is_asked_about_again_only_after_half_a_day(
    desk: Desk, sandbox: Sandbox, clock: MovableClock
) -> None:
    zoe = sandbox.add_person("zoe", "Zoe Roth")
    directory.ensure(desk.runtime, desk.client, zoe.id)
    zoe.account.real_name = "Zoe Lang"
    directory.ensure(desk.runtime, desk.client, zoe.id)
    known = desk.person(zoe.id)
    assert known is not None
    assert known.name == "Zoe Roth"
    clock.advance(team.STALE + timedelta(minutes=1))
    directory.ensure(desk.runtime, desk.client, zoe.id)
    known = desk.person(zoe.id)
    assert known is not None
    assert known.name == "Zoe Lang"


def test_somebody_known_stays_as_they_were_while_slack_is_silent(
    desk: Desk, sandbox: Sandbox, clock: MovableClock
) -> None:
    zoe = sandbox.add_person("zoe", "Zoe Roth")
    directory.ensure(desk.runtime, desk.client, zoe.id)
    clock.advance(timedelta(days=1))
    directory.ensure(desk.runtime, desk.silent, zoe.id)
    assert desk.person(zoe.id) is not None


def test_a_newcomer_is_an_error_while_slack_is_silent(desk: Desk, sandbox: Sandbox) -> None:
    zoe = sandbox.add_person("zoe", "Zoe Roth")
    with pytest.raises(OSError, match="refused"):
        directory.ensure(desk.runtime, desk.silent, zoe.id)
    assert desk.person(zoe.id) is None


def test_strangers_and_apps_are_refused(desk: Desk, sandbox: Sandbox) -> None:
    for person_id, sentence in (("U0NOBODY", "doesn't know anybody"), (sandbox.workspace.bot_user_id, "is an app")):
        with pytest.raises(Refusal, match=sentence):
            directory.ensure(desk.runtime, desk.client, person_id)
        assert desk.person(person_id) is None


def test_everybody_unfit_for_a_team_is_named(desk: Desk, sandbox: Sandbox) -> None:
    zoe = sandbox.add_person("zoe", "Zoe Roth")
    zoe.account.deleted = True
    fit = sandbox.add_person("ben", "Ben Okoro")
    assert directory.unfit(desk.runtime, desk.client, [zoe.id, fit.id, zoe.id, "U0NOBODY"]) == [
        "Slack doesn't know anybody with the id U0NOBODY.",
        "Zoe Roth has no active account in Slack any more.",
    ]
