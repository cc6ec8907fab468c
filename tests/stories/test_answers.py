"""After the answer: labels, who decided, closing, looking back; and who else may: reminders, deputies."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.requests.models import History
from bot.requests.rules import DecidedBy, Label, Move, Outcome, Status
from bot.sandbox.people import Person
from bot.sandbox.seen import Seen
from tests.story import Story

ASK = "Can I give Acme 20 %?"


def ask(story: Story, words: str = ASK) -> None:
    """Riya asked, and an hour went by."""
    story.riya.says(words)
    story.waits(hours=1)


def about(person: Person, words: str = ASK) -> Seen:
    """This person's message about the request."""
    return next(message for message in reversed(person.messages) if f"> {words}" in message.plain)


# Labels and who decided ---------------------------------------------------------------------------------------


def test_label_and_who_decided_close_a_request_and_agreement_is_quiet(story: Story) -> None:
    """S1.1"""
    ask(story)
    story.mona.clicks("Your call")
    seen = about(story.riya)
    assert "Mona says it's your call. Go with what you think is right." in seen.plain
    assert "Who made this decision?" in seen.plain
    assert seen.buttons == ("Me", "Together", "Mona")
    story.riya.clicks("Me")
    assert story.request().status == Status.CLOSED
    assert "Who decided, as you saw it: you did." in about(story.riya).plain
    assert "Who decided, as Riya saw it: Riya." in about(story.mona).plain
    assert "saw it differently" not in story.riya.sees + story.mona.sees


@pytest.mark.parametrize(
    ("label", "said", "kept"),
    [
        ("A rescue: Riya could have done it", "Me", (Label.RESCUED, DecidedBy.ME)),
        ("A rescue: Riya could have done it", "Together", (Label.RESCUED, DecidedBy.TOGETHER)),
        ("Only I could: approval, access, authority", "Me", (Label.ONLY_I, DecidedBy.ME)),
    ],
)
def test_disagreement_is_shown_to_both_and_overrules_neither(
    story: Story, label: str, said: str, kept: tuple[Label, DecidedBy]
) -> None:
    """S1.1"""
    ask(story)
    story.mona.clicks("I'll handle it")
    story.riya.clicks(said)
    assert "differently" not in about(story.riya).plain, "there is no label yet to differ from"
    story.mona.clicks(label)
    assert (story.request().label, story.request().decided_by) == kept
    assert story.request().status == Status.CLOSED
    assert "Mona saw it differently" in about(story.riya).plain
    assert "Both are kept; worth a word in your 1:1." in about(story.riya).plain
    assert "You saw it differently; both are kept. Worth a word in your 1:1." in about(story.mona).plain


def test_your_call_that_the_rep_saw_decided_by_the_manager_is_a_difference_too(story: Story) -> None:
    """S1.1"""
    ask(story)
    story.mona.clicks("Your call")
    story.riya.clicks("Mona")
    assert "Mona saw it differently (left to you)" in about(story.riya).plain
    assert "Who decided, as Riya saw it: you. You saw it differently" in about(story.mona).plain


def test_a_time_that_was_noted_goes_with_the_answer_it_was_about(story: Story) -> None:
    """S1.3: fifteen minutes of coaching are not fifteen minutes of the rescue that follows."""
    ask(story)
    story.mona.clicks("Ask a question")
    story.mona.fills({"Or in your own words": "What would you do?"})
    story.mona.submits()
    story.mona.fills({"How long did it take?": "15 minutes"})
    assert story.request().minutes == 15
    story.mona.clicks("I'll handle it")
    story.mona.clicks("A rescue: Riya could have done it")
    assert (story.request().label, story.request().minutes) == (Label.RESCUED, None)


def test_without_a_label_it_is_unlabelled_after_two_working_days_and_never_guessed(story: Story) -> None:
    """S1.1: answered on Monday at 11:00, closed on Wednesday at 11:00."""
    ask(story)
    story.mona.clicks("I'll handle it")
    story.waits(days=1, hours=23, minutes=59)
    assert story.request().status == Status.ANSWERED
    story.waits(minutes=1)
    assert (story.request().status, story.request().label) == (Status.CLOSED, Label.UNLABELLED)
    assert about(story.mona).buttons == ()
    assert "Kept as: no label." in about(story.mona).plain
    assert about(story.riya).buttons == ()


