"""What the app may do in one workspace, or in one organisation: as its bot, and as each person who authorised it.

Knows whose token a token is. Never checks a scope, never tells the app.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.sandbox.keyring import Keyring, Pair, Rotation, new_token
from bot.sandbox.triggers import Refused


class Installation:
    """Whether the app is installed, with which scopes, who authorised it, and every token it ever had here.

    `people`: the keyrings of those who ever authorised it, by user id, in the order in which they did so first or
    again after an end.
    """

    def __init__(self, clock: Callable[[], datetime], scopes: Iterable[str], *, installed: bool) -> None:
        self._clock = clock
        self._scopes_at_first = tuple(scopes)
        self._first = new_token("xoxb") if installed else ""
        self.bot, self.people = Keyring(clock, "xoxb"), dict[str, Keyring]()
        self.clear()

    def clear(self) -> None:
        """As it was at first, with the same first token, and authorised by nobody."""
        self.bot.clear(self._first, self._scopes_at_first)
        self.people.clear()

    @property
    def installed(self) -> bool:
        """Whether the app's bot is here."""
        return self.bot.active

    @property
    def scopes(self) -> tuple[str, ...]:
        """What the bot may do."""
        return self.bot.scopes

    @property
    def bot_token(self) -> str:
        """The bot's newest token, working or not. Raises LookupError when there never was one."""
        if not self.bot.newest:
            raise LookupError("The app was never installed here")
        return self.bot.newest

    def user_token(self, user: str) -> str:
        """A person's newest token, working or not. Raises LookupError when there never was one."""
        if user not in self.people:
            raise LookupError(f"{user} never authorised the app here")
        return self.people[user].newest

    @property
    def authorised(self) -> dict[str, Keyring]:
        """Those whose consent holds, oldest first."""
        return {user: keys for user, keys in self.people.items() if keys.active}

    def user_of(self, token: str) -> str | None:
        """Whose token this is; None for the bot's, and for one that was not issued here."""
        return next((user for user, keys in self.people.items() if keys.knows(token)), None)

    def keyring_of(self, token: str) -> Keyring | None:
        """The keyring to which this token was issued here, if any."""
        return next((keys for keys in self._keyrings() if keys.knows(token)), None)

    def knows(self, token: str) -> bool:
        """Whether the token was ever issued here."""
        return self.keyring_of(token) is not None

    def install(self, scopes: Iterable[str], rotation: Rotation | None = None) -> Pair:
        """Lets the bot in, or in again."""
        return self.bot.grant(scopes, rotation)

    def authorise(self, user: str, scopes: Iterable[str], rotation: Rotation | None = None) -> Pair:
        """A person lets the app act for them, or lets it do more."""
        if user not in self.authorised:
            known = {user: self.people.pop(user)} if user in self.people else {}
            self.people |= known or {user: Keyring(self._clock, "xoxp")}
        return self.people[user].grant(scopes, rotation)

    def holds(self, refresh: str) -> bool:
        """Whether this refresh token belongs to a pair that is still active here."""
        return any(keys.holds(refresh) for keys in self._keyrings())

    def refresh(self, token: str, rotation: Rotation) -> tuple[str | None, Pair]:
        """Whose refresh token it is (None: the bot's), and the new pair. Raises Refused: invalid_refresh_token."""
        for user, keys in ((None, self.bot), *self.people.items()):
            if keys.holds(token):
                return user, keys.refresh(token, rotation)
        raise Refused("invalid_refresh_token")

    def end(self, code: str) -> list[str]:
        """Ends every token, of the bot and of people; answers whose consent that ended."""
        users = list(self.authorised)
        for keys in self._keyrings():
            keys.end(code)
        return users

    def _keyrings(self) -> list[Keyring]:
        return [self.bot, *self.people.values()]
