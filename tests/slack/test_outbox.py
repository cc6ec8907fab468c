"""The outbox alone: what is wanted is sent once, by however many workers, in order, and never forgotten."""

import threading
from collections.abc import Callable, Iterator
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from slack_sdk import WebClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.conversations import PACE
from bot.slack.failures import LONGEST_WAIT, NO_ANSWER_WAIT
from bot.slack.kit import Words
from bot.slack.outbox import Post
from bot.slack.sending.claiming import LEASE
from bot.slack.sending.delivery import Kind, deliver_one
from bot.store.engine import Sessions, open_engine
from bot.store.workspace import sessions_on

NO_PACE = timedelta(0)


@dataclass
class Desk:
    """A database, Slack, two kinds of messages, and a hook that runs while a message is being worded."""

    engine: Engine
    sessions: Sessions
    client: WebClient
    clock: MovableClock
    says: dict[str, str] = field(default_factory=dict)
    stuck: list[str] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    @property
    def kinds(self) -> dict[str, Kind]:
        return {"note": Kind(self._word), "card": Kind(self._word, self._stuck)}

    def _word(self, session: Session, post: Post, now: datetime) -> Words | None:
        self.meanwhile()
        words = self.says.get(post.subject_id, post.subject_id)
        return Words(words, []) if words else None

    def _stuck(self, session: Session, post: Post, now: datetime) -> None:
        self.stuck.append(post.subject_id)
        outbox.refresh(session, "card", post.subject_id, now)  # as a feature does that brings everything up to date

    def want(self, subject: str, person: Person, kind: str = "note", under: str | None = None) -> None:
        with self.sessions.begin() as session:
            thread = outbox.find(session, "note", under) if under else None
            outbox.want(session, kind, subject, person.id, self.clock(), thread=thread)

    def deliver(self, pace: timedelta = NO_PACE) -> int:
        """Everything that is due, as one worker; answers how many items there were."""
        done = 0
        while deliver_one(self.sessions, lambda _: self.client, self.kinds, self.clock(), pace):
            done += 1
            assert done < 100, "it never comes to an end"
        return done

    def row(self, subject: str) -> Post:
        with self.sessions.begin() as session:
            return session.scalars(select(Post).where(Post.subject_id == subject)).one()


@pytest.fixture
def desk(settings: Settings, sandbox: Sandbox, clock: MovableClock) -> Iterator[Desk]:
    engine = open_engine(settings)
    client = WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
    yield Desk(engine, sessions_on(engine), client, clock)
    engine.dispose()


@pytest.fixture
def riya(sandbox: Sandbox) -> Person:
    return sandbox.add_person("riya", "Riya Shah")


def texts(person: Person) -> list[str]:
    return [message.text for message in person.messages]


def test_two_workers_never_send_a_message_twice_and_leave_none(desk: Desk, riya: Person, sandbox: Sandbox) -> None:
    people = [riya, *(sandbox.add_person(f"rep{number}") for number in range(3))]
    for number in range(24):
        desk.want(f"message {number}", people[number % 4])
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        desk.deliver()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    said = sorted(text for person in people for text in texts(person))
    assert said == sorted(f"message {number}" for number in range(24))
    assert desk.deliver() == 0


def test_what_one_moment_wants_goes_out_in_the_order_it_was_wanted(desk: Desk, riya: Person) -> None:
    with desk.sessions.begin() as session:
        for number in range(12):
            outbox.want(session, "note", f"message {number}", riya.id, desk.clock())
    desk.deliver()
    assert texts(riya) == [f"message {number}" for number in range(12)]


def test_a_claimed_row_is_left_alone_until_its_lease_is_over(desk: Desk, riya: Person) -> None:
    desk.want("hello", riya)
    seen: list[bool] = []
    desk.meanwhile = lambda: seen.append(deliver_one(desk.sessions, lambda _: desk.client, {}, desk.clock(), NO_PACE))
    if desk.engine.dialect.name == "sqlite":
        desk.meanwhile = lambda: None  # there is one writer at a time: nobody could look
        seen.append(False)
    assert desk.deliver() == 1
    assert seen == [False]
    assert texts(riya) == ["hello"]


def test_a_worker_that_died_is_replaced_after_its_lease(desk: Desk, riya: Person) -> None:
    desk.want("hello", riya)

    def die() -> None:
        raise SystemExit

    desk.meanwhile = die
    with pytest.raises(SystemExit):
        desk.deliver()
    desk.meanwhile = lambda: None
    assert desk.deliver() == 0
    desk.clock.advance(LEASE)
    assert desk.deliver() == 1
    assert texts(riya) == ["hello"]


