"""An admin's export: every column is in it or left out with a reason, and no word and no person behind a question."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from bot.app import tables
from bot.commands.operations import export
from bot.privacy.service.exporting import EXPORT, Part
from bot.requests.models import History, Request
from bot.requests.rules import Answer, Bypass, Move, Status, WayIn
from bot.settings import SettingsError
from bot.store.base import new_id
from bot.store.types import Encrypted
from tests.privacy.held import MONAS, RIYAS, lives
from tests.story import CAST, Story

PAGE = (Path(__file__).parents[2] / "docs/privacy.md").read_text()
NOVEMBER_ENDS = datetime(2026, 12, 1, tzinfo=UTC)
CROWD = {name for name, each in EXPORT.items() if isinstance(each, Part) and each.crowd}


def test_every_column_of_every_table_is_exported_or_left_out_with_a_reason() -> None:
    assert set(EXPORT) == set(tables().tables)
    for name, each in EXPORT.items():
        there = {column.name for column in tables().tables[name].columns} - {"workspace_id"}
        if isinstance(each, str):
            assert each.endswith(".")
        else:
            assert set(each.columns) | set(each.left_out) == there, name
            assert not set(each.columns) & set(each.left_out), name


def test_nothing_that_is_encrypted_is_exported_and_the_page_lists_what_is() -> None:
    for name, each in EXPORT.items():
        if isinstance(each, Part):
            assert not any(isinstance(tables().tables[name].c[column].type, Encrypted) for column in each.columns)
            row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |"))
            assert all(f"`{column}`" in row for column in each.columns), name


def test_rows_about_single_questions_have_no_column_that_names_a_person() -> None:
    for name in CROWD:
        part = EXPORT[name]
        assert isinstance(part, Part)
        assert {each for each in part.columns if each.endswith("_id")} <= {"request_id"}


def taken(story: Story, to: Path) -> tuple[dict[str, object], dict[str, list[dict[str, object]]], str]:
    """The export as an admin has it: about.json, the rows by table, and all of it as text."""
    export(story.kickstand.runtime.settings, to, "", story.clock())
    with ZipFile(to) as found:
        texts = {name: found.read(name).decode() for name in found.namelist()}
    about = json.loads(texts.pop("about.json"))
    rows = {name.removesuffix(".jsonl"): list(map(json.loads, text.splitlines())) for name, text in texts.items()}
    return about, rows, "\n".join(texts.values())


def _asked_by_several(story: Story) -> None:
    """Five people have asked."""
    with story.kickstand.runtime.sessions.begin() as session:
        first = session.scalars(select(Request)).first()
        assert first
        for key in ("omar", "dana", "lee", "otto"):
            same = {"way_in": first.way_in, "status": first.status, "asked_at": first.asked_at, "hold_seconds": 0}
            session.add(Request(id=new_id(), rep_id=story.id(key), manager_id=story.id("mona"), **same))


def test_an_admin_gets_lines_settings_buttons_and_times_and_nobody_s_words(story: Story, tmp_path: Path) -> None:
    lives(story)
    few, rows, _ = taken(story, tmp_path / "few.zip")
    assert few["months_with_questions"] == [] and all(rows[name] == [] for name in CROWD)
    _asked_by_several(story)
    about, rows, text = taken(story, tmp_path / "many.zip")
    assert about["months_with_questions"] == ["2026-11"]
    assert (story.id("riya"), story.id("mona")) in {
        (each["rep_id"], each["manager_id"]) for each in rows["reporting_line"]
    }
    assert "back_pick" in {each["answer"] for each in rows["request"]} and len(rows["history"]) > 3
    assert {str(each["asked_at"])[13:] for each in rows["request"]} == {":00:00+00:00"}
    names = [part for name in CAST.values() for part in name.split()]
    assert [each for each in (*RIYAS, *MONAS, *names, "12345") if each in text] == []
    people = [story.id(key) for key in CAST]
    assert [row for name in CROWD for row in rows[name] if any(each in json.dumps(row) for each in people)] == []
    assert (tmp_path / "many.zip").stat().st_mode & 0o077 == 0
    with pytest.raises(SettingsError, match="is there already"):
        taken(story, tmp_path / "many.zip")


def test_what_one_team_alone_may_have_is_not_told_of_a_question(story: Story, tmp_path: Path) -> None:
    """A day on which nothing waits, and a conversation or a channel that is read along with."""
    story.riya.says("Can I give Acme 20 %?")
    _asked_by_several(story)
    with story.kickstand.runtime.sessions.begin() as session:
        for request in session.scalars(select(Request)):
            request.bypass, request.answer, request.way_in = Bypass.FROZEN, Answer.OUTSIDE, WayIn.WATCHED_DM
            request.manager_id = story.id("lee" if request.rep_id == story.id("otto") else "mona")
            moved = {"move": Move.ANSWER_OUTSIDE, "before": Status.HELD, "after": Status.ANSWERED}
            session.add(History(request=request, at=story.clock(), **moved))
    about, rows, _ = taken(story, tmp_path / "x.zip")
    assert len(rows["request"]) == 5 and {each["answer"] for each in rows["request"]} == {"reply"}
    assert "answer" in {each["move"] for each in rows["history"]}
    assert not [word for word in ("frozen", "outside", "watched") if word in "".join(map(json.dumps, rows["request"]))]
    assert "outside" not in json.dumps(rows["history"]) and "told_as" in about
    with story.kickstand.runtime.sessions.begin() as session:
        for request in session.scalars(select(Request).where(Request.manager_id == story.id("lee"))):
            request.way_in = WayIn.COMMAND
    about, rows, _ = taken(story, tmp_path / "y.zip")
    assert rows["request"] == rows["history"] == about["months_with_questions"] == [], "one manager alone is read for"


def test_of_a_month_in_which_few_asked_there_are_no_questions(story: Story, tmp_path: Path) -> None:
    story.riya.says("Can I give Acme 20 %?")
    _asked_by_several(story)
    story.waits(days=21)
    story.riya.says("Can I give Globex 5 %?")
    about, rows, _ = taken(story, tmp_path / "x.zip")
    assert about["months_with_questions"] == ["2026-11"]
    with story.kickstand.runtime.sessions.begin() as session:
        (alone,) = session.scalars(select(Request.id).where(Request.asked_at > NOVEMBER_ENDS))
    assert len(rows["request"]) == 5 and {each["request_id"] for each in rows["history"]}
    assert not [row for name in ("request", "history") for row in rows[name] if alone in row.values()]
    assert {str(each["created_at"])[:7] for each in rows["post"]} == {"2026-11"}


def test_a_workspace_that_is_not_there_is_said_and_nothing_is_written(story: Story, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Say which workspace"):
        export(story.kickstand.runtime.settings, tmp_path / "x.zip", "T0NOWHERE0", story.clock())
    assert not (tmp_path / "x.zip").exists()
