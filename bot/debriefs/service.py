"""Debriefs: the rep writes first, then the manager may add a note; the team reads what the rep opens to it.

A debrief is for the manager to whom it was written. When the rep gets another one it is closed to the old manager and
the old team, and not handed on; the rep keeps it. Never commits, never calls Slack.
"""

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bot.debriefs.models import Debrief
from bot.debriefs.rules import SEARCHED, WITHOUT_NOTE, Lost, matches
from bot.requests.models import Request
from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.team import service as team
from bot.team.models import Person

WRITTEN, NOTED = "debrief.written", "debrief.noted"
"""To the manager: what the rep wrote, and room for a note. To the rep: the note."""


def may_write(session: Session, rep_id: str, request_id: str) -> Person:
    """The manager who would read it. Raises Refusal without one, and for a question that has its debrief already."""
    manager = team.manager_of(session, rep_id)
    if manager is None:
        raise Refusal(
            "I don't know your manager yet, and a debrief is for the two of you. "
            "Ask them to add you with `/kickstand team`."
        )
    request = session.get(Request, request_id) if request_id else None
    if request and request.rep_id != rep_id:
        raise Refusal("Only the person who asked can do this.")
    if request and session.scalar(select(Debrief.id).where(Debrief.request_id == request.id)):
        raise Refusal("You've written this one down already: `/kickstand lessons` has it.")
    return manager


def write(session: Session, rep_id: str, lost: Lost, open_to_team: bool, request_id: str, now: datetime) -> Debrief:
    """The rep writes down what a no taught them; the manager is invited to add to it. Raises Refusal as `may_write`."""
    manager = may_write(session, rep_id, request_id)
    request = session.get(Request, request_id) if request_id else None
    debrief = Debrief(
        rep_id=rep_id,
        manager_id=manager.id,
        request_id=request.id if request else None,
        deal=lost.deal.strip() or None,
        happened=lost.happened.strip() or None,
        again=lost.again.strip() or None,
        otherwise=lost.otherwise.strip() or None,
        need=lost.need.strip() or None,
        open_to_team=open_to_team,
        written_at=now,
    )
    session.add(debrief)
    session.flush()
    outbox.want(session, WRITTEN, debrief.id, manager.id, now)
    return debrief


def words_of(debrief: Debrief) -> Lost:
    """The rep's words."""
    return Lost(
        debrief.deal or "",
        debrief.happened or "",
        debrief.again or "",
        debrief.otherwise or "",
        debrief.need or "",
    )


def of_manager(session: Session, debrief_id: str, by: str) -> Debrief:
    """The debrief, for the manager to whom it was written and who still leads the rep. Raises Refusal."""
    debrief = _locked(session, debrief_id)
    if not is_its_manager(session, debrief, by):
        raise Refusal("Only the manager for whom this was written can add to it.")
    return debrief


def is_its_manager(session: Session, debrief: Debrief, person_id: str) -> bool:
    """Whether this is the manager to whom it was written, and the manager of record still."""
    manager = team.manager_of(session, debrief.rep_id)
    return manager is not None and manager.id == person_id == debrief.manager_id


def note(session: Session, debrief_id: str, by: str, text: str, now: datetime) -> None:
    """The manager adds something, or changes what they added; the rep hears of it once. Raises Refusal."""
    debrief = of_manager(session, debrief_id, by)
    if not text.strip():
        raise Refusal("Write a sentence, or close this: a note is never a must.")
    debrief.manager_note, debrief.noted_at = text.strip(), debrief.noted_at or now
    session.flush()
    outbox.refresh(session, WRITTEN, debrief.id, now)
    outbox.want(session, NOTED, debrief.id, debrief.rep_id, now)


def set_open(session: Session, debrief_id: str, by: str, is_open: bool, now: datetime) -> None:
    """The rep lets their team read it, or takes that back. Raises Refusal."""
    debrief = _own(session, debrief_id, by)
    manager = team.manager_of(session, by)
    if is_open and (manager is None or manager.id != debrief.manager_id):
        raise Refusal("You wrote this for another team, so it stays with you. What it taught you, you can write anew.")
    debrief.open_to_team = is_open
    session.flush()
    outbox.refresh(session, WRITTEN, debrief.id, now)


def delete(session: Session, debrief_id: str, by: str, now: datetime) -> None:
    """The rep takes it back altogether: the messages about it go too. Raises Refusal."""
    debrief = _own(session, debrief_id, by)
    session.delete(debrief)
    session.flush()
    for kind in (WRITTEN, NOTED):
        outbox.refresh(session, kind, debrief_id, now)


def lessons(session: Session, reader_id: str, looked_for: str) -> list[Debrief]:
    """What somebody may read and has these words in it, the newest first, of the last 200 that they may read."""
    return [each for each in readable(session, reader_id) if matches(looked_for, words_of(each).texts)]


def readable(session: Session, reader_id: str) -> list[Debrief]:
    """Their own; what their reps wrote to them; what colleagues with the same manager opened. The newest first."""
    reps = [rep.id for rep in team.reps_of(session, reader_id)]
    may = [Debrief.rep_id == reader_id, and_(Debrief.manager_id == reader_id, Debrief.rep_id.in_(reps))]
    manager = team.manager_of(session, reader_id)
    if manager is not None:
        colleagues = [rep.id for rep in team.reps_of(session, manager.id)]
        opened = (Debrief.manager_id == manager.id, Debrief.rep_id.in_(colleagues), Debrief.open_to_team.is_(True))
        may.append(and_(*opened))
    query = select(Debrief).where(or_(*may)).order_by(Debrief.written_at.desc(), Debrief.id)
    return list(session.scalars(query.limit(SEARCHED)))


def without_note(session: Session, manager_id: str, now: datetime) -> list[Debrief]:
    """What a manager's reps wrote in the last weeks and has no note yet, the newest first."""
    reps = [rep.id for rep in team.reps_of(session, manager_id)]
    query = select(Debrief).where(
        Debrief.manager_id == manager_id,
        Debrief.rep_id.in_(reps),
        Debrief.noted_at.is_(None),
        Debrief.written_at > now - WITHOUT_NOTE,
    )
    return list(session.scalars(query.order_by(Debrief.written_at.desc(), Debrief.id)))


def team_changed(session: Session, person_id: str, now: datetime) -> None:
    """What stands in a former manager's conversation is taken away; back with them, it returns."""
    for debrief_id in session.scalars(select(Debrief.id).where(Debrief.rep_id == person_id)):
        outbox.refresh(session, WRITTEN, debrief_id, now)


def _own(session: Session, debrief_id: str, by: str) -> Debrief:
    debrief = _locked(session, debrief_id)
    if debrief.rep_id != by:
        raise Refusal("Only the person who wrote this can do that.")
    return debrief


def _locked(session: Session, debrief_id: str) -> Debrief:
    debrief = session.get(Debrief, debrief_id, with_for_update=True)
    if debrief is None:
        raise Refusal("I can't find this debrief any more. It may have been deleted.")
    return debrief
