"""A small real Bolt app that does whatever a test tells it, and remembers what it heard. Knows nothing of Kickstand."""

import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from slack_bolt import App
from slack_bolt.request import BoltRequest
from slack_sdk import WebClient

Json = dict[str, Any]
ANY = re.compile(".*")
MANIFEST: Json = {
    "display_information": {"name": "Smalltalk"},
    "features": {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Smalltalk"},
        "shortcuts": [
            {"name": "Start something", "type": "global", "callback_id": "start", "description": "."},
            {"name": "Look at this", "type": "message", "callback_id": "look", "description": "."},
        ],
        "slash_commands": [{"command": "/small", "description": ".", "should_escape": True}],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "channels:history",
                "channels:join",
                "channels:read",
                "chat:write",
                "commands",
                "dnd:read",
                "files:read",
                "files:write",
                "groups:history",
                "groups:read",
                "im:history",
                "im:read",
                "im:write",
                "team:read",
                "users:read",
                "users:read.email",
                "users.profile:read",
            ],
            "user": ["im:history", "im:read", "users:read"],
            "user_optional": ["chat:write", "mpim:history"],
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_mention",
                "app_uninstalled",
                "channel_archive",
                "channel_deleted",
                "channel_left",
                "channel_rename",
                "channel_unarchive",
                "dnd_updated_user",
                "group_archive",
                "group_left",
                "group_rename",
                "member_joined_channel",
                "member_left_channel",
                "message.channels",
                "message.groups",
                "message.im",
                "tokens_revoked",
                "user_change",
            ],
            "user_events": ["message.im", "message.mpim"],
        },
        "interactivity": {"is_enabled": True},
    },
}


class SmallApp:
    """`does` maps a kind (event, action, view, closed, command, shortcut) to a Bolt listener for the test at hand."""

    def __init__(self, client: WebClient, signing_secret: str) -> None:
        self.bolt = App(client=client, signing_secret=signing_secret, process_before_response=True)
        self.heard: list[Json] = []
        self.retries: list[tuple[str | None, str | None]] = []
        self.does: dict[str, Callable[..., Any]] = {}
        self.bolt.use(self._remember)
        self.bolt.event(ANY)(self._listener("event"))
        self.bolt.action(ANY)(self._listener("action"))
        self.bolt.view(ANY)(self._listener("view"))
        self.bolt.view_closed(ANY)(self._listener("closed"))
        self.bolt.command(ANY)(self._listener("command"))
        self.bolt.shortcut(ANY)(self._listener("shortcut"))

    def forget(self) -> None:
        self.heard.clear()
        self.retries.clear()
        self.does.clear()

    @property
    def events(self) -> list[Json]:
        return [body["event"] for body in self.heard if "event" in body]

    def _remember(self, body: Json, req: BoltRequest, next: Callable[[], Any]) -> None:
        self.heard.append(body)
        number, reason = (req.headers.get(f"x-slack-retry-{name}") for name in ("num", "reason"))
        self.retries.append((number[0] if number else None, reason[0] if reason else None))
        next()

    def _listener(self, kind: str) -> Callable[..., Any]:
        def listen(ack: Any, body: Json, client: WebClient, respond: Any) -> None:
            does = self.does.get(kind)
            answer = does(body, client, respond) if does else None
            ack(**answer) if isinstance(answer, dict) else ack(answer or "")

        return listen


class HttpDoor:
    """Serves a Bolt app over plain HTTP, as a production web server would."""

    def __init__(self, bolt: App) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
                headers: dict[str, Any] = {name: [value] for name, value in self.headers.items()}
                answer = bolt.dispatch(BoltRequest(body=raw, headers=headers))
                body = (answer.body or "").encode()
                self.send_response(answer.status)
                for name, value in answer.first_headers_without_set_cookie().items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/slack/events"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)


def text(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def button(label: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": text(label), "action_id": action_id, **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def section(words: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}, **more}


def asks(label: str, block_id: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "label": text(label), "block_id": block_id, "element": element, **more}


def modal(*blocks: Json, title: str = "A modal", **more: Any) -> Json:
    return {"type": "modal", "title": text(title), "submit": text("Go"), "blocks": list(blocks), **more}
