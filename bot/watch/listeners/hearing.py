"""Messages where Kickstand only reads: new ones, edits, deletions. Parses as little as it may, decides nothing itself.

    whose conversation is it? -> may this person's words be read? -> is it personal? -> is it a request?

Each question can end it, and then nothing of the message is kept. What is personal is not stopped with a word either:
it was not written to Kickstand.
"""

import contextlib
import logging
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlalchemy.orm import Session

from bot.requests.listeners.desk import Desk
from bot.requests.listeners.thread import NEW
from bot.requests.rules import BURST, OPEN, SEEN, Part, Status, WayIn
from bot.requests.service import following, holding, outside
from bot.requests.service.asking import Question, bring_at_once, burst_of
from bot.slack.errors import Refusal
from bot.slack.markup import mentions
from bot.slack.receiving.inbox import AlreadyHandled, current_keys, delivery, message_key
from bot.slack.receiving.seen import first_time
from bot.store.workspace import current
from bot.triage.request import ANY_REQUEST, looks_like_request
from bot.triage.urgent import looks_urgent
from bot.watch.listeners.places import Place, Places
from bot.watch.models import HelpChannel
from bot.watch.rules import ChannelRule
from bot.watch.service import intake, watching

Json = dict[str, Any]
CHANNELS = {"channel", "group"}
MOST_SIGNS = 3
"""So many reasons are shown, the strongest first."""

_ADDRESSED = re.compile(r"^\s*(?:<@[^<>]*>[\s,:]*)+")

log = logging.getLogger(__name__)


def _said_to(raw: str) -> str:
    """What is said, without whom it is said to: "@Mona can I ..." asks like "can I ..."."""
    return _ADDRESSED.sub("", raw)


