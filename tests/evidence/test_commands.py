"""`kickstand replay` and `kickstand evidence`: what they print, that they only read, and what is said of bad input."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from freezegun import freeze_time
from sqlalchemy import Engine, insert
from sqlalchemy.exc import SQLAlchemyError

from bot.app import tables
from bot.cli import main
from bot.decisions.models import DecisionRight
from bot.decisions.rules import Right
from bot.growth.rules import Level
from bot.requests.models import Request, Said
from bot.requests.rules import WAITS, Bypass, Part, Status, WayIn
from bot.settings import Settings
from bot.slack.installing.workspaces import Workspace
from bot.slack.profiles import Profile
from bot.store.engine import Sessions, reading
from bot.store.workspace import inside, sessions_on
from bot.team import service as team
from bot.team.rules import Topic
from tests.conftest import KEY, TEAM

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
ASKED = NOW - timedelta(days=28)
"""Ten o'clock on a Monday in Berlin."""
NOBODY_LISTENS = "http://127.0.0.1:9/api/"
Run = Callable[..., tuple[int, str]]
Rows = dict[str, list[Any]]


@pytest.fixture
def sessions(engine: Engine) -> Sessions:
    """Mona with five reps, and Max with one."""
    found = sessions_on(engine)
    with found.begin() as session:
        for number, name in enumerate(("Mona Berg", "Max Berg", *(f"Rep {each}" for each in range(6)))):
            profile = Profile(f"U{number}", name, "Europe/Berlin", False, False, "", "", None)
            team.remember(session, profile, NOW)
        for number in range(2, 8):
            team.import_line(session, f"U{number}", "U1" if number == 7 else "U0", None, None, ASKED)
    return found


