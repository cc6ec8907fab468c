"""Renders the pulse's messages, and what App Home says of it. Never says who answered, or what somebody did."""

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.pulse import blocks
from bot.pulse.models import Pulse
from bot.pulse.rules import SHOWN_FOR
from bot.pulse.service import ASK, RESULT, closed_of, counts, has_answered, is_on, open_for
from bot.settings import Settings
from bot.slack.kit import Block, Words
from bot.slack.outbox import Post
from bot.slack.sending.delivery import Kind
from bot.team import courtesy
from bot.team import service as team


def kinds(settings: Settings) -> dict[str, Kind]:
    """How each kind of message about the pulse is worded."""
    return {
        ASK: Kind(partial(_ask, settings), courtesy=partial(courtesy.nudge, settings)),
        RESULT: Kind(partial(_result, settings), courtesy=partial(courtesy.at_work, settings)),
    }


def sections(settings: Settings, session: Session, person_id: str, now: datetime) -> list[Block]:
    """For App Home: the questions that somebody may still answer; what came of their own team's and their manager's.

    Nothing where no number is computed, also not of what was asked before.
    """
    if not is_on(settings):
        return []
    own = open_for(session, person_id, now)
    found = blocks.asking(own.id).blocks if own else []
    manager = team.manager_of(session, person_id)
    about = [(person_id, "Your team")]
    if manager:
        about.append((manager.id, f"{manager.first_name}'s team"))
    for manager_id, whose in about:
        pulse = closed_of(session, manager_id, now - SHOWN_FOR)
        found += blocks.result(counts(session, pulse.id), whose).blocks if pulse else []
    return found


def _ask(settings: Settings, session: Session, post: Post, now: datetime) -> Words | None:
    pulse = session.get(Pulse, post.subject_id)
    if pulse is None or not is_on(settings):
        return None
    if open_for(session, post.person_id, now):
        return blocks.asking(pulse.id)
    if post.ts is None and post.unsure_since is None:
        return None  # answered in App Home, or over, before it came
    return blocks.said(blocks.COUNTED if has_answered(session, pulse.id, post.person_id) else blocks.OVER)


def _result(settings: Settings, session: Session, post: Post, now: datetime) -> Words | None:
    pulse = session.get(Pulse, post.subject_id)
    return blocks.result(counts(session, pulse.id), "Your team") if pulse and is_on(settings) else None
