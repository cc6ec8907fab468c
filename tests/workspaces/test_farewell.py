"""The app is removed: tokens go at once, nothing is sent, data goes days later; a late word changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import Kickstand, tables
from bot.sandbox import events
from bot.sandbox.delivery import Delivery, Envelope
from bot.sandbox.local import LocalWorkspace
from bot.sandbox.server import Sandbox
from bot.slack import outbox
from bot.slack.installing.workspaces import Workspace
from bot.store.workspace import inside
from tests.story import Story
from tests.workspaces.conftest import ASK, Several


def owned(several: Several, place: LocalWorkspace) -> dict[str, int]:
    """How many rows of this workspace each table has."""
    found = {}
    with several.kickstand.engine.connect() as connection:
        for table in tables().sorted_tables:
            if "workspace_id" in table.c:
                query = select(table.c.workspace_id).where(table.c.workspace_id == place.workspace.team_id)
                found[table.name] = len(connection.execute(query.execution_options(every_workspace=True)).all())
    return {name: number for name, number in found.items() if number}


@pytest.mark.parametrize("order", ["revoked_first", "uninstalled_first"])
def test_the_tokens_go_at_once_and_nothing_is_sent_any_more(
    several: Several, nordic: LocalWorkspace, order: Any, caplog: pytest.LogCaptureFixture
) -> None:
    several.sandbox.rotate_tokens()
    several.installs(nordic)
    people = several.team_in(nordic, nils="Nils Berg", nora="Nora Dahl")
    people["nils"].says(ASK)
    nordic.uninstall(order)
    nordic.settle()
    row = several.row(nordic)
    assert row.gone_at == several.clock()
    assert (row.token, row.refresh_token, row.token_expires_at) == (None, None, None)
    assert nordic.workspace.team_id not in several.kickstand.tokens.all()
    assert caplog.text.count("was removed from") == 1
    nordic.replay_events(2)
    several.waits(hours=2)
    assert ASK not in people["nora"].sees
    assert several.row(nordic).gone_at == row.gone_at


def test_what_a_removed_workspace_still_sends_is_dropped_and_named_once(
    several: Several, nordic: LocalWorkspace, caplog: pytest.LogCaptureFixture
) -> None:
    several.installs(nordic)
    people = several.team_in(nordic, nils="Nils Berg", nora="Nora Dahl")
    nordic.hold_events()
    people["nils"].waits = 0
    people["nils"].says(ASK)
    people["nils"].says("And 25 %?")
    nordic.uninstall()
    nordic.release_events(newest_first=True)
    nordic.settle()
    assert several.requests(nordic) == []
    assert caplog.text.count(f"Slack tells of {nordic.workspace.team_id}") == 1
    assert ASK not in caplog.text


def test_a_late_farewell_after_a_new_installation_changes_nothing(several: Several, nordic: LocalWorkspace) -> None:
    several.installs(nordic)
    nordic.hold_events()
    nordic.uninstall()
    several.clock.advance(timedelta(minutes=5))
    several.installs(nordic)
    nordic.release_events()
    nordic.settle()
    row = several.row(nordic)
    assert row.gone_at is None and row.token == nordic.bot_token


def test_a_late_farewell_is_known_by_its_time_while_slack_does_not_say_what_the_token_is_worth(
    several: Several, nordic: LocalWorkspace
) -> None:
    several.installs(nordic)
    nordic.hold_events()
    nordic.uninstall()
    several.clock.advance(timedelta(minutes=5))
    several.installs(nordic)
    nordic.faults.error("auth.test", "fatal_error", times=9)
    nordic.release_events()
    nordic.settle()
    assert several.row(nordic).gone_at is None
    several.clock.advance(timedelta(minutes=5))
    nordic.uninstall()
    nordic.settle()
    assert several.row(nordic).gone_at == several.clock()


def test_the_tokens_of_people_are_no_reason_to_go(several: Several, nordic: LocalWorkspace) -> None:
    several.installs(nordic)
    nordic.faults.error("auth.test", "fatal_error", times=9)
    for tokens, is_gone in (({"oauth": ["U0NILS000"], "bot": []}, False), ({"bot": ["U0KICKSTAN"]}, True)):
        payload = events.wrapped(nordic.platform, {"type": "tokens_revoked", "tokens": tokens})
        nordic.platform.courier.send(Delivery(Envelope.EVENT, payload, "tokens are revoked"))
        nordic.settle()
        assert (several.row(nordic).gone_at is not None) == is_gone


def test_a_week_later_nothing_of_it_is_left_and_the_others_have_everything(
    several: Several, sandbox: Sandbox, nordic: LocalWorkspace
) -> None:
    for place in (sandbox, nordic):
        several.installs(place)
        people = several.team_in(place, riya="Riya Shah", mona="Mona Berg")
        people["riya"].says(ASK)
    several.waits(hours=1)
    nordic.uninstall()
    nordic.settle()
    several.waits(days=6, hours=23)
    assert {"person", "request", "said", "post", "history", "conversation"} <= set(owned(several, nordic))
    before = owned(several, sandbox)
    several.waits(hours=1)
    assert owned(several, nordic) == {}
    several.waits(hours=1)
    with several.kickstand.runtime.sessions.begin() as session:
        assert session.get(Workspace, nordic.workspace.team_id) is None
    kept = ("person", "reporting_line", "team", "request", "said", "post")
    assert {name: owned(several, sandbox)[name] for name in kept} == {name: before[name] for name in kept}


def test_what_was_written_while_its_data_was_deleted_goes_at_the_next_look(
    several: Several, nordic: LocalWorkspace
) -> None:
    several.installs(nordic)
    several.team_in(nordic, riya="Riya Shah", mona="Mona Berg")
    nordic.uninstall()
    nordic.settle()
    several.waits(days=7)
    assert owned(several, nordic) == {}
    with inside(nordic.workspace.team_id), several.kickstand.runtime.sessions.begin() as session:
        outbox.want(session, "request.card", "late", "U0MONA000", several.clock())
    several.tick()
    assert owned(several, nordic) == {}


def test_who_comes_back_in_time_keeps_everything(several: Several, nordic: LocalWorkspace) -> None:
    several.installs(nordic)
    people = several.team_in(nordic, riya="Riya Shah", mona="Mona Berg")
    people["riya"].says(ASK)
    nordic.uninstall()
    nordic.settle()
    several.waits(days=6)
    several.installs(nordic)
    several.waits(days=2)
    assert len(several.requests(nordic)) == 1


def test_with_one_workspace_a_farewell_stops_what_is_sent_and_is_said_in_the_log(
    story: Story, kickstand: Kickstand, caplog: pytest.LogCaptureFixture
) -> None:
    story.riya.says(ASK)
    story.sandbox.uninstall()
    story.sandbox.settle()
    story.waits(hours=1)
    assert ASK not in story.mona.sees
    assert kickstand.tokens.all() == []
    assert caplog.text.count("was removed from") == 1
    story.waits(days=15)
    assert story.requests() == 1  # its owner's own database: nothing is deleted there
