"""What have you tried, what else are you considering: asked once, answered in a form or in the thread, never a gate."""

from decimal import Decimal

from bot.requests.rules import Bypass, Status
from bot.sandbox.people import Person
from tests.story import Story, cards, from_kickstand

QUESTION = "Can I give Acme 20 %?"
FOLLOW_UP = (
    "Could you name two ways you could defend, and the one you'd pick? A guess is fine. "
    "It goes to Mona at 11:00 either way."
)


def briefs(rep: Person, **answers: object) -> dict[str, str]:
    """The rep fills in the two questions; names of fields without spaces."""
    names = {
        "tried": "What have you tried?",
        "first": "What else are you considering?",
        "second": "Another way",
        "third": "And a third",
        "pick": "Which would you pick?",
        "amount": "Deal amount",
        "by": "Decision needed by",
        "topic": "Topic",
    }
    rep.fills({names[name]: answer for name, answer in answers.items()})
    return rep.submits()


def headline(rep: Person) -> str:
    [message] = from_kickstand(rep)
    return message.plain.splitlines()[0]


def test_the_form_keeps_what_was_answered_and_can_be_changed(story: Story) -> None:
    """S2.3"""
    story.riya.says(QUESTION)
    story.riya.clicks("Answer 2 questions")
    assert story.riya.modal_title == "Two questions"
    assert f"> {QUESTION}" in (story.riya.modal or "")
    answers = {"tried": "10 % & prepay", "first": "15 % for two years", "third": "stay & wait", "pick": "The third"}
    assert briefs(story.riya, **answers, amount="12,000", by="2026-11-20", topic="Price and discount") == {}
    assert headline(story.riya) == "Mona gets this at 11:00, with your pick: stay & wait."

    story.riya.clicks("Change my answer")
    shown = story.riya.modal or ""
    for words in ("{10 % & prepay}", "{15 % for two years}", "{stay & wait}", "{12,000}", "{2026-11-20}"):
        assert words in shown
    assert "(x) The second" in shown
    assert "(x) Price and discount" in shown
    assert briefs(story.riya, pick="The first", amount=None) == {}
    assert headline(story.riya) == "Mona gets this at 11:00, with your pick: 15 % for two years."
    story.riya.clicks("Change my answer")
    assert briefs(story.riya, pick=None) == {}
    assert headline(story.riya) == "Mona gets this at 11:00, with what you're considering."

    story.waits(minutes=60)
    [card] = cards(story.mona)
    assert "Considering  15 % for two years  ·  stay & wait" in card.plain
    assert "Back their pick" not in card.buttons
    story.riya.clicks("Change my answer")
    assert briefs(story.riya, pick="The second") == {}
    [card] = cards(story.mona)
    assert "stay & wait (Riya's pick)" in card.plain
    assert "Back their pick" in card.buttons


def test_the_form_says_what_it_cannot_read_and_stays_open(story: Story) -> None:
    story.riya.says(QUESTION)
    story.riya.clicks("Answer 2 questions")
    assert briefs(story.riya, tried="x" * 3001, first="y" * 501) == {
        "What have you tried?": "Please enter no more than 3000 characters.",
        "What else are you considering?": "Please enter no more than 500 characters.",
    }
    assert briefs(story.riya, tried="10 %", first="15 %", pick="The third", amount="twelve") == {
        "Which would you pick?": "That one is empty. Pick one that you wrote down, or none.",
        "Deal amount": "I can't read that as an amount. Write it like 250,000 or 250k.",
    }
    assert "{10 %}" in (story.riya.modal or "")
    assert briefs(story.riya, pick="The first", amount="1e9") == {
        "Deal amount": "I can't read that as an amount. Write it like 250,000 or 250k."
    }
    assert headline(story.riya).startswith("I'll bring this to Mona at 11:00")
    assert story.request().briefed_at is None


