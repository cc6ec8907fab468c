"""A plan as its two people see it: six questions, two answers each, promises, news. Values in, a view out."""

from bot.plans.blocks.view import NewsView, PlanView, PromiseView
from bot.plans.rules import PlanState
from bot.slack.kit import Block, actions, button, clip, context, divider, escape, modal, quote, section
from bot.team.settings_form import WEEKDAYS

MODAL, OLD_MODAL = "plan.page", "plan.old"
OPEN, WRITE, AGREE, NEXT, READ = "plan.open", "plan.write", "plan.agree", "plan.next", "plan.read"
PROMISE, DONE, TAKE_BACK = "plan.promise", "plan.done", "plan.take_back"
NEWS, ACCEPT, END, NEWS_WRITE = "plan.news", "plan.news_accept", "plan.news_end", "plan.news_write"
QUESTIONS = (
    "Where can I go ahead without you?",
    "What do you want to hear from me regularly?",
    "What could I get better at, and how?",
    "What will you do to help me?",
    "What does a good career here take?",
    "How do people above us get to see my work?",
)
"""As the rep asks them (S3.1 to S3.6)."""
PROMISES_SHOWN = 12
EARLIER_SHOWN = 5


def page(view: PlanView) -> Block:
    """The whole page of a pair."""
    blocks = [section(f"*{escape(headline(view))}*"), context(escape(_foot(view)))]
    blocks += [actions(*_buttons(view))]
    if view.id:
        blocks += _answers(view)
    else:
        blocks += [section("\n".join(f"{at}. {escape(each)}" for at, each in enumerate(QUESTIONS, 1)))]
    blocks += [divider(), *_promises(view), divider(), *news_part(view.news, view)]
    blocks += _earlier(view)
    return modal("Growth plan", MODAL, blocks)


def old_page(view: PlanView) -> Block:
    """An earlier plan, to read."""
    return modal("An earlier plan", OLD_MODAL, [section(f"*{escape(headline(view))}*"), *_answers(view)])


def headline(view: PlanView) -> str:
    """How the plan stands, in one sentence."""
    if view.over:
        return f"The plan of {view.rep} and {view.manager}, begun {view.begun}."
    if not view.id:
        whose = f"You and {view.manager} have" if view.is_rep else f"You and {view.rep} have"
        return f"{whose} no plan yet: six questions, two answers each."
    if view.state == PlanState.DUE:
        return f"Your plan with {view.other} is due for another look since {view.review.removeprefix('on ')}."
    if view.state == PlanState.AGREED:
        return f"Your plan with {view.other} holds, with a look at it {view.review}."
    return f"Your plan with {view.other} is a draft. {_missing(view)}"


def _missing(view: PlanView) -> str:
    if not any(view.own_words):
        return "Your part is still to come."
    if not any(view.others_words):
        return f"{view.other}'s part is still to come."
    if view.mine:
        return f"You have agreed; {view.other} has not yet."
    return f"{view.other} has agreed; you have not yet." if view.theirs else "Neither of you has agreed yet."


def _foot(view: PlanView) -> str:
    if not view.id:
        first = (
            "You write first, in any order"
            if view.is_rep
            else f"{view.rep} usually writes first; you may as well begin"
        )
        return f"{first}. Only you two see it. It is looked at again every quarter."
    agreed = [f"{view.rep} agreed {view.rep_agreed}"] if view.rep_agreed else []
    agreed += [f"{view.manager} agreed {view.manager_agreed}"] if view.manager_agreed else []
    said = f"{', '.join(agreed)}. " if agreed else ""
    return f"{said}Who changes something asks the other anew. Only you two see this."


def _buttons(view: PlanView) -> list[Block]:
    write = button("Change my part" if any(view.own_words) else "Write my part", WRITE, view.rep_id)
    yes = button("Agree", AGREE, view.stamp, style="primary") if view.can_agree else None
    again = button("Start the next plan", NEXT, view.id) if view.may_start else None
    return [each for each in (yes, again, write) if each]


