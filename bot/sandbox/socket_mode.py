"""The Socket Mode side: websocket connections, envelopes and their acknowledgements. Never decides what to send.

app                                   sandbox
 | apps.connections.open -> url with a ticket (good for one connection)
 | connect -------------------------> hello
 | <--------------------------------- envelope (to any one of up to ten connections)
 | {envelope_id, payload?} ---------> acknowledged
 | <--------------------------------- disconnect (warning, refresh_requested, link_disabled)
"""

import asyncio
import itertools
import json
import secrets
import threading
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.delivery import Delivery, Outcome
from bot.sandbox.triggers import Refused
from bot.sandbox.workspace import Json

MOST_CONNECTIONS = 10
APPROXIMATE_CONNECTION_TIME = 18_060
LINK_DISABLED = "link_disabled"
SWITCHED_OFF = "forbidden_team"
"""What apps.connections.open says while Socket Mode is off. Its documented errors name no such case: unverified."""


@dataclass(eq=False)
class Line:
    """One open connection. A silent one looks open to the app but carries nothing; one that closes gets nothing new."""

    socket: WebSocket
    loop: asyncio.AbstractEventLoop
    silent: bool = False
    closes: bool = False

    def say(self, message: Json) -> bool:
        """Sends from any thread; whether the message left."""
        if self.silent:
            return True
        sending = asyncio.run_coroutine_threadsafe(self.socket.send_text(json.dumps(message)), self.loop)
        try:
            sending.result(timeout=2)
        except Exception:  # a connection that breaks while we write is an everyday thing, of many classes
            return False
        return True

    def hang_up(self) -> None:
        """Closes from any thread, politely."""
        self.closes = True
        asyncio.run_coroutine_threadsafe(self.socket.close(), self.loop)

    @property
    def client(self) -> tuple[str, int]:
        """The app's address on this connection."""
        address = self.socket.client
        return (address.host, address.port) if address else ("", 0)


@dataclass(eq=False)
class Waiting:
    """An envelope that waits for its acknowledgement."""

    lines: set[Line] = field(default_factory=set)
    acked: threading.Event = field(default_factory=threading.Event)
    answer: Any = None


class SocketMode:
    """All connections of the app, and the envelopes on them.

    `ack_seconds`: how long Slack waits, in real time. `acks_anywhere`: whether an acknowledgement counts that comes
    over another connection than the envelope went out on. `refusal`: the error word for whoever wants a new connection.
    """

    def __init__(self, app_id: str, ack_seconds: float = 3.0) -> None:
        self.app_id = app_id
        self.ack_seconds = ack_seconds
        self.acks_anywhere = True
        self.refusal = ""
        self.lines: list[Line] = []
        self._tickets: set[str] = set()
        self._waiting: dict[str, Waiting] = {}
        self._turns = itertools.count()
        self._changed = threading.Condition()
        self.strange: deque[str] = deque(maxlen=50)

    # Connections ----------------------------------------------------------------------------------------------

    def ticket_url(self, base: str) -> str:
        """A websocket address that can be used once; `base` is the server's http address.

        Raises Refused while new connections are refused.
        """
        if self.refusal:
            raise Refused(self.refusal)
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return f"{base.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self.app_id}"

    async def serve(self, socket: WebSocket) -> None:
        """Looks after one connection until it ends."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close()
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if len(self.lines) >= MOST_CONNECTIONS:
            await socket.send_json(_goodbye("too_many_websockets"))
            await socket.close()
            return
        await self._serve(Line(socket, asyncio.get_running_loop()), ticket)

    async def _serve(self, line: Line, ticket: str) -> None:
        with self._changed:
            self.lines.append(line)
            self._changed.notify_all()
        try:
            await line.socket.send_json(self._hello(len(self.lines)))  # leaves before any envelope can: same loop
            while True:
                self._hear(line, await line.socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            with self._changed:
                if line in self.lines:
                    self.lines.remove(line)
                self._changed.notify_all()

    def forget(self) -> None:
        """Drops what waits for acknowledgement and refuses nobody any more; connections stay."""
        self.refusal = ""
        self._waiting.clear()
        self.strange.clear()

    def wait_for_lines(self, count: int = 1, timeout: float = 5) -> bool:
        """Waits until at least so many connections are open (with 0: until none is); whether it came to that."""
        with self._changed:
            return self._changed.wait_for(
                lambda: len(self.lines) >= count if count else not self.lines, timeout=timeout
            )

    def say_goodbye(self, reason: str, line: Line | None = None) -> None:
        """Sends a `disconnect` to one connection or to all; after anything but a warning they are closed.

        link_disabled to all means that Socket Mode is off from now on: new connections are refused.
        """
        if reason == LINK_DISABLED and line is None:
            self.refusal = SWITCHED_OFF
        for each in [line] if line else list(self.lines):
            each.say(_goodbye(reason))
            if reason != "warning":
                each.hang_up()

    # Envelopes ------------------------------------------------------------------------------------------------

    def attempt(self, delivery: Delivery, number: int, reason: str) -> Outcome:
        """Sends an envelope to one connection (a doubled one twice) and waits for the acknowledgement."""
        waiting = self._waiting.setdefault(delivery.id, Waiting())
        waiting.acked.clear()  # an acknowledgement that came too late for the last attempt does not count for this
        copies = 2 if delivery.doubled and number == 0 else 1
        sent = [self._send(_envelope(delivery, number, reason), waiting) for _ in range(copies)]
        if not any(sent):
            return Outcome(False, reason="no connection was open")
        if not waiting.acked.wait(self.ack_seconds):
            return Outcome(False, reason="timeout")
        self._waiting.pop(delivery.id, None)
        return Outcome(True, answer=waiting.answer)

    def _send(self, envelope: Json, waiting: Waiting) -> bool:
        with self._changed:
            lines = [line for line in self.lines if not line.closes]
            if not lines:
                return False
            fresh = [line for line in lines if line not in waiting.lines] or lines
            line = fresh[next(self._turns) % len(fresh)]
            waiting.lines.add(line)
        return line.say(envelope)

    def _hear(self, line: Line, text: str) -> None:
        try:
            heard = json.loads(text)
            waiting = self._waiting.get(heard["envelope_id"])
        except (ValueError, KeyError, TypeError):
            self.strange.append(text)
            return
        if line.silent or waiting is None or not (self.acks_anywhere or line in waiting.lines):
            return
        if not waiting.acked.is_set():
            waiting.answer = heard.get("payload")
            waiting.acked.set()

    def _hello(self, count: int) -> Json:
        return {
            "type": "hello",
            "num_connections": count,
            "connection_info": {"app_id": self.app_id},
            "debug_info": {
                "host": "applink-sandbox",
                "build_number": 1,
                "approximate_connection_time": APPROXIMATE_CONNECTION_TIME,
            },
        }


def _goodbye(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-sandbox"}}


def _envelope(delivery: Delivery, number: int, reason: str) -> Json:
    envelope = {
        "envelope_id": delivery.id,
        "type": str(delivery.kind),
        "payload": delivery.payload,
        "accepts_response_payload": delivery.accepts_answer,
    }
    if delivery.kind == "events_api":
        envelope |= {"retry_attempt": number, "retry_reason": "timeout" if reason else ""}
    return envelope
