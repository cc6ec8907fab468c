"""What falls due next is known to the minute: a minute before, nobody has it; then it comes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from bot.decisions import service as decisions
from bot.decisions.rules import LimitKind, Right
from bot.plans.service import plans, promises
from bot.team.rules import Topic
from tests.story import Story

BERLIN = ZoneInfo("Europe/Berlin")


class Coming(NamedTuple):
    """Something that will come: to whom, which words, and when in Berlin."""

    arrange: Callable[[Story], object]
    who: str
    words: str
    at: str


def nothing(story: Story) -> None:
    """It comes by itself."""


def a_promise(story: Story) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        promises.make(session, story.id("riya"), story.id("mona"), "Call Acme", date(2026, 11, 21), story.clock())


def a_plan(story: Story) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        plans.write(session, story.id("riya"), story.id("riya"), ["Discounts"], date(2026, 11, 18), story.clock())


def a_decision(story: Story) -> None:
    """Riya decides something that is hers, and Mona wants to hear of it."""
    wanted = decisions.Wanted(Topic.PRICING, "Discounts", Right.DECIDE_AND_TELL, LimitKind.PERCENT, Decimal(10))
    with story.kickstand.runtime.sessions.begin() as session:
        decisions.save(session, story.id("mona"), wanted, "", story.clock())
    story.riya.says("May I give Acme a discount of 8 %?")
    story.riya.clicks("I decided it")


CASES = {
    "month": Coming(nothing, "mona", "Your month in one look: November 2026", "2026-12-01 09:00"),
    "promise": Coming(a_promise, "mona", "I name each once", "2026-11-23 09:00"),
    "review": Coming(a_plan, "riya", "It's time to look at your plan with Mona again", "2026-11-18 09:00"),
    "decision": Coming(a_decision, "mona", "1 decision a rep of yours made today", "2026-11-16 18:00"),
}


@pytest.mark.parametrize("coming", CASES.values(), ids=CASES)
def test_it_is_known_when_it_comes_and_not_a_minute_before_it_does(story: Story, coming: Coming) -> None:
    coming.arrange(story)
    person, moment = story.sandbox.person(coming.who), datetime.fromisoformat(coming.at).replace(tzinfo=BERLIN)
    assert moment in [when for when, _ in story.kickstand.coming()]
    for at, is_there in ((moment - timedelta(minutes=1), False), (moment, True)):
        story.clock.set(at)
        story.kickstand.tick()
        assert (coming.words in person.sees) is is_there
    assert all(when > moment for when, _ in story.kickstand.coming())
