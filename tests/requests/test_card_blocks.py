"""The card in every state and at its longest, read through an independent library."""

from dataclasses import replace
from itertools import product

import pytest

from bot.requests.blocks import card as words
from bot.requests.blocks import forms, playing_out, threads
from bot.requests.blocks.view import RequestView
from bot.requests.rules import NOT_HELD, Answer, Bypass, DecidedBy, Label, Outcome, Size, Status
from bot.slack.kit import TEXT, Words
from tests.blockkit import read_message, read_modal, words_in

PLAIN = RequestView(
    id="0123456789abcdef0123456789abcdef",
    status=Status.DELIVERED,
    text="Can I give Acme 20 %?",
    rep="Riya",
    manager="Mona",
    asked="at 10:40",
    waited="60 working minutes",
    reached=True,
)
NASTY = "<!channel> *bold* _it_ `code` & <@U0MONA000> <https://example.com|x> "
LONGEST = replace(
    PLAIN,
    text=NASTY * 600,
    rep="R" * 200,
    manager="M" * 200,
    instead_of="D" * 200,
    handed_over=True,
    tried=NASTY * 200,
    options=tuple(f"{number} {NASTY * 60}" for number in range(12)),
    pick=1,
    amount="1,000,000,000,000 " + "X" * 8,
    size=Size.AVERAGE,
    needed_by="on 24 December 2027",
    topic="Something in-house",
    urgent_why=NASTY * 60,
    question=NASTY * 60,
)
ANSWERS = [None, *Answer]
LABELS = [None, *Label]


def check(said: Words) -> None:
    """What holds of every message: Slack would take it, and its text tells all that can be tapped."""
    read_message(said.text, said.blocks)
    assert said.text.strip()
    for block in said.blocks:
        for element in block.get("elements", []):
            if element["type"] == "button":
                assert element["text"]["text"] in said.text
                assert element["value"] == PLAIN.id
            for choice in element.get("options", []) if element["type"] == "overflow" else []:
                assert choice["text"]["text"] in said.text
    for text in (said.text, *words_in([block for block in said.blocks if block["type"] != "rich_text"])):
        assert "<!channel>" not in text
        assert "<@U0MONA000>" not in text


@pytest.mark.parametrize("view", [PLAIN, LONGEST], ids=["plain", "longest"])
@pytest.mark.parametrize("status", list(Status))
def test_every_state_fits_slacks_limits_and_lets_nobodys_markup_fire(view: RequestView, status: Status) -> None:
    said = {}
    for answer, label, decided, bypass in product(ANSWERS, LABELS, [None, *DecidedBy], [None, *Bypass]):
        card = words.card(replace(view, status=status, answer=answer, label=label, decided_by=decided, bypass=bypass))
        said[repr(card)] = card  # many of them read the same
    for each in said.values():
        check(each)


@pytest.mark.parametrize("size", list(Size))
def test_every_size_of_deal_is_worded(size: Size) -> None:
    said = words.card(replace(PLAIN, amount="12,000 $", size=size)).text
    assert "Deal: 12,000 $" in said
    assert ("safe place to learn" in said) == (size == Size.AVERAGE)
    assert ("isn't scored" in said) == (size == Size.PROTECTED)


@pytest.mark.parametrize("view", [PLAIN, LONGEST], ids=["plain", "longest"])
def test_reminders_and_moved_cards_fit_too(view: RequestView) -> None:
    for handed_over, orphan in product([True, False], [True, False]):
        check(words.moved(replace(view, handed_over=handed_over, orphan=orphan)))
    check(words.reminder(view))


def test_the_longest_notification_still_says_every_fact_and_every_button() -> None:
    """Screen readers get no more than `text`, and Slack takes 4,000 characters of it in an update."""
    longest = replace(
        LONGEST,
        text="many words " * 300,
        tried="ten percent " * 250,
        options=tuple(f"{number} percent " * 40 for number in range(3)),
        urgent_why="y" * 300,
        rep="Maximiliane",
        manager="Konstantin",
        instead_of="Anastasia",
    )
    said = words.card(longest)
    for fact in ("Why urgent", "Tried", "Considering", "Deal", "Needed by", "Topic", *ANSWERABLE, "Anastasia"):
        assert fact in said.text[:TEXT]
        assert fact in "\n".join(words_in(said.blocks))


