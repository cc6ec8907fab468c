"""A manager's token: used, exchanged in time, given back; and what follows when Slack takes it no more."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy import Engine

from bot.app import build
from bot.sandbox import events
from bot.sandbox.clock import MovableClock
from bot.sandbox.delivery import Delivery, Envelope
from bot.settings import Settings
from bot.slack.installing.tokens import NoToken
from bot.store.engine import open_engine
from bot.store.workspace import current, inside
from bot.watch.rules import READ
from bot.watch.tokens import Readers
from tests.consent.conftest import ADD, Consenting
from tests.consent.test_way import is_dead
from tests.sandbox.installing import authorised, refreshed
from tests.story import from_kickstand
from tests.workspaces.conftest import elsewhere

ENDED = "Slack tells me that my permission has ended"
DM = "D1RIYAMONA"


@pytest.fixture
def rotating(consenting: Consenting) -> Consenting:
    """Mona has consented, and tokens live twelve hours."""
    consenting.story.sandbox.rotate_tokens()
    consenting.allows()
    return consenting


@pytest.fixture
def another_process(engine: Engine, settings: Settings, clock: MovableClock) -> Iterator[Readers]:
    """The tokens as a second process has them, with an engine of its own."""
    own = open_engine(settings)
    yield build(settings, clock, by_hand=True, engine=own).readers
    own.dispose()


def client(consenting: Consenting) -> Any:
    return consenting.kickstand.readers.client(consenting.story.id("mona"))


def told_of_the_end(consenting: Consenting) -> int:
    consenting.settles()
    return sum(ENDED in each.plain for each in from_kickstand(consenting.mona))


def revokes(consenting: Consenting) -> None:
    """Mona, or an admin, takes the permission back at Slack."""
    installation = consenting.story.sandbox.platform.installation
    installation.people[consenting.story.id("mona")].end("token_revoked")


# Use --------------------------------------------------------------------------------------------------------------


def test_her_token_sees_what_passes_between_her_and_a_rep(consenting: Consenting) -> None:
    consenting.allows()
    consenting.story.riya.says("Can I give Acme 20 %?", to=consenting.mona)
    assert client(consenting).conversations_info(channel=DM)["channel"]["user"] == consenting.story.id("riya")


def test_nobody_has_a_token_who_did_not_consent(consenting: Consenting) -> None:
    consenting.allows()
    with pytest.raises(NoToken):
        consenting.kickstand.readers.client(consenting.story.id("lee"))
    with inside("T0ELSEWHERE"), pytest.raises(NoToken):
        consenting.kickstand.readers.client(consenting.story.id("mona"))


@pytest.mark.parametrize("code", ["token_revoked", "invalid_auth", "account_inactive"])
def test_when_slack_takes_it_no_more_reading_is_over_and_she_hears_it_once(consenting: Consenting, code: str) -> None:
    consenting.allows()
    reader = client(consenting)
    consenting.story.sandbox.faults.error("conversations.info", code, times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError, match=code):
            reader.conversations_info(channel=DM)
    assert consenting.token() is None
    assert told_of_the_end(consenting) == 1
    with pytest.raises(NoToken):
        client(consenting)
    consenting.allows()
    assert told_of_the_end(consenting) == 1


def test_a_scope_that_is_gone_ends_it_and_one_that_was_never_given_does_not(consenting: Consenting) -> None:
    consenting.allows()
    with pytest.raises(SlackApiError, match="missing_scope"):
        client(consenting).chat_postMessage(channel=consenting.story.id("riya"), text="x")
    assert consenting.token()
    consenting.story.riya.says("Hello", to=consenting.mona)
    consenting.story.sandbox.platform.installation.people[consenting.story.id("mona")].scopes = ("im:history",)
    with pytest.raises(SlackApiError, match="missing_scope"):
        client(consenting).conversations_info(channel=DM)
    assert consenting.token() is None


@pytest.mark.parametrize("code", ["fatal_error", "channel_not_found", "token_expired", "team_added_to_org"])
def test_other_trouble_ends_nothing(consenting: Consenting, code: str) -> None:
    consenting.allows()
    consenting.story.sandbox.faults.error("conversations.info", code)
    with pytest.raises(SlackApiError, match=code):
        client(consenting).conversations_info(channel=DM)
    assert consenting.token()


def test_an_old_token_that_fails_does_not_end_a_new_consent(rotating: Consenting) -> None:
    old = client(rotating)
    rotating.story.waits(hours=11)
    assert rotating.token() != old.token
    rotating.story.sandbox.faults.error("conversations.info", "token_revoked")
    with pytest.raises(SlackApiError):
        old.conversations_info(channel=DM)
    assert rotating.token()
    assert told_of_the_end(rotating) == 0


# Exchange ---------------------------------------------------------------------------------------------------------


def test_a_job_exchanges_it_two_hours_before_its_end(rotating: Consenting) -> None:
    first = rotating.row()
    assert first is not None and first.token_expires_at == rotating.story.clock() + timedelta(hours=12)
    rotating.story.waits(hours=9, minutes=59)
    assert rotating.token() == first.token
    rotating.story.waits(minutes=1)
    second = rotating.row()
    assert second is not None and second.token != first.token and second.refresh_token != first.refresh_token
    for _ in range(3):
        rotating.story.waits(hours=11)
    assert client(rotating).auth_test()["user_id"] == rotating.story.id("mona")


def test_whoever_uses_it_exchanges_it_too(rotating: Consenting) -> None:
    rotating.story.clock.advance(timedelta(hours=30))
    assert client(rotating).auth_test()["ok"] is True


def test_two_processes_exchange_it_once(rotating: Consenting, another_process: Readers) -> None:
    """A refresh token is good once: the second use would be refused, and the consent be over."""
    mona = rotating.story.id("mona")
    for _ in range(3):
        rotating.story.clock.advance(timedelta(hours=11))
        before = rotating.token()
        assert _race([rotating.kickstand.readers, another_process], mona) == []
        row = rotating.row()
        assert row is not None and row.refreshing_until is None
        assert row.token == rotating.story.sandbox.user_token(rotating.mona) != before
        assert another_process.client(mona).token == row.token


def _race(processes: list[Readers], manager_id: str) -> list[Exception]:
    """A job and two uses in each process at once; answers what failed."""
    failed: list[Exception] = []
    start, here = threading.Barrier(3 * len(processes)), current()

    def work(readers: Readers, by_job: bool) -> None:
        start.wait()
        try:
            if by_job:
                readers.refresh()
            else:
                with inside(here):
                    readers.client(manager_id).auth_test()
        except Exception as error:
            failed.append(error)

    jobs = [(readers, by_job) for readers in processes for by_job in (True, False, False)]
    workers = [threading.Thread(target=work, args=job) for job in jobs]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return failed


def test_the_job_finds_it_in_whichever_workspace(rotating: Consenting) -> None:
    before = rotating.token()
    rotating.story.clock.advance(timedelta(hours=11))
    elsewhere(rotating.kickstand.readers.refresh)
    assert rotating.token() != before


def test_while_slack_does_not_answer_the_old_one_serves_to_its_end(rotating: Consenting) -> None:
    first = rotating.token()
    rotating.story.clock.advance(timedelta(hours=11))
    rotating.story.sandbox.faults.error("oauth.v2.access", "fatal_error", times=9)
    assert client(rotating).token == first
    rotating.story.clock.advance(timedelta(hours=2))
    with pytest.raises(SlackClientError):
        client(rotating)
    rotating.story.sandbox.faults.clear()
    rotating.story.clock.advance(timedelta(minutes=1))
    assert client(rotating).auth_test()["ok"] is True


def test_a_refresh_token_that_slack_refuses_ends_the_consent(rotating: Consenting) -> None:
    row = rotating.row()
    assert row is not None and row.refresh_token
    refreshed(rotating.story.sandbox, row.refresh_token)
    rotating.story.waits(hours=11)
    assert rotating.token() is None
    assert told_of_the_end(rotating) == 1


# Back -------------------------------------------------------------------------------------------------------------


def test_stop_reading_ends_the_token_here_and_at_slack(consenting: Consenting) -> None:
    consenting.allows()
    token = consenting.token() or ""
    assert not is_dead(consenting.story, token)
    consenting.mona.clicks("Stop reading")
    consenting.settles()
    assert consenting.token() is None
    assert is_dead(consenting.story, token)
    consenting.story.waits(hours=6)  # what nobody needs any more goes every six hours
    assert consenting.row() is None
    assert "I've stopped reading. Nothing of it is kept" in consenting.mona.sees
    assert "Mona has switched it off: I don't read your messages." in consenting.story.riya.sees
    assert told_of_the_end(consenting) == 0


def test_while_slack_is_out_of_reach_the_token_is_gone_from_here_all_the_same(
    consenting: Consenting, caplog: pytest.LogCaptureFixture
) -> None:
    consenting.allows()
    token = consenting.token() or ""
    consenting.story.sandbox.faults.lose_response("auth.revoke")
    consenting.mona.clicks("Stop reading")
    assert consenting.token() is None
    assert "could not be given back" in caplog.text and token not in caplog.text


def test_she_may_switch_it_on_again(consenting: Consenting) -> None:
    consenting.allows()
    consenting.mona.clicks("Stop reading")
    consenting.settles()
    consenting.story.waits(days=1)
    consenting.allows()
    row = consenting.row()
    assert row is not None and row.dm_since == consenting.story.clock()
    assert not is_dead(consenting.story, row.token or "")
    assert "I'm reading along now" in consenting.mona.sees and "I've stopped reading" not in consenting.mona.sees


def test_when_she_revokes_it_at_slack_reading_is_over(consenting: Consenting) -> None:
    consenting.allows()
    revokes(consenting)
    _tell(consenting, [consenting.story.id("mona")])
    assert consenting.token() is None
    assert told_of_the_end(consenting) == 1
    _tell(consenting, [consenting.story.id("mona")])
    assert told_of_the_end(consenting) == 1
    assert consenting.kickstand.tokens.all() == [current()]  # the bot stays


def _tell(consenting: Consenting, people: list[str]) -> None:
    events.farewell(consenting.story.sandbox.platform, "tokens_revoked", people=people, bot=False)
    consenting.story.sandbox.settle()


def test_a_late_word_after_a_new_consent_changes_nothing(consenting: Consenting) -> None:
    sandbox = consenting.story.sandbox
    consenting.allows()
    sandbox.hold_events("tokens_revoked")
    revokes(consenting)
    events.farewell(sandbox.platform, "tokens_revoked", people=[consenting.story.id("mona")], bot=False)
    consenting.story.clock.advance(timedelta(minutes=5))
    consenting.allows(label=ADD)
    sandbox.release_events()
    consenting.settles()
    assert consenting.token() == sandbox.user_token(consenting.mona)
    assert told_of_the_end(consenting) == 0


def test_while_slack_does_not_say_what_it_is_worth_the_later_of_word_and_consent_counts(consenting: Consenting) -> None:
    story = consenting.story
    early = events.wrapped(
        story.sandbox.platform, {"type": "tokens_revoked", "tokens": {"oauth": [story.id("mona")], "bot": []}}
    )
    story.clock.advance(timedelta(minutes=5))
    consenting.allows()
    story.sandbox.faults.error("auth.test", "fatal_error", times=2)
    story.sandbox.platform.courier.send(Delivery(Envelope.EVENT, early, "an old word"))
    story.sandbox.settle()
    assert consenting.token()
    _tell(consenting, [story.id("mona")])
    assert consenting.token() is None


@pytest.mark.parametrize("tokens", [None, 7, {"oauth": "U0MONA000"}, {"oauth": [None, {}, "U0LEE0000"]}, {"bot": 1}])
def test_other_words_about_tokens_change_nothing(consenting: Consenting, tokens: Any) -> None:
    consenting.allows()
    payload = events.wrapped(consenting.story.sandbox.platform, {"type": "tokens_revoked", "tokens": tokens})
    consenting.story.sandbox.platform.courier.send(Delivery(Envelope.EVENT, payload, "tokens are revoked"))
    consenting.story.sandbox.settle()
    assert consenting.token()


@pytest.mark.parametrize("order", ["revoked_first", "uninstalled_first"])
def test_when_the_app_is_removed_no_token_of_anybody_stays(consenting: Consenting, order: Any) -> None:
    consenting.allows()
    consenting.story.sandbox.uninstall(order)
    consenting.story.sandbox.settle()
    assert consenting.token() is None
    assert consenting.kickstand.tokens.all() == []


def test_a_token_that_came_by_another_way_is_not_kept(consenting: Consenting) -> None:
    """Somebody allows the app at Slack without a link of ours: Slack tells nobody, and nothing is read."""
    authorised(consenting.story.sandbox, consenting.mona, *READ)
    consenting.settles()
    assert consenting.row() is None
