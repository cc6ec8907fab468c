"""Log lines: one form for ours and those of libraries, with ids to follow, and without anybody's words."""

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from bot.app import Kickstand
from bot.settings import LogForm
from bot.store.workspace import inside
from bot.telemetry.logs import formatter
from tests.conftest import TEAM
from tests.logged import Log
from tests.stories.test_failures import rename
from tests.story import Story

WORDS = "Can I give Acme 20 %? My knee hurts too."


def test_when_things_go_wrong_the_log_says_where_and_for_which_workspace_and_delivery(story: Story, log: Log) -> None:
    """That no line of any story quotes anybody is looked at after each of them: tests/logged.py"""
    story.riya.says("Can I give Acme 20 %?")
    story.waits(hours=1)
    story.sandbox.be_patient(ack_seconds=1.2)
    rename(story, "history", "elsewhere")
    story.mona.clicks("Your call")
    rename(story, "elsewhere", "history")
    story.sandbox.faults.error("chat.postMessage", "restricted_action")
    story.omar.says("May I quote Globex in pounds?")
    failed, stuck = (
        next(each for each in log.fields if each["event"].startswith(words)) for words in ("a listener failed", "post ")
    )
    assert failed["workspace"] == stuck["workspace"] == TEAM
    assert failed["error"] == failed["event"].split()[-1] and failed["frames"] and "\n" not in failed["event"]
    assert failed["delivery"].startswith(f"action:{story.id('mona')}:") and failed["level"] == "error"
    assert "cannot arrive: restricted_action" in stuck["event"]
    assert {"at", "level", "logger"} <= stuck.keys()


def _database(log: logging.Logger) -> None:
    try:
        with create_engine("sqlite://").begin() as connection:
            connection.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": WORDS})
    except Exception as error:
        assert WORDS in str(error)
        log.exception("it could not be done: %s", type(error).__name__)


def _value(log: logging.Logger) -> None:
    try:
        int(WORDS)
    except ValueError:
        log.error("it could not be done", exc_info=True, stack_info=True)


@pytest.mark.parametrize("fails", [_database, _value])
@pytest.mark.parametrize("name", ["bot.jobs", "apscheduler.executors.default"])
def test_an_exception_is_logged_by_its_type_and_frames_and_never_by_its_words(
    name: str, fails: Callable[[logging.Logger], None], log: Log
) -> None:
    fails(logging.getLogger(name))
    (line,) = log.fields
    assert line["error"] in {"OperationalError", "ValueError"}
    assert f"{Path(__file__).name}:" in line["frames"][0]
    assert "Acme" not in log.lines[0]


def test_what_a_library_says_about_an_exception_is_not_repeated(log: Log) -> None:
    try:
        int(WORDS)
    except ValueError as error:
        logging.getLogger("asyncio").exception("Task failed: %s", error)
    assert log.fields[0]["event"] == "a library failed"
    assert "Acme" not in log.lines[0]


@pytest.mark.parametrize("token", ["xoxb-1-2-aBc", "xoxp-9", "xapp-1-A0-77-d", "xoxe.xoxb-1-Mi0yL", "xoxe-1-My0x"])
def test_a_token_never_gets_into_the_log(token: str, log: Log) -> None:
    logging.getLogger("bot.slack").warning("%s was refused, so was %r", token, {"token": token})
    assert log.fields[0]["event"] == "xox… was refused, so was {'token': 'xox…'}"


def test_on_a_terminal_a_line_has_the_same_fields_in_words() -> None:
    record = logging.LogRecord("bot.jobs", logging.WARNING, __file__, 1, "post %s is gone", ("0f",), None)
    with inside("T1"):
        line = formatter(LogForm.CONSOLE).format(record)
        fields = json.loads(formatter(LogForm.JSON).format(record))
    for word in ("warning", "post 0f is gone", "bot.jobs", "workspace=T1"):
        assert word in line
    assert "\n" not in line
    assert fields["event"] == "post 0f is gone" and fields["workspace"] == "T1"


def test_that_the_database_is_away_is_said_once_by_each_job_and_so_is_that_it_is_back(
    kickstand: Kickstand, log: Log
) -> None:
    is_away = True

    def job() -> None:
        if is_away:
            raise OperationalError("SELECT", {}, Exception(WORDS))

    for _ in range(3):
        kickstand.metronome.tick(job, "outage", traced=False)
    is_away = False
    for _ in range(3):
        kickstand.metronome.tick(job, "outage", traced=False)
    away, back = log.fields
    assert away["event"] == "outage: the database does not answer. What is due waits." and away["frames"]
    assert (back["event"], back["level"]) == ("outage: the database answers again.", "info")
    assert "Acme" not in log.lines[0]
