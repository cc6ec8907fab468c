"""What all parts of the sandbox share: workspace, manifest, tokens, courier, faults. Never answers a request itself."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.delivery import Courier, Transport
from bot.sandbox.faults import Faults
from bot.sandbox.manifest import Manifest
from bot.sandbox.signed_http import SignedHttp
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.triggers import ResponseUrls, Triggers
from bot.sandbox.workspace import Workspace


@dataclass
class Platform:
    """One workspace with one app installed."""

    clock: Callable[[], datetime]
    manifest: Manifest
    url: str = ""
    app_url: str | None = None
    installed: bool = True
    bot_token: str = field(default_factory=lambda: f"xoxb-1-{secrets.token_hex(12)}")
    app_token: str = field(default_factory=lambda: f"xapp-1-{secrets.token_hex(12)}")
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    unknown_methods: list[str] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)

    def __post_init__(self) -> None:
        self.workspace = Workspace(self.clock, self.manifest.name)
        self.sockets = SocketMode(self.workspace.app_id)
        self.courier = Courier(self._transport)
        self.be_patient()
        self.triggers = Triggers()
        self.response_urls = ResponseUrls(self.clock)

    def _transport(self) -> Transport:
        if self.app_url is None:
            return self.sockets
        return SignedHttp(self.app_url, self.signing_secret, self.sockets.ack_seconds)

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes of the bot token."""
        return self.manifest.bot_scopes

    def be_patient(self, ack_seconds: float = 3.0, retry_waits: tuple[float, ...] = (0, 60, 300)) -> None:
        """How long to wait for an acknowledgement, and before each redelivery, in real seconds. Slack's own times."""
        self.sockets.ack_seconds, self.courier.retry_waits = ack_seconds, retry_waits

    def clear(self) -> None:
        """Forgets what happened; tokens, manifest, address and open connections stay."""
        self.be_patient()
        self.sockets.forget()
        self.courier.abandon()
        self.faults.clear()
        self.unknown_methods.clear()
        self.triggers.clear()
        self.response_urls.clear()
        self.workspace.clear()
        self.installed = True
