"""Renders the lead's digest from what was saved, with the names that hold now. Computes no figure."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.digest import blocks
from bot.digest.blocks import Digest, TeamLine, WinLine
from bot.digest.models import LeadDigest
from bot.digest.rules import Told
from bot.digest.service import LEAD, due_for, newest, read, teams_of
from bot.slack.delivery import Kind
from bot.slack.kit import Block, Words
from bot.slack.outbox import Post
from bot.slack.times import when
from bot.team import courtesy
from bot.team import service as team
from bot.team.models import Person
from bot.wins.models import Win


def sections(session: Session, person_id: str, now: datetime) -> list[Block]:
    """For App Home: a lead's newest digest in short, or when the first comes. Nothing for anybody else."""
    saved = newest(session, person_id) if teams_of(session, person_id) else None
    if saved is None:
        return []
    told = read(saved)
    if not told.began:
        return blocks.at_home(_named(session, person_id, told))
    lead = team.person(session, person_id)
    return blocks.coming(when(due_for(session, lead, told.week.back(-1)), now, team.zone(lead)))


def _lead(session: Session, post: Post, now: datetime) -> Words | None:
    saved = session.scalar(select(LeadDigest).where(LeadDigest.id == post.subject_id))
    return blocks.digest(_named(session, saved.lead_id, read(saved))) if saved else None


def _named(session: Session, lead_id: str, told: Told) -> Digest:
    """What was told of teams that this person leads now, in alphabetical order of their managers."""
    theirs = {each.manager_id for each in teams_of(session, lead_id)}
    lines = [TeamLine(_name(session, each.manager_id), each) for each in told.teams if each.manager_id in theirs]
    lines.sort(key=lambda each: (each.manager.casefold(), each.team.manager_id))
    wins = session.scalars(select(Win).where(Win.id.in_(told.wins)).order_by(Win.offered_at, Win.id))
    return Digest(told.week, lines, [each for win in wins if (each := _win(session, win, theirs))])


def _win(session: Session, win: Win, managers: set[str]) -> WinLine | None:
    manager = team.manager_of(session, win.rep_id)
    return WinLine(_name(session, win.rep_id), win.text) if manager and manager.id in managers else None


def _name(session: Session, person_id: str) -> str:
    found = session.get(Person, person_id)
    return found.name if found else ""


KINDS: dict[str, Kind] = {LEAD: Kind(_lead, courtesy=courtesy.report)}
"""The digest is nowhere else: it waits rather than being kept back."""
