"""One workspace of the local Slack as a test holds it: people, places, the app's installation, what goes wrong there.

Never serves anything itself: that is the server's part, which all workspaces share.
"""

from typing import Any, Literal

from bot.sandbox import events, others
from bot.sandbox.contexts import Naming
from bot.sandbox.delivery import Delivery, Envelope
from bot.sandbox.faults import Faults
from bot.sandbox.people import Person
from bot.sandbox.platform import Platform
from bot.sandbox.workspace import Conversation, Message, Org, Workspace, slug


class LocalWorkspace:
    """A workspace, its people, and the app in it."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform

    # People and places ----------------------------------------------------------------------------------------

    def add_person(self, key: str, real_name: str = "", *, id: str = "", **facts: Any) -> Person:
        """Adds a member. Facts: tz, email, title, is_admin, is_guest, is_single_channel_guest; `team_id`
        for somebody of another company, over Slack Connect (see records.Account).

        Without `id` the user id follows from the key. Two workspaces may have a person with the same id. Raises
        ValueError for an id that is taken here.
        """
        facts.setdefault("email", f"{key}@example.com")
        account = self.workspace.add_account(key, real_name or key.capitalize(), id=id, **facts)
        return Person(self.platform, account)

    def person(self, key: str, waits: float = 10.0) -> Person:
        """A member by key; `waits` says how long each act waits for the app (0: not at all). Raises KeyError."""
        return Person(self.platform, self.workspace.account(key), waits)

    def add_profile_field(self, label: str, kind: str = "user", *, hidden: bool = False) -> str:
        """Gives the workspace's profiles a field of their own, as its admins do; answers its id."""
        fields = self.workspace.profile_fields
        found = {"id": f"Xf{len(fields):07}", "ordering": len(fields), "label": label, "hint": "", "type": kind}
        more = {"possible_values": None, "options": None, "is_hidden": hidden, "field_name": slug(label).lower()}
        fields.append(found | more)
        return str(found["id"])

    def add_channel(self, name: str, *people: Person, with_app: bool = True, private: bool = False) -> Conversation:
        """Adds a channel in which these people have always been; nobody is told of that."""
        members = [person.id for person in people] + ([self.workspace.bot_user_id] if with_app else [])
        return self.workspace.add_channel(name.lstrip("#"), members, private=private)

    def other_app_writes(
        self,
        to: Person,
        text: str,
        voice: Literal["bot", "workflow", "as her", "slackbot"] = "bot",
        name: str = "Zip Zap",
        where: "Person | Literal['ours', 'its own']" = "ours",
    ) -> Message:
        """An app that is not ours writes in a direct conversation of this person's.

        As its own bot, as a workflow (bot_message without a user), or with the person's own token, "as her"; or Slack
        itself writes, as "slackbot". `where`: the conversation with our app, with the one that writes, or with another
        person.
        """
        place = None
        if where != "its own":
            place = self.workspace.direct(to.id, self.workspace.bot_user_id if where == "ours" else where.id)
        message = others.write(self.platform, to.account, text, others.Voice(voice), name, place)
        self.settle()
        return message

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
        """Revokes all tokens, of the bot and of people, without removing the app: they get token_revoked, and the app
        hears tokens_revoked."""
        people = self.platform.installation.end("token_revoked")
        events.farewell(self.platform, "tokens_revoked", people=people)

    def name_authorizations(self, people: Literal["newest", "oldest"] = "newest", *, bot_first: bool = True) -> None:
        """Which authorization an event names when several let the app see it, until `reset`.

        The bot's (`bot_first`), else that of the person who authorised the app last, or first. What Slack does is
        unverified.
        """
        self.platform.naming = Naming(people, bot_first)

    # Events ---------------------------------------------------------------------------------------------------

    def settle(self, timeout: float = 5) -> None:
        """Waits until all that was sent to the app from this workspace is acknowledged.

        Raises NotSettled, with what was not.
        """
        self.platform.courier.settle(timeout)

    def hold_events(self, *kinds: str) -> None:
        """Keeps events back, as in an incident of Slack's: all, or those of a type or subtype ("message_changed")."""
        self.platform.courier.hold_events(*kinds)

    def release_events(self, *, newest_first: bool = False) -> None:
        """Delivers what was kept back, late, in its order or in reverse; Slack promises no order."""
        self.platform.courier.release_events(newest_first=newest_first)

    def limit_events(self) -> None:
        """Tells the app that Slack withholds events of this minute (app_rate_limited)."""
        events.rate_limited(self.platform)

    def replay_events(self, newest: int = 1, kind: str = "", *, new_id: bool = False, retry: int = 0) -> None:
        """Delivers the newest events (of this type or subtype) once more, oldest of them first.

        As if for the first time, or as retry number 1 to 3. With `new_id` under another event id: everything in it,
        team, channel and ts, is as it was.
        """
        sent = self.platform.courier.sent
        past = [each for each in sent if each.kind is Envelope.EVENT and (not kind or each.is_a(kind))]
        for each in past[-newest:]:
            payload = each.payload | ({"event_id": events.new_event_id()} if new_id else {})
            self.platform.courier.send(Delivery(each.kind, payload, f"again: {each.story}", retry=retry))

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

    def user_token(self, person: Person) -> str:
        """The newest token of somebody who authorised the app here. Raises LookupError for somebody who never did."""
        return self.platform.installation.user_token(person.id)

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
