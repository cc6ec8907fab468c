"""Where everything from Slack comes in: whose workspace it is about, and that it has its effect exactly once.

    dispatch -> inside(workspace): nobody's business? acknowledged; else, with the delivery's keys at hand
      listener -> handling() -> the keys and the effect commit together -> acknowledgement

Slack delivers again whatever was not acknowledged within three seconds, and sometimes what was. The keys are kept with
the effect: whatever comes again finds them and changes nothing.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.listener_matcher import ListenerMatcher
from slack_bolt.middleware import RequestVerification
from structlog.contextvars import bound_contextvars

from bot.slack.briefly import Briefly
from bot.slack.installing.tokens import Tokens, named_in
from bot.slack.receiving.payloads import is_asked, is_event, is_listened_to, kind_of, storable, wrong_with
from bot.store.workspace import inside
from bot.telemetry import record

Json = dict[str, Any]
MOST_NAMED = 1000
"""So many strangers are named in the log, each once."""

log = logging.getLogger(__name__)
FINE = BoltResponse(status=200)
UNSIGNED = 401
"""Bolt's answer to what Slack did not sign, whatever is in it."""
WRONG, STATUS, SERVED = "wrong", "status", "served"
_keys: ContextVar[tuple[str, ...]] = ContextVar("delivery", default=())


class AlreadyHandled(Exception):
    """Slack has delivered this before, and it had its effect then."""


@dataclass(frozen=True)
class Heard:
    """What is listened to, by its name at Slack: the app's manifest declares it. Catch-alls have no name."""

    events: set[str] = field(default_factory=set)
    commands: set[str] = field(default_factory=set)
    shortcuts: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class ByBody(ListenerMatcher):
    """Whether a listener is meant, by Bolt's own function for it.

    Bolt would first work out, for each of nearly two hundred listeners, all that a function could ask for. Its own ask
    for the body alone.
    """

    func: Callable[[Json], bool]

    def matches(self, req: BoltRequest, resp: BoltResponse) -> bool:
        """Called by Bolt."""
        return self.func(req.body)


