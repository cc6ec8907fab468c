"""Counts, times and traces one thing that happens: a delivery, a call of Slack's, a tick. Never what it is about."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

from structlog.contextvars import bound_contextvars

from bot.telemetry import metrics
from bot.telemetry.traces import span

FAILED, REFUSED = "failed", "refused"


@contextmanager
def delivery(kind: str) -> Iterator[dict[str, str]]:
    """One delivery from Slack, until its acknowledgement. Whoever handles it puts `outcome` into what this yields."""
    begun = time.perf_counter()
    with span(f"delivery {kind}", outcome=FAILED) as about:
        try:
            yield about
        finally:
            metrics.ACK_SECONDS.labels(kind).observe(time.perf_counter() - begun)
            metrics.DELIVERIES.labels(kind, about["outcome"]).inc()


def refused() -> None:
    """Something came in that is no request of Slack's, and was turned away before anybody read it."""
    metrics.DELIVERIES.labels("other", REFUSED).inc()


@contextmanager
def call(method: str, word: Callable[[Exception], str]) -> Iterator[None]:
    """One call of a method of Slack's. `word`: what it is called when it fails, from a list that has an end."""
    begun = time.perf_counter()
    with span(f"slack {method}") as about:
        try:
            yield
        except Exception as error:
            about["error"] = word(error)
            metrics.SLACK_ERRORS.labels(method, about["error"]).inc()
            raise
        finally:
            metrics.SLACK_SECONDS.labels(method).observe(time.perf_counter() - begun)


@contextmanager
def tick(job: str, *, traced: bool) -> Iterator[None]:
    """One tick of a job; its log lines say so. `traced`: False for those that find nothing to do every second."""
    begun = time.perf_counter()
    with bound_contextvars(job=job), span(f"job {job}") if traced else nullcontext():
        try:
            yield
        except Exception:
            metrics.JOB_FAILURES.labels(job).inc()
            raise
        finally:
            metrics.JOB_SECONDS.labels(job).observe(time.perf_counter() - begun)
        metrics.JOB_SUCCESS.labels(job).set_to_current_time()
