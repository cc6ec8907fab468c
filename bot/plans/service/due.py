"""What falls due about plans, promises and regular news, in any workspace. Never commits, never calls Slack."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from sqlalchemy.orm import Session

from bot.plans.service import news, plans, promises
from bot.settings import Settings


class Step(NamedTuple):
    """One thing to do in a transaction of its own; `about` is an opaque id."""

    workspace_id: str
    about: str
    take: Callable[[Session, Settings, datetime], object]


def waiting(session: Session, now: datetime) -> list[Step]:
    """Everything that may be due. A step that finds nothing to do, or is taken twice, changes nothing."""
    reviews = [Step(*each, partial(_with, plans.remind, each.plan_id)) for each in plans.reviews(session, now)]
    nudges = [Step(*each, partial(_with, promises.nudge, each.manager_id)) for each in promises.waiting(session, now)]
    told = [Step(*each, partial(_with, news.take_step, each.news_id)) for each in news.waiting(session, now)]
    return [*reviews, *nudges, *told]


def _with(
    act: Callable[[Session, Settings, str, datetime], object],
    about: str,
    session: Session,
    settings: Settings,
    now: datetime,
) -> None:
    act(session, settings, about, now)
