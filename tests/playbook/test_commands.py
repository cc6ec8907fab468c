"""`kickstand playbook`: a file becomes a manager's playbook, once or many times, and comes out again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import Settings
from bot.team import service as team
from tests.story import Story

Run = Callable[..., tuple[int, str]]
FILE = "# Demo\n\n## Next steps\n\n- Send the summary\n\n# Proposal\n\n## Next steps\n\n- Call them\n"


@pytest.fixture
def run(
    story: Story,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Run:
    """Runs one command beside the program of a story; answers exit code and all that was printed."""
    monkeypatch.chdir(tmp_path)  # no `.env` of whoever runs the tests
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("slack_bot_token", "slack_api_url", "database_url", "kickstand_secret_key"):
        monkeypatch.setenv(name.upper(), str(getattr(settings, name)))

    def once(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as stopped:
            main(["playbook", *words])
        printed = capsys.readouterr()
        return int(stopped.value.code or 0), printed.out + printed.err

    return once


def test_a_file_is_imported_as_often_as_one_likes_and_comes_out_again(run: Run, story: Story, tmp_path: Path) -> None:
    """S2.7"""
    path = tmp_path / "playbook.md"
    path.write_text(FILE)
    assert run("import", str(path), "--manager", "mona berg") == (
        0,
        "2 added, 0 changed, 0 as they were, 0 taken out.\n",
    )
    assert run("import", str(path), "--manager", story.id("mona"))[1].startswith("0 added, 0 changed, 2 as they were")
    code, printed = run("export", "--manager", "Mona Berg")
    assert (code, printed.strip()) == (0, FILE.strip())
    path.write_text(FILE.replace("Demo", "Trial").replace("Call them", "Call them & ask"))
    assert "1 added, 1 changed, 0 as they were, 1 taken out." in run("import", str(path), "--manager", "Mona Berg")[1]
    story.riya.types("/kickstand next proposal")
    assert "Call them & ask" in story.riya.last.plain


def test_personal_words_are_not_imported_as_the_form_in_slack_does_not_keep_them(
    run: Run, story: Story, tmp_path: Path
) -> None:
    path = tmp_path / "playbook.md"
    path.write_text(FILE.replace("Call them", "My boss keeps harassing me"))
    code, printed = run("import", str(path), "--manager", "Mona Berg")
    assert code == 1
    assert printed.startswith("Proposal: This sounds personal") and printed.endswith("Nothing was imported.\n")
    assert "# Demo" not in run("export", "--manager", "Mona Berg")[1]


def test_one_bad_line_and_nothing_is_imported(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "playbook.md"
    path.write_text(f"{FILE}\n# Renewal\n## Nxt steps\n- x\n")
    code, printed = run("import", str(path), "--manager", "Mona Berg")
    assert code == 1
    assert "line 14: I don't know “Nxt steps”." in printed
    assert "Nothing was imported." in printed
    assert run("export", "--manager", "Mona Berg")[1].strip() == ""


def test_what_is_wrong_with_the_file_or_the_manager_is_one_sentence(run: Run, story: Story, tmp_path: Path) -> None:
    missing, strange = tmp_path / "no.md", tmp_path / "strange.md"
    strange.write_bytes(b"\xff\xfe\x00")
    assert run("import", str(missing), "--manager", "Mona Berg")[0] == 2
    assert "text in UTF-8." in run("import", str(strange), "--manager", "Mona Berg")[1]
    code, printed = run("export", "--manager", "Riya Shah")
    assert code == 2
    assert "No manager here is called 'Riya Shah'. I know Mona Berg" in " ".join(printed.split())
    with story.kickstand.runtime.sessions.begin() as session:
        team.person(session, story.id("dana")).name = "Mona Berg"
        team.import_line(session, story.id("omar"), story.id("dana"), None, None, story.clock())
    assert "Several managers are called Mona Berg" in run("export", "--manager", "Mona Berg")[1]
