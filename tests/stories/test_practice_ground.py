"""Practice ground: a manager marks where a slip costs little; questions there wait longer, and say why."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.practice import service
from bot.practice.models import PracticeGround
from bot.requests.models import Request
from bot.requests.rules import Bypass, Status
from bot.team import service as team
from bot.team.rules import Topic
from tests.privacy.held import lines_with
from tests.privacy.test_my_data import copy
from tests.stories.test_change_of_manager import reports_to
from tests.stories.test_home import clicks_at_home, home_of
from tests.stories.test_joint_calls import last, plans
from tests.story import Story

ASK = "Can I give Northwind 20 %?"
SAFE = "Practice ground  a safe place to learn"
HINT = "Mona keeps this one as practice ground: a good place to try it your own way."


def marks(story: Story, names: str = "Northwind\nSmall & Co") -> dict[str, str]:
    """Mona writes her list."""
    story.mona.types("/kickstand practice")
    story.mona.fills({"Deals and accounts, one name on each line": names})
    return story.mona.submits()


def in_ramp(story: Story, key: str = "riya") -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        line = team.line_of(session, story.id(key))
        assert line
        line.started_on = story.clock().date()


def stored(story: Story) -> list[tuple[str | None, bool]]:
    with story.kickstand.runtime.sessions.begin() as session:
        found = session.scalars(select(PracticeGround).order_by(PracticeGround.added_at, PracticeGround.id))
        return sorted((each.name, each.ended_at is not None) for each in found)


def test_a_question_that_names_it_waits_the_longest_and_its_card_says_it_is_safe(story: Story) -> None:
    """S1.8"""
    assert marks(story) == {}
    story.riya.says("can i give NORTHWIND's buyer 20 %?")
    assert story.request().hold == timedelta(minutes=120)
    assert "I'll bring this to Mona at 12:00" in story.riya.last.plain
    assert HINT in story.riya.last.plain and HINT in story.riya.last.text
    story.waits(minutes=119)
    assert "NORTHWIND" not in story.mona.sees
    story.waits(minutes=1)
    assert SAFE in story.mona.last.plain
    assert "Practice ground: a safe place to learn" in story.mona.last.text
    assert HINT not in story.riya.last.plain
    story.omar.says("Can I give Acme 20 %?")
    assert story.request().hold == timedelta(minutes=60)
    story.waits(hours=1)
    assert SAFE not in story.mona.last.plain


def test_the_manager_keeps_the_list_in_app_home_too(story: Story) -> None:
    """S1.8"""
    home_of(story, story.mona)
    assert "Mark deals where a slip costs little" in story.mona.home
    clicks_at_home(story, story.mona, "Mark some")
    story.mona.fills({"Deals and accounts, one name on each line": "Northwind\n!"})
    assert "would be found everywhere" in story.mona.submits()["Deals and accounts, one name on each line"]
    assert stored(story) == []
    story.mona.fills({"Deals and accounts, one name on each line": "Northwind\nSmall & Co"})
    assert story.mona.submits() == {}
    assert "Northwind, Small &amp; Co" in story.mona.home or "Northwind, Small & Co" in story.mona.home
    clicks_at_home(story, story.mona, "Change")
    story.mona.fills({"Deals and accounts, one name on each line": "northwind"})
    assert story.mona.submits() == {}
    assert stored(story) == [("Small & Co", True), ("northwind", False)]
    for other in (story.riya, story.dana, story.otto):
        home_of(story, other)
        assert "orthwind" not in other.home


def test_only_somebody_with_reps_has_a_list(story: Story) -> None:
    for nobody in (story.riya, story.otto):
        nobody.types("/kickstand practice")
        assert "You have no reps here now." in nobody.sees + (nobody.modal or "")


def test_what_is_said_in_a_second_message_counts_too(story: Story) -> None:
    marks(story)
    story.riya.says("A question about a discount.")
    story.waits(seconds=20)
    story.riya.says("It is for Northwind.")
    assert story.requests() == 1
    assert story.request().hold == timedelta(minutes=120)
    assert "I'll bring this to Mona at 12:00" in story.riya.sees


@pytest.mark.parametrize("how", ["urgent", "growth", "protected"])
def test_what_does_not_wait_does_not_wait_there_either(story: Story, how: str) -> None:
    """S1.8, S1.4, S0.6"""
    marks(story)
    story.sets(protect_at=1000)
    story.riya.says("I want to get better at Northwind" if how == "growth" else ASK)
    if how == "urgent":
        story.riya.clicks("Urgent")
        story.riya.submits()
    if how == "protected":
        story.riya.clicks("Answer 2 questions")
        story.riya.fills({"Deal amount": "5,000"})
        story.riya.submits()
    assert (story.request().status, story.request().bypass) == (Status.DELIVERED, Bypass(how))
    assert "Northwind" in story.mona.last.plain
    assert SAFE not in story.mona.last.plain


def test_in_ramp_and_where_nothing_is_held_nothing_waits_longer(story: Story) -> None:
    """S1.8, S0.3"""
    marks(story)
    in_ramp(story)
    story.riya.says(ASK)
    assert story.request().hold == timedelta(minutes=15)
    assert HINT not in story.riya.last.plain
    story.sets(hold_minutes=0)
    story.waits(minutes=1)
    story.omar.says(ASK)
    assert story.request().hold == timedelta(0)


def test_naming_the_topic_does_not_make_the_wait_shorter_again(story: Story) -> None:
    """S1.8"""
    marks(story)
    story.riya.says(ASK)
    story.riya.clicks("Answer 2 questions")
    story.riya.fills({"Topic": "Price and discount"})
    story.riya.submits()
    assert (story.request().topic, story.request().hold) == (Topic.PRICING, timedelta(minutes=120))


def test_where_waits_are_drawn_practice_ground_is_left_out_of_the_draw(story: Story) -> None:
    """S1.8"""
    marks(story)
    story.sets(varies_hold=True)
    for number in range(8):
        story.riya.types(f"/ask Can I give Northwind {number} %?")
        assert (story.request().drawn_minutes, story.request().hold) == (None, timedelta(minutes=120))
        story.clock.advance(timedelta(minutes=6))


def test_what_one_manager_marked_is_not_said_to_the_next(story: Story) -> None:
    """Guardrail 8"""
    marks(story)
    story.riya.says(ASK)
    reports_to(story, "riya", "dana")
    assert HINT not in story.riya.last.plain
    story.waits(hours=3)
    assert "Northwind" in story.dana.last.plain
    assert SAFE not in story.dana.last.plain


def test_a_call_there_is_best_left_to_the_rep(story: Story) -> None:
    """S1.8: no join."""
    marks(story)
    assert plans(story, story.riya, Customer="Northwind Ltd") == {}
    words = "Practice ground  A safe place to learn. Could Riya go alone? `Call it off` is fine here."
    assert words in last(story.riya).plain and words in last(story.mona).plain
    assert "Practice ground: A safe place to learn." in last(story.mona).text
    assert plans(story, story.omar, Customer="Acme") == {}
    assert "Practice ground" not in last(story.omar).plain
    with story.kickstand.runtime.sessions.begin() as session:
        assert service.is_practice(session, story.id("mona"), "Northwind, first call")
        assert not service.is_practice(session, story.id("dana"), "Northwind, first call")


def test_the_manager_has_the_list_in_their_data_and_it_goes_with_them(story: Story) -> None:
    marks(story, "Kingfisher deal")
    story.riya.says("May I visit the Kingfisher deal?")
    with story.kickstand.runtime.sessions.begin() as session:
        request = session.scalars(select(Request)).one()
        assert request.practice_id
    assert any("practice_ground" in line for line in lines_with(story.kickstand.engine, "Kingfisher"))
    assert copy(story, "mona")["practice_ground_you_marked"][0]["name"] == "Kingfisher deal"
    story.mona.types("/kickstand forget-me")
    assert story.mona.submits() == {}
    story.mona.closes()
    story.waits(minutes=2)
    assert not [line for line in lines_with(story.kickstand.engine, "Kingfisher") if "practice_ground" in line]
    assert "Kingfisher" in story.riya.sees
