"""What Kickstand read elsewhere is nothing anybody asked for: a few a day, at work, and moot when it was answered."""

from datetime import timedelta

from bot.requests.rules import Answer, Label, Status
from bot.sandbox.people import Person
from tests.story import Story, from_kickstand

ASKS = [f"can I give {name} 20 % off if they sign this week?" for name in ("Acme", "Globex", "Initech", "Hooli")]


def asks(watched: Story, *texts: str) -> None:
    """Riya writes to Mona, once every six minutes, and Kickstand reads it."""
    for text in texts:
        watched.riya.says(text, to=watched.mona)
        watched.kickstand.tick()
        watched.clock.advance(timedelta(minutes=6))


def about(person: Person, text: str) -> list[str]:
    return [each.plain for each in from_kickstand(person) if text in each.plain]


def at_home(watched: Story, person: Person) -> str:
    person.opens_home()
    return person.home


def clicks_at_home(watched: Story, person: Person, label: str, request_id: str) -> None:
    home = watched.sandbox.platform.workspace.homes[person.id]
    person.clicks(label, on=home, value=request_id)


def test_of_the_fourth_message_of_a_day_neither_hears_until_the_card(watched: Story) -> None:
    """The day after they were told: that counts as well."""
    watched.clock.advance(timedelta(days=1))
    asks(watched, *ASKS)
    for person in (watched.riya, watched.mona):
        assert [len(about(person, text)) for text in ASKS] == [1, 1, 1, 0]
    assert ASKS[3] in at_home(watched, watched.riya)
    watched.waits(hours=2)
    assert len(about(watched.mona, ASKS[3])) == 1, "the card comes"
    assert about(watched.riya, ASKS[3]) == []


def test_the_manager_is_not_told_that_the_rep_was_asked_when_they_were_not(watched: Story) -> None:
    watched.riya.types("/kickstand pause")
    asks(watched, ASKS[0])
    assert "I'll remind you then." in about(watched.mona, ASKS[0])[0]
    assert "About:" not in about(watched.mona, ASKS[0])[0]
    watched.riya.types("/kickstand pause off")
    asks(watched, ASKS[1])
    assert "I've asked Riya what they've tried" in about(watched.mona, ASKS[1])[0]


def test_an_answer_brings_the_question_that_was_kept_back_and_hangs_below_it(watched: Story) -> None:
    asks(watched, *ASKS)
    watched.waits(hours=2)
    card = next(each for each in from_kickstand(watched.mona) if ASKS[3] in each.plain)
    watched.mona.clicks("Your call", on=card)
    mine = next(each for each in from_kickstand(watched.riya) if ASKS[3] in each.plain)
    assert "Mona says it's your call." in mine.plain
    assert [each.plain for each in mine.replies] == ["Mona says it's your call. Go with what you think is right."]


def test_a_question_that_the_manager_asks_back_can_be_answered_in_its_thread(watched: Story) -> None:
    asks(watched, *ASKS)
    watched.waits(hours=2)
    card = next(each for each in from_kickstand(watched.mona) if ASKS[3] in each.plain)
    watched.mona.says("Which two ways could you defend?", thread=card)
    mine = next(each for each in from_kickstand(watched.riya) if ASKS[3] in each.plain)
    assert "Which two ways could you defend?" in mine.replies[-1].plain
    watched.riya.says("Fifteen, or a free month", thread=mine)
    card = next(each for each in from_kickstand(watched.mona) if ASKS[3] in each.plain)
    assert "Fifteen, or a free month" in card.replies[-1].plain


def test_what_kind_of_help_it_was_can_be_said_in_app_home_when_it_was_not_asked(watched: Story) -> None:
    """S1.1"""
    asks(watched, *ASKS)
    watched.mona.says("Fifteen is fine", to=watched.riya)
    watched.kickstand.tick()
    request = watched.request()
    assert (request.text, request.answer, request.label) == (ASKS[3], Answer.OUTSIDE, None)
    assert about(watched.mona, ASKS[3]) == about(watched.riya, ASKS[3]) == []
    assert f"You answered Riya in your direct messages: “{ASKS[3]}”. What kind" in at_home(watched, watched.mona)
    clicks_at_home(watched, watched.mona, "I coached", request.id)
    assert "What kind of help was that?" not in watched.mona.home
    assert watched.request().label == Label.COACHED


def test_what_the_manager_answered_over_night_is_no_news_in_the_morning(watched: Story) -> None:
    watched.clock.set(watched.clock().replace(hour=21))
    asks(watched, ASKS[0])
    watched.riya.opens_home()
    clicks_at_home(watched, watched.riya, "Park for 1:1", watched.request().id)
    assert watched.request().status == Status.PARKED
    watched.waits(hours=14)
    assert about(watched.riya, ASKS[0]) == about(watched.mona, ASKS[0]) == []
