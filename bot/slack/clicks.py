"""What every listener reads of a click or a submitted form: who, on what, from where. Decides nothing."""

import re
from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient

Json = dict[str, Any]
Refresh = Callable[[WebClient, Json], None]
"""Shows in App Home what has become of a click there."""
HOME = "home"
"""At the end of a form's data: App Home is behind it, and is drawn anew."""


def who(body: Json) -> str:
    """The person's id: a slash command carries it flat, everything else inside `user`."""
    return str(body.get("user_id") or body["user"]["id"])


def clicked(body: Json) -> tuple[str, str]:
    """Who clicked, and the id that the button carries; empty where it carries none."""
    return who(body), str(body["actions"][0].get("value") or "")


def submitted(body: Json) -> tuple[str, str]:
    """Who submitted a form, and the id that it began with."""
    return who(body), str(body["view"].get("private_metadata") or "").partition(" ")[0]


def named(action: str) -> re.Pattern[str]:
    """A button by its action; where the same button stands many times, "@" and what it is about follow."""
    return re.compile(rf"^{action}(@\w+)?$")


def beneath(body: Json) -> str:
    """HOME where the click came from App Home or from a form above it, else nothing."""
    view = body.get("view") or {}
    is_home = view.get("type") == HOME or str(view.get("private_metadata") or "").endswith(HOME)
    return HOME if is_home else ""


def beneath_home(body: Json) -> Json:
    """For a form that carries nothing else: what makes it remember that App Home is behind it."""
    return {"private_metadata": beneath(body)}


def show(client: WebClient, body: Json, view: Json) -> None:
    """On top of the modal that somebody has open, else as a modal of its own."""
    is_above = (body.get("view") or {}).get("type") == "modal"
    (client.views_push if is_above else client.views_open)(trigger_id=body["trigger_id"], view=view)
