"""Regular news (S3.9): offered, agreed, asked on its weekday, passed on once, forgotten. Never commits.

    offered by the manager      due_at is empty until the rep says yes
    asked                       asked_at; answered_at, text and batch_id are empty; due_at is next week's day
    written                     text; due_at is when it is passed on
    passed on                   batch_id is its message; the text goes as soon as that is in Slack; due_at is next week

Nobody is asked twice for one week's. Never calls Slack.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from bot.plans.models import RegularNews
from bot.plans.rules import LONGEST_NEWS, LONGEST_WHAT, is_that_day, next_ask, next_delivery
from bot.plans.service import plans
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.slack.outbox import Post
from bot.store.base import new_id
from bot.team import courtesy
from bot.team import service as team
from bot.team.working_time import Hours

OFFER, ASK, NEWS = "plan.news_offer", "plan.news_ask", "plan.news"


class Due(NamedTuple):
    """Something about one agreement falls due, in a workspace."""

    workspace_id: str
    news_id: str


def held(session: Session, rep_id: str, manager_id: str) -> RegularNews | None:
    """What the two have agreed on, or what waits for the rep's yes."""
    query = select(RegularNews).where(
        RegularNews.rep_id == rep_id, RegularNews.manager_id == manager_id, RegularNews.ended_at.is_(None)
    )
    return session.scalars(query.order_by(RegularNews.made_at.desc(), RegularNews.id)).first()


def arrange(
    session: Session, settings: Settings, rep_id: str, by: str, what: str, weekday: int, now: datetime
) -> RegularNews:
    """One of the two says what and on which weekday; the manager's wish waits for the rep's yes.

    It takes the place of what they had. Raises Refusal for anybody else.
    """
    rep, manager = plans.pair(session, rep_id, by)
    words = " ".join(what.split())[:LONGEST_WHAT]
    if not words:
        raise Refusal("Say in a few words what it is about.")
    before = held(session, rep.id, manager.id)
    if before and (before.what, before.weekday) == (words, weekday) and (before.due_at or by != rep.id):
        return before
    if before:
        _end(session, before, now)
    news = RegularNews(rep_id=rep.id, manager_id=manager.id, what=words, weekday=weekday, made_at=now)
    session.add(news)
    session.flush()
    if by == rep.id:
        news.due_at = next_ask(_hours(session, settings, rep.id, now), weekday, now)
    else:
        outbox.want(session, OFFER, news.id, rep.id, now)
    return news


def accept(session: Session, settings: Settings, news_id: str, by: str, now: datetime) -> str:
    """The rep says yes: they are asked on that weekday from now on. Answers whose it is."""
    news = _of_pair(session, news_id, by)
    if by != news.rep_id:
        raise Refusal("Only the rep can say yes to this.")
    if news.due_at is None:
        news.due_at = next_ask(_hours(session, settings, by, now), news.weekday, now)
    session.flush()
    outbox.refresh(session, OFFER, news.id, now)
    return news.rep_id


def end(session: Session, news_id: str, by: str, now: datetime) -> str:
    """Either of the two ends it, without a why; what was written and not passed on goes. Answers whose it was."""
    news = _of_pair(session, news_id, by)
    _end(session, news, now)
    return news.rep_id


def _end(session: Session, news: RegularNews, now: datetime) -> None:
    news.ended_at, news.due_at, news.text = now, None, None
    session.flush()
    outbox.refresh(session, OFFER, news.id, now)
    _ask_again(session, news, now)


def team_changed(session: Session, rep_id: str, now: datetime) -> None:
    """A rep's news for one manager is not for the next."""
    query = select(RegularNews).where(RegularNews.rep_id == rep_id, RegularNews.ended_at.is_(None))
    for news in session.scalars(query):
        if not plans.is_pair(session, rep_id, news.manager_id):
            _end(session, news, now)


def write(session: Session, settings: Settings, news_id: str, by: str, text: str, now: datetime) -> None:
    """The rep's words, which wait for the manager's hour; until then they can be written anew."""
    news = asked(session, news_id, by)
    words = text.strip()[:LONGEST_NEWS]
    if not words:
        raise Refusal("One line is plenty. Leave it if there is nothing to say.")
    news.text, news.answered_at = words, now
    news.due_at = next_delivery(_hours(session, settings, news.manager_id, now), now)
    session.flush()
    _ask_again(session, news, now)


def asked(session: Session, news_id: str, by: str) -> RegularNews:
    """What the rep is asked for just now. Raises Refusal when it was passed on, is over, or is somebody else's."""
    news = _of_pair(session, news_id, by)
    if by != news.rep_id:
        raise Refusal("This one is the rep's to write.")
    if not is_open(news):
        raise Refusal("Nothing is asked just now. I'll ask again on the day.")
    return news


