"""What the message about a level says now, and what the list of decisions says of levels. Changes no row."""

from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.growth import blocks
from bot.growth.models import LevelSet
from bot.growth.rules import is_step_back, standing
from bot.growth.service import LEVEL, alone, said_of
from bot.settings import Settings
from bot.slack.kit import Words
from bot.slack.outbox import Post
from bot.slack.sending.delivery import Kind
from bot.team import courtesy
from bot.team import service as team


def kinds(settings: Settings) -> dict[str, Kind]:
    """How it is worded, and when it may come."""
    return {LEVEL: Kind(_level, courtesy=partial(courtesy.at_work, settings))}


def _level(session: Session, post: Post, now: datetime) -> Words | None:
    row = session.get(LevelSet, int(post.subject_id))
    if row is None or (post.ts is None and _is_old(session, row)):
        return None
    rep, by = team.person(session, row.rep_id), team.person(session, row.by_id)
    ramp = team.is_in_ramp(session, rep, row.at)
    earlier = select(LevelSet).where(LevelSet.rep_id == row.rep_id, LevelSet.topic == row.topic, LevelSet.id < row.id)
    rows = session.scalars(earlier.order_by(LevelSet.id))
    before = standing(said_of(session, rep, rows), ramp).level
    is_back, name = is_step_back(before, row.level), "" if by.gone else by.first_name
    return blocks.told(blocks.Told(row.topic, row.level, is_back, row.why or "", name, ramp))


def _is_old(session: Session, row: LevelSet) -> bool:
    """Whether the manager said something else before the rep heard of this."""
    newer = select(LevelSet.id).where(
        LevelSet.rep_id == row.rep_id,
        LevelSet.topic == row.topic,
        LevelSet.id > row.id,
        LevelSet.level != row.level,
    )
    return session.scalar(newer.limit(1)) is not None


def in_register(session: Session, person_id: str, now: datetime) -> list[Words]:
    """What somebody's list of decisions says of those who go alone: of oneself, and of one's reps."""
    own = alone(session, [team.person(session, person_id)], now) if team.manager_of(session, person_id) else []
    theirs = alone(session, team.reps_of(session, person_id), now)
    said = [blocks.theirs_alone([(rep.first_name, found) for rep, found in theirs])] if theirs else []
    return [*said, *(blocks.yours_alone(found) for _, found in own)]
