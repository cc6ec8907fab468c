"""What the messages about plans say now, and what App Home and the pages show. Changes no row."""

from dataclasses import replace
from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.plans.blocks import home as home_words
from bot.plans.blocks import notes
from bot.plans.blocks.home import Wants
from bot.plans.blocks.view import NewsView, PlanView, PromiseView
from bot.plans.models import Plan, Promise, RegularNews
from bot.plans.rules import may_start_next
from bot.plans.service import news, plans, promises
from bot.settings import Settings
from bot.slack import outbox
from bot.slack.kit import Block, Words, escape
from bot.slack.outbox import Post
from bot.slack.sending.delivery import Kind
from bot.slack.times import bare, day, when
from bot.team import courtesy
from bot.team import service as team
from bot.team.blocks import likes
from bot.team.models import Person


def kinds(settings: Settings) -> dict[str, Kind]:
    """How each kind of message is worded. Nobody asked for any of them just then: each counts."""
    nudge = partial(courtesy.nudge, settings)
    return {
        plans.TURN: Kind(_turn, courtesy=nudge),
        plans.REVIEW: Kind(_review, courtesy=nudge),
        promises.DUE: Kind(_promises, courtesy=nudge),
        news.OFFER: Kind(_offer, courtesy=nudge),
        news.ASK: Kind(_ask, courtesy=nudge),
        news.NEWS: Kind(_news, courtesy=partial(courtesy.at_work, settings)),
    }


def _turn(session: Session, post: Post, now: datetime) -> Words | None:
    """The newest of one plan's messages to somebody; an earlier one is taken away, and so is another pair's."""
    plan = session.get(Plan, post.subject_id)
    if plan is None or not plans.is_pair(session, plan.rep_id, plan.manager_id):
        return None
    newest = outbox.find(session, post.kind, plan.id, post.person_id)
    return (
        notes.turn(_seen(session, plan, post.person_id, now)) if newest is not None and newest.id == post.id else None
    )


def _review(session: Session, post: Post, now: datetime) -> Words | None:
    plan = session.get(Plan, post.subject_id)
    if plan is None or not plans.is_pair(session, plan.rep_id, plan.manager_id):
        return None
    seen, holds = _seen(session, plan, post.person_id, now), plans.current(session, plan.rep_id, plan.manager_id)
    if holds is not None and holds.id != plan.id:
        return notes.looked_at(seen) if post.ts else None
    return notes.review(seen)


def _promises(session: Session, post: Post, now: datetime) -> Words | None:
    found = [promise_view(session, each, post.person_id, now) for each in promises.named_with(session, post.subject_id)]
    return notes.promises(found) if found and (post.ts or any(not each.kept for each in found)) else None


def _offer(session: Session, post: Post, now: datetime) -> Words | None:
    found = _of_rep(session, post)
    view = news_view(session, found, now) if found else None
    return notes.offer(view) if view and (post.ts or not view.agreed) else None


def _ask(session: Session, post: Post, now: datetime) -> Words | None:
    found = _of_rep(session, post, passed_on=True)
    view = news_view(session, found, now) if found else None
    return notes.ask(view) if view and (post.ts or (view.asks and not view.written)) else None


def _of_rep(session: Session, post: Post, *, passed_on: bool = False) -> RegularNews | None:
    """An agreement that still holds, or whose news were passed on; a message about another is taken away."""
    found = session.get(RegularNews, post.subject_id)
    if found is None or not plans.is_pair(session, found.rep_id, found.manager_id):
        return None
    return found if not found.ended_at or (passed_on and found.batch_id) else None


def _news(session: Session, post: Post, now: datetime) -> Words | None:
    found = [
        notes.News(team.person(session, each.rep_id).first_name, each.what or "", each.text or "")
        for each in news.batch(session, post.subject_id, post.person_id)
    ]
    return notes.news(found) if found else None


def pair_view(session: Session, rep_id: str, reader_id: str, now: datetime) -> PlanView:
    """The plan of a pair with what goes with it, for one of the two. Raises Refusal for anybody else."""
    rep, manager = plans.pair(session, rep_id, reader_id)
    plan = plans.current(session, rep.id, manager.id)
    today = team.today(session, reader_id, now)
    seen = _seen(session, plan, reader_id, now) if plan else _none(rep, manager, reader_id)
    found = news.held(session, rep.id, manager.id)
    return replace(
        seen,
        earlier=tuple(
            (each.id, f"Plan of {_on(each.created_at.date(), today)}")
            for each in plans.earlier(session, rep.id, manager.id, reader_id)
        ),
        promises=tuple(
            promise_view(session, each, reader_id, now) for each in promises.between(session, rep.id, manager.id, now)
        ),
        news=news_view(session, found, now) if found else None,
    )


def earlier_view(session: Session, plan_id: str, reader_id: str, now: datetime) -> PlanView:
    """An earlier plan. Raises Refusal for anybody but its two people."""
    return replace(_seen(session, plans.read(session, plan_id, reader_id), reader_id, now), over=True)


