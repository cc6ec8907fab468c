"""The command line: what each command prints, and the sentence and exit code when something is wrong."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy.orm import Session

from bot.cli import main
from bot.clock import system
from bot.sandbox.local import LocalWorkspace
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.slack.installing.workspaces import Workspace
from bot.store.engine import open_engine
from bot.store.workspace import inside, sessions_on
from bot.watch.models import HelpChannel, Watch
from bot.watch.rules import ChannelRule
from tests.conftest import KEY, MONDAY, TEAM
from tests.store.texts import ask

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command with the settings of one installation; answers exit code and all that was printed."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)  # no `.env` of whoever runs the tests
    base = {
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_API_URL": sandbox.api_url,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'kickstand.db'}",
        "KICKSTAND_SECRET_KEY": KEY,
    }

    def once(*words: str, **more: str) -> tuple[int, str]:
        for name, value in {**base, **more}.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as stopped:
            main(list(words))
        printed = capsys.readouterr()
        return int(stopped.value.code or 0), " ".join((printed.out + printed.err).split())

    return once


@pytest.mark.parametrize(
    ("words", "more", "code", "sentence"),
    [
        (("run",), {"SLACK_BOT_TOKEN": ""}, 2, "SLACK_BOT_TOKEN is missing"),
        (("run",), {}, 2, "SLACK_SIGNING_SECRET is missing"),
        (("run",), {"KICKSTAND_HOLD": "soon"}, 2, "KICKSTAND_HOLD wants a length like 60m"),
        (("run",), {"DATABASE_URL": "mysql://x/y"}, 2, "DATABASE_URL names mysql"),
        (("run",), {"DATABASE_URL": "postgresql://x/y", "KICKSTAND_SECRET_KEY": ""}, 2, "with `kickstand new-key`"),
        (("check",), {"DATABASE_URL": "postgresql://x/y", "KICKSTAND_SECRET_KEY": ""}, 1, "with `kickstand new-key`"),
        (("check",), {"KICKSTAND_SECRET_KEY": "short", "DATABASE_URL": "postgresql://x/y"}, 1, "_KEY must be"),
        (("backup", "copy.db"), {}, 2, "There is no database"),
        (("restored",), {}, 2, "Run `kickstand migrate` first."),
        (("rotate-key",), {}, 2, "Run `kickstand migrate` first."),
        (("rotate-key", "--new"), {}, 2, "there is no key file"),
        (("tick",), {"KICKSTAND_SECRET_KEY": "short"}, 2, "KICKSTAND_SECRET_KEY must be"),
        (("tick",), {"KICKSTAND_NEVER_HOLD": "/nowhere.toml"}, 2, "nowhere.toml"),
        (("weekly", "--as-of", "Monday"), {}, 2, "--as-of wants a moment"),
        (("weekly", "--as-of", "2026-11-23T09:00:00"), {}, 2, "--as-of needs its offset"),
        (("team", "import", "/nowhere.csv"), {}, 2, "/nowhere.csv cannot be read"),
        (("run",), {"DATABASE_URL": "sqlite:///"}, 2, "DATABASE_URL names no file"),
        (("check",), {"DATABASE_URL": "sqlite:////nowhere/k.db"}, 1, "/nowhere is not there, or not mine to write in"),
        (("check",), {"SLACK_BOT_TOKEN": "xoxb-wrong"}, 1, "Slack does not accept the bot token"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    run: Run, words: tuple[str, ...], more: dict[str, str], code: int, sentence: str
) -> None:
    stopped, printed = run(*words, **more)
    assert sentence in printed
    assert stopped == code
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("team", "import", "--from-slack"), "Slack cannot be reached. `kickstand check` tells more."),
        (("check",), "Bot token and scopes: Slack cannot be reached at"),
    ],
)
@pytest.mark.parametrize("trouble", ["a broken line", "an error of a proxy's", "a page of a proxy's"])
def test_a_line_that_breaks_and_a_proxy_that_answers_are_not_slack_s_word(
    run: Run, sandbox: Sandbox, words: tuple[str, ...], sentence: str, trouble: str
) -> None:
    troubles: dict[str, Callable[[], None]] = {
        "a broken line": lambda: sandbox.faults.drop_connection("auth.test", times=3),
        "an error of a proxy's": lambda: sandbox.faults.server_error("auth.test", 502),
        "a page of a proxy's": lambda: sandbox.faults.server_error("auth.test", 200),
    }
    troubles[trouble]()
    code, printed = run(*words)
    assert code == 1 and sentence in printed
    assert "Traceback" not in printed and "non-JSON" not in printed


def test_a_bad_line_is_named_and_nothing_is_imported(run: Run, sandbox: Sandbox, tmp_path: Path) -> None:
    for key in ("riya", "mona"):
        sandbox.add_person(key)
    roster = tmp_path / "team.csv"
    lines = [
        "rep,manager,lead,started_on",
        "riya@example.com,mona@example.com,,",
        "nobody@example.com,mona@example.com,,soon",
    ]
    roster.write_text("\n".join(lines))
    code, printed = run("team", "import", str(roster))
    assert code == 1
    assert "line 3" in printed
    assert "Nothing was imported." in printed
    assert "Nobody reports to anybody yet." in run("team", "list")[1]


def test_the_tables_are_made_once_and_check_says_what_is_missing(run: Run, tmp_path: Path) -> None:
    assert "There is no database yet" in run("check")[1]
    assert list(tmp_path.iterdir()) == []
    assert run("migrate") == (0, "The tables are made.")
    assert run("migrate") == (0, "The database is up to date.")
    code, printed = run("check")
    assert code == 1
    assert "Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP." in printed
    assert run("check", SLACK_SIGNING_SECRET="a secret")[0] == 0
    assert run("tick") == (0, "Done: everything that was due.")


def test_a_new_key_is_one_that_works(run: Run) -> None:
    code, key = run("new-key")
    assert code == 0
    assert run("migrate", KICKSTAND_SECRET_KEY=key)[0] == 0


def test_a_key_that_is_not_the_databases_is_noticed_at_the_start(run: Run, tmp_path: Path) -> None:
    assert run("migrate")[0] == 0
    engine = open_engine(Settings(database_url=f"sqlite:///{tmp_path / 'kickstand.db'}", kickstand_secret_key=KEY))
    ask(engine, 1)
    engine.dispose()
    other = Fernet.generate_key().decode()
    more = {"SLACK_SIGNING_SECRET": "a secret"}
    assert run("check", **more)[0] == 0
    for command, code in {"check": 1, "run": 2, "tick": 2, "restored": 2, "rotate-key": 2}.items():
        stopped, printed = run(command, KICKSTAND_SECRET_KEY=other, **more)
        assert "was written with another key. Set KICKSTAND_SECRET_KEY" in printed
        assert stopped == code


def test_check_and_run_make_no_key_for_a_database_that_has_lost_its_own(run: Run, tmp_path: Path) -> None:
    assert run("migrate", KICKSTAND_SECRET_KEY="")[0] == 0
    (tmp_path / "kickstand.key").unlink()
    for command, code in {"check": 1, "run": 2}.items():
        stopped, printed = run(command, KICKSTAND_SECRET_KEY="", SLACK_SIGNING_SECRET="a secret")
        assert "is there, but not its key" in printed
        assert stopped == code
    assert not (tmp_path / "kickstand.key").exists()


def test_back_up_and_new_key_say_what_they_did(run: Run, tmp_path: Path) -> None:
    run("migrate", KICKSTAND_SECRET_KEY="")
    code, printed = run("backup", str(tmp_path / "copy.db"), KICKSTAND_SECRET_KEY="")
    assert code == 0
    assert f"The copy is {tmp_path / 'copy.db'}. The key is not in it. It is in {tmp_path / 'kickstand.key'}" in printed
    code, printed = run("rotate-key", "--new", KICKSTAND_SECRET_KEY="")
    assert code == 0
    assert "0 of 0 stored texts are encrypted anew" in printed
    assert "kickstand.key.before-" in printed
    assert run("rotate-key", KICKSTAND_SECRET_KEY=f"{Fernet.generate_key().decode()},{KEY}") == (
        0,
        "0 of 0 stored texts are encrypted anew, with the newest key. The older keys can leave KICKSTAND_SECRET_KEY. "
        "Back-ups made until now still need them.",
    )
    code, printed = run("restored", KICKSTAND_SECRET_KEY="")
    assert (code, printed) == (0, "No messages are waiting. What Slack has already is not sent again.")


def test_a_new_key_that_cannot_replace_the_old_one_everywhere_says_so(run: Run, tmp_path: Path) -> None:
    run("migrate")
    engine = open_engine(Settings(database_url=f"sqlite:///{tmp_path / 'kickstand.db'}", kickstand_secret_key=KEY))
    ask(engine, 1, 2)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE said SET text = 'damaged' WHERE id = 's2'")
    engine.dispose()
    code, printed = run("rotate-key", KICKSTAND_SECRET_KEY=f"{Fernet.generate_key().decode()},{KEY}")
    assert code == 1
    assert "3 of 4 stored texts are encrypted anew" in printed
    assert "Not readable with any of the keys, and left as before: 1. Keep the older keys for now." in printed


def test_an_admin_sees_who_is_on_trial_and_ends_it_and_the_manager_hears_of_it(
    run: Run, sandbox: Sandbox, tmp_path: Path
) -> None:
    riya, mona = sandbox.add_person("riya"), sandbox.add_person("mona")
    (tmp_path / "team.csv").write_text("rep,manager\nriya@example.com,mona@example.com\n")
    run("team", "import", "team.csv")
    assert run("trial", "list") == (0, "Nobody is on trial.")
    assert run("trial", "end", "mona") == (1, "Mona is not on trial.")
    channel = sandbox.add_channel("help", riya, mona)
    engine = open_engine(Settings(database_url=f"sqlite:///{tmp_path / 'kickstand.db'}", kickstand_secret_key=KEY))
    with inside(TEAM), sessions_on(engine).begin() as session:
        session.add(Watch(manager_id=mona.id, trial_until=system() + timedelta(days=2)))
        session.add(HelpChannel(channel=channel.id, manager_id=mona.id, rule=ChannelRule.MENTION, since=system()))
    engine.dispose()
    assert "Mona" in run("trial", "list")[1]
    assert run("trial", "end", "mona") == (0, "What I read for Mona is held for real from now on.")
    for _ in range(20):  # Slack takes a message a second in a conversation, and the notice may have gone just now
        if "I'm reading along now" not in mona.last.plain:
            run("tick")
    assert "I'm reading along now" in mona.last.plain and "trial" not in mona.last.plain
    assert run("trial", "list") == (0, "Nobody is on trial.")


@pytest.fixture
def several(sandbox: Sandbox) -> dict[str, str]:
    """What the environment says instead of SLACK_BOT_TOKEN, for several workspaces."""
    return {
        "SLACK_BOT_TOKEN": "",
        "SLACK_CLIENT_ID": sandbox.client_id,
        "SLACK_CLIENT_SECRET": sandbox.client_secret,
        "SLACK_SIGNING_SECRET": sandbox.signing_secret,
        "KICKSTAND_URL": "http://127.0.0.1:3000",
    }


@pytest.mark.parametrize(
    ("words", "more", "code", "sentence"),
    [
        (("run",), {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_CLIENT_SECRET": ""}, 2, "SLACK_CLIENT_SECRET is missing"),
        (("run",), {"SLACK_APP_TOKEN": "xapp-1"}, 2, "SLACK_APP_TOKEN is for Socket Mode"),
        (("run",), {"KICKSTAND_SECRET_KEY": ""}, 2, "make one with `kickstand new-key`"),
        (("migrate",), {"KICKSTAND_SECRET_KEY": ""}, 2, "make one with `kickstand new-key`"),
        (("check",), {"KICKSTAND_SECRET_KEY": ""}, 1, "make one with `kickstand new-key`"),
        (("run",), {"SLACK_SIGNING_SECRET": ""}, 2, "SLACK_SIGNING_SECRET is missing"),
        (("check",), {"SLACK_CLIENT_ID": "1.2"}, 1, "Slack does not know SLACK_CLIENT_ID"),
        (("check",), {"SLACK_CLIENT_SECRET": "wrong"}, 1, "Slack does not accept SLACK_CLIENT_SECRET"),
        (("check",), {"SLACK_SIGNING_SECRET": ""}, 1, "SLACK_SIGNING_SECRET is missing"),
        (("team", "list"), {}, 2, "Kickstand is not installed in any workspace."),
        (("weekly",), {"KICKSTAND_URL": "https://x.example/?y"}, 2, "KICKSTAND_URL wants an address"),
    ],
)
def test_for_several_workspaces_what_is_wrong_is_said_in_a_sentence(
    run: Run,
    several: dict[str, str],
    words: tuple[str, ...],
    more: dict[str, str],
    code: int,
    sentence: str,
    tmp_path: Path,
) -> None:
    stopped, printed = run(*words, **(several | more))
    assert sentence in printed and "Traceback" not in printed
    assert stopped == code
    assert not list(tmp_path.glob("*.key")), "no key is made that nobody would look for"


def test_where_there_are_several_workspaces_one_is_to_be_named(
    run: Run, several: dict[str, str], sandbox: Sandbox, tmp_path: Path
) -> None:
    def says(*words: str) -> tuple[int, str]:
        return run(*words, **several)

    assert says("migrate")[0] == 0
    assert "not installed anywhere" in says("workspaces")[1]
    assert says("check") == (
        0,
        "✓ Database ✓ Messages ✓ The app, and how Slack reaches me ✓ Workspaces ✓ Never-hold list",
    )
    places = [sandbox.another_workspace(name, installed=True) for name in ("Nordic", "South")]
    _install(f"sqlite:///{tmp_path / 'kickstand.db'}", *places)
    first, second = (place.workspace.team_id for place in places)
    code, printed = says("team", "list")
    assert code == 2 and "Say which workspace is meant" in printed and first in printed and second in printed
    assert says("team", "list", "--workspace", "T0STRANGER")[0] == 2
    for key in ("riya", "mona"):
        places[1].add_person(key, key.capitalize())
    roster = tmp_path / "team.csv"
    roster.write_text("rep,manager,lead,started_on\nriya@example.com,mona@example.com,,\n")
    assert "1 added" in says("team", "import", str(roster), "--workspace", second)[1]
    assert "Mona" in says("team", "list", "--workspace", second)[1]
    assert "Nobody reports" in says("team", "list", "--workspace", first)[1]
    assert says("weekly", "--dry-run", "--workspace", first)[0] == 0
    assert says("tick") == (0, "Done: everything that was due.")
    listed = says("workspaces")[1]
    assert "Nordic" in listed and "South" in listed and "2026-11-16" in listed


def _install(url: str, *places: LocalWorkspace) -> None:
    engine = open_engine(Settings(database_url=url, kickstand_secret_key=KEY))
    with Session(engine) as session, session.begin():
        for place in places:
            workspace = place.workspace
            session.add(
                Workspace(
                    id=workspace.team_id,
                    name=workspace.team_name,
                    team_id=workspace.team_id,
                    bot_user_id=workspace.bot_user_id,
                    bot_id=workspace.bot_id,
                    token=place.bot_token,
                    installed_at=MONDAY,
                )
            )
    engine.dispose()


def test_with_one_workspace_its_name_may_be_given_and_no_other(run: Run) -> None:
    assert run("team", "list", "--workspace", TEAM) == (0, "Nobody reports to anybody yet.")
    assert run("team", "list", "--workspace", "T0STRANGER")[0] == 2
    assert TEAM in run("workspaces")[1]
