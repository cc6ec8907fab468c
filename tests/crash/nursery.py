"""Starts `python -m bot run` without loading the code anew: a parent that has it in memory forks. Never serves itself.

Reads lines: `start LOG` answers a pid; `lives PID` answers 1 or 0; `kill PID` kills with SIGKILL and answers how it
ended (-9: by that kill).
When nobody is there to write lines any more, it kills what is left and ends.
"""

import os
import signal
import sys

from sqlalchemy.orm import configure_mappers

from bot.cli import main
from bot.team.holidays import subdivisions

ENDED: dict[int, int] = {}
"""How each child ended that did."""


def _start(log: str) -> int:
    child = os.fork()
    if child:
        return child
    os.setsid()
    nowhere, there = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for target, source in ((0, nowhere), (1, there), (2, there)):
        os.dup2(source, target)
    code: object = 0
    try:
        main(["run"])
    except SystemExit as ended:
        code = ended.code
    os._exit(code if isinstance(code, int) else 1)


def _ended(pid: int, options: int) -> int | None:
    """How a child ended; None: it lives."""
    if pid in ENDED:
        return ENDED[pid]
    found, status = os.waitpid(pid, options)
    if found:
        ENDED[pid] = os.waitstatus_to_exitcode(status)
    return ENDED.get(pid)


def _kill(pid: int) -> int:
    if _ended(pid, os.WNOHANG) is None:
        os.kill(pid, signal.SIGKILL)
    return _ended(pid, 0) or 0


def _serve() -> None:
    configure_mappers()
    subdivisions("DE")  # loads the holidays, as every process does once
    started: list[int] = []
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "start":
            answer = _start(rest)
            started.append(answer)
        elif word == "kill":
            answer = _kill(int(rest))
        else:
            answer = int(_ended(int(rest), os.WNOHANG) is None)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    for pid in started:
        _kill(pid)


if __name__ == "__main__":
    _serve()
