"""Deletes from each table what was kept for long enough. At most a batch at a time; answers how many rows went.

Messages in Slack stay: how long those are kept is the workspace's own affair. Never commits, never calls Slack.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from bot.digest.models import LeadDigest
from bot.growth.models import LevelSet
from bot.month.models import MonthlyLook
from bot.privacy.rules import BATCH, QUIET, STRANGER, STUCK, Keep
from bot.privacy.service.erasing import FORGOTTEN
from bot.privacy.service.people import PRACTISE
from bot.pulse.models import Pulse, PulseInvitation
from bot.requests.models import History, Request, Said
from bot.score.models import ReportLook, WeeklyScore
from bot.slack import conversations
from bot.slack.conversations import Conversation
from bot.slack.outbox import AUTHORIZATION, Post
from bot.slack.receiving import seen as deliveries
from bot.team.models import Person, QuietTime, ReportingLine, Team, TimeOff
from bot.watch.models import HelpChannel, Sighting, Silence, Watch, WatchedDm, WatchedRep
from bot.wins.models import Win
from bot.workflow.models import WorkflowStep

Column = InstrumentedAttribute[Any]


def request(session: Session, keep: Keep) -> int:
    """A question with all that belongs to it. One that nobody ended counts from when it was asked."""
    abandoned = and_(Request.ended_at.is_(None), Request.forget_at.is_(None), Request.asked_at <= keep.records_before)
    ids = batch(session, select(Request.id).where(or_(Request.ended_at <= keep.records_before, abandoned)))
    said_ids = list(session.scalars(select(Said.id).where(Said.request_id.in_(ids))))
    _posts_about(session, [*ids, *said_ids])
    return delete_rows(session, Request.id, ids)


def workflow_step(session: Session, keep: Keep) -> int:
    """Steps whose question is gone, and that Slack does not let us end."""
    stuck = WorkflowStep.request_id.is_(None), WorkflowStep.created_at <= keep.records_before
    return delete_rows(
        session, WorkflowStep.execution_id, batch(session, select(WorkflowStep.execution_id).where(*stuck))
    )


def words(session: Session, keep: Keep) -> int:
    """Words that were to stay longer go now, when the setting says so: the clockwork takes them away."""
    over = Request.ended_at <= keep.text_before, Request.forget_at > keep.now
    ids = batch(session, select(Request.id).where(*over))
    session.execute(update(Request).where(Request.id.in_(ids)).values(forget_at=keep.now, due_at=keep.now))
    return len(ids)


def weekly_score(session: Session, keep: Keep) -> int:
    """Weekly reports."""
    ids = batch(session, select(WeeklyScore.id).where(WeeklyScore.posted_at <= keep.records_before))
    _posts_about(session, ids)
    return delete_rows(session, WeeklyScore.id, ids)


def reporting_line(session: Session, keep: Keep) -> int:
    """Reporting lines that ended; one that holds stays for as long as it holds."""
    ids = batch(session, select(ReportingLine.id).where(ReportingLine.ended_at <= keep.records_before))
    _posts_about(session, ids)
    return delete_rows(session, ReportingLine.id, ids)


def team(session: Session, keep: Keep) -> int:
    """Settings of somebody who leads nobody any more, and of whom no question or report tells."""
    used = (ReportingLine.manager_id, Request.manager_id, WeeklyScore.manager_id, Watch.manager_id, Pulse.manager_id)
    old = select(Team.manager_id).where(Team.created_at <= keep.records_before, *_nobody_says(Team.manager_id, used))
    return delete_rows(session, Team.manager_id, batch(session, old))


def time_off(session: Session, keep: Keep) -> int:
    """Days away that are over."""
    old = select(TimeOff.id).where(TimeOff.last_day <= keep.records_before.date())
    return delete_rows(session, TimeOff.id, batch(session, old))


def quiet_time(session: Session, keep: Keep) -> int:
    """Do-not-disturb that no running hold can need."""
    old = select(QuietTime.id).where(QuietTime.ends_at <= keep.now - QUIET)
    return delete_rows(session, QuietTime.id, batch(session, old))


def post(session: Session, keep: Keep) -> int:
    """Rows of messages whose subject is gone or was a person; at once, those that were only to be deleted in Slack."""
    child = aliased(Post)
    is_waited_for = exists().where(child.thread_post_id == Post.id, child.next_try_at > keep.now - STUCK)
    done = or_(Post.next_try_at.is_(None), Post.next_try_at <= keep.now - STUCK)
    refused = Post.trouble.in_(AUTHORIZATION)  # it is tried again once Slack accepts the token
    deleted = and_(Post.kind == FORGOTTEN, done, or_(Post.trouble.is_(None), ~refused))
    subjects = (Request.id, Said.id, ReportingLine.id, WeeklyScore.id, LeadDigest.id, MonthlyLook.id, Pulse.id)
    alone = and_(Post.created_at <= keep.records_before, done, *_nobody_says(Post.subject_id, subjects))
    return delete_rows(session, Post.id, batch(session, select(Post.id).where(or_(deleted, alone), ~is_waited_for)))


REFERS: tuple[Column, ...] = (
    *(Request.rep_id, Request.manager_id, Request.deputy_id, Request.parked_by, Said.author_id, History.actor_id),
    *(Team.manager_id, Team.deputy_id, Team.lead_id, Team.hr_contact_id, TimeOff.person_id, Post.person_id),
    *(ReportingLine.rep_id, ReportingLine.manager_id, WeeklyScore.manager_id, Request.helped_by),
    *(Watch.manager_id, HelpChannel.manager_id, WatchedDm.manager_id, WatchedDm.rep_id, Sighting.manager_id),
    *(Sighting.rep_id, WatchedRep.rep_id, WatchedRep.manager_id, Silence.rep_id),
    *(LevelSet.rep_id, LevelSet.by_id, Win.rep_id, Win.lead_id, LeadDigest.lead_id, MonthlyLook.manager_id),
    *(Pulse.manager_id, PulseInvitation.person_id, ReportLook.manager_id),
    *PRACTISE,
)
"""Where a person may stand. Whoever stands in none of these goes."""


def person(session: Session, keep: Keep) -> int:
    """People to whom nothing refers any more; what only they have goes with them."""
    old = Person.refreshed_at <= keep.now - STRANGER
    ids = select(Person.id).where(old, *_nobody_says(Person.id, REFERS))
    return delete_rows(session, Person.id, batch(session, ids))


def conversation(session: Session, keep: Keep) -> int:
    """Conversations with people who are not known any more."""
    idle = or_(Conversation.next_post_at.is_(None), Conversation.next_post_at <= keep.now - STRANGER)
    old = select(Conversation.person_id).where(idle, *_nobody_says(Conversation.person_id, (Person.id,)))
    return delete_rows(session, Conversation.person_id, batch(session, old))


def seen(session: Session, keep: Keep) -> int:
    """Deliveries that Slack cannot send again, and no open gap looks for; in one go, for it is one statement."""
    deliveries.forget_old(session, min(keep.now, conversations.oldest_gap(session) or keep.now))
    return 0


def _nobody_says(id_: Column, columns: tuple[Column, ...]) -> list[ColumnElement[bool]]:
    """That this id stands in none of these columns, in the same workspace."""
    here = id_.class_.workspace_id
    return [~exists().where(each == id_, each.class_.workspace_id == here) for each in columns]


def batch(session: Session, ids: Select[str] | Select[int]) -> list[Any]:
    """At most so many that others can write as well."""
    return list(session.scalars(ids.limit(BATCH)))


def delete_rows(session: Session, column: Column, ids: list[Any]) -> int:
    """Delete the rows with these ids; answers how many."""
    if ids:
        session.execute(delete(column.class_).where(column.in_(ids)).execution_options(synchronize_session=False))
    return len(ids)


def _posts_about(session: Session, ids: list[Any]) -> None:
    delete_rows(session, Post.subject_id, ids)
