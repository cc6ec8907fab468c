"""Installing through the browser: slack_bolt's flow, with its states and installations in our database.

    /slack/install          a state: random, kept as a hash, in a cookie of this browser
      -> Slack: Allow
    /slack/oauth_redirect   the state comes back, once, within ten minutes, in the same browser
      -> oauth.v2.access    the code for a token, which goes into the row of its workspace

Never logs a code, a state or a token.
"""

import hashlib
import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from logging import Logger
from typing import Any
from urllib.parse import urljoin

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.error import BoltError
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk.oauth import InstallationStore, OAuthStateStore
from slack_sdk.oauth.installation_store import Installation
from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, mapped_column

from bot.settings import Registration
from bot.slack import outbox
from bot.slack.installing import pages
from bot.slack.installing.tokens import web_client
from bot.slack.installing.workspaces import Workspace, id_of
from bot.store.base import Base
from bot.store.engine import Sessions
from bot.store.workspace import inside

SCOPES = (
    *("channels:history", "channels:join", "channels:read", "chat:write", "commands", "dnd:read", "files:write"),
    *("groups:history", "groups:read", "im:history", "im:read", "im:write"),
    *("users:read", "users:read.email"),
)
OPTIONAL = ("users.profile:read",)
"""What an admin may leave out: only reading reporting lines from Slack's profiles needs it."""
LIFE = timedelta(minutes=10)
"""Slack's codes live as long: https://docs.slack.dev/authentication/installing-with-oauth"""

log = logging.getLogger(__name__)
_quiet = logging.getLogger("kickstand.oauth")
"""slack_bolt warns of a code that failed, and quotes it."""
_quiet.setLevel(logging.ERROR)


class OAuthState(Base):
    """A way in that somebody began. `hash`: SHA-256 of the state, which only their browser has."""

    __tablename__ = "oauth_state"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class States(OAuthStateStore):
    """States that are good once, for ten minutes."""

    def __init__(self, sessions: Sessions, clock: Callable[[], datetime]) -> None:
        self._sessions, self._clock = sessions, clock

    @property
    def logger(self) -> Logger:
        """slack_sdk asks for it."""
        return _quiet

    def issue(self, *_: Any, **__: Any) -> str:
        """A new state; those that nobody came back with are forgotten."""
        state, now = secrets.token_urlsafe(32), self._clock()
        with self._sessions.begin() as session:
            session.execute(delete(OAuthState).where(OAuthState.expires_at <= now))
            session.add(OAuthState(hash=_hash(state), expires_at=now + LIFE))
        return state

    def consume(self, state: str) -> bool:
        """Whether this state was issued here, is in time, and was not used: from now on it is."""
        row = delete(OAuthState).where(OAuthState.hash == _hash(state), OAuthState.expires_at > self._clock())
        with self._sessions.begin() as session:
            return session.scalar(row.returning(OAuthState.hash)) is not None


class Installations(InstallationStore):
    """Installations as rows of `workspace`."""

    def __init__(self, sessions: Sessions, clock: Callable[[], datetime]) -> None:
        self._sessions, self._clock = sessions, clock

    @property
    def logger(self) -> Logger:
        """slack_sdk asks for it."""
        return _quiet

    def save(self, installation: Installation) -> None:
        """Keep what Slack told. Whoever comes back gets the messages that waited. Raises BoltError without a bot."""
        whole = installation.is_enterprise_install
        workspace_id = id_of(installation.enterprise_id, installation.team_id, whole_organisation=whole)
        if not workspace_id or not installation.bot_token:
            raise BoltError("Slack named no workspace or gave no bot token")
        now = self._clock()
        with self._sessions.begin() as session:
            found = session.get(Workspace, workspace_id, with_for_update=True) or Workspace(id=workspace_id)
            _note(found, installation, now)
            session.add(found)
            session.flush()
            with inside(workspace_id):
                outbox.revive(session, now)
        log.info("installed in %s", workspace_id)


class Flow(OAuthFlow):
    """slack_bolt's flow with our first page."""

    def build_install_page_html(self, url: str, request: BoltRequest) -> str:
        """The page with the button."""
        return pages.invitation(url)

    def append_set_cookie_headers(self, headers: dict[str, Any], set_cookie_value: str | None) -> Any:
        """The cookie goes along only when somebody follows a link here, as from Slack."""
        found = pages.HEADERS | headers
        return found | {"Set-Cookie": [f"{set_cookie_value}; SameSite=Lax"]} if set_cookie_value else found


def flow(app: Registration, base_url: str, sessions: Sessions, clock: Callable[[], datetime]) -> OAuthFlow:
    """What serves the two addresses. `base_url`: of the Web API; the consent page is on the same host."""
    settings = OAuthSettings(
        client_id=app.client_id,
        client_secret=app.client_secret,
        scopes=list(SCOPES),
        user_scopes=[],
        redirect_uri=app.url + pages.BACK,
        install_path=pages.INSTALL,
        redirect_uri_path=pages.BACK,
        authorization_url=urljoin(base_url, "/oauth/v2/authorize"),
        installation_store=Installations(sessions, clock),
        state_store=States(sessions, clock),
        state_expiration_seconds=int(LIFE.total_seconds()),
        callback_options=CallbackOptions(_success, _failure),
        logger=_quiet,
    )
    return Flow(client=web_client(base_url), logger=_quiet, settings=settings)


def _success(args: SuccessArgs) -> BoltResponse:
    name = args.installation.enterprise_name if args.installation.is_enterprise_install else args.installation.team_name
    return _page(args, 200, pages.welcome(name or ""))


def _failure(args: FailureArgs) -> BoltResponse:
    log.warning("an installation did not come about: %s", pages.known(args.reason))
    return _page(args, args.suggested_status_code, pages.sorry(args.reason))


def _page(args: SuccessArgs | FailureArgs, status: int, html: str) -> BoltResponse:
    forget = args.settings.state_utils.build_set_cookie_for_deletion()
    return BoltResponse(status=status, body=html, headers={**pages.HEADERS, "Set-Cookie": [forget]})


def _note(found: Workspace, installation: Installation, now: datetime) -> None:
    whole = installation.is_enterprise_install
    found.name = (installation.enterprise_name if whole else installation.team_name) or ""
    found.team_id, found.enterprise_id = (None if whole else installation.team_id), installation.enterprise_id
    found.bot_user_id, found.bot_id = str(installation.bot_user_id), str(installation.bot_id)
    found.scopes = ",".join(installation.bot_scopes or ())
    found.token, found.refresh_token = installation.bot_token, installation.bot_refresh_token
    found.token_expires_at = _end(installation, now)
    found.installed_at = now
    found.gone_at = found.trouble = found.refreshing_until = None


def _end(installation: Installation, now: datetime) -> datetime | None:
    """By our clock: slack_sdk has reckoned it with the computer's."""
    if installation.bot_token_expires_at is None:
        return None
    return now + timedelta(seconds=installation.bot_token_expires_at - int(installation.installed_at))


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