def is_open(news: RegularNews) -> bool:
    """Whether this week's was asked for and not passed on yet."""
    return news.asked_at is not None and news.batch_id is None and news.ended_at is None


def _of_pair(session: Session, news_id: str, by: str) -> RegularNews:
    news = session.get(RegularNews, news_id, with_for_update=True)
    if news is None or by not in {news.rep_id, news.manager_id}:
        raise Refusal(plans.NOT_A_PAIR)
    if news.ended_at or not plans.is_pair(session, news.rep_id, news.manager_id):
        raise Refusal("That has ended already.")
    return news


def waiting(session: Session, now: datetime) -> list[Due]:
    """What falls due in any workspace, and words that have arrived and are to be forgotten."""
    arrived = and_(RegularNews.text.is_not(None), RegularNews.batch_id.is_not(None), _has_arrived())
    query = select(RegularNews.workspace_id, RegularNews.id).where(or_(RegularNews.due_at <= now, arrived))
    rows = session.execute(query.order_by(RegularNews.due_at), execution_options={"every_workspace": True})
    return [Due(*row) for row in rows]


def _has_arrived() -> ColumnElement[bool]:
    there = Post.subject_id == RegularNews.batch_id, Post.kind == NEWS, Post.ts.is_not(None)
    return exists().where(*there, Post.workspace_id == RegularNews.workspace_id).correlate(RegularNews)


def take_step(session: Session, settings: Settings, news_id: str, now: datetime) -> None:
    """Ask, pass on, or forget: whichever is due. Seen again, it does nothing."""
    news = session.get(RegularNews, news_id, with_for_update=True)
    if news is None or news.ended_at:
        return
    if not plans.is_pair(session, news.rep_id, news.manager_id):
        _end(session, news, now)
        return
    if news.batch_id and news.text and (post := outbox.find(session, NEWS, news.batch_id)) and post.ts:
        news.text = None
    if news.due_at is None or news.due_at > now:
        return
    if news.text and not news.batch_id:
        _pass_on(session, settings, news.manager_id, now)
    elif news.text:  # the manager's pause keeps it back: until they have it, nothing newer is asked
        news.due_at = next_ask(_hours(session, settings, news.rep_id, now), news.weekday, now)
    else:
        _ask(session, settings, news, news.due_at, now)


def _pass_on(session: Session, settings: Settings, manager_id: str, now: datetime) -> None:
    """All that waits for a manager, as one message."""
    query = select(RegularNews).where(
        RegularNews.manager_id == manager_id,
        RegularNews.text.is_not(None),
        RegularNews.batch_id.is_(None),
        RegularNews.due_at <= now,
    )
    batch_id = new_id()
    for news in session.scalars(query.with_for_update()).all():
        if plans.is_pair(session, news.rep_id, manager_id):
            news.batch_id = batch_id
            news.due_at = next_ask(_hours(session, settings, news.rep_id, now), news.weekday, now)
            session.flush()
            _ask_again(session, news, now)
    outbox.want(session, NEWS, batch_id, manager_id, now)


def _ask(session: Session, settings: Settings, news: RegularNews, due: datetime, now: datetime) -> None:
    """Ask for this week's, unless the day is over or the rep is away: a light update is of its day."""
    hours = _hours(session, settings, news.rep_id, now)
    news.due_at = next_ask(hours, news.weekday, now)
    if is_that_day(hours, due, now):
        news.asked_at, news.answered_at, news.text, news.batch_id = now, None, None, None
        outbox.want(session, ASK, news.id, news.rep_id, now, tell=now.date().isoformat())


def _ask_again(session: Session, news: RegularNews, now: datetime) -> None:
    """This week's question says what has become of it; those of earlier weeks are left alone."""
    newest = outbox.find(session, ASK, news.id, news.rep_id)
    if newest:
        outbox.touch(session, newest, now)


def batch(session: Session, batch_id: str, manager_id: str) -> Sequence[RegularNews]:
    """What one message passes on, of reps whom the manager still has."""
    query = select(RegularNews).where(RegularNews.batch_id == batch_id, RegularNews.text.is_not(None))
    found = [each for each in session.scalars(query) if plans.is_pair(session, each.rep_id, manager_id)]
    return sorted(found, key=lambda each: team.person(session, each.rep_id).name.casefold())


def next_moment(session: Session, now: datetime) -> datetime | None:
    """When something falls due next, after now."""
    return session.scalar(select(func.min(RegularNews.due_at)).where(RegularNews.due_at > now))


def _hours(session: Session, settings: Settings, person_id: str, now: datetime) -> Hours:
    return courtesy.hours_of(session, team.person(session, person_id), settings, now)
