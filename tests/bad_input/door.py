"""Requests to the program's WSGI face, signed or not, sound or not. Knows no server and no socket."""

import json
import time
from contextvars import Context
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from bot.app import Kickstand
from bot.sandbox.signed_http import signature
from bot.web import ENDPOINT, wsgi


@dataclass(frozen=True)
class Said:
    """What came back."""

    status: int
    body: str


@dataclass
class Door:
    """Posts to the endpoint, as a server would hand it over."""

    program: Kickstand
    secret: str

    def __post_init__(self) -> None:
        self._app = wsgi(self.program)

    def sends(self, payload: Any) -> Said:
        """A payload signed by Slack: commands as a form, events as JSON, everything else as Slack's `payload=`."""
        return self.posts(json.dumps(payload).encode())

    def posts(self, body: bytes, *, stamp: str | None = None, sign: str | None = None, **environ: Any) -> Said:
        """A body with Slack's signature, unless `stamp` or `sign` say otherwise; `environ` beside it."""
        stamp = str(int(time.time())) if stamp is None else stamp
        sign = signature(self.secret, stamp, body) if sign is None else sign
        signed = {"HTTP_X_SLACK_REQUEST_TIMESTAMP": stamp, "HTTP_X_SLACK_SIGNATURE": sign}
        return self.asks("POST", ENDPOINT, body, **{**signed, **environ})

    def asks(self, method: str, path: str, body: bytes = b"", **environ: Any) -> Said:
        """Any request. None takes a variable away."""
        heard: list[str] = []
        whole = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
            **environ,
        }
        given = {name: value for name, value in whole.items() if value is not None}
        # It arrives in a thread of the server's, outside any workspace.
        answer = Context().run(self._app, given, lambda status, headers, exc_info=None: heard.append(status))  # type: ignore[arg-type]
        return Said(int(heard[0].split()[0]), b"".join(answer).decode())
