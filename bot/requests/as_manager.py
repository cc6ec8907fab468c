"""A manager's question said by themselves, in the direct conversation where the rep had asked: if they let us.

Where it cannot be said there, it goes the ordinary way, below the rep's message: nothing is lost.
"""

from collections.abc import Callable
from datetime import datetime

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.requests.models import Said
from bot.requests.service.lifecycle import AS_MANAGER, REP, REPLY
from bot.slack import outbox
from bot.slack.kit import Words, escape
from bot.slack.outbox import Post
from bot.slack.sending.delivery import Kind


def kinds(speaker: Callable[[str], WebClient]) -> dict[str, Kind]:
    """The one kind of message that is not the bot's. `speaker`: a manager's own client; raises NoToken."""
    return {AS_MANAGER: Kind(_words, _otherwise, speaker=speaker)}


def _words(session: Session, post: Post, now: datetime) -> Words | None:
    said = session.get(Said, post.subject_id)
    return Words(escape(said.text), []) if said and said.text else None


def _otherwise(session: Session, post: Post, now: datetime) -> None:
    said = session.get(Said, post.subject_id)
    if said is not None:
        rep_id = said.request.rep_id
        thread = outbox.find(session, REP, said.request_id, rep_id)
        outbox.want(session, REPLY, said.id, rep_id, now, thread=thread)
