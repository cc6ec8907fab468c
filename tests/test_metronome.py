"""When the jobs look: what fell due is found within a second, whoever made it due; told to stop, they begin no more."""

import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.app import build
from bot.clock import system
from bot.due import due
from bot.metronome import Metronome
from bot.score.models import WeeklyScore
from bot.score.service.weekly import may_be_due
from bot.settings import Settings
from bot.slack import outbox
from bot.store.workspace import inside
from bot.team import service as team
from bot.workflow.models import WorkflowStep
from tests.conftest import KEY
from tests.logged import logged
from tests.story import Story


@pytest.mark.parametrize(
    ("made", "found"),
    [("nothing", []), ("hold", ["requests"]), ("message", ["deliver"]), ("step", ["workflow steps"])],
)
def test_one_look_tells_which_jobs_have_something_to_do(story: Story, made: str, found: list[str]) -> None:
    now = story.clock()
    if made == "hold":
        story.riya.says("Can I give Acme 20 %?")
        now += timedelta(hours=2)
    with story.kickstand.runtime.sessions.begin() as session:
        if made == "message":
            outbox.want(session, "team.manager_notice", story.mona.id, story.mona.id, now)
        if made == "step":
            session.add(WorkflowStep(execution_id="Fx1", next_try_at=now, created_at=now))
    with story.kickstand.runtime.sessions() as session:
        assert due(session, now) == found


def test_told_to_stop_in_the_middle_of_a_job_it_waits_for_that_and_begins_no_other(
    tmp_path: Path, sqlite_template: Path
) -> None:
    path, begun = Path(shutil.copy(sqlite_template, tmp_path)), threading.Event()
    at_hand = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1", "kickstand_secret_key": KEY}
    program = build(Settings.model_validate(at_hand | {"database_url": f"sqlite:///{path}"}))
    event.listen(program.engine, "begin", lambda _: begun.set(), insert=True)
    with logged() as log, closing(sqlite3.connect(path, isolation_level=None)) as somebody_else:
        somebody_else.execute("BEGIN IMMEDIATE")
        program.metronome.start()
        program.metronome.wake()
        assert begun.wait(10)
        stopping = threading.Thread(target=program.close)
        stopping.start()
        stopping.join(1.5)  # the next tick falls into it
        assert stopping.is_alive()
        somebody_else.execute("ROLLBACK")
        stopping.join(10)
    assert not stopping.is_alive()
    assert log.lines == []


def test_told_to_stop_between_two_reports_it_leaves_the_second_to_the_next_start(story: Story) -> None:
    jobs, sessions = story.kickstand.jobs, story.kickstand.runtime.sessions
    with sessions.begin() as session:
        team.import_line(session, story.id("otto"), story.id("dana"), None, None, story.clock() - timedelta(weeks=4))
    story.clock.set(story.clock() + timedelta(weeks=1))
    event.listen(WeeklyScore, "after_insert", _stop := lambda *_: jobs.stopping.set())
    jobs.post_weekly()
    event.remove(WeeklyScore, "after_insert", _stop)
    left = _without_report(story)
    jobs.stopping.clear()
    jobs.post_weekly()
    assert (len(left), _without_report(story)) == (1, [])


def _without_report(story: Story) -> list[str]:
    with inside(story.kickstand.workspace_id), story.kickstand.runtime.sessions() as session:
        return [each.id for each in may_be_due(session, story.clock())]


def test_what_is_old_is_forgotten_soon_after_a_start_and_not_only_six_hours_later(story: Story) -> None:
    ticks = Metronome(story.kickstand.jobs)._scheduler.get_jobs()
    first = next(each.next_run_time for each in ticks if each.id == "expire")
    assert first < system() + timedelta(minutes=11)
