"""A help channel: the post stays where it is, colleagues may answer, the manager hears of it when the wait is over."""

import pytest

from bot.requests.rules import Answer, Bypass, Label, Status, WayIn
from tests.story import Story, cards
from tests.watching.conftest import ASK, HELP, for_real, help_channel


def test_a_post_that_asks_the_manager_is_held_and_brought_when_the_wait_is_over(helping: Story) -> None:
    """S2.1, S2.3"""
    before = len(cards(helping.mona))
    helping.riya.says(ASK, to=HELP)
    helping.kickstand.tick()
    assert (
        "I'll tell Mona about your post at 11:00, unless you or a colleague crack it first." in helping.riya.last.plain
    )
    assert "What have you tried?" in helping.riya.last.plain
    assert len(cards(helping.mona)) == before
    helping.riya.clicks("Answer 2 questions")
    helping.riya.fills({"What have you tried?": "10 %, they said no"})
    helping.riya.submits()
    helping.waits(minutes=61)
    card = cards(helping.mona)[-1].plain
    assert "can I give Acme 20 % off" in card and "10 %, they said no" in card and "in the channel" in card
    assert helping.request().way_in == WayIn.CHANNEL


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("riya", "can I give Acme 20 % off if they sign this week?"),
        ("riya", "@mona thanks, that worked"),
        ("riya", "@otto can you send me the deck?"),
        ("otto", ASK),
        ("mona", "@riya can you send me the numbers for Acme?"),
    ],
)
def test_what_does_not_ask_the_manager_is_left_alone(helping: Story, who: str, text: str) -> None:
    before = len(helping.riya.messages)
    helping.sandbox.person(who).says(text, to=HELP)
    helping.waits(minutes=61)
    assert helping.requests() == 0
    assert len(helping.riya.messages) == before


def test_a_channel_that_the_bot_had_to_leave_needs_a_look_until_it_is_back(helping: Story) -> None:
    helping.mona.removes_app(HELP)
    helping.waits(minutes=1)
    assert "What your reps ask there I don't see." in helping.mona.last.plain
    helping.mona.types("/kickstand watch")
    assert "I'm not in it any more, or it's archived or deleted." in (helping.mona.modal or "")
    helping.mona.invites_app(HELP)
    helping.riya.says(ASK, to=HELP)
    assert helping.requests() == 1
    helping.mona.types("/kickstand watch")
    assert "I'm not in it any more" not in (helping.mona.modal or "")


@pytest.mark.parametrize("act", ["archives", "deletes_channel"])
def test_a_channel_that_is_archived_or_deleted_is_told_once_and_shown(helping: Story, act: str) -> None:
    getattr(helping.mona, act)(HELP)
    helping.waits(minutes=1)
    assert "any more, or it's archived or deleted.\nWhat your reps ask there I don't see." in helping.mona.last.plain
    helping.mona.types("/kickstand watch")
    assert "or it's archived or deleted." in (helping.mona.modal or "")


def test_every_question_of_a_rep_counts_where_the_manager_wants_that(story: Story) -> None:
    for_real(help_channel(story, f"/kickstand watch {HELP} every question"))
    story.riya.says("can I give Acme 20 % off if they sign this week?", to=HELP)
    assert story.requests() == 1


def test_a_colleague_helps_and_is_named(helping: Story) -> None:
    """S3.12"""
    post = helping.riya.says(ASK, to=HELP)
    helping.kickstand.tick()
    helping.omar.says("Offer two years at 15 %, that worked for me", to=HELP, thread=post)
    helping.riya.clicks("Solved it")
    helping.riya.fills({"Did somebody help?": [helping.id("omar")]})
    assert helping.riya.submits() == {}
    assert helping.request().helped_by == helping.id("omar")
    helping.waits(minutes=61)
    assert "Solved with Omar." in helping.riya.last.plain
    assert all("Acme" not in card.plain for card in cards(helping.mona))


