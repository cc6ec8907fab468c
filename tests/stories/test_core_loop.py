"""The core loop, step by step, as the people in it live it."""

from tests.story import Story

QUESTION = "Can I give Acme 20 %? They say they'd sign this week."


def test_a_question_is_held_for_an_hour_and_the_rep_is_asked_back(story: Story) -> None:
    """S2.1, S2.3"""
    story.riya.says(QUESTION)
    assert "I'll bring this to Mona at 11:00, unless you crack it first." in story.riya.last.plain
    assert "What have you tried?" in story.riya.last.plain
    assert QUESTION not in story.mona.sees
    story.waits(minutes=59)
    assert QUESTION not in story.mona.sees
    story.waits(minutes=1)
    assert QUESTION in story.mona.last.plain
    print(story.riya.sees)
    print(story.mona.sees)
