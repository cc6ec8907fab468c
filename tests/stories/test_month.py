"""A manager's month in one look: four answers, beside what the data says. Real Bolt, real protocol."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.joint_calls.models import JointCall
from bot.joint_calls.rules import Role
from bot.month.blocks import QUESTIONS
from bot.sandbox.seen import Seen
from bot.team import service as team
from tests.story import Story, from_kickstand

BERLIN = ZoneInfo("Europe/Berlin")
ANSWERS = dict(zip(QUESTIONS.values(), ("Yes", "Partly", "No", "No"), strict=True))


def goes_to(story: Story, moment: str) -> None:
    story.clock.set(datetime.fromisoformat(moment).replace(tzinfo=BERLIN))
    story.kickstand.tick()
    story.sandbox.settle()


def looks(story: Story, key: str = "mona") -> list[Seen]:
    return [each for each in from_kickstand(story.sandbox.person(key)) if "Your month in one look" in each.plain]


def a_november(story: Story) -> None:
    """One question that Riya solves, one that Mona answers."""
    story.riya.says("Can I give Acme 20 %?")
    story.riya.clicks("Solved it")
    story.waits(minutes=10)
    story.riya.says("And Bolt?")
    story.waits(hours=1)
    story.mona.clicks("Your call")
    story.waits(hours=1)


def test_a_month_is_looked_back_at_answered_and_changed(story: Story) -> None:
    """S2.11"""
    a_november(story)
    goes_to(story, "2026-12-01 08:59")
    assert not looks(story)
    goes_to(story, "2026-12-01 09:00")
    (look,) = looks(story)
    assert "November 2026" in look.plain and "I saw 1" not in look.plain
    story.mona.clicks("Answer 4 questions", on=look)
    story.mona.fills(ANSWERS)
    assert story.mona.submits() == {}
    (look,) = looks(story)
    assert "You said: yes. I saw 1 question reach you" in look.plain
    assert "You said: partly. I saw 1 of 2 questions settled before reaching you." in look.plain
    assert "You said: no. I saw 1 of 1 answer coach or hand the decision over." in look.plain
    story.mona.clicks("Change my answers", on=look)
    assert "(x) Yes" in (story.mona.modal or "")
    story.mona.fills({QUESTIONS["closing"]: "No"})  # type: ignore[index]
    assert story.mona.submits() == {}
    assert "You said: yes" not in looks(story)[0].plain
    for later in ("2026-12-02 09:00", "2026-12-31 18:00"):
        goes_to(story, later)
    assert len(looks(story)) == 1
    for other in ("riya", "omar", "lee", "dana", "otto"):
        assert not looks(story, other)


def is_forgotten(story: Story) -> None:
    story.riya.types("/kickstand forget-me")
    story.riya.submits()


def moves_to_dana(story: Story) -> None:
    story.know("dana")
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id("riya"), story.id("dana"), None, None, story.clock())
        story.kickstand.team_changed(session, story.id("riya"), story.clock())


@pytest.mark.parametrize("leaves", [is_forgotten, moves_to_dana])
def test_who_leaves_a_manager_is_named_in_no_month_of_theirs_any_more(
    story: Story, leaves: Callable[[Story], None]
) -> None:
    """S1.7"""
    with story.kickstand.runtime.sessions.begin() as session:
        session.add(
            JointCall(
                rep_id=story.id("riya"),
                manager_id=story.id("mona"),
                customer="Acme",
                starts_at=story.clock(),
                created_at=story.clock(),
                played_by_manager=Role.CRUTCH,
            )
        )
    goes_to(story, "2026-12-01 09:00")
    assert "Crutch: 1. Acme with Riya" in looks(story)[0].plain
    assert looks(story)[0].plain.count("Only you see this.") == 1
    leaves(story)
    story.waits(minutes=1)
    (look,) = looks(story)
    assert "Acme" not in look.plain and "Riya" not in look.plain


def test_once_the_month_is_over_the_answers_stay(story: Story) -> None:
    goes_to(story, "2026-12-01 09:00")
    (look,) = looks(story)
    story.mona.clicks("Answer 4 questions", on=look)
    story.mona.fills(ANSWERS)
    story.clock.set(datetime(2027, 1, 1, 0, 1, tzinfo=BERLIN))
    story.mona.submits()
    assert "You said" not in looks(story)[0].plain
    story.mona.closes(everything=True)
    story.mona.clicks("Answer 4 questions", on=looks(story)[0])
    assert "That month is behind us" in story.mona.messages[-1].plain
