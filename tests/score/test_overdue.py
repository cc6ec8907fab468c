"""A question that nobody answers: thin support in the week in which it becomes late, and named while it waits."""

from sqlalchemy import select

from bot.score.messages import words
from bot.score.models import WeeklyScore
from bot.score.rules.numbers import WeeklyNumbers
from bot.score.rules.rates import Support
from bot.score.rules.vocabulary import SupportLevel
from bot.score.service.weekly import read
from tests.story import Story


def newest(story: Story) -> WeeklyNumbers:
    with story.kickstand.runtime.sessions() as session:
        saved = session.scalars(select(WeeklyScore).order_by(WeeklyScore.monday.desc()).limit(1)).one()
        return read(saved)


def test_a_forgotten_question_is_held_against_support_once_and_named_until_it_ends(story: Story) -> None:
    story.riya.says("Can I give Acme 20 %?")
    story.waits(hours=1)
    story.waits(days=7)
    first = newest(story)
    assert (first.support.overdue, first.support.overdue_before) == (1, 0)
    assert first.support_level is SupportLevel.LOW
    assert "1 still waiting after twice the hold" in words(first, []).text
    story.waits(days=7)
    second = newest(story)
    assert second.week == first.week.back(-1)
    assert (second.support.overdue, second.support.overdue_before) == (0, 1)
    assert second.support_level is SupportLevel.UNKNOWN
    assert "1 still waiting from earlier weeks" in words(second, []).text
    story.riya.clicks("Solved it")
    story.waits(days=7)
    assert newest(story).support == Support()


def test_what_waits_from_earlier_weeks_is_no_measure_of_this_one() -> None:
    assert Support(overdue_before=9).level is SupportLevel.UNKNOWN
    assert Support(answered=5, answer_minutes=20, overdue_before=9).level is SupportLevel.OK


def test_numbers_that_were_saved_before_it_was_told_apart_can_still_be_read(story: Story) -> None:
    story.waits(days=7, hours=1)
    text = newest(story).to_json().replace('"overdue_before": 0, ', "")
    assert "overdue_before" not in text
    assert WeeklyNumbers.from_json(text) == newest(story)
