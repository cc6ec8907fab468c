"""Frozen settings: the only reader of the environment. Never opens anything, never connects."""

import re
from datetime import time, timedelta
from enum import StrEnum
from math import ceil
from pathlib import Path
from typing import Annotated, NamedTuple
from urllib.parse import urlparse

from pydantic import AfterValidator, BeforeValidator, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SLACK_API = "https://slack.com/api/"
MOST_DAYS_AFTER_UNINSTALL = 14
"""Slack’s developer policy (2024-12-10): data is deleted within 14 business days after the app was uninstalled."""
_UNITS = {"s": 1, "m": 60, "h": 3600}
KEY_FOR_TOKENS = "it encrypts the tokens of every workspace; make one with `kickstand new-key`."
_DAYS = {"d": 1.0, "mo": 365.25 / 12}
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class WorkingHours(NamedTuple):
    """Default working hours of a manager who has set none; `always` means around the clock."""

    start: time
    end: time
    always: bool = False


class ScoreMode(StrEnum):
    """How much is computed. AGGREGATE: counts of teams of five and more, no score. OFF: no number at all."""

    ON = "on"
    AGGREGATE = "aggregate"
    OFF = "off"


class LogForm(StrEnum):
    """How a log line looks. CONSOLE: words for a terminal. JSON: one object a line, for what collects logs."""

    CONSOLE = "console"
    JSON = "json"


class LogLevel(StrEnum):
    """From which level on our own log lines are written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class SettingsError(Exception):
    """One sentence naming the setting that is missing or malformed."""


def _hold(value: object) -> object:
    match = re.fullmatch(r"(\d{1,6})([smh])", str(value).strip().lower())
    if isinstance(value, timedelta):
        return value
    if not match:
        raise ValueError("wants a length like 60m, 2h or 3s")
    length = timedelta(seconds=int(match[1]) * _UNITS[match[2]])
    if length > timedelta(hours=4):
        raise ValueError("may be 4h at most")
    return length


def _span(least: int, most: int) -> BeforeValidator:
    """A length in days or months, between two numbers of days."""

    def read(value: object) -> object:
        if isinstance(value, timedelta):
            return value
        match = re.fullmatch(r"(\d{1,5})(d|mo)", str(value).strip().lower())
        days = ceil(int(match[1]) * _DAYS[match[2]]) if match else 0
        if not least <= days <= most:
            raise ValueError(f"wants days or months like 30d or 13mo, from {least}d to {most}d")
        return timedelta(days=days)

    return BeforeValidator(read)


def _hours(value: object) -> object:
    if isinstance(value, WorkingHours):
        return value
    text = str(value).strip().lower()
    if text == "always":
        return WorkingHours(time(0), time(0), always=True)
    match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", text)
    if not match or match[1] + match[2] == match[3] + match[4]:
        raise ValueError("wants `always` or hours like 09:00-18:00")
    return WorkingHours(time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4])))


def _one_of(words: type[StrEnum]) -> BeforeValidator:
    """A word of a short list."""

    def read(value: object) -> object:
        try:
            return words(str(value).strip().lower())
        except ValueError:
            *most, last = words
            raise ValueError(f"wants {', '.join(most)} or {last}") from None

    return BeforeValidator(read)


def _port(value: object) -> object:
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 65535):
        raise ValueError("wants a number from 1 to 65535")
    return int(text)


def _api_url(value: str) -> str:
    url = urlparse(value)
    if url.scheme not in {"http", "https"} or not url.hostname or not url.path.endswith("/api/"):
        raise ValueError("wants an address that ends in /api/")
    if url.hostname in _LOOPBACK or (url.scheme == "https" and f".{url.hostname}".endswith(".slack.com")):
        return value
    raise ValueError("may point to Slack or to this machine only")


def _address(value: str) -> str:
    url = urlparse(value.rstrip("/"))
    if url.scheme not in {"http", "https"} or not url.hostname or url.query or url.fragment or url.username:
        raise ValueError("wants an address like https://kickstand.example.com")
    if url.scheme == "http" and url.hostname not in _LOOPBACK:
        raise ValueError("must start with https:// (Slack sends people back there with a secret)")
    return value.rstrip("/")


def _days(value: object) -> object:
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and int(text[:4]) <= MOST_DAYS_AFTER_UNINSTALL):
        raise ValueError(f"wants a number of days from 0 to {MOST_DAYS_AFTER_UNINSTALL}")
    return int(text)


def _prefix(*prefixes: str) -> BeforeValidator:
    def check(value: object) -> object:
        if value is not None and not str(value).startswith(prefixes):
            raise ValueError(f"must start with {' or '.join(prefixes)}")
        return value

    return BeforeValidator(check)


class Settings(BaseSettings):
    """Everything the environment may say. Names are those of the environment, in lower case."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True, extra="ignore")

    slack_bot_token: Annotated[str | None, _prefix("xoxb-", "xoxe.xoxb-")] = None
    slack_app_token: Annotated[str | None, _prefix("xapp-")] = None
    slack_signing_secret: str | None = None
    slack_api_url: Annotated[str, AfterValidator(_api_url)] = SLACK_API
    database_url: str = "sqlite:///kickstand.db"
    kickstand_hold: Annotated[timedelta, BeforeValidator(_hold), NoDecode] = timedelta(minutes=60)
    kickstand_working_hours: Annotated[WorkingHours, BeforeValidator(_hours), NoDecode] = WorkingHours(
        time(9), time(18)
    )
    kickstand_port: Annotated[int, BeforeValidator(_port)] = 3000
    kickstand_host: str = "0.0.0.0"
    kickstand_secret_key: str | None = None
    kickstand_never_hold: Path | None = None
    kickstand_keep_text: Annotated[timedelta, _span(7, 365), NoDecode] = timedelta(days=30)
    kickstand_keep_records: Annotated[timedelta, _span(90, 3653), NoDecode] = timedelta(days=396)
    slack_client_id: str | None = None
    slack_client_secret: str | None = None
    kickstand_url: Annotated[str | None, AfterValidator(lambda value: value and _address(value))] = None
    kickstand_score: Annotated[ScoreMode, _one_of(ScoreMode)] = ScoreMode.ON
    kickstand_keep_after_uninstall: Annotated[int, BeforeValidator(_days)] = 7
    kickstand_log: Annotated[LogForm, _one_of(LogForm)] = LogForm.CONSOLE
    kickstand_log_level: Annotated[LogLevel, _one_of(LogLevel)] = LogLevel.INFO
    kickstand_metrics_port: Annotated[int, BeforeValidator(_port)] | None = None
    otel_exporter_otlp_endpoint: str | None = None
    otel_traces_exporter: str | None = None

    @property
    def serves_several(self) -> bool:
        """Whether workspaces are installed through the browser, instead of the one of SLACK_BOT_TOKEN."""
        return self.knows_the_app and not self.slack_bot_token

    @property
    def wants_traces(self) -> bool:
        """Whether OpenTelemetry's own variables ask for traces: https://opentelemetry.io/docs/specs/otel/configuration/"""
        named = (self.otel_traces_exporter or "").lower().split(",")
        return "otlp" in named or bool(self.otel_exporter_otlp_endpoint and not self.otel_traces_exporter)

    @property
    def knows_the_app(self) -> bool:
        """Whether anything of what Slack asks of people in the browser is set: see `registration`, `for_consent`."""
        return bool(self.slack_client_id or self.slack_client_secret or self.kickstand_url)


