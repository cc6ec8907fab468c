"""What a workflow gives and what it is told, without Slack: reading, the words to branch on, the sentences."""

from itertools import product

import pytest

from bot.requests.rules import Answer, Brief, Status
from bot.workflow import blocks, rules

OVER = [status for status in Status if status not in rules.WAITING]


def test_what_a_workflow_leaves_out_is_empty() -> None:
    assert rules.read({"person": "U1", "question": " May I? "}) == rules.Asked("U1", "May I?")
    assert rules.read({"person": None, "question": None, "tried": None}) == rules.Asked("", "")


@pytest.mark.parametrize("person", ["", "Riya", "U1 ", "<@U1>", "-", "U" * 33, "u1"])
def test_only_an_id_names_a_person(person: str) -> None:
    assert rules.read({"person": person, "question": "May I?"}).person == ("U1" if person == "U1 " else "")


def test_each_line_is_one_thing_considered() -> None:
    asked = rules.read(
        {"person": "U1", "question": "May I?", "considering": "\n15 %\r\n\n  wait \n", "tried": " 10 % "}
    )
    assert asked.brief == Brief(tried="10 %", options=("15 %", "wait"))
    assert rules.Asked("U1", "May I?").brief is None


@pytest.mark.parametrize(("status", "answer"), list(product(OVER, [None, *Answer])))
def test_every_end_has_a_word_and_a_sentence_with_nothing_but_names(status: Status, answer: Answer | None) -> None:
    said = blocks.sentence(status, answer, "Riya", "Mona")
    assert said.endswith(".") and ("Riya" in said or "Mona" in said)
    assert len(blocks.sentence(status, answer, "R" * 80, "M" * 80)) < 300
    assert rules.ended(status, answer) in {*Status, *Answer}


def test_a_name_that_is_markup_fires_nothing_where_the_workflow_posts_it() -> None:
    assert "<!channel>" not in blocks.sentence(Status.SOLVED, None, "<!channel>", "Mona")


def test_what_the_rep_did_with_it_counts_whatever_was_answered_before() -> None:
    assert rules.ended(Status.SOLVED, None) == "solved"
    assert rules.ended(Status.CLOSED, Answer.HANDLE) == "handle"
    assert blocks.sentence(Status.DECIDED, None, "Riya", "Mona") == "Riya decided it."
