"""Spans for OpenTelemetry, where its standard variables ask for them. Names and ids, never what anybody wrote."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.store.workspace import here

if TYPE_CHECKING:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace import TracerProvider

FLUSH_SECONDS = 1
"""How long the last spans may take to leave when the program ends; a collector that is away must not hold it up."""
MISSING = (
    "Traces are asked for (OTEL_...), but OpenTelemetry is not installed, so there are none. Install Kickstand with "
    "the extra kickstand-bot[otel], or set OTEL_TRACES_EXPORTER to none."
)

log = logging.getLogger(__name__)
_provider: "TracerProvider | None" = None
_exporter: "OTLPSpanExporter | None" = None


def start(settings: Settings) -> None:
    """Send spans over OTLP/HTTP from now on, if that is asked for."""
    global _provider, _exporter  # like the log's handlers: one for the process
    if not settings.wants_traces:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        log.warning(MISSING)
        return
    ours = Resource({"service.name": "kickstand", "service.version": version("kickstand-bot")})
    _provider = TracerProvider(resource=ours.merge(OTELResourceDetector().detect()), shutdown_on_exit=False)
    _exporter = OTLPSpanExporter()
    _provider.add_span_processor(BatchSpanProcessor(_exporter))


def stop() -> None:
    """Send what is left, and no more after that."""
    global _provider, _exporter
    if _provider and _exporter:
        # Its own time-out does not end what it tries again.
        closing = threading.Thread(target=_provider.shutdown, name="last spans", daemon=True)
        closing.start()
        closing.join(FLUSH_SECONDS)
        _exporter.shutdown()  # type: ignore[no-untyped-call]
    _provider = _exporter = None


@contextmanager
def span(name: str, **about: str) -> Iterator[dict[str, str]]:
    """What happens within is one span. Attributes may be added to what this yields, until the end."""
    if _provider is None:
        yield about
        return
    from opentelemetry.trace import StatusCode

    # An exception's own words may quote somebody: only its type goes along.
    with _provider.get_tracer("kickstand").start_as_current_span(
        name, record_exception=False, set_status_on_exception=False
    ) as running:
        try:
            yield about
        except Exception as error:
            about["error.type"] = type(error).__name__
            raise
        finally:
            if workspace_id := here():
                about["workspace"] = workspace_id
            running.set_attributes({f"kickstand.{key}" if "." not in key else key: about[key] for key in about})
            if "error.type" in about:
                running.set_status(StatusCode.ERROR)
