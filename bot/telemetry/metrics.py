"""What is counted, and where Prometheus reads it. Never with a label that knows no bounds: no person, no workspace.

docs/operations.md lists every metric, and says which to watch.
"""

import threading
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric, ProcessCollector
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import SettingsError

KEEP_SECONDS = 10
"""What was read from the database serves for so long, however many ask."""
ACK_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)
"""Seconds; Slack waits for three."""
WORK_BUCKETS = (0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60)

COUNTED = CollectorRegistry()
DELIVERIES = Counter(
    "kickstand_deliveries", "What Slack delivered, by type and outcome", ["type", "outcome"], registry=COUNTED
)
ACK_SECONDS = Histogram(
    "kickstand_ack_seconds",
    "From a delivery to its acknowledgement",
    ["type"],
    buckets=ACK_BUCKETS,
    registry=COUNTED,
)
SLACK_SECONDS = Histogram(
    "kickstand_slack_call_seconds", "Calls of Slack's methods", ["method"], buckets=WORK_BUCKETS, registry=COUNTED
)
SLACK_ERRORS = Counter(
    "kickstand_slack_errors", "Calls that failed, by Slack's word for it", ["method", "error"], registry=COUNTED
)
JOB_SECONDS = Histogram("kickstand_job_seconds", "Ticks of each job", ["job"], buckets=WORK_BUCKETS, registry=COUNTED)
JOB_FAILURES = Counter("kickstand_job_failures", "Ticks that ended in an error", ["job"], registry=COUNTED)
JOB_SUCCESS = Gauge(
    "kickstand_job_last_success_timestamp_seconds", "When a tick of the job last ended well", ["job"], registry=COUNTED
)


class Backlog(NamedTuple):
    """What waits, in all workspaces together. `overdue` and `outbox_overdue`: seconds, of what is most overdue."""

    holds: int
    overdue: float
    outbox: int
    outbox_retrying: int
    outbox_overdue: float


NAMES = {
    "holds": ("kickstand_holds_pending", "Requests that are held until a moment"),
    "overdue": ("kickstand_overdue_seconds", "How late the most overdue step of a request is"),
    "outbox": ("kickstand_outbox_messages", "Messages that wait to be sent, changed or taken away"),
    "outbox_retrying": ("kickstand_outbox_retrying", "Those of them that failed before and are tried again"),
    "outbox_overdue": ("kickstand_outbox_overdue_seconds", "How late the most overdue of them is"),
}


class Waiting(Collector):
    """Gauges that are read when somebody asks. While the database does not answer there are none but `kickstand_ready`.

    `is_ready`: what /readyz would say. `read`: raises SQLAlchemyError.
    """

    def __init__(self, is_ready: Callable[[], bool], read: Callable[[], Backlog]) -> None:
        self._is_ready, self._read = is_ready, read
        self._lock = threading.Lock()
        self._known: Backlog | None = None
        self._read_at = float("-inf")

    def collect(self) -> Iterator[Metric]:
        """Called by Prometheus's library."""
        yield GaugeMetricFamily("kickstand_ready", "Whether /readyz says yes", value=self._is_ready())
        known = self._backlog()
        for field, value in known._asdict().items() if known else ():
            yield GaugeMetricFamily(*NAMES[field], value=value)

    def _backlog(self) -> Backlog | None:
        with self._lock:
            if time.monotonic() - self._read_at >= KEEP_SECONDS:
                try:
                    self._known = self._read()
                except SQLAlchemyError:
                    self._known = None
                self._read_at = time.monotonic()
            return self._known


def everything(waiting: Waiting) -> CollectorRegistry:
    """All there is to read about this process."""
    registry = CollectorRegistry()
    registry.register(COUNTED)
    registry.register(waiting)
    ProcessCollector(registry=registry)
    return registry


def serve(host: str, port: int, registry: CollectorRegistry) -> int:
    """Answer Prometheus in threads until the process ends; the port (0: any). Raises SettingsError when it is taken."""
    prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]
    try:
        server, _ = prometheus_client.start_http_server(port, host, registry)
    except OSError as error:
        raise SettingsError(f"KICKSTAND_METRICS_PORT {port} on {host} cannot be used: {error.strerror}.") from None
    return int(server.server_port)
