"""Who is asked, that each is counted once, and that no row joins a person to an answer. On a real database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.orm import Session

from bot.app import tables
from bot.privacy.service.forgetting import forget
from bot.pulse import service as pulse
from bot.pulse.messages import kinds, sections
from bot.pulse.models import Pulse, PulseInvitation, PulseTally
from bot.pulse.rules import ANSWERS, ITEMS
from bot.settings import ScoreMode, Settings
from bot.slack.errors import Refusal
from bot.slack.installing.workspaces import Workspace
from bot.slack.outbox import Post
from bot.store.workspace import inside, sessions_on
from bot.team import service as team
from tests.conftest import KEY
from tests.team.world import profile

TUESDAY = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
"""Ten in Berlin."""
_numbers = count()
Given = tuple[int, int, int]
three = st.tuples(*[st.sampled_from(ANSWERS)] * 3)
on_a_database = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Asked:
    """Mona's team of `size`, in a workspace of its own."""

    def __init__(self, engine: Engine, size: int = 7, mode: ScoreMode = ScoreMode.ON) -> None:
        self.engine, self.workspace = engine, f"T0PULSE{next(_numbers)}"
        self.settings = Settings(kickstand_secret_key=KEY, kickstand_score=mode)
        self.now = TUESDAY
        self.reps = [f"rep_{number}" for number in range(size)]
        here = {
            "id": self.workspace,
            "name": "",
            "bot_user_id": "",
            "bot_id": "",
            "scopes": "",
            "installed_at": TUESDAY,
        }
        with engine.execution_options(every_workspace=True).begin() as connection:
            connection.execute(insert(Workspace).values(here))
        with self.session() as session:
            for each in ("mona", "nora", *self.reps):
                team.remember(session, profile(each, name=each.title()), TUESDAY)
            for each in self.reps:
                team.import_line(session, each, "mona", None, None, TUESDAY - timedelta(weeks=20))

    @contextmanager
    def session(self) -> Iterator[Session]:
        with inside(self.workspace), sessions_on(self.engine).begin() as session:
            yield session

    def steps(self, **later: float) -> bool:
        """What the job does for Mona's team, so much after the Tuesday."""
        self.now = TUESDAY + timedelta(**later)
        with self.session() as session:
            return pulse.step(session, self.settings, "mona", self.now)

    def answers(self, rep: str, given: Given) -> None:
        with self.session() as session:
            asked = session.scalars(select(Pulse)).one()
            pulse.answer(session, asked.id, rep, given, self.now)

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """What is stored of the pulse."""
        with self.session() as session:
            found = {}
            for table, order in ((Pulse, "id"), (PulseInvitation, "person_id"), (PulseTally, "item, answer")):
                query = text(f"SELECT * FROM {table.__tablename__} WHERE workspace_id = :here ORDER BY {order}")
                found[table.__tablename__] = [tuple(row) for row in session.execute(query, {"here": self.workspace})]
            return found

    def shown(self, person: str) -> str:
        with self.session() as session:
            return str(sections(self.settings, session, person, self.now))

    def posts(self, kind: str) -> list[Post]:
        with self.session() as session:
            found = list(session.scalars(select(Post).where(Post.kind == kind)))
            session.expunge_all()
            return found


def test_a_team_of_five_is_asked_once_a_quarter_each_at_ten_of_their_own_clock(engine: Engine) -> None:
    asked = Asked(engine, size=5)
    with asked.session() as session:
        team.person(session, "rep_0").zone = "America/New_York"
    assert not asked.steps(minutes=-1)
    assert asked.steps() and not asked.steps(minutes=1) and not asked.steps(days=3)
    at = {post.person_id: post.next_try_at for post in asked.posts(pulse.ASK)}
    assert at == {**dict.fromkeys(asked.reps, TUESDAY), "rep_0": TUESDAY + timedelta(hours=6)}
    assert len(asked.rows()["pulse_tally"]) == len(ITEMS) * len(ANSWERS)
    assert asked.steps(days=14) and not asked.steps(days=14, minutes=1) and not asked.steps(days=30)


