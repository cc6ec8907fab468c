"""Takes one person out of each table. Others' questions stay, with nobody in their place; posts are taken out of Slack.

What the outbox still has to delete in Slack keeps a place and nothing else. Never commits, never calls Slack.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, case, delete, func, literal, or_, select, tuple_, update
from sqlalchemy.orm import Session

from bot.debriefs.models import Debrief
from bot.digest.models import LeadDigest
from bot.joint_calls.models import JointCall
from bot.month.models import MonthlyLook
from bot.month.service import LOOK
from bot.observations.models import Observation
from bot.one_on_ones.models import Meeting
from bot.plans.models import Plan, Promise, RegularNews
from bot.plans.service.news import NEWS
from bot.privacy.service.showing import marks
from bot.pulse.models import Pulse
from bot.requests.models import History, Request, Said
from bot.requests.rules import OPEN
from bot.requests.service.telling import TOLD
from bot.score.models import WeeklyScore
from bot.score.service.thread import PEOPLE
from bot.slack.conversations import Conversation
from bot.slack.outbox import Post
from bot.slack.receiving.seen import Seen
from bot.team.models import Person, ReportingLine, Team
from bot.watch.models import Sighting
from bot.workflow.models import WorkflowStep

NOBODY = "-"
"""Stands where somebody stood who asked to be forgotten: one row for all of them, so that it tells nothing."""
FORGOTTEN = "privacy.forgotten"
"""A message that is still to be deleted in Slack."""


class Leaving(NamedTuple):
    """Who goes, where their conversation with the bot is, and when."""

    person_id: str
    channel: str | None
    now: datetime


def nobody(session: Session, now: datetime) -> None:
    """Make sure that there is somebody to stand in the place of who left."""
    if session.get(Person, NOBODY) is None:
        session.add(Person(id=NOBODY, name="Somebody who left", gone=True, refreshed_at=now))
        session.flush()


def post(session: Session, leaving: Leaving) -> None:
    """Every message to them, of them or about them is to be taken out of Slack; its row forgets whose it was.

    What Slack never had is not sent. What is under way just now is deleted as soon as it is known where it stands.
    """
    who = leaving.person_id
    to_them = Post.person_id == who
    subjects = or_(*(Post.subject_id.in_(each) for each in _subjects(who)))
    of_theirs = or_(to_them, Post.subject_id == who, Post.key.contains(f":{who}:", autoescape=True), subjects)
    in_slack = or_(Post.ts.is_not(None), Post.unsure_since.is_not(None))
    changes = {
        "removed": True,
        "wanted": Post.wanted + 1,
        "trouble": None,
        "next_try_at": case((in_slack, func.coalesce(Post.next_try_at, leaving.now)), else_=None),
        "key": literal(f"{FORGOTTEN}:") + Post.id,
        "kind": FORGOTTEN,
        "subject_id": NOBODY,
        "channel": case((to_them, func.coalesce(Post.channel, leaving.channel)), else_=Post.channel),
        "person_id": case((to_them, NOBODY), else_=Post.person_id),
    }
    session.execute(update(Post).where(of_theirs).values(changes).execution_options(synchronize_session=False))
    _name_no_more(session, leaving)


def _name_no_more(session: Session, leaving: Leaving) -> None:
    """What tells their managers of them is worded anew, from what there is once they are gone."""
    managers = [
        select(each.manager_id).where(each.rep_id == leaving.person_id) for each in (Request, JointCall, ReportingLine)
    ]
    theirs = or_(*(Post.person_id.in_(each) for each in managers))
    naming = Post.kind.in_([PEOPLE, TOLD, LOOK]), theirs, Post.ts.is_not(None)
    anew = {"wanted": Post.wanted + 1, "trouble": None, "next_try_at": func.coalesce(Post.next_try_at, leaving.now)}
    session.execute(update(Post).where(*naming).values(anew).execution_options(synchronize_session=False))


def _named_with_others(who: str) -> tuple[Select[Any], ...]:
    """Messages to managers that name several reps at once: promises of one morning, the news of a day."""
    morning = Promise.manager_id, Promise.nudged_at
    mine = select(*morning).where(or_(Promise.rep_id == who, Promise.manager_id == who))
    managers = select(ReportingLine.manager_id).where(ReportingLine.rep_id == who)
    return (
        select(Promise.id).where(tuple_(*morning).in_(mine)),
        select(Post.subject_id).where(Post.kind == NEWS, Post.person_id.in_(managers)),
    )


def _subjects(who: str) -> tuple[Select[Any], ...]:
    """The ids of everything that a message about them can be about."""
    line = or_(ReportingLine.rep_id == who, ReportingLine.manager_id == who)
    return (
        select(Request.id).where(Request.rep_id == who),
        select(Said.id)
        .join(Request, Request.id == Said.request_id)
        .where(or_(Request.rep_id == who, Said.author_id == who)),
        select(ReportingLine.id).where(line),
        select(WeeklyScore.id).where(WeeklyScore.manager_id == who),
        select(LeadDigest.id).where(LeadDigest.lead_id == who),
        select(JointCall.id).where(or_(JointCall.rep_id == who, JointCall.manager_id == who)),
        select(Observation.id).where(or_(Observation.rep_id == who, Observation.manager_id == who)),
        select(Debrief.id).where(or_(Debrief.rep_id == who, Debrief.manager_id == who)),
        select(MonthlyLook.id).where(MonthlyLook.manager_id == who),
        select(Meeting.id).where(or_(Meeting.rep_id == who, Meeting.manager_id == who)),
        select(Pulse.id).where(Pulse.manager_id == who),
        select(Plan.id).where(or_(Plan.rep_id == who, Plan.manager_id == who)),
        select(RegularNews.id).where(or_(RegularNews.rep_id == who, RegularNews.manager_id == who)),
        *_named_with_others(who),
        select(Sighting.summary_id).where(Sighting.rep_id == who, Sighting.summary_id.is_not(None)),
    )


def workflow_step(session: Session, leaving: Leaving) -> None:
    """Workflows that wait for their questions hear that nothing was passed on, and not why."""
    theirs = select(Request.id).where(Request.rep_id == leaving.person_id)
    session.execute(update(WorkflowStep).where(WorkflowStep.request_id.in_(theirs)).values(request_id=None))


def said(session: Session, leaving: Leaving) -> None:
    """What they wrote, in their own questions and in others'."""
    session.execute(delete(Said).where(Said.author_id == leaving.person_id))