def load() -> Settings:
    """Read the environment. Raises SettingsError with one sentence about the first thing that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        reason = str(first["msg"]).removeprefix("Value error, ")
        # A token that is wrong is still somebody's token.
        shown = "" if name.startswith("SLACK_") and name != "SLACK_API_URL" else f" (it is {first['input']!r})"
        raise SettingsError(f"{name} {reason[0].lower()}{reason[1:]}{shown}.") from None


class Registration(NamedTuple):
    """The app as Slack knows it, and where Slack sends people back to. `url`: without a slash at its end."""

    client_id: str
    client_secret: str
    url: str


def registration(settings: Settings) -> Registration | None:
    """What serving several workspaces needs; None: the one workspace of SLACK_BOT_TOKEN is served.

    Raises SettingsError for what is missing, or does not go with it.
    """
    if not settings.serves_several:
        return None
    found = _registered(settings, "several workspaces need")
    need(settings.kickstand_secret_key, "KICKSTAND_SECRET_KEY", KEY_FOR_TOKENS)
    if settings.slack_app_token:
        raise SettingsError(
            "SLACK_APP_TOKEN is for Socket Mode and one workspace. Set SLACK_BOT_TOKEN too, or run without it: "
            "several workspaces come over HTTP."
        )
    return found


def for_consent(settings: Settings) -> Registration | None:
    """What managers need who let Kickstand read their direct messages; None: that is not switched on.

    Raises SettingsError for what is missing.
    """
    return _registered(settings, "managers' consent needs") if settings.knows_the_app else None


def _registered(settings: Settings, who: str) -> Registration:
    return Registration(
        need(settings.slack_client_id, "SLACK_CLIENT_ID", f"{who} the app's client ID."),
        need(settings.slack_client_secret, "SLACK_CLIENT_SECRET", f"{who} the app's client secret."),
        need(settings.kickstand_url, "KICKSTAND_URL", "Slack sends people back there, https://kickstand.example.com."),
    )


def need(value: str | None, name: str, why: str) -> str:
    """The value, or a SettingsError saying which setting is missing and what it is for."""
    if not value:
        raise SettingsError(f"{name} is missing: {why}")
    return value
