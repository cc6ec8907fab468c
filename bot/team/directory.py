"""Asks Slack who people are and remembers it. Never calls Slack inside a transaction; never lets an app be a person."""

import logging
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlalchemy.orm import Session

from bot.slack import profiles
from bot.slack.errors import Refusal
from bot.slack.profiles import Profile
from bot.slack.receiving.runtime import Runtime
from bot.store.engine import Sessions
from bot.team import service as team
from bot.team.models import Person

AT_ONCE = 5
"""Lookups in parallel: a listener has three seconds, and a lookup takes two calls."""

Answer = Profile | Refusal | None
"""What Slack says of somebody; None for somebody known whom Slack cannot tell us about just now."""

log = logging.getLogger(__name__)


def ensure(runtime: Runtime, client: WebClient, *user_ids: str) -> None:
    """Make sure that we know these people, and know them as they are now.

    Somebody we know already stays as they are while Slack cannot be reached. Raises Refusal for somebody whom Slack
    does not know and for apps; Slack's own errors for somebody new who cannot be looked up.
    """
    refused = look_up(runtime.sessions, client, user_ids, runtime.clock())
    if refused:
        raise next(iter(refused.values()))


def unfit(runtime: Runtime, client: WebClient, user_ids: Iterable[str]) -> list[str]:
    """Why some of these people cannot be picked for a team, a sentence each: unknown, an app, deactivated."""
    wanted = list(dict.fromkeys(user_ids))
    refused = look_up(runtime.sessions, client, wanted, runtime.clock())
    with runtime.sessions.begin() as session:
        found = [session.get(Person, each) for each in wanted if each not in refused]
        gone = [deactivated(person.name) for person in found if person and person.gone]
    return [*map(str, refused.values()), *gone]


def deactivated(name: str) -> str:
    """The sentence for somebody who has left."""
    return f"{name} has no active account in Slack any more."


def look_up(sessions: Sessions, client: WebClient, user_ids: Iterable[str], now: datetime) -> dict[str, Refusal]:
    """Read who is new or was last read long ago, and remember them; answers who was refused, and why."""
    answers = read_stale(sessions, client, user_ids, now)
    if answers:
        with sessions.begin() as session:
            remember_all(session, answers, now)
    return {each: answer for each, answer in answers.items() if isinstance(answer, Refusal)}


def remember_all(session: Session, answers: Mapping[str, Answer], now: datetime) -> None:
    """Keep what Slack said about those whom it knows."""
    for answer in answers.values():
        if isinstance(answer, Profile):
            team.remember(session, answer, now)


def read_stale(sessions: Sessions, client: WebClient, user_ids: Iterable[str], now: datetime) -> dict[str, Answer]:
    """Ask Slack about those of these people who are new or were last read long ago; remembers nothing."""
    with sessions.begin() as session:
        stale = [each for each in dict.fromkeys(user_ids) if team.is_stale(session, each, now)]
        known = {each for each in stale if session.get(Person, each)}
    if not stale:
        return {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(stale, pool.map(lambda each: _read(client, each, each in known), stale), strict=True))


def _read(client: WebClient, user_id: str, known: bool) -> Answer:
    try:
        found = profiles.read(client, user_id)
    except Refusal as refusal:
        return refusal
    except (SlackClientError, OSError) as error:
        if not known:
            raise
        log.info("could not read %s again: %s", user_id, type(error).__name__)
        return None
    return Refusal(f"{found.name} is an app; pick a person.") if found.is_bot else found
