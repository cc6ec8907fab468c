"""A manager's calls of a month, by the role that they say they played (S1.7). For that manager alone; reads only."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.joint_calls.models import JointCall
from bot.joint_calls.rules import Month, Played
from bot.team import service as team


def month_of(session: Session, manager_id: str, since: datetime, until: datetime) -> Month:
    """The calls that began from `since` on and before `until`, with those who report to this manager now."""
    here = team.zone(team.person(session, manager_id))
    names = {rep.id: rep.first_name for rep in team.reps_of(session, manager_id)}
    query = select(JointCall).where(
        JointCall.manager_id == manager_id,
        JointCall.rep_id.in_(names),
        JointCall.starts_at >= since,
        JointCall.starts_at < until,
        JointCall.called_off_at.is_(None),
    )
    calls = session.scalars(query.order_by(JointCall.starts_at, JointCall.id)).all()
    played = [
        Played(
            customer=call.customer or "",
            rep=names[call.rep_id],
            day=call.starts_at.astimezone(here).date(),
            role=call.played_by_manager,
            seen_otherwise=call.both_wrote and call.played_by_rep is not call.played_by_manager,
        )
        for call in calls
        if call.played_by_manager is not None
    ]
    return Month(tuple(played), silent=len(calls) - len(played))
