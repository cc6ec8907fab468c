"""Two things happen to one request at the same moment: the second waits, and sees what the first did."""

import threading
from collections.abc import Callable, Iterator
from contextvars import copy_context
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.requests.models import Request
from bot.requests.rules import Answer, Part, Status, WayIn
from bot.requests.service import answering, clockwork, following, holding
from bot.requests.service.asking import Question, ask
from bot.settings import Settings
from bot.slack.profiles import Profile
from bot.store.engine import Sessions, open_engine
from bot.store.workspace import sessions_on
from bot.team import service as team
from tests.conftest import KEY

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
RIYA, MONA = "U1", "U2"
Act = Callable[[Session], object]


@dataclass
class Desk:
    """A team in a database, and one question that Riya wrote as a message."""

    sessions: Sessions
    settings: Settings
    request_id: str

    @property
    def request(self) -> Request:
        with self.sessions.begin() as session:
            found = session.get_one(Request, self.request_id)
            _ = found.said, found.history
            return found

    def at_once(self, first: Act, second: Act) -> None:
        """The second begins while the first has not ended."""
        began = threading.Event()

        def follow() -> None:
            began.set()
            with self.sessions.begin() as session:
                second(session)

        follower = threading.Thread(target=copy_context().run, args=(follow,))
        with self.sessions.begin() as session:
            first(session)
            session.flush()
            follower.start()
            began.wait()
            follower.join(0.5)
        follower.join()

    def run(self, now: datetime) -> None:
        """All that is due."""
        with self.sessions.begin() as session:
            due = clockwork.next_due(session, now)
            if due:
                clockwork.take_step(session, self.settings, due.request_id, now)
        if due:
            self.run(now)


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    settings = Settings(database_url=database_url, kickstand_secret_key=KEY)
    engine = open_engine(settings)
    sessions = sessions_on(engine)
    with sessions.begin() as session:
        for each, name in ((RIYA, "Riya Shah"), (MONA, "Mona Berg")):
            profile = Profile(each, name, "Europe/Berlin", False, False, "", "", None)
            team.remember(session, profile, MONDAY - timedelta(days=1)).met_at = MONDAY - timedelta(weeks=12)
        team.import_line(session, RIYA, MONA, None, None, MONDAY - timedelta(days=1))
    with sessions.begin() as session:
        request = ask(session, settings, Question(RIYA, "Can I give 20 %?", WayIn.DM, "D1", "1.1"), MONDAY)
    yield Desk(sessions, settings, request.id)
    engine.dispose()


def _opens_later(desk: Desk, session: Session) -> None:
    own = team.team(session, MONA, MONDAY)
    own.work_start, own.work_end = time(14), time(18)
    clockwork.team_changed(session, desk.settings, MONA, MONDAY)


def test_a_question_solved_while_the_hours_change_stays_solved_and_is_forgotten(desk: Desk) -> None:
    desk.at_once(
        lambda session: holding.solve(session, desk.request_id, RIYA, MONDAY),
        lambda session: _opens_later(desk, session),
    )
    assert (desk.request.status, desk.request.release_at) == (Status.SOLVED, None)
    desk.run(MONDAY + timedelta(days=31))
    assert desk.request.said == []


def test_a_question_deleted_while_the_manager_answers_keeps_the_answer(desk: Desk) -> None:
    desk.run(MONDAY + timedelta(hours=1))
    now = MONDAY + timedelta(hours=2)
    desk.at_once(
        lambda session: answering.answer(session, desk.settings, desk.request_id, MONA, Answer.YOUR_CALL, now),
        lambda session: following.deleted(session, "D1", "1.1", "1.2", now),
    )
    assert (desk.request.status, desk.request.answer) == (Status.ANSWERED, Answer.YOUR_CALL)
    assert desk.request.text == ""


def test_a_second_message_while_the_first_is_solved_is_a_question_of_its_own(desk: Desk) -> None:
    more = Question(RIYA, "And may I add a free month?", WayIn.DM, "D1", "1.2")
    desk.at_once(
        lambda session: holding.solve(session, desk.request_id, RIYA, MONDAY),
        lambda session: ask(session, desk.settings, more, MONDAY),
    )
    assert [each.text for each in desk.request.said if each.part == Part.ASK] == ["Can I give 20 %?"]
    with desk.sessions.begin() as session:
        due = clockwork.next_due(session, MONDAY + timedelta(hours=1))
        assert due is not None
        assert due.request_id != desk.request_id
