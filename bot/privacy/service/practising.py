"""Levels, wins, digests, looks back and pulses: shown, erased, expired."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.digest.models import LeadDigest
from bot.digest.service import LEAD
from bot.growth.models import LevelSet
from bot.growth.service import LEVEL
from bot.month.models import MonthlyLook
from bot.privacy.rules import Keep
from bot.privacy.service.erasing import NOBODY, Leaving
from bot.privacy.service.expiring import batch, delete_rows
from bot.privacy.service.plain import erases, expires, shows
from bot.privacy.service.showing import Json, row, rows
from bot.pulse.models import Pulse, PulseInvitation
from bot.slack import outbox
from bot.wins.models import Win

UNTOLD = timedelta(days=30)
"""A win waits for so long at least: a digest may be late, and a rep counts on it."""


show_lead_digest = shows("your_weekly_digests", LeadDigest, LeadDigest.lead_id)
expire_lead_digest = expires(LeadDigest.id, lambda keep: LeadDigest.posted_at <= keep.records_before)

show_monthly_look = shows("your_months", MonthlyLook, MonthlyLook.manager_id)
erase_monthly_look = erases(MonthlyLook.manager_id)
expire_monthly_look = expires(MonthlyLook.id, lambda keep: MonthlyLook.posted_at <= keep.records_before)

show_pulse = shows("pulses_of_your_team", Pulse, Pulse.manager_id)
erase_pulse = erases(Pulse.manager_id)
"""With the counts: whose team it was is gone."""
expire_pulse = expires(Pulse.id, lambda keep: Pulse.opened_at <= keep.records_before)

show_pulse_invitation = shows("pulses_you_were_asked_for", PulseInvitation, PulseInvitation.person_id)
"""That they were asked, and whether they answered. What they answered is kept without a name."""
erase_pulse_invitation = erases(PulseInvitation.person_id)
"""An answer of theirs is in no row of its own, and stays in the count."""


def show_level_set(session: Session, who: str) -> Json:
    """How far they go alone, topic by topic, and why; of others what they themselves set."""
    others = select(LevelSet).where(LevelSet.by_id == who, LevelSet.rep_id != who).order_by(LevelSet.id)
    return {
        "how_far_you_go_alone": rows(session, LevelSet, LevelSet.rep_id == who),
        "how_far_you_let_others_go_alone": [row(each) for each in session.scalars(others)],
    }


def show_win(session: Session, who: str) -> Json:
    """What they offered to be shared; of what was offered to them, that it was."""
    to_them = session.scalars(select(Win).where(Win.lead_id == who, Win.rep_id != who).order_by(Win.offered_at, Win.id))
    return {
        "wins_you_offered": rows(session, Win, Win.rep_id == who),
        "wins_offered_to_you": [row(each, "id", "lead_id", "offered_at", "told_on") for each in to_them],
    }


def erase_level_set(session: Session, leaving: Leaving) -> None:
    """Their own levels go; what they set for others stays with the others, without their name and words."""
    for row_id in session.scalars(select(LevelSet.id).where(LevelSet.by_id == leaving.person_id)):
        outbox.refresh(session, LEVEL, str(row_id), leaving.now)
    session.execute(delete(LevelSet).where(LevelSet.rep_id == leaving.person_id))
    session.execute(update(LevelSet).where(LevelSet.by_id == leaving.person_id).values(by_id=NOBODY, why=None))


def erase_win(session: Session, leaving: Leaving) -> None:
    """What they offered, also out of the digests that told of it; what was for them and was not told yet goes too."""
    who = leaving.person_id
    told = select(Win.told_on).where(Win.rep_id == who, Win.told_on.is_not(None))
    mondays = list(session.scalars(told.distinct()))
    session.execute(delete(Win).where(or_(Win.rep_id == who, and_(Win.lead_id == who, Win.told_on.is_(None)))))
    session.execute(update(Win).where(Win.lead_id == who).values(lead_id=NOBODY))
    for digest_id in session.scalars(select(LeadDigest.id).where(LeadDigest.monday.in_(mondays))).all():
        outbox.refresh(session, LEAD, digest_id, leaving.now)


def erase_lead_digest(session: Session, leaving: Leaving) -> None:
    """A lead's own digests. In others' digests a manager's team is told of no more."""
    session.execute(delete(LeadDigest).where(LeadDigest.lead_id == leaving.person_id))
    name = f'"{leaving.person_id}"'
    has_team = LeadDigest.numbers.contains(name, autoescape=True)
    for digest_id in session.scalars(select(LeadDigest.id).where(has_team)).all():
        changed = {"numbers": func.replace(LeadDigest.numbers, name, f'"{NOBODY}"')}
        session.execute(update(LeadDigest).where(LeadDigest.id == digest_id).values(changed))
        outbox.refresh(session, LEAD, digest_id, leaving.now)


def expire_level_set(session: Session, keep: Keep) -> int:
    """Levels that another one took the place of, after as long as any record.

    Of the one that holds two rows stay, whatever their age: when it was set, and the newest "not yet".
    """
    newer, before = aliased(LevelSet), aliased(LevelSet)
    has_newer = exists().where(*_same(newer), newer.id > LevelSet.id)
    replaced = exists().where(*_same(newer), newer.id > LevelSet.id, newer.level != LevelSet.level)
    just_before = select(before.level).where(*_same(before), before.id < LevelSet.id).order_by(before.id.desc())
    put_off_again = and_(has_newer, just_before.limit(1).scalar_subquery() == LevelSet.level)
    old = select(LevelSet.id).where(LevelSet.at <= keep.records_before, or_(replaced, put_off_again))
    return delete_rows(session, LevelSet.id, batch(session, old))


def _same(other: type[LevelSet]) -> tuple[ColumnElement[bool], ...]:
    """About the same rep and topic."""
    return (
        other.workspace_id == LevelSet.workspace_id,
        other.rep_id == LevelSet.rep_id,
        other.topic == LevelSet.topic,
    )


def expire_win(session: Session, keep: Keep) -> int:
    """Wins that nobody was told of, after a month at least; of those that were told, the words.

    That one was told stays for as long as a digest of that Monday: whoever asks to be forgotten goes from it too.
    """
    untold = and_(Win.told_on.is_(None), Win.offered_at <= min(keep.text_before, keep.now - UNTOLD))
    has_digest = exists().where(LeadDigest.monday == Win.told_on, LeadDigest.workspace_id == Win.workspace_id)
    over = and_(Win.told_on.is_not(None), Win.offered_at <= keep.text_before)
    gone = select(Win.id).where(or_(untold, and_(over, ~has_digest)))
    words = batch(session, select(Win.id).where(over, has_digest, Win.text.is_not(None)))
    session.execute(update(Win).where(Win.id.in_(words)).values(text=None, request_id=None))
    return delete_rows(session, Win.id, batch(session, gone)) + len(words)
