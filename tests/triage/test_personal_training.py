"""What the personal model learns from, and that the same lines give the same model."""

import json
from pathlib import Path

import pytest

from training.personal import DISTRESS, HR, ORDINARY, examples, labelled, own_sentences

LINES = {
    "request_ami": [("could you send it", 1, "el.inf"), ("   ", 0, "oth")],
    "request_goemotions_neg": [("thanks a lot", 0, "gratitude"), ("I miss her", 0, "sadness")],
    "request_clinc150": [
        ("roll a die", 1, "utility/roll_dice"),
        ("how many pto days do i have", 1, "work/pto_balance"),
    ],
    DISTRESS: [("I am so alone", 1, "sadness"), ("oh, sorry", 1, "remorse")],
    HR: [("it was my supervisor", 1, "harassment_report"), ("I need access", 0, "access_request")],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (*(f"request_{each}" for each in ORDINARY), DISTRESS, HR):
        rows = [{"text": text, "label": label, "orig": orig} for text, label, orig in LINES.get(name, [])]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return tmp_path


def test_requests_are_ordinary_and_lines_that_prove_nothing_are_left_out(folder: Path) -> None:
    learned = {each.text: each for each in examples(folder)}
    assert learned["could you send it"].label == 0
    assert not {"I miss her", "how many pto days do i have", "   "} & set(learned)
    assert learned["I am so alone"].label == 1


def test_everyday_apologies_count_half(folder: Path) -> None:
    weights = {each.text: each.weight for each in labelled(folder / f"{DISTRESS}.jsonl")}
    assert weights == {"I am so alone": 1.0, "oh, sorry": 0.5}


def test_our_own_sentences_are_the_same_each_time_and_leave_no_brace() -> None:
    sentences = own_sentences()
    assert sentences == own_sentences()
    assert {each.label for each in sentences} == {0, 1}
    assert [each.text for each in sentences if "{" in each.text] == []
    assert len(sentences) > 2_000


def test_the_same_lines_give_the_same_weights(folder: Path) -> None:
    pytest.importorskip("sklearn", reason="the training group is not installed")
    from bot.triage.linear import packed
    from training.fitting import fitted
    from training.personal import RECIPE

    lines = examples(folder)[::20]
    assert packed(fitted(RECIPE, lines)) == packed(fitted(RECIPE, lines))
