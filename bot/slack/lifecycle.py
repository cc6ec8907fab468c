"""The app is removed from a workspace: its tokens go at once, its data some days later. Posts nothing to anybody.

app_uninstalled and tokens_revoked come in any order, twice, or long after the app was installed again. What the token
at hand is worth, Slack says best; where it says nothing, the later of event and installation counts.
"""

import logging
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from typing import Any

from slack_bolt import App
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.slack.conversations import Conversation
from bot.slack.outbox import AUTHORIZATION
from bot.slack.runtime import Runtime
from bot.slack.tokens import NoToken, Tokens
from bot.slack.workspaces import Workspace
from bot.store.base import Base
from bot.store.engine import Sessions
from bot.store.workspace import current

Json = dict[str, Any]

log = logging.getLogger(__name__)


def register(app: App, runtime: Runtime, tokens: Tokens) -> None:
    """Listen for the two farewells."""

    @app.event("app_uninstalled")
    def uninstalled(body: Json) -> None:
        _goes(runtime, tokens, body)

    @app.event("tokens_revoked")
    def revoked(body: Json, event: Json) -> None:
        if (event.get("tokens") or {}).get("bot"):  # else they are tokens of people, of which there are none here
            _goes(runtime, tokens, body)


def _goes(runtime: Runtime, tokens: Tokens, body: Json) -> None:
    told = datetime.fromtimestamp(int(body["event_time"]), UTC)
    with runtime.sessions.begin() as session:
        installed = session.get_one(Workspace, current()).installed_at
    works = _works(tokens)
    is_over = told >= installed.replace(microsecond=0) if works is None else not works
    with runtime.handling() as session:
        found = session.get_one(Workspace, current(), with_for_update=True)
        if is_over and found.gone_at is None and found.installed_at == installed:
            _wipe(session, found, runtime.clock())
            log.warning("Kickstand was removed from %s: its token is deleted, nothing is sent any more.", found.id)


def _works(tokens: Tokens) -> bool | None:
    """Whether Slack still takes the workspace's token; None: it does not say."""
    try:
        tokens.client(current()).auth_test()
    except NoToken:
        return None
    except SlackApiError as error:
        said = error.response.get("error")
        return False if said in AUTHORIZATION and said != "token_expired" else None
    except (SlackClientError, OSError, HTTPException):
        return None
    return True


def _wipe(session: Session, found: Workspace, now: datetime) -> None:
    found.token = found.refresh_token = found.token_expires_at = found.refreshing_until = found.trouble = None
    found.gone_at = now
    session.execute(update(Conversation).values(look_back_to=None))


def forget_gone(sessions: Sessions, now: datetime, keep: timedelta) -> None:
    """Delete what is left of workspaces that went at least `keep` ago.

    The row itself goes when nothing else was found, that is one look later: a request that was just being moved on may
    have written meanwhile.
    """
    with sessions.begin() as session:
        gone = session.scalars(select(Workspace.id).where(Workspace.gone_at <= now - keep)).all()
    for workspace_id in gone:
        with sessions.begin() as session:
            found = session.get(Workspace, workspace_id, with_for_update=True)
            if found is None or found.gone_at is None or found.gone_at > now - keep:
                continue  # it was installed again this very moment
            if _delete_rows(session, workspace_id):
                log.info("the data of %s is deleted", workspace_id)
            else:
                session.delete(found)


def _delete_rows(session: Session, workspace_id: str) -> int:
    owned = [table for table in reversed(Base.metadata.sorted_tables) if "workspace_id" in table.c]
    gone = [delete(table).where(table.c.workspace_id == workspace_id) for table in owned]
    return sum(session.connection().execute(each).rowcount for each in gone)
