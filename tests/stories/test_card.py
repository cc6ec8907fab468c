"""The manager's card: easy to coach, hard to rescue."""

from datetime import timedelta
from decimal import Decimal

from bot.requests.rules import Label, Status
from bot.sandbox.seen import Seen
from tests.story import Story

ASK = "Can I give Acme 20 %? They say they'd sign this week."
TRIED = "10 % and annual prepay; they pushed back"
TWO_YEARS, ONBOARDING = "15 % for two years", "stay at 10 % and add onboarding"

LET_PLAY = "Let it play out"
TIMES = ("5 minutes", "15 minutes", "30 minutes", "60 minutes", "2 hours")
"""How long it took, if the manager likes to say."""


def brief(story: Story, **more: object) -> None:
    """Riya answers the two questions about her newest request."""
    story.riya.clicks("Answer 2 questions")
    fields = {
        "What have you tried?": TRIED,
        "What else are you considering?": TWO_YEARS,
        "Another way": ONBOARDING,
        "Which would you pick?": "The first",
    }
    story.riya.fills(fields | more)
    assert story.riya.submits() == {}


def delivered(story: Story, **more: object) -> Seen:
    """Riya asked, answered the two questions, and an hour went by."""
    story.riya.says(ASK)
    brief(story, **more)
    story.waits(hours=1)
    return card(story)


def card(story: Story, key: str = "mona") -> Seen:
    """The newest card that this person has."""
    person = story.sandbox.person(key)
    return next(message for message in reversed(person.messages) if f"> {ASK}" in message.plain)


def test_the_card_says_who_what_and_what_the_rep_thinks_and_leads_with_a_question(story: Story) -> None:
    """S2.3, S2.14"""
    seen = delivered(story, **{"Decision needed by": "2026-11-19", "Topic": "Price and discount"})
    lines = seen.plain.splitlines()
    assert lines[0] == f"Riya: {ASK}"
    assert f"> {ASK}" in lines
    assert f"Tried  {TRIED}" in lines
    assert f"Considering  {TWO_YEARS} (Riya's pick)  ·  {ONBOARDING}" in lines
    assert "Topic  Price and discount" in lines
    assert "Needed by  Thursday" in lines
    assert "Asked 10:00, waited 60 working minutes." in seen.plain
    offered = ("Ask a question", "Back their pick", "Your call", "Park for 1:1", "I'll handle it", LET_PLAY)
    assert seen.buttons == offered
    for fact in (ASK, TRIED, TWO_YEARS, ONBOARDING, "Thursday", "I'll handle it"):
        assert fact in seen.text, "a notification and a screen reader get everything"


def test_a_card_without_options_says_so_and_offers_no_pick_to_back(story: Story) -> None:
    """S2.4"""
    story.riya.says(ASK)
    story.waits(hours=1)
    assert "Considering  no options yet" in card(story).plain
    assert card(story).buttons == ("Ask a question", "Your call", "Park for 1:1", "I'll handle it", LET_PLAY)


def test_an_average_deal_is_a_safe_place_to_learn_and_the_largest_is_not(story: Story) -> None:
    """S1.4"""
    for amount in ("10,000", "20k", "60,000"):
        story.riya.says(f"About the deal over {amount}?")
        brief(story, **{"Deal amount": amount})
        story.riya.clicks("Solved it")
        story.waits(minutes=6)
    seen = delivered(story, **{"Deal amount": "12,000"})
    assert "Deal  12,000 $, about your average: a safe place to learn" in seen.plain
    story.omar.says("What may I give Globex?")
    story.omar.clicks("Answer 2 questions")
    story.omar.fills({"Deal amount": "60,000"})
    story.omar.submits()
    big = story.mona.last
    assert "Deal  60,000 $, a protected deal: it goes out at once and isn't scored" in big.plain
    assert "Mona has this now: a deal of this size doesn't wait." in story.omar.sees
    assert story.request().amount == Decimal(60000)


def test_three_questions_come_from_the_reps_own_options_and_words(story: Story) -> None:
    """S2.14, S0.2: their own way is asked for first."""
    delivered(story)
    story.mona.clicks("Ask a question")
    shown = story.mona.modal or ""
    assert "Riya will see this in the thread." in shown
    suggestions = [
        f"How would you go about “{TWO_YEARS}”, your own way?",
        f"What would make “{TWO_YEARS}” a bad deal for us?",
        "What do we lose if you go for “stay at 10 % and add onboarding”?",
    ]
    for each in suggestions:
        assert each in shown
    assert story.mona.submits() == {"One of these": "Pick one of these, or write your own below."}
    story.mona.fills({"One of these": suggestions[0]})
    assert story.mona.submits() == {}
    assert f"Mona asks: {suggestions[0]}" in next(
        each.plain for each in story.riya.messages if f"> {ASK}" in each.plain
    )
    assert f"Mona, via Kickstand\n> {suggestions[0]}" in story.riya.last.plain
    assert f"You asked: {suggestions[0]}" in card(story).plain
    assert story.request().label == Label.COACHED


