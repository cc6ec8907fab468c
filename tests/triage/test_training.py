"""Training from a small file: the same bytes twice, better than chance, and nothing of the texts in the file.

Runs only where the `training` group is installed (`uv sync --group training`); it is no part of `make install`.
"""

import json
from pathlib import Path

import pytest

from bot.triage.linear import probability, unpacked
from training.own import spun

for needed in ("numpy", "scipy", "sklearn"):
    pytest.importorskip(needed, reason="the training group is not installed: uv sync --group training")

from bot.triage.request import request_score  # noqa: E402
from training import request, train  # noqa: E402  (they need the group)

TEXTS = [
    (f"{start} {what} {end}", label)
    for what in ("the zebra deck", "the quote", "the contract", "the plan", "the invoice")
    for starts, label in ((("can you send", "where is", "please check", "who owns"), 1), (("i sent", "thanks for"), 0))
    for start in starts
    for end in ("today", "to acme", "again")
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a small file for every source, each about the same."""
    for name in request.SOURCES:
        lines = [json.dumps({"text": text, "label": label}) for text, label in TEXTS]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def trained(data: Path, out: Path, *more: str) -> bytes:
    out.mkdir()
    train.main(["--data", str(data), "--task", "request", "--out", str(out), *more])
    return (out / "request.bin").read_bytes()


def test_training_twice_gives_the_same_weights_which_know_the_task(data: Path) -> None:
    first = trained(data, data / "one", "--no-judging")
    assert trained(data, data / "two", "--no-judging") == first
    model = unpacked(first, "request.bin")
    ask, tell = (probability(request_score(model, text)) for text in ("where is the deck", "i sent the deck"))
    assert ask > model.threshold > tell


def test_every_source_is_judged_by_a_model_that_did_not_see_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trained(data, data / "out")
    printed = capsys.readouterr().out
    assert all(name in printed for name in request.SOURCES)


def test_the_weights_hold_no_word_of_a_text(data: Path) -> None:
    assert b"zebra" not in trained(data, data / "out", "--no-judging")


def test_our_own_sentences_are_always_the_same_and_have_no_slot_left() -> None:
    sentences = spun()
    assert sentences == spun()
    assert {each.label for each in sentences} == {0, 1}
    assert not [each.text for each in sentences if "{" in each.text or not each.text]
