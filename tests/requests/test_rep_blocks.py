"""What a rep reads about a request, read by an independent Block Kit library, at its longest."""

import json
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from bot.requests.blocks import forms, greeting, home, personal, rep, threads
from bot.requests.blocks.personal import Ways
from bot.requests.blocks.view import RequestView
from bot.requests.rules import Answer, Bypass, DecidedBy, Label, Outcome, Status, WayIn
from bot.score.rules.rates import agreement
from bot.score.rules.vocabulary import Seeking
from bot.score.service.gathering import GIVEN
from bot.slack.kit import BLOCKS_IN_MESSAGE, BLOCKS_IN_VIEW, TEXT, Words, clip
from bot.team.rules import Topic
from tests.blockkit import read_block, read_message, read_modal, words_in
from tests.score.builders import request as scored

NAME = "Maximiliane-Konstantina <!channel> & Söhne " * 3
LONG = "May I & should <!channel> *really* do <https://acme.example|this>?\n" * 600
PLAIN = RequestView(
    id="a" * 32,
    status=Status.HELD,
    text="Can I give Acme 20 %?",
    rep="Riya",
    manager="Mona",
    goes="at 11:00",
    asked="at 10:00",
    came="10:20",
)
ASKED = replace(
    PLAIN,
    tried="10 % and prepay",
    options=("15 % for two years", "stay at 10 %"),
    pick=0,
    briefed=True,
    reached=True,
    question="What do they lose?",
)
STATES = [
    PLAIN,
    replace(PLAIN, briefed=True),
    replace(PLAIN, briefed=True, tried="10 %"),
    replace(PLAIN, briefed=True, follow_up=True),
    replace(ASKED, status=Status.HELD, reached=False, pick=None),
    replace(PLAIN, wants_questions=False, has_files=True),
    replace(PLAIN, away="until Monday at 09:00", deputy="Dana"),
    replace(ASKED, status=Status.DELIVERED, unreachable=True, deputy="Dana", away="just now"),
    *(replace(ASKED, status=Status.DELIVERED, bypass=bypass) for bypass in (*Bypass, None)),
    *(
        replace(ASKED, status=status, answer=answer, label=label, decided_by=who)
        for status, answer, label, who in product(
            (Status.ANSWERED, Status.CLOSED), (*Answer, None), (Label.RESCUED, None), (DecidedBy.ME, None)
        )
    ),
    *(
        replace(ASKED, status=status, reached=reached)
        for status in (Status.SOLVED, Status.DECIDED, Status.PARKED, Status.WITHDRAWN)
        for reached in (True, False)
    ),
    replace(ASKED, status=Status.PARKED, parked_by_manager=True),
]


def longest(view: RequestView) -> RequestView:
    """The same with everything as long as people make it."""
    return replace(
        view,
        text=LONG,
        rep=NAME,
        manager=NAME,
        tried=LONG,
        options=(LONG,) * 12 if view.options else (),
        question=LONG,
        urgent_why=LONG,
        deputy=NAME if view.deputy else "",
        away=f"until {NAME}" if view.away else "",
    )


def said(view: RequestView) -> list[Words]:
    """Every message that a rep may get about it."""
    return [
        rep.message(view),
        threads.check(view, 10),
        threads.check(view, None),
        threads.answer_note(view),
        threads.waiting(view, late=True, reminded=True),
        threads.waiting(view, late=True, reminded=False),
        threads.waiting(view, late=False, reminded=False),
        threads.follow_up(view),
        *(threads.outcome(replace(view, outcome=how)) for how in (*Outcome, None)),
        threads.relayed(view.manager, view.question or "What do they lose?"),
        threads.relayed(view.manager, None),
    ]


def fits(words: Words) -> None:
    assert words.text
    assert len(words.blocks) <= BLOCKS_IN_MESSAGE
    read_message(clip(words.text, TEXT), words.blocks)


