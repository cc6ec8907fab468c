"""People and an app talk, over both transports: messages, threads, edits, commands, shortcuts, settings."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.conftest import MONDAY
from tests.sandbox.small_app import MANIFEST, Json, SmallApp, section


def echo(body: Json, client: WebClient, respond: Any) -> None:
    """Answers every person's message with the same words."""
    event = body["event"]
    if event["type"] == "message" and "subtype" not in event and "bot_id" not in event:
        client.chat_postMessage(channel=event["channel"], text=f"You said: {event['text']}")


def test_a_message_to_the_app_is_answered(app: SmallApp, riya: Person) -> None:
    app.does["event"] = echo
    riya.says("May I?")
    assert [(seen.sender, seen.text) for seen in riya.messages] == [
        ("riya", "May I?"),
        ("smalltalk", "You said: May I?"),
    ]
    assert riya.sees == "Riya Shah: May I?\nSmalltalk: You said: May I?"


def test_typed_signs_reach_the_app_escaped_and_the_reader_plain(app: SmallApp, riya: Person) -> None:
    app.does["event"] = echo
    riya.says("R&D wants <20 %")
    assert app.events[0]["text"] == "R&amp;D wants &lt;20 %"
    assert riya.last.plain == "You said: R&D wants <20 %"


def test_a_message_event_has_the_shape_of_slacks(app: SmallApp, riya: Person, sandbox: Sandbox) -> None:
    riya.says("May I?")
    body = app.heard[0]
    event = body["event"]
    assert body["type"] == "event_callback" and body["team_id"] == sandbox.workspace.team_id
    assert body["authorizations"][0]["is_bot"] is True
    assert event["channel_type"] == "im" and event["channel"] == riya.conversation.id
    assert event["ts"] == event["event_ts"] == "1793612400.000000"
    assert event["blocks"][0]["elements"][0]["elements"] == [{"type": "text", "text": "May I?"}]
    assert event["client_msg_id"] and "bot_id" not in event


def test_the_apps_own_messages_come_back_to_it_and_bolt_drops_them(
    app: SmallApp, riya: Person, client: WebClient, sandbox: Sandbox
) -> None:
    client.chat_postMessage(channel=riya.id, text="Hello")
    sandbox.settle()
    delivery = sandbox.platform.courier.sent[-1]
    assert delivery.payload["event"]["bot_id"] == sandbox.workspace.bot_id
    assert delivery.outcome.acked and app.heard == []


def test_editing_and_deleting_tell_the_old_and_the_new(app: SmallApp, riya: Person) -> None:
    message = riya.says("May I?")
    riya.edits(message, "May I, please?")
    assert riya.last.edited
    riya.deletes(message)
    _, edited, deleted = app.events
    assert (edited["subtype"], edited["message"]["text"]) == ("message_changed", "May I, please?")
    assert edited["previous_message"]["text"] == "May I?" and edited["message"]["edited"]["user"] == riya.id
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", message.ts)
    assert riya.messages == []


def test_a_deleted_head_of_a_thread_leaves_a_tombstone(app: SmallApp, riya: Person) -> None:
    head = riya.says("May I?")
    riya.says("I tried 10 %", thread=head)
    riya.deletes(head)
    last = app.events[-1]
    assert last["subtype"] == "message_changed" and last["message"]["subtype"] == "tombstone"
    assert last["previous_message"]["text"] == "May I?"
    assert "May I?" not in riya.sees and "I tried 10 %" in riya.sees


def test_replies_carry_the_thread_and_show_indented(app: SmallApp, riya: Person) -> None:
    head = riya.says("May I?")
    riya.says("I tried 10 %", thread=head)
    assert app.events[-1]["thread_ts"] == head.ts
    assert [reply.text for reply in riya.messages[0].replies] == ["I tried 10 %"]
    assert riya.sees == "Riya Shah: May I?\n    Riya Shah: I tried 10 %"


def test_nobody_tells_the_app_of_a_message_between_two_people(app: SmallApp, riya: Person, mona: Person) -> None:
    riya.says("Between us", to=mona)
    assert app.heard == [] and riya.sees == ""
    assert mona.reads(riya) == "Riya Shah: Between us"


def test_a_channel_is_heard_only_when_the_app_is_in_it(app: SmallApp, riya: Person, sandbox: Sandbox) -> None:
    sandbox.add_channel("help", riya)
    sandbox.add_channel("lunch", riya, with_app=False)
    riya.says("Who knows?", to="#help")
    riya.says("Soup", to="#lunch")
    assert [(event["channel_type"], event["text"]) for event in app.events] == [("channel", "Who knows?")]


def test_a_command_is_answered_privately(app: SmallApp, riya: Person, mona: Person) -> None:
    app.does["command"] = lambda body, client, respond: f"Noted: {body['text']}"
    riya.types("/small talk & more")
    assert app.heard[0]["command"] == "/small" and app.heard[0]["text"] == "talk &amp; more"
    assert riya.last.ephemeral and riya.last.plain == "Noted: talk & more"
    assert mona.messages == []


def test_a_command_nobody_declared_never_reaches_the_app(app: SmallApp, riya: Person) -> None:
    riya.types("/other thing")
    assert app.heard == [] and riya.errors == ["/other is not a valid command."]


def test_shortcuts_carry_their_callback_and_message(app: SmallApp, riya: Person, mona: Person) -> None:
    message = riya.says("Between us", to=mona)
    mona.uses_shortcut("Start something")
    mona.uses_shortcut("Look at this", on=message)
    start, look = app.heard
    assert (start["type"], start["callback_id"], start["user"]["id"]) == ("shortcut", "start", mona.id)
    assert (look["type"], look["callback_id"]) == ("message_action", "look")
    assert look["message"]["text"] == "Between us" and look["channel"]["name"] == "directmessage"
    with pytest.raises(LookupError, match="no global shortcut 'Look at this'"):
        mona.uses_shortcut("Look at this")


