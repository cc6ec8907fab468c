"""HTTP: Slack's endpoint, the pages in the browser, and health, as a WSGI application for granian. Decides nothing."""

import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from http.client import HTTPException
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.adapter.wsgi.http_request import WsgiHttpRequest
from slack_sdk.errors import SlackClientError
from sqlalchemy.exc import SQLAlchemyError

from bot.app import Kickstand
from bot.slack.installing import pages
from bot.telemetry import record
from bot.watch.consent import BACK

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)
ENDPOINT = "/slack/events"
NOT_SLACK = "This is not a request from Slack."
MOST_FIELDS = 20
LARGEST = 1_000_000
"""Slack's payloads stay far below; a larger body is refused unread."""


class Door(SlackRequestHandler):
    """Bolt's handler, for which a body that cannot be read is Slack's or anybody's mistake, never ours."""

    def dispatch(self, request: WsgiHttpRequest) -> BoltResponse:
        """Read and dispatch. Bolt reads a body before it checks the signature, and expects that Slack wrote it."""
        try:
            read = BoltRequest(body=request.get_body(), query=request.query_string, headers=request.get_headers())
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
            record.refused()
            return BoltResponse(status=400, body=f"{NOT_SLACK}\n")
        return self.app.dispatch(read)


def wsgi(program: Kickstand) -> "WSGIApplication":
    """The program's HTTP face; nothing is started."""
    slack = Door(program.bolt, ENDPOINT)

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if health := program.health.answer(path):
            status, words = health
            return _say(start_response, _line(status), words)
        if path == BACK and program.consent and environ.get("REQUEST_METHOD") == "GET":
            page = program.consent.answer(asked(environ.get("QUERY_STRING", "")))
            start_response(_line(page.status), list(pages.HEADERS.items()))
            return [page.html.encode()]
        if path == ENDPOINT and not _is_sound(environ):
            # Bolt would answer 500 to these before it checks the signature.
            record.refused()
            return _say(start_response, "400 Bad Request", NOT_SLACK)
        try:
            return slack(environ, start_response)
        except (SlackClientError, OSError, HTTPException, SQLAlchemyError) as error:
            if path not in (pages.INSTALL, pages.BACK):
                raise
            log.error("an installation did not come about: %s", type(error).__name__)
            start_response("503 Service Unavailable", list(pages.HEADERS.items()))
            return [pages.sorry("unreachable").encode()]

    return answer


def _is_sound(environ: "WSGIEnvironment") -> bool:
    stamp, size = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", ""), environ.get("CONTENT_LENGTH") or "0"
    if not all(each.isascii() and each.isdigit() and len(each) < 20 for each in (stamp, size)) or int(size) > LARGEST:
        return False
    if not environ.get("HTTP_X_SLACK_SIGNATURE", "").isascii():
        return False
    body = environ["wsgi.input"].read(int(size))
    environ["wsgi.input"] = BytesIO(body)
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def asked(query: str) -> dict[str, str]:
    """What stands behind the question mark of an address; nothing where that is more than Slack ever sends."""
    try:
        return dict(parse_qsl(query, max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}


def _line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"


def _say(start_response: "Callable[..., object]", status: str, words: str) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [f"{words}\n".encode()]