def test_a_thread_reply_counts_as_tried_and_the_next_one_as_options(story: Story) -> None:
    """S2.3, S2.4"""
    mine = story.riya.says(QUESTION)
    [message] = from_kickstand(story.riya)
    story.riya.says("I offered 10 %", thread=message)
    assert headline(story.riya) == FOLLOW_UP
    [message] = from_kickstand(story.riya)
    assert [reply.plain for reply in message.replies] == ["I offered 10 %", FOLLOW_UP]

    story.waits(minutes=1)
    story.riya.says("15 % for two years\n\n  stay at 10 %  ", thread=mine)
    assert story.request().tried_text == "I offered 10 %"
    assert story.request().options == ["15 % for two years", "stay at 10 %"]
    assert headline(story.riya) == "Mona gets this at 11:00, with what you're considering."
    story.riya.says("and they pushed back", thread=message)
    assert story.request().tried_text == "I offered 10 %\nand they pushed back"

    story.riya.clicks("Change my answer")
    assert "{I offered 10 %\nand they pushed back}" in (story.riya.modal or "")
    assert briefs(story.riya, pick="The second") == {}
    assert headline(story.riya) == "Mona gets this at 11:00, with your pick: stay at 10 %."
    story.waits(minutes=59)
    [card] = cards(story.mona)
    assert "Considering  15 % for two years  ·  stay at 10 % (Riya's pick)" in card.plain


def test_without_options_there_is_one_follow_up_and_it_goes_out_anyway(story: Story) -> None:
    """S2.4"""
    story.riya.says(QUESTION)
    story.riya.clicks("Answer 2 questions")
    assert briefs(story.riya, tried="I offered 10 %") == {}
    assert headline(story.riya) == FOLLOW_UP
    [message] = from_kickstand(story.riya)
    assert message.replies == ()
    assert "name two ways" not in story.mona.sees

    story.waits(minutes=5)
    story.riya.clicks("Change my answer")
    assert briefs(story.riya, tried="I offered 10 % and prepay") == {}
    assert headline(story.riya) == "Mona gets this at 11:00, with what you tried."
    story.waits(minutes=5)
    story.riya.clicks("Change my answer")
    assert briefs(story.riya, tried=None) == {}
    assert headline(story.riya) == "Mona gets this at 11:00."
    story.waits(minutes=50)
    [card] = cards(story.mona)
    assert "Considering  no options yet" in card.plain
    assert story.riya.sees.count("Could you name two ways") == 0


def test_a_question_nobody_answered_goes_out_as_it_is(story: Story) -> None:
    """S2.4: never a gate."""
    story.riya.says(QUESTION)
    story.waits(minutes=60)
    [card] = cards(story.mona)
    assert "Considering  no options yet" in card.plain
    assert "Tried" not in card.plain
    story.riya.clicks("Answer 2 questions")
    assert briefs(story.riya, first="15 %", pick="The first") == {}
    [card] = cards(story.mona)
    assert "15 % (Riya's pick)" in card.plain
    assert "no options yet" not in card.plain
    assert story.request().followed_up_at is None


def test_what_is_written_in_the_thread_while_the_form_is_open_stays(story: Story) -> None:
    mine = story.riya.says("Can I give Acme 20 %?")
    story.riya.says("I offered 10 %", thread=mine)
    story.riya.clicks("Change my answer")
    story.riya.says("12 % in March\n15 % for two years", thread=mine)
    story.riya.fills(
        {"What have you tried?": "I offered 10 %, twice", "What else are you considering?": "Stay at 10 %"}
    )
    story.riya.fills({"Which would you pick?": "The first"})
    assert story.riya.submits() == {}
    request = story.request()
    assert request.tried_text == "I offered 10 %, twice"
    assert request.options == ["Stay at 10 %", "12 % in March", "15 % for two years"]
    assert request.picked == "Stay at 10 %"
    story.riya.clicks("Change my answer")
    assert story.riya.submits() == {}
    assert story.request().options == request.options, "the form holds them all by now"


def test_more_than_three_options_from_the_thread_survive_the_form(story: Story) -> None:
    mine = story.riya.says(QUESTION)
    story.riya.says("nothing yet", thread=mine)
    story.waits(minutes=1)
    story.riya.says("10 %\n12 %\n15 %\n18 %", thread=mine)
    story.riya.clicks("Change my answer")
    assert briefs(story.riya, pick="The third") == {}
    assert story.request().options == ["10 %", "12 %", "15 %; 18 %"]
    assert story.request().picked == "15 %; 18 %"


