"""Socket Mode lines against the local Slack: nothing is lost or late when lines end, break, fall silent or stop."""

import json
import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from websockets.sync.client import connect
from websockets.sync.server import Server, ServerConnection, serve

from bot.sandbox.clock import MovableClock
from bot.sandbox.delivery import Delivery
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from bot.sandbox.socket_mode import Line
from bot.slack.socket_mode.lines import SocketMode
from bot.slack.socket_mode.retries import Pace
from tests.lines import lines_to
from tests.sandbox.small_app import MANIFEST, SmallApp

Json = dict[str, Any]
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
QUICK = Pace(first_retry=0.01, longest_retry=0.05, switched_off=0.3, linger=0.2)
WAKEFUL = Pace(ping=0.05, first_retry=0.01, longest_retry=0.05)
IMPATIENT = replace(WAKEFUL, pong=1)
WELL_UNDER_THREE_SECONDS = 1.5


def wait_until(holds: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.005)


@pytest.fixture(scope="module")
def clock() -> MovableClock:
    return MovableClock(MONDAY)


@pytest.fixture(scope="module")
def server(clock: MovableClock) -> Iterator[Sandbox]:
    sandbox = Sandbox(clock=clock, manifest=MANIFEST).start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def slack(server: Sandbox, clock: MovableClock) -> Iterator[Sandbox]:
    """A local Slack without connections, which counts an acknowledgement only on its envelope's own line."""
    clock.set(MONDAY)
    server.reset()
    server.platform.sockets.acks_anywhere = False
    yield server
    server.platform.courier.abandon()
    assert server.platform.sockets.wait_for_lines(0)


@pytest.fixture
def app(slack: Sandbox) -> SmallApp:
    return SmallApp(WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[]), slack.signing_secret)


class Connected:
    """Lines to the local Slack, the app behind them, and what they were told about gaps."""

    def __init__(self, slack: Sandbox, app: SmallApp, **more: Any) -> None:
        self.slack, self.app = slack, app
        self.gaps: list[datetime | None] = []
        self.lines = lines_to(slack, app.bolt.dispatch, self.gaps.append, **{"pace": QUICK} | more)

    def __enter__(self) -> "Connected":
        self.lines.start()
        wait_until(lambda: self.lines.lines_open == 2 and len(self.seen) == 2)
        return self

    def __exit__(self, *_: object) -> None:
        self.lines.stop(within=5)

    @property
    def seen(self) -> list[Line]:
        """The connections as Slack sees them."""
        return list(self.slack.platform.sockets.lines)

    def are_new(self, old: list[Line]) -> bool:
        """Whether there are two lines again and none of them is one of the old."""
        return len(self.seen) == 2 and self.lines.lines_open == 2 and not set(self.seen) & set(old)


@pytest.fixture
def connected(slack: Sandbox, app: SmallApp) -> Iterator[Connected]:
    with Connected(slack, app) as found:
        yield found


@pytest.fixture
def riya(slack: Sandbox) -> Person:
    return slack.add_person("riya", "Riya Shah")


@pytest.fixture
def hasty(riya: Person, slack: Sandbox) -> Person:
    """Riya, who does not wait until her message has arrived."""
    return slack.person("riya", waits=0)


def deliveries(slack: Sandbox) -> list[Delivery]:
    return list(slack.platform.courier.sent)


def arrived_at_once(slack: Sandbox) -> bool:
    return all(len(each.outcomes) == 1 and each.outcome.acked for each in deliveries(slack))


class Gate:
    """A listener that waits until it may go on."""

    def __init__(self) -> None:
        self.entered, self.may_go = threading.Semaphore(0), threading.Event()

    def __call__(self, *_: object) -> None:
        self.entered.release()
        assert self.may_go.wait(10)


# Envelopes ----------------------------------------------------------------------------------------------------


def test_envelopes_are_acknowledged_on_both_lines(connected: Connected, slack: Sandbox, riya: Person) -> None:
    for number in range(6):
        riya.says(str(number))
    assert [each["text"] for each in connected.app.events] == list("012345")
    assert arrived_at_once(slack)
    assert connected.gaps == [None]
    assert connected.lines.last_heard == MONDAY


def test_an_answer_goes_back_with_the_acknowledgement(connected: Connected, riya: Person) -> None:
    connected.app.does["command"] = lambda *_: "Noted"
    riya.types("/small talk")
    assert riya.last.plain == "Noted"
    connected.app.does["command"] = lambda *_: {"text": "Noted again", "response_type": "ephemeral"}
    riya.types("/small talk")
    assert riya.last.plain == "Noted again"


