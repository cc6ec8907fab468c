"""The door of the Web API: reads a request, checks token and scope, plays faults, answers. Knows no method itself."""

import asyncio
import base64
import json
import secrets
from collections.abc import Callable
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.sandbox import chat, conversations, files, functions, oauth, profiles, users, views
from bot.sandbox.call import Call, Key, Method, SlackError
from bot.sandbox.faults import Fault, Trouble
from bot.sandbox.keyring import Keyring
from bot.sandbox.platform import App, Platform
from bot.sandbox.triggers import Refused
from bot.sandbox.workspace import Json

LOOK_SECONDS = 0.02
"""How often a hanging call looks whether it was released, in real seconds."""
PARTS = (users, profiles, conversations, chat, views, files, oauth, functions)
METHODS: dict[str, Method] = {name: method for part in PARTS for name, method in part.METHODS.items()}


async def arguments(request: Request) -> Json:
    """The arguments of a call: query, then form or JSON body. Raises SlackError for a body that cannot be read."""
    args: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        return args | _json_object(await request.body())
    if kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        form = await request.form()
        return args | {name: value for name, value in form.items() if not isinstance(value, UploadFile)}
    if await request.body():
        raise SlackError("invalid_post_type")
    return args


def _json_object(body: bytes) -> Json:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return {name: each for name, each in value.items() if each is not None}


class WebApi:
    """Answers calls under /api/, each in the workspace of its token. `cut` breaks a connection without an answer."""

    def __init__(self, app: App, cut: Callable[[Request], None]) -> None:
        self.app = app
        self.cut = cut

    async def __call__(self, request: Request) -> Response:
        """Answers one request: HTTP 200 for everything but rate limits and breakdowns."""
        name = request.path_params["method"]
        try:
            args = await arguments(request)
        except SlackError as error:
            return JSONResponse(_refusal(error))
        token = _token(request, args)
        platform = self.app.platform_of(token, args) or self.app.platforms[0]
        fault = platform.faults.take(name)
        if fault and (early := await self._early(fault, request)):
            return early
        try:
            answer: Json = {"ok": True} | self._answer(platform, name, args, token)
        except (SlackError, Refused) as error:
            answer = _refusal(error)
        if answer.get("error") == "rate_limited":
            return _rate_limited(1)
        if fault and fault.trouble is Trouble.LOST_RESPONSE:
            self.cut(request)
            await asyncio.sleep(0)  # lets the cut happen before the answer is written
        return JSONResponse(answer, headers=self._headers(platform, name, token))

    async def _early(self, fault: Fault, request: Request) -> Response | None:
        """The answer for a fault that strikes before any work is done."""
        if fault.trouble is Trouble.DROPPED:
            self.cut(request)
            await asyncio.sleep(0)
            return Response(status_code=503)  # nobody hears it
        if fault.trouble is Trouble.HANGING:
            return await _hanging(fault, request)
        if fault.trouble is Trouble.RATE_LIMITED:
            return _rate_limited(fault.seconds)
        if fault.trouble is Trouble.SERVER_ERROR:
            return PlainTextResponse("Slack is having a moment.", status_code=fault.status)
        if fault.trouble is Trouble.ERROR:
            return JSONResponse({"ok": False, "error": fault.code})
        if fault.trouble is Trouble.SLOW:
            await asyncio.sleep(fault.seconds)
        return None

    def _answer(self, platform: Platform, name: str, args: Json, token: str) -> Json:
        method = METHODS.get(name)
        if method is None:
            self.app.unknown_methods.append(name)
            raise SlackError("unknown_method", req_method=name)
        self._check_token(platform, method, token)
        self._check_scope(platform, method, token)
        with platform.workspace.lock:
            return method.handler(Call(platform, name, args, token))

    def _check_token(self, platform: Platform, method: Method, token: str) -> None:
        if method.key is Key.CLIENT:
            return
        if not token:
            raise SlackError("not_authed")
        keys = platform.installation.keyring_of(token)
        if keys is None and token != self.app.app_token:
            raise SlackError("invalid_auth")
        if method.key not in _opened_by(platform, keys):
            raise SlackError("not_allowed_token_type")
        if keys and (trouble := keys.trouble(token)):
            raise SlackError(trouble)

    def _check_scope(self, platform: Platform, method: Method, token: str) -> None:
        provided = self._scopes(platform, token)
        is_person = platform.installation.user_of(token) is not None
        needed = (method.user_scopes or method.scopes) if is_person else method.scopes
        if needed and not set(needed) & set(provided):
            raise SlackError("missing_scope", needed=",".join(needed), provided=",".join(provided))

    def _scopes(self, platform: Platform, token: str) -> tuple[str, ...]:
        """What a token may do. A call without one is told what the bot may do."""
        if token == self.app.app_token:
            return self.app.app_scopes
        return (platform.installation.keyring_of(token) or platform.installation.bot).scopes

    def _headers(self, platform: Platform, name: str, token: str) -> dict[str, str]:
        method = METHODS.get(name)
        return {
            "x-slack-req-id": secrets.token_hex(16),
            "x-oauth-scopes": ",".join(self._scopes(platform, token)),
            "x-accepted-oauth-scopes": ",".join(method.scopes) if method else "",
        }


def _opened_by(platform: Platform, keys: Keyring | None) -> set[Key]:
    """What a token opens: one from this keyring, or (without one) the app-level token."""
    if keys is None:
        return {Key.APP}
    return {Key.TOKEN, Key.BOT} if keys is platform.installation.bot else {Key.TOKEN}


def _refusal(error: SlackError | Refused) -> Json:
    return {"ok": False, "error": error.code} | getattr(error, "details", {})


def _token(request: Request, args: Json) -> str:
    header = request.headers.get("authorization", "")
    given: Any = args.pop("token", "")
    if header.startswith("Basic "):
        args |= _credentials(header)
        return ""
    return header.removeprefix("Bearer ").strip() if header else str(given)


def _credentials(header: str) -> Json:
    """The client id and secret of HTTP basic authentication; nothing when they cannot be read."""
    try:
        client_id, _, secret = base64.b64decode(header.removeprefix("Basic "), validate=True).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": client_id, "client_secret": secret}


async def _hanging(fault: Fault, request: Request) -> Response | None:
    """Waits for the release. After that the call goes on, unless the app has hung up."""
    while not fault.released.is_set():
        if await request.is_disconnected():
            return Response(status_code=503)
        await asyncio.sleep(LOOK_SECONDS)
    return Response(status_code=503) if await request.is_disconnected() else None


def _rate_limited(seconds: float) -> Response:
    headers = {"Retry-After": str(int(seconds))}
    return JSONResponse({"ok": False, "error": "ratelimited"}, status_code=429, headers=headers)
