"""Keeps one replica running by starting it anew after each kill. Never looks at what it does."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.crash.plan import Kill
from tests.crash.processes import Nursery, Process
from tests.crash.world import World

CONNECTS_WITHIN = 60.0


@dataclass
class Replica:
    """One of the processes that do the work, by number. `died`: how it ended when nobody had killed it."""

    world: World
    nursery: Nursery
    number: int
    kills: int = 0
    died: list[str] = field(default_factory=list)
    started: list[float] = field(default_factory=list)
    """Seconds from each start that was waited for to its connection."""
    _process: Process | None = None

    def lives_and_dies(self, ends: Iterator[Kill], over: threading.Event) -> None:
        """One process after the other, each killed in its turn."""
        for end in ends:
            if over.is_set():
                return
            self.start(fresh=end.fresh, wait=not end.in_startup)
            time.sleep(end.delay)
            self.kills += self.kill()

    def start(self, *, fresh: bool = False, wait: bool = True) -> None:
        """Starts a process; with `wait`, until it is connected."""
        lines = set(self.world.sandbox.platform.sockets.lines)
        log, began = self.world.folder / f"replica{self.number}.log", time.monotonic()
        self._process = Process(self.nursery, self.world.env, log, fresh=fresh)
        while wait and self._process.lives and time.monotonic() - began < CONNECTS_WITHIN:
            if set(self.world.sandbox.platform.sockets.lines) - lines:
                self.started.append(time.monotonic() - began)
                return
            time.sleep(0.02)

    def kill(self) -> bool:
        """SIGKILL, and nothing of it is left when this returns. Answers whether it was that which ended it."""
        if self._process is None:
            return False
        code = self._process.kill()
        self._process = None
        if code != -9:
            self.died.append(f"replica {self.number} ended by itself with code {code}; its log tells why")
        return code == -9
