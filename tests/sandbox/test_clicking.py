"""Buttons, menus, modals and response URLs, over both transports."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.small_app import Json, SmallApp, actions, asks, button, modal, section, text

OPTIONS = [{"text": text(name), "value": name.lower()} for name in ("Red", "Green", "Blue", "Grey")]
INPUT = {"type": "plain_text_input", "action_id": "words"}


def opens(view: Json) -> Any:
    def listen(body: Json, client: WebClient, respond: Any) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=view)

    return listen


@pytest.fixture
def ask(app: SmallApp, riya: Person, client: WebClient) -> Json:
    """A message with buttons and menus in Riya's conversation."""
    blocks = [
        section("Well?"),
        actions(
            button("Yes", "yes", value="1"),
            button("No", "no", value="2", style="danger"),
            {"type": "overflow", "action_id": "more", "options": OPTIONS[:2]},
            block_id="answers",
        ),
        actions({"type": "checkboxes", "action_id": "boxes", "options": OPTIONS[2:]}, block_id="colours"),
    ]
    posted: Any = client.chat_postMessage(channel=riya.id, text="Well?", blocks=blocks).data
    return dict(posted)


def test_a_click_carries_the_message_its_place_and_the_value(app: SmallApp, ask: Json, riya: Person) -> None:
    riya.clicks("No")
    body = app.heard[-1]
    assert body["type"] == "block_actions" and body["user"]["id"] == riya.id
    assert body["container"] == {
        "type": "message",
        "message_ts": ask["ts"],
        "channel_id": ask["channel"],
        "is_ephemeral": False,
    }
    action = body["actions"][0]
    assert (action["action_id"], action["block_id"], action["value"]) == ("no", "answers", "2")
    assert action["type"] == "button" and action["style"] == "danger" and action["action_ts"]
    assert body["message"]["blocks"] == ask["message"]["blocks"]


def test_the_app_can_edit_the_message_that_was_clicked(app: SmallApp, ask: Json, riya: Person) -> None:
    app.does["action"] = lambda body, client, respond: (
        client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="Good.") and None
    )
    riya.clicks("Yes")
    assert [seen.plain for seen in riya.messages] == ["Good."] and riya.last.buttons == ()


def test_a_menu_option_is_clicked_by_its_label(app: SmallApp, ask: Json, riya: Person) -> None:
    riya.clicks("Green")
    assert app.heard[-1]["actions"][0]["selected_option"]["value"] == "green"


def test_checkboxes_add_up_in_actions_and_state(app: SmallApp, ask: Json, riya: Person) -> None:
    for label in ("Blue", "Grey", "Blue"):
        riya.clicks(label)
    chosen = [[option["value"] for option in body["actions"][0]["selected_options"]] for body in app.heard]
    assert chosen == [["blue"], ["blue", "grey"], ["grey"]]
    state = app.heard[-1]["state"]["values"]["colours"]["boxes"]
    assert [option["value"] for option in state["selected_options"]] == ["grey"]


def test_a_missing_label_names_what_can_be_clicked(app: SmallApp, ask: Json, riya: Person) -> None:
    with pytest.raises(LookupError, match="no 'Maybe'; she could click: Yes, No, Red, Green, Blue, Grey"):
        riya.clicks("Maybe")


def test_an_app_that_fails_shows_an_error_and_is_not_asked_again(
    app: SmallApp, ask: Json, riya: Person, sandbox: Sandbox
) -> None:
    def breaks(body: Json, client: WebClient, respond: Any) -> None:
        raise RuntimeError("on purpose")

    sandbox.be_patient(ack_seconds=0.2)
    app.bolt.error(lambda error: None)
    app.does["action"] = breaks
    riya.clicks("Yes")
    assert riya.errors == ["We had some trouble connecting. Try again?"]
    assert len(app.heard) == 1


