"""Whether it is alive and whether it is ready, as load balancers and Kubernetes ask."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.app import Kickstand
from bot.settings import Settings
from bot.store.engine import open_engine
from bot.telemetry.health import NO_ANSWER, Health, Look
from tests.bad_input.door import Door, Said
from tests.conftest import KEY

BUSY = "Nothing has looked for what is due for {} seconds."


@pytest.mark.parametrize(
    ("since_tick", "lines", "alive", "ready"),
    [
        (0.5, None, "ok", "ok"),
        (0.5, 2, "ok", "ok"),
        (0.5, 1, "ok", "ok"),
        (0.5, 0, "ok", "No line to Slack is open."),
        (None, None, "ok", "Kickstand is still starting."),
        (None, 0, "ok", "Kickstand is still starting.\nNo line to Slack is open."),
        (61, 2, "ok", BUSY.format(61)),
        (301, 2, BUSY.format(301), BUSY.format(301)),
    ],
)
def test_each_thing_that_is_wrong_is_one_sentence(
    engine: Engine, since_tick: float | None, lines: int | None, alive: str, ready: str
) -> None:
    health = Health(engine, lambda: since_tick)
    if lines is not None:
        health.lines = lambda: lines
    assert health.answer("/healthz") == (200 if alive == "ok" else 503, alive)
    assert health.answer("/readyz") == (200 if ready == "ok" else 503, ready)
    assert health.answer("/metrics") is None


def test_a_database_of_another_shape_or_none_at_all_is_not_ready_but_alive(tmp_path: Path) -> None:
    path = tmp_path / "k.db"
    engine = open_engine(Settings(database_url=f"sqlite:///{path}", kickstand_secret_key=KEY))
    health = Health(engine, lambda: 0)
    shapeless = "The database does not have the shape of this version. Run `kickstand migrate`."
    assert health.answer("/readyz") == (503, shapeless)
    engine.dispose()
    path.write_bytes(b"this is no database" * 100)
    assert health.answer("/readyz") == (503, "The database does not answer.")
    assert health.answer("/healthz") == (200, "ok")
    engine.dispose()


def test_somebody_who_writes_does_not_keep_it_from_answering(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM seen"))
        assert Health(engine, lambda: 0).answer("/readyz") == (200, "ok")


FULL = {
    "sqlite": ("PRAGMA max_page_count=1", "CREATE TABLE more AS SELECT zeroblob(9000000)", "SQLITE_FULL"),
    "postgresql": ("SET TRANSACTION READ ONLY", "DELETE FROM seen", "ReadOnlySqlTransaction"),
}


def test_a_database_that_takes_nothing_in_is_not_ready_for_a_minute(engine: Engine) -> None:
    at = 1000.0
    health = Health(engine, lambda: 0, lambda: at)
    as_if, write, why = FULL[engine.dialect.name]
    with engine.connect() as connection:
        connection.execute(text(as_if))
        with pytest.raises(SQLAlchemyError):
            connection.execute(text(write))
        connection.invalidate()
    assert health.answer("/readyz") == (503, f"The database could not be written to a moment ago: {why}.")
    assert health.answer("/healthz") == (200, "ok")
    at += 61
    assert health.answer("/readyz") == (200, "ok")


def test_a_database_that_hangs_is_asked_once_however_many_ask_and_nobody_waits_for_it() -> None:
    asked: list[str] = []
    goes_on = threading.Event()

    def hangs() -> str:
        asked.append("once")
        goes_on.wait()
        return ""

    look = Look(hangs)
    assert [look.within(0.001) for _ in range(30)] == [NO_ANSWER] * 30 and asked == ["once"]
    goes_on.set()
    assert look.within(10) == ""


def test_over_http_both_are_answered_and_once_it_is_told_to_stop_only_one_says_yes(kickstand: Kickstand) -> None:
    door = Door(kickstand, "secret")
    assert door.asks("GET", "/healthz") == Said(200, "ok\n")
    assert door.asks("GET", "/readyz") == Said(503, "Kickstand is still starting.\n")
    kickstand.health.stop()
    assert door.asks("GET", "/readyz") == Said(503, "Kickstand is stopping.\n")
    assert door.asks("GET", "/healthz") == Said(200, "ok\n")
    assert door.asks("GET", "/metrics").status == 404
