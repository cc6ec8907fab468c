"""A rep gets another manager, or has none for a while: who sees what then."""

from datetime import timedelta

from bot.requests.rules import Label, Status
from bot.sandbox.people import Person
from bot.sandbox.seen import Seen
from bot.team import service as team
from tests.story import Story

ASK = "Can I give Acme 20 %?"


def ask(story: Story) -> None:
    """Riya asked, and an hour went by."""
    story.riya.says(ASK)
    story.waits(hours=1)


def about(person: Person, words: str = ASK) -> Seen:
    """This person's message about the request."""
    return next(message for message in reversed(person.messages) if f"> {words}" in message.plain)


def reports_to(story: Story, rep: str, manager: str) -> None:
    """An admin's import says so, from now on."""
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id(rep), story.id(manager), None, None, story.clock())
        story.kickstand.team_changed(session, story.id(rep), story.clock())
    story.kickstand.tick()


def test_a_new_manager_gets_what_is_open_and_the_old_ones_access_closes(story: Story) -> None:
    """Guardrail 8"""
    ask(story)
    story.riya.says("And may I offer them a free month?")
    old_card = about(story.mona)
    reports_to(story, "riya", "dana")
    assert "Riya has another manager now." in story.mona.sees
    assert "Acme" not in story.mona.sees
    assert "I'll handle it" in about(story.dana).buttons
    assert "I'll bring this to Dana at 12:00" in about(story.riya, "And may I offer them a free month?").plain
    assert "Dana has had this since 11:00." in about(story.riya).plain
    story.mona.says("Take 15 %.", thread=old_card)
    assert "15 %" not in story.riya.sees
    assert story.mona.last.plain == "Only Dana or the deputy can answer this."
    story.mona.opens_home()
    assert "Acme" not in story.mona.home
    story.dana.clicks("Your call", on=about(story.dana))
    story.waits(hours=1)
    assert "free month" in story.dana.last.plain
    assert "free month" not in story.mona.sees


def test_a_change_of_manager_closes_what_the_old_one_had_answered(story: Story) -> None:
    """Guardrail 8"""
    ask(story)
    story.mona.clicks("I'll handle it")
    reports_to(story, "riya", "dana")
    assert (story.request().status, story.request().label) == (Status.CLOSED, Label.UNLABELLED)
    assert "Riya has another manager now." in story.mona.sees
    assert "Acme" not in story.mona.sees + story.dana.sees


def test_without_a_manager_everything_waits_for_the_next_one(story: Story) -> None:
    """Guardrail 8: nothing goes to somebody who is no longer the manager of record, and nothing is lost."""
    story.riya.says(ASK)
    story.mona.types("/kickstand team")
    story.mona.fills({"Take off your team": ["Riya Shah"]})
    assert story.mona.submits() == {}
    seen = about(story.riya)
    assert "I don't know your manager now, so this waits until I do." in seen.plain
    assert not {"Send now", "Urgent"} & set(seen.buttons)
    story.waits(days=2)
    assert "Acme" not in story.mona.sees
    assert story.request().status == Status.HELD
    story.know("dana")  # an import reads everybody it names
    reports_to(story, "riya", "dana")
    assert "Acme" in story.dana.last.plain, "an hour of working time is long over"
    assert story.request().status == Status.DELIVERED


def test_what_is_over_leaves_a_former_manager_s_slack_and_returns_with_the_rep(story: Story) -> None:
    """Guardrail 8"""
    ask(story)
    story.mona.clicks("Your call")
    story.riya.clicks("Me")
    assert story.request().status == Status.CLOSED
    reports_to(story, "riya", "dana")
    assert "Acme" not in story.mona.sees
    assert "Riya has another manager now." in story.mona.sees
    assert "Acme" in story.riya.sees
    story.clock.advance(timedelta(minutes=1))
    reports_to(story, "riya", "mona")
    assert "Acme" in story.mona.sees
