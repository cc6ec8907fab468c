"""Tokens that expire: pairs, refreshing, and what a token that is over gets to hear."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation import TokenRotator

from bot.sandbox.clock import MovableClock
from bot.sandbox.local import LocalWorkspace
from bot.sandbox.server import Sandbox
from tests.sandbox.installing import installed, refreshed
from tests.sandbox.small_app import Json


@pytest.fixture
def rotating(sandbox: Sandbox) -> LocalWorkspace:
    sandbox.rotate_tokens()
    return sandbox.another_workspace("Nordic")


def works(place: LocalWorkspace, answer: Json) -> bool:
    told: Any = WebClient(answer["access_token"], base_url=place.api_url).auth_test()
    return bool(told["ok"]) and told["team_id"] == place.workspace.team_id


def test_an_installation_gives_a_pair_that_lives_twelve_hours(rotating: LocalWorkspace) -> None:
    answer = installed(rotating)
    assert answer["access_token"].startswith("xoxe.xoxb-") and answer["refresh_token"].startswith("xoxe-1-")
    assert answer["expires_in"] == 43_200
    assert works(rotating, answer) and rotating.bot_token == answer["access_token"]


def test_a_token_expires_with_story_time(rotating: LocalWorkspace, clock: MovableClock) -> None:
    answer = installed(rotating)
    clock.advance(timedelta(hours=11, minutes=59))
    assert works(rotating, answer)
    clock.advance(timedelta(minutes=1))
    with pytest.raises(SlackApiError, match="token_expired"):
        works(rotating, answer)


def test_a_refresh_gives_a_new_pair_while_the_old_token_lives_on(rotating: LocalWorkspace, clock: MovableClock) -> None:
    first = installed(rotating)
    clock.advance(timedelta(hours=11))
    second = refreshed(rotating, first["refresh_token"])
    assert second["access_token"] != first["access_token"] and second["refresh_token"] != first["refresh_token"]
    assert second["expires_in"] == 43_200 and second["team"]["id"] == rotating.workspace.team_id
    assert works(rotating, first) and works(rotating, second)


def test_a_refresh_works_long_after_the_token_expired(rotating: LocalWorkspace, clock: MovableClock) -> None:
    first = installed(rotating)
    clock.advance(timedelta(days=30))
    assert works(rotating, refreshed(rotating, first["refresh_token"]))


def test_a_refresh_token_is_good_once(rotating: LocalWorkspace) -> None:
    first = installed(rotating)
    refreshed(rotating, first["refresh_token"])
    with pytest.raises(SlackApiError, match="invalid_refresh_token"):
        refreshed(rotating, first["refresh_token"])


def test_with_a_grace_it_is_good_a_little_longer(sandbox: Sandbox) -> None:
    sandbox.rotate_tokens(grace_seconds=60)
    first = installed(sandbox)
    assert works(sandbox, refreshed(sandbox, first["refresh_token"]))
    assert works(sandbox, refreshed(sandbox, first["refresh_token"]))


@pytest.mark.parametrize("token", ["", "xoxe-1-made-up"])
def test_a_refresh_token_that_nobody_issued_is_refused(rotating: LocalWorkspace, token: str) -> None:
    installed(rotating)
    with pytest.raises(SlackApiError, match="invalid_refresh_token"):
        refreshed(rotating, token)


def test_of_three_tokens_the_oldest_is_revoked(rotating: LocalWorkspace) -> None:
    first = installed(rotating)
    second = refreshed(rotating, first["refresh_token"])
    third = refreshed(rotating, second["refresh_token"])
    assert works(rotating, second) and works(rotating, third)
    with pytest.raises(SlackApiError, match="token_revoked"):
        works(rotating, first)


def test_a_token_from_before_the_switch_keeps_working(sandbox: Sandbox, clock: MovableClock) -> None:
    token = sandbox.bot_token
    sandbox.rotate_tokens(lifetime_seconds=60)
    answer = installed(sandbox)
    clock.advance(timedelta(days=1))
    assert works(sandbox, {"access_token": token})
    with pytest.raises(SlackApiError, match="token_expired"):
        works(sandbox, answer)


def test_after_a_removal_nothing_can_be_refreshed(rotating: LocalWorkspace) -> None:
    answer = installed(rotating)
    rotating.uninstall()
    with pytest.raises(SlackApiError, match="invalid_refresh_token"):
        refreshed(rotating, answer["refresh_token"])
    with pytest.raises(SlackApiError, match="account_inactive"):
        works(rotating, answer)


def test_slack_sdks_own_rotator_understands_the_answer(rotating: LocalWorkspace) -> None:
    answer = installed(rotating)
    rotator = TokenRotator(
        client_id=rotating.client_id,
        client_secret=rotating.client_secret,
        client=WebClient(base_url=rotating.api_url),
    )
    old = Bot(
        team_id=rotating.workspace.team_id,
        bot_token=answer["access_token"],
        bot_id=rotating.workspace.bot_id,
        bot_user_id=rotating.workspace.bot_user_id,
        bot_refresh_token=answer["refresh_token"],
        bot_token_expires_at=1,
        installed_at=0.0,
    )
    new: Any = rotator.perform_bot_token_rotation(bot=old)
    assert works(rotating, {"access_token": new.bot_token}) and new.bot_refresh_token != old.bot_refresh_token