def test_naming_oneself_is_answered_with_a_sentence_and_loses_nothing(helping: Story) -> None:
    helping.riya.says(ASK, to=HELP)
    helping.kickstand.tick()
    helping.riya.clicks("Solved it")
    helping.riya.fills({"Did somebody help?": [helping.id("riya")]})
    assert "That's you" in str(helping.riya.submits())
    assert helping.request().status == Status.HELD


def test_the_manager_who_answers_in_the_thread_is_asked_what_kind_of_help_it_was(helping: Story) -> None:
    """S1.1"""
    post = helping.riya.says(ASK, to=HELP)
    helping.kickstand.tick()
    helping.mona.says("15 % is fine", to=HELP, thread=post)
    helping.kickstand.tick()
    assert "You answered Riya in the channel" in helping.mona.last.plain
    helping.mona.clicks("A rescue: Riya could have done it")
    helping.kickstand.tick()
    request = helping.request()
    assert (request.answer, request.label, request.delivered_at) == (Answer.OUTSIDE, Label.RESCUED, None)
    assert "Mona answered in the channel." in helping.riya.last.plain
    helping.waits(minutes=61)
    assert all("Considering" not in card.plain for card in cards(helping.mona))


def test_what_the_manager_wrote_was_about_something_else_and_the_wait_goes_on(helping: Story) -> None:
    post = helping.riya.says(ASK, to=HELP)
    helping.kickstand.tick()
    helping.mona.says("moving this to #pricing later", to=HELP, thread=post)
    helping.kickstand.tick()
    helping.mona.clicks("That wasn't about this")
    assert helping.request().status == Status.HELD
    helping.waits(minutes=61)
    assert "can I give Acme 20 % off" in cards(helping.mona)[-1].plain


def test_several_posts_within_five_minutes_are_one_request(helping: Story) -> None:
    helping.riya.says(ASK, to=HELP)
    helping.waits(minutes=4)
    helping.riya.says("@mona they are at 12,000 a year", to=HELP)
    helping.riya.says("lunch, anyone?", to=HELP)
    helping.waits(minutes=6)
    helping.riya.says("@mona and can we do net 60 for them?", to=HELP)
    first, second = helping.all_requests()
    assert [said.text for said in first.said] == [
        ASK.replace("@mona", "@Mona Berg"),
        "@Mona Berg they are at 12,000 a year",
    ]
    assert "net 60" in second.text


def test_replies_are_no_posts(helping: Story) -> None:
    post = helping.otto.says("Who knows Acme?", to=HELP)
    helping.riya.says(ASK, to=HELP, thread=post)
    assert helping.requests() == 0


def test_after_not_a_request_there_is_silence_for_three_hours(helping: Story) -> None:
    helping.riya.says(ASK, to=HELP)
    helping.kickstand.tick()
    helping.riya.clicks("Not a request")
    helping.kickstand.tick()
    assert "that's forgotten" in helping.riya.last.plain
    assert helping.requests() == 0
    helping.waits(hours=2)
    helping.riya.says(ASK, to=HELP)
    assert helping.requests() == 0
    helping.waits(hours=1, minutes=1)
    helping.riya.says("@mona may I promise them the March release?", to=HELP)
    assert helping.requests() == 1


def test_something_urgent_does_not_wait(helping: Story) -> None:
    helping.riya.says("@mona urgent: Acme's server is down and their CEO is on the phone, can you join now?", to=HELP)
    helping.kickstand.tick()
    assert helping.request().bypass == Bypass.URGENT
    assert "That sounded urgent, so I've told Mona at once." in helping.riya.last.plain
    assert "Acme's server is down" in cards(helping.mona)[-1].plain


def test_something_personal_is_read_no_further_and_nothing_is_said(helping: Story) -> None:
    before = len(helping.riya.messages)
    helping.riya.says("@mona my mother died last night, can I take the week off?", to=HELP)
    helping.riya.says("@mona can I give my deals to Omar?", to=HELP)
    helping.kickstand.tick()
    assert helping.requests() == 0
    assert len(helping.riya.messages) == before


