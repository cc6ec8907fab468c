"""Who lets Kickstand read what: begun, on trial, for real, stopped; whom of the reps it told, and who said no.

Never commits, never calls Slack.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.requests.models import Request
from bot.requests.rules import SEEN, Status, WayIn
from bot.requests.service import outside
from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.store.base import new_id
from bot.team import service as team
from bot.watch.models import HelpChannel, Sighting, Watch, WatchedDm, WatchedRep
from bot.watch.rules import SPEAK, TRIAL, ChannelRule

NOTICE, BEGUN, LOST = "watch.notice", "watch.begun", "watch.lost"
"""What a rep is told on the first day, and the manager after their consent and when Slack ended it."""


@dataclass(frozen=True)
class Grant:
    """What Slack gave when a manager consented: `scopes` as Slack lists them, with commas."""

    token: str
    scopes: str
    refresh_token: str | None = None
    expires_at: datetime | None = None


def begin(session: Session, manager_id: str, grant: Grant, now: datetime) -> None:
    """A manager lets Kickstand read their direct messages with their reps: a trial first, and everybody is told."""
    found = watch(session, manager_id)
    is_new = found.token is None
    if is_new:
        found.dm_since = now
        _on_trial(found, now)
    found.token, found.scopes = grant.token, grant.scopes
    found.refresh_token, found.token_expires_at, found.refreshing_until = grant.refresh_token, grant.expires_at, None
    _say(session, BEGUN, manager_id, now, is_new=is_new)
    tell_reps(session, manager_id, now, is_new=is_new)


def watch(session: Session, manager_id: str) -> Watch:
    """What a manager lets Kickstand read; on first use nothing."""
    found = session.get(Watch, manager_id, with_for_update=True)
    if found is None:
        found = Watch(manager_id=manager_id)
        session.add(found)
        session.flush()
    return found


def stop(session: Session, manager_id: str, now: datetime) -> str | None:
    """Out again at once: what was held from direct messages is let go. Answers the token, to be given back to Slack."""
    found = session.get(Watch, manager_id, with_for_update=True)
    if found is None or found.token is None:
        return None
    token = found.token
    found.token = found.refresh_token = found.token_expires_at = found.refreshing_until = found.dm_since = None
    found.scopes = ""
    _let_go(session, now, manager_id, Request.manager_id == manager_id, Request.way_in == WayIn.WATCHED_DM)
    session.execute(delete(WatchedDm).where(WatchedDm.manager_id == manager_id))
    _refresh(session, manager_id, now)
    return token


def lost(session: Session, manager_id: str, now: datetime) -> None:
    """Slack takes the manager's token no more: as if they had stopped, and they hear of it."""
    if stop(session, manager_id, now) is not None:
        outbox.want(session, LOST, manager_id, manager_id, now, tell=new_id())


def start_for_real(session: Session, manager_id: str, now: datetime) -> None:
    """The trial is over: from now on messages are held. Raises Refusal when there is none."""
    found = session.get(Watch, manager_id, with_for_update=True)
    if found is None or found.trial_until is None or found.trial_until <= now:
        raise Refusal("There is no trial running. What I may read, I hold already.")
    found.trial_until = now
    _refresh(session, manager_id, now)


def end_trial(session: Session, manager_id: str, now: datetime) -> None:
    """Somebody else ends a manager's trial: the manager has it said in a new message, with the way to stop it all.

    Raises Refusal when there is none.
    """
    start_for_real(session, manager_id, now)
    _say(session, BEGUN, manager_id, now, is_new=True)


def on_trial(session: Session, now: datetime) -> list[Watch]:
    """What managers let Kickstand read on trial just now, by when that ends."""
    found = session.scalars(select(Watch).where(Watch.trial_until > now).order_by(Watch.trial_until, Watch.manager_id))
    return [each for each in found if reads_anything(session, each.manager_id)]


def speaks(session: Session, manager_id: str) -> bool:
    """Whether a manager lets Kickstand say in their own name what they ask their reps."""
    found = session.get(Watch, manager_id)
    return found is not None and found.token is not None and SPEAK in found.scopes.split(",")


def is_trial(found: Watch, now: datetime) -> bool:
    """Whether nothing is held yet."""
    return found.trial_until is not None and now < found.trial_until


def refuse_without_reps(session: Session, manager_id: str) -> None:
    """Raises Refusal for somebody whose channel nobody would ask in."""
    if not team.reps_of(session, manager_id):
        raise Refusal("You have no reps yet. `/kickstand team` adds them; then I can watch a channel for you.")


def watch_channel(session: Session, manager_id: str, channel: str, rule: ChannelRule, now: datetime) -> None:
    """A manager has a channel watched for posts of their reps. Raises Refusal for somebody without reps."""
    refuse_without_reps(session, manager_id)
    known = session.get(HelpChannel, (channel, manager_id))
    is_new = known is None or (known.rule, rule) == (ChannelRule.MENTION, ChannelRule.EVERY)
    found = known or HelpChannel(channel=channel, manager_id=manager_id)
    found.rule, found.since, found.gone_at = rule, found.since or now, None
    session.add(found)
    _on_trial(watch(session, manager_id), now)
    session.flush()
    _say(session, BEGUN, manager_id, now, is_new=is_new)
    tell_reps(session, manager_id, now, is_new=is_new)


def unwatch_channel(session: Session, manager_id: str, channel: str, now: datetime) -> None:
    """No more. What is held from there is let go. Raises Refusal when the channel was not watched."""
    found = session.get(HelpChannel, (channel, manager_id))
    if found is None:
        raise Refusal("I don't watch that channel for you. `/kickstand watch` lists those I do.")
    session.delete(found)
    held = [each for each in _held(session, Request.manager_id == manager_id) if each.place == channel]
    for request in held:
        outside.let_go(session, request, manager_id, now)
    _refresh(session, manager_id, now)


