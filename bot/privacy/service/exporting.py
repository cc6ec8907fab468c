"""What an admin may take out of the database: settings, lines, buttons, times. Nobody's words, no row of a person.

Every column of every table is in here, exported or left out with a reason: one that is missing is a mistake.
Reads; changes nothing.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, false, func, or_, select
from sqlalchemy.orm import Session

from bot.month.rules import month_after, month_of
from bot.requests.models import Request
from bot.requests.rules import SEEN, Answer, Bypass, Move, WayIn
from bot.score.rules.constants import FEWEST_REPS
from bot.store.base import Base
from bot.store.memo import looked_up_once
from bot.store.workspace import current

Json = dict[str, Any]
REASONS = {
    "words": "What people wrote or named.",
    "whose": "Whose it is: there is no export of single people.",
    "own": "How somebody is, or what they chose for themselves.",
    "place": "Where it stands in Slack, which leads to the person.",
    "joining": "Who came or went when, or is new, would tell whose the questions of that time are.",
    "wait": "Teams and new reps have waits of their own: in a small team it would tell whose the question is.",
    "way": "A way in that one team alone uses would tell whose the question is.",
    "deal": "It would tell which deal, and by that whose.",
    "secret": "Keys and tokens.",
    "clockwork": "When the program looks next; it tells nothing that the rest does not.",
}


@dataclass(frozen=True)
class Part:
    """What of a table is exported. `left_out`: column to reason.

    `crowd`: its rows are about single questions. They come without whose they are, with moments cut down to the full
    hour, and only of months in which five reps have asked; so that nobody is found in them.
    """

    columns: tuple[str, ...]
    left_out: Mapping[str, str]
    crowd: bool = False

    @property
    def coarse(self) -> Mapping[str, Mapping[str, str | None]]:
        """Values that are told as another one, by column."""
        return {column: each for column, each in COARSE.items() if self.crowd and column in self.columns}


COARSE: Mapping[str, Mapping[str, str | None]] = {
    "bypass": {Bypass.FROZEN: None},
    "answer": {Answer.OUTSIDE: Answer.REPLY.value},
    "move": {Move.ANSWER_OUTSIDE: Move.ANSWER.value},
}
"""What one team alone may have: days on which nothing waits, a conversation or a channel that is read along with."""


def _part(columns: str, *, crowd: bool = False, **left_out: str) -> Part:
    reasons = {column: REASONS[why] for why, names in left_out.items() for column in names.split()}
    return Part(tuple(columns.split()), reasons, crowd)


_ABOUT_A_PAIR = "Between a rep and their manager: told to those two, and counted for nobody else."
_OWN = "A person's own state or wish."
_WORDS = "What people wrote."
_SCORES = "Shown to its reader alone: an export of all would be a ranking of managers."
_INNER = "The program's own memory of deliveries; it names people and tells nothing else."
_ANONYMOUS = "Answered without a name, on the promise that nobody sees the answers of fewer than five."
_READING = "Who is read along with, and who said no, is theirs; what is read at all is in watch and help_channel."

EXPORT: dict[str, Part | str] = {
    "workspace": _part(
        "id installed_at gone_at scopes trouble",
        words="name",
        clockwork="team_id enterprise_id bot_user_id bot_id token_expires_at refreshing_until",
        secret="token refresh_token",  # noqa: S106
    ),
    "person": _part(
        "id gone",
        words="name",
        joining="met_at",
        own="zone out_of_office out_until hold_minutes wants_questions paused_until likes_help",
        clockwork="refreshed_at tour_read_at",
    ),
    "reporting_line": _part("id rep_id manager_id status", joining="started_on claimed_at confirmed_at ended_at"),
    "team": _part(
        "manager_id hold_minutes rep_hold_least rep_hold_most work_start work_end work_days country subdivision"
        " deputy_id lead_id protect_at currency hr_contact_id wins_channel wins_channel_gone_at varies_hold"
        " introduced_at created_at",
        words="speak_up_url",
        own="shares_score",
    ),
    "frozen_days": _part("id manager_id first_day last_day added_at", whose="rep_id"),
    "release_of_all": _part("id at by released"),
    "report_look": _part("id manager_id at by command"),
    "decision_right": _part(
        "id manager_id topic limit_kind limit right created_at ended_at", words="title", whose="rep_id", own="misses"
    ),
    "watch": _part(
        "manager_id scopes dm_since trial_until",
        secret="token refresh_token",  # noqa: S106
        clockwork="token_expires_at refreshing_until",
    ),
    "help_channel": _part("channel manager_id rule since gone_at", clockwork="look_back_to"),
    "request": _part(
        "id status bypass asked_at topic briefed_at had_tried had_options delivered_at answered_at"
        " ended_at answer label decided_by outcome asked_anyway",
        crowd=True,
        words="urgent_why tried options pick signs because",
        whose="rep_id manager_id deputy_id parked_by helped_by right_id practice_id",
        own="ramp level minutes contested outcome_seen",
        deal="amount currency needed_by",
        place="link",
        way="way_in",
        wait="hold_seconds drawn_minutes",
        clockwork="followed_up_at still_needed_at release_at check_at remind_at close_at outcome_at forget_at due_at"
        " checked_at reminded_at has_files trouble tell_at told_at talked_at",
    ),
    "history": _part("request_id at move before after", crowd=True, whose="actor_id", clockwork="id"),
    "post": _part(
        "kind attempts trouble created_at",
        crowd=True,
        whose="person_id subject_id key",
        place="channel ts thread_post_id",
        clockwork="id wanted sent removed unsure_since next_try_at unasked_at kept_back_at",
    ),
    "said": _WORDS,
    "agenda_point": _WORDS,
    "debrief": _WORDS,
    "observation": _WORDS,
    "practice_ground": _WORDS,
    "process_gap": _WORDS,
    "ramp_item": _WORDS,
    "stage": "What managers wrote; `kickstand playbook export` prints a playbook.",
    "win": _WORDS,
    "cadence": _ABOUT_A_PAIR,
    "meeting": _ABOUT_A_PAIR,
    "joint_call": _ABOUT_A_PAIR,
    "plan": _ABOUT_A_PAIR,
    "promise": _ABOUT_A_PAIR,
    "regular_news": _ABOUT_A_PAIR,
    "level_set": _ABOUT_A_PAIR,
    "ramp_tick": _ABOUT_A_PAIR,
    "sighting": _READING,
    "silence": _READING,
    "watched_dm": _READING,
    "watched_rep": _READING,
    "time_off": _OWN,
    "quiet_time": _OWN,
    "peer_offer": _OWN,
    "weekly_score": _SCORES,
    "lead_digest": _SCORES,
    "monthly_look": _SCORES,
    "pulse": _ANONYMOUS,
    "pulse_tally": _ANONYMOUS,
    "pulse_invitation": _ANONYMOUS,
    "conversation": _INNER,
    "seen": _INNER,
    "workflow_step": _INNER,
    "oauth_state": _INNER,
    "key_mark": "One word of the program's own, by which a start tells a wrong key.",
    "pause": "How long Slack asked this program to leave a method alone.",
}


def about(session: Session, now: datetime) -> Json:
    """What is in the export, what is not, and why."""
    parts = {name: each for name, each in EXPORT.items() if isinstance(each, Part)}
    return {
        "made_at": now.isoformat(),
        "workspace": current(),
        "for": "Settings, and how much is used. Not for looking at single people, and nothing in it can be.",
        "months_with_questions": [f"{month:%Y-%m}" for month in _crowded_months(session)],
        "tables": {name: list(each.columns) for name, each in parts.items()},
        "told_as": {name: each.coarse for name, each in parts.items() if each.coarse},
        "columns_left_out": {name: dict(each.left_out) for name, each in parts.items()},
        "tables_left_out": {name: each for name, each in EXPORT.items() if isinstance(each, str)},
    }


def exported(session: Session) -> Iterator[tuple[str, list[Json]]]:
    """Each exported table of the workspace with its rows, in an order that tells nothing of whose they are."""
    months = _crowded_months(session)
    for name, each in EXPORT.items():
        if isinstance(each, Part):
            yield name, _rows(session, Base.metadata.tables[name], each, months)


@looked_up_once(Request)
def _crowded_months(session: Session) -> tuple[date, ...]:
    """The months, in UTC, in which so many reps have asked that a question points at none of them."""
    reps: dict[date, set[str]] = {}
    asked = select(Request.asked_at, Request.rep_id).where(Request.way_in.in_(_ways(session)))
    for asked_at, rep_id in session.execute(asked):
        reps.setdefault(month_of(asked_at.date()), set()).add(rep_id)
    return tuple(sorted(month for month, found in reps.items() if len(found) >= FEWEST_REPS))


def _rows(session: Session, table: Table, part: Part, months: Sequence[date]) -> list[Json]:
    columns = [table.c[name] for name in part.columns]
    ours = table.c.id if table.name == "workspace" else table.c.workspace_id
    wanted = [ours == current(), *([_in_a_crowd(table, months, _ways(session))] if part.crowd else [])]
    found = session.execute(select(*columns).where(*wanted).order_by(*columns))
    return [
        {name: _plain(part.coarse.get(name, {}).get(value, value), part.crowd) for name, value in row._mapping.items()}
        for row in found
    ]


@looked_up_once(Request)
def _ways(session: Session) -> frozenset[WayIn]:
    """The ways in of which questions are told: not those read along, while that is done for one manager alone.

    That they were never brought to anybody shows in their buttons and times, whatever the column says.
    """
    of_them = select(func.count(Request.manager_id.distinct())).where(Request.way_in.in_(SEEN))
    return frozenset(WayIn) if session.scalar(of_them) != 1 else frozenset(WayIn) - SEEN


def _in_a_crowd(table: Table, months: Sequence[date], ways: Collection[WayIn]) -> ColumnElement[bool]:
    """A question's history goes with the question."""
    if "asked_at" in table.c or "request_id" in table.c:
        asked = select(Request.id).where(_within(Request.asked_at, months), Request.way_in.in_(ways))
        return table.c["request_id" if "request_id" in table.c else "id"].in_(asked)
    return _within(table.c["created_at"], months)


def _within(moment: Any, months: Sequence[date]) -> ColumnElement[bool]:
    spans = ((_midnight(each), _midnight(month_after(each))) for each in months)
    return or_(false(), *(and_(moment >= begins, moment < ends) for begins, ends in spans))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), UTC)


def _plain(value: object, coarse: bool) -> object:
    if isinstance(value, datetime):
        return (value.replace(minute=0, second=0, microsecond=0) if coarse else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return str(value) if isinstance(value, Decimal) else value
