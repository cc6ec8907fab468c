"""Traces, as a collector receives them: what happened and how long it took, and nothing that anybody wrote."""

import logging
import socket
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from bot.settings import Settings
from bot.telemetry import record, traces
from tests.conftest import TEAM
from tests.logged import Log
from tests.story import Story

ENDPOINT, EXPORTER = "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_EXPORTER"


class Collector(ThreadingHTTPServer):
    """What receives OTLP over HTTP on this machine."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Take)
        self.received: list[ExportTraceServiceRequest] = []
        self.raw = b""

    @property
    def spans(self) -> list[Span]:
        return [
            span for each in self.received for of in each.resource_spans for s in of.scope_spans for span in s.spans
        ]

    @property
    def resource(self) -> dict[str, str]:
        return attributes(self.received[0].resource_spans[0].resource.attributes)

    def named(self, name: str) -> list[Span]:
        return [span for span in self.spans if span.name == name]


class Take(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert isinstance(self.server, Collector)
        assert self.path == "/v1/traces" and self.headers["Content-Type"] == "application/x-protobuf"
        self.server.raw += body
        self.server.received.append(ExportTraceServiceRequest.FromString(body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written."""


def attributes(found: object) -> dict[str, str]:
    return {each.key: each.value.string_value for each in found}  # type: ignore[attr-defined]


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """It runs, the environment names it, and traces have begun."""
    server = Collector()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setenv(ENDPOINT, f"http://127.0.0.1:{server.server_port}")
    for proxy in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(proxy, raising=False)
    traces.start(Settings())
    yield server
    traces.stop()
    server.shutdown()
    server.server_close()


def test_deliveries_and_calls_of_slack_are_spans_without_anybodys_words(story: Story, collector: Collector) -> None:
    story.sandbox.faults.error("chat.postMessage", "restricted_action")
    story.riya.says("Can I give Acme 20 %?")
    story.waits(hours=1)
    traces.stop()
    delivery = collector.named("delivery message")[0]
    assert attributes(delivery.attributes) == {"kickstand.outcome": "handled"}
    refused, *_ = (
        each for each in collector.named("slack chat.postMessage") if each.status.code == Status.STATUS_CODE_ERROR
    )
    told = attributes(refused.attributes)
    assert told == {"kickstand.error": "restricted_action", "error.type": "SlackApiError", "kickstand.workspace": TEAM}
    assert refused.parent_span_id in [each.span_id for each in collector.named("outbox post")]
    assert collector.named("request step")
    assert collector.resource["service.name"] == "kickstand"
    assert b"Acme" not in collector.raw and not any(each.events for each in collector.spans)


def test_a_job_is_a_span_unless_it_looks_every_second(collector: Collector) -> None:
    with record.tick("weekly", traced=True), record.tick("deliver", traced=False):
        pass
    traces.stop()
    assert [each.name for each in collector.spans] == ["job weekly"]


def test_a_collector_that_is_away_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it takes the connection, and never answers
        monkeypatch.setenv(ENDPOINT, f"http://127.0.0.1:{silent.getsockname()[1]}")
        traces.start(Settings())
        with traces.span("delivery message"):
            pass
        stopping = threading.Thread(target=traces.stop)
        stopping.start()
        stopping.join(8)  # OpenTelemetry itself would wait for ten seconds, and try again
        assert not stopping.is_alive()


def test_asked_for_and_not_installed_it_says_so_once_and_goes_on(monkeypatch: pytest.MonkeyPatch, log: Log) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    traces.start(Settings(otel_traces_exporter="otlp"))
    with traces.span("delivery message"):
        logging.getLogger("bot").info("on we go")
    warned, went_on = log.fields
    assert "kickstand-bot[otel]" in warned["event"] and warned["level"] == "warning"
    assert went_on["event"] == "on we go"


@pytest.mark.parametrize(
    ("endpoint", "exporter", "wanted"),
    [
        (None, None, False),
        ("http://collector:4318", None, True),
        (None, "otlp", True),
        (None, "console,OTLP", True),
        ("http://collector:4318", "none", False),
        (None, "none", False),
    ],
)
def test_the_standard_variables_decide_whether_there_are_traces(
    endpoint: str | None, exporter: str | None, wanted: bool
) -> None:
    asked = Settings(otel_exporter_otlp_endpoint=endpoint, otel_traces_exporter=exporter)
    assert asked.wants_traces is wanted
