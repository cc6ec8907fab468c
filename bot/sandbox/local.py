"""One workspace of the local Slack as a test holds it: people, places, the app's installation, what goes wrong there.

Never serves anything itself: that is the server's part, which all workspaces share.
"""

from typing import Any, Literal

from bot.sandbox import events
from bot.sandbox.delivery import Delivery, Envelope
from bot.sandbox.faults import Faults
from bot.sandbox.people import Person
from bot.sandbox.platform import Platform
from bot.sandbox.workspace import Conversation, Org, Workspace


class LocalWorkspace:
    """A workspace, its people, and the app in it."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform

    # People and places ----------------------------------------------------------------------------------------

    def add_person(self, key: str, real_name: str = "", *, id: str = "", **facts: Any) -> Person:
        """Adds a member. Facts: tz, email, title, is_admin, is_guest (see workspace.Account).

        Without `id` the user id follows from the key. Two workspaces may have a person with the same id. Raises
        ValueError for an id that is taken here.
        """
        facts.setdefault("email", f"{key}@example.com")
        account = self.workspace.add_account(key, real_name or key.capitalize(), id=id, **facts)
        return Person(self.platform, account)

    def person(self, key: str, waits: float = 10.0) -> Person:
        """A member by key; `waits` says how long each act waits for the app (0: not at all). Raises KeyError."""
        return Person(self.platform, self.workspace.account(key), waits)

    def add_channel(self, name: str, *people: Person, with_app: bool = True) -> Conversation:
        """Adds a public channel with these members."""
        members = [person.id for person in people] + ([self.workspace.bot_user_id] if with_app else [])
        return self.workspace.add_channel(name.lstrip("#"), members)

    # The app's life -------------------------------------------------------------------------------------------

    def as_org(self, enterprise_id: str = "E0ORG0000", name: str = "Org", *, whole: bool = True) -> None:
        """Makes this a workspace of an Enterprise Grid organisation, until `reset`.

        With `whole` the app is installed, or will be, on the whole organisation.
        """
        self.workspace.org = Org(enterprise_id, name, whole)

    def uninstall(self, order: Literal["revoked_first", "uninstalled_first"] = "revoked_first") -> None:
        """Removes the app: its tokens get account_inactive, and after two last events nothing is delivered any more.

        `order` is that of tokens_revoked and app_uninstalled. To deliver them late, say after a new installation:
        hold_events(), uninstall(), install, release_events().
        """
        events.removed(self.platform, uninstalled_first=order == "uninstalled_first")

    def revoke_tokens(self) -> None:
        """Revokes the app's tokens without removing it: they get token_revoked, and the app hears tokens_revoked."""
        self.platform.installation.end("token_revoked")
        events.farewell(self.platform, "tokens_revoked")

    # Events ---------------------------------------------------------------------------------------------------

    def settle(self, timeout: float = 5) -> None:
        """Waits until all that was sent to the app from this workspace is acknowledged.

        Raises NotSettled, with what was not.
        """
        self.platform.courier.settle(timeout)

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

    # Parts ----------------------------------------------------------------------------------------------------

    @property
    def workspace(self) -> Workspace:
        """What was said and by whom."""
        return self.platform.workspace

    @property
    def faults(self) -> Faults:
        """The switches for misbehaviour in this workspace."""
        return self.platform.faults

    @property
    def url(self) -> str:
        """The server's address, "http://127.0.0.1:PORT"."""
        return self.platform.url

    @property
    def api_url(self) -> str:
        """The base URL for slack_sdk's WebClient."""
        return f"{self.platform.url}/api/"

    @property
    def bot_token(self) -> str:
        """The newest token of the app's bot here. Raises LookupError when the app was never installed."""
        return self.platform.installation.bot_token

    @property
    def app_token(self) -> str:
        """The app-level token, for Socket Mode."""
        return self.platform.app.app_token

    @property
    def client_id(self) -> str:
        """The app's client id, for OAuth."""
        return self.platform.app.client_id

    @property
    def client_secret(self) -> str:
        """The app's client secret, for OAuth."""
        return self.platform.app.client_secret

    @property
    def signing_secret(self) -> str:
        """The secret that signs HTTP deliveries."""
        return self.platform.app.signing_secret

    @property
    def unknown_methods(self) -> list[str]:
        """Web API methods that were called, in any workspace, and do not exist here."""
        return self.platform.app.unknown_methods
