"""The app's manifest, made from what the program listens to. Connects to nothing, writes nothing.

What Slack should know but no listener says (names, descriptions, scopes) stands here; an event, a command or a shortcut
that is registered and missing here is a KeyError, which the tests find.
"""

from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet

from bot.app import build
from bot.settings import Settings
from bot.slack.installing.oauth import OPTIONAL, SCOPES
from bot.slack.installing.pages import BACK as INSTALLED
from bot.slack.receiving.inbox import Heard
from bot.team.blocks.replies import COMMANDS as SUB_COMMANDS
from bot.watch.consent import BACK as CONSENTED
from bot.watch.rules import READ, SPEAK
from bot.web import ENDPOINT

Json = dict[str, Any]

EVENTS: Mapping[str, tuple[str, ...]] = {"message": ("message.channels", "message.groups", "message.im")}
"""What Slack calls an event in the manifest, where that is not its name: messages are subscribed to by place."""

COMMANDS: Mapping[str, Json] = {
    "/ask": {"description": "Bring your manager a question", "usage_hint": "[your question]"},
    "/kickstand": {"description": "Your team, your settings, help", "usage_hint": " | ".join(SUB_COMMANDS)},
}
SHORTCUTS: Mapping[str, Json] = {
    "ask_my_manager": {
        "name": "Ask my manager",
        "type": "global",
        "description": "Bring your manager a question, with what you have tried",
    },
    "ask_about_message": {
        "name": "Ask for help with this",
        "type": "message",
        "description": "Bring this message to your manager as a question",
    },
}


def manifest(http: str = "", pages: str = "") -> Json:
    """What to paste at Slack. Both are addresses without a slash at their end, and mostly the same one.

    `http`: where Slack reaches us; empty: Socket Mode. `pages`: where browsers do; empty: they need not.
    """
    heard = _heard()
    found: Json = {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": "Kickstand",
            "description": "Holds a question for a while, asks what you have tried, and brings your manager something "
            "easy to coach.",
            "background_color": "#1f3a34",
        },
        "features": _features(heard),
        "oauth_config": {"scopes": _scopes()},
        "settings": _settings(heard),
    }
    if http:
        _over_http(found, http + ENDPOINT)
    if pages or http:
        found["oauth_config"]["redirect_urls"] = [(pages or http) + way for way in (INSTALLED, CONSENTED)]
    return found


def _heard() -> Heard:
    """What the whole program listens to, assembled on a database that is nowhere. Reads no setting."""
    nowhere = Settings.model_construct(
        slack_bot_token="xoxb-nobody",  # noqa: S106 - nobody's
        database_url="sqlite:///:memory:",
        kickstand_secret_key=Fernet.generate_key().decode(),
    )
    program = build(nowhere)
    program.close()
    return program.bolt.heard


def _features(heard: Heard) -> Json:
    return {
        "app_home": {
            "home_tab_enabled": "app_home_opened" in heard.events,
            "messages_tab_enabled": "message" in heard.events,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Kickstand", "always_online": True},
        "shortcuts": [SHORTCUTS[each] | {"callback_id": each} for each in sorted(heard.shortcuts)],
        "slash_commands": [
            {"command": each} | COMMANDS[each] | {"should_escape": True} for each in sorted(heard.commands)
        ],
    }


def _scopes() -> Json:
    return {
        "bot": list(SCOPES),
        "bot_optional": list(OPTIONAL),
        "user": list(READ),
        "user_optional": [SPEAK],
    }


def _settings(heard: Heard) -> Json:
    events = [name for each in heard.events for name in EVENTS.get(each, (each,))]
    return {
        "event_subscriptions": {"bot_events": sorted(events), "user_events": ["message.im"]},
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": False,
        "socket_mode_enabled": True,
        "token_rotation_enabled": False,
    }


def _over_http(found: Json, endpoint: str) -> None:
    """Whatever Slack sends comes to one address."""
    settings = found["settings"]
    settings["event_subscriptions"] = {"request_url": endpoint} | settings["event_subscriptions"]
    settings["interactivity"]["request_url"] = endpoint
    settings["socket_mode_enabled"] = False
    for command in found["features"]["slash_commands"]:
        command["url"] = endpoint
