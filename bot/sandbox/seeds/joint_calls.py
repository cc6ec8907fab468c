"""Calls together in the demo: one of last week, which Mona and Riya saw differently, and one of tomorrow."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from bot.joint_calls.rules import Recovery, Role, Terms, View
from bot.joint_calls.service import looking_back, pact
from bot.team import service as team


def seed(session: Session, ids: Mapping[str, str], now: datetime) -> None:
    """Initech last week, with both views; Globex tomorrow at two, on Mona's clock."""
    riya, mona = ids["riya"], ids["mona"]
    here = team.zone(team.person(session, mona))
    today = now.astimezone(here).date()
    before, after = (datetime.combine(today + timedelta(days=days), time(14), here) for days in (-6, 1))
    planned = before - timedelta(days=1)
    past = pact.plan(session, riya, mona, Terms("Initech", before, Role.DEPTH), planned)
    pact.agree(session, past.id, mona, Role.DEPTH, planned)
    looking_back.write(
        session,
        past.id,
        riya,
        View(Role.DEPTH, True, False, "price", Recovery.ASKED, "How to sit through the silence after the price"),
        before + timedelta(hours=2),
    )
    looking_back.write(
        session,
        past.id,
        mona,
        View(Role.CRUTCH, True, True, "price", Recovery.JUMPED_IN, "I came in before you had asked me to"),
        before + timedelta(hours=20),
    )
    ahead = pact.plan(session, riya, mona, Terms("Globex", after, Role.EXPERT), now)
    pact.agree(session, ahead.id, mona, Role.EXPERT, now)
