"""Web API methods that end a custom step. Never end one twice, nor with outputs that the manifest does not declare.

Both the app's bot token and the one that came with the execution open them (the bot token: unverified; the methods ask
for no scope). A token of another workspace finds nothing.
"""

from bot.sandbox.call import Call, Method, SlackError, invalid_arguments
from bot.sandbox.executions import Execution, State
from bot.sandbox.workflows import end, mistakes
from bot.sandbox.workspace import Json


def complete_success(call: Call) -> Json:
    """functions.completeSuccess."""
    execution, outputs = _running(call), call.structure("outputs")
    if not isinstance(outputs, dict):
        raise invalid_arguments("missing required field: outputs")
    if wrong := mistakes(execution.declared["output_parameters"], outputs):
        raise SlackError("parameter_validation_failed", response_metadata={"messages": [f"[ERROR] {m}" for m in wrong]})
    end(call.platform, execution, State.COMPLETED, outputs)
    return {}


def complete_error(call: Call) -> Json:
    """functions.completeError."""
    execution = _running(call)
    end(call.platform, execution, State.FAILED, {}, call.needed("error"))
    return {}


def _running(call: Call) -> Execution:
    """The execution, if it can still be ended. Raises function_execution_not_found, execution_not_in_running_state."""
    execution = call.platform.executions.get(call.needed("function_execution_id"))
    if execution is None:
        raise SlackError("function_execution_not_found")
    if execution.is_over:
        raise SlackError("execution_not_in_running_state")
    return execution


METHODS = {
    "functions.completeSuccess": Method(complete_success),
    "functions.completeError": Method(complete_error),
}
