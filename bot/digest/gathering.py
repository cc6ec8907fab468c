"""What one team's week is made of, for its lead: who counts, what they asked, which 1:1s were planned. Reads only."""

from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.digest.rules import Asked, Gathered, Planned
from bot.one_on_ones.rules import MeetingState
from bot.one_on_ones.service.counting import counting
from bot.playbook.service import gaps, stages
from bot.requests.models import Request
from bot.requests.rules import Status
from bot.team import service as team
from bot.team.models import Person, ReportingLine, Team
from bot.team.rules import in_ramp


def team_week(session: Session, own: Team, since: datetime, until: datetime) -> Gathered:
    """A team's time from `since` on and before `until`. A lead who is also on the team is none of those who count."""
    return Gathered(
        steady=_steady(session, own.manager_id, since) - {own.lead_id},
        asked=_asked(session, own.manager_id, since, until),
        one_on_ones=[
            Planned(rep_id=each.rep_id, held=each.state == MeetingState.HELD)
            for each in counting(session, own.manager_id, since, until)
        ],
    )


def _steady(session: Session, manager_id: str, since: datetime) -> set[str]:
    lines = [line for line in team.lines_of(session, manager_id) if line.confirmed_at and line.confirmed_at <= since]
    people = [(line, team.person(session, line.rep_id)) for line in lines]
    return {rep.id for line, rep in people if not rep.gone and not in_ramp(_started(line, rep), since)}


def _started(line: ReportingLine, rep: Person) -> datetime | None:
    return datetime.combine(line.started_on, time(0), team.zone(rep)) if line.started_on else None


def _asked(session: Session, manager_id: str, since: datetime, until: datetime) -> list[Asked]:
    query = select(Request).where(
        Request.manager_id == manager_id,
        Request.asked_at >= since,
        Request.asked_at < until,
        Request.status != Status.WITHDRAWN,
    )
    found = list(session.scalars(query.order_by(Request.asked_at, Request.id)))
    missing = gaps.of_requests(session, [each.id for each in found], stages.entries(session, manager_id))
    return [_as_asked(each, missing.get(each.id)) for each in found]


def _as_asked(request: Request, missing: str | None) -> Asked:
    solved = request.status == Status.SOLVED
    return Asked(
        id=request.id,
        rep_id=request.rep_id,
        settled=solved or request.status == Status.DECIDED,
        in_hold=solved and request.delivered_at is None,
        reached=request.delivered_at is not None,
        with_options=request.had_options or bool(request.options),
        missing=missing,
    )
