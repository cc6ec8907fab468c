"""The metrics: what is counted while people work, what waits, and that somebody who runs it can read up on each."""

import socket
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from bot import backlog
from bot.settings import SettingsError
from bot.slack.installing.workspaces import Workspace
from bot.telemetry import metrics, record
from bot.telemetry.metrics import Backlog, Waiting
from tests.story import Story

MANUAL = (Path(__file__).parents[2] / "docs/operations.md").read_text()
NOTHING = Backlog(0, 0.0, 0, 0, 0.0)


def test_what_people_do_is_counted_by_type_outcome_and_method(story: Story) -> None:
    def value(name: str, **labels: str) -> float:
        return metrics.COUNTED.get_sample_value(name, labels) or 0

    def counts() -> list[float]:
        return [
            value("kickstand_deliveries_total", type="message", outcome="handled"),
            value("kickstand_deliveries_total", type="block_actions", outcome="handled"),
            value("kickstand_ack_seconds_count", type="block_actions"),
            value("kickstand_slack_errors_total", method="chat.postMessage", error="ratelimited"),
            value("kickstand_slack_call_seconds_count", method="views.open"),
        ]

    before = counts()
    story.sandbox.faults.rate_limit("chat.postMessage", retry_after=2)
    story.riya.says("Can I give Acme 20 %?")
    story.waits(seconds=3)
    story.riya.clicks("Answer 2 questions")
    after = counts()
    assert [now - then for now, then in zip(after, before, strict=True)][1:] == [1, 1, 1, 1]
    assert after[0] > before[0]


def test_what_waits_is_read_from_the_database(story: Story) -> None:
    program = story.kickstand
    program.tick()
    now = story.clock()
    assert backlog.read(program.engine, now) == NOTHING
    story.sandbox.faults.rate_limit("chat.postMessage", retry_after=30)
    story.riya.says("Can I give Acme 20 %?")
    assert backlog.read(program.engine, now) == Backlog(1, 0, 1, 1, 0)
    found = backlog.read(program.engine, now + timedelta(hours=3))
    assert (
        found.overdue == timedelta(hours=2, minutes=10).total_seconds()
    )  # since the check, ten minutes before the end
    assert timedelta(hours=2) < timedelta(seconds=found.outbox_overdue) < timedelta(hours=3)
    story.waits(minutes=1)
    story.riya.clicks("Solved it")
    assert backlog.read(program.engine, now)._replace(overdue=0) == NOTHING


def test_what_waits_for_a_workspace_that_removed_kickstand_is_no_delay(story: Story) -> None:
    program = story.kickstand
    program.tick()
    story.sandbox.faults.rate_limit("chat.postMessage", retry_after=30)
    story.riya.says("Can I give Acme 20 %?")
    with program.engine.begin() as connection:
        connection.execute(update(Workspace).values(gone_at=story.clock()))
    found = backlog.read(program.engine, story.clock() + timedelta(hours=3))
    assert (found.outbox, found.outbox_overdue) == (0, 0)


def test_the_database_is_asked_once_however_many_ask() -> None:
    answers = iter([NOTHING])
    waiting = Waiting(lambda: True, lambda: next(answers))
    for _ in range(3):
        assert "kickstand_holds_pending" in [each.name for each in waiting.collect()]


def test_while_the_database_does_not_answer_what_was_counted_is_still_there() -> None:
    def fails() -> Backlog:
        raise OperationalError("SELECT", {}, Exception())

    found = metrics.everything(Waiting(lambda: False, fails))
    assert found.get_sample_value("kickstand_ready") == 0
    assert found.get_sample_value("kickstand_holds_pending") is None
    assert "kickstand_deliveries_total" in names(found)


def test_a_tick_is_timed_and_says_whether_it_ended_well() -> None:
    def value(name: str) -> float:
        return metrics.COUNTED.get_sample_value(f"kickstand_job_{name}", {"job": "example"}) or 0

    with pytest.raises(ZeroDivisionError), record.tick("example", traced=False):
        1 / 0  # noqa: B018
    assert (value("failures_total"), value("seconds_count"), value("last_success_timestamp_seconds")) == (1, 1, 0)
    with record.tick("example", traced=False):
        pass
    assert (value("failures_total"), value("seconds_count")) == (1, 2)
    assert value("last_success_timestamp_seconds") > 1.7e9


def names(registry: CollectorRegistry) -> set[str]:
    return {each.name + "_total" * (each.type == "counter") for each in registry.collect()}


def test_every_metric_is_in_the_manual() -> None:
    found = names(metrics.everything(Waiting(lambda: True, lambda: NOTHING)))
    assert {name for name in found if f"`{name}`" not in MANUAL} == set()
    assert len(found) > 12


def test_no_label_says_who_or_where() -> None:
    labels = {label for each in metrics.COUNTED.collect() for sample in each.samples for label in sample.labels}
    assert labels <= {"type", "outcome", "method", "error", "job", "le"}


def test_prometheus_reads_them_at_a_port_of_their_own() -> None:
    port = metrics.serve("127.0.0.1", 0, metrics.everything(Waiting(lambda: True, lambda: NOTHING)))
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        said = answer.read().decode()
    assert "kickstand_ready 1.0" in said and "_created" not in said
    with pytest.raises(SettingsError, match=f"^KICKSTAND_METRICS_PORT {port} on 127.0.0.1 cannot be used: "):
        metrics.serve("127.0.0.1", port, CollectorRegistry())
    with socket.create_connection(("127.0.0.1", port)):
        pass