ANSWERABLE = ["Ask a question", "Back their pick", "Your call", "Park for 1:1", "I'll handle it"]


@pytest.mark.parametrize(
    ("change", "labels"),
    [
        ({"options": ("a", "b"), "pick": 0}, ANSWERABLE),
        ({"options": ("a", "b")}, [each for each in ANSWERABLE if each != "Back their pick"]),
        ({"bypass": Bypass.GROWTH}, ["Ask a question", "Put it on the 1:1"]),
        ({"status": Status.ANSWERED, "answer": Answer.YOUR_CALL, "label": Label.DELEGATED}, []),
        ({"status": Status.CLOSED, "answer": Answer.HANDLE, "label": Label.UNLABELLED}, []),
        ({"status": Status.SOLVED}, []),
        ({"status": Status.PARKED}, []),
    ],
)
def test_the_answers_stand_in_the_order_that_makes_coaching_easiest(
    change: dict[str, object], labels: list[str]
) -> None:
    """S2.14"""
    said = words.card(replace(PLAIN, **change))  # type: ignore[arg-type]
    rows = [block for block in said.blocks if block["type"] == "actions"]
    found = [each for row in rows for each in row["elements"]]
    assert [each["text"]["text"] for each in found if each["type"] == "button"] == labels
    assert [each["type"] for each in found].index("overflow") == len(labels) if "I'll handle it" in labels else True


@pytest.mark.parametrize("bypass", [None, *Bypass])
def test_what_does_not_wait_is_no_place_to_let_it_play_out(bypass: Bypass | None) -> None:
    """S0.7"""
    offered = "Let it play out" in words.card(replace(PLAIN, bypass=bypass)).text
    assert offered == (bypass in {None, Bypass.SENT_NOW, *NOT_HELD})


def test_what_was_left_to_them_can_be_called_different_and_fine_once_it_is_over() -> None:
    """S0.2"""
    ended = replace(PLAIN, status=Status.CLOSED, answer=Answer.YOUR_CALL, label=Label.DELEGATED)
    assert "Riya did it differently, and it was fine" in words.card(ended).text
    kept = words.card(replace(ended, label=Label.DIFFERENT)).text
    assert "Kept as: left to Riya, done differently, and it was fine." in kept
    assert "Buttons" not in kept


@pytest.mark.parametrize(("theirs", "own"), list(product([None, *Outcome], repeat=2)))
def test_how_it_went_stands_side_by_side_and_only_where_it_was_let_play(
    theirs: Outcome | None, own: Outcome | None
) -> None:
    """S0.7"""
    view = replace(PLAIN, status=Status.CLOSED, label=Label.DELEGATED, outcome=theirs, outcome_seen=own)
    assert "How it went" not in words.card(replace(view, answer=Answer.YOUR_CALL)).text
    played = replace(view, answer=Answer.LET_PLAY)
    check(words.card(played))
    check(playing_out.asked(played))
    check(threads.outcome(played))
    assert ("How it went" in words.card(played).text) == bool(theirs or own)


@pytest.mark.parametrize(
    ("options", "pick", "tried", "first"),
    [
        ((), None, "", "How would you go about it, your own way?"),
        ((), None, "10 %", "How would you go about it, your own way?"),
        (("15 % for two years",), None, "", "How would you go about “15 % for two years”, your own way?"),
        (("a", "b"), 1, "10 %", "How would you go about “b”, your own way?"),
        (("word " * 40, "b"), 0, "", "How would you go about “"),
    ],
)
def test_there_are_always_three_questions_and_they_fit_their_buttons(
    options: tuple[str, ...], pick: int | None, tried: str, first: str
) -> None:
    """S2.14 and S0.2: the first asks for the rep's own way"""
    view = replace(PLAIN, options=options, pick=pick, tried=tried)
    asked = words.questions(view)
    assert asked[0].startswith(first)
    assert len(set(asked)) == 3
    assert all(len(each) <= 75 for each in asked), "what is sent must be what was read"
    read_modal(forms.question(view, asked))


def test_the_question_form_fits_at_its_longest() -> None:
    read_modal(forms.question(LONGEST, words.questions(LONGEST)))
