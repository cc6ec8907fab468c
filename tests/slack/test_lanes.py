"""How many messages are on their way at once: a workspace whose Slack does not answer keeps no other one back."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from slack_sdk import WebClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.requests.service.lifecycle import CARD
from bot.slack import outbox
from bot.slack.installing.tokens import NoToken
from bot.slack.installing.workspaces import Workspace
from bot.slack.kit import Words
from bot.slack.sending.delivery import Kind, deliver_one
from bot.slack.sending.lanes import Lanes
from bot.store.workspace import inside, sessions_on
from tests.conftest import MONDAY
from tests.story import Story

HANGS, ANSWERS = "T0HANGS", "T0ANSWERS"
KINDS = {"note": Kind(lambda session, post, now: Words("hello", []))}


class Line:
    """An outbox, and a Slack that nobody gets an answer from: in one workspace at once, in the other when let go."""

    def __init__(self, engine: Engine) -> None:
        self.sessions = sessions_on(engine)
        self.lanes = Lanes(2)
        self.asked: list[str] = []
        self.hung, self.let_go = threading.Semaphore(0), threading.Event()

    def wants(self, workspace_id: str, messages: int, age: timedelta) -> None:
        with inside(workspace_id), self.sessions.begin() as session:
            session.add(Workspace(id=workspace_id, bot_user_id="U0BOT", bot_id="B0BOT", installed_at=MONDAY))
            self._want(session, messages, age)

    def _want(self, session: Session, messages: int, age: timedelta) -> None:
        for number in range(messages):
            outbox.want(session, "note", str(number), f"U{number}", MONDAY - age)

    def deliver_one(self) -> bool:
        return deliver_one(self.sessions, self._client, KINDS, MONDAY, lanes=self.lanes)

    def _client(self, workspace_id: str) -> WebClient:
        self.asked.append(workspace_id)
        if workspace_id == HANGS:
            self.hung.release()
            assert self.let_go.wait(30)
        raise NoToken("nobody answers")


@pytest.fixture
def line(engine: Engine) -> Iterator[Line]:
    found = Line(engine)
    yield found
    found.let_go.set()


def test_where_slack_hangs_two_messages_wait_and_those_of_other_workspaces_go_on(line: Line) -> None:
    line.wants(HANGS, 3, age=timedelta(hours=1))
    line.wants(ANSWERS, 2, age=timedelta(0))
    workers = [threading.Thread(target=line.deliver_one) for _ in range(2)]
    for worker in workers:
        worker.start()
    for _ in workers:
        assert line.hung.acquire(timeout=30)
    assert [line.deliver_one() for _ in range(3)] == [True, True, False]
    assert line.asked == [HANGS] * 2 + [ANSWERS] * 2
    line.let_go.set()
    for worker in workers:
        worker.join()
    assert line.deliver_one() and line.asked[-1] == HANGS


def test_a_lane_is_free_again_even_if_its_message_cannot_be_worded(line: Line) -> None:
    line.wants(ANSWERS, 3, age=timedelta(0))
    line.lanes = Lanes(1)
    for _ in range(3):
        assert deliver_one(line.sessions, line._client, {}, MONDAY, lanes=line.lanes)
    assert line.asked == []


def test_a_lane_that_found_something_opens_another_and_an_empty_outbox_none(story: Story) -> None:
    opened: list[int] = []
    jobs = story.kickstand.jobs
    jobs.another_lane = lambda: opened.append(1)
    jobs.deliver()
    assert opened == []
    with story.kickstand.runtime.sessions.begin() as session:
        for person in ("U0ONE", "U0TWO"):
            outbox.want(session, CARD, "a request that was erased", person, story.clock())
    jobs.deliver()
    assert opened == [1]
    assert jobs.is_sending()
    story.clock.advance(timedelta(seconds=3))
    assert not jobs.is_sending()
