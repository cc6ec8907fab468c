"""The five ways in: each a true hold, and nobody types their question twice."""

from collections.abc import Callable

import pytest

from bot.requests.rules import Bypass, Status, WayIn
from tests.story import Story, cards, from_kickstand

QUESTION = "Can I give Acme 20 % & free onboarding? They say they'd sign <this week>."


def _says(story: Story) -> None:
    story.riya.says(QUESTION)


def _types(story: Story) -> None:
    story.riya.types(f"/ask {QUESTION}")
    assert story.riya.last.ephemeral
    assert story.riya.last.plain == "Got it. I've written to you in our conversation."


def _submits(story: Story) -> None:
    assert story.riya.submits() == {}
    assert story.riya.modal is None


def _fills(story: Story) -> None:
    story.riya.fills({"What would you ask?": QUESTION})
    _submits(story)


def _types_nothing(story: Story) -> None:
    story.riya.types("/ask")
    _fills(story)


def _uses_the_shortcut(story: Story) -> None:
    story.riya.uses_shortcut("Ask my manager")
    _fills(story)


def _uses_the_shortcut_on_a_message(story: Story) -> None:
    message = story.otto.says(QUESTION, to=story.riya)
    story.riya.uses_shortcut("Ask for help with this", on=message)
    assert QUESTION in (story.riya.modal or "")
    _submits(story)


def _clicks_at_home(story: Story) -> None:
    story.riya.opens_home()
    assert "Your questions go to Mona." in story.riya.home
    story.riya.clicks("Ask my manager")
    _fills(story)


WAYS: dict[str, tuple[Callable[[Story], None], WayIn]] = {
    "a message": (_says, WayIn.DM),
    "/ask with a question": (_types, WayIn.COMMAND),
    "/ask alone": (_types_nothing, WayIn.COMMAND),
    "the global shortcut": (_uses_the_shortcut, WayIn.SHORTCUT),
    "the message shortcut": (_uses_the_shortcut_on_a_message, WayIn.MESSAGE_SHORTCUT),
    "App Home": (_clicks_at_home, WayIn.HOME),
}


@pytest.mark.parametrize(("asks", "way_in"), WAYS.values(), ids=WAYS.keys())
def test_every_way_in_is_a_true_hold_and_nobody_types_twice(
    story: Story, asks: Callable[[Story], None], way_in: WayIn
) -> None:
    """S2.1, S2.3"""
    asks(story)
    [message] = from_kickstand(story.riya)
    first, quoted, *_ = message.plain.splitlines()
    assert first == "I'll bring this to Mona at 11:00, unless you crack it first."
    assert quoted == f"> {QUESTION}"
    assert "What have you tried? What else are you considering, and which would you pick?" in message.plain
    assert message.buttons == (
        "Answer 2 questions",
        "Solved it",
        "Park for 1:1",
        "Send now",
        "Urgent",
        "This is personal",
        "Take back",
    )
    assert story.request().way_in is way_in
    story.waits(minutes=59)
    assert cards(story.mona) == []
    story.waits(minutes=1)
    [card] = cards(story.mona)
    assert card.plain.splitlines()[:2] == [f"Riya: {QUESTION}", f"> {QUESTION}"]
    [message] = from_kickstand(story.riya)
    assert message.plain.splitlines()[0] == "Mona has had this since 11:00."
    assert not story.otto.messages


def test_the_form_takes_the_two_answers_along_and_does_not_ask_again(story: Story) -> None:
    """S2.3"""
    story.riya.uses_shortcut("Ask my manager")
    story.riya.fills(
        {
            "What would you ask?": QUESTION,
            "What have you tried?": "10 % and annual prepay",
            "What else are you considering?": "15 % for two years",
            "Another way": "stay at 10 %",
            "Which would you pick?": "The first",
            "Deal amount": "12k",
            "Decision needed by": "2026-11-19",
            "Topic": "Price and discount",
        }
    )
    assert story.riya.submits() == {}
    [message] = from_kickstand(story.riya)
    assert message.plain.splitlines()[0] == "Mona gets this at 11:00, with your pick: 15 % for two years."
    assert "What have you tried?" not in message.plain
    story.waits(minutes=60)
    card = cards(story.mona)[0].plain
    for words in (
        "Tried  10 % and annual prepay",
        "15 % for two years (Riya's pick)",
        "stay at 10 %",
        "Deal  12,000",
        "Needed by  Thursday",
        "Price and discount",
    ):
        assert words in card


