"""Which data a look back has in which mode, and whose it is. On a real database."""

import pytest
from sqlalchemy import select

from bot.month import service as month
from bot.month.models import MonthlyLook
from bot.month.rules import Reply, Sign
from bot.settings import ScoreMode, Settings
from bot.slack.errors import Refusal
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
