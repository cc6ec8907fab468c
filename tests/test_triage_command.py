"""`kickstand triage`: what it prints, and the sentence and exit code when something is wrong. It needs no settings."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import Settings

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in an empty folder without any setting; answers exit code and all that was printed."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)

    def once(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as stopped:
            main(["triage", *words])
        printed = capsys.readouterr()
        assert list(tmp_path.glob("*.db")) == []
        return int(stopped.value.code or 0), " ".join((printed.out + printed.err).split())

    return once


def test_a_request_is_told_with_its_reasons(run: Run) -> None:
    code, printed = run("can you approve the quote for acme?")
    assert code == 0
    assert re.match(r"Looks like a request: [01]\.\d\d, yes from 0\.\d\d\. Why: ", printed)
    assert "asks a question" in printed


def test_what_is_no_request_is_told_too(run: Run) -> None:
    assert run("thanks a lot")[1].startswith("Does not look like a request: 0.")


def test_another_task_can_be_asked(run: Run) -> None:
    assert "urgent" in run("production is down, urgent", "--task", "urgent")[1]


def labelled(folder: Path, *lines: str) -> str:
    path = folder / "mine.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


GOOD = ('{"text": "Can you send me the deck?", "label": 1}', "", '{"text": "thanks a lot", "label": 0}')


@pytest.mark.parametrize("more", [(), ("--strip-punctuation",)])
def test_a_file_is_judged(run: Run, tmp_path: Path, more: tuple[str, ...]) -> None:
    code, printed = run("--evaluate", labelled(tmp_path, *GOOD), *more)
    assert code == 0
    assert printed == (
        "2 messages, 1 labelled 1, 1 flagged precision 1.000 recall 1.000 F1 1.000 average precision 1.000"
    )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "line 4: this is not JSON"),
        ("[1]", "line 4: it wants an object like"),
        ('{"text": "hi"}', "line 4: it wants an object like"),
        ('{"text": " ", "label": 1}', "line 4: the text is empty"),
        ('{"text": 5, "label": 1}', "line 4: the text is empty"),
        ('{"text": "hi", "label": 2}', "line 4: the label must be 0 or 1"),
        ('{"text": "hi", "label": "1"}', "line 4: the label must be 0 or 1"),
        ('{"text": "hi", "label": true}', "line 4: the label must be 0 or 1"),
        ("[" * 100_000, "line 4: this is not JSON"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_judged(run: Run, tmp_path: Path, line: str, sentence: str) -> None:
    code, printed = run("--evaluate", labelled(tmp_path, *GOOD, line))
    assert code == 2
    assert sentence in printed
    assert "precision" not in printed


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Give one message in quotes, or a file with --evaluate."),
        (("  ",), "Give one message in quotes, or a file with --evaluate."),
        (("a text", "--evaluate", "a file"), "Give one message in quotes, or a file with --evaluate."),
        (("--evaluate", "nowhere.jsonl"), "nowhere.jsonl cannot be read: No such file or directory."),
        (("--evaluate", "."), "cannot be read"),
        (("hi", "--task", "rain"), "--task wants one of request"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(run: Run, words: tuple[str, ...], sentence: str) -> None:
    code, printed = run(*words)
    assert code == 2
    assert sentence in printed


@pytest.mark.parametrize(("data", "sentence"), [(b"", "no messages in it"), (b"\xff\xfe{", "not UTF-8")])
def test_a_file_of_another_kind_is_refused(run: Run, tmp_path: Path, data: bytes, sentence: str) -> None:
    (tmp_path / "mine.jsonl").write_bytes(data)
    code, printed = run("--evaluate", "mine.jsonl")
    assert code == 2
    assert sentence in printed
