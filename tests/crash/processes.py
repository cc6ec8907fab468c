"""Starts and kills the program as an operating system would. Knows nothing of what it does."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


class Nursery:
    """The parent of most processes: they begin with the code in memory and everything else still to do."""

    def __init__(self, env: dict[str, str]) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.nursery"],
            cwd=ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._turn = threading.Lock()

    def asks(self, line: str) -> int:
        """One line to the parent, and its answer."""
        with self._turn:
            assert self._parent.stdin and self._parent.stdout
            self._parent.stdin.write(f"{line}\n")
            self._parent.stdin.flush()
            return int(self._parent.stdout.readline())

    def close(self) -> None:
        """Ends the parent; its children must be dead."""
        assert self._parent.stdin and self._parent.stdout
        self._parent.stdin.close()
        self._parent.wait(10)
        self._parent.stdout.close()


class Process:
    """One run of the program, until it is killed."""

    def __init__(self, nursery: Nursery, env: dict[str, str], log: Path, *, fresh: bool) -> None:
        self._nursery = nursery
        self._fresh: subprocess.Popen[bytes] | None = None
        if fresh:
            with log.open("ab") as out:
                words = [sys.executable, "-m", "bot", "run"]
                self._fresh = subprocess.Popen(
                    words, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out
                )
            self.pid = self._fresh.pid
        else:
            self.pid = nursery.asks(f"start {log}")

    @property
    def lives(self) -> bool:
        """Whether it still runs."""
        if self._fresh is None:
            return bool(self._nursery.asks(f"lives {self.pid}"))
        return self._fresh.poll() is None

    def kill(self) -> int:
        """SIGKILL. Answers how it ended: -9, unless it had ended by itself before."""
        if self._fresh is None:
            return self._nursery.asks(f"kill {self.pid}")
        self._fresh.send_signal(signal.SIGKILL)
        return self._fresh.wait(10)


@contextmanager
def nursery(env: dict[str, str]) -> Iterator[Nursery]:
    """A nursery that is closed again."""
    found = Nursery({**env, "PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]})
    try:
        yield found
    finally:
        found.close()
