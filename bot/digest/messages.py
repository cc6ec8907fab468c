"""Renders the lead's digest from what was saved, with the names that hold now. Computes no figure."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.digest import blocks
from bot.digest.blocks import Digest, TeamLine, WinLine
from bot.digest.models import LeadDigest
from bot.digest.rules import POST_AT, Told, about_the_team_alone
from bot.digest.service import LEAD, due_for, newest, read, teams_of
from bot.score.service.modes import is_aggregate, numbers_are_on
from bot.settings import Settings
from bot.slack.kit import Block, Words
from bot.slack.outbox import Post
from bot.slack.sending.delivery import Kind
from bot.slack.times import when
from bot.team import courtesy
from bot.team import service as team
from bot.team.models import Person
from bot.wins import service as wins
from bot.wins.models import Win


def kinds(settings: Settings) -> dict[str, Kind]:
    """The digest is nowhere else: it waits rather than being kept back."""
    return {LEAD: Kind(partial(_lead, settings), courtesy=partial(courtesy.at_hour, POST_AT, settings))}


def sections(settings: Settings, session: Session, person_id: str, now: datetime) -> list[Block]:
    """For App Home: a lead's newest digest in short, or when the first comes. Nothing for anybody else, nor where no
    number is computed."""
    is_lead = numbers_are_on(settings) and bool(teams_of(session, person_id))
    saved = newest(session, person_id) if is_lead else None
    if saved is None:
        return []
    told = read(saved)
    if not told.began:
        return blocks.at_home(_named(session, settings, person_id, told))
    lead = team.person(session, person_id)
    return blocks.coming(when(due_for(session, lead, told.week.back(-1)), now, team.zone(lead)))


def _lead(settings: Settings, session: Session, post: Post, now: datetime) -> Words | None:
    """What it says now; nothing where no number is computed any more.

    Until it is there: nothing to whoever leads no team any more; a win that it does not say was not told.
    """
    saved = session.scalar(select(LeadDigest).where(LeadDigest.id == post.subject_id))
    if saved is None:
        return None
    is_new = post.ts is None and post.unsure_since is None
    is_said = numbers_are_on(settings) and bool(not is_new or teams_of(session, saved.lead_id))
    found = _named(session, settings, saved.lead_id, read(saved)) if is_said else None
    if is_new:
        said = {each.id for each in found.wins} if found else set()
        wins.untell(session, set(read(saved).wins) - said, saved.monday)
    return blocks.digest(found) if found else None


def _named(session: Session, settings: Settings, lead_id: str, told: Told) -> Digest:
    """What was told of teams that this person leads now, in alphabetical order of their managers.

    A score that was saved is not said if its manager does not share it any more.
    """
    shares = {each.manager_id: each.shares_score for each in teams_of(session, lead_id)}
    theirs = [each for each in told.teams if each.manager_id in shares]
    shown = [each if shares[each.manager_id] else replace(each, score=None) for each in theirs]
    if is_aggregate(settings):
        shown = [about_the_team_alone(each) for each in shown]
    lines = [TeamLine(_name(session, each.manager_id), each) for each in shown]
    lines.sort(key=lambda each: (each.manager.casefold(), each.team.manager_id))
    query = select(Win).where(Win.id.in_(told.wins), Win.told_on == told.week.monday)
    offered = session.scalars(query.order_by(Win.offered_at, Win.id))
    return Digest(told.week, lines, [each for win in offered if (each := _win(session, win, shares))])


def _win(session: Session, win: Win, managers: Collection[str]) -> WinLine | None:
    manager = team.manager_of(session, win.rep_id)
    if win.text is None or manager is None or manager.id not in managers:
        return None
    return WinLine(win.id, _name(session, win.rep_id), win.text)


def _name(session: Session, person_id: str) -> str:
    found = session.get(Person, person_id)
    return found.name if found else ""
