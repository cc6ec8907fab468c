"""Which messages about a request nobody asked for, and from when on they are asked for. Words and posts nothing.

Never in here: the card, an answer, a reply, the rep's own message about what they brought to Kickstand.
"""

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.requests.models import Request
from bot.requests.rules import SEEN, Answer
from bot.requests.service.lifecycle import CHECK, LINE, OUTCOME, OUTCOME_SEEN, REMINDER, REP, WAITING
from bot.settings import Settings
from bot.slack.outbox import Post
from bot.slack.sending.courtesy import Courtesy, Rule
from bot.team import courtesy
from bot.team import service as team

ASKED_FOR = Courtesy()


def rules(settings: Settings) -> dict[str, Rule]:
    """The rule of each kind of message that can wait."""
    nudge = partial(courtesy.nudge, settings)
    return {
        CHECK: nudge,
        REMINDER: nudge,
        OUTCOME: nudge,
        OUTCOME_SEEN: nudge,
        LINE: nudge,
        WAITING: partial(_unless_stuck, nudge),
        REP: partial(_unless_brought_or_answered, nudge),
    }


def _unless_stuck(nudge: Rule, session: Session, post: Post, now: datetime) -> Courtesy:
    """That a question waits can wait; that it is stuck cannot."""
    request = session.get(Request, post.subject_id)
    is_stuck = request and (request.trouble or team.person(session, request.answerer_id).gone)
    return ASKED_FOR if is_stuck else nudge(session, post, now)


def _unless_brought_or_answered(nudge: Rule, session: Session, post: Post, now: datetime) -> Courtesy:
    """What a rep wrote to a person, they did not bring to us. An answer that came through us needs its thread."""
    request = session.get(Request, post.subject_id)
    if request is None or request.way_in not in SEEN or request.answer not in {None, Answer.OUTSIDE}:
        return ASKED_FOR
    return nudge(session, post, now)