def test_own_words_go_first_and_a_question_leaves_the_other_answers_open(story: Story) -> None:
    """S2.14"""
    delivered(story)
    story.mona.clicks("Ask a question")
    story.mona.fills({"Or in your own words": "Who signs on their side?"})
    assert story.mona.submits() == {}
    assert "> Who signs on their side?" in story.riya.last.plain
    assert card(story).buttons == ("Ask a question", "Back their pick", "Your call", "I'll handle it", LET_PLAY, *TIMES)
    story.riya.says("Their CFO.", thread=story.riya.last)
    assert "Riya, via Kickstand\n> Their CFO." in story.mona.last.plain
    story.mona.clicks("Back their pick")
    assert f"Mona backs your pick: {TWO_YEARS}. Go." in story.riya.last.plain
    assert story.request().label == Label.DELEGATED


def test_back_their_pick_and_your_call_are_delegation(story: Story) -> None:
    """S1.1"""
    delivered(story)
    story.mona.clicks("Back their pick")
    assert card(story).buttons == ()
    assert f"You backed Riya's pick: {TWO_YEARS}." in card(story).plain
    assert (story.request().status, story.request().label) == (Status.ANSWERED, Label.DELEGATED)
    assert f"Mona backs your pick: {TWO_YEARS}. Go." == story.riya.last.plain, "a line in the thread lets her know"


def test_parking_puts_it_on_both_lists(story: Story) -> None:
    """S2.9"""
    delivered(story)
    story.mona.clicks("Park for 1:1")
    assert "On the list for your 1:1 with Riya." in card(story).plain
    assert "Mona would like to talk about this in your 1:1. It's on your list." in story.riya.sees
    story.mona.types("/kickstand list")
    assert "Riya: Can I give Acme 20 %?" in story.mona.last.plain
    story.riya.types("/kickstand list")
    assert "Can I give Acme 20 %?" in story.riya.last.plain
    story.otto.types("/kickstand list")
    assert "Acme" not in story.otto.sees


def test_handling_it_asks_in_one_tap_whether_it_was_a_rescue(story: Story) -> None:
    """S1.1"""
    delivered(story)
    story.mona.clicks("I'll handle it")
    seen = card(story)
    assert "You're handling it." in seen.plain
    assert "What is this?" in seen.plain
    assert seen.buttons == ("A rescue: Riya could have done it", "Only I could: approval, access, authority")
    assert "Either is fine; it keeps the picture honest." in seen.plain
    assert "Mona will take this one on." in story.riya.last.plain
    assert story.request().label is None
    story.mona.clicks("A rescue: Riya could have done it")
    assert story.request().label == Label.RESCUED
    assert "You're handling it. Kept as: a rescue." in card(story).plain
    assert card(story).buttons == TIMES
    assert "rescue" not in story.riya.sees, "how it is labelled is between the manager and the picture"


def test_only_i_could_is_kept_as_that(story: Story) -> None:
    """S1.1"""
    delivered(story)
    story.mona.clicks("I'll handle it")
    story.mona.clicks("Only I could: approval, access, authority")
    assert story.request().label == Label.ONLY_I


def test_the_card_keeps_up_with_what_the_rep_does_after_it_went_out(story: Story) -> None:
    """Life of a request, 1: nothing is said twice, everything is edited in place"""
    asked = story.riya.says(ASK)
    story.waits(hours=1)
    cards = len(story.mona.messages)
    brief(story)
    assert f"{TWO_YEARS} (Riya's pick)" in card(story).plain
    assert "Back their pick" in card(story).buttons
    story.riya.edits(asked, ASK + " By Friday.")
    assert ASK + " By Friday." in card(story).plain
    story.riya.clicks("Solved it")
    assert "Riya solved this. Nothing for you to do." in card(story).plain
    assert card(story).buttons == ()
    assert len(story.mona.messages) == cards
    assert "Solved. Mona's card says so." in story.riya.sees


def test_a_question_taken_back_leaves_no_words_on_the_card(story: Story) -> None:
    """Life of a request, 3: deleting the message takes it back"""
    asked = story.riya.says(ASK)
    story.waits(hours=1)
    story.riya.deletes(asked)
    assert story.request().status == Status.WITHDRAWN
    assert "Acme" not in story.mona.sees
    assert "Riya took this back." in story.mona.last.plain
    assert story.mona.last.buttons == ()


def test_an_outsider_sees_nothing(story: Story) -> None:
    """Guardrail 8"""
    delivered(story)
    story.mona.clicks("Your call")
    for outsider in (story.otto, story.lee, story.dana, story.omar):
        assert "Acme" not in outsider.sees
        outsider.opens_home()
        assert "Acme" not in outsider.home
    assert story.clock() - story.request().asked_at == timedelta(hours=1)