def history(session: Session, leaving: Leaving) -> None:
    """That something was done to others' questions stays; who did it does not."""
    mine = update(History).where(History.actor_id == leaving.person_id)
    session.execute(mine.values(actor_id=NOBODY))


def request(session: Session, leaving: Leaving) -> None:
    """Their questions go, with all that belongs to them. Others' stay with their owners.

    What is open with them as the deputy goes back to the manager.
    """
    who = leaving.person_id
    session.execute(delete(Request).where(Request.rep_id == who))
    back = case((Request.status.in_(OPEN), None), else_=NOBODY)
    session.execute(update(Request).where(Request.deputy_id == who).values(deputy_id=back))
    session.execute(update(Request).where(Request.manager_id == who).values(manager_id=NOBODY))
    session.execute(update(Request).where(Request.parked_by == who).values(parked_by=NOBODY))
    session.execute(update(Request).where(Request.helped_by == who).values(helped_by=NOBODY))


def reporting_line(session: Session, leaving: Leaving) -> None:
    """Who reported to whom, since when: on either end."""
    mine = or_(ReportingLine.rep_id == leaving.person_id, ReportingLine.manager_id == leaving.person_id)
    session.execute(delete(ReportingLine).where(mine))


def team(session: Session, leaving: Leaving) -> None:
    """Their own settings go; in others' settings the place is empty."""
    who = leaving.person_id
    session.execute(delete(Team).where(Team.manager_id == who))
    for column in (Team.deputy_id, Team.lead_id, Team.hr_contact_id):
        session.execute(update(Team).where(column == who).values({column.key: None}))


def weekly_score(session: Session, leaving: Leaving) -> None:
    """A manager's own reports. No report holds a rep's name: those stay as they were posted."""
    session.execute(delete(WeeklyScore).where(WeeklyScore.manager_id == leaving.person_id))


def seen(session: Session, leaving: Leaving) -> None:
    """Keys that name them. A message that Slack delivers again is still known, by Slack's own id of the event."""
    session.execute(delete(Seen).where(marks(session, leaving.person_id, leaving.channel)))


def conversation(session: Session, leaving: Leaving) -> None:
    """Where they wrote to Kickstand."""
    session.execute(delete(Conversation).where(Conversation.person_id == leaving.person_id))


def person(session: Session, leaving: Leaving) -> None:
    """Themselves, last: their days away and quiet times go with them."""
    session.execute(delete(Person).where(Person.id == leaving.person_id))
