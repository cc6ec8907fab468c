"""The tokens of workspaces that were installed through the browser: read from their rows, so that every process sees
at once what another one changed. Never asks Slack who somebody is; that was answered at the installation.
"""

from collections.abc import Callable
from datetime import datetime

from slack_bolt import BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from bot.settings import Registration, SettingsError
from bot.slack.installing.rotation import Kept, Rotation
from bot.slack.installing.tokens import NoToken, authorized, named_in, web_client
from bot.slack.installing.workspaces import NOT_KNOWN_YET, Workspace
from bot.store.engine import READS, Sessions

NOBODYS = (
    "This database was used for one workspace before anybody noted which. Run `kickstand tick` once with "
    "SLACK_BOT_TOKEN and without SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and KICKSTAND_URL; then start again."
)


class InstalledTokens:
    """One token for each installation: a workspace, or a whole organisation."""

    def __init__(self, base_url: str, app: Registration, sessions: Sessions, clock: Callable[[], datetime]) -> None:
        self._base_url, self._sessions, self._clock = base_url, sessions, clock
        self._rotation = Rotation(_ROWS, web_client(base_url), app, sessions, clock)
        self._clients: dict[str, WebClient] = {}

    def introduce(self) -> None:
        """Nobody needs to be asked; tokens that ran out while nothing ran are exchanged."""
        with self._sessions.begin() as session:
            if session.get(Workspace, NOT_KNOWN_YET) is not None:
                raise SettingsError(NOBODYS)
        self.refresh()

    def all(self) -> list[str]:
        """Every installation that is not gone."""
        with self._sessions.begin() as session:
            return list(session.scalars(select(Workspace.id).where(_is_installed()).order_by(Workspace.id)))

    def workspace_of(self, request: BoltRequest) -> str | None:
        """The installation that Slack names, if it is one of ours."""
        named = named_in(request)
        with self._sessions.begin() as session:
            return session.scalar(select(Workspace.id).where(Workspace.id == named, _is_installed()))

    def client(self, workspace_id: str) -> WebClient:
        """One client for each installation, until its token changes."""
        token = self._fresh(workspace_id)[1]
        known = self._clients.get(workspace_id)
        if known is None or known.token != token:
            known = self._clients[workspace_id] = web_client(self._base_url, token)
        return known

    def authorize(self, workspace_id: str) -> AuthorizeResult:
        """From the row."""
        return authorized(*self._fresh(workspace_id))

    def refresh(self) -> None:
        """Exchange what is soon over."""
        with self._sessions.begin() as session:
            due = session.scalars(select(Workspace.id).where(self._rotation.is_due())).all()
        for workspace_id in due:
            self._rotation.refresh(workspace_id)

    def _fresh(self, workspace_id: str) -> tuple[Workspace, str]:
        """The row and its token, exchanged before if that is due. While that fails, the old one serves to its end."""
        found, token = self._read(workspace_id)
        if found.is_due(self._clock()):
            self._rotation.refresh(workspace_id)
            found, token = self._read(workspace_id)
        if found.token_expires_at is not None and found.token_expires_at <= self._clock():
            raise NoToken(f"the token of {workspace_id} is over and could not be refreshed yet")
        return found, token

    def _read(self, workspace_id: str) -> tuple[Workspace, str]:
        with self._sessions() as session:
            session.connection(execution_options={READS: True})  # on SQLite nobody who writes is waited for
            found = session.get(Workspace, workspace_id)
        if found is None or found.gone_at is not None or found.token is None:
            raise NoToken(f"{workspace_id} is not installed")
        return found, found.token


def _is_installed() -> ColumnElement[bool]:
    return and_(Workspace.token.is_not(None), Workspace.gone_at.is_(None))


def _note(session: Session, workspace: Workspace, code: str | None) -> None:
    workspace.trouble = code


_ROWS = Kept(Workspace, Workspace.id, _note, and_(Workspace.gone_at.is_(None), Workspace.trouble.is_(None)))
