"""Mona's help channel, watched for real, with everybody told."""

from datetime import timedelta

import pytest

from bot.watch.models import Watch
from tests.story import Story

HELP = "#help-deals"
ASK = "@mona can I give Acme 20 % off if they sign this week?"


def help_channel(story: Story, command: str = f"/kickstand watch {HELP}") -> Story:
    """Riya, Omar, Mona and Otto are in a channel that Mona has watched; everybody has read what that means."""
    people = [story.sandbox.person(key) for key in ("riya", "omar", "mona", "otto")]
    story.sandbox.add_channel(HELP, *people)
    story.mona.types(command)
    story.kickstand.tick()
    story.sandbox.settle()
    return story


def for_real(story: Story) -> Story:
    """The trial is over."""
    with story.kickstand.runtime.sessions.begin() as session:
        found = session.get_one(Watch, story.id("mona"))
        found.trial_until = story.clock() - timedelta(seconds=1)
    return story


@pytest.fixture
def helping(story: Story) -> Story:
    """The channel, for real."""
    return for_real(help_channel(story))