def test_a_form_with_mistakes_stays_open_and_keeps_what_was_typed(story: Story) -> None:
    story.riya.types("/ask")
    story.riya.fills({"What would you ask?": "x" * 3001})
    assert story.riya.submits() == {"What would you ask?": "Please enter no more than 3000 characters."}
    story.riya.fills(
        {
            "What would you ask?": QUESTION,
            "Deal amount": "a lot",
            "What else are you considering?": "15 %",
            "Which would you pick?": "The second",
        }
    )
    assert story.riya.submits() == {
        "Deal amount": "I can't read that as an amount. Write it like 250,000 or 250k.",
        "Which would you pick?": "That one is empty. Pick one that you wrote down, or none.",
    }
    assert QUESTION in (story.riya.modal or "")
    assert story.requests() == 0
    story.riya.fills({"Deal amount": "12,000.50", "Which would you pick?": "The first"})
    assert story.riya.submits() == {}
    assert story.requests() == 1


def test_messages_of_a_burst_are_one_question(story: Story) -> None:
    story.riya.says("Acme wants 20 %.")
    story.waits(seconds=100)
    story.riya.says("They would sign this week.")
    story.waits(seconds=100)
    story.riya.says("Can I?")
    [message] = from_kickstand(story.riya)
    assert "at 11:00" in message.plain
    for words in ("Acme wants 20 %.", "They would sign this week.", "Can I?"):
        assert words in message.plain
    assert "I read your messages in a row as one question." in message.plain
    story.waits(minutes=2)
    story.riya.says("Another thing: who signs for Beta?")
    assert len(from_kickstand(story.riya)) == 2
    story.riya.clicks("Answer 2 questions")
    story.riya.fills({"What have you tried?": "Asked their office"})
    story.riya.submits()
    story.riya.says("And how do I reach Gamma?")
    assert len(from_kickstand(story.riya)) == 3
    assert story.requests() == 3


def test_a_question_that_the_rep_has_dealt_with_takes_no_more_messages(story: Story) -> None:
    story.sets(deputy_id=story.id("dana"))
    story.mona.sets_status("On vacation", ":palm_tree:")
    story.riya.says("Can I invite Beta to the pilot?")
    story.riya.clicks("Ask Dana instead")
    story.waits(seconds=30)
    story.riya.says("What may Lucerne cost?")
    assert story.requests() == 2
    assert "Beta" not in story.request().text


def test_a_wish_to_get_better_never_joins_a_burst(story: Story) -> None:
    """S0.6"""
    story.riya.says("Who signs for Beta?")
    story.riya.says("I want to get better at negotiating")
    assert story.requests() == 2
    assert "negotiating" in story.mona.last.plain
    assert "Beta" not in story.mona.sees


def test_the_same_words_again_change_nothing(story: Story) -> None:
    story.riya.says("Can I give Acme 20 %?")
    story.riya.says("They sign today.")
    story.waits(minutes=2)
    story.riya.says("can I give  Acme 20 %?")
    assert story.riya.last.plain == "You asked this at 10:00 already, and it's on its way. Nothing was added."
    assert story.riya.sees.count("> Can I give Acme 20 %?") == 1
    story.riya.types("/ask Can I give Acme 20 %?")
    assert "You asked this at 10:00 already, and it's on its way. Nothing was added." in story.riya.last.plain
    assert story.requests() == 1
    story.waits(minutes=58)
    story.mona.clicks("Your call")
    story.riya.types("/ask Can I give Acme 20 %?")
    assert story.requests() == 2


