"""Keeps Socket Mode lines open and carries envelopes to Bolt. Never looks into a payload, never logs one.

Slack ends each connection after some hours, or sooner. So there are two, with different ends:

hello ------------------- disconnect ---- closed: by Slack, or by us once nothing of it is in flight
                            hello of its replacement -------------------- disconnect ---- ...

The keeper, a thread, alone decides when a line is opened and closed. Each line has a thread that reads it. Listeners
run in a pool, and no line is read further than the pool has room.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from slack_bolt import BoltRequest, BoltResponse
from websockets.exceptions import ConnectionClosed

from bot.clock import Clock
from bot.slack.socket_mode.envelopes import Json, acknowledgement, request
from bot.slack.socket_mode.line import CLOSE_SECONDS, Line, Silent, open_line
from bot.slack.socket_mode.retries import Pace, Retries, is_off, is_refusal

log = logging.getLogger(__name__)
UNHURRIED = Pace()


class SocketMode:
    """The lines of one app.

    `open_url` asks Slack for the address of a new line. `handle` is Bolt's `dispatch`. `on_gap` is told, in a thread of
    its own, that Slack may have found nobody: since the moment when a line was last known to live, or None at the
    start. It is told again while it fails, and may be cut off when the process ends. `lines`: how many to keep open;
    Slack allows ten for an app.
    """

    def __init__(
        self,
        open_url: Callable[[], str],
        handle: Callable[[BoltRequest], BoltResponse],
        on_gap: Callable[[datetime | None], None],
        clock: Clock,
        *,
        lines: int = 2,
        workers: int = 8,
        pace: Pace = UNHURRIED,
    ) -> None:
        self._open_url, self._handle, self._on_gap, self._clock, self._pace = open_url, handle, on_gap, clock, pace
        self._wanted = lines
        self._lines: list[Line] = []
        self._opening = False
        self._retries = Retries(pace)
        self._heard: datetime | None = None
        self._gaps: list[datetime | None] = [None]
        self._in_flight = 0
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="envelope")
        self._room = threading.BoundedSemaphore(workers * 2)
        self._stop_by: float | None = None
        self._lock = threading.Lock()
        self._news = threading.Event()
        """Set whenever the keeper should look again."""
        self._keeper = threading.Thread(target=self._keep, name="lines", daemon=True)

    @property
    def lines_open(self) -> int:
        """How many lines are open now."""
        return len(self._lines)

    @property
    def last_heard(self) -> datetime | None:
        """When a line last showed that it lives: a message, or the answer to a ping. None: never."""
        return self._heard

    @property
    def in_flight(self) -> int:
        """How many envelopes run or wait for a place in the pool."""
        return self._in_flight

    def start(self) -> None:
        """Open the first line, then keep all of them. Raises SlackApiError when Slack refuses the app token.

        When Slack cannot be reached it returns without one and goes on trying.
        """
        try:
            self._open()
        except Exception as error:
            if is_refusal(error):
                raise
            self._retries.failed(error)
        self._keeper.start()

    def stop(self, within: float = 10) -> bool:
        """Take nothing new, let what runs finish and be acknowledged, close; whether all finished in time.

        `within`: seconds. What was not taken is not acknowledged, so Slack sends it again.
        """
        with self._lock:
            self._stop_by = time.monotonic() + within
        self._news.set()
        if self._keeper.ident:
            self._keeper.join(within + CLOSE_SECONDS * (self._wanted + 1))
        self._pool.shutdown(wait=False, cancel_futures=True)
        return not self._in_flight

    # The keeper -----------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        while not self._is_over():
            if not (self._renew_one() or self._open_one() or self._close_one()):
                self._news.wait(self._rest())
                self._news.clear()

    def _is_over(self) -> bool:
        with self._lock:
            if self._stop_by is None or self._lines:
                return False
            return not self._in_flight or time.monotonic() >= self._stop_by

    def _staying(self) -> list[Line]:
        return [line for line in self._lines if line.stays]

    def _renew_one(self) -> bool:
        """A line whose turn it is gets its replacement; whether there was one."""
        with self._lock:
            now = time.monotonic()
            due = [line for line in self._staying() if line.renew_at <= now]
            if due:
                due[0].leaves_at = now + self._pace.linger
            return bool(due)

    def _open_one(self) -> bool:
        """Begin to open a line when one is missing and its time has come; whether it is so."""
        with self._lock:
            if not self._wants_another() or time.monotonic() < self._retries.not_before:
                return False
            self._opening = True
        _thread(self._try_to_open)
        return True

    def _wants_another(self) -> bool:
        return self._stop_by is None and not self._opening and len(self._staying()) < self._wanted

    def _close_one(self) -> bool:
        """Close a line that is not needed any more; whether there was one."""
        with self._lock:
            now = time.monotonic()
            line = next((line for line in self._lines if self._is_done(line) <= now), None)
            if line is None:
                return False
            self._lines.remove(line)
        line.connection.close()
        return True

    def _is_done(self, line: Line) -> float:
        """The moment from which a line may be closed, as things are."""
        if self._stop_by is None:
            is_replaced = len(self._staying()) >= self._wanted
            return line.leaves_at if line.leaves_at and is_replaced and not line.in_flight else float("inf")
        # The last one stays for what still runs: it can carry the acknowledgement for a line that is gone.
        is_spare = len(self._lines) > 1 and not line.in_flight
        return 0 if is_spare or not self._in_flight else self._stop_by

    def _rest(self) -> float | None:
        """Seconds until the keeper has to look again; None: when there is news."""
        with self._lock:
            moments = [min(line.renew_at if line.stays else float("inf"), self._is_done(line)) for line in self._lines]
            moments += [self._retries.not_before] if self._wants_another() else []
            moments += [self._stop_by] if self._stop_by is not None else []
        nearest = min(moments, default=float("inf"))
        return None if nearest == float("inf") else max(0, nearest - time.monotonic())

    # Opening --------------------------------------------------------------------------------------------------

    def _try_to_open(self) -> None:
        try:
            self._open()
        except Exception as error:  # whatever it was, it is tried again
            with self._lock:
                self._retries.failed(error)
        finally:
            self._opening = False
            self._news.set()

    def _open(self) -> None:
        line = open_line(self._open_url(), self._clock, self._pace)
        with self._lock:
            if is_welcome := self._stop_by is None:
                line.keep_apart(self._staying())
                self._lines.append(line)
                self._retries.opened()
                self._heard = line.heard
                gaps, self._gaps = self._gaps, []
        if not is_welcome:
            line.connection.close()
            return
        _thread(self._read, line)
        if gaps:
            _thread(self._tell, None if None in gaps else min(each for each in gaps if each))

    def _tell(self, since: datetime | None) -> None:
        while self._stop_by is None:
            try:
                self._on_gap(since)
                break
            except Exception as error:  # the database may be away just now
                log.error("that nobody listened could not be noted yet: %s", type(error).__name__)
            time.sleep(self._pace.longest_retry)

    # Reading --------------------------------------------------------------------------------------------------

    def _read(self, line: Line) -> None:
        silent = False
        try:
            while True:
                self._hear(line, line.next(self._pace))
        except ConnectionClosed:
            pass
        except Silent:
            silent = True
        except Exception as error:  # whatever ended it, it is replaced
            log.error("a line to Slack broke: %s", type(error).__name__)
        finally:
            self._ended(line, silent)
            line.connection.close()

    def _hear(self, line: Line, message: Json | None) -> None:
        line.heard = self._heard = self._clock()
        if message and message.get("type") == "disconnect":
            self._goodbye(line, str(message.get("reason")))
            return
        with self._lock:
            self._retries.lives(line.opened)
        if message and "envelope_id" in message:
            self._take(line, message)

    def _goodbye(self, line: Line, reason: str) -> None:
        with self._lock:
            if is_off(reason):
                self._retries.switched_off()
            if line.stays:
                self._retries.lost(line.opened)
                line.leaves_at = time.monotonic() + self._pace.linger
        self._news.set()

    def _ended(self, line: Line, silent: bool) -> None:
        with self._lock:
            if line not in self._lines:
                return
            self._lines.remove(line)
            if line.stays:
                self._retries.lost(line.opened)
            if silent and line.stays:
                self._gaps.append(line.heard)  # what Slack sent into it since then went nowhere
            elif not self._lines:
                self._gaps.append(self._heard)
        self._news.set()

    # Envelopes ------------------------------------------------------------------------------------------------

    def _take(self, line: Line, envelope: Json) -> None:
        """Hands an envelope to the pool; waits while that has no room."""
        self._room.acquire()
        with self._lock:
            if self._stop_by is not None:
                self._room.release()
                return
            line.in_flight += 1
            self._in_flight += 1
            self._pool.submit(self._answer, line, envelope)

    def _answer(self, line: Line, envelope: Json) -> None:
        try:
            answer = acknowledgement(envelope, self._handle(request(envelope)))
            if answer is not None:
                self._send(line, answer)
        except Exception as error:
            log.error("an envelope could not be handled: %s", type(error).__name__)
        finally:
            with self._lock:
                line.in_flight -= 1
                self._in_flight -= 1
            self._room.release()
            self._news.set()

    def _send(self, line: Line, answer: str) -> None:
        """On the line that the envelope came on; on another one when that is gone."""
        for each in [line, *(other for other in list(self._lines) if other is not line)]:
            try:
                each.connection.send(answer)
            except ConnectionClosed:
                continue
            return
        log.warning("no line was left for an acknowledgement; Slack will send the envelope again")


def _thread(target: Callable[..., None], *given: object) -> None:
    threading.Thread(target=target, args=given, daemon=True).start()
