"""A bare Socket Mode connection, which does nothing that a test does not say."""

import contextlib
import json
import threading
import time
from typing import Any

from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from bot.sandbox.server import Sandbox
from tests.sandbox.small_app import Json


class Bare:
    """A bare connection that acknowledges only when told to; what it heard is in `heard`."""

    def __init__(self, sandbox: Sandbox, acks: bool = True) -> None:
        self.acks = acks
        self.heard: list[Json] = []
        self.socket: ClientConnection
        self.thread = threading.Thread(target=self._listen, args=(ticket(sandbox),), daemon=True)
        self.thread.start()
        wait_until(lambda: bool(self.heard))

    def _listen(self, url: str) -> None:
        with connect(url, close_timeout=0.2) as self.socket, contextlib.suppress(ConnectionClosed):
            while True:
                message = json.loads(self.socket.recv())
                self.heard.append(message)
                if self.acks and "envelope_id" in message:
                    self.ack(message["envelope_id"])

    def ack(self, envelope_id: str, **payload: Any) -> None:
        answer: Json = {"envelope_id": envelope_id} | ({"payload": payload} if payload else {})
        self.socket.send(json.dumps(answer))

    @property
    def envelopes(self) -> list[Json]:
        return [message for message in self.heard if "envelope_id" in message]

    def close(self) -> None:
        self.socket.close()
        self.thread.join(2)


def ticket(sandbox: Sandbox) -> str:
    return str(WebClient(base_url=sandbox.api_url).apps_connections_open(app_token=sandbox.app_token)["url"])


def wait_until(true: Any, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.005)
