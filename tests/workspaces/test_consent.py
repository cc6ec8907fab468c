"""Managers of several workspaces let their direct messages be read: each in their own, whatever their ids."""

from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.local import LocalWorkspace
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from bot.slack.installing.tokens import NoToken
from bot.slack.profiles import Profile
from bot.store.workspace import inside
from bot.team import service as team
from bot.watch.models import Watch
from tests.workspaces.conftest import Several


def consents(several: Several, manager: Person) -> int:
    """The whole way; answers the page's status."""
    manager.types("/kickstand watch")
    view: Any = manager.view
    buttons = [each for block in view.blocks for each in block.get("elements", [])]
    page = manager.authorises(next(each["url"] for each in buttons if each.get("url")))
    several.tick()
    several.settle()
    return page.status


def token(several: Several, place: str, person: Person) -> str | None:
    with inside(place), several.kickstand.runtime.sessions.begin() as session:
        found = session.get(Watch, person.id)
        return found.token if found else None


def test_the_same_ids_in_two_workspaces_have_a_token_each(
    several: Several, sandbox: Sandbox, nordic: LocalWorkspace
) -> None:
    managers = {}
    for place in (sandbox, nordic):
        several.installs(place)
        managers[place.workspace.team_id] = several.team_in(place, riya="Riya Shah", mona="Mona Berg")["mona"]
    here, there = managers
    assert consents(several, managers[there]) == 200
    assert token(several, there, managers[there]) == nordic.user_token(managers[there])
    assert token(several, here, managers[here]) is None
    with inside(here), pytest.raises(NoToken):
        several.kickstand.readers.client(managers[here].id)
    assert consents(several, managers[here]) == 200
    with inside(here):
        assert several.kickstand.readers.client(managers[here].id).auth_test()["team_id"] == here
    nordic.uninstall()
    several.settle()
    assert token(several, there, managers[there]) is None
    assert token(several, here, managers[here])


@pytest.mark.parametrize("whole", [True, False])
def test_in_an_organisation_it_is_the_installation_that_counts(
    several: Several, nordic: LocalWorkspace, whole: bool
) -> None:
    several.sandbox.rotate_tokens()
    nordic.as_org("E0ORG0000", "Org", whole=whole)
    several.installs(nordic)
    place = "E0ORG0000" if whole else nordic.workspace.team_id
    manager = team_in(several, nordic, place)
    assert consents(several, manager) == 200
    first = token(several, place, manager)
    assert first == nordic.user_token(manager)
    several.waits(hours=11)
    assert token(several, place, manager) == nordic.user_token(manager) != first


def team_in(several: Several, nordic: LocalWorkspace, place: str) -> Person:
    """As `Several.team_in`, whatever the installation's id."""
    people = {key: nordic.add_person(key, key.capitalize()) for key in ("riya", "mona")}
    then = several.clock() - timedelta(weeks=12)
    with inside(place), several.kickstand.runtime.sessions.begin() as session:
        for each in people.values():
            profile = Profile(each.id, each.account.real_name, "Europe/Berlin", False, False, "", "", None)
            team.remember(session, profile, several.clock()).met_at = then
        team.import_line(session, people["riya"].id, people["mona"].id, None, None, then)
    return people["mona"]
