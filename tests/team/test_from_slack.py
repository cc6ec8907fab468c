"""Reporting lines as Slack's profiles have them, read from a local Slack: who is a rep, whose, and who is left out."""

from datetime import date
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.sandbox.server import Sandbox
from bot.slack.errors import Refusal
from bot.team.from_slack import read_chart
from tests.test_cli import Run, run

__all__ = ["run"]


@pytest.fixture
def client(sandbox: Sandbox) -> WebClient:
    """A company: Riya and Omar report to Mona, she and Dana to Lee, he to Chris; Kim to Dana. Ada reports to nobody."""
    sandbox.add_profile_field("Phone extension", "text")
    sandbox.add_profile_field("Direct Reports")
    sandbox.add_profile_field("Manager")
    for key in ("riya", "omar", "kim", "mona", "dana", "lee", "chris", "ada"):
        sandbox.add_person(key)
    for below, above in {"riya": "mona", "omar": "mona", "kim": "dana", "mona": "lee", "dana": "lee"}.items():
        says(sandbox, below, above)
    says(sandbox, "lee", "chris")
    sandbox.person("mona").fills_profile("Direct Reports", f"{id(sandbox, 'riya')},{id(sandbox, 'omar')}")
    sandbox.person("omar").account.start_date = "2026-10-05"
    return WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])


def id(sandbox: Sandbox, key: str) -> str:
    return sandbox.person(key).id


def says(sandbox: Sandbox, below: str, above: str) -> None:
    """Somebody's profile names their manager."""
    sandbox.person(below).fills_profile("Manager", id(sandbox, above))


def lines(client: WebClient, under: str = "") -> list[tuple[str, ...]]:
    chart = read_chart(client, "manager", under)
    return [
        tuple(chart.names.get(each or "", "") for each in (line.rep, line.manager, line.lead))
        for line in chart.roster.lines
    ]


def test_reps_are_those_with_a_manager_and_nobody_below_and_the_managers_manager_is_the_lead(client: WebClient) -> None:
    assert lines(client) == [("Kim", "Dana", "Lee"), ("Omar", "Mona", "Lee"), ("Riya", "Mona", "Lee")]
    assert [line.started_on for line in read_chart(client, "Manager").roster.lines] == [None, date(2026, 10, 5), None]


def test_below_somebody_are_all_of_theirs_and_nobody_above_becomes_a_lead(client: WebClient, sandbox: Sandbox) -> None:
    assert lines(client, "mona@example.com") == [("Omar", "Mona", ""), ("Riya", "Mona", "")]
    assert lines(client, id(sandbox, "lee").lower()) == lines(client, "chris@example.com") == lines(client)


def test_two_who_are_above_each_other_end_the_way_up(client: WebClient, sandbox: Sandbox) -> None:
    says(sandbox, "chris", "lee")
    assert lines(client, "lee@example.com") == lines(client)


def test_who_left_is_no_rep_and_the_reps_of_who_left_are_named(client: WebClient, sandbox: Sandbox) -> None:
    sandbox.person("riya").account.deleted = sandbox.person("dana").account.deleted = True
    chart = read_chart(client, "Manager")
    assert [chart.names[line.rep] for line in chart.roster.lines] == ["Omar"]
    assert chart.left_out == ["Kim"]


@pytest.mark.parametrize(
    ("label", "under", "sentence"),
    [
        ("Boss", "", "no field “Boss” that names a person. --field can be one of “Direct Reports”, “Manager”."),
        ("Phone extension", "", "no field “Phone extension”"),
        ("Manager", "nobody@example.com", "doesn't know anybody with the address"),
        ("Manager", "U0NOBODY0", "no active account for U0NOBODY0"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(client: WebClient, label: str, under: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        read_chart(client, label, under)


def test_a_bot_that_may_not_read_profiles_says_how_it_could(client: WebClient, sandbox: Sandbox) -> None:
    sandbox.faults.error("team.profile.get", "missing_scope")
    with pytest.raises(Refusal, match="scope users"):
        read_chart(client, "Manager")


def test_it_is_shown_first_and_done_when_somebody_says_so(client: WebClient, sandbox: Sandbox, run: Run) -> None:
    code, printed = run("team", "import", "--from-slack", "--under", "mona@example.com")
    assert code == 0 and "Omar" in printed and "2 added, 0 changed, 0 as they were. Nothing is imported yet" in printed
    assert "Nobody reports to anybody yet." in run("team", "list")[1]
    assert sandbox.person("riya").messages == []
    code, printed = run("team", "import", "--from-slack", "--under", "mona@example.com", "--yes")
    assert code == 0 and printed.endswith("2 added, 0 changed, 0 as they were.")
    assert "Mona" in sandbox.person("riya").last.plain, "Riya reads once what Kickstand does"
    assert run("team", "import", "--from-slack", "--yes")[1].endswith("1 added, 2 changed, 0 as they were.")
    says(sandbox, "kim", "omar")
    printed = run("team", "import", "--from-slack", "--yes")[1]
    assert "Not in this list, and left on their teams: Omar (Mona)." in printed
    assert run("team", "import")[0] == run("team", "import", "x.csv", "--from-slack")[0] == 2


def test_a_line_that_would_make_a_circle_is_named_and_nothing_is_imported(
    client: WebClient, sandbox: Sandbox, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "team.csv").write_text("rep,manager\nmona@example.com,riya@example.com\n")
    assert run("team", "import", "team.csv")[0] == 0
    code, printed = run("team", "import", "--from-slack", "--under", "mona@example.com", "--yes")
    assert code == 1
    assert "line 2: This line closes a circle" in printed and "Nothing was imported." in printed
    assert "Omar" not in run("team", "list")[1]
