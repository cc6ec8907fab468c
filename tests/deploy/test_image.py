"""The steps of the Dockerfile, taken one by one without Docker, and what comes of them run by a user of its own."""

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.clock import system
from bot.sandbox.server import Sandbox
from tests.conftest import ROOT
from tests.deploy.conftest import Image

USER = 10001 if os.geteuid() == 0 else os.geteuid()
"""Only root may become somebody else."""
_OWN = Path(sys.executable).resolve()
PYTHON = _OWN if all(each.stat().st_mode & 0o001 for each in _OWN.parents) else Path("/usr/bin/python3")
"""One that everybody may run, which a Python in root's home is not."""


class Made(NamedTuple):
    """What the image would hold: the root of its files, and the environment of its processes."""

    root: Path
    env: dict[str, str]

    def runs(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """One command in it, to its end."""
        place = {"cwd": self.root / "data", "env": self.env | more, "user": USER}
        return subprocess.run(words, capture_output=True, text=True, timeout=60, check=False, **place)  # type: ignore[call-overload, no-any-return]


@pytest.fixture(scope="module")
def made(image: Image) -> Iterator[Made]:
    """The image's files under a folder of their own, which only root may write to, but for /data."""
    root = Path(tempfile.mkdtemp(prefix="kickstand-image-"))  # pytest's own folders are closed to everybody else
    root.chmod(0o755)
    (root / "app").mkdir()
    (root / "data").mkdir()
    os.chown(root / "data", USER, USER)
    for name, value in image.build:
        if name == "COPY":
            _copy(value.split()[:-1], root / "app")
        if name == "RUN" and value.startswith("uv "):
            subprocess.run(shlex.split(value.replace(" --no-cache", "")), cwd=root / "app", env=_with_uv(), check=True)
    yield Made(root, _environment(image, root))
    shutil.rmtree(root)


def _copy(names: list[str], to: Path) -> None:
    allowed = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    for name in names:
        assert name in allowed, f".dockerignore keeps {name} out"
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, to / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, to)


def _with_uv() -> dict[str, str]:
    """The environment in which uv makes a new one where it stands, with bytecode as in the image."""
    mine = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT"}}
    return mine | {"UV_COMPILE_BYTECODE": "1", "UV_PYTHON": str(PYTHON)}


def _environment(image: Image, root: Path) -> dict[str, str]:
    """What ENV says in the stage that runs."""
    found = dict(each.split("=", 1) for each in shlex.split(image.value("ENV")))
    here = {name: re.sub(r"/data\b", f"{root}/data", value) for name, value in found.items()}
    path = found["PATH"].replace("/app/", f"{root}/app/").replace("$PATH", os.environ["PATH"])
    return here | {"PATH": path}


def test_the_image_is_made_with_the_uv_of_the_makefile(image: Image) -> None:
    (makefile,) = re.findall(r"^UV_VERSION := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert any(value.endswith(f" uv=={makefile}") for name, value in image.build if name == "RUN")


def test_the_image_runs_as_a_number_that_is_not_root(image: Image) -> None:
    assert image.value("USER") == "10001"


def test_its_commands_work_and_nothing_of_the_checkout_is_needed(made: Made) -> None:
    assert "Usage: kickstand" in made.runs("kickstand", "--help").stdout
    checked = made.runs("kickstand", "check")
    assert checked.returncode == 1 and "SLACK_BOT_TOKEN is missing" in checked.stdout, checked.stderr
    assert made.runs("kickstand", "migrate").stdout == "The tables are made.\n"
    where = made.runs("python", "-c", "import bot; print(bot.__file__)").stdout
    assert where.startswith(f"{made.root}/app/.venv/lib/")
    assert made.runs("kickstand", "triage", "Can I give Acme 20 %?").stdout.startswith("Looks like a request")


def test_it_runs_is_healthy_and_stops(made: Made, image: Image) -> None:
    slack = Sandbox(clock=system, manifest=ROOT / "manifest.json").start()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    tokens = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_SIGNING_SECRET": slack.signing_secret}
    env = made.env | tokens | {"SLACK_API_URL": slack.api_url, "KICKSTAND_PORT": port}
    assert made.runs(*image.words("HEALTHCHECK"), KICKSTAND_PORT=port).returncode == 1
    with (made.root / "log").open("w") as log:
        process = subprocess.Popen(
            image.words("CMD"), cwd=made.root / "data", env=env, stdout=log, stderr=log, user=USER, text=True
        )
    try:
        until = time.monotonic() + 30
        while made.runs(*image.words("HEALTHCHECK"), KICKSTAND_PORT=port).returncode and time.monotonic() < until:
            assert process.poll() is None, (made.root / "log").read_text()
        assert made.runs(*image.words("HEALTHCHECK"), KICKSTAND_PORT=port).returncode == 0
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        slack.stop()
