"""Workflows in several workspaces: each step is ended where it runs, with that workspace's own token of the day."""

import pytest
from sqlalchemy import select

from bot.sandbox.executions import State
from bot.sandbox.local import LocalWorkspace
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from bot.workflow.models import WorkflowStep
from tests.workspaces.conftest import ASK, Several

OTHER = "May I quote Globex in pounds?"


@pytest.fixture
def here(several: Several, sandbox: Sandbox) -> dict[str, Person]:
    several.installs(sandbox)
    return several.team_in(sandbox, riya="Riya Shah", mona="Mona Berg")


@pytest.fixture
def there(several: Several, nordic: LocalWorkspace) -> dict[str, Person]:
    several.installs(nordic)
    return several.team_in(nordic, riya="Ragna Holm", mona="Magnus Lie")


def open_steps(several: Several) -> int:
    with several.kickstand.runtime.sessions.begin() as session:
        query = select(WorkflowStep.execution_id)
        return len(session.execute(query, execution_options={"every_workspace": True}).all())


def test_a_step_of_one_workspace_is_nothing_to_the_other(
    several: Several, here: dict[str, Person], there: dict[str, Person]
) -> None:
    ours = here["riya"].runs_step("ask_my_manager", question=ASK)
    theirs = there["riya"].runs_step("ask_my_manager", question=OTHER)
    several.waits(hours=1)
    assert ASK in here["mona"].sees and ASK not in there["mona"].sees
    there["mona"].clicks("Your call")
    several.settle()
    several.tick()
    assert theirs.outputs["answer"] == "Magnus says it's Ragna's call."
    assert not ours.is_over and open_steps(several) == 1
    here["riya"].clicks("Solved it")
    several.settle()
    several.tick()
    assert ours.outputs["answer"] == "Riya solved it."


def test_a_step_that_waits_for_days_is_ended_with_the_token_of_that_day(several: Several, sandbox: Sandbox) -> None:
    sandbox.rotate_tokens(43_200)
    several.installs(sandbox)
    people = several.team_in(sandbox, riya="Riya Shah", mona="Mona Berg")
    first = sandbox.bot_token
    step = people["riya"].runs_step("ask_my_manager", question=ASK)
    for _ in range(8):
        several.waits(hours=6)
    assert sandbox.bot_token != first
    people["mona"].clicks("Your call")
    several.settle()
    several.tick()
    assert step.state is State.COMPLETED


def test_in_an_organisation_a_step_is_ended_in_the_workspace_that_it_runs_in(
    several: Several, sandbox: Sandbox
) -> None:
    north = sandbox.another_workspace("North")
    north.as_org("E0NORDIC0", "Nordic Group")
    several.installs(north)
    south = sandbox.another_workspace("South", beside=north)
    sven = south.add_person("sven")
    step = sven.runs_step("ask_my_manager", question=ASK)
    several.settle()
    several.tick()
    assert step.state is State.FAILED
    assert step.error.startswith("I don't know your manager yet")
    assert "I don't know your manager yet" in sven.sees


def test_a_workspace_that_removes_the_app_leaves_no_steps(
    several: Several, here: dict[str, Person], there: dict[str, Person], nordic: LocalWorkspace
) -> None:
    here["riya"].runs_step("ask_my_manager", question=ASK)
    there["riya"].runs_step("ask_my_manager", question=OTHER)
    nordic.uninstall()
    several.settle()
    several.waits(days=8)
    several.waits(days=1)
    assert open_steps(several) == 1
