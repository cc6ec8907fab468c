"""What the team's messages say now, read when they are sent. Changes no row, except to tell of one that is stuck."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.settings import ScoreMode, Settings
from bot.slack import outbox
from bot.slack.kit import Block, Words, behind
from bot.slack.outbox import Post
from bot.slack.sending.delivery import Kind
from bot.slack.times import days
from bot.team import courtesy
from bot.team import service as team
from bot.team.blocks import messages as words
from bot.team.models import Person, ReportingLine
from bot.team.rules import LineStatus

CLAIMS_AT_HOME = 2


def _about_line(say: Callable[[words.LineFacts], Words | None]) -> Callable[[Session, Post, datetime], Words | None]:
    def render(session: Session, post: Post, now: datetime) -> Words | None:
        line = session.get(ReportingLine, post.subject_id)
        return say(_facts(session, line)) if line else None

    return render


def _facts(session: Session, line: ReportingLine) -> words.LineFacts:
    rep, manager = team.person(session, line.rep_id), team.person(session, line.manager_id)
    current = team.manager_of(session, rep.id)
    return words.LineFacts(
        id=line.id,
        status=line.status,
        was_confirmed=line.confirmed_at is not None,
        rep=rep.first_name,
        manager=manager.first_name,
        manager_full=manager.name,
        current=current.first_name if current else None,
    )


def _notice(keep: str, score: ScoreMode, session: Session, post: Post, now: datetime) -> Words | None:
    rep = session.get(Person, post.subject_id)
    if rep is None:
        return None
    manager = team.manager_of(session, rep.id)
    return words.rep_notice(rep.first_name, manager.first_name if manager else None, keep, score)


def _manager_notice(keep: str, score: ScoreMode, session: Session, post: Post, now: datetime) -> Words | None:
    manager = session.get(Person, post.subject_id)
    return words.manager_notice(manager.first_name, keep, score) if manager else None


def _unreached(session: Session, post: Post, now: datetime) -> None:
    """The question never reached the rep: the manager who asked is told."""
    line = session.get(ReportingLine, post.subject_id)
    if line and line.status == LineStatus.CLAIMED:
        outbox.want(session, "team.unreached", line.id, line.manager_id, now)


def claims(session: Session, person_id: str) -> list[Block]:
    """For App Home: who asks whether they are this person's manager."""
    asking = [_facts(session, each) for each in team.claims_on(session, person_id)]
    shown = [block for each in asking[:CLAIMS_AT_HOME] for block in words.claim_at_home(each)]
    return [*shown, *behind(len(asking) - CLAIMS_AT_HOME)]


def kinds(settings: Settings) -> dict[str, Kind]:
    """How each kind of message about teams is worded."""
    keep, score = days(settings.kickstand_keep_text), settings.kickstand_score
    return {
        "team.claim": Kind(_about_line(words.claim), _unreached),
        "team.confirmed": Kind(_about_line(words.answer)),
        "team.unreached": Kind(_about_line(words.unreached)),
        "team.changed": Kind(_about_line(words.changed)),
        "team.notice": Kind(partial(_notice, keep, score), courtesy=courtesy.notice),
        "team.manager_notice": Kind(partial(_manager_notice, keep, score), courtesy=courtesy.notice),
    }