def test_a_post_that_is_edited_or_deleted_takes_its_request_along(helping: Story) -> None:
    post = helping.riya.says(ASK, to=HELP)
    helping.riya.edits(post, "@mona can I give Acme 15 % off if they sign this week?")
    helping.kickstand.tick()
    assert "15 %" in helping.request().text
    helping.riya.edits(post, "@mona thanks, all sorted")
    helping.kickstand.tick()
    assert helping.request().status == Status.WITHDRAWN
    assert "I've let go of this one. Your post is still there." in helping.riya.last.plain
    helping.waits(minutes=3)
    other = helping.riya.says("@mona may I promise them the March release?", to=HELP)
    helping.riya.deletes(other)
    assert helping.request().status == Status.WITHDRAWN


def test_a_post_that_becomes_a_request_is_one(helping: Story) -> None:
    post = helping.riya.says("@mona good morning", to=HELP)
    assert helping.requests() == 0
    helping.riya.edits(post, ASK)
    assert helping.requests() == 1


def test_on_trial_nothing_is_held_and_the_manager_hears_of_it_in_the_evening(story: Story) -> None:
    help_channel(story)
    before = len(story.riya.messages)
    story.riya.says(ASK, to=HELP)
    story.waits(hours=2)
    assert story.requests() == 0
    assert len(story.riya.messages) == before
    six_in_berlin = story.clock().replace(hour=17, minute=0)
    assert six_in_berlin in [when for when, _ in story.kickstand.coming()]
    assert all("would have held" not in card.plain or "I hold nothing" in card.plain for card in cards(story.mona))
    story.waits(hours=7)
    summary = story.mona.last.plain
    assert "I would have held 1 message. Nothing was held" in summary
    assert "Riya, at 10:00, in a help channel: would have waited until 11:00." in summary
    story.waits(hours=24)
    assert sum("I would have held 1" in card.plain for card in cards(story.mona)) == 1


def test_unwatching_lets_go_of_what_was_held(helping: Story) -> None:
    helping.riya.says(ASK, to=HELP)
    helping.mona.types(f"/kickstand unwatch {HELP}")
    assert helping.request().status == Status.WITHDRAWN
    helping.riya.says("@mona may I promise them the March release?", to=HELP)
    assert helping.requests() == 1


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("watch nonsense", "Type the channel with its #"),
        (f"watch {HELP} sometimes", "Type the channel with its #"),
        ("unwatch", "Type the channel with its #"),
        (f"unwatch {HELP}", "I don't watch that channel for you"),
    ],
)
def test_what_cannot_be_watched_gets_a_sentence(story: Story, typed: str, answer: str) -> None:
    story.sandbox.add_channel(HELP, story.mona)
    story.mona.types(f"/kickstand {typed}")
    assert answer in story.mona.last.plain


def test_somebody_without_reps_watches_nothing(story: Story) -> None:
    story.sandbox.add_channel(HELP, story.otto)
    story.otto.types(f"/kickstand watch {HELP}")
    assert "You have no reps yet" in story.otto.last.plain


def test_the_channel_is_told_and_joined(story: Story) -> None:
    channel = story.sandbox.add_channel(HELP, story.mona, with_app=False)
    story.mona.types(f"/kickstand watch {HELP}")
    assert "Mona has asked me to look after questions of their reps here" in channel.messages[-1].text


def test_a_channel_that_is_shared_with_another_company_is_not_read(helping: Story) -> None:
    gwen = helping.sandbox.add_person("gwen", "Gwen Far", team_id="T9ELSEWHERE")
    channel = next(each for each in helping.sandbox.workspace.conversations.values() if each.name == HELP.lstrip("#"))
    channel.members.append(gwen.id)
    helping.riya.says(ASK, to=HELP)
    assert helping.requests() == 0
    helping.mona.types(f"/kickstand watch {HELP}")
    assert "shared with another company" in helping.mona.last.plain


def test_on_a_day_on_which_nothing_waits_the_manager_is_told_of_a_post_at_once(helping: Story) -> None:
    helping.mona.types("/kickstand freeze 2026-11-16")
    helping.riya.says(ASK, to=HELP)
    helping.kickstand.tick()
    assert "can I give Acme 20 % off" in helping.mona.last.plain
    assert helping.request().bypass == Bypass.FROZEN
