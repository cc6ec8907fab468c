"""The program as its users run it: own process, real environment, over Socket Mode and over HTTP."""

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot.clock import system
from bot.sandbox.delivery import Delivery, NotSettled
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.conftest import ROOT

LONG = 20.0


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    """A local Slack of its own, on the real clock."""
    sandbox = Sandbox(clock=system, manifest=ROOT / "manifest.json")
    sandbox.start()
    for key, name in {"riya": "Riya Shah", "mona": "Mona Berg"}.items():
        sandbox.add_person(key, name)
    sandbox.be_patient(retry_waits=(0.05, 0.05, 0.05))
    yield sandbox
    sandbox.stop()


class Shell:
    """A terminal with the settings of one installation."""

    def __init__(self, slack: Sandbox, folder: Path, **more: str) -> None:
        self.folder = folder
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": f"sqlite:///{folder / 'kickstand.db'}",
            "KICKSTAND_HOLD": "1s",
            "KICKSTAND_WORKING_HOURS": "always",
            "KICKSTAND_PORT": str(_free_port()),
            **more,
        }

    def asks(self, path: str, port: str = "KICKSTAND_PORT") -> tuple[int, str]:
        """What a probe hears; (0, "") while nobody listens."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.env[port]}{path}", timeout=LONG) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    @property
    def log(self) -> str:
        """What was logged."""
        return (self.folder / "log").read_text()

    def runs(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """One command, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=ROOT,
            env={**self.env, **more},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def starts(self, *words: str) -> subprocess.Popen[str]:
        """One command that stays."""
        with (self.folder / "log").open("w") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "bot", *words], cwd=ROOT, env=self.env, stdout=log, stderr=log, text=True
            )


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _import_team(shell: Shell, slack: Sandbox) -> None:
    roster = shell.folder / "team.csv"
    roster.write_text("rep,manager,lead,started_on\nriya@example.com,mona@example.com,,2024-01-08\n")
    done = shell.runs("team", "import", str(roster))
    assert done.returncode == 0, done.stderr
    assert "1 added" in done.stdout
    assert "I'm Kickstand" in slack.person("riya").sees


def _let_go(slack: Sandbox) -> None:
    """What the commands posted while nobody listened: Slack gives up on telling the app about it."""
    with contextlib.suppress(NotSettled):
        slack.settle()


def _ask_and_answer(slack: Sandbox, shell: Shell) -> None:
    """The core loop in real time, with a hold of one second."""
    riya, mona = slack.person("riya"), slack.person("mona")
    _let_go(slack)
    riya.says("Can I give Acme 20 %?")
    _until(lambda: "Can I give Acme 20 %?" in mona.sees)
    mona.clicks("Your call")
    _until(lambda: "it's your call" in riya.sees)
    _until(lambda: riya.sees.count("Mona says it's your call") == 2)  # the one message, and the line that lets her know
    assert "Can I give Acme" not in (shell.folder / "log").read_text()


def _stops(process: subprocess.Popen[str], by: signal.Signals = signal.SIGTERM) -> float:
    """Told to stop, it ends within the ten seconds that Docker waits; how long it took."""
    begun = time.monotonic()
    process.send_signal(by)
    assert process.wait(timeout=10) == 0
    return time.monotonic() - begun


def test_it_runs_over_socket_mode_can_be_watched_and_stops_when_told_to(slack: Sandbox, tmp_path: Path) -> None:
    more = {"KICKSTAND_LOG": "json", "KICKSTAND_METRICS_PORT": str(_free_port())}
    shell = Shell(slack, tmp_path, SLACK_APP_TOKEN=slack.app_token, **more)
    assert shell.runs("migrate").stdout == "The tables are made.\n"
    assert shell.runs("migrate").stdout == "The database is up to date.\n"
    _import_team(shell, slack)
    assert "Mona Berg" in shell.runs("team", "list").stdout
    checked = shell.runs("check")
    assert checked.returncode == 0, checked.stdout
    process = shell.starts("run")
    try:
        slack.wait_for_app(timeout=LONG)
        _until(lambda: shell.asks("/readyz") == (200, "ok\n"))
        assert shell.asks("/healthz") == (200, "ok\n")
        _ask_and_answer(slack, shell)
        status, metrics = shell.asks("/metrics", "KICKSTAND_METRICS_PORT")
        assert status == 200 and 'kickstand_deliveries_total{outcome="handled",type="message"}' in metrics
        assert 'kickstand_job_seconds_count{job="deliver"}' in metrics and "kickstand_holds_pending 0.0" in metrics
        assert shell.asks("/metrics")[0] == 404
        assert "Kickstand is listening over Socket Mode." in [
            json.loads(each)["event"] for each in shell.log.splitlines()
        ]
    finally:
        _stops(process)