def _none(rep: Person, manager: Person, reader_id: str) -> PlanView:
    return PlanView(rep.id, rep.first_name, manager.first_name, reader_id == rep.id)


def _seen(session: Session, plan: Plan, reader_id: str, now: datetime) -> PlanView:
    here = team.zone(team.person(session, reader_id))
    today = now.astimezone(here).date()
    rep, manager = team.person(session, plan.rep_id), team.person(session, plan.manager_id)

    def said(at: datetime | None) -> str:
        return day(at.astimezone(here).date(), today) if at else ""

    return replace(
        _none(rep, manager, reader_id),
        state=plans.state_of(plan, today),
        id=plan.id,
        stamp=plans.stamp(plan),
        rep_words=plans.words(plan.rep_words),
        manager_words=plans.words(plan.manager_words),
        rep_agreed=said(plan.rep_agreed_at),
        manager_agreed=said(plan.manager_agreed_at),
        review=day(plan.review_on, today) if plan.review_on else "",
        review_on=plan.review_on,
        may_start=may_start_next(plan.review_on, today),
        begun=said(plan.created_at),
    )


def _on(at: date, today: date) -> str:
    return bare(day(at, today))


def promise_view(session: Session, promise: Promise, reader_id: str, now: datetime) -> PromiseView:
    """One promise as one of the two sees it."""
    here = team.zone(team.person(session, reader_id))
    today = now.astimezone(here).date()
    other = promise.rep_id if reader_id == promise.manager_id else promise.manager_id
    return PromiseView(
        id=promise.id,
        text=promise.text or "",
        other=team.person(session, other).first_name,
        due=_on(promise.due_on, today) if promise.due_on > today else day(promise.due_on, today),
        is_due=promise.due_on <= today,
        is_over=promise.due_on < today,
        kept=day(promise.kept_at.astimezone(here).date(), today) if promise.kept_at else "",
    )


def news_view(session: Session, found: RegularNews, now: datetime) -> NewsView:
    """One agreement; times are on the rep's clock."""
    rep, manager = team.person(session, found.rep_id), team.person(session, found.manager_id)
    is_open = news.is_open(found)
    return NewsView(
        id=found.id,
        what=found.what or "",
        weekday=found.weekday,
        rep=rep.first_name,
        manager=manager.first_name,
        agreed=found.due_at is not None,
        asks=is_open,
        written=is_open and found.text is not None,
        passed_on=found.batch_id is not None,
        goes=when(found.due_at, now, team.zone(rep)) if found.due_at else "",
    )


def home(settings: Settings, session: Session, person_id: str, now: datetime) -> list[Block]:
    """For App Home: one's own plan, and those of one's reps. Nothing for somebody who has neither."""
    return [*_rep_home(session, person_id, now), *_manager_home(settings, session, person_id, now)]


def _rep_home(session: Session, person_id: str, now: datetime) -> list[Block]:
    if team.manager_of(session, person_id) is None:
        return []
    view = pair_view(session, person_id, person_id, now)
    if view.news and not is_todays(session, view.news, now):
        view = replace(view, news=replace(view.news, asks=False))
    menu = likes.menu(escape(view.manager), team.person(session, person_id).likes_help)
    return home_words.of_rep(view, menu)


def is_todays(session: Session, view: NewsView, now: datetime) -> bool:
    """Whether it was asked for today: App Home does not go on asking."""
    found = session.get_one(RegularNews, view.id)
    here = team.zone(team.person(session, found.rep_id))
    return found.asked_at is not None and found.asked_at.astimezone(here).date() == now.astimezone(here).date()


def _manager_home(settings: Settings, session: Session, person_id: str, now: datetime) -> list[Block]:
    wants = [Wants(rep.first_name, state) for rep, state in plans.wanting(session, settings, person_id, now)]
    due = [promise_view(session, each, person_id, now) for each in _due(session, person_id, now)]
    reps, held = team.active_reps_of(session, person_id), plans.current_of(session, person_id)
    turns = [rep.first_name for rep in reps if plans.waits_for_manager(held.get(rep.id))]
    return home_words.of_manager(len(reps), wants, turns, due)


def _due(session: Session, person_id: str, now: datetime) -> list[Promise]:
    return promises.due(session, person_id, team.today(session, person_id, now))


def overview(settings: Settings, session: Session, person_id: str, now: datetime) -> Block:
    """Every plan that somebody may see."""
    own = pair_view(session, person_id, person_id, now) if team.manager_of(session, person_id) else None
    first = [rep.id for rep, _ in plans.wanting(session, settings, person_id, now)]
    rest = [rep.id for rep in team.active_reps_of(session, person_id) if rep.id not in first]
    views = [pair_view(session, each, person_id, now) for each in [*first, *rest]]
    wants, others = views[: len(first)], views[len(first) :]
    return home_words.overview(own, wants, others, best_first=plans.puts_best_first(settings))
