"""Slack delivers again, late, early and in the wrong order: it ends as if all had come once, in order."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import BoltRequest
from sqlalchemy import Engine, text

from bot.app import Kickstand, build, tables
from bot.requests.rules import Status
from bot.sandbox.clock import MovableClock
from bot.settings import Settings
from tests.bad_input.door import Door
from tests.forge import Forge, dispatch, filled
from tests.story import Story

Json = dict[str, Any]
Send = Callable[[Json, dict[str, str]], int]
ASK = "Can I give Acme 20 %?"
LATE = 25.0
"""Hours after which Slack was still seen to deliver something again."""


@pytest.fixture(params=["Socket Mode", "HTTP"])
def send(request: pytest.FixtureRequest, kickstand: Kickstand, settings: Settings, clock: MovableClock) -> Send:
    """How a payload arrives: answers the status."""
    if request.param == "Socket Mode":
        return lambda payload, headers: (
            kickstand.bolt.dispatch(BoltRequest(mode="socket_mode", body=payload, headers=dict(headers))).status
        )
    over_http = settings.model_copy(update={"slack_app_token": None})
    door = Door(build(over_http, clock, by_hand=True, engine=kickstand.engine), settings.slack_signing_secret or "")
    return lambda payload, headers: door.posts(json.dumps(payload).encode(), **_environ(headers)).status


def _environ(headers: dict[str, str]) -> dict[str, str]:
    return {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}


RETRY = {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"}


def rows(engine: Engine) -> dict[str, list[Any]]:
    """Everything stored but what was seen; and a post's tries, which time passing may change."""
    with engine.execution_options(every_workspace=True).connect() as connection:
        return {
            each.name: list(connection.execute(text(f"SELECT * FROM {each.name} ORDER BY 1, 2")))
            for each in tables().sorted_tables
            if each.name not in {"seen", "person", "conversation", "pause"}
        }


def said(story: Story) -> list[tuple[str, str]]:
    everything = story.sandbox.workspace.conversations.values()
    return [(each.ts, each.text) for conversation in everything for each in conversation.messages]


def kinds(story: Story) -> dict[str, Json]:
    """One payload of every kind that has an effect; in an order in which each has one."""
    forge, riya, mona = Forge(story.sandbox.platform), story.id("riya"), story.id("mona")
    channel = story.riya.conversation.id
    asked = forge.message(riya, channel, ASK)
    ts = asked["event"]["ts"]
    return {
        "a message": asked,
        "an edit": forge.edit(riya, channel, ts, "Can I give Acme 25 %?"),
        "a reply": forge.message(riya, channel, "I offered 10 %", thread_ts=ts),
        "a greeting": forge.message(riya, channel, "hello"),
        "something personal": forge.message(story.id("omar"), story.omar.conversation.id, "Mona is harassing me"),
        "a refusal": forge.message(story.id("otto"), story.otto.conversation.id, ASK),
        "a command": forge.command(story.id("omar"), "/kickstand away 2026-12-24", story.omar.conversation.id),
        "a team": forge.submission(mona, "team.members", "", {"add": {"a": {"selected_users": [story.id("otto")]}}}),
        "a deletion": forge.deletion(channel, ts),
        "a step of a workflow": forge.step(
            "ask_my_manager", person=story.id("omar"), question="May I quote in pounds?"
        ),
        "a step that is refused": forge.step("ask_my_manager", person=story.id("otto"), question="May I?"),
        "a step with something personal": forge.step("ask_my_manager", person=riya, question="Mona is harassing me"),
    }


def test_whatever_comes_again_changes_nothing(story: Story, send: Send) -> None:
    """The same delivery; the same message under a new id; with and without Slack's word that it is a retry."""
    story.kickstand.tick()
    for name, payload in kinds(story).items():
        before = (rows(story.kickstand.engine), said(story))
        assert send(payload, {}) == 200
        after = (rows(story.kickstand.engine), said(story))
        assert before != after, f"{name} has an effect"
        again = [payload, payload]
        if "event" in payload:
            again.append(payload | {"event_id": f"Ev{name}"})
        for each, headers in zip(again, ({}, RETRY, RETRY), strict=False):
            assert send(each, headers) == 200
            assert (rows(story.kickstand.engine), said(story)) == after, f"{name}, again"


def test_whatever_comes_again_after_a_day_changes_nothing(story: Story, send: Send) -> None:
    story.kickstand.tick()
    sent = kinds(story)
    for payload in sent.values():
        send(payload, {})
    story.waits(hours=LATE)
    after = (rows(story.kickstand.engine), said(story))
    for name, payload in sent.items():
        # A form's and a command's trigger is long gone by then: Slack does not send those again.
        for each in [payload, payload | {"event_id": "EvLate"}] if "event" in payload else []:
            assert send(each, RETRY) == 200
            assert (rows(story.kickstand.engine), said(story)) == after, f"{name}, a day later"


