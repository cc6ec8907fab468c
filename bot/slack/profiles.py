"""What Slack says about a person: name, zone, status, do-not-disturb. Reads Slack; never the database."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.errors import Refusal


@dataclass(frozen=True)
class Quiet:
    """The do-not-disturb stretch that runs now or comes next."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Profile:
    """A person as Slack describes them. `quiet` is None when they have no do-not-disturb, or when it was not asked."""

    id: str
    name: str
    zone: str
    gone: bool
    is_bot: bool
    status_text: str
    status_emoji: str
    status_until: datetime | None
    quiet: Quiet | None = None


def read(client: WebClient, user_id: str) -> Profile:
    """Ask Slack about one person. Raises Refusal when Slack does not know them, SlackApiError for anything else."""
    try:
        answer: Any = client.users_info(user=user_id)
    except SlackApiError as error:
        if error.response.get("error") in {"user_not_found", "user_not_visible"}:
            raise Refusal(f"Slack doesn't know anybody with the id {user_id}.") from None
        raise
    return profile(answer["user"], quiet=_quiet(client, user_id))


def by_email(client: WebClient, email: str) -> str:
    """The id of the person with this address. Raises Refusal when there is none."""
    try:
        answer: Any = client.users_lookupByEmail(email=email)
    except SlackApiError as error:
        if error.response.get("error") == "users_not_found":
            raise Refusal(f"Slack doesn't know anybody with the address {email}.") from None
        raise
    return str(answer["user"]["id"])


def profile(user: dict[str, Any], quiet: Quiet | None = None) -> Profile:
    """Read Slack's user object, as `users.info` and the `user_change` event carry it."""
    details = user.get("profile") or {}
    name = details.get("real_name") or user.get("real_name") or user.get("name") or user["id"]
    expires = int(details.get("status_expiration") or 0)
    return Profile(
        id=user["id"],
        name=str(name)[:200],
        zone=_zone(user.get("tz")),
        gone=bool(user.get("deleted")),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        status_text=str(details.get("status_text") or ""),
        status_emoji=str(details.get("status_emoji") or ""),
        status_until=datetime.fromtimestamp(expires, UTC) if expires else None,
        quiet=quiet,
    )


def quiet(status: dict[str, Any]) -> Quiet | None:
    """Read Slack's do-not-disturb object, as `dnd.info` and `dnd_updated_user` carry it."""
    start, end = int(status.get("next_dnd_start_ts") or 0), int(status.get("next_dnd_end_ts") or 0)
    if not status.get("dnd_enabled") or end <= start or start <= 1:
        return None
    return Quiet(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))


def _quiet(client: WebClient, user_id: str) -> Quiet | None:
    try:
        answer: Any = client.dnd_info(user=user_id)
    except SlackApiError:
        return None  # Do-not-disturb is a courtesy: without it the working hours still hold.
    return quiet(answer.data)


def _zone(name: str | None) -> str:
    try:
        return ZoneInfo(name or "UTC").key
    except (ValueError, OSError, KeyError):
        return "UTC"
