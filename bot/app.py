"""The composition root: settings -> engine, Bolt app, kinds of messages, jobs. Decides nothing, words nothing."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from prometheus_client import CollectorRegistry
from slack_bolt.authorization.authorize import CallableAuthorize
from slack_bolt.middleware import RequestVerification
from slack_bolt.oauth import OAuthFlow
from slack_sdk import WebClient
from sqlalchemy import Engine, MetaData
from sqlalchemy.orm import Session

from bot import backlog, features
from bot.clock import Clock, system
from bot.digest import service as digest
from bot.jobs import Jobs
from bot.joint_calls.service import clockwork as joint_calls
from bot.metronome import Metronome
from bot.month import service as month
from bot.one_on_ones.service import meetings
from bot.plans.service import news, plans, promises
from bot.pulse import service as pulse
from bot.requests import as_manager
from bot.requests.listeners.catching_up import look_back_one
from bot.requests.listeners.desk import Desk
from bot.requests.service import clockwork, telling
from bot.score.service import weekly as score
from bot.settings import Settings, SettingsError, for_consent, need, registration
from bot.slack import conversations, outbox
from bot.slack.briefly import A_MOMENT, Briefly
from bot.slack.client import counted
from bot.slack.conversations import PACE
from bot.slack.installing import oauth
from bot.slack.installing.installed import InstalledTokens
from bot.slack.installing.tokens import OneToken, Tokens, web_client
from bot.slack.receiving import lifecycle, seen
from bot.slack.receiving.inbox import Heard, Inbox, turn_away
from bot.slack.receiving.lifecycle import OfPeople
from bot.slack.receiving.runtime import Runtime
from bot.slack.sending.delivery import Kind
from bot.store.base import Base
from bot.store.encrypted import check_key
from bot.store.engine import open_engine
from bot.store.key_mark import leave_mark
from bot.store.types import keys_of
from bot.store.workspace import current, inside, sessions_on
from bot.telemetry import metrics, traces
from bot.telemetry.health import Health
from bot.triage.personal import load
from bot.watch.consent import Consent
from bot.watch.listeners.bystanders import Bystanders
from bot.watch.listeners.catching_up import look_back_one as look_back_where_we_read
from bot.watch.listeners.hearing import Hearing
from bot.watch.listeners.places import Places
from bot.watch.listeners.settings import MayRead
from bot.watch.service import gaps, trial, watching
from bot.watch.tokens import Readers

TOKEN = "it is the bot token of your Slack app (xoxb-...); see README, “Connect a real workspace”."  # noqa: S105
LONGEST_GAP = timedelta(days=7)
"""What was written longer ago is history: nobody waits for an answer to it from a bot."""
KEPT_IN_ROWS = (
    (clockwork.next_moment, Jobs.step_requests),
    (telling.next_moment, Jobs.tell_decisions),
    (meetings.next_moment, Jobs.step_meetings),
    (joint_calls.next_moment, Jobs.step_joint_calls),
    (news.next_moment, Jobs.step_plans),
    (outbox.next_moment, Jobs.deliver),
)
FOUND_BY_CALENDAR = (
    (score.next_post, Jobs.post_weekly),
    (digest.next_moment, Jobs.post_digests),
    (month.next_moment, Jobs.post_months),
    (pulse.next_moment, Jobs.step_pulses),
    (promises.next_moment, Jobs.step_plans),
    (plans.next_moment, Jobs.step_plans),
    (trial.next_moment, Jobs.summarise_trials),
)
"""When something of its kind is due next, and the job that looks for it then."""


@dataclass
class Kickstand:
    """The whole program, assembled but not running."""

    runtime: Runtime
    engine: Engine
    bolt: Inbox
    tokens: Tokens
    kinds: Mapping[str, Kind]
    jobs: Jobs
    metronome: Metronome = field(repr=False)
    readers: Readers
    consent: Consent | None
    """None while managers cannot let their direct messages be read."""
    health: Health

    @property
    def workspace_id(self) -> str:
        """The one workspace that is served. Raises SettingsError when there are several, or none."""
        return self.chosen("")

    @property
    def client(self) -> WebClient:
        """What speaks for that workspace."""
        return self.tokens.client(self.workspace_id)

    def chosen(self, workspace_id: str) -> str:
        """This workspace or, when it is empty, the only one. Raises SettingsError, naming those that there are."""
        there = self.tokens.all()
        if not there:
            raise SettingsError("Kickstand is not installed in any workspace.")
        if workspace_id in there or (not workspace_id and len(there) == 1):
            return workspace_id or there[0]
        raise SettingsError(
            f"Say which workspace is meant, as in --workspace {there[0]}. There are {', '.join(there)}."
        )

    def hold_to_key(self) -> None:
        """From its first start on a database has a key. Raises WrongKey for another, before anything is written."""
        check_key(self.engine, tables())
        leave_mark(self.engine)

    def start(self) -> None:
        """Begin to tick.

        Raises SettingsError when KICKSTAND_METRICS_PORT is taken.
        """
        settings = self.runtime.settings
        if settings.kickstand_metrics_port:
            metrics.serve(settings.kickstand_host, settings.kickstand_metrics_port, self.measured())
        self.metronome.start()

    def measured(self) -> CollectorRegistry:
        """What Prometheus reads."""
        read = partial(backlog.read, self.engine)
        return metrics.everything(
            metrics.Waiting(lambda: not any(self.health.not_ready()), lambda: read(self.runtime.clock()))
        )

    def tick(self) -> None:
        """Do everything that is due now, once, in this thread."""
        self.jobs.run_all()

    def next_due(self) -> datetime | None:
        """When the next thing falls due after now, of all that jobs look for; what Slack lets wait is not known."""
        return min((when for when, _ in self.coming()), default=None)

    def coming(self) -> list[tuple[datetime, Callable[[], None]]]:
        """When each kind of thing falls due next, after now, and the job that looks for it then."""
        now, settings = self.runtime.clock(), self.runtime.settings
        with inside(self.workspace_id), self.runtime.sessions.begin() as session:
            found = [(moment(session, now), job) for moment, job in KEPT_IN_ROWS]
            found += [(moment(session, settings, now), job) for moment, job in FOUND_BY_CALENDAR]
        return [(when, partial(job, self.jobs)) for when, job in found if when]

    def missed_since(self, since: datetime | None) -> None:
        """Nobody listened since then (None: since Slack last told us anything): look through every conversation."""
        now = self.runtime.clock()
        for workspace_id in self.tokens.all():
            with inside(workspace_id), self.runtime.sessions.begin() as session:
                began = since or seen.newest(session)
                if began:
                    conversations.look_back(session, max(began, now - LONGEST_GAP))
                    gaps.look_back(session, max(began, now - LONGEST_GAP))

    def team_changed(self, session: Session, person_id: str, now: datetime) -> None:
        """To be called in the transaction that changed a person's team, hours or presence."""
        features.team_changed(self.runtime.settings, session, person_id, now)

    def close(self) -> None:
        """Stop ticking and let go of the database."""
        self.metronome.stop()
        self.engine.dispose()
        traces.stop()


