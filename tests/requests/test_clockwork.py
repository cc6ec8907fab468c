"""What falls due, on a database without Slack: each step once, the earliest first, nothing in the wrong hour."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.requests.models import History, Request, Said
from bot.requests.rules import KEEP_OPEN_TEXT, Answer, Label, Move, Outcome, Status, Step, WayIn
from bot.requests.service import answering, clockwork, holding
from bot.requests.service.asking import Question, ask
from bot.settings import Settings
from bot.slack.outbox import Post
from bot.slack.profiles import Profile, Quiet
from bot.store.engine import Sessions, open_engine
from bot.store.workspace import sessions_on
from bot.team import service as team
from bot.team.models import Person
from bot.team.service.people import set_quiet
from bot.team.working_time import NoWorkingTime, is_working, next_working
from tests.conftest import KEY

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
RIYA, MONA, DANA = "U1", "U2", "U3"
FAR = datetime(2028, 1, 1, tzinfo=UTC)


@dataclass
class Desk:
    """A team in a database, and its clockwork."""

    sessions: Sessions
    settings: Settings

    def ask(self, words: str, now: datetime) -> str:
        with self.sessions.begin() as session:
            return ask(session, self.settings, Question(RIYA, words, WayIn.COMMAND), now).id

    def run(self, now: datetime) -> int:
        """All that is due; answers how many steps that took."""
        steps = 0
        while True:
            with self.sessions.begin() as session:
                due = clockwork.next_due(session, now)
            if due is None:
                return steps
            with self.sessions.begin() as session:
                clockwork.take_step(session, self.settings, due.request_id, now)
            steps += 1
            assert steps < 100, "a step comes back for ever"

    def get(self, request_id: str) -> Request:
        with self.sessions.begin() as session:
            found = session.get_one(Request, request_id)
            _ = found.said, found.history
            session.expunge_all()
            return found

    def posts(self, kind: str) -> int:
        with self.sessions.begin() as session:
            return session.scalar(select(func.count()).select_from(Post).where(Post.kind == f"request.{kind}")) or 0


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    settings = Settings(database_url=database_url, kickstand_secret_key=KEY)
    engine = open_engine(settings)
    desk = Desk(sessions_on(engine), settings)
    with desk.sessions.begin() as session:
        for key, name in ((RIYA, "Riya Shah"), (MONA, "Mona Berg"), (DANA, "Dana Ruiz")):
            team.remember(session, Profile(key, name, "Europe/Berlin", False, False, "", "", None), MONDAY)
        team.import_line(session, RIYA, MONA, None, None, MONDAY - timedelta(weeks=12))
    yield desk
    engine.dispose()


def test_the_whole_life_of_an_unanswered_request(desk: Desk) -> None:
    """Life of a request, 3 and 9"""
    request = desk.ask("Can I give Acme 20 %?", MONDAY)
    assert desk.run(MONDAY + timedelta(minutes=49)) == 0
    assert desk.run(MONDAY + timedelta(minutes=50)) == 1
    assert (desk.posts("check"), desk.get(request).status) == (1, Status.HELD)
    assert desk.run(MONDAY + timedelta(minutes=60)) == 1
    assert (desk.posts("card"), desk.get(request).status) == (1, Status.DELIVERED)
    assert desk.run(MONDAY + timedelta(hours=3)) == 1
    assert (desk.posts("reminder"), desk.posts("waiting")) == (1, 1)
    found = desk.get(request)
    assert found.due_at == found.forget_at == found.asked_at + KEEP_OPEN_TEXT, "its words go after a year"
    assert desk.run(FAR) == 1
    assert desk.get(request).status == Status.DELIVERED, "the card may wait as long as it takes"


def test_the_words_go_thirty_days_after_the_end_and_the_times_stay(desk: Desk) -> None:
    """Guardrail 6"""
    request = desk.ask("Can I give Acme 20 %?", MONDAY)
    desk.run(MONDAY + timedelta(hours=1))
    with desk.sessions.begin() as session:
        answering.answer(session, desk.settings, request, MONA, Answer.YOUR_CALL, MONDAY + timedelta(hours=2))
    desk.run(MONDAY + timedelta(days=3))
    assert desk.get(request).status == Status.CLOSED
    desk.run(MONDAY + timedelta(days=15))
    assert desk.posts("outcome") == 1
    with desk.sessions.begin() as session:
        answering.outcome(session, request, RIYA, Outcome.WELL, MONDAY + timedelta(days=16))
    ended = desk.get(request).ended_at
    assert ended is not None
    desk.run(ended + timedelta(days=30) - timedelta(seconds=1))
    assert desk.get(request).text
    desk.run(ended + timedelta(days=30))
    kept = desk.get(request)
    assert (kept.text, kept.options, kept.tried_text) == ("", [], "")
    assert (kept.label, kept.answer, kept.asked_at) == (Label.DELEGATED, Answer.YOUR_CALL, MONDAY)
    with desk.sessions.begin() as session:
        assert session.scalar(select(func.count()).select_from(Said)) == 0
        assert session.scalar(select(func.count()).select_from(History)) == 3


def test_after_long_downtime_one_look_does_everything_that_is_due(desk: Desk) -> None:
    """A missed tick is harmless: the check is not asked any more, the release goes first, then the reminder counts."""
    request = desk.ask("Can I give Acme 20 %?", MONDAY)
    late = MONDAY + timedelta(hours=6)
    desk.run(late)
    assert (desk.posts("check"), desk.posts("card"), desk.posts("reminder")) == (0, 1, 0)
    assert [each.move for each in desk.get(request).history] == [Move.RELEASE]
    desk.run(late)
    assert len(desk.get(request).history) == 1
    desk.run(late + timedelta(days=1))
    assert desk.posts("reminder") == 1


def test_a_step_that_another_process_took_is_not_taken_again(desk: Desk) -> None:
    request = desk.ask("Can I give Acme 20 %?", MONDAY)
    hour = MONDAY + timedelta(hours=1)
    desk.run(hour)
    for _ in range(3):
        with desk.sessions.begin() as session:
            clockwork.take_step(session, desk.settings, request, hour)
    assert len(desk.get(request).history) == 1
    with desk.sessions.begin() as session:
        clockwork.take_step(session, desk.settings, "0" * 32, hour)  # erased meanwhile


def test_a_postponed_request_is_looked_at_again_later(desk: Desk) -> None:
    request = desk.ask("Can I give Acme 20 %?", MONDAY)
    hour = MONDAY + timedelta(hours=1)
    with desk.sessions.begin() as session:
        clockwork.postpone(session, request, hour + timedelta(minutes=5))
    assert desk.run(hour) == 0
    assert desk.run(hour + timedelta(minutes=5)) >= 1
    assert desk.get(request).status == Status.DELIVERED


@pytest.mark.parametrize("end", ["solve", "park", "take_back"])
def test_what_is_over_falls_due_only_to_be_forgotten(desk: Desk, end: str) -> None:
    request = desk.ask("Can I give Acme 20 %?", MONDAY)
    with desk.sessions.begin() as session:
        getattr(holding, end)(session, request, RIYA, MONDAY)
    moments = {step: at for step, at in desk.get(request).moments.items() if at}
    assert moments == {Step.FORGET: MONDAY + timedelta(days=30)}
    desk.run(FAR)
    assert (desk.posts("card"), desk.posts("check")) == (0, 0)
    assert desk.get(request).due_at is None


def quiet(start: int, minutes: int) -> Quiet:
    return Quiet(MONDAY + timedelta(minutes=start), MONDAY + timedelta(minutes=start + minutes))


STRETCHES = st.lists(st.tuples(st.integers(1, 90), st.integers(1, 240), st.booleans()), max_size=6)


@given(STRETCHES)
def test_do_not_disturb_on_and_off_never_loses_what_was_quiet(events: list[tuple[int, int, bool]]) -> None:
    """S2.1: the person's stretches, over any series of switches, are those in which the switch was on."""

    mona = Person(id=MONA, name="Mona Berg", refreshed_at=MONDAY)
    now, on_until, truly = 0, 0, set[int]()
    for wait, length, switched_on in events:
        truly |= set(range(now, min(now + wait, max(on_until, now))))
        now += wait
        set_quiet(mona, quiet(now, length) if switched_on else None, MONDAY + timedelta(minutes=now))
        on_until = now + length if switched_on else now
    truly |= set(range(now, on_until))
    kept = {
        minute
        for minute in range(0, 1500)
        for each in mona.quiet
        if each.starts_at <= MONDAY + timedelta(minutes=minute) < each.ends_at
    }
    assert kept == truly


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_a_release_falls_into_the_managers_hours_whenever_somebody_looks(desk: Desk, hour: int) -> None:
    """S2.1"""
    request = desk.ask("Can I give Acme 20 %?", MONDAY)
    with desk.sessions.begin() as session:
        hours = team.hours(session, team.person(session, MONA), desk.settings, MONDAY)
    looked = MONDAY + timedelta(days=1, hours=hour)
    desk.run(looked)
    if is_working(hours, looked):
        assert desk.get(request).status == Status.DELIVERED
    else:
        release_at = desk.get(request).release_at
        assert release_at is not None
        assert is_working(hours, release_at)
        assert release_at > looked


