"""Web API methods about profiles: the workspace's own fields, and what somebody has in theirs. Changes nothing."""

from bot.sandbox.call import Call, Key, Method, SlackError, invalid_arguments
from bot.sandbox.shapes import profile_json
from bot.sandbox.workspace import Json

VISIBILITY = {"": (True, False), "all": (True, False), "visible": (False,), "hidden": (True,)}


def team_profile(call: Call) -> Json:
    """team.profile.get. An organisation's token must say which workspace (with which error: unverified)."""
    if call.text("visibility") not in VISIBILITY:
        raise invalid_arguments("visibility")
    if call.workspace.org and call.workspace.org.whole and not call.text("team_id"):
        raise SlackError("missing_argument")
    shown = VISIBILITY[call.text("visibility")]
    fields = [each for each in call.workspace.profile_fields if each["is_hidden"] in shown]
    return {"profile": {"fields": fields, "sections": []}}


def users_profile(call: Call) -> Json:
    """users.profile.get, of the caller where nobody is named.

    A field of the type "user" holds an id, or several with commas between. That somebody with no field of their own has
    an empty list there, and no object, is unverified.
    """
    account = call.person() if call.text("user") else call.caller
    profile = profile_json(call.workspace, account, "users:read.email" in call.scopes)
    labels = {each["id"]: each["label"] for each in call.workspace.profile_fields}
    with_labels = call.flag("include_labels")
    fields = {
        id: {"value": value, "alt": ""} | ({"label": labels[id]} if with_labels else {})
        for id, value in account.profile.items()
    }
    return {"profile": profile | {"fields": fields or [], "start_date": account.start_date}}


METHODS = {
    "team.profile.get": Method(team_profile, ("users.profile:read",), Key.TOKEN),
    "users.profile.get": Method(users_profile, ("users.profile:read",), Key.TOKEN),
}
