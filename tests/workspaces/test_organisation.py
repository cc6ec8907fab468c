"""Enterprise Grid: one installation for a whole organisation, and people in two of its workspaces."""

from bot.sandbox.server import Sandbox
from bot.store.workspace import inside
from bot.team import service as team
from tests.workspaces.conftest import ASK, Several

ORG = "E0NORDIC0"


def test_one_installation_serves_the_workspaces_of_an_organisation(several: Several, sandbox: Sandbox) -> None:
    north = sandbox.another_workspace("North")
    north.as_org(ORG, "Nordic Group")
    page = several.installs(north)
    assert "Kickstand is in Nordic Group" in page.text
    south = sandbox.another_workspace("South", beside=north)
    row = several.row(ORG)
    assert (row.team_id, row.enterprise_id, row.token) == (None, ORG, north.bot_token)
    assert several.kickstand.tokens.all() == [ORG]
    for place, name in ((north, "nils"), (south, "sven")):
        person = place.add_person(name)
        person.says(ASK)
        several.settle()
        assert person.messages[-1].message.bot_id, "it answers in either workspace"
        person.types("/kickstand help")
        person.opens_home()
        assert person.home
    with inside(ORG), several.kickstand.runtime.sessions.begin() as session:
        for place, name in ((north, "nils"), (south, "sven")):
            assert team.person(session, place.person(name).id).name


def test_an_organisation_that_removes_the_app_is_gone_as_a_whole(several: Several, sandbox: Sandbox) -> None:
    north = sandbox.another_workspace("North")
    north.as_org(ORG, "Nordic Group")
    several.installs(north)
    north.uninstall()
    north.settle()
    assert several.row(ORG).gone_at is not None and several.kickstand.tokens.all() == []


def test_a_workspace_of_an_organisation_may_be_installed_alone(several: Several, sandbox: Sandbox) -> None:
    north = sandbox.another_workspace("North")
    north.as_org(ORG, "Nordic Group", whole=False)
    several.installs(north)
    assert several.row(north).enterprise_id == ORG
    nils = north.add_person("nils")
    nils.says(ASK)
    assert nils.messages[-1].message.bot_id
