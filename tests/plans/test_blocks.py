"""What plans, promises and news look like, read by an independent Block Kit library, at their longest."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.plans.blocks import forms, home, notes, plan
from bot.plans.blocks.home import Wants
from bot.plans.blocks.view import NewsView, PlanView, PromiseView
from bot.plans.rules import LONGEST_ANSWER, LONGEST_NEWS, LONGEST_PROMISE, LONGEST_WHAT, QUESTIONS, PlanState
from bot.slack.kit import BLOCKS_IN_MESSAGE, BLOCKS_IN_VIEW, TEXT, Words
from bot.team.blocks import likes
from bot.team.rules import HelpStyle
from tests.blockkit import read_block, read_message, read_modal, words_in

NAME = "Maximiliane-Konstantina<!channel>&"
WORDS = ("<&>" * LONGEST_ANSWER)[:LONGEST_ANSWER]
PROMISE = PromiseView("a" * 32, ("<&>" * 300)[:LONGEST_PROMISE], NAME, "30 September 2027")
NEWS = NewsView("b" * 32, ("<&>" * 60)[:LONGEST_WHAT], 2, NAME, NAME, asks=True)
FULL = PlanView(
    rep_id="U0RIYA000",
    rep=NAME,
    manager=NAME,
    is_rep=False,
    state=PlanState.DRAFT,
    id="c" * 32,
    stamp="c" * 32 + " 1763280000000",
    rep_words=(WORDS,) * QUESTIONS,
    manager_words=(WORDS,) * QUESTIONS,
    rep_agreed="on 30 September 2026",
    review="on 30 December 2026",
    review_on=date(2026, 12, 30),
    may_start=True,
    earlier=tuple((f"{at:032}", f"Plan of {at} September 2025") for at in range(20)),
    promises=(PROMISE,) * 1,
    news=NEWS,
)
EMPTY = PlanView("U0RIYA000", "Riya", "Mona", True)


def many(number: int) -> tuple[PromiseView, ...]:
    return tuple(replace(PROMISE, id=f"{at:032}") for at in range(number))


def fits(words: Words) -> None:
    assert 0 < len(words.text) <= TEXT
    assert len(words.blocks) <= BLOCKS_IN_MESSAGE
    read_message(words.text, words.blocks)


def shown(blocks: Any) -> str:
    return json.dumps(blocks, ensure_ascii=False)


@pytest.mark.parametrize("is_rep", [True, False])
@pytest.mark.parametrize("promises", [0, 1, 50])
def test_a_page_fits_slack_however_much_was_written(is_rep: bool, promises: int) -> None:
    view = plan.page(replace(FULL, is_rep=is_rep, promises=many(promises)))
    assert len(view["blocks"]) < BLOCKS_IN_VIEW
    read_modal(view)
    read_modal(plan.old_page(replace(FULL, over=True, begun="on 1 May")))


def test_an_empty_page_teaches_the_six_questions() -> None:
    for view in (EMPTY, replace(EMPTY, is_rep=False)):
        page = plan.page(view)
        read_modal(page)
        assert all(question in shown(page) for question in plan.QUESTIONS) and len(plan.QUESTIONS) == QUESTIONS


def test_the_forms_fit_slack_and_hold_what_was_written_before() -> None:
    read_modal(forms.write("U0", NAME, (WORDS,) * 6, (WORDS,) * 6, date(2027, 1, 1), is_rep=False))
    read_modal(forms.write("U0", NAME, (), (), None, is_rep=True))
    read_modal(forms.promise("U0", NAME, date(2026, 11, 23)))
    for is_rep in (True, False):
        read_modal(forms.news("U0", NAME, NEWS.what, 4, is_rep=is_rep))
    read_modal(forms.words("b" * 32, NAME, NEWS.what, ("<&>" * 200)[:LONGEST_NEWS]))


@pytest.mark.parametrize("state", list(PlanState))
@pytest.mark.parametrize("is_rep", [True, False])
def test_every_note_fits_slack_and_says_in_its_text_what_its_blocks_say(state: PlanState, is_rep: bool) -> None:
    view = replace(FULL, state=state, is_rep=is_rep)
    for words in (notes.turn(view), notes.review(view), notes.looked_at(view)):
        fits(words)
        assert "Open the plan" in words.text


@pytest.mark.parametrize("number", [1, 10, 40])
def test_promises_and_news_of_many_fit_one_message(number: int) -> None:
    fits(notes.promises(many(number)))
    fits(notes.promises([replace(each, kept="today") for each in many(number)]))
    fits(notes.news([notes.News(NAME, NEWS.what, ("<&>" * 200)[:LONGEST_NEWS])] * number))


@pytest.mark.parametrize(
    "news",
    [
        NEWS,
        replace(NEWS, agreed=False),
        replace(NEWS, written=True, goes="at 17:00"),
        replace(NEWS, asks=False, passed_on=True),
        replace(NEWS, asks=False),
    ],
)
def test_what_is_asked_about_news_fits_slack(news: NewsView) -> None:
    fits(notes.ask(news))
    fits(notes.offer(news))
    for view in (replace(FULL, news=news), replace(FULL, news=news, is_rep=True)):
        read_modal(plan.page(view))


def test_app_home_stays_small_and_readable() -> None:
    for style in (None, *HelpStyle):
        blocks = home.of_rep(replace(FULL, is_rep=True, promises=many(20)), likes.menu("Mona", style))
        blocks += home.of_manager(40, [Wants(NAME, PlanState.NONE)] * 40, [NAME] * 40, many(20))
        assert len(blocks) <= 8
        assert [read_block(each) for each in blocks] and words_in(blocks)
    assert home.of_manager(0, [], [], []) == []
    assert "Every rep of yours" in shown(home.of_manager(1, [], [], []))


def test_a_long_overview_shows_the_first_and_counts_the_rest() -> None:
    views = [replace(EMPTY, rep_id=f"U{at:08}", is_rep=False) for at in range(150)]
    for wants, others in ((views, views), (views, []), ([], views), (views[:3], views)):
        view = home.overview(EMPTY, wants, others)
        assert len(view["blocks"]) <= BLOCKS_IN_VIEW
        read_modal(view)
        assert "more: `/kickstand plan @name`" in shown(view)


def test_by_name_there_is_no_word_of_an_order() -> None:
    """Where nothing about one person is counted."""
    assert "in this order" in shown(home.overview(None, [EMPTY], []))
    by_name = shown(home.overview(None, [EMPTY], [], best_first=False))
    assert "To turn to" in by_name and "order" not in by_name and "first" not in by_name


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (PROMISE, "by 30 September 2027"),
        (replace(PROMISE, is_due=True, due="today"), "due today"),
        (replace(PROMISE, is_due=True, is_over=True, due="on 3 May"), "was due on 3 May"),
        (replace(PROMISE, kept="on 3 May"), "done on 3 May"),
    ],
)
def test_how_a_promise_stands_is_said_without_blame(view: PromiseView, said: str) -> None:
    assert plan.promise_line(view).endswith(f"({said})")