@pytest.mark.parametrize(
    ("size", "mode", "days", "happens"),
    [
        (4, ScoreMode.ON, 0, False),
        (5, ScoreMode.AGGREGATE, 0, True),
        (5, ScoreMode.OFF, 0, False),
        (5, ScoreMode.ON, 6, True),
        (5, ScoreMode.ON, 8, False),
    ],
)
def test_who_is_asked_and_when(engine: Engine, size: int, mode: ScoreMode, days: int, happens: bool) -> None:
    assert Asked(engine, size, mode).steps(days=days) is happens


def test_nobody_is_asked_twice_in_a_quarter_not_even_on_another_team(engine: Engine) -> None:
    asked = Asked(engine, size=8)
    asked.steps()
    with asked.session() as session:
        for rep in asked.reps[:5]:
            team.import_line(session, rep, "nora", None, None, asked.now)
        assert not pulse.step(session, asked.settings, "nora", asked.now)


def test_each_is_counted_once_and_hears_so(engine: Engine) -> None:
    asked = Asked(engine)
    asked.steps()
    asked.answers("rep_0", (4, 5, 1))
    before = asked.rows()["pulse_tally"]
    with pytest.raises(Refusal, match="it has been counted"):
        asked.answers("rep_0", (1, 1, 1))
    with pytest.raises(ValueError, match="one answer to each"):
        asked.answers("rep_1", (0, 9, 1))
    assert asked.rows()["pulse_tally"] == before
    assert "it has been counted" not in asked.shown("rep_0")


def test_only_who_was_asked_may_answer_while_it_is_open_and_they_are_on_that_team(engine: Engine) -> None:
    asked = Asked(engine)
    asked.steps()
    for stranger in ("mona", "nora"):
        with pytest.raises(Refusal, match="for somebody else"):
            asked.answers(stranger, (4, 4, 4))
    with asked.session() as session:
        team.import_line(session, "rep_1", "nora", None, None, asked.now)
    with pytest.raises(Refusal, match="no longer on"):
        asked.answers("rep_1", (4, 4, 4))
    assert "Answer 3 questions" not in asked.shown("rep_1")
    asked.now = TUESDAY + timedelta(days=14)
    with pytest.raises(Refusal, match="is over"):
        asked.answers("rep_2", (4, 4, 4))


def test_nothing_is_shown_before_it_is_over(engine: Engine) -> None:
    asked = Asked(engine)
    asked.steps()
    for rep in asked.reps:
        asked.answers(rep, (5, 5, 5))
    assert asked.shown("mona") == "[]" and asked.shown("rep_0") == "[]"
    assert not asked.posts(pulse.RESULT)
    asked.steps(days=14)
    assert "7 answers" in asked.shown("mona") and "mostly yes" in asked.shown("mona")
    assert "Mona's team" in asked.shown("rep_0") and asked.shown("nora") == "[]"
    (told,) = asked.posts(pulse.RESULT)
    assert told.person_id == "mona"
    asked.now = TUESDAY + timedelta(days=60)
    assert asked.shown("mona") == "[]"


def test_of_fewer_than_five_answers_nothing_is_kept(engine: Engine) -> None:
    asked = Asked(engine)
    asked.steps()
    for rep in asked.reps[:4]:
        asked.answers(rep, (1, 1, 1))
    asked.steps(days=14)
    assert not asked.rows()["pulse_tally"] and not asked.rows()["pulse_invitation"]
    assert "nothing is kept" in asked.shown("mona") and "mostly" not in asked.shown("mona")


def test_who_is_forgotten_is_in_no_row_and_their_answer_stays_counted(engine: Engine) -> None:
    asked = Asked(engine)
    asked.steps()
    for rep in asked.reps[:5]:
        asked.answers(rep, (5, 3, 1))
    with asked.session() as session:
        forget(session, asked.settings, "rep_0", None, asked.now)
    assert "rep_0" not in str(asked.rows())
    asked.steps(days=14)
    assert "5 answers" in asked.shown("mona")


