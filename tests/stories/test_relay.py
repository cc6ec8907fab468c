"""Thread replies reach the other side until the request is closed, and follow when they are edited or deleted."""

from bot.sandbox.people import Person
from bot.sandbox.seen import Seen
from tests.story import Story

ASK = "Can I give Acme 20 %?"


def about(person: Person) -> Seen:
    return next(message for message in reversed(person.messages) if f"> {ASK}" in message.plain)


def thread(person: Person) -> list[str]:
    return [reply.plain for reply in about(person).replies]


def ask(story: Story) -> None:
    story.riya.says(ASK)
    story.waits(hours=1)


def test_replies_go_both_ways_in_both_threads_until_the_end(story: Story) -> None:
    """Life of a request, 7"""
    ask(story)
    story.riya.says("They called again.", thread=about(story.riya))
    assert "Riya, via Kickstand\n> They called again." in thread(story.mona)
    assert "still" not in story.riya.sees
    story.mona.says("What did they say?", thread=about(story.mona))
    story.riya.says("20 or nothing.", thread=about(story.riya))
    story.mona.says("Then hold at 15.", thread=story.mona.last)
    assert thread(story.riya)[-2:] == ["20 or nothing.", "Mona, via Kickstand\n> Then hold at 15."]
    assert thread(story.mona)[-2:] == ["Riya, via Kickstand\n> 20 or nothing.", "Then hold at 15."]
    story.mona.clicks("I coached")
    story.riya.clicks("Together")
    for person in (story.riya, story.mona):
        before = story.riya.sees + story.mona.sees
        person.says("One more thing", thread=about(person))
        closed = "This one is closed, so I haven't passed your message on. Write me a new message to ask again."
        assert thread(person)[-1] == closed
        assert (story.riya.sees + story.mona.sees).count("One more thing") == before.count("One more thing") + 1


def test_an_edited_or_deleted_reply_follows_on_the_other_side(story: Story) -> None:
    """Life of a request, 7"""
    ask(story)
    said = story.riya.says("They want 21.", thread=about(story.riya))
    story.riya.edits(said, "They want 20.")
    assert thread(story.mona) == ["Riya, via Kickstand\n> They want 20."]
    answer = story.mona.says("Ask Legal about Globex", thread=about(story.mona))
    story.mona.edits(answer, "Ask Legal")
    assert thread(story.riya)[-1] == "Mona, via Kickstand\n> Ask Legal"
    story.mona.deletes(answer)
    assert thread(story.riya)[-1] == "Mona took this reply back."
    assert "Legal" not in about(story.riya).plain, "nor in the line that said what Mona answered"
    story.riya.deletes(said)
    assert thread(story.mona)[0] == "Riya took this reply back."


def test_a_reply_with_markup_arrives_as_it_was_typed(story: Story) -> None:
    """No mention, link or broadcast in somebody's words fires in the other conversation."""
    ask(story)
    story.mona.says("<!channel> *not* bold & <https://example.com|a link>", thread=about(story.mona))
    reply = about(story.riya).replies[-1]
    assert "> <!channel> *not* bold & <https://example.com|a link>" in reply.plain
    assert "&lt;!channel&gt;" in reply.text, "the notification is markup: what was typed is escaped in it"


def test_a_conversation_that_goes_on_is_not_closed(story: Story) -> None:
    """S1.1: two working days after the last word."""
    ask(story)
    story.mona.says("What did they say?", thread=about(story.mona))
    story.waits(days=1, hours=5)
    story.riya.says("Still thinking.", thread=about(story.riya))
    story.waits(days=1)
    story.riya.says("They said yes.", thread=about(story.riya))
    assert "Riya, via Kickstand\n> They said yes." in thread(story.mona)


def test_the_deputy_gets_the_replies_after_the_handing_over(story: Story) -> None:
    """Life of a request, 9"""
    story.sets(deputy_id=story.id("dana"))
    ask(story)
    story.waits(hours=2)
    story.riya.clicks("Ask Dana instead", on=story.riya.last)
    story.riya.says("It is about the renewal.", thread=about(story.riya))
    assert thread(story.dana) == ["Riya, via Kickstand\n> It is about the renewal."]
    assert "renewal" not in story.mona.sees
    story.dana.says("Got it, 15.", thread=about(story.dana))
    assert thread(story.riya)[-1] == "Dana, via Kickstand\n> Got it, 15."


def test_somebody_elses_message_in_an_unknown_thread_is_passed_on_to_nobody(story: Story) -> None:
    """What bad input gets"""
    ask(story)
    hello = story.otto.says("hello")
    story.otto.says("and this?", thread=hello)
    assert (
        story.otto.last.plain
        == "I don't know this thread. Write me a new message, outside any thread, to ask something."
    )
    assert "and this?" not in story.mona.sees + story.riya.sees
