"""Whether Kickstand is alive, and whether it is ready: for load balancers and for what starts it anew.

Never waits for a database that hangs: who asks hears that it does not answer, and one look at it goes on.
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.store.engine import reading
from bot.store.migrate import is_current
from bot.store.writable import Writable

READY_SECONDS = 60
"""Something ticks every second; a minute without any is no longer a busy moment."""
ALIVE_SECONDS = 300
"""After so long only a new start helps."""
LOOK_SECONDS = 2
"""How long the database may take to answer; a probe waits for little longer."""
NO_ANSWER = "The database does not answer."


class Health:
    """What is wrong, if anything. `since_tick`: seconds since anything due was looked for; None: that has not begun.

    `clock`: seconds that only grow.
    """

    def __init__(
        self, engine: Engine, since_tick: Callable[[], float | None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine, self._since_tick = engine, since_tick
        self.lines: Callable[[], int] | None = None
        """How many lines to Slack are open; None: Slack comes over HTTP."""
        self._stopping = False
        self._writable = Writable(engine, clock)
        self._look = Look(self._shape)

    def stop(self) -> None:
        """The program was told to stop."""
        self._stopping = True

    def answer(self, path: str) -> tuple[int, str] | None:
        """An HTTP status, and one sentence for each thing that is wrong; None: the address is another one's."""
        look = {"/healthz": self.not_alive, "/readyz": self.not_ready}.get(path)
        if look is None:
            return None
        wrong = list(look())
        return (503, "\n".join(wrong)) if wrong else (200, "ok")

    def not_alive(self) -> Iterator[str]:
        """What only a new start can mend."""
        silent = self._since_tick() or 0
        if silent > ALIVE_SECONDS:
            yield _silent(silent)

    def not_ready(self) -> Iterator[str]:
        """What keeps it from doing its work just now."""
        if self._stopping:
            yield "Kickstand is stopping."
            return
        yield from self._database()
        silent = self._since_tick()
        if silent is None:
            yield "Kickstand is still starting."
        elif silent > READY_SECONDS:
            yield _silent(silent)
        if self.lines and not self.lines():
            yield "No line to Slack is open."

    def _database(self) -> Iterator[str]:
        if wrong := self._look.within(LOOK_SECONDS):
            yield wrong
        if why := self._writable.wrong():
            yield f"The database could not be written to a moment ago: {why}."

    def _shape(self) -> str:
        try:
            with reading(self._engine) as connection:
                current = is_current(connection)
        except SQLAlchemyError:
            return NO_ANSWER
        return "" if current else "The database does not have the shape of this version. Run `kickstand migrate`."


class Look:
    """One look at the database at a time, in a thread of its own, however many ask. `ask`: what is wrong, or empty."""

    def __init__(self, ask: Callable[[], str]) -> None:
        self._ask = ask
        self._lock = threading.Lock()
        self._found: Future[str] | None = None

    def within(self, seconds: float) -> str:
        """What the look finds that is running, or that begins now; that there is no answer, if it takes longer."""
        with self._lock:
            found = self._found
            if found is None or found.done():
                found = self._found = Future()
                threading.Thread(target=self._run, args=(found,), name="look at the database", daemon=True).start()
        try:
            return found.result(seconds)
        except TimeoutError:
            return NO_ANSWER

    def _run(self, found: "Future[str]") -> None:
        try:
            found.set_result(self._ask())
        except Exception as error:  # it is raised where somebody waits for the answer
            found.set_exception(error)


def _silent(seconds: float) -> str:
    return f"Nothing has looked for what is due for {seconds:.0f} seconds."