@pytest.mark.parametrize(
    ("answer", "sees"),
    [
        ({"text": "Thanks"}, ["Well?", "Thanks"]),
        ({"text": "Thanks", "replace_original": True}, ["Thanks"]),
        ({"delete_original": True}, []),
        ({"text": "Thanks", "response_type": "in_channel"}, ["Well?", "Thanks"]),
    ],
)
def test_a_response_url_posts_replaces_and_removes(
    app: SmallApp, ask: Json, riya: Person, answer: Json, sees: list[str]
) -> None:
    app.does["action"] = lambda body, client, respond: respond(**answer) and None
    riya.clicks("Yes")
    assert [seen.plain.split("\n")[0] for seen in riya.messages] == sees
    private = bool(sees) and riya.last.plain == "Thanks" and riya.last.ephemeral
    assert private is ("replace_original" not in answer and "response_type" not in answer and bool(sees))


def test_a_response_url_works_five_times(app: SmallApp, ask: Json, riya: Person) -> None:
    riya.clicks("Yes")
    hook = WebhookClient(app.heard[-1]["response_url"], retry_handlers=[])
    assert [hook.send(text=f"{n}").status_code for n in range(6)] == [200] * 5 + [404]
    assert "used_url" in hook.send(text="more").body


def test_a_response_url_lives_half_an_hour(app: SmallApp, ask: Json, riya: Person, clock: MovableClock) -> None:
    riya.clicks("Yes")
    clock.advance(timedelta(minutes=31))
    answer = WebhookClient(app.heard[-1]["response_url"], retry_handlers=[]).send(text="late")
    assert (answer.status_code, "expired_url" in answer.body) == (404, True)


def test_a_modal_is_filled_and_submitted(app: SmallApp, ask: Json, riya: Person) -> None:
    app.does["action"] = opens(modal(asks("Why?", "why", INPUT), private_metadata="7", callback_id="form"))
    riya.clicks("Yes")
    assert riya.modal_title == "A modal" and "Why?" in str(riya.modal)
    riya.fills({"Why?": "Because"})
    assert riya.submits() == {} and riya.modal is None
    view = app.heard[-1]["view"]
    assert view["state"]["values"] == {"why": {"words": {"type": "plain_text_input", "value": "Because"}}}
    assert (view["private_metadata"], view["callback_id"]) == ("7", "form")


def test_what_is_missing_is_refused_before_anything_is_sent(app: SmallApp, ask: Json, riya: Person) -> None:
    app.does["action"] = opens(
        modal(asks("Why?", "why", INPUT), asks("And?", "and", INPUT | {"action_id": "x"}, optional=True))
    )
    riya.clicks("Yes")
    heard = len(app.heard)
    assert riya.submits() == {"Why?": "Please complete this required field."}
    assert len(app.heard) == heard and riya.modal is not None


@pytest.mark.parametrize(
    ("answer", "errors", "title"),
    [
        ({"response_action": "errors", "errors": {"why": "Say more"}}, {"Why?": "Say more"}, "A modal"),
        ({"response_action": "clear"}, {}, None),
        ({"response_action": "update", "view": modal(section("Done"), title="Thanks")}, {}, "Thanks"),
        ({"response_action": "push", "view": modal(section("One more"), title="Second")}, {}, "Second"),
    ],
)
def test_a_modal_does_what_the_answer_says(
    app: SmallApp, ask: Json, riya: Person, answer: Json, errors: dict[str, str], title: str | None
) -> None:
    app.does |= {
        "action": opens(modal(asks("Why?", "why", INPUT))),
        "view": lambda body, client, respond: answer,
    }
    riya.clicks("Yes")
    riya.fills({"Why?": "Because"})
    assert riya.submits() == errors
    assert riya.modal_title == title and riya.errors == []


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ({"response_action": "errors", "errors": {"elsewhere": "?"}}, "not inputs of this modal: elsewhere"),
        ({"response_action": "update", "view": modal(title="T" * 25)}, "must be less than 25 characters"),
        ({"response_action": "push", "view": {"type": "home", "blocks": []}}, "must be a view of type modal"),
    ],
)
def test_a_wrong_answer_to_a_modal_is_shown_as_an_error(
    app: SmallApp, ask: Json, riya: Person, answer: Json, complaint: str
) -> None:
    app.does |= {
        "action": opens(modal(asks("Why?", "why", INPUT))),
        "view": lambda body, client, respond: answer,
    }
    riya.clicks("Yes")
    riya.fills({"Why?": "Because"})
    assert riya.submits() == {}
    assert complaint in riya.errors[0] and riya.modal_title == "A modal"


