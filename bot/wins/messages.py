"""A win as it stands in the team's channel. Reads what is true now; changes only where it could not be posted."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.slack.kit import Words
from bot.slack.outbox import Post
from bot.slack.sending.delivery import Kind
from bot.team import service as team
from bot.wins import blocks
from bot.wins.models import Win
from bot.wins.service import IN_CHANNEL, channel_of


def _in_channel(session: Session, post: Post, now: datetime) -> Words | None:
    """Not begun in a channel that is the team's no more."""
    win = session.get(Win, post.subject_id)
    if win is None or win.channel is None or win.text is None:
        return None
    if post.ts is None and channel_of(session, win.rep_id) != win.channel:
        return None
    return blocks.in_channel(team.person(session, win.rep_id).first_name, win.text)


def _not_posted(session: Session, post: Post, now: datetime) -> None:
    """Slack does not let it in: `My picture` says no more that it is there."""
    win = session.get(Win, post.subject_id)
    if win is not None:
        win.channel = None


KINDS = {IN_CHANNEL: Kind(_in_channel, _not_posted, in_channel=True)}
