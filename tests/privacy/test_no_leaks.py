"""What people write is in no file that can be read without the key, in no log, and does nothing in Slack."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot.sandbox.clock import MovableClock
from bot.sandbox.demo import manifest, world
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from bot.sandbox.week import play
from tests.conftest import MONDAY
from tests.privacy.held import lives
from tests.privacy.test_forget_me import leaves, marks_of
from tests.story import Story, from_kickstand

FORMS = ("Asked what the first one left open", "They sign at noon", "two weeks, one team", "gave in too soon")
"""Words of the week that are typed into forms, not into messages."""


def said(people: dict[str, Person]) -> list[str]:
    """What people wrote to Kickstand."""
    messages = [each for who in people.values() for seen in who.messages for each in (seen, *seen.replies)]
    return [each.plain for each in messages if not each.message.bot_id]


def bytes_of(database: str) -> bytes:
    """The database file with everything beside it but its key: write-ahead log, pages that were freed."""
    files = [path for path in Path(database).parent.iterdir() if path.suffix != ".key"]
    assert files
    return b"".join(path.read_bytes() for path in files)


def test_a_whole_week_leaves_no_words_in_the_file_or_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    clock = MovableClock(MONDAY)
    slack = Sandbox(clock, manifest())
    with world(slack, clock, 0, by_hand=True) as (program, people):
        play(Console(file=io.StringIO()), program, slack, people, clock)
        words = [*said(people), *FORMS]
        stored = bytes_of(str(program.engine.url.database))
    assert len(words) > 12
    logged = "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records)
    assert people["riya"].id.encode() in stored, "this is the file"
    assert [each for each in words if each.encode() in stored] == []
    assert [each for each in words if each in logged or json.dumps(each)[1:-1] in logged] == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_who_was_forgotten_is_not_in_freed_pages_either(story: Story) -> None:
    lives(story)
    marks = [each.encode() for each in marks_of(story, "riya")]
    database = str(story.kickstand.engine.url.database)
    assert all(mark in _file(database) for mark in marks)
    leaves(story, "riya")
    story.waits(hours=6)  # the journal beside the file is tidied every six hours
    assert [mark for mark in marks if mark in _file(database)] == []


def _file(database: str) -> bytes:
    """This database only: other tests' lie beside it."""
    return b"".join(path.read_bytes() for path in Path(database).parent.glob(f"{Path(database).name}*"))


NASTY = ("<!channel>", "<@U0MONA000>", "<!here|x>", "@everyone", "```", "*_~", "&lt;", "\u202e", "<https://e.vil|ok>")
texts = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=40)), min_size=1, max_size=6).map(" ".join)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(first=texts, second=texts)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_words_cannot_ping_break_blocks_or_reach_logs_and_metadata(
    story: Story, caplog: pytest.LogCaptureFixture, first: str, second: str
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    story.riya.says(f"Acme zqx {first}")
    story.riya.uses_shortcut("Ask my manager")
    story.riya.fills({"What would you ask?": f"Globex zqx {second}", "What have you tried?": f"zqx {first}"})
    assert story.riya.submits() == {}
    story.waits(hours=30)
    assert not story.riya.errors
    assert "zqx" not in "".join(record.getMessage() for record in caplog.records)
    for seen in (*from_kickstand(story.riya), *from_kickstand(story.mona)):
        for each in (seen, *seen.replies):
            if each.message.bot_id:
                _is_harmless(each.message)


def _is_harmless(message: Any) -> None:
    payload = message.metadata["event_payload"]
    assert set(payload) == {"id"} and payload["id"].isalnum()
    for text in _mrkdwn(message.blocks):
        assert "<!" not in text and "<@" not in text
    assert "<!" not in message.text and "<@" not in message.text


def _mrkdwn(found: Any) -> Iterator[str]:
    """Every text in which Slack would read markup."""
    if isinstance(found, dict):
        if found.get("type") == "mrkdwn":
            yield found["text"]
        found = list(found.values())
    if isinstance(found, list):
        for each in found:
            yield from _mrkdwn(each)
