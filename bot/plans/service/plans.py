"""A rep's plan with their manager: drafted, answered, agreed, started anew. Never commits, never calls Slack.

A plan is for the pair that wrote it. Its newest is the one that holds; earlier ones stay readable to the same two.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, cast, exists, func, literal, select
from sqlalchemy.orm import Session

from bot.growth.models import LevelSet
from bot.growth.rules import Level
from bot.plans.models import Plan
from bot.plans.rules import (
    LONGEST_ANSWER,
    QUESTIONS,
    REMIND,
    REVIEW_MONTHS,
    Candidate,
    PlanState,
    best_first,
    in_months,
    may_start_next,
    state,
)
from bot.settings import ScoreMode, Settings
from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.slack.outbox import Post
from bot.store.memo import looked_up_once
from bot.team import courtesy
from bot.team import service as team
from bot.team.models import Person
from bot.team.working_time import is_working

TURN, REVIEW = "plan.turn", "plan.review"
WROTE, AGREED = "wrote", "agreed"
"""Somebody hears of the other's first words, and of their first yes: twice for a plan at most."""
NOT_A_PAIR = "Only a rep and their manager see their plan."
NO_MANAGER = "I don't know your manager yet. Ask them to add you with `/kickstand team`."


class Due(NamedTuple):
    """A plan whose review has come, in a workspace."""

    workspace_id: str
    plan_id: str


def pair(session: Session, rep_id: str, reader_id: str) -> tuple[Person, Person]:
    """The rep and their manager of record now, for one of the two. Raises Refusal for anybody else."""
    manager = team.manager_of(session, rep_id) if rep_id else None
    if manager is None and reader_id == rep_id:
        raise Refusal(NO_MANAGER)
    if manager is None or reader_id not in {rep_id, manager.id}:
        raise Refusal(NOT_A_PAIR)
    return team.person(session, rep_id), manager


def is_pair(session: Session, rep_id: str, manager_id: str) -> bool:
    """Whether this is the rep's manager of record now."""
    manager = team.manager_of(session, rep_id)
    return manager is not None and manager.id == manager_id


def current(session: Session, rep_id: str, manager_id: str) -> Plan | None:
    """The plan that holds between the two."""
    return next(iter(_plans(session, rep_id, manager_id)), None)


@looked_up_once(Plan)
def current_of(session: Session, manager_id: str) -> dict[str, Plan]:
    """The plans that hold between a manager and anybody who is or was their rep, by the rep's id."""
    query = select(Plan).where(Plan.manager_id == manager_id).order_by(Plan.created_at, Plan.id)
    return {plan.rep_id: plan for plan in session.scalars(query)}


def earlier(session: Session, rep_id: str, manager_id: str, reader_id: str) -> list[Plan]:
    """Plans of the two before the one that holds; a rep sees those with earlier managers too. The newest first."""
    holds = current(session, rep_id, manager_id)
    found = _plans(session, rep_id, None if reader_id == rep_id else manager_id)
    return [each for each in found if holds is None or each.id != holds.id]


def _plans(session: Session, rep_id: str, manager_id: str | None) -> Sequence[Plan]:
    query = select(Plan).where(Plan.rep_id == rep_id)
    if manager_id:
        query = query.where(Plan.manager_id == manager_id)
    return session.scalars(query.order_by(Plan.created_at.desc(), Plan.id.desc())).all()


def read(session: Session, plan_id: str, reader_id: str) -> Plan:
    """One plan, for the rep or the manager it was written with. Raises Refusal for anybody else."""
    plan = session.get(Plan, plan_id)
    is_rep = plan is not None and plan.rep_id == reader_id
    if plan is None or not (is_rep or (plan.manager_id == reader_id and is_pair(session, plan.rep_id, reader_id))):
        raise Refusal(NOT_A_PAIR)
    return plan


def words(stored: str | None) -> tuple[str, ...]:
    """Answers to the six questions, empty where there is none."""
    found = [str(each) for each in json.loads(stored)] if stored else []
    return tuple((found + [""] * QUESTIONS)[:QUESTIONS])


def draft_of(session: Session, rep_id: str, manager_id: str, by: str) -> tuple[str, ...]:
    """What somebody begins from: their part of the plan that holds; a rep without one, their own last words."""
    plan = current(session, rep_id, manager_id)
    if by != rep_id:
        return words(plan.manager_words if plan else None)
    last = plan or next(iter(_plans(session, rep_id, None)), None)
    return words(last.rep_words if last else None)


