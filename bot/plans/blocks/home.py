"""What App Home and `/kickstand plan` show of all one's plans. Values in, blocks out."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.plans.blocks.plan import DONE, NEWS_WRITE, OPEN, headline, news_line, promise_line
from bot.plans.blocks.view import NewsView, PlanView, PromiseView
from bot.plans.rules import PlanState
from bot.slack.kit import Block, button, clip, context, escape, modal, section
from bot.slack.times import count

OVERVIEW, ALL = "plan.overview", "all"
SHOWN, PROMISES, NAMED, PROMISED = 80, 2, 6, 3


class Wants(NamedTuple):
    """A rep whose plan wants attention."""

    rep: str
    state: PlanState


def of_rep(plan: PlanView, likes: Block) -> list[Block]:
    """One's own plan, what was promised, this week's news, and how one likes help."""
    open_ones = [each for each in plan.promises if not each.kept]
    told = [f"\n•  {escape(clip(promise_line(each), 150))}" for each in open_ones[:PROMISED]]
    told += [f"\n•  and {len(open_ones) - PROMISED} more"] if len(open_ones) > PROMISED else []
    promised = [section(f"*{escape(plan.manager)} promised*{''.join(told)}")] if told else []
    label = "Open" if plan.id else "Start our plan"
    news = _news(plan.news, plan.rep_id)
    return [section(escape(headline(plan)), button(label, OPEN, plan.rep_id)), *promised, *news, likes]


def _news(news: NewsView | None, rep_id: str) -> list[Block]:
    if news is None or news.written or not (news.asks or not news.agreed):
        return []
    if not news.agreed:
        return [section(escape(news_line(news, True)), button("Have a look", f"{OPEN}@news", rep_id))]
    first = f"{news.manager} hears from you today: {news.what}."
    return [section(escape(first), button("Write it", NEWS_WRITE, news.id))]


def of_manager(reps: int, wants: Sequence[Wants], turns: Sequence[str], due: Sequence[PromiseView]) -> list[Block]:
    """Whose plan to turn to, whose waits for one's own words or yes (`turns`), and one's promises that are due."""
    open_all = button("Growth plans", f"{OPEN}@{ALL}", ALL)
    blocks = [section(escape(_wants(wants) + _turns(turns)), open_all)] if reps else []
    for each in due[:PROMISES]:
        line = clip(f"You promised {each.other}: {promise_line(each)}", 300)
        blocks.append(section(escape(line), button("Done", f"{DONE}@{each.id}", each.id)))
    left = len(due) - PROMISES
    return [*blocks, *([context(f"And {count(left, 'promise')} more, on their pages.")] if left > 0 else [])]


def _wants(wants: Sequence[Wants]) -> str:
    if not wants:
        return "Every rep of yours has a growth plan that holds or is being written."
    named = [f"{each.rep} ({STATES[each.state]})" for each in wants[:NAMED]]
    left = len(wants) - NAMED
    return f"Growth plans to turn to: {', '.join(named)}{f', and {left} more' if left > 0 else ''}."


def _turns(turns: Sequence[str]) -> str:
    left = len(turns) - NAMED
    return f" Waiting for you: {', '.join(turns[:NAMED])}{f', and {left} more' if left > 0 else ''}." if turns else ""


STATES = {
    PlanState.NONE: "no plan yet",
    PlanState.DRAFT: "a draft",
    PlanState.AGREED: "agreed",
    PlanState.DUE: "due for another look",
}


def overview(
    own: PlanView | None, wants: Sequence[PlanView], others: Sequence[PlanView], *, best_first: bool = True
) -> Block:
    """Whose plan wants attention, in the order to turn to them, or by name; then everybody else by name."""
    blocks = [_line(own)] if own else []
    if wants:
        heading = "*To turn to, in this order*" if best_first else "*To turn to*"
        blocks += [section(heading), *(_line(each) for each in wants[:SHOWN])]
        blocks += [context("Who needs you least is easily overlooked, so they come first.")] if best_first else []
    room = SHOWN - len(wants[:SHOWN])
    if others and room > 0:
        blocks += [section("*The others*"), *(_line(each) for each in others[:room])]
    left = len(wants) + len(others) - SHOWN
    blocks += [context(f"And {left} more: `/kickstand plan @name` opens theirs.")] if left > 0 else []
    return modal("Growth plans", OVERVIEW, blocks)


def _line(view: PlanView) -> Block:
    return section(escape(headline(view)), button("Open", f"{OPEN}@{view.rep_id}", view.rep_id))