def tables() -> MetaData:
    """Every table of every feature."""
    return Base.metadata


def build(
    settings: Settings, clock: Clock = system, *, by_hand: bool = False, engine: Engine | None = None
) -> Kickstand:
    """Assemble the program. Raises SettingsError for what is missing; connects to nothing yet.

    `by_hand`: nothing ticks by itself; whenever a listener made work, it is done at once in the listener's thread.
    `engine`: one that is open already, instead of a new one for DATABASE_URL.
    """
    registered = registration(settings)
    token = "" if registered else need(settings.slack_bot_token, "SLACK_BOT_TOKEN", TOKEN)
    engine = engine or open_engine(settings)
    sessions = sessions_on(engine)
    tokens: Tokens
    if registered:
        tokens = InstalledTokens(settings.slack_api_url, registered, sessions, clock)
    else:
        tokens = OneToken(settings.slack_api_url, token, sessions, clock)
    kinds = features.message_kinds(settings)
    # A clock that is moved by hand stands still meanwhile: waiting a second between two messages would be for ever.
    jobs = Jobs(settings, sessions, tokens, kinds, clock, pace=timedelta(0) if by_hand else PACE)
    bystanders = Bystanders(sessions, timedelta(0) if by_hand else A_MOMENT)
    metronome = Metronome(jobs)
    runtime = Runtime(settings, sessions, clock, jobs.run_woken if by_hand else metronome.wake)
    flow = registered and oauth.flow(registered, settings.slack_api_url, sessions, clock)
    bolt = _bolt(settings, tokens, flow, bystanders)
    desk = Desk(runtime, load(settings.kickstand_never_hold), features.groups(settings), watching.speaks)
    readers, consent = _consenting(runtime, tokens, engine)
    kinds |= as_manager.kinds(readers.client)
    hearing = Hearing(desk, Places(runtime, readers.client))
    jobs.looks_back = lambda: look_back_one(desk, tokens) or look_back_where_we_read(hearing, tokens)
    jobs.refreshes = (tokens.refresh, readers.refresh)
    lifecycle.register(bolt, runtime, tokens, OfPeople(readers.revoked, readers.removed))
    features.listen(bolt, hearing, MayRead(desk, consent, readers))
    health = Health(engine, metronome.since_tick)
    return Kickstand(runtime, engine, bolt, tokens, kinds, jobs, metronome, readers, consent, health)


