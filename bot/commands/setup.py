"""`kickstand setup` and `kickstand manifest`: from nothing to a connected workspace. Never prints a token.

manifest -> app at Slack -> tokens, each tried at Slack and then kept in `.env` -> a message to try it all
"""

import json
import sys
from collections.abc import Callable
from typing import Annotated, NamedTuple

import typer
from slack_sdk import WebClient

from bot.commands import checking, env_file
from bot.commands.terminal import out
from bot.manifest import manifest
from bot.settings import Settings, SettingsError, in_environment, load
from bot.slack import profiles
from bot.slack.errors import Refusal
from bot.slack.failures import UNREACHED, refusal
from bot.slack.installing.tokens import web_client

APPS = "https://api.slack.com/apps"
TEST_MESSAGE = (
    "Kickstand is connected: this is the message that was asked for at the end of `kickstand setup`. "
    "Next, a manager types `/kickstand team` here and picks their reps."
)


class Wanted(NamedTuple):
    """One value to be asked for: what it is, where it stands at Slack, and what is wrong with it there, if anything."""

    name: str
    what: str
    where: str
    look: Callable[[Settings], str]

    def of(self, settings: Settings) -> str:
        """Its value now, or nothing."""
        return getattr(settings, self.name.lower()) or ""


BOT_TOKEN = Wanted(
    "SLACK_BOT_TOKEN",
    "Bot token",
    "Press “Install to Workspace” under “Install App”, then copy the Bot User OAuth Token (xoxb-...).",
    checking.bot_token,
)
APP_TOKEN = Wanted(
    "SLACK_APP_TOKEN",
    "App token",
    "Under “Basic Information”, “App-Level Tokens”, make one with the scope connections:write (xapp-...).",
    checking.app_token,
)
SECRET = Wanted(
    "SLACK_SIGNING_SECRET",
    "Signing secret",
    "Under “Basic Information”, “App Credentials”, copy the Signing Secret.",
    lambda settings: _no_secret(settings.slack_signing_secret or ""),
)


def _no_secret(typed: str) -> str:
    """Slack offers no way to try a signing secret; but a token is none."""
    return "That is a token. The signing secret is letters and digits alone." if "-" in typed else ""


def show_manifest(
    http: Annotated[str, typer.Option("--http", metavar="URL", help="Over HTTP, reached at this address.")] = "",
) -> None:
    """Print the app's manifest, to paste at Slack: for Socket Mode, or with --http for HTTP."""
    _print(manifest(_address(http) if http else "", load().kickstand_url or ""))


def setup() -> None:
    """Connect a Slack workspace, step by step. Answers go into `.env` here; run it again at any time."""
    try:
        _setup()
    except (typer.Abort, KeyboardInterrupt):
        _say("\nStopped. What was accepted is in .env; `kickstand setup` goes on from there.")
        raise typer.Exit(1) from None


def _setup() -> None:
    settings = load()
    _say("Three steps: the app at Slack, its tokens, a message to try it. Ctrl-C stops; what was accepted stays.")
    _say("Socket Mode needs no public address. HTTP needs one that Slack can reach, with https.")
    usual = bool(settings.slack_app_token or not settings.slack_signing_secret)
    over_http = not typer.confirm("Socket Mode", default=usual)
    address = _asked_address(settings) if over_http else ""
    _app(settings, address)
    _step("2. Tokens")
    _ask_for(BOT_TOKEN)
    if over_http:
        _without_app_token(settings)
        _ask_for(SECRET)
    else:
        _ask_for(APP_TOKEN)
    _step("3. A message to try it")
    _try_it(load())
    _say("Done. `kickstand run` starts it. docs/setup.md says what comes next: reporting lines, the first week.")
    if over_http:
        _say("Once it runs, press “Verify” beside the request URL under “App Manifest”: Slack asks it for an answer.")


def _asked_address(settings: Settings) -> str:
    while True:
        try:
            return _address(typer.prompt("Your address (https://...)", default=settings.kickstand_url))
        except SettingsError as error:
            _say(str(error))