@pytest.fixture
def run(engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs one command on that database; nobody listens where Slack would be."""
    monkeypatch.chdir(tmp_path)  # no `.env` of whoever runs the tests
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    base = {
        "COLUMNS": "200",
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_API_URL": NOBODY_LISTENS,
        "DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "KICKSTAND_SECRET_KEY": KEY,
    }

    def once(*words: str, **more: str) -> tuple[int, str]:
        for name, value in {**base, **more}.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as stopped, freeze_time(NOW, ignore=["sqlalchemy", "psycopg"]):
            main(list(words))
        printed = capsys.readouterr()
        return int(stopped.value.code or 0), " ".join((printed.out + printed.err).split())

    return once


def past(sessions: Sessions, rep: int = 2, *, status: Status = Status.SOLVED, **facts: Any) -> None:
    """A request that waited an hour; moments are given in minutes after it was asked."""
    number = facts.pop("number", 0)
    asked_at = facts.pop("asked_at", ASKED)
    for name in ("briefed_at", "delivered_at", "answered_at", "ended_at"):
        if name in facts:
            facts[name] = asked_at + timedelta(minutes=facts[name])
    defaults: dict[str, Any] = {
        "id": f"{rep}-{status}-{len(facts)}-{number}-{facts.get('ended_at')}"[:32],
        "rep_id": f"U{rep}",
        "manager_id": "U1" if rep == 7 else "U0",
        "way_in": WayIn.DM,
        "hold_seconds": 3600,
    }
    with sessions.begin() as session:
        request = Request(status=status, asked_at=asked_at, **(defaults | facts))
        request.said.append(Said(id=request.id, author_id="U2", part=Part.ASK, text="a secret question", at=asked_at))
        session.add(request)


@pytest.fixture
def month(sessions: Sessions) -> Sessions:
    """Four in the month: solved after 40 minutes, solved after 75, answered after 80, and one of Max's team."""
    past(sessions, 2, ended_at=40)
    past(sessions, 3, delivered_at=60, ended_at=75, asked_at=ASKED + timedelta(days=1))
    past(sessions, 4, status=Status.CLOSED, delivered_at=60, answered_at=80, ended_at=200)
    past(sessions, 7, status=Status.CLOSED, delivered_at=60, answered_at=80, ended_at=200)
    past(sessions, 2, way_in=WayIn.CHANNEL, ended_at=10)
    past(sessions, 3, status=Status.DELIVERED, delivered_at=60)
    return sessions


def everything(engine: Engine) -> Rows:
    """Every row of every table, as it is stored."""
    with engine.connect().execution_options(every_workspace=True) as connection:
        return {
            table.name: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').all()))
            for table in tables().sorted_tables
        }


@contextmanager
def only_reads(engine: Engine) -> Iterator[None]:
    """Not one row is another afterwards, in any table: the outbox is one of them."""
    before = everything(engine)
    yield
    assert everything(engine) == before


def test_a_replay_says_what_would_have_been_otherwise_and_changes_nothing(
    run: Run, month: Sessions, engine: Engine
) -> None:
    with only_reads(engine):
        code, printed = run("replay", "--hold", "30m")
        assert printed.startswith(
            "With a wait of 30 minutes, 4 of 4 questions would have reached managers, instead of 3."
        )
        assert "before the rep had settled it │ 1" in printed
        assert "would have come sooner │ 2 │ │ typically by │ 30 working minutes" in printed
        assert "in a channel │ 1" in printed and "still open │ 1" in printed
        assert "same minute" in printed and "nobody knows" not in printed
        code, printed = run("replay", "--hold", "90m")
        assert printed.startswith("With a wait of 90 minutes, between 0 and 2 of 4 questions would have reached")
        assert "Of 2 questions that were answered, between none and all would have been solved" in printed
    assert code == 0
    assert "secret" not in printed


def test_a_replay_can_be_of_one_manager_and_of_some_days(run: Run, month: Sessions) -> None:
    assert "of 3 questions" in run("replay", "--hold", "30m", "--manager", "mona")[1]
    assert "of 1 question" in run("replay", "--hold", "30m", "--manager", "U1")[1]
    assert "of 3 questions" in run("replay", "--hold", "30m", "--until", "2026-10-19")[1]
    assert "of 1 question" in run("replay", "--hold", "30m", "--since", "2026-10-20", "--until", "2026-10-20")[1]
    assert "Nothing that could be replayed" in run("replay", "--hold", "30m", "--since", "2026-11-16")[1]


def test_a_protected_amount_can_be_replayed(run: Run, sessions: Sessions, engine: Engine) -> None:
    past(sessions, 2, ended_at=40, briefed_at=5, amount=Decimal(60_000))
    past(sessions, 3, status=Status.CLOSED, bypass=Bypass.PROTECTED, amount=90_000, delivered_at=5, answered_at=9)
    late = {"delivered_at": 60, "briefed_at": 70, "answered_at": 80, "amount": 60_000}
    past(sessions, 4, status=Status.CLOSED, **late)  # it was out before the amount was known
    with only_reads(engine):
        _, printed = run("replay", "--protect-at", "50k")
    assert printed.startswith("With deals protected from 50,000, 3 of 3 questions would have reached managers")
    assert "not held and not scored │ 3, instead of 1" in printed
    assert "would have come sooner │ 0" in printed


def test_only_working_time_counts_in_a_replay(run: Run, sessions: Sessions) -> None:
    evening = ASKED.replace(hour=16, minute=30)  # half an hour before Mona stops; solved before she begins again
    past(sessions, 2, asked_at=evening, ended_at=15 * 60)
    assert "0 of 1 question." in run("replay", "--hold", "40m")[1]
    assert "1 of 1 question " in run("replay", "--hold", "20m")[1]


def test_what_a_deputy_had_is_counted_in_the_deputys_working_time(run: Run, sessions: Sessions) -> None:
    with sessions.begin() as session:
        team.remember(session, Profile("U8", "Aiko Mori", "Asia/Tokyo", False, False, "", "", None), NOW)
    past(sessions, 2, deputy_id="U8", ended_at=40)  # in Tokyo it is evening: no time has passed
    assert "0 of 1 question" in run("replay", "--hold", "30m")[1]


GROUND, GUIDED, ALONE = {"practice_id": "acme"}, {"level": Level.GUIDED}, {"level": Level.INDEPENDENT}


@pytest.mark.parametrize(
    ("facts", "hold", "said"),
    [
        ({**GROUND, "hold_seconds": 7200, "ended_at": 119}, "30m", "0 of 1 question"),  # as long as the team allows
        ({**ALONE, "hold_seconds": 7200, "ended_at": 119}, "30m", "0 of 1 question"),
        ({**GROUND, "ramp": True, "hold_seconds": 900, "ended_at": 14}, "13m", "1 of 1 question"),
        ({**GUIDED, "hold_seconds": 900, "delivered_at": 15, "ended_at": 20}, "30m", "1 of 1 question"),
        ({"hold_seconds": 900, "delivered_at": 15, "ended_at": 20}, "30m", "0 of 1 question"),
        ({"parked_by": "U2", "delivered_at": 60, "ended_at": 75}, "90m", "0 of 1 question"),
        ({"parked_by": "U0", "delivered_at": 60, "ended_at": 75}, "90m", "between 0 and 1 of 1 question"),
    ],
)
def test_whose_wait_it_was_and_who_settled_it_is_seen_in_a_replay(
    run: Run, sessions: Sessions, facts: dict[str, Any], hold: str, said: str
) -> None:
    past(sessions, 2, **facts)
    assert f", {said} " in run("replay", "--hold", hold)[1].replace(":", ",").replace(".", " ")


def test_what_the_manager_keeps_waited_no_longer_though_its_rep_goes_alone(run: Run, sessions: Sessions) -> None:
    kept = {"topic": Topic.PRICING, "title": "Currency", "right": Right.MINE, "created_at": ASKED}
    with sessions.begin() as session:
        session.add(DecisionRight(id="kept", manager_id="U0", **kept))
    past(sessions, 2, level=Level.INDEPENDENT, right_id="kept", ended_at=40)
    assert "1 of 1 question" in run("replay", "--hold", "30m")[1]


def test_the_connection_of_a_replay_cannot_write(engine: Engine, sessions: Sessions) -> None:
    with only_reads(engine), reading(engine) as connection, pytest.raises(SQLAlchemyError):
        connection.execute(
            insert(Workspace).values(id="T1", name="", bot_user_id="", bot_id="", scopes="", installed_at=NOW)
        )
    with engine.begin() as connection:  # and the next one can
        connection.execute(
            insert(Workspace).values(id="T1", name="", bot_user_id="", bot_id="", scopes="", installed_at=NOW)
        )


@pytest.mark.parametrize(
    ("words", "more", "sentence"),
    [
        (("replay",), {}, "Say what to try: --hold 30m, or --protect-at 50000, or both."),
        (("replay", "--hold", "soon"), {}, "--hold wants a length like 30m or 2h, 4h at most (it is 'soon')."),
        (("replay", "--hold", "5h"), {}, "--hold wants a length like 30m or 2h, 4h at most (it is '5h')."),
        (("replay", "--hold", "-3m"), {}, "--hold wants a length"),
        (("replay", "--protect-at", "much"), {}, "--protect-at: I can't read that as an amount."),
        (("replay", "--hold", "30m", "--since", "May"), {}, "--since wants a date like 2026-09-01 (it is 'May')."),
        (("replay", "--hold", "30m", "--until", "2026-02-30"), {}, "--until wants a date"),
        (("replay", "--hold", "30m", "--since", "2026-03-02", "--until", "2026-03-01"), {}, "--until comes before"),
        (("replay", "--hold", "30m", "--until", "9999-12-31"), {}, "--until wants a date"),
        (("replay", "--hold", "30m", "--manager", "Otto"), {}, "No manager here is called 'Otto'."),
        (("replay", "--hold", "30m", "--manager", "U2"), {}, "No manager here is called 'U2'."),
        (("replay", "--hold", "30m", "--workspace", "T9"), {}, "Say which workspace is meant"),
        (("replay", "--hold", "30m"), {"KICKSTAND_SCORE": "off"}, "KICKSTAND_SCORE is off"),
        (("evidence",), {"KICKSTAND_SCORE": "off"}, "KICKSTAND_SCORE is off"),
        (("evidence", "--since", "2026"), {}, "--since wants a date"),
        (("evidence",), {"DATABASE_URL": "sqlite:////nowhere/k.db"}, "There is no database at /nowhere/k.db"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    run: Run, month: Sessions, words: tuple[str, ...], more: dict[str, str], sentence: str
) -> None:
    code, printed = run(*words, **more)
    assert sentence in printed
    assert code == 2
    assert "Traceback" not in printed


def test_of_two_managers_with_one_name_the_id_is_asked_for(run: Run, month: Sessions) -> None:
    with month.begin() as session:
        profile = Profile("U1", "Mona Lind", "Europe/Berlin", False, False, "", "", None)
        team.remember(session, profile, NOW)
    code, printed = run("replay", "--hold", "30m", "--manager", "mona")
    assert code == 2
    assert "'mona' could be several: Mona Berg (U0), Mona Lind (U1). Give the id." in printed


def test_where_only_counts_of_five_and_more_are_wanted_fewer_are_not_shown(run: Run, month: Sessions) -> None:
    _, printed = run("replay", "--hold", "30m", KICKSTAND_SCORE="aggregate")
    assert printed == "KICKSTAND_SCORE is aggregate: counts are shown from 5 reps on, and 4 asked."
    for rep in (5, 6):
        past(month, rep, ended_at=40)
    assert "of 6 questions" in run("replay", "--hold", "30m", KICKSTAND_SCORE="aggregate")[1]


def test_drawn_waits_are_compared_from_five_reps_on(run: Run, sessions: Sessions, engine: Engine) -> None:
    for rep in range(2, 6):
        for number, minutes in enumerate(WAITS):
            past(sessions, rep, drawn_minutes=minutes, number=number, ended_at=20)
    with only_reads(engine):
        code, printed = run("evidence")
    assert (code, printed) == (
        0,
        "Drawn waits are compared from 5 reps on, with questions at least a week old; reps so far: 4.",
    )
    past(sessions, 6, drawn_minutes=90, status=Status.CLOSED, delivered_at=90, answered_at=100, ended_at=200)
    with only_reads(engine):
        printed = run("evidence")[1]
    assert printed.startswith("17 questions of 5 reps drew a wait; beside 60 minutes, no wait clearly changes")
    assert "80 % (38-96)" in printed
    assert "0 of 5" in printed and "1 of 5" not in printed, "nobody asked again"
    past(sessions, 6, asked_at=ASKED + timedelta(days=1), way_in=WayIn.CHANNEL, ended_at=10)
    assert "1 of 5" not in run("evidence")[1], "who writes in the channel has not asked Kickstand"
    past(sessions, 6, asked_at=ASKED + timedelta(days=1), ended_at=10)
    assert "1 of 5" in run("evidence")[1], "asking again counts, whatever that one's wait was"
    assert "Rep " not in printed and "Mona" not in printed
    assert "reps so far: none" in run("evidence", "--since", "2026-11-16")[1]


def test_another_workspaces_record_is_not_in_it(run: Run, month: Sessions) -> None:
    with month.begin() as session:
        session.add(Workspace(id="T9", name="", bot_user_id="", bot_id="", scopes="", installed_at=NOW))
    assert run("replay", "--hold", "30m")[0] == 2
    assert "of 4 questions" in run("replay", "--hold", "30m", "--workspace", TEAM)[1]
    with inside("T9"):
        assert run("replay", "--hold", "30m", "--workspace", "T9") == (
            0,
            "Nothing that could be replayed was recorded in that time.",
        )
