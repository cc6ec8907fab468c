"""Keeps other web pages away from this one. Never knows what a request would do.

The page runs on somebody's own computer, where any website they visit can send requests too. So:
1. the Host must be this computer (a name that was rebound to 127.0.0.1 still shows in Host);
2. what changes something must come from this page (Sec-Fetch-Site, else Origin) and carry the token of this start;
3. nothing may be loaded from elsewhere, run inline, or be shown inside another page.
"""

import hmac
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https: http:; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ANSWER_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


def is_this_computer(host: str) -> bool:
    """Whether a Host header names a loopback address; any port."""
    try:
        return urlsplit(f"//{host}").hostname in LOOPBACK
    except ValueError:
        return False


def comes_from_here(headers: Headers) -> bool:
    """Whether the browser says that this very page sent the request. A browser always says at least one of the two."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return headers.get("origin") == f"http://{headers.get('host')}"


def is_token(given: object, token: str) -> bool:
    """Whether a form carried this start's token."""
    return isinstance(given, str) and hmac.compare_digest(given.encode(), token.encode())


class Guard:
    """ASGI middleware: rules 1 and 3, and of rule 2 what headers can tell. Forms' tokens are read with the forms."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *ANSWER_HEADERS]
            await send(message)

        app = (self._refusal(scope) if scope["type"] == "http" else None) or self.app
        await app(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if not is_this_computer(headers.get("host", "")):
            return PlainTextResponse("This page answers only on this computer: http://127.0.0.1\n", 403)
        if scope["method"] not in ("GET", "HEAD") and not comes_from_here(headers):
            return PlainTextResponse("This did not come from the sandbox's own page, so nothing was done.\n", 403)
        return None
