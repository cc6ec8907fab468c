"""What each table holds about one person, as JSON. Reads only; their own words, and others' in answer to them.

Whole rows are shown, so that a column that is new tomorrow is shown as well.
"""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, inspect, or_, select
from sqlalchemy.orm import DeclarativeBase, Session

from bot.requests.models import History, Request, Said
from bot.score.models import WeeklyScore
from bot.slack.conversations import Conversation
from bot.slack.outbox import Post
from bot.slack.receiving.seen import Seen
from bot.team.models import Person, QuietTime, ReportingLine, Team, TimeOff
from bot.workflow.models import WorkflowStep

Json = dict[str, Any]
BROUGHT = ("id", "status", "way_in", "asked_at", "delivered_at", "reminded_at", "answered_at", "ended_at")
LABELLED = ("answer", "label", "minutes")
"""What a manager may have of somebody else's question: when, and what they did themselves. No words, no name."""
READABLE = {"options_json": "options", "numbers": "numbers"}
"""Columns that hold JSON, and what they are called here."""

_ID = re.compile(r"[UW][A-Z0-9]{2,31}|-")
"""What Slack's ids of people look like, and who stands for somebody who left."""


def row(found: DeclarativeBase, *only: str) -> Json:
    """A row as JSON: every column (or `only` some), moments in ISO form, JSON columns unpacked."""
    names = only or [column.key for column in inspect(type(found)).column_attrs if column.key != "workspace_id"]
    return {READABLE.get(name, name): _plain(name, getattr(found, name)) for name in names}


def _plain(name: str, value: object) -> object:
    if name in READABLE and isinstance(value, str):
        return json.loads(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def rows(session: Session, kind: type[DeclarativeBase], *where: ColumnElement[bool]) -> list[Json]:
    """Rows as JSON, in the order of their keys."""
    order = inspect(kind).primary_key
    return [row(each) for each in session.scalars(select(kind).where(*where).order_by(*order))]


def person(session: Session, who: str) -> Json:
    """Name, zone, presence, own wishes."""
    return {"you": next(iter(rows(session, Person, Person.id == who)), None)}


def time_off(session: Session, who: str) -> Json:
    """Days away that they entered."""
    return {"your_days_away": rows(session, TimeOff, TimeOff.person_id == who)}


def quiet_time(session: Session, who: str) -> Json:
    """Do-not-disturb, as Slack told it."""
    return {"your_do_not_disturb": rows(session, QuietTime, QuietTime.person_id == who)}


def team(session: Session, who: str) -> Json:
    """Their settings as a manager, and the teams in which somebody named them."""
    places = {"deputy": Team.deputy_id, "lead": Team.lead_id, "HR contact": Team.hr_contact_id}
    named = [
        {"you_are_the": role, "of_the_team_of": manager_id}
        for role, column in places.items()
        for manager_id in session.scalars(select(Team.manager_id).where(column == who).order_by(Team.manager_id))
    ]
    return {"your_team_settings": rows(session, Team, Team.manager_id == who), "named_by_others": named}


def reporting_line(session: Session, who: str) -> Json:
    """Who they reported to and who reported to them, as it was said here."""
    mine = or_(ReportingLine.rep_id == who, ReportingLine.manager_id == who)
    return {"your_reporting_lines": rows(session, ReportingLine, mine)}


def request(session: Session, who: str) -> Json:
    """Their questions in full, with what was answered to them; of others' questions only what they did with them."""
    mine = session.scalars(select(Request).where(Request.rep_id == who).order_by(Request.asked_at, Request.id))
    dealt = or_(Request.manager_id == who, Request.deputy_id == who, Request.parked_by == who)
    others = session.scalars(select(Request).where(Request.rep_id != who, dealt).order_by(Request.asked_at, Request.id))
    return {
        "your_questions": [_in_full(each) for each in mine],
        "questions_brought_to_you": [_brought(each, who) for each in others],
    }


def _in_full(found: Request) -> Json:
    return row(found) | {
        "said": [row(each) for each in found.said],
        "history": [row(each) for each in found.history],
    }


def _brought(found: Request, who: str) -> Json:
    roles = {"manager": found.manager_id, "deputy": found.deputy_id, "who parked it": found.parked_by}
    return row(found, *BROUGHT, *LABELLED) | {"you_are_the": [role for role, id_ in roles.items() if id_ == who]}


def workflow_step(session: Session, who: str) -> Json:
    """Workflows that wait for what comes of their questions."""
    theirs = select(Request.id).where(Request.rep_id == who)
    return {"workflows_that_wait": rows(session, WorkflowStep, WorkflowStep.request_id.in_(theirs))}


def said(session: Session, who: str) -> Json:
    """What they wrote in others' questions."""
    others = select(Said).join(Request).where(Said.author_id == who, Request.rep_id != who).order_by(Said.at)
    return {"what_you_wrote_on_others_questions": [row(each) for each in session.scalars(others)]}


def history(session: Session, who: str) -> Json:
    """What they did to others' questions."""
    others = select(History).join(Request, Request.id == History.request_id)
    others = others.where(History.actor_id == who, Request.rep_id != who).order_by(History.id)
    return {"what_you_did_to_others_questions": [row(each) for each in session.scalars(others)]}


def weekly_score(session: Session, who: str) -> Json:
    """The weekly reports they got as a manager."""
    return {"your_weekly_reports": rows(session, WeeklyScore, WeeklyScore.manager_id == who)}


def post(session: Session, who: str) -> Json:
    """Where and when they were written to. The messages themselves stand in Slack."""
    return {"messages_to_you": rows(session, Post, Post.person_id == who)}


def conversation(session: Session, who: str) -> Json:
    """Where they write to Kickstand."""
    return {"your_conversation": rows(session, Conversation, Conversation.person_id == who)}


def seen(session: Session, who: str) -> Json:
    """What of Slack's deliveries named them, kept for three days so that none counts twice."""
    return {"deliveries": rows(session, Seen, marks(session, who))}


def marks(session: Session, who: str, *channels: str | None) -> ColumnElement[bool]:
    """Whether the key of a delivery names somebody: by their id, or by their conversation with the bot."""
    known = session.scalar(select(Conversation.channel).where(Conversation.person_id == who))
    names = [each for each in (who, known, *channels) if each]
    return or_(*(Seen.key.contains(each, autoescape=True) for each in names))


def names(session: Session, shown: Json) -> Json:
    """The names behind the ids in what is shown."""
    ids = {each for each in _strings(shown) if _ID.fullmatch(each)}
    people = session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id))
    return {each.id: each.name for each in people}


def _strings(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
