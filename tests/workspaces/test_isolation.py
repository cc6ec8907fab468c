"""Two workspaces whose people have the same ids: nobody sees, answers or is counted in the other."""

from typing import Any

import pytest
from slack_sdk.errors import SlackClientError
from sqlalchemy import select

from bot.requests.rules import Status
from bot.sandbox.local import LocalWorkspace
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from bot.score.models import WeeklyScore
from bot.store.workspace import inside
from bot.web import ENDPOINT
from tests.story import Story
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


def test_each_manager_has_the_card_of_their_own_rep(
    several: Several, here: dict[str, Person], there: dict[str, Person]
) -> None:
    assert here["riya"].id == there["riya"].id and here["mona"].id == there["mona"].id
    here["riya"].says(ASK)
    there["riya"].says(OTHER)
    several.waits(hours=1)
    assert ASK in here["mona"].sees and OTHER not in here["mona"].sees
    assert OTHER in there["mona"].sees and ASK not in there["mona"].sees
    assert "Ragna" in there["mona"].sees and "Riya" not in there["mona"].sees


def test_an_answer_goes_to_the_rep_of_the_same_workspace_and_app_home_shows_ones_own(
    several: Several, sandbox: Sandbox, nordic: LocalWorkspace, here: dict[str, Person], there: dict[str, Person]
) -> None:
    for people, words in ((here, ASK), (there, OTHER)):
        people["riya"].says(words)
    several.waits(hours=1)
    there["mona"].clicks("Your call")
    several.settle()
    assert "your call" in there["riya"].sees and "your call" not in here["riya"].sees
    assert [each.answer for each in several.requests(sandbox)] == [None]
    for people in (here, there):
        people["mona"].opens_home()
        people["riya"].opens_home()
    assert ASK in str(here["mona"].home) and OTHER not in str(here["mona"].home)
    assert ASK not in str(there["mona"].home)


def test_a_button_with_a_request_of_the_other_workspace_does_nothing(
    several: Several, sandbox: Sandbox, nordic: LocalWorkspace, here: dict[str, Person], there: dict[str, Person]
) -> None:
    for people, words in ((here, ASK), (there, OTHER)):
        people["riya"].says(words)
    several.waits(hours=1)
    (mine,), (theirs,) = several.requests(sandbox), several.requests(nordic)
    card: Any = next(each for each in reversed(there["mona"].messages) if OTHER in each.plain)
    text = str(card.message.blocks)
    assert theirs.id in text
    card.message.blocks[:] = _with_id(card.message.blocks, theirs.id, mine.id)
    there["mona"].clicks("Your call")
    several.settle()
    assert several.requests(sandbox)[0].answer is None
    assert several.requests(sandbox)[0].status == Status.DELIVERED
    assert "your call" not in here["riya"].sees


def _with_id(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {key: _with_id(each, old, new) for key, each in value.items()}
    if isinstance(value, list):
        return [_with_id(each, old, new) for each in value]
    return value.replace(old, new) if isinstance(value, str) else value


def test_the_weekly_report_counts_ones_own_week(
    several: Several, sandbox: Sandbox, nordic: LocalWorkspace, here: dict[str, Person], there: dict[str, Person]
) -> None:
    for _ in range(3):
        there["riya"].says(OTHER)
        several.waits(hours=2)
        there["mona"].clicks("Your call")
        several.settle()
        several.tick()
        there["riya"].clicks("Me")
    several.waits(days=7)
    nothing = "No requests went through me last week."
    assert (here["mona"].sees.count(nothing), there["mona"].sees.count(nothing)) == (2, 1)
    for place in (sandbox, nordic):
        with inside(place.workspace.team_id), several.kickstand.runtime.sessions.begin() as session:
            assert session.scalars(select(WeeklyScore)).all()


def test_two_workspaces_are_never_mixed_up_by_a_payload_that_names_none_or_another(
    several: Several, nordic: LocalWorkspace, here: dict[str, Person], there: dict[str, Person]
) -> None:
    nordic.workspace.team_id, ours = "T0STRANGER", nordic.workspace.team_id
    there["riya"].says(OTHER)
    nordic.workspace.team_id = ours
    assert several.requests(nordic) == [] and several.requests(several.sandbox) == []


def test_with_one_workspace_nobody_else_is_heard(story: Story) -> None:
    """The app may be installed elsewhere too, with a token that nobody gave this Kickstand."""
    nordic = story.sandbox.another_workspace("Nordic", installed=True)
    stranger = nordic.add_person("riya", "Ragna Holm", id=story.id("riya"))
    stranger.says(OTHER)
    stranger.types(f"/ask {OTHER}")
    assert story.requests() == 0
    with pytest.raises(SlackClientError):
        story.kickstand.tokens.client(nordic.workspace.team_id)
    story.riya.says(ASK)
    assert story.requests() == 1


def test_nobody_speaks_for_a_workspace_that_is_not_installed(several: Several, here: dict[str, Person]) -> None:
    with pytest.raises(SlackClientError):
        several.kickstand.tokens.client("T0STRANGER")
    with pytest.raises(SlackClientError):
        several.kickstand.tokens.authorize("T0STRANGER")


def test_slack_may_greet_the_address_before_anything_is_installed(several: Several, sandbox: Sandbox) -> None:
    assert several.kickstand.tokens.all() == []
    assert sandbox.verify_url()


def test_what_is_not_signed_does_not_tell_who_is_installed(several: Several, here: dict[str, Person]) -> None:
    import json
    import urllib.error
    import urllib.request

    for team in (several.sandbox.workspace.team_id, "T0STRANGER"):
        body = json.dumps({"type": "event_callback", "team_id": team, "event": {"type": "message"}}).encode()
        headers = {"Content-Type": "application/json", "X-Slack-Request-Timestamp": "1", "X-Slack-Signature": "v0=0"}
        request = urllib.request.Request(several.url + ENDPOINT, data=body, headers=headers)
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request)
        assert caught.value.code == 401
        caught.value.close()