def test_a_click_that_comes_again_is_one_click(story: Story, send: Send) -> None:
    story.riya.says(ASK)
    forge, request = Forge(story.sandbox.platform), story.request()
    action = {"action_id": "request.send_now", "value": request.id}
    click = forge.click(story.id("riya"), story.riya.conversation.id, action, ts=story.riya.last.ts)
    assert send(click, {}) == 200
    after = (rows(story.kickstand.engine), said(story))
    assert send(click, {}) == 200
    assert (rows(story.kickstand.engine), said(story)) == after
    assert story.request().status is Status.DELIVERED


def test_a_form_that_comes_again_is_one_question(story: Story, send: Send) -> None:
    form = Forge(story.sandbox.platform).submission(story.id("riya"), "request.ask", "", filled(text=ASK))
    assert send(form, {}) == 200
    assert send(form, {}) == 200
    assert story.requests() == 1
    assert "already" not in story.riya.sees


class Early:
    """Riya's message and what became of it, to be delivered in any order."""

    def __init__(self, story: Story) -> None:
        self.story, self.forge = story, Forge(story.sandbox.platform)
        self.channel = story.riya.conversation.id
        self.message = self.forge.message(story.id("riya"), self.channel, ASK)
        self.ts = self.message["event"]["ts"]

    def edit(self, words: str, **more: Any) -> Json:
        return self.forge.edit(self.story.id("riya"), self.channel, self.ts, words, **more)

    def comes(self, *payloads: Json) -> None:
        for payload in payloads:
            assert dispatch(self.story.kickstand.bolt, payload).status == 200

    @property
    def texts(self) -> list[str]:
        return [self.story.request().text] if self.story.requests() else []


def test_an_edit_before_its_message_is_the_message(story: Story) -> None:
    early = Early(story)
    early.comes(early.edit("25 %?"), early.message)
    assert early.texts == ["25 %?"]


def test_a_deletion_before_its_message_leaves_nothing(story: Story) -> None:
    early = Early(story)
    early.comes(early.forge.deletion(early.channel, early.ts), early.message)
    assert early.texts == []


def test_edits_in_the_wrong_order_end_with_the_last(story: Story) -> None:
    early = Early(story)
    first, second, third = early.edit("21 %?"), early.edit("22 %?"), early.edit("23 %?")
    early.comes(early.message, third, first, second)
    assert early.texts == ["23 %?"]


def test_edits_in_the_wrong_order_before_their_message_end_with_the_last(story: Story) -> None:
    early = Early(story)
    first, second = early.edit("21 %?"), early.edit("22 %?")
    early.comes(second, first, early.message)
    assert early.texts == ["22 %?"]


def test_an_edit_after_the_deletion_brings_nothing_back(story: Story) -> None:
    early = Early(story)
    late = early.edit("25 %?")
    early.comes(early.message, early.forge.deletion(early.channel, early.ts), late)
    assert early.texts == [""]
    assert story.request().status is Status.WITHDRAWN


def test_an_edit_between_the_deletion_and_its_late_message_leaves_nothing(story: Story) -> None:
    early = Early(story)
    edit = early.edit("25 %?")
    early.comes(early.forge.deletion(early.channel, early.ts), edit, early.message)
    assert early.texts == []


def test_the_deletion_of_something_old_and_unknown_is_nothing(story: Story) -> None:
    early = Early(story)
    early.comes(early.forge.deletion(early.channel, "1500000000.000100"))
    assert story.requests() == 0
    assert not story.riya.messages


def test_a_preview_that_slack_adds_is_no_edit(story: Story) -> None:
    """Slack sends `message_changed` without `edited` when it unfurls a link; it may come after a real edit."""
    early = Early(story)
    preview = early.edit(ASK, edited=None, attachments=[{"title": "Acme"}])
    early.comes(early.message, early.edit("25 %?"), preview)
    assert early.texts == ["25 %?"]


def test_a_preview_before_the_edit_keeps_no_edit_out(story: Story) -> None:
    early = Early(story)
    preview = early.edit(ASK, edited=None, attachments=[{"title": "Acme"}])
    edit = early.edit("25 %?")
    early.comes(early.message, edit, preview)
    assert early.texts == ["25 %?"]


def test_an_edit_of_a_question_is_no_second_one_although_nobody_remembers_its_delivery(story: Story) -> None:
    """An older version kept other marks of what it was told."""
    early = Early(story)
    early.comes(early.message)
    with story.kickstand.engine.execution_options(every_workspace=True).begin() as connection:
        connection.execute(text("DELETE FROM seen"))
    early.comes(early.edit("25 %?"))
    assert early.texts == ["25 %?"]
    assert story.requests() == 1