def test_not_even_the_database_knows_which_count_went_up_with_whose_answer(engine: Engine) -> None:
    """PostgreSQL tells of every row which transaction wrote it last; SQLite, in which order they lie there."""
    asked = Asked(engine)
    asked.steps()
    before = lie_there(asked)
    asked.answers("rep_3", (1, 5, 2))
    asked.answers("rep_1", (4, 4, 4))
    assert lie_there(asked) == before
    if engine.dialect.name == "postgresql":
        with asked.session() as session:
            query = "SELECT DISTINCT CAST(xmin AS text) FROM {} WHERE workspace_id = :here"
            written = [
                set(session.scalars(text(query.format(name)), {"here": asked.workspace}))
                for name in ("pulse_tally", "pulse_invitation")
            ]
        assert written[0] == written[1] and len(written[0]) == 1


def lie_there(asked: Asked) -> list[list[object]]:
    """Whose rows, and which answers', come in which order when the database is not asked for one."""
    with asked.session() as session:
        queries = ("SELECT person_id FROM pulse_invitation", "SELECT item * 10 + answer FROM pulse_tally")
        here = {"here": asked.workspace}
        return [list(session.scalars(text(f"{query} WHERE workspace_id = :here"), here)) for query in queries]


@given(given=st.lists(three, min_size=7, max_size=7), order=st.permutations(range(7)), shift=st.integers(1, 6))
@on_a_database
def test_who_gave_which_answer_leaves_no_trace(
    engine: Engine, given: list[Given], order: list[int], shift: int
) -> None:
    """The same answers from other people, in another order, leave the same rows and say the same words.

    Ids that are made up are the same in neither; they are blanked, and so are those of the people's messages.
    """
    if engine.dialect.name != "sqlite":
        pytest.skip("arithmetic: one kind of database is enough")
    seen = []
    for who in (lambda n: n, lambda n: (order[n] + shift) % 7):
        asked = Asked(engine)
        asked.steps()
        for place in range(7):
            asked.answers(f"rep_{who(place)}", given[place])
        open_ = {name: _blank(asked, rows) for name, rows in asked.rows().items()}
        asked.steps(days=14)
        closed = {name: _blank(asked, rows) for name, rows in asked.rows().items()}
        words = [asked.shown(person) for person in ("mona", *asked.reps)]
        elsewhere = _elsewhere(asked)
        seen.append((open_, closed, words, elsewhere))
    assert seen[0] == seen[1]


def _blank(asked: Asked, rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    made_up = {row[column] for row in asked.rows()["pulse"] for column in (0, 1)}
    return [
        tuple("" if each in made_up or len(str(each)) == 32 or each == asked.workspace else each for each in row)
        for row in rows
    ]


def _elsewhere(asked: Asked) -> dict[str, int]:
    """How many rows there are in every other table: nothing else was written down."""
    with asked.session() as session:
        names = [table.name for table in tables().sorted_tables if "workspace_id" in table.c]
        query = "SELECT count(*) FROM {} WHERE workspace_id = :here"
        return {
            name: session.execute(text(query.format(name)), {"here": asked.workspace}).scalar_one() for name in names
        }


def test_switched_off_nothing_that_came_of_it_is_shown_or_sent(engine: Engine) -> None:
    asked = Asked(engine)
    asked.steps()
    for rep in asked.reps:
        asked.answers(rep, (5, 5, 5))
    asked.steps(days=14)
    (told,), (asking, *_) = asked.posts(pulse.RESULT), asked.posts(pulse.ASK)
    asked.settings = Settings(kickstand_secret_key=KEY, kickstand_score=ScoreMode.OFF)
    render = kinds(asked.settings)
    with asked.session() as session:
        assert render[pulse.RESULT].render(session, told, asked.now) is None
        assert render[pulse.ASK].render(session, asking, asked.now) is None
    assert asked.shown("mona") == asked.shown("rep_0") == "[]"


def test_switched_off_meanwhile_it_is_closed_without_a_word(engine: Engine) -> None:
    asked = Asked(engine)
    asked.steps()
    asked.settings = Settings(kickstand_secret_key=KEY, kickstand_score=ScoreMode.OFF)
    assert asked.shown("rep_0") == "[]"
    assert asked.steps(days=14) and not asked.posts(pulse.RESULT)
    assert not asked.rows()["pulse_invitation"]