def test_a_failed_listener_is_not_acknowledged_and_slack_sends_again(
    connected: Connected, slack: Sandbox, riya: Person
) -> None:
    slack.be_patient(ack_seconds=0.3, retry_waits=(0, 0))
    outcomes = iter(["fails", "works"])

    def listener(*_: object) -> None:
        if next(outcomes) == "fails":
            raise ValueError

    connected.app.does["event"] = listener
    riya.says("May I?")
    assert connected.app.retries == [("0", ""), ("1", "timeout")]


def test_a_burst_beyond_the_pool_waits_its_turn_and_breaks_no_line(
    slack: Sandbox, app: SmallApp, hasty: Person
) -> None:
    with Connected(slack, app, workers=1, pace=WAKEFUL) as connected:
        gate = app.does["event"] = Gate()
        before = connected.seen
        for number in range(12):
            hasty.says(str(number))
        assert gate.entered.acquire(timeout=5)
        time.sleep(WAKEFUL.ping * 4)  # longer than a line may say nothing
        assert not gate.entered.acquire(blocking=False)
        assert connected.lines.in_flight == 2  # one runs, one waits; the rest is not read yet
        gate.may_go.set()
        slack.settle()
        assert len(app.events) == 12 and arrived_at_once(slack)
        assert connected.seen == before


def test_what_people_say_never_reaches_the_log(slack: Sandbox, riya: Person, caplog: pytest.LogCaptureFixture) -> None:
    def handle(request: BoltRequest) -> BoltResponse:
        if "worse" in str(request.body):
            raise ValueError(f"SECRET {request.body}")
        return BoltResponse(status=500, body="SECRET")

    slack.be_patient(ack_seconds=0.1, retry_waits=())
    caplog.set_level(logging.DEBUG)
    lines = lines_to(slack, handle, pace=QUICK)
    lines.start()
    slack.wait_for_app()
    slack.platform.sockets.lines[0].say({"envelope_id": "1", "type": "events_api", "words": "SECRET"})
    for words in ("SECRET", "worse SECRET"):
        hasty = slack.person("riya", waits=0)
        hasty.says(words)
        wait_until(lambda: deliveries(slack)[-1].finished.is_set())
    lines.stop()
    ours = [each.getMessage() for each in caplog.records if each.name.startswith(("bot.", "kickstand", "websockets.c"))]
    assert "an envelope could not be handled: ValueError" in ours
    assert not [words for words in ours if "SECRET" in words or "ticket" in words]


# Refreshes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "too_many_websockets"])
@pytest.mark.parametrize("which", [0, 1])
def test_a_refresh_of_one_line_loses_and_delays_nothing(
    connected: Connected, slack: Sandbox, riya: Person, reason: str, which: int
) -> None:
    old = connected.seen[which]
    slack.platform.sockets.say_goodbye(reason, old)
    begun = time.monotonic()
    for number in range(4):
        riya.says(str(number))
    assert time.monotonic() - begun < WELL_UNDER_THREE_SECONDS
    assert arrived_at_once(slack)
    assert len(connected.app.events) == 4
    wait_until(lambda: old not in connected.seen and len(connected.seen) == 2)
    assert connected.gaps == [None]


def test_a_refresh_of_both_lines_at_once_loses_and_delays_nothing(
    connected: Connected, slack: Sandbox, riya: Person
) -> None:
    old = connected.seen
    slack.disconnect("warning")
    begun = time.monotonic()
    for number in range(4):
        riya.says(str(number))
    assert time.monotonic() - begun < WELL_UNDER_THREE_SECONDS
    assert arrived_at_once(slack)
    assert len(connected.app.events) == 4
    wait_until(lambda: connected.are_new(old))
    assert connected.gaps == [None]


def test_a_listener_that_runs_through_a_refresh_is_acknowledged_on_its_own_line(
    connected: Connected, slack: Sandbox, hasty: Person
) -> None:
    gate = connected.app.does["event"] = Gate()
    old = connected.seen
    hasty.says("May I?")
    assert gate.entered.acquire(timeout=5)
    slack.disconnect("warning")
    wait_until(lambda: len(set(connected.seen) & set(old)) == 1)  # the idle one has gone after its time
    time.sleep(QUICK.linger / 2)
    assert len(set(connected.seen) & set(old)) == 1  # the busy one stays
    gate.may_go.set()
    slack.settle()
    assert arrived_at_once(slack)
    wait_until(lambda: connected.are_new(old))


def test_lines_that_had_their_goodbye_are_read_on_until_slack_opens_others(
    connected: Connected, slack: Sandbox, riya: Person
) -> None:
    old = connected.seen
    slack.refuse_connections("internal_error")
    slack.disconnect("warning")
    time.sleep(QUICK.linger * 1.5)
    riya.says("May I?")
    assert connected.seen == old and arrived_at_once(slack)
    slack.allow_connections()
    wait_until(lambda: connected.are_new(old))
    assert connected.gaps == [None]