def write(
    session: Session, rep_id: str, by: str, answers: Iterable[str], review_on: date | None, now: datetime
) -> Plan:
    """One of the two writes their part, or moves the review; the other's yes is for what stood there before.

    Nothing changed: nothing happens. Raises Refusal for anybody but the two, and for a plan that begins without words.
    """
    said = json.dumps([each.strip()[:LONGEST_ANSWER] for each in answers])
    plan = _held(session, rep_id, by, any(words(said)), now)
    is_rep = by == plan.rep_id
    mine = plan.rep_words if is_rep else plan.manager_words
    is_new = words(said) != words(mine)
    if not is_new and review_on in {None, plan.review_on}:
        return plan
    if is_rep:
        plan.rep_words, plan.manager_agreed_at = said, None
    else:
        plan.manager_words, plan.rep_agreed_at = said, None
    plan.review_on, plan.changed_at = review_on or plan.review_on, now
    session.flush()
    if is_new and any(words(said)):
        outbox.want(session, TURN, plan.id, _other(plan, by), now, tell=WROTE)
    outbox.refresh(session, TURN, plan.id, now)
    return plan


def _held(session: Session, rep_id: str, by: str, has_words: bool, now: datetime) -> Plan:
    """The plan that holds, begun with the first words. Two who begin at once wait for each other here."""
    rep, manager = pair(session, rep_id, by)
    session.get(Person, rep.id, with_for_update={"key_share": True})
    plan = current(session, rep.id, manager.id)
    if plan is None and not has_words:
        raise Refusal("A few words to any of the six questions are plenty to begin with.")
    return plan or _new(session, rep.id, manager.id, now)


def _new(session: Session, rep_id: str, manager_id: str, now: datetime) -> Plan:
    review = in_months(team.today(session, rep_id, now), REVIEW_MONTHS)
    plan = Plan(rep_id=rep_id, manager_id=manager_id, review_on=review, created_at=now, changed_at=now)
    session.add(plan)
    session.flush()
    return plan


def stamp(plan: Plan) -> str:
    """Which plan, as it stands now: somebody says yes to what they saw, not to what was changed since."""
    return f"{plan.id} {int(plan.changed_at.timestamp() * 1000)}"


def agree(session: Session, stamped: str, by: str, now: datetime) -> Plan:
    """One of the two says yes to the plan as it stands. Raises Refusal when it is another by now, or half empty."""
    plan = _of_pair(session, stamped.partition(" ")[0], by)
    other = team.person(session, _other(plan, by)).first_name
    if stamp(plan) != stamped:
        raise Refusal(f"{other} changed something just now. Have a look first: `/kickstand plan`.")
    if not (any(words(plan.rep_words)) and any(words(plan.manager_words))):
        raise Refusal("A plan is for two: it can be agreed once you have both written something.")
    if by == plan.rep_id:
        plan.rep_agreed_at = plan.rep_agreed_at or now
    else:
        plan.manager_agreed_at = plan.manager_agreed_at or now
    session.flush()
    outbox.want(session, TURN, plan.id, _other(plan, by), now, tell=AGREED)
    outbox.refresh(session, TURN, plan.id, now)
    return plan


def start_next(session: Session, plan_id: str, by: str, now: datetime) -> Plan:
    """At the review: a new plan from the old words; the old one stays as it was. Started twice, it is started once."""
    old = _of_pair(session, plan_id, by)
    session.get(Person, old.rep_id, with_for_update={"key_share": True})
    holds = current(session, old.rep_id, old.manager_id)
    if holds is not None and holds.id != old.id:
        return holds
    if not may_start_next(old.review_on, team.today(session, by, now)):
        raise Refusal("This plan still holds. You can change it, or move its review.")
    plan = _new(session, old.rep_id, old.manager_id, now)
    plan.rep_words, plan.manager_words = old.rep_words, old.manager_words
    session.flush()
    outbox.refresh(session, REVIEW, old.id, now)
    return plan


def _of_pair(session: Session, plan_id: str, by: str) -> Plan:
    plan = session.get(Plan, plan_id, with_for_update=True)
    if plan is None or by not in {plan.rep_id, plan.manager_id} or not is_pair(session, plan.rep_id, plan.manager_id):
        raise Refusal(NOT_A_PAIR)
    return plan


def _other(plan: Plan, by: str) -> str:
    return plan.manager_id if by == plan.rep_id else plan.rep_id


