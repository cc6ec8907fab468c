"""Two processes look at the news of one manager's reps in the same moment."""

import threading
import time
from contextvars import copy_context
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, text

from bot.plans.models import RegularNews
from bot.plans.service import news
from bot.settings import Settings
from bot.team import service as team
from tests.conftest import KEY
from tests.team.world import MONA, NOW, OMAR, RIYA, World

LONG = 60.0
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)  # where two write at once
def test_who_waits_for_one_reps_news_holds_nobody_elses(engine: Engine) -> None:
    world, settings = World(engine), Settings(kickstand_secret_key=KEY)
    with world.sessions.begin() as session:
        for place, rep in enumerate((RIYA, OMAR)):
            team.import_line(session, rep, MONA, None, None, NOW)
            written = {"text": "Acme signed", "asked_at": NOW, "due_at": NOW, "made_at": NOW}
            session.add(RegularNews(id=str(place), rep_id=rep, manager_id=MONA, what="Pipeline", weekday=0, **written))

    def take_step() -> None:
        with world.sessions.begin() as session:
            news.take_step(session, settings, "1", NOW + timedelta(minutes=1))

    other = threading.Thread(target=copy_context().run, args=(take_step,))
    with world.sessions.begin() as session:
        session.get(RegularNews, "0", with_for_update=True)
        other.start()
        deadline = time.monotonic() + LONG
        with engine.connect() as watching:
            while not watching.scalar(WAITING):
                assert time.monotonic() < deadline, "it did not happen in time"
        assert session.get(RegularNews, "1", with_for_update={"nowait": True})
    other.join()
    with world.sessions.begin() as session:
        assert len(set(session.scalars(select(RegularNews.batch_id)))) == 1
