"""`kickstand setup` and `kickstand manifest`, typed at a terminal: what is asked, tried at Slack and kept in `.env`."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from tests.test_promises import MANIFEST

Types = Callable[..., tuple[int, str]]
ENV = Path(".env")


@pytest.fixture
def types(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Types:
    """Runs `kickstand setup` in an empty folder and types these lines; answers exit code and all that was printed."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("SLACK_API_URL", sandbox.api_url)
    sandbox.add_person("ada", "Ada Lind")

    def typed(*lines: str, **environment: str) -> tuple[int, str]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        with pytest.raises(SystemExit) as stopped:
            main(["setup"])
        printed = capsys.readouterr()
        return int(stopped.value.code or 0), " ".join((printed.out + printed.err).split())

    return typed


def test_from_nothing_to_a_message_in_slack(types: Types, sandbox: Sandbox) -> None:
    ENV.write_text("# ours\nKICKSTAND_HOLD=2h")
    ENV.chmod(0o644)
    bad = ("xoxb-nobody", "xapp-not-a-bot", "xoxb-a b")
    code, printed = types(
        *("y", "n", *bad, sandbox.bot_token, sandbox.app_token, "nobody@example.com", "ada@example.com")
    )
    assert code == 0
    for sentence in (
        "Slack does not accept the bot token (invalid_auth)",
        "SLACK_BOT_TOKEN must start with xoxb-",
        "That has characters in it",
        "Slack doesn't know anybody with the address nobody@example.com.",
        "look at your messages from Kickstand, Ada Lind.",
    ):
        assert sentence in printed
    assert sandbox.bot_token not in printed and sandbox.app_token not in printed
    kept = f"# ours\nKICKSTAND_HOLD=2h\nSLACK_BOT_TOKEN={sandbox.bot_token}\nSLACK_APP_TOKEN={sandbox.app_token}\n"
    assert ENV.read_text() == kept
    assert ENV.stat().st_mode & 0o777 == 0o600
    assert "Kickstand is connected" in sandbox.person("ada").last.plain


def test_broken_off_it_keeps_what_was_accepted_and_goes_on_from_there(types: Types, sandbox: Sandbox) -> None:
    code, printed = types("y", "n", sandbox.bot_token)
    assert code == 1 and "Stopped." in printed
    assert ENV.read_text() == f"SLACK_BOT_TOKEN={sandbox.bot_token}\n"
    code, printed = types("y", "n", "n", sandbox.app_token, "")
    assert code == 0 and "Bot token: the one that is set works." in printed
    before = ENV.read_text()
    assert types("y", "n", "n", "n", "")[0] == 0
    assert ENV.read_text() == before, "nothing is replaced that nobody wanted replaced"


def test_a_token_that_works_no_more_can_be_replaced(types: Types, sandbox: Sandbox) -> None:
    ENV.write_text(f"SLACK_BOT_TOKEN=xoxb-old\nSLACK_APP_TOKEN={sandbox.app_token}\n")
    code, printed = types("y", "n", "y", sandbox.bot_token, "n", "")
    assert code == 0 and "Bot token: Slack does not accept the bot token" in printed
    assert ENV.read_text() == f"SLACK_BOT_TOKEN={sandbox.bot_token}\nSLACK_APP_TOKEN={sandbox.app_token}\n"


def test_over_http_the_manifest_has_the_address_and_no_app_token_is_left(types: Types, sandbox: Sandbox) -> None:
    ENV.write_text(f"SLACK_BOT_TOKEN={sandbox.bot_token}\nSLACK_APP_TOKEN={sandbox.app_token}\n")
    code, printed = types(
        "n", "k.example.com", "https://k.example.com/", "y", "", "n", "y", sandbox.bot_token, "5ec2e7", ""
    )
    assert code == 0
    assert "KICKSTAND_URL wants an address" in printed and "That is a token." in printed
    assert '"request_url": "https://k.example.com/slack/events"' in printed
    assert ENV.read_text() == f"SLACK_BOT_TOKEN={sandbox.bot_token}\nSLACK_SIGNING_SECRET=5ec2e7\n"


def test_what_the_environment_says_is_tried_and_not_written(types: Types, sandbox: Sandbox) -> None:
    code, printed = types("y", "n", "", SLACK_BOT_TOKEN=sandbox.bot_token, SLACK_APP_TOKEN=sandbox.app_token)
    assert code == 0 and "SLACK_BOT_TOKEN comes from the environment" in printed
    assert not ENV.exists()


def test_the_printed_manifest_is_the_one_in_the_repository(types: Types, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["manifest"])
    assert json.loads(capsys.readouterr().out) == MANIFEST
    with pytest.raises(SystemExit) as stopped:
        main(["manifest", "--http", "k.example.com"])
    assert stopped.value.code == 2
    assert "KICKSTAND_URL wants an address" in capsys.readouterr().err