def _address(typed: str) -> str:
    """An address as we take it for KICKSTAND_URL. Raises SettingsError."""
    return load(kickstand_url=typed.strip()).kickstand_url or ""


def _app(settings: Settings, address: str) -> None:
    _step("1. The app")
    if not typer.confirm("Show the manifest, to make the app or to update it", default=not settings.slack_bot_token):
        return
    _print(manifest(address, settings.kickstand_url or ""))
    _say(f"At {APPS}: “Create New App”, “From a manifest”, your workspace; then paste all of the above as JSON.")
    _say("Is the app there already? Then paste it under “App Manifest” and save.")
    typer.prompt("Enter goes on", default="", show_default=False)


def _ask_for(wanted: Wanted) -> None:
    """Have a value that Slack takes in `.env`, or in the environment, which is not ours to write."""
    known = load()
    if wanted.of(known):
        wrong = wanted.look(known)
        _say(f"{wanted.what}: {wrong or 'the one that is set works.'}")
        if in_environment(wanted.name):
            _say(f"{wanted.name} comes from the environment, which goes before .env. Change it there if you want to.")
            return
        if not typer.confirm("Replace it", default=bool(wrong)):
            return
    _say(wanted.where)
    env_file.put(wanted.name, _accepted(wanted))
    _say(f"{wanted.what}: kept.")


def _accepted(wanted: Wanted) -> str:
    """What is typed, as soon as there is nothing wrong with it."""
    while True:
        typed = typer.prompt(wanted.what, hide_input=sys.stdin.isatty()).strip()
        wrong = _wrong(wanted, typed)
        if not wrong:
            return str(typed)
        _say(wrong)


def _wrong(wanted: Wanted, typed: str) -> str:
    if not (typed.isascii() and typed.isprintable()) or set(typed) & set(" '\"#\\$"):
        return "That has characters in it which it cannot have. Copy it once more."
    try:
        return wanted.look(load(**{wanted.name.lower(): typed}))
    except SettingsError as error:
        return str(error)


def _without_app_token(settings: Settings) -> None:
    """With an app token Kickstand would use Socket Mode, whatever else is set."""
    if not settings.slack_app_token:
        return
    if in_environment(APP_TOKEN.name):
        _say("SLACK_APP_TOKEN is in the environment: take it out there, or Socket Mode is used.")
    elif typer.confirm("SLACK_APP_TOKEN is in .env, and with it Socket Mode is used. Take it out", default=True):
        env_file.take_out(APP_TOKEN.name)


def _try_it(settings: Settings) -> None:
    client = web_client(settings.slack_api_url, settings.slack_bot_token)
    while whom := typer.prompt("Your e-mail address or Slack id (Enter: no message)", default="", show_default=False):
        try:
            _say(f"It's there: look at your messages from Kickstand, {_greet(client, whom.strip())}.")
            return
        except Refusal as error:
            _say(str(error))
        except UNREACHED as error:
            said = refusal(error)
            _say(f"Slack said no: {said}." if said else "Slack cannot be reached just now.")


def _greet(client: WebClient, whom: str) -> str:
    """Write to somebody; answers their name. Raises Refusal for nobody and for apps, Slack's own errors."""
    found = profiles.read(client, profiles.by_email(client, whom) if "@" in whom else whom.upper())
    if found.is_bot:
        raise Refusal(f"{found.name} is an app; pick a person.")
    place = client.conversations_open(users=found.id)["channel"]["id"]
    client.chat_postMessage(channel=place, text=TEST_MESSAGE)
    return found.name


def _step(title: str) -> None:
    out.print(f"\n[bold]{title}[/bold]")


def _say(sentence: str) -> None:
    out.print(sentence, markup=False, soft_wrap=True)


def _print(found: dict[str, object]) -> None:
    """Whole lines, whatever the window: it is to be copied, or piped into a file."""
    typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
