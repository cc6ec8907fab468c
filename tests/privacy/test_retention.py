"""How long anything is kept: to the second, as the settings say, in batches, in every workspace."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from bot.privacy.rules import BATCH, QUIET, STRANGER
from bot.privacy.service.retention import expire_some
from bot.requests.models import History, Request, Said
from bot.requests.rules import Move, Part, Status, WayIn
from bot.requests.service import clockwork
from bot.score.models import WeeklyScore
from bot.settings import Settings
from bot.slack.conversations import Conversation
from bot.slack.outbox import Post
from bot.slack.seen import KEEP as KEEP_SEEN
from bot.slack.seen import Seen
from bot.slack.workspaces import Workspace
from bot.store.base import Base
from bot.store.workspace import Owned, inside, sessions_on
from bot.team.models import Person, QuietTime, ReportingLine, Team, TimeOff
from bot.team.rules import LineStatus
from bot.workflow.models import WorkflowStep
from tests.story import Story

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TEXT, RECORDS = timedelta(days=30), timedelta(days=396)
SECOND = timedelta(seconds=1)
SETTINGS = Settings(kickstand_keep_text=TEXT, kickstand_keep_records=RECORDS)
RIYA, MONA = "U0RIYA", "U0MONA"


def people(refreshed_at: datetime = NOW) -> list[Base]:
    return [Person(id=each, name=each, refreshed_at=refreshed_at) for each in (RIYA, MONA)]


def question(ended_at: datetime | None, **more: Any) -> Request:
    facts: dict[str, Any] = {
        "id": "r1",
        "rep_id": RIYA,
        "manager_id": MONA,
        "way_in": WayIn.DM,
        "status": Status.CLOSED if ended_at else Status.DELIVERED,
        "asked_at": (ended_at or NOW) - timedelta(hours=1),
        "hold_seconds": 3600,
        "ended_at": ended_at,
    }
    return Request(**facts | more)


def post(created_at: datetime, subject_id: str = "r1", **more: Any) -> Post:
    facts = {"key": f"k{subject_id}", "kind": "k", "subject_id": subject_id, "person_id": RIYA}
    return Post(**facts | {"created_at": created_at, "ts": "1.2", "channel": "D1"} | more)


def step(created_at: datetime, request_id: str | None = None) -> WorkflowStep:
    return WorkflowStep(execution_id="Fx1", request_id=request_id, created_at=created_at)


def line(ended_at: datetime | None) -> ReportingLine:
    status = LineStatus.ENDED if ended_at else LineStatus.CONFIRMED
    claimed = (ended_at or NOW) - timedelta(days=500)
    facts = {"claimed_at": claimed, "confirmed_at": claimed, "ended_at": ended_at}
    return ReportingLine(id="l1", rep_id=RIYA, manager_id=MONA, status=status, **facts)


def score(at: datetime) -> WeeklyScore:
    return WeeklyScore(manager_id=MONA, monday=date(2026, 1, 5), numbers="{}", posted_at=at)


def stays(engine: Engine, kind: type[Owned], *rows: Base) -> bool:
    """Whether a row is still there after everything that was to go has gone."""
    sessions = sessions_on(engine)
    with sessions.begin() as session:
        for row in (*people(), *rows):
            session.add(row)
            session.flush()
    expire(engine)
    with sessions.begin() as session:
        return bool(session.scalar(select(func.count(kind.workspace_id))))


def expire(engine: Engine, settings: Settings = SETTINGS) -> int:
    """Let go of what is due; answers in how many transactions."""
    rounds, more = 0, True
    while more:
        with sessions_on(engine).begin() as session:
            more = expire_some(session, settings, NOW)
        rounds += more
    return rounds


BOUNDARIES: list[tuple[str, type[Owned], timedelta, Callable[[datetime], list[Base]]]] = [
    ("a question, from its end", Request, RECORDS, lambda at: [question(at)]),
    (
        "a question that nobody ended, from when it was asked, once its words are gone",
        Request,
        RECORDS,
        lambda at: [question(None, asked_at=at)],
    ),
    (
        "its history",
        History,
        RECORDS,
        lambda at: [
            question(at, history=[History(at=at, move=Move.CLOSE, before=Status.ANSWERED, after=Status.CLOSED)])
        ],
    ),
    ("its message's row", Post, RECORDS, lambda at: [question(at), post(NOW)]),
    ("a message about nothing else", Post, RECORDS, lambda at: [post(at, RIYA)]),
    ("a weekly report", WeeklyScore, RECORDS, lambda at: [score(at)]),
    ("a reporting line that ended", ReportingLine, RECORDS, lambda at: [line(at)]),
    ("settings of who leads nobody", Team, RECORDS, lambda at: [Team(manager_id=MONA, created_at=at)]),
    ("do-not-disturb", QuietTime, QUIET, lambda at: [QuietTime(person_id=RIYA, starts_at=at - SECOND, ends_at=at)]),
    ("a workflow that Slack lets nobody tell", WorkflowStep, RECORDS, lambda at: [step(at)]),
    ("a delivery's key", Seen, KEEP_SEEN + SECOND, lambda at: [Seen(key="k", at=at)]),
]


AT_THE_BOUNDARY = pytest.mark.parametrize(
    ("kind", "span", "make"), [each[1:] for each in BOUNDARIES], ids=[each[0] for each in BOUNDARIES]
)


@AT_THE_BOUNDARY
def test_it_stays_until_the_last_second_and_then_goes(
    engine: Engine, kind: type[Owned], span: timedelta, make: Callable[[datetime], list[Base]]
) -> None:
    assert stays(engine, kind, *make(NOW - span + SECOND))


@AT_THE_BOUNDARY
def test_it_goes_when_its_time_is_over(
    engine: Engine, kind: type[Owned], span: timedelta, make: Callable[[datetime], list[Base]]
) -> None:
    assert not stays(engine, kind, *make(NOW - span))


@pytest.mark.parametrize(("days", "is_there"), [(396, False), (395, True)])
def test_days_away_stay_as_long_as_records(engine: Engine, days: int, is_there: bool) -> None:
    last = (NOW - timedelta(days=days)).date()
    assert stays(engine, TimeOff, TimeOff(person_id=RIYA, first_day=last, last_day=last)) is is_there


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        (ReportingLine, lambda: [line(None)]),
        (Request, lambda: [question(None, asked_at=NOW - 2 * RECORDS, forget_at=NOW + SECOND)]),
        (Team, lambda: [line(None), Team(manager_id=MONA, created_at=NOW - 2 * RECORDS)]),
        (Post, lambda: [question(None, asked_at=NOW, forget_at=NOW), post(NOW - 2 * RECORDS)]),
        (Post, lambda: [post(NOW - 2 * RECORDS, RIYA, next_try_at=NOW)]),
        (WorkflowStep, lambda: [question(None, asked_at=NOW, forget_at=NOW), step(NOW - 2 * RECORDS, "r1")]),
    ],
    ids=[
        *(
            "a line that holds",
            "words that are kept",
            "a leader's settings",
            "an open question's message",
            "on its way",
        ),
        "a workflow that waits",
    ],
)
def test_what_still_matters_stays_however_old(
    engine: Engine, kind: type[Owned], rows: Callable[[], list[Base]]
) -> None:
    assert stays(engine, kind, *rows())


def _off(person_id: str) -> TimeOff:
    return TimeOff(person_id=person_id, first_day=NOW.date(), last_day=NOW.date())


REFERENCES: list[tuple[str, Callable[[], list[Base]]]] = [
    ("reports", lambda: [line(None)]),
    ("asked", lambda: [question(NOW)]),
    ("has days away", lambda: [_off(RIYA), _off(MONA)]),
    ("is a deputy", lambda: [Team(manager_id=MONA, created_at=NOW, deputy_id=RIYA)]),
    ("was written to", lambda: [post(NOW, "a"), post(NOW, "b", person_id=MONA)]),
]


@pytest.mark.parametrize("make", [each[1] for each in REFERENCES], ids=[each[0] for each in REFERENCES])
def test_somebody_to_whom_anything_refers_stays(engine: Engine, make: Callable[[], list[Base]]) -> None:
    assert _left(engine, NOW - 2 * RECORDS, make()) == 2


@pytest.mark.parametrize(("age", "left"), [(STRANGER, 0), (STRANGER - SECOND, 2)])
def test_somebody_to_whom_nothing_refers_goes_a_day_after_slack_told_of_them(
    engine: Engine, age: timedelta, left: int
) -> None:
    assert _left(engine, NOW - age, [Conversation(person_id=RIYA, channel="D1")]) == left
    with sessions_on(engine).begin() as session:
        assert session.scalar(select(func.count(Conversation.workspace_id))) == (1 if left else 0)


def _left(engine: Engine, refreshed_at: datetime, rows: list[Base]) -> int:
    with sessions_on(engine).begin() as session:
        session.add_all(people(refreshed_at))
        session.flush()
        session.add_all(rows)
    expire(engine)
    with sessions_on(engine).begin() as session:
        return session.scalar(select(func.count(Person.workspace_id))) or 0


@pytest.mark.parametrize(
    ("keep", "after", "has_words"),
    [
        (TEXT, TEXT - SECOND, True),
        (TEXT, TEXT, False),
        (timedelta(days=7), timedelta(days=7) - SECOND, True),
        (timedelta(days=7), timedelta(days=7), False),
        (timedelta(days=90), timedelta(days=90) - SECOND, True),
        (timedelta(days=90), timedelta(days=90), False),
    ],
)
def test_words_go_when_the_setting_says_so(engine: Engine, keep: timedelta, after: timedelta, has_words: bool) -> None:
    ended, settings = NOW - after, Settings(kickstand_keep_text=keep)
    with sessions_on(engine).begin() as session:
        session.add_all(people())
        session.flush()
        said = Said(id="s1", author_id=RIYA, part=Part.ASK, text="Acme?", at=ended)
        session.add(question(ended, said=[said], tried="a", forget_at=ended + TEXT, due_at=ended + TEXT))
    expire(engine, settings)
    with sessions_on(engine).begin() as session:
        _due_steps(session, settings)
    with sessions_on(engine).begin() as session:
        found = session.get_one(Request, "r1")
        assert bool(found.said) is bool(found.tried) is has_words
        assert found.status == Status.CLOSED


def _due_steps(session: Session, settings: Settings) -> None:
    for _ in range(3):
        if due := clockwork.next_due(session, NOW):
            clockwork.take_step(session, settings, due.request_id, NOW)
            session.flush()


def test_a_long_backlog_goes_in_batches(engine: Engine) -> None:
    with sessions_on(engine).begin() as session:
        session.add_all(people())
        session.flush()
        session.add_all(question(NOW - RECORDS, id=f"r{number}") for number in range(2 * BATCH + 1))
    assert expire(engine) == 3
    with sessions_on(engine).begin() as session:
        assert session.scalar(select(func.count(Request.workspace_id))) == 0


def test_another_workspaces_rows_are_its_own(engine: Engine) -> None:
    with engine.begin() as connection:
        there = {"id": "T0OTHER", "name": "", "bot_user_id": "", "bot_id": "", "scopes": "", "installed_at": NOW}
        connection.execute(insert(Workspace).values(there))
    with inside("T0OTHER"), sessions_on(engine).begin() as session:
        session.add_all(people(NOW - 2 * RECORDS))
    assert stays(engine, Person, line(None))
    with inside("T0OTHER"), sessions_on(engine).begin() as session:
        assert session.scalar(select(func.count(Person.workspace_id))) == 2
        expire_some(session, SETTINGS, NOW)
        assert session.scalar(select(func.count(Person.workspace_id))) == 0


def test_the_job_runs_with_the_others(story: Story) -> None:
    story.riya.says("Can I give Acme 20 %?")
    story.riya.clicks("Solved it")
    story.waits(days=30)
    assert story.request().said == []
    story.waits(days=365)
    assert story.requests() == 1
    story.waits(days=1)
    assert story.requests() == 0
