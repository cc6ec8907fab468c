"""What other features say of a request, or offer its rep. Decides nothing itself.

Each feature adds one function to a list here; it answers what there is to say to this reader, mostly nothing.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.requests import colleagues, next_step, not_waiting, noted, owned, safe_ground
from bot.requests.models import Request
from bot.slack.kit import Block
from bot.team import service as team
from bot.team.blocks import likes

Card = Callable[[Session, Request, str, datetime], tuple[str, str] | None]
"""A fact for the manager's card, by name, such as ("Playbook", "after a demo: send the summary")."""
Rep = Callable[[Session, Request, datetime], str | None]
"""A sentence for the rep's message."""
Offer = Callable[[Session, Request, datetime], Block | None]
"""A button for the rep's message."""


def _likes_help(session: Session, request: Request, reader_id: str, now: datetime) -> tuple[str, str] | None:
    rep = team.person(session, request.rep_id)
    return (likes.NAME, likes.sentence(rep.first_name, rep.likes_help)) if rep.likes_help else None


ON_CARD: tuple[Card, ...] = (
    not_waiting.on_card,
    next_step.on_card,
    owned.on_card,
    safe_ground.on_card,
    noted.on_card,
    _likes_help,
)
FOR_REP: tuple[Rep, ...] = (not_waiting.for_rep, next_step.for_rep, safe_ground.for_rep, colleagues.for_rep)
OFFERED: tuple[Offer, ...] = (colleagues.offer,)


def on_card(session: Session, request: Request, reader_id: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """The facts of all features, in the order of the list."""
    found = (each(session, request, reader_id, now) for each in ON_CARD)
    return tuple(each for each in found if each)


def for_rep(session: Session, request: Request, now: datetime) -> tuple[str, ...]:
    """The sentences of all features, in the order of the list."""
    return tuple(said for each in FOR_REP if (said := each(session, request, now)))


def offers(session: Session, request: Request, now: datetime) -> tuple[Block, ...]:
    """The buttons of all features, in the order of the list."""
    return tuple(button for each in OFFERED if (button := each(session, request, now)))


def said(session: Session, request: Request, reader_id: str, now: datetime) -> dict[str, Any]:
    """What all features say to this reader, by the names under which a view has it."""
    if reader_id == request.rep_id:
        others = {"hints": for_rep(session, request, now), "offers": offers(session, request, now)}
        return others | owned.seen(session, request, now)
    return {"facts": on_card(session, request, reader_id, now)}
