"""The jobs: each looks what is due and does it, one item at a time. What is due lives in the database."""

import itertools
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.digest import service as digest
from bot.due import due
from bot.joint_calls.service import clockwork as joint_calls
from bot.month import service as month
from bot.one_on_ones.service import meetings
from bot.plans.service import news, plans, promises
from bot.privacy.service.retention import expire_some
from bot.pulse import service as pulse
from bot.requests.service import telling
from bot.requests.stepping import step_some
from bot.score.service.modes import numbers_are_on
from bot.score.service.weekly import may_be_due, post_if_due
from bot.settings import Settings
from bot.slack.conversations import PACE
from bot.slack.installing.tokens import Tokens
from bot.slack.installing.workspaces import Workspace
from bot.slack.outbox import revive
from bot.slack.receiving import lifecycle
from bot.slack.sending.delivery import Kind, deliver_one
from bot.slack.sending.lanes import Lanes
from bot.store.engine import Sessions, learn_sizes, tidy_log
from bot.store.workspace import inside
from bot.team import service as team
from bot.watch.service import trial
from bot.workflow.completing import complete_one

Thing = TypeVar("Thing")

log = logging.getLogger(__name__)
LANES, LANES_OF_ONE = 16, 2
"""So many messages may be on their way to Slack at once; of any one workspace, where there are several."""
SENDING = timedelta(seconds=2)
"""After a message went out, those that wait may wait for their turn in a conversation, which is half as long."""
EXPIRE_EVERY = timedelta(hours=6)
"""What is kept is kept for days and months: a quarter of a day more is none."""


