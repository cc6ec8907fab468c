"""After a gap in the connection: what people wrote meanwhile is found in Slack, and handled once."""

from datetime import timedelta

from bot.requests.rules import Part, Status
from tests.story import Story, from_kickstand

ASK = "Can I give Acme 20 %?"


def falls_silent(story: Story) -> None:
    """Kickstand hears nothing from here on; Slack has given up sending by the time it is back."""
    story.kickstand.tick()
    story.sandbox.hold_events()


def comes_back(story: Story, **after: float) -> None:
    since = story.clock()
    story.clock.advance(timedelta(**after or {"minutes": 10}))
    story.kickstand.missed_since(since - timedelta(minutes=10))
    story.kickstand.tick()


def test_a_question_that_was_missed_is_held_from_when_it_is_found_and_once(story: Story) -> None:
    story.riya.says("hello")
    falls_silent(story)
    story.riya.says(ASK)
    assert story.requests() == 0
    comes_back(story)
    assert story.request().text == ASK
    assert story.riya.sees.count("I'll bring this to Mona") == 1
    story.sandbox.release_events()
    comes_back(story)
    assert story.requests() == 1
    assert story.riya.sees.count("I'll bring this to Mona") == 1


def test_an_edit_a_reply_and_a_deletion_that_were_missed_are_made_up_for(story: Story) -> None:
    asked = story.riya.says(ASK)
    story.waits(minutes=5)
    other = story.omar.says("May I quote Globex in pounds?")
    falls_silent(story)
    story.riya.edits(asked, "Can I give Acme 15 %?")
    story.riya.says("Offered 10 %, they laughed.", thread=from_kickstand(story.riya)[0])
    story.omar.deletes(other)
    comes_back(story)
    requests = story.all_requests()
    assert [(each.text, each.status) for each in requests] == [
        ("Can I give Acme 15 %?", Status.HELD),
        ("", Status.WITHDRAWN),
    ]
    assert requests[0].tried_text == "Offered 10 %, they laughed."
    story.sandbox.release_events(newest_first=True)
    again = story.all_requests()
    assert [(each.text, each.tried_text) for each in again] == [(each.text, each.tried_text) for each in requests]


def test_a_managers_reply_that_was_missed_reaches_the_rep(story: Story) -> None:
    story.riya.says(ASK)
    story.waits(minutes=61)
    falls_silent(story)
    story.mona.says("What would you do in my place?", thread=from_kickstand(story.mona)[-1])
    comes_back(story)
    assert "What would you do in my place?" in story.riya.sees
    assert [said.part for said in story.request().said] == [Part.ASK, Part.REPLY]


def test_somebody_who_cannot_be_helped_is_told_so_once(story: Story) -> None:
    story.otto.says("hello")
    falls_silent(story)
    story.otto.says(ASK)
    comes_back(story)
    comes_back(story)
    story.sandbox.release_events()
    assert story.otto.sees.count("so I have nobody to bring this to") == 1


def test_slack_is_left_alone_as_long_as_it_asks_and_nothing_is_forgotten(story: Story) -> None:
    story.riya.says("hello")
    story.omar.says("hello")
    falls_silent(story)
    story.riya.says(ASK)
    story.sandbox.faults.rate_limit("conversations.history", retry_after=30)
    comes_back(story, minutes=1)
    assert story.requests() == 0
    story.waits(seconds=29)
    assert story.requests() == 0
    story.waits(seconds=1)
    assert story.requests() == 1


def test_something_personal_that_was_missed_is_asked_about_and_not_kept(story: Story) -> None:
    story.riya.says("hello")
    falls_silent(story)
    story.riya.says("My doctor says I have to stop for six weeks.")
    comes_back(story)
    comes_back(story)
    assert story.riya.sees.count("Send it to Mona now") == 1
    assert story.requests() == 0
