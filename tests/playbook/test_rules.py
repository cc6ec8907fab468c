"""Which step a question asks for: only when the words say so, and only when one stage is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playbook.phrases import COMMON, LOOSE, PLAIN
from bot.playbook.rules import (
    LONGEST_NAME,
    MOST_LINKS,
    UNNAMED,
    Entry,
    Gap,
    Slot,
    asked,
    clash,
    close,
    counted,
    fold,
    is_unwritten,
    link,
    may_ask,
    other_names,
    read,
    tidy,
    typed,
)

DEMO = Entry("Demo", ("walkthrough",), "Send the summary")
SECOND = Entry("Second demo", (), "Bring the team")
PROPOSAL = Entry("Proposal", (), "Call them")
BOOK = [DEMO, SECOND, PROPOSAL]


@pytest.mark.parametrize(
    ("text", "said_so", "stage", "about"),
    [
        ("We had the Acme demo. What's next?", False, DEMO, "Demo"),
        ("What do I do after the demo?", False, DEMO, "Demo"),
        ("what comes next after the WALKTHROUGH", False, DEMO, "Demo"),
        ("What’s the next step after a second demo?", False, SECOND, "Second demo"),
        ("After the demo, before the proposal: what comes next?", False, DEMO, "Demo"),
        ("Two demos are done, what next?", False, DEMO, "Demo"),
        ("The quote is out. What should I do next?", False, PROPOSAL, "Proposal"),
        ("Demo went well, how should I proceed?", False, DEMO, "Demo"),
        ("Demo or proposal, what next?", False, None, UNNAMED),
        ("What next after the security questionnaire?", False, None, "Security review"),
        ("What next with Acme?", False, None, UNNAMED),
        ("They went quiet after the demo", True, DEMO, "Demo"),
        ("They went quiet", True, None, UNNAMED),
    ],
)
def test_a_question_about_the_next_step_finds_the_stage_it_names(
    text: str, said_so: bool, stage: Entry | None, about: str
) -> None:
    found = asked(text, BOOK, said_so=said_so)
    assert found is not None
    assert (found.stage, found.about) == (stage, about)


@pytest.mark.parametrize(
    "text",
    [
        "Can I give Acme 20 % after the demo?",
        "The next step is a call. Can I give 20 %?",
        "What's next week's plan for the demo?",
        "What is next quarter's price for the proposal?",
        "How should I proceed with the discount they want?",
        "How should I proceed with the security review?",
        "demo done, next step is a pilot in january",
        "",
    ],
)
def test_anything_else_is_left_alone(text: str) -> None:
    assert asked(text, BOOK, said_so=False) is None


@pytest.mark.parametrize("phrase", [*PLAIN, *LOOSE, *(each for called in COMMON.values() for each in called)])
def test_every_phrase_is_as_it_is_looked_for(phrase: str) -> None:
    assert fold(phrase) == phrase


@given(st.text())
def test_no_words_break_it_and_what_may_not_ask_does_not(text: str) -> None:
    found = asked(text, BOOK, said_so=False)
    assert found is None or may_ask(text)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("demo", DEMO),
        ("after the Demo", DEMO),
        ("second demo", SECOND),
        ("quote", PROPOSAL),
        ("the", None),
        ("x", None),
    ],
)
def test_a_typed_name_is_found_with_and_without_what_stands_before_it(text: str, stage: Entry | None) -> None:
    assert typed(text, BOOK) == stage


def test_a_common_name_is_not_taken_from_the_stage_that_has_it() -> None:
    pilot, trial = Entry("Pilot", (), "a"), Entry("Trial", (), "b")
    assert typed("pilot", [trial, pilot]) == pilot
    assert typed("poc", [trial, pilot]) is None
    assert typed("poc", [pilot]) == pilot


def test_close_names_are_offered_each_stage_once() -> None:
    assert close("propsal", BOOK) == [PROPOSAL]
    assert close("zzz", BOOK) == []


def test_gaps_are_counted_by_what_they_are_about_the_most_asked_first() -> None:
    gaps = [Gap("1", "Renewal"), Gap("2", "Pilot"), Gap("3", "pilot"), Gap("4", "Audit")]
    assert counted(gaps) == [Gap("2", "Pilot", 2), Gap("4", "Audit", 1), Gap("1", "Renewal", 1)]


def test_what_a_rep_typed_is_for_their_manager_alone() -> None:
    known = [about for about in ("Demo", UNNAMED, "Renewal", "the boss is away") if is_unwritten(about, BOOK)]
    assert known == ["Renewal"], "Demo is written"


@pytest.mark.parametrize(
    ("changed", "slot"),
    [
        ({"name": "—"}, Slot.NAME),
        ({"name": "x" * (LONGEST_NAME + 1)}, Slot.NAME),
        ({"words": "y" * (LONGEST_NAME + 1)}, Slot.WORDS),
        ({"next_steps": " \n "}, Slot.NEXT),
        ({"next_steps": "x" * 3001}, Slot.NEXT),
        ({"exit_criteria": "x" * 3001}, Slot.EXIT),
        ({"links": "the deck"}, Slot.LINKS),
        ({"links": "\n".join(f"https://x.example/{at}" for at in range(MOST_LINKS + 1))}, Slot.LINKS),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(changed: dict[str, str], slot: Slot) -> None:
    fields = {"name": "Demo", "words": "", "next_steps": "Call", "exit_criteria": "", "links": ""} | changed
    got = read(**fields)
    assert list(got.errors) == [slot]
    assert got.errors[slot].endswith((".", "deck"))


def test_a_stage_is_kept_tidy() -> None:
    got = read(
        " Demo  call ",
        "Walk, walk\n\n walkthrough,demo call",
        "a \n\n b",
        "",
        "[Deck](https://x.example/d)\n<https://y.example>",
    )
    assert got.errors == {}
    assert got.entry == Entry(
        "Demo call", ("Walk", "walkthrough"), "a\nb", "", ("Deck https://x.example/d", "https://y.example")
    )


@given(st.text())
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert link(link(text)) == link(text)
    assert other_names("\n".join(other_names(text))) == other_names(text)


def test_two_stages_cannot_share_a_name() -> None:
    assert clash(Entry("DEMO"), BOOK) == (Slot.NAME, "“DEMO” is in your playbook already, at “Demo”.")
    assert clash(Entry("Intro", ("Walkthrough",)), BOOK) == (
        Slot.WORDS,
        "“Walkthrough” is in your playbook already, at “Demo”.",
    )
    assert clash(Entry("Intro"), BOOK) is None
