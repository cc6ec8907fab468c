"""Tokens that expire: exchanged in time by jobs and events, once, whoever asks; and what follows if Slack says no."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy import Engine

from bot.app import build
from bot.commands.checking import check
from bot.sandbox.clock import MovableClock
from bot.sandbox.local import LocalWorkspace
from bot.settings import Settings
from bot.slack.installing.tokens import Tokens
from bot.store.engine import open_engine
from tests.sandbox.installing import refreshed
from tests.workspaces.conftest import ASK, Several


@pytest.fixture
def rotating(several: Several, nordic: LocalWorkspace) -> LocalWorkspace:
    several.sandbox.rotate_tokens()
    several.installs(nordic)
    return nordic


@pytest.fixture
def another_process(several: Several, engine: Engine, open_settings: Settings, clock: MovableClock) -> Iterator[Tokens]:
    """The tokens as a second process has them, with an engine of its own."""
    own = open_engine(open_settings)
    yield build(open_settings, clock, by_hand=True, engine=own).tokens
    own.dispose()


def test_a_job_exchanges_the_token_two_hours_before_its_end(several: Several, rotating: LocalWorkspace) -> None:
    first = several.row(rotating)
    assert first.token_expires_at == several.clock() + timedelta(hours=12)
    several.waits(hours=9, minutes=59)
    assert several.row(rotating).token == first.token
    several.waits(minutes=1)
    second = several.row(rotating)
    assert second.token == rotating.bot_token != first.token and second.refresh_token != first.refresh_token
    assert second.token_expires_at == several.clock() + timedelta(hours=12)
    for _ in range(4):
        several.waits(hours=11)
    people = several.team_in(rotating, nils="Nils Berg", nora="Nora Dahl")
    people["nils"].says(ASK)
    several.waits(hours=1)
    assert several.requests(rotating)


def test_an_event_exchanges_it_too(several: Several, rotating: LocalWorkspace) -> None:
    first = several.row(rotating).token
    several.clock.advance(timedelta(hours=30))
    rotating.add_person("nils").says(ASK)
    assert several.row(rotating).token == rotating.bot_token != first


def test_two_processes_exchange_a_token_once(
    several: Several, rotating: LocalWorkspace, another_process: Tokens
) -> None:
    """A refresh token is good once: the second use would be refused, and the workspace marked."""
    place = rotating.workspace.team_id
    for _ in range(3):
        several.clock.advance(timedelta(hours=11))
        before = several.row(rotating).token
        assert _race([several.kickstand.tokens, another_process], place) == []
        row = several.row(rotating)
        assert row.trouble is None and row.refreshing_until is None
        assert row.token == rotating.bot_token != before
        assert another_process.client(place).token == row.token


def _race(processes: list[Tokens], place: str) -> list[Exception]:
    """A job and two events in each process at once; answers what failed."""
    failed: list[Exception] = []
    start = threading.Barrier(3 * len(processes))

    def work(tokens: Tokens, by_job: bool) -> None:
        start.wait()
        try:
            tokens.refresh() if by_job else tokens.client(place).auth_test()
        except Exception as error:
            failed.append(error)

    workers = [
        threading.Thread(target=work, args=(tokens, job)) for tokens in processes for job in (True, False, False)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return failed


def test_another_process_sees_at_once_who_is_gone(
    several: Several, rotating: LocalWorkspace, another_process: Tokens
) -> None:
    place = rotating.workspace.team_id
    assert another_process.client(place).auth_test()["ok"] is True
    rotating.uninstall()
    rotating.settle()
    with pytest.raises(SlackClientError):
        another_process.client(place)
    several.installs(rotating)
    assert another_process.client(place).auth_test()["ok"] is True


def test_while_slack_does_not_answer_the_old_token_serves_and_it_is_tried_again(
    several: Several, rotating: LocalWorkspace
) -> None:
    first = several.row(rotating).token
    several.clock.advance(timedelta(hours=11))
    several.sandbox.faults.error("oauth.v2.access", "fatal_error", times=1)
    client = several.kickstand.tokens.client(rotating.workspace.team_id)
    assert client.token == first and client.auth_test()["ok"] is True
    assert several.row(rotating).trouble is None
    several.waits(seconds=59)
    assert several.row(rotating).token == first  # left alone for a minute
    several.waits(seconds=1)
    assert several.row(rotating).token == rotating.bot_token != first


def test_a_refresh_token_that_slack_refuses_is_marked_and_check_says_what_to_do(
    several: Several, rotating: LocalWorkspace, open_settings: Settings
) -> None:
    people = several.team_in(rotating, nils="Nils Berg", nora="Nora Dahl")
    people["nils"].says(ASK)
    used = several.row(rotating).refresh_token or ""
    _spend(several, used)
    several.waits(hours=11)
    assert several.row(rotating).trouble == "invalid_refresh_token"
    said = {each.what: each.wrong for each in check(open_settings)}
    assert f"Nordic ({rotating.workspace.team_id}): its token cannot be refreshed" in said["Workspaces"]
    assert "/slack/install" in said["Workspaces"]
    several.waits(hours=2)
    with pytest.raises(SlackClientError):
        several.kickstand.tokens.client(rotating.workspace.team_id)
    several.installs(rotating)
    row = several.row(rotating)
    assert row.trouble is None and row.token == rotating.bot_token
    assert {each.what: each.wrong for each in check(open_settings)}["Workspaces"] == ""


def _spend(several: Several, token: str) -> None:
    refreshed(several.sandbox, token)
    with pytest.raises(SlackApiError, match="invalid_refresh_token"):
        refreshed(several.sandbox, token)
