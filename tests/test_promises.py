"""Promises outside the code: what the pages list and link, what the manifest declares, what an import may do."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from typer.main import get_command

from bot.cli import cli
from bot.features import message_kinds
from bot.manifest import manifest
from bot.requests.rules import Answer, Status
from bot.settings import Settings
from bot.slack.installing.oauth import OPTIONAL, SCOPES
from bot.slack.receiving.shapes import Inputs
from bot.workflow.rules import STEP, WAITING, ended
from tests.conftest import KEY
from tests.manifest_with_step import with_step
from tests.pages import PAGES, START, anchors, links

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
MANIFEST = json.loads((ROOT / "manifest.json").read_text())
WITH_STEP = json.loads((ROOT / "manifest-with-step.json").read_text())
FIXTURES = os.environ.get("SLACK_FIXTURES")


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_has_a_row_in_the_readme_that_says_what_it_means(name: str) -> None:
    row = next(line for line in README.splitlines() if line.startswith(f"| `{name.upper()}` |"))
    assert row.split("|")[-2].strip()


def test_every_command_is_in_the_readme() -> None:
    top = get_command(cli)
    for name, command in top.commands.items():  # type: ignore[attr-defined]
        for each in getattr(command, "commands", {"": None}):
            assert f"kickstand {name} {each}".strip() in README


def test_every_option_of_every_command_is_on_a_page() -> None:
    written = "\n".join(page.read_text() for page in PAGES)
    missing = []
    for name, command in get_command(cli).commands.items():  # type: ignore[attr-defined]
        for each in getattr(command, "commands", {"": command}).values():
            flags = [flag for option in each.params for flag in option.opts if flag.startswith("--")]
            missing += [f"{name} {flag}" for flag in flags if flag != "--help" and flag not in written]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_picture_of_a_page_leads_somewhere(page: Path) -> None:
    lost = [each.text for each in links(page) if not each.to.exists()]
    lost += [each.text for each in links(page) if each.anchor and each.anchor not in anchors(each.to)]
    assert lost == []


def test_every_page_can_be_reached_and_every_picture_is_shown() -> None:
    shown = {each.to for start in START for each in links(start)}
    assert [str(page) for page in PAGES if page.is_relative_to(ROOT / "docs") and page not in {*shown, *START}] == []
    pictures = {each.to for page in PAGES for each in links(page)}
    assert [str(each) for each in (ROOT / "docs/screens").iterdir() if each not in pictures] == []


def test_every_sub_command_is_in_the_readme_and_hinted_at_in_slack() -> None:
    source = (ROOT / "bot/team/listeners/command.py").read_text() + (ROOT / "bot/features.py").read_text()
    names = set(re.findall(r'"([\w-]+)": (?:self|partial|own)', source))
    assert {"help", "team", "settings", "away", "list", "my-data", "forget-me"} <= names
    hint = next(each for each in MANIFEST["features"]["slash_commands"] if each["command"] == "/kickstand")[
        "usage_hint"
    ]
    for name in names:
        assert f"/kickstand {name}" in README
        assert name in hint


REASONS = dict(re.findall(r"^\| ((?:`[a-z.:]+`(?:, )?)+) \| (.+) \|$", README, re.MULTILINE))
"""Why each scope is asked for: rows of one table, some for several scopes."""


@pytest.mark.parametrize("scope", sorted({*SCOPES, *OPTIONAL}))
def test_every_scope_has_its_reason_in_the_readme(scope: str) -> None:
    assert len([why for scopes, why in REASONS.items() if f"`{scope}`" in scopes and len(why) > 20]) == 1


def test_the_manifest_in_the_repository_is_made_from_what_is_registered() -> None:
    assert manifest() == MANIFEST, "bring it up to date with `python -m tests.manifest_with_step`"


def test_the_manifest_declares_what_the_source_registers() -> None:
    """The other way round: what the source says to Bolt, read as text."""
    source = "\n".join(path.read_text() for path in (ROOT / "bot").rglob("listeners/*.py"))
    source += "\n".join(path.read_text() for path in (ROOT / "bot").rglob("listeners.py"))
    source += (ROOT / "bot/slack/receiving/lifecycle.py").read_text()
    declared = MANIFEST["features"]
    told = {each.split(".")[0] for each in MANIFEST["settings"]["event_subscriptions"]["bot_events"]}
    assert set(re.findall(r'app\.event\("(\w+)"\)', source)) == told
    commands = {each["command"] for each in declared["slash_commands"]}
    assert set(re.findall(r'app\.command\("(/\w+)"\)', source)) == commands
    shortcuts = {each["callback_id"] for each in declared["shortcuts"]}
    assert set(re.findall(r'app\.shortcut\("(\w+)"\)', source)) == shortcuts


def test_over_http_slack_is_given_one_address_for_what_it_sends_and_two_for_people() -> None:
    found = manifest("https://k.example.com")
    settings, endpoint = found["settings"], "https://k.example.com/slack/events"
    assert not settings["socket_mode_enabled"]
    assert settings["event_subscriptions"]["request_url"] == settings["interactivity"]["request_url"] == endpoint
    assert {each["url"] for each in found["features"]["slash_commands"]} == {endpoint}
    for each in (found, manifest(pages="https://k.example.com")):
        assert each["oauth_config"]["redirect_urls"] == [
            "https://k.example.com/slack/oauth_redirect",
            "https://k.example.com/slack/watch",
        ]


COUNTS = {f"request.{name}" for name in ("check", "reminder", "waiting", "outcome", "outcome_seen", "line", "rep")}
COUNTS |= {
    "digest.lead",
    "month.look",
    "pulse.ask",
    "pulse.result",
    "growth.level",
    "decisions.changed",
    "decisions.told",
}
COUNTS |= {f"one_on_one.{name}" for name in ("agenda", "ask", "nudge", "moved")}
COUNTS |= {"watch.channel_gone", "observation.wanted", "debrief.written"}
COUNTS |= {f"plan.{name}" for name in ("turn", "review", "promise", "news_offer", "news_ask", "news")}
COUNTS |= {"score.weekly", "watch.trial", "team.notice", "team.manager_notice", "watch.notice"}
ALWAYS_COMES = {f"request.{name}" for name in ("card", "answered", "follow_up", "reply")}
ALWAYS_COMES |= {f"team.{name}" for name in ("claim", "confirmed", "unreached", "changed")}
ALWAYS_COMES |= {"privacy.rep_left", "privacy.manager_left", "privacy.forgotten"}
ALWAYS_COMES |= {"observation.shared", "observation.talk", "debrief.noted"}
ALWAYS_COMES |= {"wins.channel"}  # where the rep wanted it
ALWAYS_COMES |= {"watch.begun", "watch.lost"}
ALWAYS_COMES |= {"score.explained", "score.people"}  # below the report, when that has come
COUNTS |= {"joint_call.reminder", "joint_call.after"}
ALWAYS_COMES |= {"joint_call.pact", "joint_call.news"}


def test_for_every_kind_of_message_it_is_decided_whether_somebody_asked_for_it() -> None:
    """docs/quiet.md has the list in words: a new kind of message belongs there, and in one of these two."""
    kinds = message_kinds(Settings(kickstand_secret_key=KEY))
    assert {name for name, kind in kinds.items() if kind.courtesy} == COUNTS
    assert {name for name, kind in kinds.items() if not kind.courtesy} <= ALWAYS_COMES


def test_the_manifest_with_the_step_is_the_manifest_and_the_step() -> None:
    assert with_step() == WITH_STEP, "bring it up to date with `python -m tests.manifest_with_step`"


def test_the_step_takes_and_gives_what_its_manifest_says() -> None:
    assert set(WITH_STEP["functions"]) == {STEP}
    step = WITH_STEP["functions"][STEP]
    assert set(step["input_parameters"]["properties"]) == set(Inputs.model_fields)
    given = step["output_parameters"]
    assert (given["required"], set(given["properties"])) == (["status", "answer"], {"status", "answer", "answered_by"})
    ends = {(status, answer) for status in Status for answer in Answer if status not in WAITING}
    words = {ended(*each) for each in ends} - {Answer.OUTSIDE}  # where somebody was asked directly
    assert set(re.findall(r"[a-z_]+", given["properties"]["status"]["description"])) == words | {"or"}


@pytest.mark.skipif(not FIXTURES, reason="SLACK_FIXTURES does not say where Slack's own schema of manifests is")
def test_the_manifests_are_as_slacks_schema_wants_them() -> None:
    schema = Path(FIXTURES or "") / "manifest-schema/schemas/manifest.schema.2.0.0.json"
    for found in (MANIFEST, WITH_STEP, manifest("https://k.example.com")):
        jsonschema.validate(found, json.loads(schema.read_text()))


def test_importing_any_module_needs_no_token_and_has_no_effect() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "bot").rglob("*.py")
        if path.name not in {"__init__.py", "__main__.py"}
    ]
    code = "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)"
    done = subprocess.run(
        [sys.executable, "-c", code, *modules], cwd=ROOT, env={"PATH": ""}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""


def test_no_file_is_longer_than_300_lines_and_no_function_longer_than_50() -> None:
    import ast

    long = []
    for path in (ROOT / "bot").rglob("*.py"):
        text = path.read_text()
        if text.count("\n") > 300:
            long.append(str(path))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 50:
                long.append(f"{path}:{node.name}")
    assert long == []