def _consenting(runtime: Runtime, tokens: Tokens, engine: Engine) -> tuple[Readers, Consent | None]:
    """What managers let Kickstand read with, and the way in which they do, if that is switched on."""
    settings, app = runtime.settings, for_consent(runtime.settings)
    readers = Readers(settings.slack_api_url, app, runtime.sessions, runtime.clock)
    if app is None:
        return readers, None
    keys = partial(keys_of, engine.dialect)
    url, sessions = settings.slack_api_url, runtime.sessions
    return readers, Consent(app, url, keys, sessions, tokens, readers, runtime.clock, runtime.wake)


def _bolt(settings: Settings, tokens: Tokens, flow: OAuthFlow | None, bystanders: Bystanders) -> Inbox:
    # Bolt takes its level from here: at DEBUG it logs message text, and it warns of a client beside SLACK_BOT_TOKEN.
    quiet = logging.getLogger("kickstand.bolt")
    quiet.setLevel(logging.ERROR)
    # It logs requests and answers, and what goes wrong there is raised as well.
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)
    bolt = Inbox(
        name="kickstand",
        logger=quiet,
        client=web_client(settings.slack_api_url),
        signing_secret=settings.slack_signing_secret or "",
        before_authorize=turn_away(),
        # Bolt takes it beside a flow, other than a function; its annotation does not say so.
        authorize=CallableAuthorize(logger=quiet, func=lambda: tokens.authorize(current())),  # type: ignore[arg-type]
        # Both, or Bolt looks for SLACK_CLIENT_ID in the environment and makes folders for files of its own.
        oauth_flow=flow,
        oauth_settings=flow.settings if flow else None,
        # The acknowledgement goes out after the commit; a listener that fails answers 500 and Slack sends again.
        process_before_response=True,
        # A step's own token ends within minutes, and what it posts would belong to the step: we speak with the bot's.
        attaching_function_token_enabled=False,
        request_verification_enabled=settings.slack_app_token is None,
    )
    bolt.tokens, bolt.served, bolt.heard = tokens, Briefly(bystanders.span), Heard()
    bolt.signature = RequestVerification(settings.slack_signing_secret or "", base_logger=quiet)
    bolt.is_nobodys = bystanders.is_nobodys
    bolt.use(counted)
    return bolt
