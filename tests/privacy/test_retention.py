"""How long anything is kept: to the second, as the settings say, in batches, in every workspace."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, func, insert, select, text
from sqlalchemy.orm import Session

from bot.digest.models import LeadDigest
from bot.digest.service import LEAD
from bot.growth.models import LevelSet
from bot.growth.rules import Level, Setting, standing
from bot.privacy.rules import BATCH, QUIET, STRANGER
from bot.privacy.service.forgetting import forget
from bot.privacy.service.retention import expire_some
from bot.requests.models import History, Request, Said
from bot.requests.rules import Move, Part, Status, WayIn
from bot.requests.service import clockwork
from bot.score.models import WeeklyScore
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.conversations import Conversation
from bot.slack.installing.workspaces import Workspace
from bot.slack.outbox import Post
from bot.slack.receiving.seen import KEEP as KEEP_SEEN
from bot.slack.receiving.seen import Seen
from bot.store.base import Base
from bot.store.workspace import Owned, inside, sessions_on
from bot.team.models import Person, QuietTime, ReportingLine, Team, TimeOff
from bot.team.rules import LineStatus, Topic
from bot.wins.models import Win
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


def win(offered: timedelta, told: date | None) -> Win:
    """Offered so long ago."""
    return Win(id="w1", rep_id=RIYA, lead_id=MONA, text="Acme signed", offered_at=NOW - offered, told_on=told)


def has_win(engine: Engine, *rows: Base, settings: Settings = SETTINGS) -> str | None:
    """The words of the win after what was to go has gone; empty where it was told and the words are gone."""
    with sessions_on(engine).begin() as session:
        for row in (*people(), *rows):
            session.add(row)
            session.flush()
    expire(engine, settings)
    with sessions_on(engine).begin() as session:
        found = session.get(Win, "w1")
        return (found.text or "") if found else None


def digest(posted: timedelta) -> LeadDigest:
    return LeadDigest(id="d1", lead_id=MONA, monday=date(2026, 10, 5), numbers="{}", posted_at=NOW - posted)


@pytest.mark.parametrize(
    ("offered", "told", "posted", "text"),
    [
        (TEXT - SECOND, date(2026, 10, 5), TEXT / 2, "Acme signed"),
        (TEXT, date(2026, 10, 5), TEXT / 2, ""),
        (TEXT, date(2026, 9, 28), TEXT / 2, None),  # no digest of that Monday is there any more
        (TEXT - SECOND, None, TEXT / 2, "Acme signed"),
        (TEXT, None, TEXT / 2, None),
    ],
)
def test_a_win_that_was_told_stays_without_words_as_long_as_its_digest(
    engine: Engine, offered: timedelta, told: date | None, posted: timedelta, text: str | None
) -> None:
    assert has_win(engine, win(offered, told), digest(posted)) == text


def test_once_its_digest_goes_so_does_the_win(engine: Engine) -> None:
    assert has_win(engine, win(RECORDS, date(2026, 10, 5)), digest(RECORDS)) is None


def test_a_win_waits_thirty_days_to_be_told_even_where_words_go_sooner(engine: Engine) -> None:
    short = Settings(kickstand_keep_text=timedelta(days=7))
    assert has_win(engine, win(timedelta(days=29), None), settings=short) == "Acme signed"


def test_whoever_is_forgotten_goes_from_the_digests_that_told_their_wins_long_ago(engine: Engine) -> None:
    has_win(engine, win(TEXT, date(2026, 10, 5)), digest(TEXT / 2))
    with sessions_on(engine).begin() as session:
        told = outbox.want(session, LEAD, "d1", MONA, NOW)
        told.sent, told.ts, told.next_try_at = told.wanted, "1.2", None
        session.flush()
        forget(session, SETTINGS, RIYA, None, NOW)
        session.expire_all()
        assert session.get(Win, "w1") is None
        assert outbox.find(session, LEAD, "d1").next_try_at == NOW  # type: ignore[union-attr]


@given(said=st.lists(st.sampled_from(Level), max_size=7), old=st.integers(0, 7))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_level_that_holds_stays_with_its_first_day_and_the_newest_not_yet(
    engine: Engine, said: list[Level], old: int
) -> None:
    """Whatever else was said goes after as long as any record."""
    with sessions_on(engine).begin() as session:
        session.execute(delete(LevelSet))
        if session.get(Person, RIYA) is None:
            session.add_all(people())
        session.flush()
        for number, level in enumerate(said):
            at = NOW - RECORDS + timedelta(days=number - 9 if number < old else number + 9)
            session.add(LevelSet(rep_id=RIYA, by_id=MONA, topic=Topic.PRICING, level=level, at=at))
            session.flush()
    before = _levels(engine)
    expire(engine)
    after = _levels(engine)
    holding: list[Setting] = []
    for each in before:
        holding = [*holding, each] if holding and holding[-1].level == each.level else [each]
    kept = {*holding[:1], *holding[-1:]}
    assert after == [each for each in before if each in kept or each.at > NOW - RECORDS]
    assert standing(after, ramp=False).level == standing(before, ramp=False).level
    if holding and holding[0].level != Level.SUPPORTED:
        assert standing(after, ramp=False) == standing(before, ramp=False)


def _levels(engine: Engine) -> list[Setting]:
    with sessions_on(engine).begin() as session:
        return [Setting(each.level, each.at) for each in session.scalars(select(LevelSet).order_by(LevelSet.id))]


def test_what_cannot_go_in_one_workspace_keeps_nothing_in_another(story: Story) -> None:
    """Somebody began to refer to a person of one: its rows wait, the other's go."""
    engine, when = story.kickstand.engine, story.clock() - 2 * RECORDS
    with engine.execution_options(every_workspace=True).begin() as connection:
        for each in ("T0AAA", "T0ZZZ"):
            there = {"id": each, "name": "", "bot_user_id": "", "bot_id": "", "scopes": "", "installed_at": when}
            connection.execute(insert(Workspace).values(there))
    for each in ("T0AAA", "T0ZZZ"):
        with inside(each), sessions_on(engine).begin() as session:
            session.add_all(people(when))
    key = "FOREIGN KEY (workspace_id, person_id) REFERENCES person (workspace_id, id)"
    try:
        with engine.begin() as connection:
            connection.execute(text(f"CREATE TABLE diary (workspace_id VARCHAR(32), person_id VARCHAR(32), {key})"))
            connection.execute(text(f"INSERT INTO diary VALUES ('T0AAA', '{RIYA}')"))
        story.kickstand.jobs.expire()
        for each, left in (("T0AAA", 2), ("T0ZZZ", 0)):
            with inside(each), sessions_on(engine).begin() as session:
                assert session.scalar(select(func.count(Person.workspace_id))) == left
    finally:
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE IF EXISTS diary"))


def test_the_job_runs_with_the_others(story: Story) -> None:
    story.riya.says("Can I give Acme 20 %?")
    story.riya.clicks("Solved it")
    story.waits(days=30)
    assert story.request().said == []
    story.waits(days=365)
    assert story.requests() == 1
    story.waits(days=1)
    assert story.requests() == 0
