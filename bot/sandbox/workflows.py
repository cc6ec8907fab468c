"""Workflow Builder's custom steps: a person's workflow reaches one, the app ends it. Knows no workflow around it.

Slack offers a step when the manifest declares it under `functions` and the app is org-ready and runs elsewhere
(`org_deploy_enabled`, `function_runtime: "remote"`). The event needs no subscription and no scope.
"""

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.sandbox import events
from bot.sandbox.delivery import Delivery, Envelope
from bot.sandbox.executions import Execution, State
from bot.sandbox.platform import Platform
from bot.sandbox.workspace import Account, Json

JUST_IN_TIME = timedelta(minutes=15)
"""How long the token that comes with an execution lives, in story time; it ends with the execution, too. The number is
a Bolt maintainer's word, not documented (unverified)."""
USER = "slack#/types/user_id"
NOT_READY = "Workflow Builder offers no steps of this app: it is not org-ready, or does not run its functions itself"


def run(platform: Platform, account: Account, callback_id: str, inputs: Mapping[str, Any]) -> Execution:
    """A workflow that this person started has come to a step of the app's.

    A required user that is not given is the person, as authors of workflows mostly choose. Raises LookupError for a
    step that is not offered and for inputs that Workflow Builder would not let through.
    """
    manifest = platform.manifest
    if not manifest.runs_functions:
        raise LookupError(NOT_READY)
    if callback_id not in manifest.functions or not platform.installed:
        raise LookupError(f"The app has no step {callback_id!r}")
    declared = manifest.functions[callback_id]
    whole = _given(declared["input_parameters"], account, inputs)
    if wrong := mistakes(declared["input_parameters"], whole):
        raise LookupError(f"Workflow Builder does not run {callback_id!r}: {'; '.join(wrong)}")
    token = platform.installation.bot.lend(JUST_IN_TIME)
    execution = Execution(f"Fx0{secrets.token_hex(5).upper()}", callback_id, declared, whole, token)
    with platform.workspace.lock:
        platform.executions[execution.id] = execution
    _tell(platform, account, execution)
    return execution


def end(platform: Platform, execution: Execution, state: State, outputs: Json, error: str = "") -> None:
    """The app has ended it: the workflow goes on with the outputs, or stops with the error."""
    execution.state, execution.outputs, execution.error = state, outputs, error
    platform.installation.bot.take_back(execution.token)
    platform.workspace.changed()


def mistakes(parameters: Json, values: Mapping[str, Any]) -> list[str]:
    """What is wrong with inputs or outputs, by the manifest: unknown, missing, of another type."""
    known = parameters["properties"]
    found = [f"unknown parameter {name}" for name in values if name not in known]
    found += [f"missing parameter {name}" for name in parameters.get("required", []) if name not in values]
    typed = ((name, known[name]["type"], value) for name, value in values.items() if name in known)
    return found + [f"{name} must be {kind}" for name, kind, value in typed if not _fits(kind, value)]


def _fits(kind: str, value: Any) -> bool:
    if kind == USER:
        return isinstance(value, str) and re.fullmatch(r"[UW][A-Z0-9]{2,}", value) is not None
    if kind == "boolean" or isinstance(value, bool):
        return kind == "boolean" and isinstance(value, bool)
    kinds: dict[str, type | tuple[type, ...]] = {"string": str, "integer": int, "number": (int, float)}
    return isinstance(value, kinds[kind])  # a step with other types is more than the sandbox knows


def _given(parameters: Json, account: Account, inputs: Mapping[str, Any]) -> Json:
    """The inputs with the person in the places of users that are not given; what is empty is not sent (unverified)."""
    properties = parameters["properties"]
    users = [name for name in parameters.get("required", []) if properties[name]["type"] == USER]
    return dict.fromkeys(users, account.id) | {name: value for name, value in inputs.items() if value != ""}


def _tell(platform: Platform, account: Account, execution: Execution) -> None:
    event: Json = {
        "type": "function_executed",
        "function": _function(platform, execution),
        "inputs": execution.inputs,
        "function_execution_id": execution.id,
        "workflow_execution_id": f"Wx0{secrets.token_hex(5).upper()}",
        "event_ts": platform.workspace.next_ts(),
        "bot_access_token": execution.token,
    }
    doubled = platform.faults.take_double()
    story = f"a workflow of {account.key} comes to {execution.callback_id}"
    platform.courier.send(Delivery(Envelope.EVENT, events.wrapped(platform, event), story, doubled=doubled))


def _function(platform: Platform, execution: Execution) -> Json:
    declared = execution.declared
    return {
        "id": f"Fn0{platform.workspace.app_id[2:]}",
        "callback_id": execution.callback_id,
        "title": declared["title"],
        "description": declared["description"],
        "type": "app",
        "input_parameters": _listed(declared["input_parameters"]),
        "output_parameters": _listed(declared["output_parameters"]),
        "app_id": platform.workspace.app_id,
        "date_created": platform.workspace.now_seconds(),
        "date_updated": platform.workspace.now_seconds(),
        "date_deleted": 0,
    }


def _listed(parameters: Json) -> list[Json]:
    required = parameters.get("required", [])
    return [{"name": name, "is_required": name in required} | of for name, of in parameters["properties"].items()]