def _may_read(mona: Person) -> str:
    """Where the button leads that lets Kickstand read Mona's direct messages."""
    mona.types("/kickstand watch")
    view: Any = mona.view
    buttons = [each for block in view.blocks for each in block.get("elements", [])]
    return str(next(each["url"] for each in buttons if each.get("url")))


def test_over_socket_mode_a_manager_who_consents_comes_back_to_it(slack: Sandbox, tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{(port := _free_port())}"
    app = {"SLACK_CLIENT_ID": slack.client_id, "SLACK_CLIENT_SECRET": slack.client_secret, "KICKSTAND_URL": url}
    shell = Shell(slack, tmp_path, SLACK_APP_TOKEN=slack.app_token, KICKSTAND_PORT=str(port), **app)
    _import_team(shell, slack)
    _let_go(slack)
    checked = shell.runs("check")
    assert checked.returncode == 0 and "Managers' consent" in checked.stdout, checked.stdout
    wrong = shell.runs("check", SLACK_CLIENT_SECRET="wrong").stdout
    assert "Slack does not accept SLACK_CLIENT_SECRET" in " ".join(wrong.split())
    process = shell.starts("run")
    try:
        slack.wait_for_app(connections=2, timeout=LONG)
        mona = slack.person("mona", waits=LONG)
        page = mona.authorises(_may_read(mona))
        assert page.status == 200 and "It is switched on" in page.text
        _until(lambda: "Mona lets me read" in slack.person("riya").sees)
        log = (shell.folder / "log").read_text()
        assert "come back to port" in log
        for secret in (slack.user_token(mona), slack.client_secret, page.url.partition("code=")[2][:20], "state="):
            assert secret not in log
    finally:
        assert _stops(process) < 8


@contextlib.contextmanager
def _running(slack: Sandbox, folder: Path) -> Iterator[tuple[Shell, subprocess.Popen[str]]]:
    """Over Socket Mode, with a team."""
    shell = Shell(slack, folder, SLACK_APP_TOKEN=slack.app_token)
    _import_team(shell, slack)
    _let_go(slack)
    process = shell.starts("run")
    try:
        slack.wait_for_app(connections=2, timeout=LONG)
        yield shell, process
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def _locked(shell: Shell) -> Iterator[None]:
    """Somebody else writes to the database; whoever wants to must wait."""
    with contextlib.closing(sqlite3.connect(shell.folder / "kickstand.db", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def _asks_and_hangs(slack: Sandbox) -> Delivery:
    """Riya asks while the database is locked."""
    slack.person("riya", waits=0).says("Can I give Acme 20 %?")
    asked = slack.platform.courier.sent[-1]
    assert "Can I give Acme" in asked.story
    assert not asked.finished.wait(0.5)  # nothing can be seen of a listener that waits for the database
    return asked


def _questions(shell: Shell) -> int:
    with contextlib.closing(sqlite3.connect(shell.folder / "kickstand.db")) as connection:
        (count,) = connection.execute("SELECT count(*) FROM request").fetchone()
    return int(count)


def test_told_to_stop_it_finishes_and_acknowledges_what_is_in_flight(slack: Sandbox, tmp_path: Path) -> None:
    with _running(slack, tmp_path) as (shell, process):
        slack.be_patient(ack_seconds=10, retry_waits=())
        with _locked(shell):
            asked = _asks_and_hangs(slack)
            process.send_signal(signal.SIGTERM)
            process.send_signal(signal.SIGINT)
            _until(lambda: shell.asks("/readyz") == (503, "Kickstand is stopping.\n"))
            assert not asked.finished.wait(0.5)
        assert asked.finished.wait(5) and asked.outcome.acked
        assert process.wait(timeout=10) == 0
        assert _questions(shell) == 1


def test_told_to_stop_it_ends_in_time_even_if_slack_hangs(slack: Sandbox, tmp_path: Path) -> None:
    with _running(slack, tmp_path) as (shell, process):
        slack.faults.slow("chat.postMessage", seconds=30)
        slack.person("riya").says("Can I give Acme 20 %?")
        _until(lambda: not slack.faults._plans["chat.postMessage"])
        assert 8 < _stops(process) < 10
        assert "did not finish in time" in (shell.folder / "log").read_text()
        assert _questions(shell) == 1


@pytest.mark.parametrize("name", ["KICKSTAND_PORT", "KICKSTAND_METRICS_PORT"])
def test_over_http_a_port_that_is_taken_is_said_in_one_sentence(name: str, slack: Sandbox, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        more = {name: str(taken.getsockname()[1]), "KICKSTAND_HOST": "127.0.0.1"}
        done = Shell(slack, tmp_path, SLACK_SIGNING_SECRET=slack.signing_secret, **more).runs("run")
    assert done.returncode == 2
    assert done.stderr.startswith(f"{name} {more[name]} on 127.0.0.1 cannot be used: ")
    assert "Traceback" not in done.stderr


def test_a_refused_app_token_ends_the_start_with_one_sentence(slack: Sandbox, tmp_path: Path) -> None:
    done = Shell(slack, tmp_path, SLACK_APP_TOKEN="xapp-1-wrong").runs("run")
    assert done.returncode == 1
    assert "Slack said no: invalid_auth. `kickstand check` tells more." in done.stderr
    assert "Traceback" not in done.stderr


def test_it_runs_over_http_behind_granian(slack: Sandbox, tmp_path: Path) -> None:
    port = _free_port()
    more = {"KICKSTAND_LOG": "json", "KICKSTAND_METRICS_PORT": str(_free_port()), "KICKSTAND_PORT": str(port)}
    shell = Shell(slack, tmp_path, SLACK_SIGNING_SECRET=slack.signing_secret, **more)
    _import_team(shell, slack)
    process = shell.starts("run")
    try:
        slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        _until(lambda: _listens(port))
        assert slack.verify_url()
        _ask_and_answer(slack, shell)
        assert shell.asks("/readyz") == (200, "ok\n")
        assert (
            'kickstand_slack_call_seconds_count{method="chat.postMessage"}'
            in shell.asks("/", "KICKSTAND_METRICS_PORT")[1]
        )
        assert [json.loads(each)["event"] for each in shell.log.splitlines()]  # granian's lines too
    finally:
        _stops(process, signal.SIGINT)


def test_told_to_stop_over_http_it_answers_what_is_in_flight(slack: Sandbox, tmp_path: Path) -> None:
    port = _free_port()
    shell = Shell(slack, tmp_path, SLACK_SIGNING_SECRET=slack.signing_secret, KICKSTAND_PORT=str(port))
    _import_team(shell, slack)
    _let_go(slack)
    process = shell.starts("run")
    try:
        slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        _until(slack.verify_url)
        slack.be_patient(ack_seconds=10, retry_waits=())
        with _locked(shell):
            asked = _asks_and_hangs(slack)
            process.send_signal(signal.SIGTERM)
            _until(lambda: shell.asks("/readyz") == (503, "Kickstand is stopping.\n"))
            assert not asked.finished.wait(0.5)
        assert asked.finished.wait(5) and asked.outcome.acked
        assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        process.wait()
    assert _questions(shell) == 1
    assert "Traceback" not in (shell.folder / "log").read_text()


def test_several_workspaces_are_installed_in_the_browser_and_served_behind_granian(
    slack: Sandbox, tmp_path: Path
) -> None:
    port = _free_port()
    shell = Shell(
        slack,
        tmp_path,
        SLACK_BOT_TOKEN="",
        SLACK_CLIENT_ID=slack.client_id,
        SLACK_CLIENT_SECRET=slack.client_secret,
        SLACK_SIGNING_SECRET=slack.signing_secret,
        KICKSTAND_URL=f"http://127.0.0.1:{port}",
        KICKSTAND_SECRET_KEY=Fernet.generate_key().decode(),
        KICKSTAND_PORT=str(port),
    )
    process = shell.starts("run")
    try:
        slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        _until(slack.verify_url)
        page = slack.person("mona").installs(f"http://127.0.0.1:{port}/slack/install")
        assert "Kickstand is in Sandbox" in page.text
        _import_team(shell, slack)
        _ask_and_answer(slack, shell)
        assert slack.bot_token not in (tmp_path / "log").read_text()
        assert [each.name for each in tmp_path.iterdir() if each.is_dir()] == []  # Bolt keeps no files of its own
    finally:
        _stops(process, signal.SIGINT)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
