"""Mona's help channel, watched for real, with everybody told."""

from datetime import timedelta

import pytest

from bot.watch.models import Watch
from bot.watch.service import watching
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


def consents(story: Story, key: str = "mona", *more: str) -> None:
    """Somebody has let Kickstand read their direct messages with their reps, on trial; everybody has been told."""
    scopes = ("im:history", "im:read", *more)
    story.sandbox.platform.installation.authorise(story.id(key), scopes)
    token = story.sandbox.user_token(story.sandbox.person(key))
    with story.kickstand.runtime.sessions.begin() as session:
        watching.begin(session, story.id(key), watching.Grant(token, ",".join(scopes)), story.clock())
    story.kickstand.tick()
    story.sandbox.settle()
    story.clock.advance(timedelta(minutes=1))


@pytest.fixture
def trying(story: Story) -> Story:
    """Mona's direct messages, on trial."""
    consents(story)
    return story


@pytest.fixture
def watched(trying: Story) -> Story:
    """Mona's direct messages, for real."""
    return for_real(trying)
