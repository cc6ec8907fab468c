"""A row of everything in the tables of the very first version, and what must still be true of it in today's.

Whoever renames, moves or drops a column names it in MOVED and says in FACTS where its value is now.
"""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import Engine, MetaData, Row, Select, select

from bot.requests.models import History, Request, Said
from bot.requests.rules import Label, Move, Part
from bot.score.models import WeeklyScore
from bot.slack.installing.workspaces import NOT_KNOWN_YET
from bot.slack.outbox import Post
from bot.team.models import Person, QuietTime, ReportingLine, Team, TimeOff
from bot.team.rules import LineStatus
from tests.conftest import KEY

THEN = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
DAY = date(2026, 11, 16)


def _secret(words: str) -> str:
    return Fernet(KEY).encrypt(words.encode()).decode()


def _person(key: str, name: str) -> dict[str, Any]:
    return {
        "id": key,
        "name": name,
        "zone": "Europe/Berlin",
        "gone": False,
        "out_of_office": True,
        "out_until": LATER,
        "quiet_from": THEN,
        "quiet_until": LATER,
        "hold_minutes": 30,
        "wants_questions": True,
        "met_at": THEN,
        "refreshed_at": THEN,
    }


def _post(key: str, thread: str | None) -> dict[str, Any]:
    return {
        "id": key,
        "key": f"card:r1:{key}",
        "kind": "card",
        "subject_id": "r1",
        "person_id": "UMONA",
        "thread_post_id": thread,
        "channel": "D1",
        "ts": "1763283600.000100",
        "wanted": 2,
        "sent": 1,
        "removed": False,
        "attempts": 1,
        "trouble": "internal_error",
        "next_try_at": LATER,
        "created_at": THEN,
    }


ROWS: dict[str, list[dict[str, Any]]] = {
    "person": [_person("UMONA", "Mona Berg"), _person("URIYA", "Riya Shah")],
    "post": [_post("p1", None), _post("p2", "p1")],
    "seen": [{"key": "Ev1", "at": THEN}],
    "reporting_line": [
        {
            "id": "l1",
            "rep_id": "URIYA",
            "manager_id": "UMONA",
            "status": "confirmed",
            "started_on": DAY,
            "claimed_at": THEN,
            "confirmed_at": THEN,
            "ended_at": LATER,
        }
    ],
    "request": [
        {
            "id": "r1",
            "rep_id": "URIYA",
            "manager_id": "UMONA",
            "deputy_id": "UMONA",
            "way_in": "dm",
            "status": "answered",
            "bypass": "urgent",
            "ramp": True,
            "hold_seconds": 3600,
            "urgent_why": _secret("The board meets at noon."),
            "tried": _secret("I asked legal."),
            "options": _secret('["20 %", "15 %"]'),
            "pick": 1,
            "amount": Decimal("120000.50"),
            "needed_by": DAY,
            "topic": "discount",
            "had_tried": True,
            "had_options": True,
            "parked_by": "UMONA",
            "answer": "your_call",
            "label": "coached",
            "decided_by": "rep",
            "outcome": "well",
            "has_files": True,
            "trouble": "unreachable",
            **dict.fromkeys(("asked_at", "briefed_at", "followed_up_at", "still_needed_at", "checked_at"), THEN),
            **dict.fromkeys(("release_at", "check_at", "remind_at", "close_at", "outcome_at", "forget_at"), LATER),
            **dict.fromkeys(("due_at", "delivered_at", "reminded_at", "answered_at", "ended_at"), LATER),
        }
    ],
    "team": [
        {
            "manager_id": "UMONA",
            "hold_minutes": 45,
            "rep_hold_least": 10,
            "rep_hold_most": 90,
            "work_start": time(8, 30),
            "work_end": time(17, 0),
            "work_days": "0123",
            "country": "DE",
            "subdivision": "BE",
            "deputy_id": "UMONA",
            "lead_id": "UMONA",
            "protect_at": Decimal("50000.00"),
            "currency": "€",
            "hr_contact_id": "UMONA",
            "speak_up_url": "https://example.com/speak-up",
            "introduced_at": THEN,
            "created_at": THEN,
        }
    ],
    "time_off": [{"id": 1, "person_id": "URIYA", "first_day": DAY, "last_day": DAY}],
    "weekly_score": [{"manager_id": "UMONA", "monday": DAY, "id": "w1", "numbers": "{}", "posted_at": THEN}],
    "history": [
        {
            "id": 1,
            "request_id": "r1",
            "at": THEN,
            "move": "release",
            "before": "held",
            "after": "delivered",
            "actor_id": "URIYA",
        }
    ],
    "said": [
        {
            "id": "s1",
            "request_id": "r1",
            "author_id": "URIYA",
            "part": "ask",
            "channel": "D1",
            "ts": "1763283600.000001",
            "text": _secret("Can I give Acme 20 %?"),
            "at": THEN,
        }
    ],
}

