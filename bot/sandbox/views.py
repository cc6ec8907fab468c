"""Web API methods about views, and what they do to a person's stack of modals. Never opens one without a trigger."""

import secrets
from collections.abc import Callable
from typing import Any

from bot.sandbox.blocks import Surface, problems, view_problems, view_too_large
from bot.sandbox.call import Call, Method, SlackError, invalid_arguments
from bot.sandbox.platform import Platform
from bot.sandbox.posting import with_block_ids
from bot.sandbox.shapes import view_json
from bot.sandbox.workspace import Json, View, Workspace

MOST_VIEWS = 3


def views_open(call: Call) -> Json:
    """views.open."""
    body = _body(call, "modal")
    trigger = call.platform.triggers.exchange(call.needed("trigger_id"))
    view = new_view(call.workspace, trigger.user, body)
    call.workspace.modals[trigger.user] = [view]
    return _shown(call, view)


def views_push(call: Call) -> Json:
    """views.push, from an action inside a modal."""
    body = _body(call, "modal")
    trigger = call.platform.triggers.exchange(call.needed("trigger_id"))
    stack = call.workspace.modals.get(trigger.user, [])
    if trigger.view_id not in [view.id for view in stack]:
        raise SlackError("not_found")
    if len(stack) >= MOST_VIEWS:
        raise SlackError("push_limit_reached")
    return _shown(call, push(call.workspace, trigger.user, body))


def views_update(call: Call) -> Json:
    """views.update, by view_id or external_id."""
    body = _body(call)
    wanted = {"id": call.text("view_id"), "external_id": call.text("external_id")}
    if not any(wanted.values()):
        raise invalid_arguments("must provide either view_id or external_id")
    view = next((each for each in call.workspace.all_views() if _is(each, wanted)), None)
    if view is None:
        raise SlackError("not_found")
    if body["type"] != view.type:
        raise invalid_arguments("view type cannot be changed [json-pointer:/view/type]")
    _check_hash(call, view)
    replace(call.workspace, view, body)
    return _shown(call, view)


def views_publish(call: Call) -> Json:
    """views.publish: a person's home tab."""
    if not call.platform.manifest.home_tab:
        raise SlackError("not_enabled")
    body = _body(call, "home")
    account = call.person("user_id")
    if account.is_bot or account.deleted:
        raise SlackError("user_not_found")
    view = call.workspace.homes.get(account.id)
    if view is None:
        view = call.workspace.homes[account.id] = new_view(call.workspace, account.id, body)
    else:
        _check_hash(call, view)
        replace(call.workspace, view, body)
    return _shown(call, view)


def blocks_validate(call: Call) -> Json:
    """blocks.validate, for blocks, a message or a view."""
    lacking = call.platform.faults.lacking_blocks
    checks: dict[str, Callable[[Any], list[str]]] = {
        "blocks": lambda value: problems(value, Surface.MESSAGE, lacking=lacking),
        "message": lambda value: problems(value.get("blocks", []), Surface.MESSAGE, "/message/blocks", lacking),
        "view": lambda value: view_problems(value, lacking),
    }
    for name, check in checks.items():
        if (value := call.structure(name)) is not None:
            if found := check(value):
                raise SlackError(f"invalid_{name}", errors=found)
            return {}
    raise invalid_arguments("must provide blocks, message or view")


def new_view(workspace: Workspace, user: str, body: Json) -> View:
    """A view that belongs to a person and is not shown yet."""
    view_id = f"V{workspace.mark}{workspace.number():07X}"
    body = body | {"blocks": with_block_ids(workspace, body["blocks"])}
    return View(view_id, body["type"], user, body, _hash(workspace), root_view_id=view_id)


def push(workspace: Workspace, user: str, body: Json) -> View:
    """Puts a modal on top of the others."""
    stack = workspace.modals.setdefault(user, [])
    view = new_view(workspace, user, body)
    if stack:
        view.previous_view_id, view.root_view_id = stack[-1].id, stack[0].id
    stack.append(view)
    return view


def replace(workspace: Workspace, view: View, body: Json) -> None:
    """Gives a view new contents. What was filled in stays where block_id and action_id stay."""
    view.body = body | {"blocks": with_block_ids(workspace, body["blocks"])}
    view.hash = _hash(workspace)
    view.errors = {}
    kept = {block["block_id"] for block in view.blocks}
    view.values = {block_id: values for block_id, values in view.values.items() if block_id in kept}
    workspace.changed()


def check_body(platform: Platform, body: object, kind: str | None = None, of: View | None = None) -> Json:
    """The view, if Slack would take it. Raises SlackError. `of` is the view that it replaces."""
    if not isinstance(body, dict):
        raise invalid_arguments("missing required field: view")
    if view_too_large(body):
        raise SlackError("view_too_large")
    body = {name: value for name, value in body.items() if value is not None}
    if found := view_problems(body, platform.faults.lacking_blocks):
        raise invalid_arguments(*found)
    if kind and body["type"] != kind:
        raise invalid_arguments(f"must be a view of type {kind} [json-pointer:/view/type]")
    if external_id := body.get("external_id"):
        others = [view for view in platform.workspace.all_views() if view is not of]
        if any(view.body.get("external_id") == external_id for view in others):
            raise SlackError("duplicate_external_id")
    return body


def _body(call: Call, kind: str | None = None) -> Json:
    wanted = {"id": call.text("view_id"), "external_id": call.text("external_id")}
    old = next((each for each in call.workspace.all_views() if _is(each, wanted)), None)
    if kind == "home":
        old = call.workspace.homes.get(call.text("user_id"))
    return check_body(call.platform, call.structure("view"), kind, old)


def _is(view: View, wanted: dict[str, str]) -> bool:
    if wanted["id"]:
        return view.id == wanted["id"]
    return bool(wanted["external_id"]) and view.body.get("external_id") == wanted["external_id"]


def _check_hash(call: Call, view: View) -> None:
    if call.text("hash") not in ("", view.hash):
        raise SlackError("hash_conflict")


def _hash(workspace: Workspace) -> str:
    return f"{workspace.now_seconds()}.{secrets.token_hex(4)}"


def _shown(call: Call, view: View) -> Json:
    call.workspace.changed()
    return {"view": view_json(call.workspace, view)}


METHODS = {
    "views.open": Method(views_open),
    "views.push": Method(views_push),
    "views.update": Method(views_update),
    "views.publish": Method(views_publish),
    "blocks.validate": Method(blocks_validate),
}