def markup(part: Any) -> str:
    """Everything that Slack reads as markup."""
    if isinstance(part, list):
        return "".join(map(markup, part))
    if not isinstance(part, dict):
        return ""
    return str(part["text"]) if part.get("type") == "mrkdwn" else markup(list(part.values()))


@pytest.mark.parametrize("view", [*STATES, *map(longest, STATES)])
def test_every_message_to_a_rep_fits_slack_and_calls_nobody(view: RequestView) -> None:
    for words in said(view):
        fits(words)
        assert "<!" not in words.text
        assert "<!" not in markup(words.blocks)


@pytest.mark.parametrize("view", STATES)
def test_the_text_alone_says_all_that_the_blocks_say(view: RequestView) -> None:
    for words in said(view):
        for sentence in words_in(words.blocks):
            if sentence.startswith(("Or just reply", "_")):
                continue
            assert sentence.strip("*_ ") in words.text or sentence in ("This is personal", "Take back")
        quoted = [block for block in words.blocks if block["type"] == "rich_text"]
        for block in quoted:
            assert block["elements"][0]["elements"][0]["text"] in words.text


@pytest.mark.parametrize("view", STATES)
def test_the_first_line_makes_sense_alone_and_gives_nobody_a_gender(view: RequestView) -> None:
    for words in said(view):
        spoken = words.text.casefold().replace("'", " ").replace(".", " ").replace(",", " ").replace(":", " ").split()
        assert not {"he", "she", "him", "her", "his", "hers"} & set(spoken)
        assert words.text.splitlines()[0].strip()
        assert "None" not in words.text
        assert "  " not in words.text.splitlines()[0]


OWN = replace(PLAIN, yours=True, topic="Price and discount")


@pytest.mark.parametrize(
    ("view", "first"),
    [
        (OWN, "This one is yours: price and discount. Decide it, or Mona gets it at 11:00."),
        (
            replace(OWN, way_in=WayIn.WATCHED_DM),
            "This one is yours: price and discount. Decide it if you like. "
            "Mona has your message, and I've said it can wait until 11:00.",
        ),
        (
            replace(OWN, way_in=WayIn.CHANNEL),
            "This one is yours: price and discount. Decide it, or I'll tell Mona about your post at 11:00.",
        ),
    ],
)
def test_what_is_the_reps_own_never_says_that_the_manager_has_nothing(view: RequestView, first: str) -> None:
    assert rep.headline(view) == first
    assert "I decided it" in [each.get("text", {}).get("text") for each in rep.buttons(view)]
    picked = rep.headline(replace(view, options=("10 %", "15 %"), pick=1))
    assert picked == f"{first} You'd pick: 15 %."


@pytest.mark.parametrize(("label", "who"), list(product(Label, DecidedBy)))
def test_both_sides_read_a_disagreement_where_the_score_counts_one(label: Label, who: DecidedBy) -> None:
    view = replace(ASKED, status=Status.CLOSED, answer=Answer.HANDLE, label=label, decided_by=who)
    if label in GIVEN:
        counted = agreement([scored(Seeking.TRIED, GIVEN[label], decided_by=who)])
        assert rep.disagrees(view) is (counted.part == 0)
    assert ("saw it differently" in rep.message(view).text) is rep.disagrees(view)


@pytest.mark.parametrize("view", STATES)
def test_only_what_is_open_has_buttons(view: RequestView) -> None:
    labels = [(each.get("text") or each.get("placeholder") or {}).get("text", "⋯") for each in rep.buttons(view)]
    assert len(labels) == len(set(labels))
    if view.status is Status.HELD:
        assert {"Solved it", "Park for 1:1", "Send now", "Urgent", "⋯"} <= set(labels)
    elif view.status is Status.DELIVERED:
        assert {"Park for 1:1", "⋯"} <= set(labels)
        assert ("Solved it" in labels) is (view.bypass is not Bypass.GROWTH)
        assert "Send now" not in labels
    elif view.status not in {Status.ANSWERED, Status.CLOSED}:
        assert labels == []


