"""A small app on the other side of the page: it echoes, opens a modal, publishes a home. Knows nothing of Kickstand."""

from html import unescape
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.sandbox.server import Sandbox
from bot.slack.socket_mode.lines import SocketMode
from tests.lines import lines_to

Json = dict[str, Any]

MANIFEST: Json = {
    "display_information": {"name": "Echo"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": "Echo", "always_online": True},
        "shortcuts": [
            {"name": "Ask around", "type": "global", "callback_id": "ask_around", "description": "Opens a form"},
            {"name": "Ask about this", "type": "message", "callback_id": "ask_about", "description": "Takes the words"},
        ],
        "slash_commands": [
            {"command": "/ask", "description": "Opens a form", "usage_hint": "[your question]", "should_escape": True},
            {"command": "/away", "description": "Says when you are away", "should_escape": True},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": ["channels:history", "chat:write", "commands", "im:history", "im:write", "users:read"],
            "user": ["im:history", "im:read"],
            "user_optional": ["chat:write"],
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": ["app_home_opened", "message.channels", "message.im"],
            "user_events": ["message.im"],
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(label: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(label), "action_id": action_id, "value": label, **more}


def option(label: str) -> Json:
    return {"text": plain(label), "value": label.lower()}


def echo_blocks(text: str) -> list[Json]:
    sure = {"title": plain("Really?"), "text": plain("It is gone then."), "confirm": plain("Yes"), "deny": plain("No")}
    choose = {"type": "static_select", "action_id": "chosen", "placeholder": plain("Choose a colour")}
    more = {"type": "overflow", "action_id": "more", "options": [option("Whisper"), option("Shout")]}
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"You said *{text}*"}},
        {
            "type": "actions",
            "elements": [
                button("Solved it", "solved", style="primary"),
                button("Fill in the form", "form"),
                button("Forget it", "forget", style="danger", confirm=sure),
                choose | {"options": [option("Red"), option("Green")]},
                more,
            ],
        },
    ]


def form_view(question: str = "") -> Json:
    tried: Json = {"type": "plain_text_input", "action_id": "text", "multiline": True}
    if question:
        tried["initial_value"] = question
    amount = {"type": "number_input", "action_id": "number", "is_decimal_allowed": False}
    pick = {"type": "radio_buttons", "action_id": "pick", "options": [option("Red"), option("Green")]}
    with_whom = {"type": "multi_users_select", "action_id": "people"}

    def asked(block_id: str, label: str, element: Json, **more: Any) -> Json:
        return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}

    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("A few questions"),
        "submit": plain("Save"),
        "close": plain("Not now"),
        "blocks": [
            asked("tried", "What have you tried?", tried),
            asked("amount", "Amount", amount, optional=True),
            asked("pick", "Pick one", pick, optional=True),
            asked("people", "With whom?", with_whom, optional=True),
            {"type": "actions", "block_id": "acts", "elements": [button("Add a hint", "hint")]},
        ],
    }


def connect(sandbox: Sandbox) -> SocketMode:
    """The app, connected over Socket Mode; the caller stops it."""
    web = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
    app = App(client=web, token_verification_enabled=False, process_before_response=True)
    register(app)
    lines = lines_to(sandbox, app.dispatch)
    lines.start()
    return lines


def register(app: App) -> None:
    app.event({"type": "message", "subtype": None})(echo)
    app.event("message")(other_messages)
    app.event("app_home_opened")(home)
    app.command("/ask")(open_form)
    app.shortcut("ask_around")(open_form)
    app.shortcut("ask_about")(ask_about)
    app.view("form")(submitted)
    actions = {"solved": solved, "chosen": chosen, "more": more, "forget": forget, "knock": knock, "form": open_form}
    for action_id, listener in {**actions, "hint": hint}.items():
        app.action(action_id)(listener)


def say(client: WebClient, user: str, text: str, **more: Any) -> None:
    client.chat_postMessage(channel=user, text=text, **more)


def echo(event: Json, client: WebClient) -> None:
    if event["user"] == "USLACKBOT":
        return
    thread = {"thread_ts": event["thread_ts"]} if "thread_ts" in event else {}
    blocks = {} if thread else {"blocks": echo_blocks(event["text"])}
    say(client, event["user"], f"You said {event['text']}", **blocks, **thread)


def other_messages() -> None: ...


def home(event: Json, client: WebClient) -> None:
    blocks = [
        {"type": "header", "text": plain("Your desk")},
        {"type": "actions", "elements": [button("Knock", "knock")]},
    ]
    client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})


def solved(ack: Any, body: Json, client: WebClient) -> None:
    client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="Well done", blocks=[])
    ack()


def chosen(ack: Any, body: Json, client: WebClient) -> None:
    say(client, body["user"]["id"], f"You chose {body['actions'][0]['selected_option']['value']}")
    ack()


def more(ack: Any, body: Json, respond: Any) -> None:
    respond(f"Only you hear this {body['actions'][0]['selected_option']['value']}", replace_original=False)
    ack()


def forget(ack: Any, body: Json, client: WebClient) -> None:
    client.chat_delete(channel=body["channel"]["id"], ts=body["message"]["ts"])
    ack()


def knock(ack: Any, body: Json, client: WebClient) -> None:
    say(client, body["user"]["id"], "Come in")
    ack()


def open_form(ack: Any, body: Json, client: WebClient) -> None:
    client.views_open(trigger_id=body["trigger_id"], view=form_view(unescape(body.get("text", ""))))
    ack()


def ask_about(ack: Any, body: Json, client: WebClient) -> None:
    client.views_open(trigger_id=body["trigger_id"], view=form_view(body["message"]["text"]))
    ack()


def hint(ack: Any, body: Json, client: WebClient) -> None:
    view = form_view()
    view["blocks"].insert(0, {"type": "section", "text": plain("A guess is fine.")})
    client.views_update(view_id=body["view"]["id"], view=view)
    ack()


def submitted(ack: Any, body: Json, client: WebClient) -> None:
    values = body["view"]["state"]["values"]
    tried = values["tried"]["text"]["value"]
    if "nothing" in tried:
        ack(response_action="errors", errors={"tried": "A guess is fine too."})
        return
    picked = (values["pick"]["pick"]["selected_option"] or {}).get("value")
    people = len(values["people"]["people"]["selected_users"])
    say(client, body["user"]["id"], f"Saved: {tried}, {values['amount']['number']['value']}, {picked}, {people}")
    ack()
