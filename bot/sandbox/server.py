"""The sandbox as one object: a local Slack on a port of this computer. Never reachable from another one.

sandbox = Sandbox(clock=clock, manifest=Path("manifest.json"))
sandbox.start()
riya = sandbox.add_person("riya", "Riya Shah")
app = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
"""

import socket
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from bot.sandbox import interactions, uploads
from bot.sandbox.call import SlackError
from bot.sandbox.consent import Consent
from bot.sandbox.keyring import Rotation
from bot.sandbox.local import LocalWorkspace
from bot.sandbox.manifest import Manifest
from bot.sandbox.oauth import PATH
from bot.sandbox.platform import RETRY_WAITS, App, Platform
from bot.sandbox.signed_http import SignedHttp
from bot.sandbox.socket_mode import Line
from bot.sandbox.triggers import Refused
from bot.sandbox.web_api import WebApi
from bot.sandbox.workspace import Json


class HalfOpen(WebSocketsSansIOProtocol):
    """A websocket that can go deaf: it stays open, but hears nothing and answers no ping."""

    deaf = False

    def data_received(self, data: bytes) -> None:
        """Drops what comes in once it is deaf."""
        if not self.deaf:
            super().data_received(data)


class Sandbox(LocalWorkspace):
    """The first workspace, and the server with the app's connections, which all workspaces share."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        manifest: Json | Path | Manifest,
        routes: "Callable[[Sandbox], Sequence[BaseRoute]] | None" = None,
    ) -> None:
        super().__init__(Platform(App(clock, Manifest.read(manifest))))
        extra = routes(self) if routes else []
        self.app = Starlette(routes=[*self._routes(), *extra])
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def another_workspace(
        self, name: str, *, installed: bool = False, beside: LocalWorkspace | None = None
    ) -> LocalWorkspace:
        """One more workspace on this server, until `reset`: own team id, people, bot user, tokens, deliveries, faults.

        The app is the same: manifest, secrets, app-level token, Socket Mode connections and URL. `beside` is another
        workspace of the same organisation (see `as_org`): the two then share that organisation's installation.
        """
        sister = beside.platform if beside else None
        return LocalWorkspace(Platform(self.platform.app, name, installed_at_first=installed, sister=sister))

    # Running --------------------------------------------------------------------------------------------------

    def start(self, port: int = 0) -> "Sandbox":
        """Serves on 127.0.0.1 in a thread of its own; port 0 takes a free one."""
        listener = socket.create_server(("127.0.0.1", port))
        self.platform.app.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = uvicorn.Config(
            self.app,
            log_level="error",
            access_log=False,
            lifespan="off",
            http="h11",
            ws=HalfOpen,
            ws_ping_interval=None,
            timeout_graceful_shutdown=1,
        )
        self._server = server = uvicorn.Server(config)
        self._thread = threading.Thread(target=lambda: server.run([listener]), name="sandbox", daemon=True)
        self._thread.start()
        while not server.started and self._thread.is_alive():
            self._thread.join(0.005)
        return self

    def stop(self) -> None:
        """Stops serving; connections are closed."""
        for platform in self.platform.app.platforms:
            platform.courier.abandon()
            platform.faults.clear()
        if self._server and self._thread:
            self._server.should_exit = True
            self._thread.join(5)

    @property
    def is_stopping(self) -> bool:
        """Whether `stop` was called: an answer that waits for something should come now."""
        return self._server is not None and self._server.should_exit

    def reset(self) -> None:
        """One empty workspace again, with the same address, tokens and connections."""
        self.platform.app.clear()

    def deliver_to(self, url: str | None) -> None:
        """None: Socket Mode. A URL: signed HTTP for events, interactions and commands."""
        self.platform.app.app_url = url

    def verify_url(self) -> bool:
        """Sends the url_verification challenge to the app's URL; whether it came back right."""
        url = self.platform.app.app_url
        return url is not None and SignedHttp(url, self.signing_secret).verify()

    def be_patient(self, ack_seconds: float = 3.0, retry_waits: tuple[float, ...] = RETRY_WAITS) -> None:
        """Sets Slack's waiting times, in real seconds: for an acknowledgement, and before each redelivery."""
        self.platform.app.be_patient(ack_seconds, retry_waits)

    def rotate_tokens(self, lifetime_seconds: float = 43_200, *, grace_seconds: float = 0) -> None:
        """Switches token rotation on for the app, until `reset`: from now on installing gives tokens that expire.

        They live so many seconds of story time. A refresh token is good once; `grace_seconds` is how long it still
        works after that, in real time. A token that was issued before stays as it is.
        """
        self.platform.app.rotation = Rotation(timedelta(seconds=lifetime_seconds), grace_seconds)

    def limit_app_token(self, *scopes: str) -> None:
        """Gives the app-level token only these scopes, until `reset`; at first it has every one that is known here."""
        self.platform.app.app_scopes = scopes

    # Connections ----------------------------------------------------------------------------------------------

    def disconnect(self, reason: str = "refresh_requested", which: int | None = None) -> None:
        """Tells every connection (or only one, by number, oldest first) that it will end.

        Reasons: warning, refresh_requested, link_disabled. After the last, told to all, new connections are refused
        until `allow_connections` or `reset`. Raises IndexError when there is no such connection.
        """
        sockets = self.platform.sockets
        sockets.say_goodbye(reason, None if which is None else sockets.lines[which])

    def refuse_connections(self, error: str = "internal_error") -> None:
        """Answers apps.connections.open with this error word; open connections stay."""
        self.platform.sockets.refusal = error

    def allow_connections(self) -> None:
        """Lets the app connect again."""
        self.platform.sockets.refusal = ""

    def cut_connections(self) -> None:
        """Breaks every Socket Mode connection without a word."""
        for line in list(self.platform.sockets.lines):
            self._abort(line.client)

    def go_silent(self) -> None:
        """Leaves every connection half open: it accepts and says nothing, not even to a ping."""
        for line in list(self.platform.sockets.lines):
            self._deafen(line)

    def wait_for_app(self, connections: int = 1, timeout: float = 5) -> None:
        """Waits until the app is connected over Socket Mode. Raises TimeoutError."""
        if not self.platform.sockets.wait_for_lines(connections, timeout):
            raise TimeoutError(f"The app has not opened {connections} connection(s)")

    def _routes(self) -> list[BaseRoute]:
        api = WebApi(self.platform.app, lambda request: self._abort(request.client))
        return [
            Route("/api/{method}", api.__call__, methods=["GET", "POST"]),
            Route("/respond/{team}/{key}", self._respond, methods=["POST"]),
            Route(PATH, Consent(self.platform.app).__call__, methods=["GET", "POST"]),
            Route("/upload/v1/{key}", self._receive, methods=["POST"]),
            Route("/files-pri/{key}", self._give),
            WebSocketRoute("/link/", self.platform.sockets.serve),
        ]

    async def _receive(self, request: Request) -> Response:
        return await uploads.receive(self.platform.app.upload(request.path_params["key"]), request)

    async def _give(self, request: Request) -> Response:
        return uploads.give(self.platform.app.upload(request.path_params["key"]))

    async def _respond(self, request: Request) -> Response:
        body = await request.body()
        platform = self.platform.app.platform_in(request.path_params["team"])
        if platform is None:
            return JSONResponse({"ok": False, "error": "invalid_url"}, status_code=404)
        try:
            interactions.respond(platform, request.path_params["key"], body)
        except Refused as error:
            return JSONResponse({"ok": False, "error": error.code}, status_code=404)
        except SlackError as error:
            return JSONResponse({"ok": False, "error": error.code} | error.details, status_code=400)
        except ValueError:
            return PlainTextResponse("invalid_payload", status_code=400)
        return PlainTextResponse("ok")

    def _deafen(self, line: Line) -> None:
        line.silent = True
        for protocol in self._protocols(line.client):
            protocol.deaf = True

    def _abort(self, client: Any) -> None:
        for protocol in self._protocols(client):
            protocol.loop.call_soon_threadsafe(protocol.transport.abort)

    def _protocols(self, client: Any) -> list[Any]:
        """The server's end of the connection from this address."""
        connections: list[Any] = list(self._server.server_state.connections) if self._server else []
        return [each for each in connections if client and tuple(client) == each.client]
