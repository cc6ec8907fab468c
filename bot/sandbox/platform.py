"""What all parts of the sandbox share: the app, and each workspace's side of it. Never answers a request itself."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.codes import Codes
from bot.sandbox.contexts import Contexts, Naming
from bot.sandbox.delivery import Courier, Transport
from bot.sandbox.executions import Execution
from bot.sandbox.faults import Faults
from bot.sandbox.installation import Installation
from bot.sandbox.keyring import Rotation
from bot.sandbox.manifest import Manifest
from bot.sandbox.signed_http import SignedHttp
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.triggers import ResponseUrls, Triggers
from bot.sandbox.uploads import Upload, Uploads
from bot.sandbox.workspace import Json, Workspace, app_id

RETRY_WAITS = (0.0, 60.0, 300.0)
APP_SCOPES = ("connections:write", "authorizations:read")
"""What the app-level token may do."""


@dataclass(eq=False)
class App:
    """The app as its developers registered it, and the ways to reach it: one for all workspaces.

    `platforms`: the workspaces, in the order in which they came; the first stays for ever.
    """

    clock: Callable[[], datetime]
    manifest: Manifest
    url: str = ""
    app_url: str | None = None
    app_token: str = field(default_factory=lambda: f"xapp-1-{secrets.token_hex(12)}")
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    client_id: str = field(default_factory=lambda: f"{secrets.randbelow(10**11)}.{secrets.randbelow(10**12)}")
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    unknown_methods: list[str] = field(default_factory=list)
    platforms: "list[Platform]" = field(default_factory=list)
    retry_waits: tuple[float, ...] = RETRY_WAITS
    rotation: Rotation | None = None
    app_scopes: tuple[str, ...] = APP_SCOPES

    def __post_init__(self) -> None:
        self.sockets = SocketMode(app_id(self.manifest.name))
        self.codes = Codes()

    def transport(self) -> Transport:
        """The way that deliveries take now."""
        if self.app_url is None:
            return self.sockets
        return SignedHttp(self.app_url, self.signing_secret, self.sockets.ack_seconds)

    def be_patient(self, ack_seconds: float = 3.0, retry_waits: tuple[float, ...] = RETRY_WAITS) -> None:
        """How long to wait for an acknowledgement, and before each redelivery, in real seconds. Slack's own times."""
        self.sockets.ack_seconds, self.retry_waits = ack_seconds, retry_waits
        for platform in self.platforms:
            platform.courier.retry_waits = retry_waits

    def platform_of(self, token: str, args: Json) -> "Platform | None":
        """The workspace in which this token, of the bot or of a person, was issued.

        An organisation's token leads to the one that the arguments name: as `team_id`, or by what is only there.
        """
        found = [each for each in self.platforms if each.installation.knows(token)]
        if len(found) > 1:
            named = {str(value) for value in args.values()}
            found = [each for each in found if each.workspace.team_id == args.get("team_id")] or found
            found = [each for each in found if any(each.has(id) for id in named)] or found
        return found[0] if found else None

    def platform_in(self, team_id: str) -> "Platform | None":
        """The workspace with this id."""
        return next((each for each in self.platforms if each.workspace.team_id == team_id), None)

    def upload(self, key: str) -> Upload | None:
        """The file, of any workspace, whose addresses carry this key."""
        found = (platform.uploads.by_key(key) for platform in self.platforms)
        return next((each for each in found if each), None)

    def clear(self) -> None:
        """Leaves the first workspace, and that empty; tokens, manifest, address and open connections stay."""
        for platform in self.platforms:
            platform.clear()
        self.sockets.forget()
        self.codes.clear()
        self.rotation, self.app_scopes = None, APP_SCOPES
        del self.platforms[1:]
        self.be_patient()
        self.unknown_methods.clear()


@dataclass(eq=False)
class Platform:
    """One workspace with what the app has there: tokens, deliveries under way, short-lived rights, faults.

    `sister`: another workspace of the same organisation, with which it shares the organisation's one installation.
    """

    app: App
    name: str = "Sandbox"
    installed_at_first: bool = True
    sister: "Platform | None" = None

    def __post_init__(self) -> None:
        mark = str(len(self.app.platforms) + 1) if self.app.platforms else "0"
        self.workspace = Workspace(self.clock, self.manifest.name, self.name, mark)
        self.installation = self._installation()
        self.faults = Faults(self.clock)
        self.contexts, self.naming = Contexts(), Naming()
        self.courier = Courier(self.app.transport, self.app.retry_waits)
        self.triggers = Triggers()
        self.uploads = Uploads()
        self.response_urls = ResponseUrls(self.clock)
        self.executions: dict[str, Execution] = {}
        self.app.platforms.append(self)

    def _installation(self) -> Installation:
        """Its own, or the one that it shares with its sister in an organisation."""
        if self.sister is None:
            return Installation(self.clock, self.manifest.bot_scopes, installed=self.installed_at_first)
        self.workspace.org = self.sister.workspace.org
        return self.sister.installation

    def has(self, id: str) -> bool:
        """Whether this account, conversation, view or trigger is of this workspace."""
        views = (view.id for view in self.workspace.all_views())
        places = (self.workspace.accounts, self.workspace.conversations, self.executions)
        return any(id in each for each in places) or self.triggers.has(id) or id in views

    @property
    def clock(self) -> Callable[[], datetime]:
        """Story time."""
        return self.app.clock

    @property
    def manifest(self) -> Manifest:
        """What the app declares."""
        return self.app.manifest

    @property
    def sockets(self) -> SocketMode:
        """The app's Socket Mode connections, which all workspaces share."""
        return self.app.sockets

    @property
    def url(self) -> str:
        """The server's address."""
        return self.app.url

    @property
    def installed(self) -> bool:
        """Whether the app is installed here."""
        return self.installation.installed

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes of the bot token."""
        return self.installation.scopes

    def clear(self) -> None:
        """Forgets what happened; the first token stays."""
        self.courier.abandon()
        self.faults.clear()
        self.contexts.clear()
        self.naming = Naming()
        self.triggers.clear()
        self.uploads.clear()
        self.response_urls.clear()
        self.executions.clear()
        self.workspace.clear()
        self.installation.clear()
