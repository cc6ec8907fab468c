"""Which data a look back has in which mode, and whose it is. On a real database."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.month import service as month
from bot.month.messages import kinds
from bot.month.models import MonthlyLook
from bot.month.rules import Reply, Sign
from bot.requests.models import Request
from bot.requests.rules import Bypass, Status, WayIn
from bot.score.rules.rates import Share
from bot.settings import ScoreMode, Settings
from bot.slack.errors import Refusal
from bot.slack.outbox import Post
from bot.team import service as team
from tests.conftest import KEY
from tests.team.conftest import world as _world
from tests.team.world import LEE, MONA, RIYA, World

world = _world
ANSWERS = dict.fromkeys(Sign, Reply.PARTLY)


def looks_back(world: World, mode: ScoreMode = ScoreMode.ON) -> MonthlyLook:
    """Mona has led Riya since 1 November; it is the evening of 1 December."""
    world.leads(MONA, RIYA)
    settings = Settings(kickstand_secret_key=KEY, kickstand_score=mode)
    with world.later(minutes=30 * 24 * 60) as session:
        assert month.post_one_due(session, settings, world.now)
        assert not month.post_one_due(session, settings, world.now)
    with world.later() as session:
        look = session.scalars(select(MonthlyLook)).one()
        session.expunge(look)
        return look


@pytest.mark.parametrize("mode", ScoreMode)
def test_only_with_numbers_on_the_data_is_gathered(world: World, mode: ScoreMode) -> None:
    look = looks_back(world, mode)
    assert (month.read_numbers(look) is not None) == (mode is ScoreMode.ON)
    assert [post.subject_id for post in world.posts(month.LOOK, MONA)] == [look.id]


def test_nobody_else_answers_a_manager_s_month(world: World) -> None:
    look = looks_back(world)
    for other in (RIYA, LEE):
        with pytest.raises(Refusal, match="Only the manager"), world.later() as session:
            month.answer(session, look.id, other, ANSWERS, world.now)
    with world.later() as session:
        month.answer(session, look.id, MONA, ANSWERS, world.now)
    with world.later() as session:
        assert month.read_answers(session.scalars(select(MonthlyLook)).one()) == ANSWERS


def test_a_manager_who_is_gone_is_asked_nothing(world: World) -> None:
    world.leads(MONA, RIYA)
    with world.later(minutes=30 * 24 * 60) as session:
        team.person(session, MONA).gone = True
        assert not month.post_one_due(session, Settings(kickstand_secret_key=KEY), world.now)


@pytest.mark.parametrize("mode", ScoreMode)
def test_data_that_was_saved_is_shown_only_while_numbers_are_on(world: World, mode: ScoreMode) -> None:
    look = looks_back(world)
    with world.later() as session:
        month.answer(session, look.id, MONA, ANSWERS, world.now)
        (post,) = session.scalars(select(Post).where(Post.kind == month.LOOK))
        settings = Settings(kickstand_secret_key=KEY, kickstand_score=mode)
        words = kinds(settings)[month.LOOK].render(session, post, world.now)
    assert words and "You said: partly." in words.text
    assert ("I saw" in words.text) == (mode is ScoreMode.ON)


def test_what_is_due_at_night_or_on_a_weekend_comes_at_work(world: World) -> None:
    """A Saturday at three in the morning: the program was down since Tuesday."""
    looks_back(world)
    saturday = datetime(2026, 12, 5, 2, tzinfo=UTC)
    with world.later() as session:
        (post,) = session.scalars(select(Post).where(Post.kind == month.LOOK))
        rule = kinds(Settings(kickstand_secret_key=KEY))[month.LOOK].courtesy
        assert rule and rule(session, post, saturday).not_before == datetime(2026, 12, 7, 8, tzinfo=UTC)


def test_what_is_urgent_or_a_wish_to_get_better_is_no_hesitation(world: World) -> None:
    bare = {"rep_id": RIYA, "manager_id": MONA, "way_in": WayIn.DM, "status": Status.CLOSED, "hold_seconds": 0}
    with world.later(minutes=60) as session:
        for number, bypass in enumerate((None, Bypass.SENT_NOW, Bypass.PROTECTED, Bypass.URGENT, Bypass.GROWTH)):
            more = {"asked_at": world.now, "delivered_at": world.now, "ended_at": world.now}
            session.add(Request(id=f"Q{number}", **bare, **more, bypass=bypass))
    found = month.read_numbers(looks_back(world))
    assert found and (found.reached, found.without_options) == (5, Share(3, 3))