@dataclass(frozen=True)
class Hearing:
    """Where messages arrive that were not written to the bot."""

    desk: Desk
    places: Places
    confided: dict[tuple[str, str, str], datetime] = field(default_factory=dict, repr=False)
    """Who wrote something personal where. In memory only: that somebody did is kept nowhere."""

    def hears(self, body: Json, client: WebClient) -> bool:
        """Handle a message that stands elsewhere than in the bot's own conversation; answers whether it did."""
        event = body["event"]
        channel, kind = str(event["channel"]), event.get("channel_type")
        if kind == "im" and self.places.is_bots_own(body, channel):
            return False
        if kind not in {"im", *CHANNELS} or body.get("is_ext_shared_channel"):
            return True  # of several people, or shared with another company
        if event.get("subtype") == "message_changed":
            self._changed(body, client)
        elif event.get("subtype") == "message_deleted":
            self._deleted(body)
        elif event.get("subtype") in NEW:
            self._new(body, event, client)
        return True

    def _place(self, body: Json, message: Json) -> Place | None:
        """Where it stands, if it is to be read; never what an app wrote, our own echo among them."""
        if message.get("bot_id") or message.get("app_id") or not message.get("user"):
            return None
        event = body["event"]
        if event.get("channel_type") == "im":
            return self.places.direct(body, str(event["channel"]))
        return self.places.in_channel(str(event["channel"]), str(message["user"]))

    def _new(self, body: Json, message: Json, client: WebClient) -> None:
        channel, author = str(body["event"]["channel"]), str(message.get("user") or "")
        thread = str(message.get("thread_ts") or "")
        is_reply = bool(thread) and thread != message["ts"]
        place = self._place(body, message)
        if is_reply and body["event"].get("channel_type") in CHANNELS:
            self._replied(channel, author, thread, str(message["ts"]))
        elif place and author == place.manager_id:
            self._manager_wrote(place, str(message["ts"]), thread if is_reply else "")
        elif place and not is_reply:
            self._rep_wrote(place, message, client)

    # The manager ----------------------------------------------------------------------------------------------

    def _replied(self, channel: str, author: str, thread: str, ts: str) -> None:
        """In a help channel: colleagues may answer as they like, the manager's reply is an answer."""
        with self.desk.runtime.sessions.begin() as session:
            found = following.said_at(session, channel, thread)
            rep_id = found.request.rep_id if found and found.request.manager_id == author else None
        if rep_id and self.places.is_watched_for(channel, author):
            self._manager_wrote(Place(WayIn.CHANNEL, channel, author, rep_id), ts, thread)

    def _manager_wrote(self, place: Place, ts: str, thread: str) -> None:
        settings, wrote = self.desk.runtime.settings, intake.Wrote(*place, ts, thread)
        self.desk.do(lambda session, now: intake.manager_wrote(session, settings, wrote, now))

    # The rep --------------------------------------------------------------------------------------------------

    def _rep_wrote(self, place: Place, message: Json, client: WebClient) -> None:
        ts, raw = str(message["ts"]), str(message.get("text") or "")
        question = Question(place.rep_id, "", place.way_in, place.channel, ts, has_files=bool(message.get("files")))
        with self.desk.runtime.sessions.begin() as session:
            if not watching.may_read(session, place.rep_id, place.manager_id):
                return
            now = self.desk.runtime.clock()
            how = intake.look(session, question, place.manager_id, message_key(place.channel, ts), now)
            for_manager = self._is_for(place, raw, session.get(HelpChannel, (place.channel, place.manager_id)))
        if self._confides(question, raw) or how is None or not for_manager:
            return
        verdict = looks_like_request(_said_to(raw))
        if not (how.joins or verdict.yes):
            return
        question = replace(
            question,
            text=self.desk.words(raw),
            link=None if how.joins else self._link(place, ts, client),  # that of the first leads there
            signs=", ".join(each for each in verdict.reasons[:MOST_SIGNS] if each != ANY_REQUEST)[:200],
            is_urgent=looks_urgent(raw).yes,
        )
        self._take(place, question, on_trial=how.on_trial)

    def _is_for(self, place: Place, raw: str, channel: HelpChannel | None) -> bool:
        """In a direct conversation, always; in a channel by its rule: each post, or those that name the manager."""
        if place.way_in == WayIn.WATCHED_DM:
            return True
        named = place.manager_id in mentions(raw)
        return channel is not None and (named or channel.rule == ChannelRule.EVERY)

    def _confides(self, question: Question, raw: str) -> bool:
        """Whether this is personal, or comes right after something that was: then it is forgotten here and now.

        So is the question that it belongs to: what came before leads up to it.
        """
        key = (current(), str(question.channel), question.rep_id)
        now = self.desk.runtime.clock()
        asked = self.confided.get(key)
        if not self.desk.is_personal(raw):
            return asked is not None and now - asked < BURST
        self.confided[key] = now
        with self.desk.runtime.sessions.begin() as session:
            before = burst_of(session, question, now, lock=True)
            if before:
                holding.wipe(session, before, now)
        self.desk.runtime.wake()
        return True

    def _take(self, place: Place, question: Question, *, on_trial: bool) -> None:
        settings = self.desk.runtime.settings
        try:
            if on_trial:
                self.desk.do(lambda session, now: intake.sight(session, settings, question, place.manager_id, now))
            else:
                self.desk.do(lambda session, now: intake.take(session, settings, question, now))
        except Refusal:
            return  # the same words again, say: whoever wrote them did not ask me anything

    def _link(self, place: Place, ts: str, client: WebClient) -> str | None:
        """Where the message stands, to go there with one tap; nothing without it is worth a second try."""
        try:
            reader = self.places.reader(place.manager_id) if place.way_in == WayIn.WATCHED_DM else client
            return str(reader.chat_getPermalink(channel=place.channel, message_ts=ts)["permalink"])[:500]
        except (SlackClientError, OSError, HTTPException) as error:
            log.info("no link to a message: %s", type(error).__name__)
            return None

    # Edits and deletions --------------------------------------------------------------------------------------

    def _changed(self, body: Json, client: WebClient) -> None:
        """An edit of a question changes it; one that makes it none lets it go; one that makes it one begins it."""
        event, message = body["event"], body["event"]["message"]
        channel, ts = str(event["channel"]), str(message["ts"])
        if message.get("subtype") == "tombstone":
            self._gone(channel, ts, str(event.get("event_ts") or event["ts"]))
            return
        place = self._place(body, message)
        if place is None or str(message["user"]) != place.rep_id:
            return
        with self.desk.runtime.sessions.begin() as session:
            is_known = following.said_at(session, channel, ts) is not None
        if not is_known:
            # Under the message's own key: whatever becomes of it, later edits do not begin it again.
            with delivery((*current_keys(), message_key(channel, ts))), contextlib.suppress(AlreadyHandled):
                self._new(body, message, client)
            return
        raw = str(message.get("text") or "")
        if self.desk.is_personal(raw):
            self.confided[(current(), channel, place.rep_id)] = self.desk.runtime.clock()
            self._erase(channel, ts)
            return
        said_at = str((message.get("edited") or {}).get("ts") or event.get("event_ts") or event["ts"])
        self._follow(place, ts, raw, said_at)

    def _follow(self, place: Place, ts: str, raw: str, said_at: str) -> None:
        """What is over stays as it was; nor is anything new read of somebody who said no."""
        channel, rep_id, settings = place.channel, place.rep_id, self.desk.runtime.settings
        is_request, text = looks_like_request(_said_to(raw)).yes, self.desk.words(raw)

        def act(session: Session, now: datetime) -> None:
            said = following.said_at(session, channel, ts)
            may_read = watching.may_read(session, rep_id, place.manager_id)
            if said is None or said.request.status not in OPEN or not may_read:
                return
            following.edited(session, channel, ts, text, rep_id, said_at, now)
            asks = [each for each in said.request.said if each.part == Part.ASK]
            if len(asks) == 1 and not is_request and said.request.briefed_at is None:
                outside.let_go(session, said.request, rep_id, now)
            elif looks_urgent(raw).yes:
                bring_at_once(session, settings, said.request, now)

        self.desk.do(act)

    def _erase(self, channel: str, ts: str) -> None:
        """It became personal: as if it had never been read. What the manager was brought already stays with them."""

        def act(session: Session, now: datetime) -> None:
            said = following.said_at(session, channel, ts)
            if said and said.request.way_in in SEEN and said.request.status in {Status.HELD, Status.DELIVERED}:
                holding.wipe(session, said.request, now)

        self.desk.do(act)

    def _deleted(self, body: Json) -> None:
        event = body["event"]
        channel, ts = str(event["channel"]), str(event["deleted_ts"])
        self._gone(channel, ts, str(event.get("event_ts") or event["ts"]))
        before = event.get("previous_message") or {}
        if self._place(body, before):  # one that has not even arrived is not looked at when it does
            with self.desk.runtime.sessions.begin() as session:
                first_time(session, message_key(channel, ts), self.desk.runtime.clock())

    def _gone(self, channel: str, ts: str, at: str) -> None:
        with self.desk.runtime.sessions.begin() as session:
            is_known = following.said_at(session, channel, ts) is not None
        if is_known:
            self.desk.do(lambda session, now: following.deleted(session, channel, ts, at, now))
