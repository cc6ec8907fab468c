"""Whoever is new reads three steps in App Home: while there is no team, as a manager, as a rep. One tap ends it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete

from bot.sandbox.people import Person
from bot.team.models import ReportingLine
from bot.tour.rules import is_shown
from tests.conftest import MONDAY
from tests.stories.test_home import home_of
from tests.story import Story

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "read_at", "shown"),
    [
        (None, None, True),
        (None, MONDAY - DAY, False),
        (MONDAY, None, True),
        (MONDAY - 13 * DAY, None, True),
        (MONDAY - 14 * DAY, None, False),
        (MONDAY - DAY, MONDAY, False),
        (MONDAY - DAY, MONDAY - DAY, False),
        (MONDAY - DAY, MONDAY - 2 * DAY, True),
    ],
)
def test_it_is_shown_for_two_weeks_until_it_was_read_and_anew_in_a_new_role(
    since: datetime | None, read_at: datetime | None, shown: bool
) -> None:
    assert is_shown(since, read_at, MONDAY) == shown


def reads(story: Story, person: Person) -> str:
    home_of(story, person)
    return person.home


def names(story: Story, manager: Person, rep: str) -> None:
    """A manager picks a rep."""
    manager.types("/kickstand team")
    manager.fills({"Add reps": [rep]})
    assert manager.submits() == {}


def test_everybody_reads_what_is_theirs_once(story: Story) -> None:
    nina = story.sandbox.add_person("nina")
    assert "New here?" not in reads(story, story.riya), "she was introduced long ago"
    names(story, story.otto, "nina")
    assert "2.  You say how long I wait" in reads(story, story.otto)
    assert "You've named your reps. As soon as one of them confirms" in story.otto.home
    nina.clicks("That's right")
    assert "1.  Write me what you'd ask Otto" in reads(story, nina)
    unasked = len(nina.messages)
    nina.clicks("Got it")
    assert "New here?" not in nina.home and len(nina.messages) == unasked
    story.waits(hours=1)
    names(story, nina, "lee")
    assert "2.  You say how long I wait" in reads(story, nina), "a rep who leads as well reads what that means"


def test_whoever_has_not_read_it_after_two_weeks_is_left_alone(story: Story) -> None:
    names(story, story.otto, "lee")
    story.waits(days=13)
    assert "New here?" in reads(story, story.otto)
    story.waits(days=1)
    assert "New here?" not in reads(story, story.otto)


def test_the_first_one_in_a_workspace_reads_how_to_begin(story: Story) -> None:
    ada = story.sandbox.add_person("ada", is_admin=True)
    assert "There is no team here yet" not in reads(story, ada)
    with story.kickstand.runtime.sessions.begin() as session:
        session.execute(delete(ReportingLine))
    assert "There is no team here yet" in reads(story, ada)
    ada.clicks("Got it")
    assert "There is no team here yet" not in ada.home
    assert ada.messages == []
