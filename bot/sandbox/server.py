"""The sandbox as one object: a local Slack on a port of this computer. Never reachable from another one.

sandbox = Sandbox(clock=clock, manifest=Path("manifest.json"))
sandbox.start()
riya = sandbox.add_person("riya", "Riya Shah")
app = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
"""

import socket
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from bot.sandbox import events, interactions
from bot.sandbox.call import SlackError
from bot.sandbox.delivery import Delivery, Envelope
from bot.sandbox.faults import Faults
from bot.sandbox.manifest import Manifest
from bot.sandbox.people import Person
from bot.sandbox.platform import Platform
from bot.sandbox.signed_http import SignedHttp
from bot.sandbox.socket_mode import Line
from bot.sandbox.triggers import Refused
from bot.sandbox.web_api import WebApi
from bot.sandbox.workspace import Conversation, Json, Workspace


class HalfOpen(WebSocketsSansIOProtocol):
    """A websocket that can go deaf: it stays open, but hears nothing and answers no ping."""

    deaf = False

    def data_received(self, data: bytes) -> None:
        """Drops what comes in once it is deaf."""
        if not self.deaf:
            super().data_received(data)


class Sandbox:
    """A workspace, the app's side of it, and its people."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        manifest: Json | Path | Manifest,
        routes: "Callable[[Sandbox], Sequence[BaseRoute]] | None" = None,
    ) -> None:
        self.platform = Platform(clock, Manifest.read(manifest))
        extra = routes(self) if routes else []
        self.app = Starlette(routes=[*self._routes(), *extra])
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    # Running --------------------------------------------------------------------------------------------------

    def start(self, port: int = 0) -> "Sandbox":
        """Serves on 127.0.0.1 in a thread of its own; port 0 takes a free one."""
        listener = socket.create_server(("127.0.0.1", port))
        self.platform.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
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
        self.platform.courier.abandon()
        if self._server and self._thread:
            self._server.should_exit = True
            self._thread.join(5)

    @property
    def is_stopping(self) -> bool:
        """Whether `stop` was called: an answer that waits for something should come now."""
        return self._server is not None and self._server.should_exit

    def reset(self) -> None:
        """An empty workspace again, with the same address, tokens and connections."""
        self.platform.clear()

    def deliver_to(self, url: str | None) -> None:
        """None: Socket Mode. A URL: signed HTTP for events, interactions and commands."""
        self.platform.app_url = url

    def verify_url(self) -> bool:
        """Sends the url_verification challenge to the app's URL; whether it came back right."""
        url = self.platform.app_url
        return url is not None and SignedHttp(url, self.platform.signing_secret).verify()

    def settle(self, timeout: float = 5) -> None:
        """Waits until all that was sent to the app is acknowledged. Raises NotSettled, with what was not."""
        self.platform.courier.settle(timeout)

    # People and places ----------------------------------------------------------------------------------------

    def add_person(self, key: str, real_name: str = "", **facts: Any) -> Person:
        """Adds a member. Facts: tz, email, title, is_admin, is_guest (see workspace.Account)."""
        facts.setdefault("email", f"{key}@example.com")
        account = self.workspace.add_account(key, real_name or key.capitalize(), **facts)
        return Person(self.platform, account)

    def person(self, key: str, waits: float = 10.0) -> Person:
        """A member by key; `waits` says how long each act waits for the app (0: not at all). Raises KeyError."""
        return Person(self.platform, self.workspace.account(key), waits)

    def add_channel(self, name: str, *people: Person, with_app: bool = True) -> Conversation:
        """Adds a public channel with these members."""
        members = [person.id for person in people] + ([self.workspace.bot_user_id] if with_app else [])
        return self.workspace.add_channel(name.lstrip("#"), members)

    def uninstall(self) -> None:
        """Removes the app: its tokens stop working, and after app_uninstalled nothing is delivered any more."""
        events.uninstalled(self.platform)
        self.platform.installed = False

    def be_patient(self, ack_seconds: float = 3.0, retry_waits: tuple[float, ...] = (0, 60, 300)) -> None:
        """Sets Slack's waiting times, in real seconds: for an acknowledgement, and before each redelivery."""
        self.platform.be_patient(ack_seconds, retry_waits)

    def hold_events(self) -> None:
        """Keeps events back, as in an incident of Slack's."""
        self.platform.courier.hold_events()

    def release_events(self, *, newest_first: bool = False) -> None:
        """Delivers what was kept back, late, in its order or in reverse; Slack promises no order."""
        self.platform.courier.release_events(newest_first=newest_first)

    def limit_events(self) -> None:
        """Tells the app that Slack withholds events of this minute (app_rate_limited)."""
        events.rate_limited(self.platform)

    def replay_events(self, newest: int = 1) -> None:
        """Delivers the newest events once more, oldest of them first, as if for the first time (retry 0)."""
        past = [delivery for delivery in self.platform.courier.sent if delivery.kind is Envelope.EVENT]
        for delivery in past[-newest:]:
            self.platform.courier.send(Delivery(delivery.kind, delivery.payload, f"again: {delivery.story}"))

    # Misbehaving ----------------------------------------------------------------------------------------------

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tells every connection that it will end: warning, refresh_requested or link_disabled."""
        self.platform.sockets.say_goodbye(reason)

    def cut_connections(self) -> None:
        """Breaks every Socket Mode connection without a word."""
        for line in list(self.platform.sockets.lines):
            self._abort(line.client)

    def go_silent(self) -> None:
        """Leaves every connection half open: it accepts and says nothing, not even to a ping."""
        for line in list(self.platform.sockets.lines):
            self._deafen(line)

    # Parts ----------------------------------------------------------------------------------------------------

    @property
    def workspace(self) -> Workspace:
        """What was said and by whom."""
        return self.platform.workspace

    @property
    def faults(self) -> Faults:
        """The switches for misbehaviour."""
        return self.platform.faults

    @property
    def url(self) -> str:
        """Its address, "http://127.0.0.1:PORT"."""
        return self.platform.url

    @property
    def api_url(self) -> str:
        """The base URL for slack_sdk's WebClient."""
        return f"{self.platform.url}/api/"

    @property
    def bot_token(self) -> str:
        """The token of the app's bot."""
        return self.platform.bot_token

    @property
    def app_token(self) -> str:
        """The app-level token, for Socket Mode."""
        return self.platform.app_token

    @property
    def signing_secret(self) -> str:
        """The secret that signs HTTP deliveries."""
        return self.platform.signing_secret

    @property
    def unknown_methods(self) -> list[str]:
        """Web API methods that were called and do not exist here."""
        return self.platform.unknown_methods

    def wait_for_app(self, connections: int = 1, timeout: float = 5) -> None:
        """Waits until the app is connected over Socket Mode. Raises TimeoutError."""
        if not self.platform.sockets.wait_for_lines(connections, timeout):
            raise TimeoutError(f"The app has not opened {connections} connection(s)")

    def _routes(self) -> list[BaseRoute]:
        api = WebApi(self.platform, lambda request: self._abort(request.client))
        return [
            Route("/api/{method}", api.__call__, methods=["GET", "POST"]),
            Route("/respond/{team}/{key}", self._respond, methods=["POST"]),
            WebSocketRoute("/link/", self.platform.sockets.serve),
        ]

    async def _respond(self, request: Request) -> Response:
        body = await request.body()
        try:
            interactions.respond(self.platform, request.path_params["key"], body)
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