MOVED = {("person", "quiet_from"), ("person", "quiet_until")}
"""Columns of the first version that are no more; FACTS says what became of each."""

FACTS: dict[str, tuple[Select[Any], Any]] = {
    "people are known": (select(Person.name).order_by(Person.name), ["Mona Berg", "Riya Shah"]),
    "whose they are, as soon as Slack says": (select(Person.workspace_id).distinct(), [NOT_KNOWN_YET]),
    "quiet times": (select(QuietTime.person_id).order_by(QuietTime.person_id), ["UMONA", "URIYA"]),
    "when quiet begins": (select(QuietTime.starts_at).where(QuietTime.person_id == "URIYA"), [THEN]),
    "when quiet ends": (select(QuietTime.ends_at).where(QuietTime.person_id == "URIYA"), [LATER]),
    "days off": (select(TimeOff.last_day).where(TimeOff.person_id == "URIYA"), [DAY]),
    "who reports to whom": (select(ReportingLine.manager_id).where(ReportingLine.rep_id == "URIYA"), ["UMONA"]),
    "that it is confirmed": (select(ReportingLine.status), [LineStatus.CONFIRMED]),
    "the team's settings": (select(Team.protect_at).where(Team.manager_id == "UMONA"), [Decimal(50000)]),
    "the question in words": (select(Said.text).where(Said.part == Part.ASK), ["Can I give Acme 20 %?"]),
    "what was tried": (select(Request.tried), ["I asked legal."]),
    "what was considered": (select(Request.options_json), ['["20 %", "15 %"]']),
    "why it was urgent": (select(Request.urgent_why), ["The board meets at noon."]),
    "when it was asked": (select(Request.asked_at), [THEN]),
    "what is due": (select(Request.due_at), [LATER]),
    "the label": (select(Request.label), [Label.COACHED]),
    "its history": (select(History.move).where(History.request_id == "r1"), [Move.RELEASE]),
    "the week that was posted": (select(WeeklyScore.id).where(WeeklyScore.monday == DAY), ["w1"]),
    "where a message stands": (select(Post.ts).where(Post.id == "p1"), ["1763283600.000100"]),
    "the thread of a reply": (select(Post.thread_post_id).where(Post.id == "p2"), ["p1"]),
}


def _reflected(engine: Engine) -> MetaData:
    """The tables as the database has them: nothing of today's code."""
    found = MetaData()
    found.reflect(engine)
    return found


def fill(engine: Engine) -> None:
    """Put the rows into a database of revision 0001, which must have no table, and no column, that gets nothing."""
    tables = _reflected(engine)
    assert set(tables.tables) - {"alembic_version"} == set(ROWS)
    with engine.begin() as connection:
        for name, rows in ROWS.items():
            assert {column.name for column in tables.tables[name].columns} == set(rows[-1])
            assert None not in rows[-1].values()
            for row in rows:
                connection.execute(tables.tables[name].insert().values(row))


def values(engine: Engine) -> dict[tuple[str, str], list[Any]]:
    """What each column of the first version holds, in the order of the first primary key; without those that went."""
    tables = _reflected(engine)
    found: dict[tuple[str, str], list[Any]] = {}
    with engine.connect() as connection:
        for name in set(ROWS) & set(tables.tables):
            first = next(iter(ROWS[name][0]))
            rows: list[Row[Any]] = list(connection.execute(select(tables.tables[name]).order_by(first)))
            for column in set(ROWS[name][0]) & set(tables.tables[name].columns.keys()):
                found[name, column] = [row._mapping[column] for row in rows]
    return found


def facts(engine: Engine) -> dict[str, Any]:
    """What today's code reads of each fact."""
    with engine.connect() as connection:
        return {name: list(connection.scalars(query)) for name, (query, _) in FACTS.items()}


EXPECTED = {name: expected for name, (_, expected) in FACTS.items()}