def test_modals_stack_three_high(app: SmallApp, ask: Json, riya: Person, client: WebClient) -> None:
    refusals: list[str] = []

    def pushes(body: Json, client: WebClient, respond: Any) -> None:
        try:
            client.views_push(trigger_id=body["trigger_id"], view=modal(actions(button("Deeper", "d")), title="Next"))
        except SlackApiError as error:
            refusals.append(error.response["error"])

    app.does["action"] = opens(modal(actions(button("Deeper", "d"))))
    riya.clicks("Yes")
    app.does["action"] = pushes
    for _ in range(3):
        riya.clicks("Deeper")
    assert refusals == ["push_limit_reached"]
    bottom, _, top = riya._platform.workspace.modals[riya.id]
    assert top.root_view_id == bottom.id and top.previous_view_id != bottom.id


def test_closing_tells_the_app_only_when_it_asked(app: SmallApp, ask: Json, riya: Person) -> None:
    app.does["action"] = opens(modal(section("Quiet"), notify_on_close=False))
    riya.clicks("Yes")
    riya.closes()
    assert [body["type"] for body in app.heard] == ["block_actions"]
    app.does["action"] = opens(modal(section("Loud"), notify_on_close=True))
    riya.clicks("Yes")
    riya.closes(everything=True)
    assert app.heard[-1]["type"] == "view_closed" and app.heard[-1]["is_cleared"] is True
    assert riya.modal is None


def test_a_trigger_opens_one_modal_within_three_seconds(
    app: SmallApp, ask: Json, riya: Person, client: WebClient, sandbox: Sandbox
) -> None:
    riya.clicks("Yes")
    trigger = app.heard[-1]["trigger_id"]
    client.views_open(trigger_id=trigger, view=modal(section("Once")))
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        client.views_open(trigger_id=trigger, view=modal(section("Twice")))
    riya.closes()
    riya.clicks("Yes")
    sandbox.platform.triggers.seconds = 0
    try:
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            client.views_open(trigger_id=app.heard[-1]["trigger_id"], view=modal(section("Late")))
    finally:
        sandbox.platform.triggers.seconds = 3
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        client.views_open(trigger_id="1.2.3", view=modal(section("Never")))


def test_a_menu_beside_text_is_filled_by_that_text_and_told_at_once(
    app: SmallApp, riya: Person, mona: Person, client: WebClient
) -> None:
    who = {"type": "users_select", "action_id": "who", "placeholder": text("Pick one")}
    blocks = [
        section("Who decides?", accessory=who, block_id="w"),
        actions({"type": "datepicker", "action_id": "day"}),
    ]
    client.chat_postMessage(channel=riya.id, text="Who?", blocks=blocks)
    riya.fills({"Who decides?": mona})
    assert app.heard[-1]["actions"][0]["selected_user"] == mona.id
    riya.fills({"Pick one": "riya", "day": "2026-11-05"})
    last = app.heard[-1]
    assert last["actions"][0]["selected_date"] == "2026-11-05"
    assert last["state"]["values"]["w"]["who"]["selected_user"] == riya.id
    with pytest.raises(LookupError, match=r"'When\?'; there is: .*Pick one"):
        riya.fills({"When?": "now"})


def test_an_input_that_dispatches_tells_the_app_while_it_is_filled(app: SmallApp, ask: Json, riya: Person) -> None:
    app.does["action"] = opens(modal(asks("Why?", "why", INPUT, dispatch_action=True)))
    riya.clicks("Yes")
    app.does["action"] = lambda body, client, respond: (
        client.views_update(
            view_id=body["view"]["id"],
            hash=body["view"]["hash"],
            view=modal(section("Heard: " + body["actions"][0]["value"])),
        )
        and None
    )
    riya.fills({"Why?": "Because"})
    assert "Heard: Because" in str(riya.modal)