def test_a_listener_whose_line_is_gone_is_acknowledged_on_another(
    connected: Connected, slack: Sandbox, hasty: Person
) -> None:
    slack.platform.sockets.acks_anywhere = True
    gate = connected.app.does["event"] = Gate()
    old = connected.seen
    hasty.says("May I?")
    assert gate.entered.acquire(timeout=5)
    slack.disconnect("refresh_requested")
    wait_until(lambda: connected.are_new(old))
    gate.may_go.set()
    slack.settle()
    assert arrived_at_once(slack)


def test_when_slack_closes_both_lines_at_once_the_gap_is_told(
    connected: Connected, slack: Sandbox, clock: MovableClock, riya: Person
) -> None:
    old = connected.seen
    slack.be_patient(retry_waits=(0.2, 0.2))
    clock.advance(timedelta(minutes=5))
    slack.disconnect("refresh_requested")
    riya.says("May I?")
    wait_until(lambda: connected.are_new(old))
    wait_until(lambda: len(connected.gaps) == 2)
    assert connected.gaps[1] is not None
    assert connected.gaps[1] <= MONDAY + timedelta(minutes=5)
    assert connected.app.events[-1]["text"] == "May I?"


class Keeping:
    """A Slack that does nothing but open connections, each meant to last so many seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.opened: list[float] = []
        self.open = 0

    def __call__(self, connection: ServerConnection) -> None:
        self.opened.append(time.monotonic())
        self.open += 1
        hello = {"type": "hello", "debug_info": {"approximate_connection_time": self.seconds}}
        connection.send(json.dumps(hello))
        for _ in connection:
            pass
        self.open -= 1


@pytest.fixture
def keeping() -> Iterator[tuple[Keeping, Server]]:
    found = Keeping(seconds=1)
    with serve(found, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield found, server
    thread.join(5)


def test_the_second_line_is_renewed_once_at_half_time_so_that_the_two_never_end_together(
    keeping: tuple[Keeping, Server], clock: MovableClock
) -> None:
    slack, server = keeping
    url = f"ws://127.0.0.1:{server.socket.getsockname()[1]}/"
    lines = SocketMode(lambda: url, lambda _: BoltResponse(status=200), lambda _: None, clock, pace=QUICK)
    lines.start()
    wait_until(lambda: len(slack.opened) == 3)
    assert 0.4 < slack.opened[2] - slack.opened[1] < 1
    wait_until(lambda: slack.open == 2)
    time.sleep(0.6)  # another half
    assert len(slack.opened) == 3 and lines.lines_open == 2
    assert lines.stop()
    assert lines.lines_open == 0


# Trouble ------------------------------------------------------------------------------------------------------


def test_cut_lines_are_replaced_and_the_gap_is_told(
    connected: Connected, slack: Sandbox, clock: MovableClock, riya: Person
) -> None:
    riya.says("Before")
    old = connected.seen
    clock.advance(timedelta(minutes=5))
    slack.cut_connections()
    wait_until(lambda: connected.are_new(old))
    wait_until(lambda: len(connected.gaps) == 2)
    assert connected.gaps == [None, MONDAY]
    riya.says("After")
    assert arrived_at_once(slack) and len(connected.app.events) == 2


def test_half_open_lines_are_noticed_and_replaced(slack: Sandbox, app: SmallApp, riya: Person) -> None:
    with Connected(slack, app, pace=IMPATIENT) as connected:
        old = connected.seen
        slack.go_silent()
        wait_until(lambda: connected.are_new(old))
        wait_until(lambda: MONDAY in connected.gaps)
        riya.says("May I?")
        assert arrived_at_once(slack) and len(app.events) == 1


def test_a_gap_is_told_again_until_it_could_be_noted(slack: Sandbox, app: SmallApp) -> None:
    told: list[datetime | None] = []

    def on_gap(since: datetime | None) -> None:
        told.append(since)
        if len(told) < 3:
            raise OSError

    lines = lines_to(slack, app.bolt.dispatch, on_gap, pace=QUICK)
    lines.start()
    wait_until(lambda: len(told) == 3)
    assert told == [None] * 3
    assert lines.stop()


def test_a_line_that_lives_is_left_alone(slack: Sandbox, app: SmallApp, clock: MovableClock) -> None:
    with Connected(slack, app, pace=WAKEFUL) as connected:
        before, luck = connected.seen, random.getstate()
        clock.advance(timedelta(minutes=1))
        wait_until(lambda: connected.lines.last_heard == clock())
        assert connected.seen == before and connected.gaps == [None]
        assert random.getstate() == luck  # Hypothesis wants to be the only one who draws from it


def test_when_socket_mode_is_switched_off_one_sentence_says_what_to_do_and_it_comes_back_by_itself(
    connected: Connected, slack: Sandbox, riya: Person, caplog: pytest.LogCaptureFixture
) -> None:
    old = connected.seen
    slack.disconnect("link_disabled")
    wait_until(lambda: not connected.seen)
    assert not slack.platform.sockets.wait_for_lines(timeout=QUICK.switched_off * 2)  # it tries, and Slack refuses
    slack.allow_connections()
    begun = time.monotonic()
    wait_until(lambda: connected.are_new(old))
    assert time.monotonic() - begun < QUICK.switched_off * 2
    said = [each.getMessage() for each in caplog.records if each.name.startswith("bot.")]
    assert len(said) == 1
    assert "Socket Mode was switched off for this app" in said[0]
    assert "api.slack.com/apps, Settings, Socket Mode" in said[0]
    riya.says("May I?")
    assert len(connected.app.events) == 1


def test_a_refused_app_token_is_said_at_the_start(slack: Sandbox) -> None:
    client = WebClient(base_url=slack.api_url, retry_handlers=[])

    def open_url() -> str:
        return str(client.apps_connections_open(app_token="xapp-1-wrong")["url"])

    lines = SocketMode(open_url, lambda _: BoltResponse(status=200), lambda _: None, slack.platform.clock)
    with pytest.raises(SlackApiError, match="invalid_auth"):
        lines.start()
    assert lines.stop()


def test_a_slack_that_cannot_be_reached_at_the_start_is_tried_again(
    slack: Sandbox, app: SmallApp, riya: Person, caplog: pytest.LogCaptureFixture
) -> None:
    slack.faults.server_error("apps.connections.open", times=3)
    with Connected(slack, app) as connected:
        assert connected.gaps == [None]
        riya.says("May I?")
    said = [each.getMessage() for each in caplog.records if each.name.startswith("bot.")]
    assert said == ["I cannot connect to Slack right now (SlackApiError). I go on trying until I can."]


def test_slacks_retry_after_is_honoured(slack: Sandbox, app: SmallApp) -> None:
    slack.faults.rate_limit("apps.connections.open", retry_after=1)
    begun = time.monotonic()
    with Connected(slack, app):
        assert time.monotonic() - begun >= 1


def test_an_app_with_too_many_lines_gets_its_own_when_there_is_room(
    slack: Sandbox, app: SmallApp, caplog: pytest.LogCaptureFixture
) -> None:
    others = [connect(slack.platform.sockets.ticket_url(slack.url)).__enter__() for _ in range(10)]
    lines = lines_to(slack, app.bolt.dispatch, pace=QUICK)
    lines.start()
    assert lines.lines_open == 0
    for each in others[:2]:
        each.close()
    wait_until(lambda: lines.lines_open == 2)
    assert [each.getMessage() for each in caplog.records if "too_many_websockets" in each.getMessage()]
    assert lines.stop()
    for each in others:
        each.close()


# The end ------------------------------------------------------------------------------------------------------


def test_a_stop_lets_what_runs_finish_and_be_acknowledged_and_takes_nothing_new(
    connected: Connected, slack: Sandbox, hasty: Person
) -> None:
    gate = connected.app.does["event"] = Gate()
    slack.be_patient(ack_seconds=2, retry_waits=())
    hasty.says("First")
    assert gate.entered.acquire(timeout=5)
    finished: list[bool] = []
    stopping = threading.Thread(target=lambda: finished.append(connected.lines.stop(within=5)))
    stopping.start()
    wait_until(lambda: len(connected.seen) == 1)  # the idle line goes at once
    hasty.says("Second")
    gate.may_go.set()
    stopping.join(5)
    assert finished == [True] and connected.lines.lines_open == 0
    first, second = deliveries(slack)
    wait_until(first.finished.is_set)
    assert [each.acked for each in first.outcomes] == [True]
    assert not second.outcomes or not second.outcome.acked
    assert [each["text"] for each in connected.app.events] == ["First"]


def test_a_stop_does_not_wait_for_ever(connected: Connected, slack: Sandbox, hasty: Person) -> None:
    gate = connected.app.does["event"] = Gate()
    hasty.says("May I?")
    assert gate.entered.acquire(timeout=5)
    begun = time.monotonic()
    assert not connected.lines.stop(within=0.3)
    assert 0.3 <= time.monotonic() - begun < 2
    assert connected.lines.lines_open == 0
    gate.may_go.set()


def test_an_idle_stop_is_quick(connected: Connected) -> None:
    begun = time.monotonic()
    assert connected.lines.stop()
    assert time.monotonic() - begun < 1
