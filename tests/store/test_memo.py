"""What a transaction remembers of what it looked up, and when it forgets."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, update
from sqlalchemy.orm import Session

from bot.slack.conversations import Conversation
from bot.store.workspace import sessions_on
from bot.team.models import Person, ReportingLine
from bot.team.rules import LineStatus
from bot.team.service import reporting
from tests.conftest import MONDAY

FIRST, SECOND, REP = "U0FIRST", "U0SECOND", "U0REP"


def team_of_one(session: Session) -> ReportingLine:
    for each in (FIRST, SECOND, REP):
        session.add(Person(id=each, name=each, zone="Europe/Berlin", refreshed_at=MONDAY))
    session.flush()
    line = ReportingLine(
        id="1", rep_id=REP, manager_id=FIRST, status=LineStatus.CONFIRMED, claimed_at=MONDAY, confirmed_at=MONDAY
    )
    session.add(line)
    session.flush()
    return line


def manager(session: Session) -> str:
    found = reporting.manager_of(session, REP)
    return found.id if found else ""


def test_who_leads_somebody_is_asked_once_a_transaction(engine: Engine) -> None:
    sessions = sessions_on(engine)
    with sessions.begin() as session:
        team_of_one(session)
    asked: list[str] = []

    def note(*args: Any) -> None:
        asked.append(args[2])

    event.listen(engine, "before_cursor_execute", note)
    for _ in range(2):
        with sessions.begin() as session:
            assert {manager(session) for _ in range(3)} == {FIRST}
            assert [rep.id for rep in reporting.reps_of(session, FIRST)] == [REP]
    event.remove(engine, "before_cursor_execute", note)
    assert sum("FROM reporting_line" in each for each in asked) == 4


def in_memory(session: Session, line: ReportingLine) -> None:
    line.manager_id = SECOND


def in_the_table(session: Session, line: ReportingLine) -> None:
    session.execute(update(ReportingLine).values(manager_id=SECOND))


def by_another_row(session: Session, line: ReportingLine) -> None:
    line.status = LineStatus.ENDED
    other = ReportingLine(id="2", rep_id=REP, manager_id=SECOND, status=LineStatus.CONFIRMED, claimed_at=MONDAY)
    other.confirmed_at = MONDAY + timedelta(days=1)
    session.add(other)


@pytest.mark.parametrize("write", [in_memory, in_the_table, by_another_row])
def test_a_write_is_seen_at_once(engine: Engine, write: Callable[[Session, ReportingLine], None]) -> None:
    with sessions_on(engine).begin() as session:
        line = team_of_one(session)
        assert manager(session) == FIRST
        write(session, line)
        assert manager(session) == SECOND
        assert reporting.reps_of(session, FIRST) == []


def test_what_is_taken_back_is_forgotten(engine: Engine) -> None:
    with sessions_on(engine).begin() as session:
        line = team_of_one(session)
        inner = session.begin_nested()
        line.manager_id = SECOND
        session.flush()
        assert manager(session) == SECOND
        inner.rollback()
        assert manager(session) == FIRST


def test_behind_a_lock_it_is_seen_what_another_transaction_did(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("there are no two transactions that write")
    sessions = sessions_on(engine)
    with sessions.begin() as session:
        team_of_one(session)
    with sessions.begin() as session:
        assert manager(session) == FIRST
        with sessions.begin() as other:
            other.execute(update(ReportingLine).values(manager_id=SECOND))
        session.get_one(Person, REP, with_for_update=True)
        assert manager(session) == SECOND


def test_it_remembers_while_rows_of_other_kinds_are_written_and_forgets_when_any_is_deleted(engine: Engine) -> None:
    with sessions_on(engine).begin() as session:
        team_of_one(session)
        kept = reporting._lines_of(session, FIRST, (LineStatus.CONFIRMED,))
        session.add(Conversation(person_id=REP))
        session.flush()
        session.execute(update(Conversation).values(channel="D0"))
        assert reporting._lines_of(session, FIRST, (LineStatus.CONFIRMED,)) is kept
        session.delete(session.get_one(Conversation, REP))
        session.flush()
        assert reporting._lines_of(session, FIRST, (LineStatus.CONFIRMED,)) is not kept