class Jobs:
    """Each job handles what is due, one item at a time; any of them may be run by hand at any moment."""

    def __init__(
        self,
        settings: Settings,
        sessions: Sessions,
        tokens: Tokens,
        kinds: Mapping[str, Kind],
        clock: Clock,
        *,
        pace: timedelta = PACE,
    ) -> None:
        self.settings, self.sessions, self.tokens, self.kinds, self.clock = settings, sessions, tokens, kinds, clock
        self.pace = pace
        self.looks_back: Callable[[], bool] = lambda: False
        """Looks through one conversation after a gap; whether there was one."""
        self.another_lane: Callable[[], None] = lambda: None
        """Begins to deliver beside those who do, if there may be more of them."""
        self.refreshes: Sequence[Callable[[], None]] = (tokens.refresh,)
        """Each exchanges tokens of one kind."""
        self._lanes = Lanes(LANES_OF_ONE if settings.serves_several else LANES)
        self._expired_at = self._sent_at = clock()
        self.stopping = threading.Event()
        """Set when the program ends: what is due stays due for the next start."""

    def run_all(self) -> None:
        """Everything, in the order in which one makes work for the next; what was kept for long, every six hours."""
        self.refresh_tokens()
        self.look_back()
        self.step_requests()
        self.post_weekly()
        self.post_digests()
        self.post_months()
        self.step_pulses()
        self.tell_decisions()
        self.summarise_trials()
        self.step_meetings()
        self.step_joint_calls()
        self.step_plans()
        self.tidy()
        self.deliver()
        self.end_workflow_steps()
        if self.clock() - self._expired_at >= EXPIRE_EVERY:
            self.expire()

    def due(self) -> list[str]:
        """The jobs of those that are looked for each second that have something to do."""
        with self.sessions() as session:
            return due(session, self.clock())

    def run_woken(self) -> None:
        """What a listener may have made due."""
        self.step_requests()
        self.deliver()
        self.end_workflow_steps()

    def step_requests(self) -> None:
        """Release, check, remind, close, look back, forget."""
        while not self.stopping.is_set() and step_some(self.sessions, self.settings, self.clock):
            pass

    def post_weekly(self) -> None:
        """Write the weekly reports that are due."""
        for workspace_id in self.tokens.all():
            with inside(workspace_id):
                self.post_weekly_here()

    def post_weekly_here(self) -> tuple[int, int]:
        """Those of this workspace, week by week, each in its own transaction: one that fails keeps no other back.

        Answers how many were written, and how many could not be.
        """
        with self.sessions.begin() as session:
            is_on = numbers_are_on(self.settings)
            managers = [manager.id for manager in may_be_due(session, self.clock())] if is_on else []
        done = [each for manager_id in self._until_stopping(managers) for each in self._each_week_of(manager_id)]
        return done.count(True), done.count(None)

    def _each_week_of(self, manager_id: str) -> Iterator[bool | None]:
        """One after the other: after weeks without Kickstand there are several."""
        done: bool | None = True
        while done and not self.stopping.is_set():
            done = self._post_weekly_of(manager_id)
            yield done

    def _post_weekly_of(self, manager_id: str) -> bool | None:
        """Whether one was due, and is written; None: it could not be."""
        try:
            with self.sessions.begin() as session:
                return post_if_due(session, self.settings, team.person(session, manager_id), self.clock())
        except Exception as error:  # another process may have been quicker: a week can be saved once only
            log.error("the report of %s was not written: %s", manager_id, type(error).__name__)
            return None

    def _until_stopping(self, things: Iterable[Thing]) -> Iterator[Thing]:
        return itertools.takewhile(lambda _: not self.stopping.is_set(), things)

    def post_digests(self) -> None:
        """Write the digests of leads that are due."""
        if numbers_are_on(self.settings):
            self._for_each(digest.may_be_due, digest.post_if_due, "the digest of")

    def post_months(self) -> None:
        """Write the looks back at a month that are due."""
        self._for_each(month.may_be_due, month.post_if_due, "the month of")

    def step_pulses(self) -> None:
        """Close the pulses that are over, open those that are due."""
        self._for_each(pulse.may_be_due, pulse.step, "the pulse of the team of")

    def tell_decisions(self) -> None:
        """Tell managers in the evening what was decided without them."""
        self._for_each(
            lambda session, now: telling.waiting(session), telling.post_if_due, "what was decided in the team of"
        )

    def _for_each(
        self,
        whom: Callable[[Session, datetime], Sequence[str]],
        act: Callable[[Session, Settings, str, datetime], object],
        what: str,
    ) -> None:
        """One act for each of these people of each workspace, each in its own transaction: none keeps another back."""
        for workspace_id in self.tokens.all():
            with inside(workspace_id):
                with self.sessions.begin() as session:
                    people = whom(session, self.clock())
                for person_id in self._until_stopping(people):
                    self._act(act, person_id, what)

    def summarise_trials(self) -> None:
        """Write the evening summaries of trials."""
        self._each_due(lambda session, now: trial.waiting(session), trial.summarise, "the summary of")

    def step_meetings(self) -> None:
        """Agendas of 1:1s, and what is asked about them."""
        self._each_due(meetings.waiting, meetings.take_step, "the 1:1")

    def step_joint_calls(self) -> None:
        """Remind of calls together and ask how they went."""
        self._each_due(joint_calls.due, joint_calls.take_step, "the call")

    def step_plans(self) -> None:
        """Reviews, promises and regular news. What finds nothing to do, or is done twice, changes nothing."""
        self._each_due(plans.reviews, plans.remind, "the review of")
        self._each_due(promises.waiting, promises.nudge, "the promises of")
        self._each_due(news.waiting, news.take_step, "the news")

    def _each_due(
        self,
        find: Callable[[Session, datetime], Sequence[tuple[str, str]]],
        act: Callable[[Session, Settings, str, datetime], object],
        what: str,
    ) -> None:
        """One act for each thing that is due, by workspace and id, each in its own transaction: none keeps another."""
        with self.sessions.begin() as session:
            found = find(session, self.clock())
        for workspace_id, thing_id in self._until_stopping(found):
            with inside(workspace_id):
                self._act(act, thing_id, what)

    def _act(self, act: Callable[[Session, Settings, str, datetime], object], whose: str, what: str) -> None:
        try:
            with self.sessions.begin() as session:
                act(session, self.settings, whose, self.clock())
        except Exception as error:  # another process may have been quicker
            log.error("%s %s could not be done: %s", what, whose, type(error).__name__)

    def tidy(self) -> None:
        """Forget workspaces that are gone; see whether Slack accepts a token again that it refused."""
        for workspace_id in self.tokens.all():
            with inside(workspace_id), self.sessions.begin() as session:
                revive(session, self.clock())

        if self.settings.serves_several:
            keep = timedelta(days=self.settings.kickstand_keep_after_uninstall)
            lifecycle.forget_gone(self.sessions, self.clock(), keep)

    def refresh_tokens(self) -> None:
        """Exchange tokens that are soon over: also where nobody says anything all day."""
        for refresh in self.refreshes:
            refresh()

    def look_back(self) -> None:
        """Look for what came while nobody listened."""
        while not self.stopping.is_set() and self.looks_back():
            pass

    def expire(self) -> None:
        """Delete what was kept for long enough, also in workspaces that are served no more."""
        self._expired_at = self.clock()
        try:
            with self.sessions.begin() as session:
                everywhere = list(session.scalars(select(Workspace.id)))
            for workspace_id in everywhere:
                self._expire_in(workspace_id)
            with self.sessions() as session:
                engine = session.get_bind().engine
            tidy_log(engine)
            learn_sizes(engine)
        except SQLAlchemyError as error:
            log.error("the database could not be tidied: %s", type(error).__name__)

    def _expire_in(self, workspace_id: str) -> None:
        """One workspace: what cannot be deleted there keeps nothing elsewhere."""
        try:
            with inside(workspace_id):
                while not self.stopping.is_set() and self._expire_some():
                    pass
        except SQLAlchemyError as error:  # somebody began to refer to it just now: the next hour will do
            log.error("what %s kept for long enough could not be deleted: %s", workspace_id, type(error).__name__)

    def _expire_some(self) -> bool:
        with self.sessions.begin() as session:
            return expire_some(session, self.settings, self.clock())

    def deliver(self) -> None:
        """Send what the outbox wants sent; where there is something, another lane looks as well."""
        if not self._deliver_one():
            return
        self.another_lane()
        while self._deliver_one():
            pass
        self._sent_at = self.clock()

    def is_sending(self) -> bool:
        """Whether a message went out a moment ago: else those that are due wait for something other than their turn."""
        return self.clock() - self._sent_at < SENDING

    def end_workflow_steps(self) -> None:
        """Tell workflows what came of their questions."""
        while not self.stopping.is_set() and complete_one(self.sessions, self.tokens.client, self.clock()):
            pass

    def _deliver_one(self) -> bool:
        if self.stopping.is_set():
            return False
        return deliver_one(self.sessions, self.tokens.client, self.kinds, self.clock(), self.pace, self._lanes)
