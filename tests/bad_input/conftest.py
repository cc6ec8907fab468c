"""The program as bad input meets it: nothing is posted by itself, and what is stored can be compared."""

import pytest
from sqlalchemy import Engine

from bot.app import Kickstand, build
from bot.sandbox.clock import MovableClock
from bot.settings import Settings
from tests.bad_input.door import Door
from tests.story import Story


@pytest.fixture
def quiet_program(story: Story, settings: Settings, clock: MovableClock, engine: Engine) -> Kickstand:
    """The program of the story once more, over HTTP and without hands: its outbox stays as it is."""
    return build(settings.model_copy(update={"slack_app_token": None}), clock, engine=engine)


@pytest.fixture
def door(quiet_program: Kickstand, settings: Settings) -> Door:
    return Door(quiet_program, settings.slack_signing_secret or "")