def test_a_message_that_was_posted_by_a_worker_that_died_is_found_and_not_posted_again(
    desk: Desk, riya: Person, sandbox: Sandbox
) -> None:
    desk.want("parent", riya)
    desk.deliver()
    desk.want("reply", riya, under="parent")
    desk.want("other", riya)
    sandbox.faults.lose_response("chat.postMessage", times=2)
    desk.deliver()
    assert (len(riya.messages), len(riya.messages[0].replies)) == (2, 1)
    desk.clock.advance(NO_ANSWER_WAIT * 1.25)
    desk.says["reply"] = "reply, as it is now"
    assert desk.deliver() == 2
    assert texts(riya) == ["parent", "other"]
    assert [reply.text for reply in riya.messages[0].replies] == ["reply, as it is now"]
    desk.says["other"] = "other, changed"
    desk.want("other", riya)
    desk.deliver()
    assert texts(riya) == ["parent", "other, changed"]


def test_an_edit_wanted_while_a_message_is_on_its_way_follows_it(desk: Desk, riya: Person) -> None:
    desk.want("hello", riya)
    sent: list[str] = []

    def touch_once() -> None:
        if not sent:
            sent.append("once")
            desk.says["hello"] = "hello again"
            thread = threading.Thread(target=copy_context().run, args=(desk.want, "hello", riya))
            thread.start()
            if desk.engine.dialect.name == "postgresql":
                thread.join()

    desk.meanwhile = touch_once
    desk.deliver()
    for other in threading.enumerate():
        if other is not threading.current_thread() and other.name.startswith("Thread-") and not other.daemon:
            other.join(5)
    desk.deliver()
    assert texts(riya) == ["hello again"]
    assert desk.row("hello").wanted == desk.row("hello").sent == 2


def test_an_edit_never_overtakes_a_message_that_waits_for_another_try(
    desk: Desk, riya: Person, sandbox: Sandbox
) -> None:
    desk.want("hello", riya)
    sandbox.faults.rate_limit("chat.postMessage", retry_after=30)
    desk.deliver()
    desk.says["hello"] = "the newest words"
    desk.want("hello", riya)
    assert desk.deliver() == 0
    desk.clock.advance(timedelta(seconds=30))
    assert desk.deliver() == 1
    assert texts(riya) == ["the newest words"]


def test_a_reply_waits_for_its_parent(desk: Desk, riya: Person, sandbox: Sandbox) -> None:
    desk.want("parent", riya)
    desk.want("reply", riya, under="parent")
    sandbox.faults.rate_limit("chat.postMessage", retry_after=30)
    desk.deliver()
    assert texts(riya) == []
    desk.clock.advance(timedelta(seconds=30))
    assert desk.deliver() == 2
    assert [reply.text for reply in riya.messages[0].replies] == ["reply"]


def test_a_method_that_must_wait_holds_up_no_other_method(desk: Desk, riya: Person, sandbox: Sandbox) -> None:
    omar = sandbox.add_person("omar")
    desk.want("there", omar)
    desk.deliver()
    desk.want("first", riya)
    desk.clock.advance(timedelta(seconds=1))
    desk.want("second", omar)
    desk.says["there"] = "there, changed"
    desk.want("there", omar)
    sandbox.faults.rate_limit("chat.postMessage", retry_after=60)
    desk.deliver()
    assert (texts(riya), texts(omar)) == ([], ["there, changed"])
    desk.clock.advance(timedelta(seconds=59))
    assert desk.deliver() == 0
    desk.clock.advance(timedelta(seconds=1))
    assert desk.deliver() == 2
    assert (texts(riya), texts(omar)) == (["first"], ["there, changed", "second"])


@pytest.mark.parametrize("code", ["account_inactive", "invalid_auth", "token_revoked"])
def test_what_stops_for_want_of_a_token_is_kept_and_goes_when_there_is_one(
    desk: Desk, riya: Person, sandbox: Sandbox, code: str
) -> None:
    desk.want("hello", riya, kind="card")
    sandbox.faults.error("chat.postMessage", code)
    assert desk.deliver() == 1
    desk.clock.advance(timedelta(days=1))
    assert desk.deliver() == 0
    assert (desk.row("hello").trouble, desk.stuck) == (code, [])
    with desk.sessions.begin() as session:
        outbox.revive(session, desk.clock())
    assert desk.deliver() == 1
    assert texts(riya) == ["hello"]


