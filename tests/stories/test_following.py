"""Edits and deletions in Slack: the request, the card and the thread on the other side follow."""

from bot.requests.rules import Status
from tests.story import Story, cards, from_kickstand

QUESTION = "Can I give Acme 20 %?"


def test_an_edit_changes_the_question_before_and_after_delivery(story: Story) -> None:
    mine = story.riya.says("Can I give Acme 20?")
    story.riya.edits(mine, "Can I give Acme 20 % & more?")
    [message] = from_kickstand(story.riya)
    assert "> Can I give Acme 20 % & more?" in message.plain
    assert "Acme 20?" not in message.plain
    story.waits(minutes=60)
    story.riya.edits(mine, "Can I give Acme 15 %?")
    [card] = cards(story.mona)
    assert card.plain.splitlines()[:2] == ["Riya: Can I give Acme 15 %?", "> Can I give Acme 15 %?"]
    story.mona.clicks("Your call")
    story.riya.edits(mine, "Can I give Acme 12 %?")
    assert "> Can I give Acme 12 %?" in cards(story.mona)[0].plain
    assert story.requests() == 1
    assert story.request().status is Status.ANSWERED


def test_one_message_of_a_burst_is_edited_and_one_deleted(story: Story) -> None:
    story.riya.says("Acme wants 20 %.")
    second = story.riya.says("They sign on Freitag.")
    third = story.riya.says("Or was it Beta?")
    story.riya.edits(second, "They sign on Friday.")
    story.riya.deletes(third)
    [message] = from_kickstand(story.riya)
    assert "> Acme wants 20 %.\n> They sign on Friday." in message.plain
    assert "Beta" not in message.plain
    story.waits(minutes=60)
    [card] = cards(story.mona)
    assert "They sign on Friday." in card.plain
    assert "Beta" not in card.plain
    assert story.request().status is Status.DELIVERED


def test_deleting_the_whole_question_takes_it_back(story: Story) -> None:
    mine = story.riya.says(QUESTION)
    more = story.riya.says("They sign today.")
    story.riya.deletes(mine)
    assert story.request().status is Status.HELD
    story.riya.deletes(more)
    [message] = from_kickstand(story.riya)
    assert message.plain.splitlines() == ["Taken back. Mona never saw it."]
    story.waits(hours=2)
    assert cards(story.mona) == []
    assert [said.text for said in story.request().said] == [None, None]
    assert story.riya.sees.count(QUESTION) == 0


def test_deleting_a_delivered_question_clears_the_card(story: Story) -> None:
    mine = story.riya.says(QUESTION)
    reply = story.riya.says("I offered 10 %", thread=mine)
    story.waits(minutes=60)
    assert "Tried  I offered 10 %" in cards(story.mona)[0].plain
    story.riya.deletes(reply)
    assert "I offered 10 %" not in story.mona.sees
    story.riya.deletes(mine)
    [card] = cards(story.mona)
    assert "Riya took this back." in card.plain
    assert QUESTION not in story.mona.sees
    assert card.buttons == ()
    assert story.request().status is Status.WITHDRAWN


def test_deleting_a_question_that_was_answered_takes_the_words_and_keeps_the_answer(story: Story) -> None:
    mine = story.riya.says(QUESTION)
    story.waits(minutes=60)
    story.mona.clicks("Your call")
    story.riya.deletes(mine)
    [card] = cards(story.mona)
    assert QUESTION not in card.plain
    assert "You made it Riya's call." in card.plain
    assert story.request().status is Status.ANSWERED


def test_a_message_with_replies_that_is_deleted_counts_as_deleted(story: Story) -> None:
    mine = story.riya.says(QUESTION)
    story.riya.says("I offered 10 %", thread=mine)
    story.riya.deletes(mine)
    assert story.request().status is Status.WITHDRAWN
    assert QUESTION not in "".join(seen.plain for seen in from_kickstand(story.riya))


def test_a_thread_reply_that_is_edited_or_deleted_changes_the_brief(story: Story) -> None:
    mine = story.riya.says(QUESTION)
    tried = story.riya.says("I offered 5 %", thread=mine)
    story.waits(minutes=1)
    options = story.riya.says("15 %", thread=mine)
    story.riya.edits(tried, "I offered 10 %")
    story.riya.edits(options, "15 %\n12 % and onboarding")
    assert story.request().tried_text == "I offered 10 %"
    assert story.request().options == ["15 %", "12 % and onboarding"]
    story.waits(minutes=59)
    assert "Considering  15 %  ·  12 % and onboarding" in cards(story.mona)[0].plain
    story.riya.edits(options, "12 % and onboarding")
    story.riya.deletes(tried)
    [card] = cards(story.mona)
    assert "Considering  12 % and onboarding" in card.plain
    assert "I offered" not in card.plain


def test_a_deleted_answer_is_no_longer_announced(story: Story) -> None:
    mine = story.riya.says(QUESTION)
    story.riya.says("nothing so far", thread=mine)
    story.waits(minutes=1)
    options = story.riya.says("15 %", thread=mine)
    story.riya.deletes(options)
    [message] = from_kickstand(story.riya)
    assert message.plain.splitlines()[0] == "Mona gets this at 11:00, with what you tried."


def test_replies_after_delivery_follow_their_edits_on_both_sides(story: Story) -> None:
    mine = story.riya.says(QUESTION)
    story.waits(minutes=60)
    from_rep = story.riya.says("They call at noon", thread=mine)
    [card] = cards(story.mona)
    from_manager = story.mona.says("What do they lose?", thread=card.message)
    story.riya.edits(from_rep, "They call at one")
    story.mona.edits(from_manager, "What would they lose?")
    assert "They call at one" in cards(story.mona)[0].replies[0].plain
    [message] = from_kickstand(story.riya)
    assert "What would they lose?" in message.replies[-1].plain
    assert "What do they lose?" not in message.replies[-1].plain
    story.riya.deletes(from_rep)
    assert cards(story.mona)[0].replies[0].plain == "Riya took this reply back."
    assert "They call" not in story.mona.sees


def test_nobody_elses_edit_counts(story: Story) -> None:
    mine = story.riya.says(QUESTION)
    hello = story.otto.says(QUESTION)
    story.otto.edits(hello, "Something else")
    assert story.request().text == QUESTION
    story.riya.clicks("Solved it")
    story.riya.edits(mine, "Solved with 10 %")
    [message] = from_kickstand(story.riya)
    assert "> Solved with 10 %" in message.plain
    assert message.plain.splitlines()[0] == "Solved. It never had to reach Mona."


def test_words_that_were_forgotten_do_not_come_back_with_an_edit(story: Story) -> None:
    mine = story.riya.says(QUESTION)
    story.riya.clicks("Solved it")
    story.waits(days=31)
    assert story.request().said == []
    story.riya.edits(mine, "Can I give Acme 21 %?")
    assert story.request().said == []
    assert story.requests() == 1


def test_a_reply_in_a_closed_or_strange_thread_is_answered(story: Story) -> None:
    story.riya.says("Hello")
    notice = story.riya.last
    mine = story.riya.says(QUESTION)
    story.riya.clicks("Solved it")
    story.riya.says("By the way", thread=mine)
    assert story.riya.last.plain == (
        "This one is closed, so I haven't passed your message on. Write me a new message to ask again."
    )
    story.riya.says("And this?", thread=notice)
    assert story.riya.last.plain == (
        "I don't know this thread. Write me a new message, outside any thread, to ask something."
    )
    assert story.requests() == 1
