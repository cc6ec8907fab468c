"""What the playbook has for a question about the next step (S2.7): to the rep, on the card, and what it lacks.

The playbook is that of the manager of record now. Never moves a request.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.playbook import blocks as words
from bot.playbook import rules
from bot.playbook.rules import UNNAMED, Asked, Entry
from bot.playbook.service import gaps, stages
from bot.requests.models import Request
from bot.requests.rules import NOT_HELD, UNSCORED, Bypass, Status
from bot.team import service as team
from bot.team.rules import Topic

WAITS = frozenset({Status.HELD, Status.DELIVERED})
BY_THEMSELVES = frozenset({Status.SOLVED, Status.DECIDED})


def for_rep(session: Session, request: Request, now: datetime) -> str | None:
    """The step, while the question waits; that there is none yet; or, where none is named, which stages there are."""
    if request.status not in WAITS:
        return None
    asked, entries = _asked(session, request)
    if asked and asked.stage:
        return words.in_short(asked.stage)
    manager = team.manager_of(session, request.rep_id)
    if not (asked and manager and entries):
        return None
    is_unnamed = asked.about == UNNAMED
    return words.which_stage(entries) if is_unnamed else words.not_written(asked.about, manager.first_name)


def on_card(session: Session, request: Request, reader_id: str, now: datetime) -> tuple[str, str] | None:
    """The step that the rep saw; or that there is none yet."""
    asked, entries = _asked(session, request)
    if asked is None or not (asked.stage or entries):
        return None
    if asked.stage:
        return "Playbook", words.on_card(asked.stage)
    if asked.about == UNNAMED:
        return "Playbook", "no stage was named, so no step was shown"
    return "Playbook", f"no step after “{asked.about}” yet"


def keep_gap(session: Session, request: Request, now: datetime) -> None:
    """Keep what this question finds missing, as it stands now. Once its words have expired nothing changes any more."""
    if not request.text and request.status != Status.WITHDRAWN:
        return
    asked, _ = _asked(session, request)
    manager = team.manager_of(session, request.rep_id) if asked and _lacks(request, asked) else None
    if asked and manager:
        gaps.keep(session, manager.id, request.id, asked.about, now)
    else:
        gaps.drop(session, request.id)


def _lacks(request: Request, asked: Asked) -> bool:
    """No step was there; or one was, and the question reached the manager all the same and was not solved."""
    if request.status == Status.WITHDRAWN:
        return False
    if asked.stage is None:
        return True
    went_at_once = request.bypass in UNSCORED | NOT_HELD
    return request.delivered_at is not None and not went_at_once and request.status not in BY_THEMSELVES


def _asked(session: Session, request: Request) -> tuple[Asked | None, list[Entry]]:
    said_so = request.topic == Topic.NEXT_STEP
    if request.bypass == Bypass.GROWTH or not (said_so or rules.may_ask(request.text)):
        return None, []
    manager = team.manager_of(session, request.rep_id)
    entries = stages.entries(session, manager.id) if manager else []
    return rules.asked(request.text, entries, said_so=said_so), entries