def test_a_weekend_does_not_count_towards_the_two_working_days(story: Story) -> None:
    """S1.1: answered on Friday at 11:00, closed on Tuesday at 11:00."""
    story.clock.advance(timedelta(days=4))
    ask(story)
    story.mona.clicks("I'll handle it")
    story.waits(days=3, hours=23)
    assert story.request().status == Status.ANSWERED
    story.waits(hours=1)
    assert story.request().label == Label.UNLABELLED


def test_a_label_survives_closing_when_the_rep_says_nothing(story: Story) -> None:
    """S1.1"""
    ask(story)
    story.mona.clicks("Your call")
    story.waits(days=3)
    assert (story.request().status, story.request().label) == (Status.CLOSED, Label.DELEGATED)
    assert story.request().decided_by is None


def test_a_reply_in_the_cards_thread_is_an_answer_that_asks_for_its_label(story: Story) -> None:
    """Life of a request, 7 and 8"""
    ask(story)
    story.mona.says("15 is fine if they sign for two years.", thread=about(story.mona))
    assert "Mona, via Kickstand\n> 15 is fine if they sign for two years." in story.riya.last.plain
    assert "Mona answered in the thread." in about(story.riya).plain
    assert "Reply in this thread and it reaches Mona." in about(story.riya).plain
    seen = about(story.mona)
    assert "What kind of help was that?" in seen.plain
    assert seen.buttons == (
        "I coached",
        "I left it to Riya",
        "Riya did it differently, and it was fine",
        "A rescue: Riya could have done it",
        "Only I could: approval, access, authority",
    )
    story.mona.clicks("I coached")
    assert story.request().label == Label.COACHED
    assert "You answered in the thread. Kept as: coached." in about(story.mona).plain
    story.mona.says("Tell me how it goes.", thread=about(story.mona))
    assert story.request().label == Label.COACHED, "a second reply is only a reply"
    assert "> Tell me how it goes." in story.riya.last.plain


# Looking back -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "asked"), [("Your call", True), ("Back their pick", True), ("I'll handle it", False)]
)
def test_two_weeks_after_a_decision_of_their_own_the_rep_is_asked_how_it_went(
    story: Story, answer: str, asked: bool
) -> None:
    """Life of a request, 8"""
    story.riya.says(ASK)
    story.riya.clicks("Answer 2 questions")
    story.riya.fills({"What else are you considering?": "15 %", "Which would you pick?": "The first"})
    story.riya.submits()
    story.waits(hours=1)
    story.mona.clicks(answer)
    story.waits(days=13, hours=23)
    assert "How did it go?" not in story.riya.sees
    story.waits(hours=1)
    assert ("How did it go?" in story.riya.sees) is asked
    if asked:
        assert f"Two weeks ago Mona left this one with you: {ASK}" in story.riya.last.plain
        assert story.riya.last.buttons == ("Went well", "Mixed", "Didn't work out")
        story.riya.clicks("Didn't work out")
        assert story.request().outcome == Outcome.BADLY
        assert "You said: it didn't work out. Thanks for closing the loop." in story.riya.last.plain
        assert "work out" not in story.mona.sees


# Reminders and the deputy -------------------------------------------------------------------------------------


def test_an_unanswered_card_reminds_once_after_twice_the_window_and_the_deputy_is_offered(story: Story) -> None:
    """Life of a request, 9"""
    story.sets(deputy_id=story.id("dana"))
    ask(story)
    story.waits(hours=1, minutes=59)
    assert "still waiting" not in story.mona.sees
    story.waits(minutes=1)
    assert "Riya is still waiting on this one. A question back is an answer too." in story.mona.last.plain
    assert "Mona hasn't got to this yet. I've sent a reminder. Dana could take it instead." in story.riya.last.plain
    story.waits(days=5)
    assert story.mona.sees.count("still waiting") == 1
    assert story.riya.sees.count("hasn't got to this") == 1


def test_the_deputy_takes_over_and_the_manager_reads_so(story: Story) -> None:
    """Life of a request, 9"""
    story.sets(deputy_id=story.id("dana"))
    ask(story)
    story.waits(hours=2)
    story.riya.clicks("Ask Dana instead", on=story.riya.last)
    assert "Dana has Riya's question now." in story.mona.sees
    assert "Acme" not in story.mona.messages[-1].plain
    assert "I'll handle it" in about(story.dana).buttons
    assert "You're standing in for Mona." in about(story.dana).plain
    assert "Dana has this now." in about(story.riya).plain
    assert "reminder" not in story.riya.sees, "Dana has only just got it"
    story.dana.clicks("Your call")
    assert "Dana says it's your call." in story.riya.last.plain
    assert about(story.riya).buttons == ("Me", "Together", "Dana")
    assert story.request().answer is not None