def test_an_answer_to_a_shortcut_in_a_human_conversation_is_seen_by_that_person_alone(
    app: SmallApp, riya: Person, mona: Person
) -> None:
    app.does["shortcut"] = lambda body, client, respond: respond("I saw it") and None
    message = riya.says("Between us", to=mona)
    mona.uses_shortcut("Look at this", on=message)
    assert "I saw it" in mona.reads(riya) and "I saw it" not in riya.reads(mona)


def test_settings_of_a_person_reach_the_app(app: SmallApp, riya: Person, clock: MovableClock) -> None:
    until = MONDAY + timedelta(hours=2)
    riya.sets_dnd(until)
    riya.sets_status("On a call", ":phone:", until)
    riya.moves_to("Asia/Tokyo")
    riya.leaves()
    dnd, status, moved, left = app.events
    assert dnd["dnd_status"]["dnd_enabled"] and dnd["dnd_status"]["next_dnd_end_ts"] == int(until.timestamp())
    assert status["user"]["profile"]["status_text"] == "On a call"
    assert (moved["user"]["tz"], moved["user"]["tz_offset"]) == ("Asia/Tokyo", 9 * 3600)
    assert left["user"]["deleted"] is True
    with pytest.raises(LookupError, match="has left"):
        riya.says("Hello?")


def test_opening_the_home_tab_lets_the_app_publish_it(app: SmallApp, riya: Person) -> None:
    app.does["event"] = lambda body, client, respond: (
        client.views_publish(user_id=body["event"]["user"], view={"type": "home", "blocks": [section("Welcome")]})
        and None
    )
    assert riya.home == ""
    riya.opens_home()
    assert riya.home == "Welcome"
    riya.opens_home()
    assert app.events[-1]["tab"] == "home" and app.events[-1]["view"]["blocks"][0]["text"]["text"] == "Welcome"


def test_story_time_moves_with_the_clock(app: SmallApp, riya: Person, clock: MovableClock) -> None:
    first = riya.says("One")
    second = riya.says("Two")
    clock.advance(timedelta(hours=1))
    third = riya.says("Three")
    assert first.ts < second.ts < third.ts
    assert float(third.ts) - float(first.ts) == 3600


@pytest.mark.parametrize(
    ("typed", "passed_on", "read"),
    [
        ("see https://example.com/a?b=1&c, ok", "see <https://example.com/a?b=1&amp;c>, ok", None),
        ("ask @mona.", "ask <@U0MONA000>.", "ask @Mona Weber."),
        ("@nobody knows", "@nobody knows", None),
        ("mail jo@example.com", "mail <mailto:jo@example.com|jo@example.com>", None),
        ("post in #help", "post in <#C0HELP000|help>", None),
        ("deal #7 & 20 %", "deal #7 &amp; 20 %", None),
    ],
)
def test_typed_links_and_mentions_are_marked(
    app: SmallApp, riya: Person, mona: Person, sandbox: Sandbox, typed: str, passed_on: str, read: str | None
) -> None:
    sandbox.add_channel("help", riya)
    riya.says(typed)
    assert app.events[0]["text"] == passed_on
    assert riya.last.plain == (read or typed)


def test_a_command_names_the_people_it_mentions(app: SmallApp, riya: Person, mona: Person) -> None:
    riya.types("/small add @mona & more")
    assert app.heard[0]["text"] == "add <@U0MONA000|mona> &amp; more"


def test_files_and_broadcast_replies_have_their_subtypes(app: SmallApp, riya: Person) -> None:
    head = riya.says("What do you think?", files=["offer.pdf"])
    riya.says("Also this", thread=head, broadcast=True)
    share, broadcast = app.events
    assert (share["subtype"], share["files"][0]["mimetype"]) == ("file_share", "application/pdf")
    assert (broadcast["subtype"], broadcast["thread_ts"]) == ("thread_broadcast", head.ts)
    assert riya.sees.startswith("Riya Shah: What do you think?\n  (offer.pdf)")


def test_events_can_come_late_and_in_any_order(app: SmallApp, riya: Person, sandbox: Sandbox) -> None:
    sandbox.hold_events()
    for words in ("one", "two", "three"):
        riya.says(words)
    assert app.events == []
    sandbox.release_events(newest_first=True)
    sandbox.settle()
    assert [event["text"] for event in app.events] == ["three", "two", "one"]


def test_an_event_nobody_subscribed_to_is_not_sent(riya: Person, sandbox: Sandbox) -> None:
    slim = MANIFEST | {"settings": {"event_subscriptions": {"bot_events": []}}}
    other = Sandbox(clock=lambda: MONDAY, manifest=slim)
    person = other.add_person("riya")
    person.says("May I?")
    person.opens_home()
    assert not other.platform.courier.sent and person.sees == "Riya: May I?"


def test_removing_the_app_is_the_last_it_hears(app: SmallApp, riya: Person, sandbox: Sandbox) -> None:
    sandbox.uninstall()
    riya.says("Anybody?")
    sandbox.settle()
    told = [delivery.payload["event"]["type"] for delivery in sandbox.platform.courier.sent]
    assert told == ["tokens_revoked", "app_uninstalled"]


def test_too_many_events_are_told_outside_the_usual_envelope(sandbox: Sandbox, riya: Person) -> None:
    sandbox.limit_events()
    payload = sandbox.platform.courier.sent[-1].payload
    assert payload["type"] == "app_rate_limited" and "event" not in payload
    assert payload["minute_rate_limited"] == 1793612400
    sandbox.platform.courier.abandon()