def state_of(plan: Plan | None, today: date) -> PlanState:
    """How a plan stands on a day; one without a word in it is none."""
    agreed = plan is not None and plan.rep_agreed_at is not None and plan.manager_agreed_at is not None
    is_begun = plan is not None and (any(words(plan.rep_words)) or any(words(plan.manager_words)))
    return state(is_begun, agreed, plan.review_on if plan else None, today)


def waits_for_manager(plan: Plan | None) -> bool:
    """Whether the rep has written and the manager has not, or has agreed and the manager has not."""
    if plan is None or plan.manager_agreed_at or not any(words(plan.rep_words)):
        return False
    return plan.rep_agreed_at is not None or not any(words(plan.manager_words))


def wanting(session: Session, settings: Settings, manager_id: str, now: datetime) -> list[tuple[Person, PlanState]]:
    """Reps without a plan, or whose plan is due: those who go alone on most topics first (S3.7).

    In the order of their names where nothing about one person is counted.
    """
    reps = {rep.id: rep for rep in team.active_reps_of(session, manager_id)}
    today = team.today(session, manager_id, now)
    plans = current_of(session, manager_id)
    states = {each: state_of(plans.get(each), today) for each in reps}
    open_ones = [each for each in reps if states[each] in {PlanState.NONE, PlanState.DUE}]
    alone = _alone(session, open_ones) if puts_best_first(settings) else {}
    found = best_first(Candidate(each, reps[each].name, alone.get(each, 0)) for each in open_ones)
    return [(reps[each.id], states[each.id]) for each in found]


def puts_best_first(settings: Settings) -> bool:
    """Whether it is counted on how many topics somebody goes alone."""
    return settings.kickstand_score is ScoreMode.ON


def _alone(session: Session, rep_ids: Sequence[str]) -> dict[str, int]:
    """On how many topics each goes alone, as their managers last said."""
    newest: dict[tuple[str, str], Level] = {}
    for each in session.scalars(select(LevelSet).where(LevelSet.rep_id.in_(rep_ids)).order_by(LevelSet.id)):
        newest[each.rep_id, each.topic] = each.level
    return {rep: sum(level == Level.INDEPENDENT for (who, _), level in newest.items() if who == rep) for rep in rep_ids}


def reviews(session: Session, now: datetime) -> list[Due]:
    """Plans of any workspace whose review has come lately, and nobody was told of this day yet."""
    today = (now + timedelta(days=1)).date()
    query = select(Plan.workspace_id, Plan.id).where(
        Plan.review_on <= today, Plan.review_on > today - REMIND, _is_untold()
    )
    return [Due(*row) for row in session.execute(query, execution_options={"every_workspace": True})]


def next_moment(session: Session, settings: Settings, now: datetime) -> datetime | None:
    """When a review falls due next, after now: on its day, as soon as the manager works."""
    query = select(Plan.manager_id, func.min(Plan.review_on)).group_by(Plan.manager_id)
    rows = session.execute(query.where(Plan.review_on > now.date() - REMIND, _is_untold())).all()
    moments = (courtesy.at_work_on(session, settings, each, day, now) for each, day in rows if day)
    return min((each for each in moments if each and each > now), default=None)


def _is_untold() -> ColumnElement[bool]:
    """Nobody was told of this day of review."""
    of_this_day = Post.key.like(literal("%:") + cast(Plan.review_on, String))
    told = exists().where(
        Post.subject_id == Plan.id, Post.kind == REVIEW, Post.workspace_id == Plan.workspace_id, of_this_day
    )
    return ~told.correlate(Plan)


def remind(session: Session, settings: Settings, plan_id: str, now: datetime) -> bool:
    """Both hear that it is time to look at their plan again, once the day has come and the manager works."""
    plan = session.get(Plan, plan_id)
    if plan is None or not is_pair(session, plan.rep_id, plan.manager_id):
        return False
    manager = team.person(session, plan.manager_id)
    holds = current(session, plan.rep_id, plan.manager_id)
    is_due = state_of(plan, team.today(session, manager.id, now)) == PlanState.DUE
    if holds is not plan or not is_due or not is_working(courtesy.hours_of(session, manager, settings, now), now):
        return False
    for each in (plan.rep_id, plan.manager_id):
        outbox.want(session, REVIEW, plan.id, each, now, tell=str(plan.review_on))
    return True


def team_changed(session: Session, rep_id: str, now: datetime) -> None:
    """What was said about a plan with a manager whom the rep does not report to is taken away."""
    for plan in _plans(session, rep_id, None):
        if not is_pair(session, rep_id, plan.manager_id):
            outbox.refresh_several(session, (TURN, REVIEW), plan.id, now)