def channels(session: Session, manager_id: str) -> list[HelpChannel]:
    """The channels that are watched for a manager, the oldest first."""
    query = select(HelpChannel).where(HelpChannel.manager_id == manager_id)
    return list(session.scalars(query.order_by(HelpChannel.since, HelpChannel.channel)))


def reads_anything(session: Session, manager_id: str) -> bool:
    """Whether a manager lets Kickstand read anything at all."""
    found = session.get(Watch, manager_id)
    return (found is not None and found.token is not None) or bool(channels(session, manager_id))


def tell_reps(session: Session, manager_id: str, now: datetime, *, is_new: bool = False) -> None:
    """Each rep hears it before anything of theirs is read.

    `is_new`: it was off, or goes further than what they were told: in a message that they know it could be overlooked.
    """
    for rep in team.reps_of(session, manager_id):
        _tell(session, rep.id, manager_id, now, is_new=is_new)


def _tell(session: Session, rep_id: str, manager_id: str, now: datetime, *, is_new: bool) -> None:
    """Who said no to it once is not asked again: their message just says so of the next manager too."""
    found = session.get(WatchedRep, rep_id)
    if found is None:
        found = WatchedRep(rep_id=rep_id, manager_id=manager_id, told_at=now)
        session.add(found)
    is_new = is_new or found.manager_id != manager_id
    if is_new:
        found.manager_id, found.told_at = manager_id, now
    session.flush()
    _say(session, NOTICE, rep_id, now, is_new=is_new and found.declined_at is None)


def _say(session: Session, kind: str, person_id: str, now: datetime, *, is_new: bool) -> None:
    """Have the message about it say what holds now; `is_new`: in a new one, and the one before goes."""
    outbox.refresh(session, kind, person_id, now)
    if is_new or outbox.find(session, kind, person_id) is None:
        outbox.want(session, kind, person_id, person_id, now, tell=new_id())


def may_read(session: Session, rep_id: str, manager_id: str) -> bool:
    """Whether this rep was told of this manager's wish, has it before them, and did not say no."""
    found = session.get(WatchedRep, rep_id)
    notice = outbox.find(session, NOTICE, rep_id)
    was_told = notice is not None and notice.ts is not None
    return found is not None and found.manager_id == manager_id and found.declined_at is None and was_told


def decline(session: Session, rep_id: str, now: datetime) -> None:
    """A rep says "not for me": nothing of theirs is read, and what is held from there is let go."""
    found = session.get(WatchedRep, rep_id, with_for_update=True)
    if found is None:
        raise Refusal("Nobody lets me read your messages. There's nothing to say no to.")
    found.declined_at = found.declined_at or now
    session.execute(delete(Sighting).where(Sighting.rep_id == rep_id, Sighting.summary_id.is_(None)))
    _let_go(session, now, rep_id, Request.rep_id == rep_id, Request.way_in.in_(SEEN))
    outbox.refresh(session, NOTICE, rep_id, now)


def accept(session: Session, rep_id: str, now: datetime) -> None:
    """A rep who said no thinks better of it. Raises Refusal when nobody asked for anything of theirs."""
    found = session.get(WatchedRep, rep_id, with_for_update=True)
    if found is None:
        raise Refusal("Nobody lets me read your messages. There's nothing to let in.")
    found.declined_at = None
    outbox.refresh(session, NOTICE, rep_id, now)


def team_changed(session: Session, person_id: str, now: datetime) -> None:
    """Somebody's manager or team may be another. To be called before their requests follow.

    What was written to one manager is not for the next: it is let go. New reps of a watching manager are told.
    """
    current = team.manager_of(session, person_id)
    mine = (Request.rep_id == person_id, Request.way_in.in_(SEEN))
    for request in _held(session, *mine, also_out=True):
        if current is None or request.manager_id != current.id:
            outside.let_go(session, request, None, now, also_out=True)
    told = session.get(WatchedRep, person_id)
    if told is not None and (current is None or current.id != told.manager_id):
        outbox.refresh(session, NOTICE, person_id, now)
    for manager_id in {person_id, current.id if current else person_id}:
        if reads_anything(session, manager_id):
            _tell_those_who_do_not_know(session, manager_id, now)


def _tell_those_who_do_not_know(session: Session, manager_id: str, now: datetime) -> None:
    for rep in team.reps_of(session, manager_id):
        found = session.get(WatchedRep, rep.id)
        if found is None or found.manager_id != manager_id:
            _tell(session, rep.id, manager_id, now, is_new=True)


def _on_trial(found: Watch, now: datetime) -> None:
    if found.trial_until is None:
        found.trial_until = now + TRIAL


def _held(session: Session, *where: object, also_out: bool = False) -> list[Request]:
    states = [Status.HELD, Status.DELIVERED] if also_out else [Status.HELD]
    query = select(Request).where(Request.way_in.in_(SEEN), Request.status.in_(states), *where)  # type: ignore[arg-type]
    return list(session.scalars(query.order_by(Request.asked_at, Request.id).with_for_update()))


def _let_go(session: Session, now: datetime, by: str, *where: object) -> None:
    for request in _held(session, *where):
        outside.let_go(session, request, by, now)


def _refresh(session: Session, manager_id: str, now: datetime) -> None:
    outbox.refresh(session, BEGUN, manager_id, now)
    for rep in team.reps_of(session, manager_id):
        outbox.refresh(session, NOTICE, rep.id, now)
