"""1:1s in the demo: Mona meets Riya every week, the others every other, and there is something to talk about."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from bot.one_on_ones.rules import Rhythm
from bot.one_on_ones.service import planning, points
from bot.sandbox.team import MORE_REPS
from bot.settings import Settings
from bot.team import service as team

MOMENT = timedelta(minutes=1)


def seed(session: Session, ids: Mapping[str, str], now: datetime) -> None:
    """Rhythms from tomorrow on, a point of Riya's and one of Mona's."""
    mona, riya, omar = ids["mona"], ids["riya"], ids["omar"]
    first_on = team.today(session, mona, now) + timedelta(days=1)
    while first_on.weekday() > 4:
        first_on += timedelta(days=1)
    settings = Settings()
    planning.set_rhythm(session, settings, mona, [riya], Rhythm(1, first_on, time(10)), now)
    planning.set_rhythm(session, settings, mona, [omar], Rhythm(2, first_on, time(14)), now)
    others = [ids[key] for key, *_ in MORE_REPS if key in ids]
    planning.set_rhythm(session, settings, mona, others, Rhythm(2, first_on, time(16)), now)
    points.add(session, riya, riya, "How far I may go with Globex when they ask for a second year", now - MOMENT)
    points.add(session, riya, mona, "The demo at Initech: what you would do again", now)
