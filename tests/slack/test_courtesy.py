"""The outbox when a rule is asked: what may come is counted, what waits is looked at again, what is kept back stays."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.conversations import PACE
from bot.slack.failures import NO_ANSWER_WAIT
from bot.slack.outbox import Post
from bot.slack.sending.courtesy import Courtesy
from bot.slack.sending.delivery import Kind
from bot.store.engine import open_engine
from bot.store.workspace import sessions_on
from tests.slack.test_outbox import Desk, texts

GO, KEEP = Courtesy(unasked=True), Courtesy(unasked=True, keep_back=True)
DAY = timedelta(days=1)


@dataclass
class PoliteDesk(Desk):
    """With nudges, about which a rule is asked. `answers`: what it says of a subject; `asked`: of which it was."""

    answers: dict[str, Courtesy] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> dict[str, Kind]:
        return super().kinds | {"nudge": Kind(self._word, None, self.rule)}

    def rule(self, session: Session, post: Post, now: datetime) -> Courtesy:
        self.asked.append(post.subject_id)
        return self.answers.get(post.subject_id, GO)

    def nudge(self, subject: str, person: Person, answer: Courtesy = GO) -> None:
        self.answers[subject] = answer
        self.want(subject, person, "nudge")

    def hang(self, subject: str, parent: str, person: Person) -> None:
        """Want a reply below a nudge."""
        with self.sessions.begin() as session:
            thread = outbox.find(session, "nudge", parent)
            outbox.want(session, "note", subject, person.id, self.clock(), thread=thread)

    def came_unasked(self, person: Person) -> int:
        with self.sessions.begin() as session:
            return outbox.unasked(session, person.id, self.clock() - DAY, self.clock() + DAY)


@pytest.fixture
def desk(settings: Settings, sandbox: Sandbox, clock: MovableClock) -> Iterator[PoliteDesk]:
    engine = open_engine(settings)
    client = WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
    yield PoliteDesk(engine, sessions_on(engine), client, clock)
    engine.dispose()


@pytest.fixture
def riya(sandbox: Sandbox) -> Person:
    return sandbox.add_person("riya", "Riya Shah")


def test_what_may_come_is_counted_and_what_was_asked_for_is_not(desk: PoliteDesk, riya: Person) -> None:
    desk.want("an answer", riya)
    desk.nudge("a nudge", riya)
    desk.nudge("urgent after all", riya, Courtesy())
    assert desk.deliver() == 3
    assert texts(riya) == ["an answer", "a nudge", "urgent after all"]
    assert desk.came_unasked(riya) == 1


def test_the_rule_is_asked_once_and_an_edit_is_never_held_up(desk: PoliteDesk, riya: Person) -> None:
    desk.nudge("hello", riya)
    desk.deliver()
    desk.says["hello"] = "hello, changed"
    desk.nudge("hello", riya, KEEP)
    desk.deliver()
    assert texts(riya) == ["hello, changed"]
    assert desk.asked == ["hello"]


def test_what_waits_comes_at_its_moment_and_says_what_is_true_then(desk: PoliteDesk, riya: Person) -> None:
    desk.nudge("hello", riya, Courtesy(unasked=True, not_before=desk.clock() + timedelta(minutes=40)))
    assert desk.deliver() == 1
    desk.says["hello"] = "good morning"
    desk.clock.advance(timedelta(minutes=39))
    assert desk.deliver() == 0
    assert texts(riya) == []
    desk.clock.advance(timedelta(minutes=1))
    assert desk.deliver() == 1
    assert texts(riya) == ["good morning"]


def test_a_long_wait_is_looked_at_every_hour_for_it_may_become_shorter(desk: PoliteDesk, riya: Person) -> None:
    """Days off are taken back, a pause ends; and a clock that ran ahead must not silence a message for a year."""
    desk.nudge("hello", riya, Courtesy(unasked=True, not_before=desk.clock() + 3 * DAY))
    assert desk.deliver() == 1
    assert desk.deliver() == 0
    desk.clock.advance(timedelta(hours=1))
    assert desk.deliver() == 1
    desk.answers["hello"] = GO
    assert desk.deliver() == 0
    desk.clock.advance(timedelta(hours=1))
    assert desk.deliver() == 1
    assert texts(riya) == ["hello"]


def test_what_became_moot_while_it_waited_is_never_sent(desk: PoliteDesk, riya: Person) -> None:
    desk.nudge("hello", riya, Courtesy(unasked=True, not_before=desk.clock() + timedelta(minutes=30)))
    desk.deliver()
    desk.says["hello"] = ""
    desk.clock.advance(timedelta(minutes=30))
    desk.deliver()
    assert (texts(riya), desk.came_unasked(riya)) == ([], 0)
    assert desk.row("hello").next_try_at is None


def test_what_waits_is_looked_at_at_once_when_it_is_brought_up_to_date(desk: PoliteDesk, riya: Person) -> None:
    desk.nudge("hello", riya, Courtesy(unasked=True, not_before=desk.clock() + DAY))
    desk.deliver()
    desk.nudge("hello", riya, Courtesy())
    assert desk.deliver() == 1
    assert texts(riya) == ["hello"]


def test_what_is_kept_back_stays_so_however_often_it_is_brought_up_to_date(desk: PoliteDesk, riya: Person) -> None:
    desk.nudge("hello", riya, KEEP)
    assert desk.deliver() == 1
    kept_at = desk.row("hello").kept_back_at
    assert kept_at == desk.clock()
    desk.clock.advance(DAY)
    desk.nudge("hello", riya, GO)
    assert desk.deliver() == 1
    assert desk.deliver() == 0
    row = desk.row("hello")
    assert (texts(riya), row.kept_back_at, row.sent, row.wanted) == ([], kept_at, 2, 2)


def test_what_is_kept_back_takes_no_turn_from_what_comes(desk: PoliteDesk, riya: Person) -> None:
    desk.nudge("hello", riya, KEEP)
    desk.deliver(PACE)
    desk.clock.advance(PACE)
    desk.nudge("hello", riya, KEEP)
    desk.want("an answer", riya)
    assert desk.deliver(PACE) == 2
    assert texts(riya) == ["an answer"]


def test_what_is_kept_back_comes_when_it_is_asked_for_after_all(desk: PoliteDesk, riya: Person) -> None:
    desk.nudge("stuck", riya, KEEP)
    desk.deliver()
    desk.nudge("stuck", riya, Courtesy())
    desk.deliver()
    assert texts(riya) == ["stuck"]
    assert (desk.row("stuck").kept_back_at, desk.came_unasked(riya)) == (None, 0)


def test_a_reply_under_what_was_kept_back_stands_by_itself_for_good(
    desk: PoliteDesk, riya: Person, sandbox: Sandbox
) -> None:
    desk.nudge("parent", riya, KEEP)
    desk.hang("reply", "parent", riya)
    sandbox.faults.lose_response("chat.postMessage")
    assert desk.deliver() == 2
    desk.nudge("parent", riya, Courtesy())  # it is posted after all: the reply is still looked for where it went
    desk.clock.advance(NO_ANSWER_WAIT * 1.25)
    desk.deliver()
    assert sorted(texts(riya)) == ["parent", "reply"]
    assert [each.replies for each in riya.messages] == [(), ()]


def test_a_reply_comes_after_a_kept_back_parent_that_is_looked_at_anew(desk: PoliteDesk, riya: Person) -> None:
    """An answer makes its question asked for: both at once, and the answer in the thread."""
    desk.nudge("parent", riya, KEEP)
    desk.deliver()
    desk.nudge("parent", riya, Courtesy())
    desk.hang("reply", "parent", riya)
    assert desk.deliver() == 2
    assert [reply.text for reply in riya.messages[0].replies] == ["reply"]


def test_a_reply_waits_for_a_parent_that_only_waits(desk: PoliteDesk, riya: Person) -> None:
    desk.nudge("parent", riya, Courtesy(unasked=True, not_before=desk.clock() + timedelta(minutes=5)))
    desk.hang("reply", "parent", riya)
    desk.deliver()
    assert texts(riya) == []
    desk.clock.advance(timedelta(minutes=5))
    desk.deliver()
    assert [reply.text for reply in riya.messages[0].replies] == ["reply"]


def test_a_clear_no_of_slacks_does_not_count(desk: PoliteDesk, riya: Person, sandbox: Sandbox) -> None:
    desk.nudge("hello", riya)
    sandbox.faults.rate_limit("chat.postMessage", retry_after=30)
    desk.deliver()
    assert desk.came_unasked(riya) == 0
    desk.clock.advance(timedelta(seconds=30))
    desk.deliver()
    assert (texts(riya), desk.came_unasked(riya)) == (["hello"], 1)


def test_what_slack_may_have_counts_and_is_not_asked_about_again(
    desk: PoliteDesk, riya: Person, sandbox: Sandbox
) -> None:
    desk.nudge("hello", riya)
    sandbox.faults.lose_response("chat.postMessage")
    desk.deliver()
    assert desk.came_unasked(riya) == 1
    desk.answers["hello"] = KEEP
    desk.clock.advance(NO_ANSWER_WAIT * 1.25)
    desk.deliver()
    assert (texts(riya), desk.asked, desk.came_unasked(riya)) == (["hello"], ["hello"], 1)


def test_of_two_workers_with_the_last_place_of_a_day_one_gets_it(desk: PoliteDesk, riya: Person) -> None:
    both = threading.Barrier(2)

    class OneOnly(PoliteDesk):
        def rule(self, session: Session, post: Post, now: datetime) -> Courtesy:
            came = outbox.unasked(session, riya.id, now - DAY, now + DAY)
            with suppress(threading.BrokenBarrierError):
                both.wait(0.5)  # were both let in at once, both have counted by now
            return KEEP if came else GO

    one = OneOnly(desk.engine, desk.sessions, desk.client, desk.clock)
    for subject in ("first", "second"):
        one.want(subject, riya, "nudge")
    workers = [threading.Thread(target=copy_context().run, args=(one.deliver,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(riya.messages) == 1
    assert [one.row(each).kept_back_at is None for each in ("first", "second")].count(True) == 1
