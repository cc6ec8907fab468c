"""What is posted about plans, promises and regular news. Values in, words out."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.plans.blocks.plan import DONE, END, NEWS_WRITE, OPEN, headline, news_buttons, news_line, promise_line
from bot.plans.blocks.view import NewsView, PlanView, PromiseView
from bot.plans.rules import PlanState
from bot.slack.kit import TEXT, Block, Words, actions, button, clip, context, escape, section

SHOWN = 10
TOLD = 20
"""So many reps' news stand in one message; a line says when there were more."""


class News(NamedTuple):
    """One rep's line."""

    rep: str
    what: str
    text: str


def turn(view: PlanView) -> Words:
    """Something in the plan is new for its reader."""
    first = headline(view)
    if view.state == PlanState.DRAFT:
        first = f"{view.other} has {'agreed to' if view.theirs else 'written in'} your plan. {_next(view)}"
    return _said(first, [button("Open the plan", OPEN, view.rep_id)])


def _next(view: PlanView) -> str:
    if not any(view.own_words):
        return "Your part goes beside it."
    if view.mine:
        return f"You have agreed; {view.other} has not yet."
    return "It holds once you both agree." if any(view.others_words) else f"{view.other}'s part is still to come."


def review(view: PlanView) -> Words:
    """The day has come that the two chose."""
    first = f"It's time to look at your plan with {view.other} again. The next one starts from the old words."
    return _said(first, [button("Open the plan", OPEN, view.rep_id)])


def looked_at(view: PlanView) -> Words:
    """The next plan was started meanwhile."""
    return _said(f"You and {view.other} have started your next plan.", [button("Open the plan", OPEN, view.rep_id)])


def promises(found: Sequence[PromiseView]) -> Words:
    """The promises that are due, to the manager who made them; `Done` on each that is open."""
    open_ones = [each for each in found if not each.kept]
    first = _first(open_ones) if open_ones else "What you promised is done. Thank you."
    lines = [f"{each.other}: {promise_line(each)}" for each in found[:SHOWN]]
    blocks: list[Block] = [section(first)]
    for each, line in zip(found, lines, strict=False):
        done = None if each.kept else button("Done", f"{DONE}@{each.id}", each.id)
        blocks.append(section(escape(clip(line, 500)), done))
    more = [f"And {len(found) - SHOWN} more in App Home."] if len(found) > SHOWN else []
    foot = "I name each once. It stays in App Home, and your reps see how it stands." if open_ones else ""
    blocks += [context(each) for each in [*more, foot] if each]
    offer = "Buttons: Done." if open_ones else ""
    return Words(_text(first, lines, *more, foot, offer), blocks)


def _first(open_ones: Sequence[PromiseView]) -> str:
    if not all(each.is_due for each in open_ones):
        return "What you promised, due before your next day of work:"
    is_late = any(each.is_over for each in open_ones)
    return "What you promised, and still to do:" if is_late else "Today is the day for what you promised:"


def offer(news: NewsView) -> Words:
    """The manager's wish for regular news, to the rep."""
    if news.agreed:
        return _said(f"Agreed. {news_line(news, True)}", [button("End it", END, news.id)])
    how = "I'd ask you on that morning and bring it over once, with everybody else's. You can end it at any time."
    wish = news_line(news, True).removesuffix(" It waits for your yes.")
    return _said(f"{wish} {how}", [*news_buttons(news, True), button("Rather not", END, news.id)])


def ask(news: NewsView) -> Words:
    """This week's, to the rep. Asked once; nobody is asked again."""
    if news.passed_on:
        return _said(f"{news.manager} has your news: {news.what}. I've forgotten the words.", [])
    if news.written:
        return _said(
            f"{news.manager} gets your news {news.goes}: {news.what}.", [button("Change it", NEWS_WRITE, news.id)]
        )
    if not news.asks:
        return _said(f"This was about your news for {news.manager}: {news.what}. Nothing to do.", [])
    first = f"{news.manager} hears from you today: {news.what}. One line is plenty."
    return _said(first, [button("Write it", NEWS_WRITE, news.id)])


def news(found: Sequence[News]) -> Words:
    """All that reps wrote for a manager, by name."""
    first = f"News from {_names([each.rep for each in found])}."
    lines = [f"{each.rep}, {each.what}: {each.text}" for each in found[:TOLD]]
    blocks = [section(f"*{escape(clip(first, 500))}*")]
    blocks += [
        section(f"*{escape(each.rep)}*  _{escape(each.what)}_\n{escape(clip(each.text, 550))}") for each in found[:TOLD]
    ]
    more = [f"And {len(found) - TOLD} more; ask them."] if len(found) > TOLD else []
    blocks += [context(each) for each in more]
    return Words(_text(first, lines, *more), blocks)


def _text(first: str, lines: Sequence[str], *rest: str) -> str:
    """Everything the blocks say; long lines give way so that it stays one message."""
    ends = [escape(each) for each in rest if each]
    room = (TEXT - len(escape(first)) - sum(len(each) + 1 for each in ends)) // max(len(lines), 1) - 1
    return "\n".join([escape(first), *(_within(each, room) for each in lines), *ends])


def _within(line: str, room: int) -> str:
    """Escaping can lengthen a line fivefold."""
    whole = escape(line)
    return whole if len(whole) <= room else escape(clip(line, max(room // 5, 1)))


def _names(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else "".join(names)


def _said(text: str, row: list[Block]) -> Words:
    labels = ", ".join(str(each["text"]["text"]) for each in row)
    told = f"{text} {'Buttons' if len(row) > 1 else 'Button'}: {labels}." if row else text
    return Words(escape(told), [section(escape(text)), *([actions(*row)] if row else [])])
