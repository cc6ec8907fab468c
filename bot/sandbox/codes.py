"""The codes of OAuth: handed out once on the consent page, exchanged once by the app. Never install anything."""

import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.triggers import Refused

LIFE = timedelta(minutes=10)
"""Of story time."""


@dataclass(eq=False)
class Code:
    """What a person allowed, and in which workspace."""

    team_id: str
    user: str
    redirect_uri: str
    scopes: tuple[str, ...]
    user_scopes: tuple[str, ...]
    issued: datetime
    used: bool = False


class Codes:
    """All codes that were handed out."""

    def __init__(self) -> None:
        self._issued: dict[str, Code] = {}
        self._lock = threading.Lock()

    def issue(self, code: Code) -> str:
        """The word for a code."""
        key = f"{secrets.randbelow(10**10)}.{secrets.randbelow(10**12)}.{secrets.token_hex(32)}"
        with self._lock:
            self._issued[key] = code
        return key

    def redeem(self, key: str, redirect_uri: str, now: datetime) -> Code:
        """Uses a code up. Raises Refused: invalid_code, code_already_used, bad_redirect_uri.

        Which word Slack has for a code that is too old is unverified; here it is invalid_code. A wrong redirect_uri
        leaves the code unused (unverified).
        """
        with self._lock:
            code = self._issued.get(key)
            if code is None:
                raise Refused("invalid_code")
            if code.used:
                raise Refused("code_already_used")
            if now - code.issued > LIFE:
                raise Refused("invalid_code")
            if code.redirect_uri != redirect_uri:
                raise Refused("bad_redirect_uri")
            code.used = True
            return code

    def clear(self) -> None:
        """Forgets all."""
        with self._lock:
            self._issued.clear()
