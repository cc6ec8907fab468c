"""Wins that reps offer to be shared: offered, taken back, told. Never commits, never calls Slack.

A win is for the one lead whom the rep was shown, and for the team's channel where the rep ticked that (S0.3). When the
rep's manager, or that manager's lead, is somebody else by the time of the digest, nobody is told: the rep agreed to one
reader.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.requests.models import Request
from bot.requests.rules import Status
from bot.requests.service.lifecycle import asked_by
from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.store.base import new_id
from bot.team import service as team
from bot.team.models import Person, Team
from bot.wins.models import Win

IN_CHANNEL = "wins.channel"
"""A win in the team's channel."""
OWN = frozenset({Status.SOLVED, Status.DECIDED})
"""How a request ends that somebody settled without their manager."""


class Readers(NamedTuple):
    """Whom a rep was shown as the readers of a win: the lead, and the team's channel if they ticked that."""

    lead_id: str | None
    channel: str | None = None


def lead_of(session: Session, rep_id: str) -> Person | None:
    """Who would read a win of this rep's: the lead of their manager of record now. Nobody is their own reader."""
    manager = team.manager_of(session, rep_id)
    settings = session.get(Team, manager.id) if manager else None
    lead = session.get(Person, settings.lead_id) if settings and settings.lead_id else None
    return lead if lead and not lead.gone and lead.id != rep_id else None


def channel_of(session: Session, rep_id: str) -> str | None:
    """Where a win of this rep's may be posted: the channel that their manager of record set, if the bot is there."""
    manager = team.manager_of(session, rep_id)
    settings = session.get(Team, manager.id) if manager else None
    return settings.wins_channel if settings and settings.wins_channel_gone_at is None else None


def is_posted(session: Session, win: Win) -> bool:
    """Whether it stands in the team's channel."""
    post = outbox.find(session, IN_CHANNEL, win.id)
    return post is not None and post.ts is not None


def waiting(session: Session, rep_ids: Iterable[str]) -> list[Win]:
    """What these reps offered, nobody has been told, and is still for the lead they have now; the oldest first.

    Locked until the transaction ends: what is told in it cannot be taken back meanwhile.
    """
    query = select(Win).where(Win.rep_id.in_(list(rep_ids)), Win.told_on.is_(None)).order_by(Win.offered_at, Win.id)
    found = session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()
    return [each for each in found if is_for_lead_now(session, each)]


def mark_told(session: Session, wins: Sequence[Win], monday: date) -> None:
    """The digest of this Monday has these."""
    for each in wins:
        each.told_on = monday
    session.flush()


def untell(session: Session, win_ids: Iterable[str], monday: date) -> None:
    """The digest of this Monday was to have these, and does not: nobody was told, and they wait again."""
    gone = update(Win).where(Win.id.in_(list(win_ids)), Win.told_on == monday).values(told_on=None)
    session.execute(gone)


def is_for_lead_now(session: Session, win: Win) -> bool:
    """Whether whom the rep agreed to is still who would be told."""
    lead = lead_of(session, win.rep_id)
    return lead is not None and lead.id == win.lead_id


def mine(session: Session, rep_id: str) -> list[Win]:
    """Everything that a rep offered and whose words are still kept, the newest first."""
    query = select(Win).where(Win.rep_id == rep_id, Win.text.is_not(None))
    return list(session.scalars(query.order_by(Win.offered_at.desc(), Win.id)))


def sharable(session: Session, request_id: str, rep_id: str) -> tuple[Request, Person | None]:
    """The rep's own settled request, and the lead who would read of it. Raises Refusal where it cannot be shared."""
    request = asked_by(session, request_id, rep_id)
    if request.status not in OWN:
        raise Refusal("Only what you solved or decided yourself can be shared as a win.")
    lead = lead_of(session, rep_id)
    if lead is None and channel_of(session, rep_id) is None:
        raise Refusal("There's nobody to tell yet: your manager has no lead here who reads the Monday digest.")
    if session.scalar(select(Win.id).where(Win.request_id == request_id, Win.rep_id == rep_id).limit(1)):
        raise Refusal("You've shared this one already. `My picture` has it, with `Take it back` until it is told.")
    return request, lead


def offer(session: Session, request_id: str, rep_id: str, readers: Readers, text: str, now: datetime) -> Win:
    """Keep a rep's own words about something they settled, and have them posted where they wanted that.

    Raises Refusal when the readers are others by now than the form said, when it was shared already, or is not theirs
    to share.
    """
    request, lead = sharable(session, request_id, rep_id)
    if (lead.id if lead else None) != readers.lead_id:
        other = f"It's {lead.first_name} who would" if lead else "There's nobody now who would"
        raise Refusal(f"{other} read this now, so I haven't kept it. Open the form again.")
    if readers.channel and readers.channel != channel_of(session, rep_id):
        raise Refusal("Your team's channel is another one now, so I haven't kept it. Open the form again.")
    win = Win(
        id=new_id(),
        rep_id=rep_id,
        lead_id=readers.lead_id,
        request_id=request.id,
        text=text.strip(),
        offered_at=now,
        channel=readers.channel,
    )
    session.add(win)
    session.flush()
    if win.channel:
        outbox.want(session, IN_CHANNEL, win.id, rep_id, now).channel = win.channel
    return win


def take_back(session: Session, win_id: str, rep_id: str, now: datetime) -> None:
    """A rep would rather not, as long as no digest has it; out of the channel it goes as well.

    Raises Refusal when it is told, gone, or not theirs.
    """
    win = session.get(Win, win_id, with_for_update=True)
    if win is None:
        raise Refusal("That one is gone already. Nothing was shared.")
    if win.rep_id != rep_id:
        raise Refusal("Only the person who offered it can take it back.")
    if win.told_on:
        raise Refusal("That one has been told already, so it can't be taken back any more.")
    post = outbox.find(session, IN_CHANNEL, win.id)
    if post is not None:
        outbox.remove(session, post, now)
    session.delete(win)
