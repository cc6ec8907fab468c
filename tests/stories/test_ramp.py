"""The list for new reps: the manager writes it, the rep ticks it, and after 90 days it is gone."""

from datetime import timedelta

from sqlalchemy import select

from bot.ramp.models import RampTick
from bot.ramp.rules import TEMPLATE
from bot.requests.models import Request
from bot.requests.rules import Label
from bot.score.rules.eligibility import exclusion
from bot.score.rules.vocabulary import Exclusion
from bot.score.rules.week import Week
from bot.score.service.gathering import scored
from bot.team import service as team
from tests.privacy.held import lines_with
from tests.privacy.test_forget_me import leaves
from tests.privacy.test_my_data import copy
from tests.stories.test_change_of_manager import reports_to
from tests.stories.test_home import clicks_at_home, home_of
from tests.stories.test_practice_ground import in_ramp
from tests.story import Story

LIST = "Listened in on three calls\nGave our demo to a colleague"


def writes(story: Story, points: str = LIST) -> dict[str, str]:
    """Mona writes her list."""
    story.mona.types("/kickstand ramp")
    story.mona.fills({"One point on each line": points})
    return story.mona.submits()


def ticks(story: Story) -> int:
    with story.kickstand.runtime.sessions.begin() as session:
        return len(session.scalars(select(RampTick)).all())


def test_a_new_rep_ticks_the_list_and_the_manager_sees_how_far_they_are(story: Story) -> None:
    """S0.3"""
    assert writes(story) == {}
    home_of(story, story.riya)
    assert "first 90 days" not in story.riya.home, "she began long ago"
    in_ramp(story)
    home_of(story, story.riya)
    assert "Your first 90 days\n0 of 2 done, no hurry." in story.riya.home
    assert "Your questions wait only briefly until 14 February 2027, and count in no score." in story.riya.home
    clicks_at_home(story, story.riya, "Gave our demo to a colleague")
    assert "1 of 2 done" in story.riya.home
    assert ticks(story) == 1
    home_of(story, story.mona)
    assert "New reps\nRiya: 1 of 2, in ramp until 14 February 2027" in story.mona.home
    assert "Omar: " not in story.mona.home
    clicks_at_home(story, story.riya, "Gave our demo to a colleague")
    assert ticks(story) == 0
    for other in (story.omar, story.lee, story.dana, story.otto):
        home_of(story, other)
        assert "Riya: " not in other.home and "first 90 days" not in other.home


def test_during_ramp_the_wait_is_short_and_nothing_is_scored(story: Story) -> None:
    """S0.3"""
    in_ramp(story)
    story.riya.says("Can I give Acme 20 %?")
    assert story.request().hold == timedelta(minutes=15)
    story.waits(minutes=15)
    story.mona.clicks("I'll handle it")
    story.mona.clicks("A rescue: Riya could have done it")
    story.riya.clicks("Mona")
    with story.kickstand.runtime.sessions.begin() as session:
        request = session.scalars(select(Request)).one()
        assert request.label == Label.RESCUED
        settings, mona = story.kickstand.runtime.settings, team.person(session, story.id("mona"))
        week = Week.of(story.clock().date())
        known = scored(session, request, week, team.hours(session, mona, settings, story.clock()))
    assert exclusion(known) == Exclusion.RAMP


def test_there_is_a_list_to_begin_with_and_mistakes_are_told_at_the_field(story: Story) -> None:
    """S0.3"""
    home_of(story, story.mona)
    assert "Write down what they should see and do in their first 90 days" in story.mona.home
    clicks_at_home(story, story.mona, "Write the list")
    assert all(point in (story.mona.modal or "") for point in TEMPLATE)
    assert "This is a list to begin with." in (story.mona.modal or "")
    story.mona.fills({"One point on each line": "x" * 76})
    assert "is too long" in story.mona.submits()["One point on each line"]
    story.mona.fills({"One point on each line": "\n".join(TEMPLATE)})
    assert story.mona.submits() == {}
    assert "Nobody is in their first 90 days now. Your list is ready for whoever comes next." in story.mona.home
    assert writes(story, "") == {}
    home_of(story, story.mona)
    assert "Write the list" in story.mona.home


def test_the_command_shows_a_rep_their_own_list_and_everybody_else_a_sentence(story: Story) -> None:
    writes(story)
    story.omar.types("/kickstand ramp")
    assert "This list is for new reps and their manager." in story.omar.sees + (story.omar.modal or "")
    in_ramp(story)
    story.riya.types("/kickstand ramp")
    assert story.riya.modal_title == "Your first 90 days"
    story.riya.clicks("Listened in on three calls")
    assert ticks(story) == 1
    story.otto.types("/kickstand ramp")
    assert "calls" not in story.otto.sees + (story.otto.modal or "")


def test_a_point_that_stays_keeps_its_tick_and_one_that_goes_takes_it_along(story: Story) -> None:
    writes(story)
    in_ramp(story)
    home_of(story, story.riya)
    clicks_at_home(story, story.riya, "Gave our demo to a colleague")
    assert writes(story, "Led a first call\nGave our demo to a colleague") == {}
    home_of(story, story.riya)
    assert "1 of 2 done" in story.riya.home
    assert "Listened in" not in story.riya.home
    assert writes(story, "Led a first call") == {}
    home_of(story, story.riya)
    assert "0 of 1 done" in story.riya.home


def test_after_ramp_it_is_gone_and_a_late_click_changes_nothing(story: Story) -> None:
    """S0.3"""
    writes(story)
    in_ramp(story)
    home_of(story, story.riya)
    story.clock.advance(timedelta(days=91))
    clicks_at_home(story, story.riya, "Gave our demo to a colleague")
    assert "there is nothing to tick for you now" in story.riya.sees + (story.riya.modal or "")
    assert ticks(story) == 0
    while story.riya.modal:
        story.riya.closes()
    home_of(story, story.riya)
    assert "first 90 days" not in story.riya.home
    home_of(story, story.mona)
    assert "Nobody is in their first 90 days now." in story.mona.home


def test_a_former_manager_sees_nothing_of_it(story: Story) -> None:
    """Guardrail 8"""
    writes(story)
    in_ramp(story)
    home_of(story, story.riya)
    clicks_at_home(story, story.riya, "Gave our demo to a colleague")
    reports_to(story, "riya", "dana")
    in_ramp(story)
    home_of(story, story.mona)
    assert "Riya: " not in story.mona.home
    home_of(story, story.riya)
    assert "Gave our demo" not in story.riya.home, "it was the other team's list"


def test_what_was_ticked_is_in_ones_data_and_goes_with_one(story: Story) -> None:
    writes(story)
    in_ramp(story)
    home_of(story, story.riya)
    clicks_at_home(story, story.riya, "Gave our demo to a colleague")
    assert len(copy(story, "riya")["what_you_ticked_as_a_new_rep"]) == 1
    assert len(copy(story, "mona")["your_list_for_new_reps"]) == 2
    leaves(story, "riya")
    assert ticks(story) == 0
    leaves(story, "mona")
    assert not lines_with(story.kickstand.engine, "Gave our demo")
