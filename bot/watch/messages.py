"""What the messages about reading along say now, and what App Home says of it. Changes no row."""

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.settings import Settings
from bot.slack import outbox
from bot.slack.kit import Block, Words
from bot.slack.outbox import Post
from bot.slack.sending.delivery import Kind
from bot.slack.times import days
from bot.team import courtesy
from bot.watch import reading
from bot.watch.blocks import begun as words
from bot.watch.blocks import home as home_words
from bot.watch.blocks.gone import channel_gone
from bot.watch.blocks.notice import notice
from bot.watch.models import Watch, WatchedRep
from bot.watch.service.gone_channels import GONE, whose
from bot.watch.service.watching import BEGUN, LOST, NOTICE


def kinds(settings: Settings) -> dict[str, Kind]:
    """How each kind of message about it is worded."""
    keep = days(settings.kickstand_keep_text)
    return {
        NOTICE: Kind(partial(_notice, keep), courtesy=courtesy.notice),
        BEGUN: Kind(partial(_begun, keep)),
        LOST: Kind(_lost),
        GONE: Kind(_channel_gone, courtesy=partial(courtesy.at_work, settings)),
    }


def home(session: Session, person_id: str, now: datetime) -> list[Block]:
    """For App Home: what somebody lets be read, and what is read of theirs. Nothing when there is neither."""
    return [
        *home_words.of_manager(reading.begun(session, person_id, "", now)),
        *home_words.of_rep(reading.of_mine(session, person_id, "", now)),
    ]


def _channel_gone(session: Session, post: Post, now: datetime) -> Words | None:
    wins, helps = whose(session, post.subject_id, post.person_id)
    return channel_gone(post.subject_id, wins=wins, helps=helps) if wins or helps else None


def _notice(keep: str, session: Session, post: Post, now: datetime) -> Words | None:
    own = session.get(WatchedRep, post.subject_id)
    if own is None or not _is_newest(session, post):
        return None
    return notice(reading.told(session, own.rep_id, own.manager_id, keep, now))


def _begun(keep: str, session: Session, post: Post, now: datetime) -> Words | None:
    return words.begun(reading.begun(session, post.subject_id, keep, now)) if _is_newest(session, post) else None


def _is_newest(session: Session, post: Post) -> bool:
    """Whether no later message tells of the same: then this one is taken away."""
    newest = outbox.find(session, post.kind, post.subject_id)
    return newest is not None and newest.id == post.id


def _lost(session: Session, post: Post, now: datetime) -> Words | None:
    found = session.get(Watch, post.subject_id)
    is_on_again = found is not None and found.token is not None
    return None if is_on_again and post.ts is None else words.lost()
