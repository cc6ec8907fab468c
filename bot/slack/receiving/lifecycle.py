"""The app is removed from a workspace: its tokens go at once, its data some days later. Posts nothing to anybody.

app_uninstalled and tokens_revoked come in any order, twice, or long after the app was installed again. What the token
at hand is worth, Slack says best; where it says nothing, the later of event and installation counts.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from typing import Any, NamedTuple

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.slack.conversations import Conversation
from bot.slack.installing.tokens import NoToken, Tokens
from bot.slack.installing.workspaces import Workspace
from bot.slack.outbox import AUTHORIZATION
from bot.slack.receiving.runtime import Runtime
from bot.store.base import Base
from bot.store.engine import Sessions
from bot.store.workspace import current

Json = dict[str, Any]

log = logging.getLogger(__name__)


class OfPeople(NamedTuple):
    """What is done about the tokens of people, of which this module knows nothing.

    `revoked`: Slack tells at a moment that those of these people ended. `removed`: in the transaction in which the app
    goes from the current workspace, none is to stay.
    """

    revoked: Callable[[Sequence[str], datetime], None]
    removed: Callable[[Session, datetime], None]


def register(app: App, runtime: Runtime, tokens: Tokens, of_people: OfPeople) -> None:
    """Listen for the two farewells."""

    def goes(body: Json) -> None:
        _goes(runtime, tokens, of_people, body)

    @app.event("app_uninstalled")
    def uninstalled(body: Json) -> None:
        goes(body)

    @app.event("tokens_revoked")
    def revoked(body: Json, event: Json) -> None:
        ended = event.get("tokens")
        if _listed(ended, "bot"):
            goes(body)
        if people := _listed(ended, "oauth"):
            of_people.revoked(people, _told(body))


def _listed(ended: object, whose: str) -> list[str]:
    found = ended.get(whose) if isinstance(ended, dict) else None
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def _told(body: Json) -> datetime:
    return datetime.fromtimestamp(int(body["event_time"]), UTC)


def _goes(runtime: Runtime, tokens: Tokens, of_people: OfPeople, body: Json) -> None:
    told = _told(body)
    with runtime.sessions.begin() as session:
        installed = session.get_one(Workspace, current()).installed_at
    worth = _worth(tokens)
    is_over = told >= installed.replace(microsecond=0) if worth is None else not worth
    with runtime.handling() as session:
        found = session.get_one(Workspace, current(), with_for_update=True)
        if is_over and found.gone_at is None and found.installed_at == installed:
            of_people.removed(session, runtime.clock())
            _wipe(session, found, runtime.clock())
            log.warning("Kickstand was removed from %s: its token is deleted, nothing is sent any more.", found.id)


def _worth(tokens: Tokens) -> bool | None:
    try:
        return works(tokens.client(current()))
    except NoToken:
        return None


def works(client: WebClient) -> bool | None:
    """Whether Slack still takes a client's token; None: it does not say."""
    try:
        client.auth_test()
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