def _answers(view: PlanView) -> list[Block]:
    blocks = []
    for at, question in enumerate(QUESTIONS):
        blocks.append(section(f"*{at + 1}. {escape(question)}*"))
        said = [(name, words[at]) for name, words in _sides(view) if at < len(words) and words[at]]
        for name, words in said:
            blocks += [context(escape(name)), quote(words)]
        blocks += [] if said else [context("Nothing written yet." if not view.over else "Nothing written.")]
    return blocks


def _sides(view: PlanView) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (view.rep, view.rep_words), (view.manager, view.manager_words)


def _promises(view: PlanView) -> list[Block]:
    promise = button("Promise something", PROMISE, view.rep_id)
    who = view.manager if view.is_rep else "you"
    title = f"*What {escape(who)} promised*"
    nothing = f"What {who} will do to help {'you' if view.is_rep else view.rep}, each with a day. Nothing yet."
    head = section(title if view.promises else f"{title}\n{escape(nothing)}", None if view.is_rep else promise)
    blocks = [head]
    for each in view.promises[:PROMISES_SHOWN]:
        blocks += promise_row(each, view.is_rep)
    left = len(view.promises) - PROMISES_SHOWN
    return [*blocks, *([context(f"And {left} more.")] if left > 0 else [])]


def promise_line(view: PromiseView) -> str:
    """One promise and how it stands, without blame."""
    if view.kept:
        return f"{view.text} (done {view.kept})"
    return f"{view.text} ({'was due' if view.is_over else 'due' if view.is_due else 'by'} {view.due})"


def promise_row(view: PromiseView, is_rep: bool) -> list[Block]:
    """A promise, with what its manager can do about it."""
    line = section(f"•  {escape(promise_line(view))}")
    if is_rep or view.kept:
        return [line]
    done = button("Done", f"{DONE}@{view.id}", view.id)
    back = None if view.is_due else button("Take back", f"{TAKE_BACK}@{view.id}", view.id)
    return [line, actions(done, back, block_id=f"promise_{view.id}")]


def news_part(news: NewsView | None, view: PlanView) -> list[Block]:
    """What is heard regularly, and how to change it."""
    change = button("Change" if news else "Agree on news", NEWS, view.rep_id)
    if news is None:
        who = view.manager if view.is_rep else "you"
        teach = f"One line on a weekday instead of “just checking”: I ask for it, and bring it to {who} once."
        return [section(f"*Regular news*\n{escape(teach)}", change)]
    rows = [*news_buttons(news, view.is_rep), change, button("End it", END, news.id)]
    return [section(f"*Regular news*\n{escape(news_line(news, view.is_rep))}"), actions(*rows)]


def news_line(news: NewsView, is_rep: bool) -> str:
    """What was agreed, as one of the two reads it."""
    who = f"{news.manager} hears from you" if is_rep else f"You hear from {news.rep}"
    if not news.agreed:
        wish = f"{news.manager} would like to hear" if is_rep else f"You would like to hear from {news.rep}"
        return f"{wish} every {WEEKDAYS[news.weekday]}: {news.what}. It waits for {'your' if is_rep else 'their'} yes."
    return f"{who} every {WEEKDAYS[news.weekday]}: {news.what}."


def news_buttons(news: NewsView, is_rep: bool) -> list[Block]:
    """What the rep can do about it just now."""
    if not is_rep:
        return []
    if not news.agreed:
        return [button("Fine with me", ACCEPT, news.id, style="primary")]
    return [button("Change it" if news.written else "Write it", NEWS_WRITE, news.id)] if news.asks else []


def _earlier(view: PlanView) -> list[Block]:
    if not view.earlier:
        return []
    shown = view.earlier[:EARLIER_SHOWN]
    return [divider(), actions(*(button(clip(name, 70), f"{READ}@{each}", each) for each, name in shown))]
