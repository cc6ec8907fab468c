"""`/kickstand my-data`: everything that is held about a person, in their own words, and no others' words."""

import json
import logging
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import tables
from tests.privacy.held import MONAS, RIYAS, held, lives
from tests.story import Story


def copy(story: Story, key: str) -> dict[str, Any]:
    """What somebody gets when they ask."""
    person = story.sandbox.person(key)
    person.types("/kickstand my-data")
    name, content = person.files[-1]
    assert name == "kickstand-my-data.json"
    found: dict[str, Any] = json.loads(content)
    return found


def test_a_rep_gets_everything_about_them_in_a_file(story: Story) -> None:
    lives(story)
    found = copy(story, "riya")
    text = json.dumps(found, ensure_ascii=False)
    assert all(word in text for word in (*RIYAS, MONAS[0], "Riya Shah", "Mona Berg", "12345"))
    assert found["you"]["zone"] == "Europe/Berlin"
    assert [each["status"] for each in found["your_questions"]] == ["closed", "delivered", "held"]
    assert found["your_questions"][0]["options"] == [f"Offer {RIYAS[2]}", "Wait"]
    assert [each["move"] for each in found["your_questions"][0]["history"]] == ["release", "answer", "answer", "close"]
    assert found["your_days_away"][0]["first_day"] == "2027-03-01"
    assert len(found["your_do_not_disturb"]) == 1
    assert {each["you_are_the"] for each in found["named_by_others"]} == {"deputy", "lead", "HR contact"}
    assert found["your_reporting_lines"][0]["manager_id"] == story.id("mona")
    waiting = next(each for each in found["your_questions"] if each["way_in"] == "workflow")
    assert [each["request_id"] for each in found["workflows_that_wait"]] == [waiting["id"]]
    assert found["your_conversation"][0]["channel"] == story.riya.conversation.id
    assert any(story.id("riya") in each["key"] for each in found["deliveries"])
    assert "everything Kickstand holds about you" in found["about"][0]
    assert found["made_at"].endswith("+00:00")


def test_the_file_comes_with_a_sentence_and_is_kept_nowhere(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    lives(story)
    before = held(story.kickstand.engine)
    copy(story, "riya")
    assert "3 questions of yours and 1 stretch of days away, and the rest" in story.riya.sees
    assert "I've sent you a file in our conversation" in story.riya.sees
    assert held(story.kickstand.engine) == before
    assert not [record for record in caplog.records if any(word in record.getMessage() for word in RIYAS)]


def test_every_row_that_names_a_person_is_in_their_copy(story: Story) -> None:
    """The words above are there; here the other way round: nothing with her id is missing."""
    lives(story)
    found = json.dumps(copy(story, "riya"))
    ids = {row[key] for row in _rows_with(story, "riya") for key in ("id", "key", "manager_id") if row.get(key)}
    theirs = {str(each) for each in ids} - {story.id("riya"), story.id("dana")}
    assert len(theirs) > 15
    assert [each for each in theirs if each not in found] == []


def _rows_with(story: Story, key: str) -> list[dict[str, Any]]:
    with story.kickstand.engine.execution_options(every_workspace=True).connect() as connection:
        rows = [dict(row) for table in tables().sorted_tables for row in connection.execute(select(table)).mappings()]
    return [row for row in rows if any(story.id(key) in str(value) for value in row.values())]


def test_a_managers_copy_has_their_own_words_and_no_reps(story: Story) -> None:
    lives(story)
    found = copy(story, "mona")
    text = json.dumps(found, ensure_ascii=False)
    assert MONAS[0] in text
    assert not any(word in text for word in RIYAS)
    assert [each["label"] for each in found["questions_brought_to_you"]] == ["delegated", None, None]
    assert all(each["you_are_the"] == ["manager"] for each in found["questions_brought_to_you"])
    assert found["what_you_did_to_others_questions"][0]["move"] == "answer"
    assert found["your_team_settings"][0]["deputy_id"] == story.id("dana")
    assert found["your_weekly_reports"][0]["numbers"]["week"]


def test_somebody_else_never_gets_it(story: Story) -> None:
    lives(story)
    text = json.dumps(copy(story, "omar"))
    assert not any(word in text for word in (*RIYAS, *MONAS, story.id("riya")))


def test_who_is_not_known_stays_unknown(story: Story) -> None:
    story.sandbox.add_person("pat", "Pat Mint")
    pat = story.sandbox.person("pat")
    pat.types("/kickstand my-data")
    pat.opens_home()
    assert "I hold nothing about you" in pat.sees
    assert pat.files == []
    assert pat.id not in held(story.kickstand.engine)


@pytest.mark.parametrize(
    ("method", "code", "says"),
    [
        ("files.getUploadURLExternal", "missing_scope", "ask your admin to update the app"),
        ("files.completeUploadExternal", "fatal_error", "Slack didn't take the file (fatal_error)"),
        ("conversations.open", "ratelimited", "Nothing is lost"),
    ],
)
def test_a_file_that_slack_refuses_is_told_and_nothing_is_lost(story: Story, method: str, code: str, says: str) -> None:
    lives(story)
    story.sandbox.faults.error(method, code)
    story.riya.types("/kickstand my-data")
    assert says in story.riya.sees
    assert story.riya.files == []
    assert copy(story, "riya")["you"]["name"] == "Riya Shah"