@pytest.mark.parametrize(
    ("ways", "labels"),
    [
        (Ways(), ["Delete"]),
        (Ways("Mona"), ["Send it to Mona now", "Delete"]),
        (
            Ways("Mona", "U0DANA", "Dana", "https://speak.example/up"),
            ["Send it to Mona now", "Talk to HR (Dana)", "Speak-up line", "Delete"],
        ),
    ],
)
def test_the_personal_prompt_offers_the_ways_that_there_are(ways: Ways, labels: list[str]) -> None:
    words = personal.prompt("I need to talk", ways)
    [row] = [block for block in words.blocks if block["type"] == "actions"]
    assert [each["text"]["text"] for each in row["elements"]] == labels
    for label in labels:
        assert label in words.text
    assert "I need to talk" not in words.text


@pytest.mark.parametrize("text", ["x", LONG[:2900], LONG[:2901], LONG[:8700], "\n" * 6000 + "end", "& < > *b* :smile:"])
def test_personal_words_come_back_exactly_as_they_were(text: str) -> None:
    words = personal.prompt(text, Ways(NAME, "U0DANA", NAME, "https://speak.example/" + "x" * 470))
    fits(words)
    assert personal.words_of({"blocks": words.blocks}).replace("\n", "") == text.replace("\n", "")
    on = personal.passed_on(NAME, text)
    fits(on)
    assert "<!" not in on.text
    assert "".join(block["text"]["text"] for block in on.blocks[1:]) == text


def test_personal_words_that_no_one_message_holds_are_not_passed_on_in_part() -> None:
    words = personal.prompt(LONG[:8701], Ways("Mona", "U0DANA", "Dana"))
    fits(words)
    assert "Send it to Mona now" not in str(words)
    assert "please write to them directly" in str(words.blocks)


@pytest.mark.parametrize("view", [PLAIN, ASKED, longest(ASKED), longest(PLAIN)])
def test_every_form_fits_slack(view: RequestView) -> None:
    for modal in (
        forms.ask(),
        forms.ask(view.text, "message_shortcut"),
        forms.brief(view, "12,000", date(2026, 11, 19), Topic.PRICING, 2),
        forms.brief(view, "", None, None, 0),
        forms.urgent(view),
    ):
        read_modal(modal)


@pytest.mark.parametrize("most", [1, 44, 200])
@pytest.mark.parametrize("view", [PLAIN, longest(ASKED), longest(replace(ASKED, status=Status.ANSWERED))])
def test_app_home_fits_slack_however_much_there_is(view: RequestView, most: int) -> None:
    views = tuple(replace(view, id=f"{number:032}") for number in range(most))
    some = home.Some(views, 12)
    for seen in (
        home.HomeView(NAME, leads=True, mine=home.Some(views)),
        home.HomeView("Mona", leads=True, mine=some, waiting=some, parked=some, parked_with_me=some),
        home.HomeView(parked=home.Some(views)),
    ):
        drawn = home.home(seen)
        assert len(drawn["blocks"]) <= BLOCKS_IN_VIEW
        assert len(json.dumps(drawn)) < 250_000
        for block in drawn["blocks"]:
            read_block(block)
        actions = [
            each["action_id"] for block in drawn["blocks"] for each in block.get("elements", []) if "action_id" in each
        ]
        assert len(actions) == len(set(actions))
        assert "<!" not in markup(drawn["blocks"])
    assert len(home.parked_list(views, views, 3)) < TEXT


def test_short_answers_are_short() -> None:
    for words in (greeting.LOOK, greeting.FOR_MANAGERS, greeting.FOR_STRANGERS, greeting.for_rep("Mona")):
        assert len(words) < 300


@pytest.mark.parametrize("change", [{"orphan": True}, {"unreachable": True}])
def test_what_is_parked_names_no_manager_who_is_not_there(change: dict[str, bool]) -> None:
    said = rep.message(replace(PLAIN, status=Status.PARKED, manager="Somebody", **change)).text  # type: ignore[arg-type]
    assert "Parked for your next 1:1." in said and "Somebody" not in said
