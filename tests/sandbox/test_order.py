"""Events out of order and events again: kept back by kind, replayed late, under a new id, with a retry's headers."""

from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.small_app import SmallApp


def test_only_events_of_one_kind_are_kept_back(sandbox: Sandbox, app: SmallApp, riya: Person) -> None:
    sandbox.hold_events("message_changed")
    first = riya.says("One")
    riya.edits(first, "One and a half")
    riya.says("Two")
    assert [event.get("text") for event in app.events] == ["One", "Two"]
    sandbox.release_events()
    assert app.events[-1]["subtype"] == "message_changed"


def test_an_edit_may_come_before_what_it_edits(sandbox: Sandbox, app: SmallApp, riya: Person) -> None:
    sandbox.hold_events("message")
    riya.edits(riya.says("One"), "Two")
    riya.opens_home()
    sandbox.release_events(newest_first=True)
    told = [event.get("subtype") or event["type"] for event in app.events]
    assert told == ["app_home_opened", "message_changed", "message"]


def test_a_past_event_may_come_again_under_a_new_id(sandbox: Sandbox, app: SmallApp, riya: Person) -> None:
    riya.says("One")
    riya.opens_home()
    sandbox.replay_events(1, "message", new_id=True)
    sandbox.settle()
    first, _, again = app.heard
    assert again["event_id"] != first["event_id"]
    assert again | {"event_id": ""} == first | {"event_id": ""}
    assert app.retries[-1] == app.retries[0]


def test_a_past_event_may_come_again_as_a_late_retry(sandbox: Sandbox, app: SmallApp, riya: Person) -> None:
    riya.says("One")
    sandbox.replay_events(retry=3)
    sandbox.settle()
    assert app.heard[0] == app.heard[1]
    number, reason = app.retries[1]
    assert number == "3" and reason in ("http_timeout", "timeout")


def test_after_a_late_retry_come_only_those_that_are_left(sandbox: Sandbox, app: SmallApp, riya: Person) -> None:
    sandbox.be_patient(ack_seconds=0.5, retry_waits=(0, 0, 0))
    riya.says("One")
    failures = iter([RuntimeError("on purpose")])

    def fails_once(*_: object) -> None:
        for failure in failures:
            raise failure

    app.bolt.error(lambda error: None)
    app.does["event"] = fails_once
    sandbox.replay_events(retry=2)
    sandbox.settle()
    assert [number for number, _ in app.retries][1:] == ["2", "3"]


def test_a_retry_that_was_the_last_is_not_followed(sandbox: Sandbox, riya: Person) -> None:
    sandbox.be_patient(ack_seconds=0.05, retry_waits=(0, 0, 0))
    sandbox.deliver_to("http://127.0.0.1:9/")
    riya.waits = 0
    riya.says("One")
    sandbox.replay_events(retry=3)
    delivery = sandbox.platform.courier.sent[-1]
    assert delivery.finished.wait(5) and len(delivery.outcomes) == 1
    sandbox.platform.courier.abandon()
