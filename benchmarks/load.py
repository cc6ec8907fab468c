"""Sends signed payloads as Slack does, over connections that stay open. Signed before the clock starts."""

import json
import socket
import threading
import time
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from benchmarks.noop import SECRET
from bot.web import ENDPOINT

CONNECTIONS = 8
"""As many as the server has threads."""

Json = dict[str, Any]


class Answered(NamedTuple):
    """How long the whole took, and each of them, in seconds."""

    wall: float
    each: list[float]

    @property
    def rate(self) -> float:
        """A second."""
        return len(self.each) / self.wall


def event(payload: Json) -> bytes:
    """An event, as a request on the wire."""
    return _signed(json.dumps(payload), "application/json")


def interaction(payload: Json) -> bytes:
    """A click or a form."""
    return _signed(urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded")


def _signed(body: str, kind: str) -> bytes:
    headers = {
        "Host": "localhost",
        "Content-Type": kind,
        "Content-Length": str(len(body.encode())),
        "X-Slack-Request-Timestamp": (now := str(int(time.time()))),
        "X-Slack-Signature": SignatureVerifier(SECRET).generate_signature(timestamp=now, body=body),
    }
    lines = [f"POST {ENDPOINT} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + f"\r\n\r\n{body}").encode()


def as_fast_as_it_can(port: int, requests: Sequence[bytes]) -> Answered:
    """Each connection sends its next one when the last was answered. Raises RuntimeError for anything but 200."""
    return _send(port, [requests[number::CONNECTIONS] for number in range(CONNECTIONS)], rate=None)


def at_a_rate(port: int, requests: Sequence[bytes], rate: float) -> Answered:
    """So many a second, whether or not the last was answered: the time counts from when it should have gone."""
    return _send(port, [requests[number::CONNECTIONS] for number in range(CONNECTIONS)], rate=rate)


def _send(port: int, shares: Sequence[Sequence[bytes]], rate: float | None) -> Answered:
    took: list[list[float]] = [[] for _ in shares]
    failed: list[BaseException] = []
    ready = threading.Barrier(len(shares) + 1)

    def one(number: int) -> None:
        try:
            with socket.create_connection(("127.0.0.1", port)) as line:
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                ready.wait()
                began = time.perf_counter()
                for place, request in enumerate(shares[number]):
                    due = began + (place * len(shares) + number) / rate if rate else time.perf_counter()
                    time.sleep(max(due - time.perf_counter(), 0))
                    _ask(line, request)
                    took[number].append(time.perf_counter() - due)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(shares))]
    for each in threads:
        each.start()
    ready.wait()
    start = time.perf_counter()
    for each in threads:
        each.join()
    wall = time.perf_counter() - start
    if failed:
        raise failed[0]
    return Answered(wall, [each for share in took for each in share])


def _ask(line: socket.socket, request: bytes) -> None:
    line.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _more(line)
    head, _, body = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.splitlines()[0].decode())
    length = next((int(each[15:]) for each in head.lower().splitlines() if each.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += _more(line)


def _more(line: socket.socket) -> bytes:
    if not (data := line.recv(65536)):
        raise ConnectionError("closed")
    return data