@pytest.mark.parametrize(
    ("zone", "asked", "released"),
    [
        ("Europe/Berlin", "2027-03-26T16:30", "2027-03-29T07:30"),  # forward on 28 March
        ("Europe/Berlin", "2026-10-23T15:30", "2026-10-26T08:30"),  # back on 25 October
        ("America/New_York", "2027-03-12T22:30", "2027-03-15T13:30"),  # forward on 14 March
        ("America/New_York", "2026-10-30T21:30", "2026-11-02T14:30"),  # back on 1 November
    ],
)
def test_friday_half_past_five_is_monday_half_past_nine_whatever_the_clocks_do(
    desk: Desk, zone: str, asked: str, released: str
) -> None:
    """S2.1"""
    with desk.sessions.begin() as session:
        team.person(session, MONA).zone = zone
    request = desk.ask("Can I give Acme 20 %?", datetime.fromisoformat(asked).replace(tzinfo=UTC))
    due = datetime.fromisoformat(released).replace(tzinfo=UTC)
    assert desk.get(request).release_at == due
    desk.run(due - timedelta(seconds=1))
    assert desk.get(request).status == Status.HELD
    desk.run(due)
    assert desk.get(request).status == Status.DELIVERED


@pytest.mark.parametrize(("wish", "minutes"), [(5, 20), (45, 45), (200, 90), (None, 60)])
def test_a_reps_own_window_stays_within_the_managers_bounds(desk: Desk, wish: int | None, minutes: int) -> None:
    """S3.8: the manager allows 20 to 90 minutes."""
    with desk.sessions.begin() as session:
        own = team.team(session, MONA, MONDAY)
        own.rep_hold_least, own.rep_hold_most = 20, 90
        team.person(session, RIYA).hold_minutes = wish
    request = desk.ask("Can I give Acme 20 %?", MONDAY)
    assert desk.get(request).release_at == MONDAY + timedelta(minutes=minutes)


def test_a_manager_without_any_working_time_gets_it_at_once(desk: Desk) -> None:
    """Guardrail 1: fail open"""
    with desk.sessions.begin() as session:
        team.team(session, MONA, MONDAY).work_days = ""
        hours = team.hours(session, team.person(session, MONA), desk.settings, MONDAY)
    with pytest.raises(NoWorkingTime):
        next_working(hours, MONDAY)
    request = desk.ask("Can I give Acme 20 %?", MONDAY)
    desk.run(MONDAY)
    assert desk.get(request).status == Status.DELIVERED
