"""Payloads as Slack sends them, with anything in them: any person, any id, any value. Sends nothing by itself."""

from contextvars import Context
from dataclasses import dataclass
from typing import Any

from slack_bolt import BoltRequest, BoltResponse

from bot.app import Kickstand
from bot.sandbox import events
from bot.sandbox.platform import Platform
from bot.sandbox.shapes import view_json
from bot.sandbox.workspace import View
from bot.slack.receiving.inbox import Inbox

Json = dict[str, Any]


def dispatch(bolt: Inbox, payload: Json) -> BoltResponse:
    """What the program answers to a payload over Socket Mode: it arrives outside any workspace."""
    return Context().run(bolt.dispatch, BoltRequest(mode="socket_mode", body=payload))


@dataclass
class Forge:
    """Makes payloads in the name of a workspace (`team_id`) of the local Slack."""

    platform: Platform

    @property
    def team_id(self) -> str:
        return self.platform.workspace.team_id

    def event(self, event: Json) -> Json:
        return events.wrapped(self.platform, event)

    def message(self, user: str, channel: str, text: str, **more: Any) -> Json:
        """A new message in a conversation with the app."""
        ts = more.pop("ts", None) or self.platform.workspace.next_ts()
        here = {"type": "message", "user": user, "text": text, "ts": ts, "team": self.team_id}
        return self.event({**here, "channel": channel, "channel_type": "im", "event_ts": ts, **more})

    def edit(self, user: str, channel: str, ts: str, text: str, **more: Any) -> Json:
        """A message that says something else now. `more`: what else the message holds."""
        now = self.platform.workspace.next_ts()
        message = {"type": "message", "user": user, "text": text, "ts": ts, "edited": {"user": user, "ts": now}, **more}
        message = {key: value for key, value in message.items() if value is not None}
        event = {"type": "message", "subtype": "message_changed", "message": message, "previous_message": {"ts": ts}}
        return self.event(
            {**event, "hidden": True, "channel": channel, "channel_type": "im", "ts": now, "event_ts": now}
        )

    def deletion(self, channel: str, ts: str) -> Json:
        """A message that is gone."""
        now = self.platform.workspace.next_ts()
        event = {"type": "message", "subtype": "message_deleted", "deleted_ts": ts, "previous_message": {"ts": ts}}
        return self.event(
            {**event, "hidden": True, "channel": channel, "channel_type": "im", "ts": now, "event_ts": now}
        )

    def command(self, user: str, line: str, channel: str) -> Json:
        name, _, text = line.partition(" ")
        return {
            "token": "sandbox",
            "team_id": self.team_id,
            "team_domain": "sandbox",
            "channel_id": channel,
            "channel_name": "directmessage",
            "user_id": user,
            "user_name": "somebody",
            "command": name,
            "text": text,
            "api_app_id": self.platform.workspace.app_id,
            "is_enterprise_install": "false",
            "response_url": self._response_url(user, channel),
            "trigger_id": self.platform.triggers.issue(user),
        }

    def click(self, user: str, channel: str, action: Json, ts: str = "1700000000.000100", **message: Any) -> Json:
        """A button or menu of a message. `action` is its part of `actions`; `message` what else the message holds."""
        return self._interaction("block_actions", user) | {
            "actions": [self._action(action)],
            "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False},
            "channel": {"id": channel, "name": "directmessage"},
            "message": {"type": "message", "ts": ts, "text": "", "blocks": [], **message},
            "response_url": self._response_url(user, channel),
            "state": {"values": {}},
        }

    def click_in_view(self, user: str, view: View, action: Json) -> Json:
        """A button of a modal or of App Home."""
        shown = {"container": {"type": "view", "view_id": view.id}, "view": view_json(self.platform.workspace, view)}
        return self._interaction("block_actions", user, view.id) | {"actions": [self._action(action)], **shown}

    def submission(self, user: str, callback_id: str, data: str, values: Json, **more: Any) -> Json:
        """A form that was filled in. `values`: by block and element, what Slack calls `state.values`."""
        number = self.platform.workspace.number()
        return self._interaction("view_submission", user) | {
            "view": {
                "id": f"V{number:010}",
                "team_id": self.team_id,
                "type": "modal",
                "blocks": [{"type": "input", "block_id": each} for each in values],
                "private_metadata": data,
                "callback_id": callback_id,
                "state": {"values": values},
                "hash": f"{number}.abc",
                **more,
            },
            "response_urls": [],
        }

    def shortcut(self, user: str, callback_id: str, message: Json | None = None) -> Json:
        """A global shortcut, or one on a message."""
        kind = "message_action" if message else "shortcut"
        return self._interaction(kind, user) | {"callback_id": callback_id} | ({"message": message} if message else {})

    def step(self, callback_id: str, **inputs: Any) -> Json:
        """A workflow has come to one of the app's steps; no workflow waits for its end."""
        number = self.platform.workspace.number()
        run = {"function_execution_id": f"Fx{number:010}", "workflow_execution_id": f"Wx{number:010}"}
        function = {"id": "Fn1", "callback_id": callback_id, "type": "app", "app_id": self.platform.workspace.app_id}
        event = {"type": "function_executed", "function": function, "inputs": inputs, "bot_access_token": "xwfp-1-2"}
        return self.event({**event, **run, "event_ts": self.platform.workspace.next_ts()})

    def _interaction(self, kind: str, user: str, view_id: str | None = None) -> Json:
        return {
            "type": kind,
            "token": "sandbox",
            "api_app_id": self.platform.workspace.app_id,
            "team": {"id": self.team_id, "domain": "sandbox"},
            "enterprise": None,
            "is_enterprise_install": False,
            "user": {"id": user, "username": "somebody", "name": "somebody", "team_id": self.team_id},
            "trigger_id": self.platform.triggers.issue(user, view_id),
        }

    def _action(self, action: Json) -> Json:
        return {"type": "button", "block_id": "b", "action_ts": self.platform.workspace.next_ts(), **action}

    def _response_url(self, user: str, channel: str) -> str:
        key = self.platform.response_urls.issue(user, channel)
        return f"{self.platform.url}/respond/{self.team_id}/{key}"


def filled(**fields: Any) -> Json:
    """`state.values` of a form whose blocks and elements share their names: text, or a dict for anything else."""
    return {
        name: {name: value if isinstance(value, dict) else {"type": "plain_text_input", "value": value}}
        for name, value in fields.items()
    }


def forge_for(kickstand: Kickstand, platform: Platform) -> Forge:
    """A forge whose Slack has introduced itself to the program."""
    kickstand.tokens.introduce()
    return Forge(platform)