def test_a_form_left_open_too_long_changes_nothing_and_loses_nothing(story: Story) -> None:
    story.riya.says(QUESTION)
    story.waits(minutes=60)
    story.riya.clicks("Answer 2 questions")
    story.mona.clicks("Your call")
    assert briefs(story.riya, tried="10 %") == {
        "What have you tried?": "Mona has answered already, so this stays as it was. Reply in the thread to add to it."
    }
    assert "{10 %}" in (story.riya.modal or "")
    story.riya.closes()

    story.omar.says("Who signs for Beta?")
    story.omar.clicks("Answer 2 questions")
    story.omar.clicks("Solved it", on=from_kickstand(story.omar)[0].message)
    assert briefs(story.omar, tried="asked around") == {
        "What have you tried?": "That didn't go through: this one was solved already. Nothing was changed."
    }
    assert story.request().tried is None


def test_a_protected_deal_does_not_wait_and_is_not_scored(story: Story) -> None:
    """S1.4"""
    story.sets(protect_at=Decimal(250_000))
    story.riya.says(QUESTION)
    story.riya.clicks("Answer 2 questions")
    assert briefs(story.riya, amount="249,999.99") == {}
    assert cards(story.mona) == []
    story.riya.clicks("Change my answer")
    assert briefs(story.riya, amount="250k") == {}
    assert headline(story.riya) == "Mona has this now: a deal of this size doesn't wait."
    [card] = cards(story.mona)
    assert "Deal  250,000 $, a protected deal: it goes out at once and isn't scored" in card.plain
    assert story.request().bypass is Bypass.PROTECTED

    story.omar.uses_shortcut("Ask my manager")
    story.omar.fills({"What would you ask?": "May I sign?", "Deal amount": "1m"})
    assert story.omar.submits() == {}
    assert len(cards(story.mona)) == 2


def test_by_default_the_largest_deal_of_a_year_is_protected_once_three_are_known(story: Story) -> None:
    """S1.4"""

    def asks(amount: str) -> Status:
        story.riya.uses_shortcut("Ask my manager")
        story.riya.fills({"What would you ask?": f"May I sign for {amount}?", "Deal amount": amount})
        assert story.riya.submits() == {}
        status = story.request().status
        story.waits(minutes=1)
        return status

    assert asks("50,000") is Status.HELD
    assert asks("90,000") is Status.HELD
    assert asks("10,000") is Status.HELD
    assert asks("89,999") is Status.HELD
    assert asks("90,000.00") is Status.DELIVERED
    assert asks("95,000") is Status.DELIVERED
    assert asks("94,000") is Status.HELD
    assert "May I sign for 90,000.00?" in story.mona.sees
    assert "May I sign for 89,999?" not in story.mona.sees
    story.waits(hours=3)
    small = next(card for card in cards(story.mona) if "May I sign for 10,000?" in card.plain)
    assert "Deal  10,000 $, about your average: a safe place to learn" in small.plain
    story.waits(days=366)
    assert asks("20,000") is Status.HELD


def test_what_is_answered_is_never_judged(story: Story) -> None:
    mine = story.riya.says(QUESTION)
    story.riya.says("🤷", thread=mine)
    story.riya.says("ok " * 4000, thread=mine)
    assert story.request().tried_text == "🤷"
    assert story.request().options == [("ok " * 4000).strip()]
    story.waits(minutes=60)
    [card] = cards(story.mona)
    assert "Tried  " in card.plain
    assert card.buttons[0] == "Ask a question"


def test_an_amount_keeps_the_currency_it_was_given_in(story: Story) -> None:
    story.sets(currency="€")
    story.riya.says("Can I give Acme 20 %?")
    story.riya.clicks("Answer 2 questions")
    assert briefs(story.riya, tried="10 %", amount="12,000") == {}
    story.waits(hours=1)
    assert "12,000 €" in story.mona.last.plain
    story.sets(currency="CHF", protect_at=Decimal(10_000))
    story.riya.clicks("Change my answer")
    assert briefs(story.riya, tried="10 %, twice", amount="12,000") == {}
    assert "10 %, twice" in story.mona.last.plain and "12,000 €" in story.mona.last.plain
    assert story.request().bypass is None
    story.riya.clicks("Change my answer")
    assert briefs(story.riya, amount="13,000") == {}
    assert "13,000 CHF" in story.mona.last.plain
    assert story.request().bypass == Bypass.PROTECTED
