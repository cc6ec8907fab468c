"""Whether a message may come now: asks the rule of its kind, and keeps what it answered. Decides nothing itself.

Asked before the first posting only: what is there already is edited, and an edit notifies nobody.

    may come    what nobody asked for is counted at once, before Slack is called
    not yet     the row is due again at that moment, or in an hour: days off, quiet and pauses change meanwhile
    kept back   it is never posted, however often it is brought up to date; unless the rule calls it asked for by then

Of two processes with a message for one person each, the second is asked after the first has counted: the row of the
conversation is locked until the transaction ends.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from bot.slack.conversations import LONGEST_WAIT, Conversation
from bot.slack.outbox import Post, settle


class Courtesy(NamedTuple):
    """A rule's answer. `unasked`: the person did not ask for it, so it counts when it comes.

    `not_before`: it waits until then. `keep_back`: it does not come as a message; App Home shows what it would say.
    """

    unasked: bool = False
    not_before: datetime | None = None
    keep_back: bool = False


Rule = Callable[[Session, Post, datetime], Courtesy]


def may_come(session: Session, post: Post, rule: Rule | None, now: datetime) -> bool:
    """Whether a message that was never posted is posted now; when it is not, its row says what becomes of it."""
    if rule is None:
        return True
    session.get(Conversation, post.person_id, with_for_update=True)
    said = rule(session, post, now)
    if said.keep_back or (said.unasked and post.kept_back_at):
        post.kept_back_at = post.kept_back_at or now
        settle(session, post.id, post.wanted, now, ts=None, channel=None)
        return False
    if said.not_before and said.not_before > now:
        post.next_try_at, post.attempts = min(said.not_before, now + LONGEST_WAIT), 0
        return False
    post.kept_back_at, post.unasked_at = None, now if said.unasked else None
    return True