def test_a_greeting_thanks_or_a_call_for_help_is_answered_and_not_held(story: Story) -> None:
    for said in ("hi", "Thanks.", "help", "ok"):
        story.riya.says(said)
        assert story.riya.last.plain.startswith("Hello. Write me what you'd ask Mona, or use `/ask`.")
        story.mona.says(said)
        assert "I bring you your reps' questions" in story.mona.last.plain
        story.otto.says(said)
        assert "I don't know your manager yet" in story.otto.last.plain
    assert story.requests() == 0


def test_somebody_without_a_manager_gets_a_helpful_answer_wherever_they_ask(story: Story) -> None:
    help_words = (
        "I don't know your manager yet, so I have nobody to bring this to. "
        "Ask them to add you with /kickstand team, then send me your question again."
    ).replace("/kickstand team", "`/kickstand team`")
    story.otto.says(QUESTION)
    assert story.otto.last.plain == help_words
    story.otto.types(f"/ask {QUESTION}")
    assert story.otto.last.plain == f"{help_words}\n> {QUESTION}", "the line that it was typed in is empty now"
    story.otto.uses_shortcut("Ask my manager")
    story.otto.fills({"What would you ask?": QUESTION})
    assert story.otto.submits() == {"What would you ask?": help_words.replace("`", "")}
    assert QUESTION in (story.otto.modal or "")
    story.otto.closes()
    story.otto.opens_home()
    assert "You're not on a team here yet" in story.otto.home
    assert story.requests() == 0


def test_a_manager_with_nobody_above_is_told_what_the_bot_is_for(story: Story) -> None:
    story.mona.says("Riya should call Acme")
    assert "I bring you your reps' questions" in story.mona.last.plain
    assert story.requests() == 0


def test_a_wish_to_get_better_reaches_the_manager_at_once(story: Story) -> None:
    """S0.6"""
    story.riya.uses_shortcut("Ask my manager")
    story.riya.fills(
        {
            "What would you ask?": "I’d like to get better at talking to finance people",
            "What have you tried?": "Two webinars",
        }
    )
    assert story.riya.submits() == {}
    [card] = cards(story.mona)
    assert card.plain.splitlines()[0] == "Riya wants to get better, and asks for your help."
    assert "Two webinars" in card.plain
    assert "options" not in card.plain
    assert card.buttons == ("Ask a question", "Put it on the 1:1")
    [message] = from_kickstand(story.riya)
    assert message.plain.splitlines()[0] == "Mona has this now: wanting to get better doesn't wait."
    assert "name two ways" not in message.plain
    assert story.request().bypass is Bypass.GROWTH


def test_what_slack_delivers_twice_is_one_question(story: Story) -> None:
    story.sandbox.faults.doubled_events = 3
    message = story.riya.says(QUESTION)
    story.riya.says("And who signs?", thread=message)
    story.riya.says("hello")
    assert story.requests() == 1
    assert [said.text for said in story.request().said] == [QUESTION, "And who signs?"]
    assert len(from_kickstand(story.riya)) == 2


def test_a_very_long_question_is_kept_whole_and_shown_as_far_as_slack_allows(story: Story) -> None:
    long = "Should we & could we <do> this? " * 900
    story.riya.says(long)
    assert story.request().text == long.strip()
    [message] = from_kickstand(story.riya)
    assert message.plain.splitlines()[1].endswith("…")
    story.waits(minutes=60)
    assert "Should we & could we <do> this?" in story.mona.last.plain
    assert story.request().status is Status.DELIVERED


def test_slack_out_of_reach_loses_no_question(story: Story) -> None:
    story.sandbox.faults.server_error("chat.postMessage", times=1)
    story.riya.says(QUESTION)
    story.waits(seconds=5)
    [message] = from_kickstand(story.riya)
    assert QUESTION in message.plain
