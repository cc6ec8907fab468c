"""The core loop from the first word to Monday's report, as the people in it live it."""

from tests.story import Story

QUESTION = "Can I give Acme 20 %? They say they'd sign this week."


def test_a_rep_asks_thinks_is_coached_and_decides_and_monday_tells_the_story(story: Story) -> None:
    """S2.1, S2.3, S2.14, S1.1, S4.8"""
    riya, mona, otto = story.riya, story.mona, story.otto
    riya.says(QUESTION)
    assert "I'll bring this to Mona at 11:00, unless you crack it first." in riya.last.plain
    assert "What have you tried?" in riya.last.plain
    riya.clicks("Answer 2 questions")
    riya.fills(
        {"What have you tried?": "10 % and annual prepay", "What else are you considering?": "15 % for two years"}
    )
    riya.fills({"Which would you pick?": "The first"})
    assert riya.submits() == {}
    assert "Mona gets this at 11:00, with your pick: 15 % for two years." in riya.last.plain

    story.waits(minutes=59)
    assert QUESTION not in mona.sees
    story.waits(minutes=1)
    card = mona.last.plain
    assert all(words in card for words in (QUESTION, "10 % and annual prepay", "15 % for two years (Riya's pick)"))

    mona.clicks("Ask a question")
    mona.fills({"Or in your own words": "What would make it a bad deal?"})
    mona.submits()
    assert "What would make it a bad deal?" in riya.sees
    mona.clicks("Back their pick")
    assert "Mona backs your pick: 15 % for two years. Go." in riya.sees
    riya.clicks("Me")

    story.waits(days=7)
    assert "1 request last week: too few for a score." in mona.sees
    assert otto.sees == ""
    assert "Mona Berg's team: fewer than five reps past their ramp, so nothing is shown." in story.lee.sees
    assert "Riya" not in story.lee.sees