class Inbox(App):
    """Bolt's App, which knows for each payload whose it is and what marks it, and remembers what it listens to."""

    tokens: Tokens
    served: Briefly[tuple[object, ...], str | None]
    """Whose the payloads of the last moment were, by what Slack names in them."""
    heard: Heard
    signature: RequestVerification
    """Bolt's own check of who sends. What it does not let through Bolt refuses."""
    is_nobodys: Callable[[Json], bool]
    """Whether an event is nobody's business in the workspace that it is about."""

    def event(self, event: Any, *more: Any, **how: Any) -> Any:
        """Bolt's."""
        _note(self.heard.events, event)
        return super().event(event, *more, **how)

    def command(self, command: Any, *more: Any, **how: Any) -> Any:
        """Bolt's."""
        _note(self.heard.commands, command)
        return super().command(command, *more, **how)

    def shortcut(self, constraints: Any, *more: Any, **how: Any) -> Any:
        """Bolt's."""
        _note(self.heard.shortcuts, constraints)
        return super().shortcut(constraints, *more, **how)

    def _register_listener(self, functions: Any, primary_matcher: Any, *more: Any, **how: Any) -> Any:
        return super()._register_listener(functions, ByBody(primary_matcher.func), *more, **how)

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Hand a payload to its listener, in its workspace. What is for nobody here: see `turn_away`."""
        with record.delivery(kind_of(req.body)) as about:
            response = self._hand_over(req)
            about["outcome"] = _outcome(req, response)
        return response

    def _hand_over(self, req: BoltRequest) -> BoltResponse:
        if wrong := _look_at(req):
            # Bolt checks who sent it, by the raw body, and turns it away; what it parsed would make it stumble.
            req.context[WRONG], req.context[STATUS] = wrong, 200 if is_event(req.body) else 400
            req.body = {}
            return super().dispatch(req)
        if not is_event(req.body):
            req.body.pop("event", None)  # for Bolt it would be one
        if not is_listened_to(req.body):
            req.body = {"type": req.body["type"]}  # nor is its rest anything that Bolt could stumble over
        workspace_id = self._workspace_of(req)
        if workspace_id is None:
            return super().dispatch(req)  # Bolt checks the signature first, and answers Slack's greeting
        req.context[SERVED] = True
        with inside(workspace_id):
            if is_event(req.body) and self._is_signed(req) and self.is_nobodys(req.body):
                return BoltResponse(status=200)  # as most are where the bot reads along: every listener would drop it
            with delivery(keys_of(req.body)):
                response = super().dispatch(req)
        # Bolt answers 404 to what nobody handles (a form that is closed, say), and Slack then counts a failure.
        return BoltResponse(status=200) if response.status == 404 and not is_asked(req.body) else response

    def _is_signed(self, req: BoltRequest) -> bool:
        return self.signature.process(req=req, resp=FINE, next=lambda: FINE) is FINE

    def _workspace_of(self, req: BoltRequest) -> str | None:
        about = req.context
        named = (about.enterprise_id, about.team_id, bool(about.is_enterprise_install))
        return self.served.get(named, lambda: self.tokens.workspace_of(req))


def _note(heard: set[str], name: Any) -> None:
    if isinstance(name, str):
        heard.add(name)


def _outcome(req: BoltRequest, response: BoltResponse) -> str:
    if response.status >= 500:
        return record.FAILED
    if req.context.get(WRONG) and response.status != UNSIGNED:
        return "malformed"
    if response.status >= 400:
        return record.REFUSED
    return "handled" if req.context.get(SERVED) else "not served"


def _look_at(req: BoltRequest) -> str:
    """What is wrong with a payload. From here on it holds only what can be stored."""
    try:
        req.body = storable(req.body)
    except RecursionError:
        return "too deep"
    ids = ("team_id", "enterprise_id", "user_id", "channel_id")
    return wrong_with(req.body) or next((key for key in ids if not isinstance(req.context.get(key, ""), str)), "")


def turn_away() -> Callable[..., BoltResponse]:
    """Middleware for Bolt, once it is sure who sends: two kinds of payloads go no further.

    - What no listener can read. An event would be the same whenever it came again, so it is acknowledged; somebody who
      clicked hears that it failed.
    - What is about a workspace that is not served is acknowledged and dropped, said in the log once.
    """
    named: set[str] = set()

    def look(body: Json, req: BoltRequest, next: Callable[[], BoltResponse]) -> BoltResponse:
        if wrong := req.context.get(WRONG):
            log.warning("a payload is not as Slack describes it and was left alone: %s", wrong)
            return BoltResponse(status=req.context[STATUS])
        if req.context.get(SERVED) or body.get("type") == "url_verification":
            return next()
        who = str(named_in(req))
        if who not in named and len(named) < MOST_NAMED:
            named.add(who)
            log.warning("Slack tells of %s, which is not installed here: dropped", who)
        return BoltResponse(status=200)

    return look


@contextmanager
def delivery(keys: tuple[str, ...]) -> Iterator[None]:
    """What happens within is the handling of one delivery of Slack's; its log lines name it."""
    token = _keys.set(keys)
    try:
        with bound_contextvars(delivery=keys[0]) if keys else nullcontext():
            yield
    finally:
        _keys.reset(token)


def current_keys() -> tuple[str, ...]:
    """What marks the delivery that is being handled; nothing outside any."""
    return _keys.get()


def current_mark() -> str:
    """One word for the delivery that is being handled: a message's place or a step's run, else Slack's id of it."""
    keys = current_keys()
    return keys[-1] if keys else uuid4().hex


def keys_of(body: Json) -> tuple[str, ...]:
    """What marks a payload: Slack's id of it and, for a message, its place. Either alone makes it the same one."""
    event = body.get("event")
    if isinstance(event, dict):
        return tuple(key for key in (_event_id(body), _message(event), _step(event)) if key)
    if "command" in body and body.get("trigger_id"):
        return (f"command:{body['trigger_id']}",)
    view = body.get("view")
    if body.get("type") == "view_submission" and isinstance(view, dict):
        return (f"view:{view.get('id')}:{view.get('hash')}",)
    actions = body.get("actions")
    if body.get("type") == "block_actions" and isinstance(actions, list) and actions and isinstance(actions[0], dict):
        action, user = actions[0], body.get("user") or {}
        return (f"action:{user.get('id')}:{action.get('action_ts')}:{action.get('action_id')}",)
    return ()


def _event_id(body: Json) -> str:
    return f"event:{body['event_id']}" if body.get("event_id") else ""


def _message(event: Json) -> str:
    """A new message, by its place; edits and deletions of it are known by their ids and by what they say."""
    if event.get("type") != "message" or event.get("subtype") in {"message_changed", "message_deleted"}:
        return ""
    return message_key(str(event.get("channel")), str(event.get("ts")))


def _step(event: Json) -> str:
    """A step that a workflow has come to, by the id of its execution."""
    is_step = event.get("type") == "function_executed"
    return f"step:{event['function_execution_id']}" if is_step else ""


def message_key(channel: str, ts: str) -> str:
    """What marks a message that was handled."""
    return f"message:{channel}:{ts}"
