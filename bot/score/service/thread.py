"""What stands in the thread below a weekly report, and when it is worded anew. Computes nothing."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.score.models import WeeklyScore
from bot.settings import ScoreMode, Settings
from bot.slack import outbox
from bot.slack.outbox import Post
from bot.team import service as team
from bot.team.models import ReportingLine

EXPLAINED, PEOPLE = "score.explained", "score.people"
"""Each number in words; the manager's own people, patterns and time."""
REPS_IN_MESSAGE = 6
"""So many fit into one with room to spare; a message that turns out not to be needed is not sent."""


def below(session: Session, settings: Settings, saved: WeeklyScore, report: Post, now: datetime) -> None:
    """Have what belongs there stand below a report. Never where no score is kept: they would tell of single people."""
    if settings.kickstand_score is not ScoreMode.ON:
        return
    outbox.want(session, EXPLAINED, saved.id, saved.manager_id, now, thread=report)
    team_size = len(team.reps_of(session, saved.manager_id))
    for part in range(most_messages(team_size)):
        outbox.want(session, PEOPLE, saved.id, saved.manager_id, now, tell=str(part or ""), thread=report)


def most_messages(team_size: int) -> int:
    """So many tell of everybody, and of all that repeats with them."""
    return 2 + team_size // REPS_IN_MESSAGE


def part_of(post: Post) -> int:
    """Which of the messages about the manager's people it is, from 0 on."""
    return int(post.key.rpartition(":")[2] or 0)


def team_changed(session: Session, person_id: str, now: datetime) -> None:
    """In the transaction that began or ended a rep's reporting line: what names the rep is worded anew.

    Anything else that changes about somebody (hours, presence) changes nothing there.
    """
    changed = or_(ReportingLine.ended_at == now, ReportingLine.confirmed_at == now)
    managers = select(ReportingLine.manager_id).where(ReportingLine.rep_id == person_id, changed)
    there = Post.kind == PEOPLE, Post.ts.is_not(None)
    for post in session.scalars(select(Post).where(*there, Post.person_id.in_(managers))).all():
        outbox.touch(session, post, now)
