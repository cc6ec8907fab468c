"""The workspaces that Kickstand serves, and whose token speaks to each. Knows nothing of requests, teams or scores.

One workspace by SLACK_BOT_TOKEN is the simplest way: its row holds no token. A workspace that was installed through
the browser keeps its tokens here, encrypted.
"""

from datetime import datetime

from slack_sdk import WebClient
from sqlalchemy import BindParameter, ColumnElement, String, Text, and_, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from bot.slack.installing.rotation import Expiring
from bot.store.base import Base
from bot.store.workspace import rename

NOT_KNOWN_YET = "-"
"""The workspace of rows that were migrated: nobody had to know its id before."""


class Workspace(Expiring, Base):
    """One installation: a workspace (T...), or a whole organisation (E...) for which the app was installed at once."""

    __tablename__ = "workspace"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    team_id: Mapped[str | None] = mapped_column(String(32))
    enterprise_id: Mapped[str | None] = mapped_column(String(32))
    bot_user_id: Mapped[str] = mapped_column(String(32))
    bot_id: Mapped[str] = mapped_column(String(32))
    scopes: Mapped[str] = mapped_column(Text, default="")
    installed_at: Mapped[datetime]
    trouble: Mapped[str | None] = mapped_column(String(80))
    """Slack's word for why the token cannot be refreshed any more: the app has to be installed again."""
    gone_at: Mapped[datetime | None]
    """When it was uninstalled, or its tokens were revoked."""


def id_of(enterprise_id: str | None, team_id: str | None, *, whole_organisation: bool) -> str | None:
    """The workspace that a payload or an installation is about."""
    return enterprise_id if whole_organisation else team_id


def is_served(
    workspace_id: ColumnElement[str] | InstrumentedAttribute[str], now: datetime | BindParameter[datetime]
) -> ColumnElement[bool]:
    """Whether messages may go to the workspace of a row: it is installed, and its token is not beyond refreshing."""
    is_over = and_(Workspace.trouble.is_not(None), Workspace.token_expires_at <= now)
    return workspace_id.in_(select(Workspace.id).where(Workspace.gone_at.is_(None), ~is_over))


def introduce(session: Session, client: WebClient, now: datetime) -> Workspace:
    """Ask Slack whose token this is, and remember that workspace. Raises SlackApiError when Slack refuses the token.

    The one place where Slack is asked inside a transaction: at start, before anything else runs.
    """
    who = client.auth_test()
    scopes = str(who.headers.get("x-oauth-scopes", ""))
    whole = bool(who.get("is_enterprise_install"))
    workspace_id = id_of(who.get("enterprise_id"), who.get("team_id"), whole_organisation=whole)
    found = session.get(Workspace, workspace_id) or Workspace(id=workspace_id, installed_at=now)
    found.name = str(who.get("team") or "")
    found.team_id, found.enterprise_id = (None if whole else who.get("team_id")), who.get("enterprise_id")
    found.bot_user_id, found.bot_id, found.scopes = str(who["user_id"]), str(who["bot_id"]), scopes
    if found.gone_at is not None:
        found.installed_at = now
    found.token = found.refresh_token = found.token_expires_at = found.gone_at = found.trouble = None
    session.add(found)
    session.flush()
    _adopt(session, found)
    return found


def _adopt(session: Session, known: Workspace) -> None:
    """Rows of a database that is older than this table are this workspace's."""
    nameless = session.get(Workspace, NOT_KNOWN_YET)
    if nameless is not None:
        rename(session, Base.metadata, NOT_KNOWN_YET, known.id)
        session.delete(nameless)
