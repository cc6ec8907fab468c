"""Starts `python -m bot run` without loading the code anew: a parent that has it in memory forks. Never serves itself.

Reads lines: `start LOG` answers a pid; `kill PID` kills with SIGKILL and answers how it ended (-9: by that kill).
When nobody is there to write lines any more, it kills what is left and ends.
"""

import os
import signal
import sys

from sqlalchemy.orm import configure_mappers

from bot.cli import main
from bot.team.holidays import subdivisions


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


def _kill(pid: int) -> int:
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _serve() -> None:
    configure_mappers()
    subdivisions("DE")  # loads the holidays, as every process does once
    alive: set[int] = set()
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "start":
            answer = _start(rest)
            alive.add(answer)
        else:
            answer = _kill(int(rest))
            alive.discard(int(rest))
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    for pid in alive:
        _kill(pid)


if __name__ == "__main__":
    _serve()