def test_without_a_deputy_none_is_offered(story: Story) -> None:
    """Life of a request, 9"""
    ask(story)
    story.waits(hours=2)
    assert story.riya.last.plain == "Mona hasn't got to this yet. I've sent a reminder."


def test_the_reminder_counts_working_time_and_an_answer_cancels_it(story: Story) -> None:
    """Life of a request, 9: out at 17:30, twice the window later is 10:30 on the next day."""
    story.waits(hours=6, minutes=30)
    ask(story)
    story.waits(hours=16)
    assert "still waiting" not in story.mona.sees
    story.mona.clicks("Your call")
    story.waits(days=1)
    assert "still waiting" not in story.mona.sees


# Who may, and who was quicker ---------------------------------------------------------------------------------


def test_only_the_manager_or_the_deputy_answers(story: Story) -> None:
    """Guardrail 8: a card's button in other hands does nothing."""
    story.sets(deputy_id=story.id("dana"))
    ask(story)
    stolen = about(story.mona).message
    for outsider in (story.otto, story.dana, story.lee, story.riya):
        before = len(outsider.messages)
        outsider.clicks("Your call", on=stolen)
        assert story.request().status == Status.DELIVERED
        assert "Acme" not in "".join(each.plain for each in outsider.messages[before:])
    shown = story.mona.messages[-1]
    assert story.request().answer is None
    assert "Your call" in shown.buttons


def test_the_second_answer_hears_who_was_quicker(story: Story) -> None:
    """What bad input gets: Mona's card has not caught up yet when she clicks."""
    story.sets(deputy_id=story.id("dana"))
    ask(story)
    story.waits(hours=2)
    story.sandbox.faults.rate_limit("chat.update", retry_after=600, times=20)
    story.riya.clicks("Ask Dana instead", on=story.riya.last)
    story.dana.clicks("Your call")
    story.clock.advance(timedelta(minutes=2))
    story.mona.clicks("I'll handle it")
    assert story.mona.last.ephemeral
    assert story.mona.last.plain == "That didn't go through: Dana answered this one 2 minutes ago."
    assert story.request().label == Label.DELEGATED
    story.dana.clicks("I'll handle it", on=about(story.dana))
    assert story.dana.last.plain == "You've answered this one already."


@pytest.mark.parametrize(("done", "words"), [("Solved it", "was solved"), ("Take back", "was taken back")])
def test_a_click_on_a_card_that_is_over_says_so_and_changes_nothing(story: Story, done: str, words: str) -> None:
    """What bad input gets"""
    ask(story)
    story.sandbox.faults.rate_limit("chat.update", retry_after=600, times=2)
    story.riya.clicks(done)
    ended = story.request().status
    for label in ("Your call", "Ask a question", "Park for 1:1"):
        story.mona.clicks(label)
        assert story.mona.last.plain == f"That didn't go through: this one {words} already. Nothing was changed."
    assert story.request().status == ended


def test_a_label_and_who_decided_are_said_once(story: Story) -> None:
    """What bad input gets: the same button clicked on a message that has not caught up."""
    ask(story)
    story.mona.clicks("I'll handle it")
    story.sandbox.faults.rate_limit("chat.update", retry_after=600, times=3)
    story.mona.clicks("A rescue: Riya could have done it")
    story.mona.clicks("Only I could: approval, access, authority")
    assert story.mona.last.plain == "This one is labelled already. Nothing was changed."
    assert story.request().label == Label.RESCUED
    story.sandbox.faults.rate_limit("chat.update", retry_after=600, times=3)
    story.riya.clicks("Mona")
    story.riya.clicks("Me")
    assert story.riya.last.plain == "You've said who decided this one already. It stays as you said first."
    assert story.request().decided_by == DecidedBy.MANAGER
    assert story.request().status == Status.CLOSED
    with story.kickstand.runtime.sessions.begin() as session:
        moves = [each.move for each in session.scalars(select(History).order_by(History.id))]
    assert moves == [Move.RELEASE, Move.ANSWER, Move.CLOSE]