def test_two_messages_in_one_conversation_are_a_second_apart_and_others_need_not_wait(
    desk: Desk, riya: Person, sandbox: Sandbox
) -> None:
    omar = sandbox.add_person("omar")
    for subject, person in (("one", riya), ("two", riya), ("three", omar)):
        desk.want(subject, person)
    assert desk.deliver(PACE) == 2
    assert (texts(riya), texts(omar)) == (["one"], ["three"])
    desk.says["one"] = "one, changed"
    desk.want("one", riya)
    assert desk.deliver(PACE) == 1
    desk.clock.advance(PACE)
    assert desk.deliver(PACE) == 1
    assert texts(riya) == ["one, changed", "two"]


@pytest.mark.parametrize(
    "code", ["rate_limited", "ratelimited", "internal_error", "fatal_error", "service_unavailable"]
)
def test_trouble_that_passes_is_waited_out(desk: Desk, riya: Person, sandbox: Sandbox, code: str) -> None:
    desk.want("hello", riya, kind="card")
    sandbox.faults.error("chat.postMessage", code, times=3)
    for _ in range(3):
        assert desk.deliver() == 1
        desk.clock.advance(timedelta(seconds=20))
    assert desk.deliver() == 1
    assert texts(riya) == ["hello"]
    assert desk.stuck == []
    assert desk.row("hello").trouble is None


def test_waits_double_up_to_a_quarter_of_an_hour(desk: Desk, riya: Person, sandbox: Sandbox) -> None:
    desk.want("hello", riya)
    sandbox.faults.server_error("chat.postMessage", times=14)
    waits = []
    for _ in range(14):
        desk.deliver()
        due = desk.row("hello").next_try_at
        assert due is not None
        waits.append(due - desk.clock())
        desk.clock.set(due)
    assert timedelta(seconds=2) <= waits[0] <= timedelta(seconds=2.5)
    assert all(LONGEST_WAIT <= wait <= LONGEST_WAIT * 1.25 for wait in waits[-4:])
    assert waits[:8] == sorted(waits[:8])
    assert desk.deliver() == 1
    assert texts(riya) == ["hello"]


def test_a_message_that_can_never_arrive_is_told_once_and_given_up(desk: Desk, riya: Person) -> None:
    desk.want("hello", riya, kind="card")
    riya.account.deleted = True
    assert desk.deliver() == 1
    assert desk.stuck == ["hello"]
    assert desk.row("hello").next_try_at is None
    assert desk.row("hello").trouble == "user_disabled"
    assert desk.deliver() == 0


def test_a_message_that_somebody_deleted_is_not_written_again(desk: Desk, riya: Person, sandbox: Sandbox) -> None:
    desk.want("hello", riya)
    desk.deliver()
    desk.client.chat_delete(channel=riya.conversation.id, ts=riya.last.ts)
    desk.want("hello", riya)
    assert desk.deliver() == 1
    assert texts(riya) == []
    assert desk.deliver() == 0


def test_a_removed_message_is_taken_away_or_never_sent(desk: Desk, riya: Person) -> None:
    desk.want("there", riya)
    desk.deliver()
    desk.want("never", riya)
    with desk.sessions.begin() as session:
        for subject in ("there", "never"):
            outbox.remove(session, session.scalars(select(Post).where(Post.subject_id == subject)).one(), desk.clock())
    desk.deliver()
    assert texts(riya) == []
    desk.says["empty"] = ""
    desk.want("empty", riya)
    desk.deliver()
    assert texts(riya) == []
    assert desk.deliver() == 0


def test_a_message_that_is_away_already_is_taken_away_for_good(desk: Desk, riya: Person, sandbox: Sandbox) -> None:
    desk.want("there", riya)
    desk.deliver()
    desk.says["there"] = ""
    desk.want("there", riya)
    sandbox.faults.lose_response("chat.delete")
    assert desk.deliver() == 1
    assert texts(riya) == []
    desk.clock.advance(NO_ANSWER_WAIT * 1.25)
    assert desk.deliver() == 1
    row = desk.row("there")
    assert (row.sent, row.wanted, row.trouble, row.ts, row.next_try_at) == (2, 2, None, None, None)


def test_words_longer_than_slack_takes_are_clipped(desk: Desk, riya: Person) -> None:
    desk.says["long"] = "word " * 2000
    desk.want("long", riya)
    desk.deliver()
    assert riya.last.text.endswith("…")
    desk.want("long", riya)
    desk.deliver()  # an update takes less than a post
    assert desk.row("long").trouble is None
