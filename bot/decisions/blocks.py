"""Who may decide what, as a manager and a rep read it, and the form for it. Values in, Block Kit out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.decisions.numbers import MOST_PERCENT, parse_percent, say_percent, within_limit
from bot.decisions.rules import YOURS, Found, LimitKind, Right
from bot.slack.kit import (
    Block,
    Words,
    button,
    choice,
    clip,
    context,
    escape,
    field,
    line,
    modal,
    option,
    overflow,
    section,
)
from bot.slack.times import count
from bot.team.amounts import parse_amount, plain_amount, say_amount
from bot.team.blocks import topics
from bot.team.rules import Topic

OPEN, ADD, ROW, LIST, FORM = (f"decisions.{name}" for name in ("open", "add", "row", "list", "form"))
CHANGE, ONLY, END = "change", "only", "end"
SHOWN, SHOWN_AT_HOME = 40, 8
LONGEST_TITLE = 80
PERSONAL = "This sounds personal, and your reps would read it, so nothing was kept. Name what is to be decided."
_EITHER = re.compile(r"\d{1,2}(?:[.,]\d)?|100")
"""On price, a bare number like this may be a per cent or money."""
TEAM = "team"
"""In the form: for everybody."""
LEVELS = {
    Right.DECIDE: "They decide",
    Right.DECIDE_AND_TELL: "They decide and tell you",
    Right.ASK_FIRST: "They ask first",
    Right.MINE: "You decide",
}
MEANS = {
    Right.DECIDE: "a question about it comes back to them: this one is yours",
    Right.DECIDE_AND_TELL: "likewise; in the evening you read what they decided",
    Right.ASK_FIRST: "as everything that nobody has agreed",
    Right.MINE: "questions about it stay outside the score",
}
TEACH = (
    "Tell your reps what they may decide without asking, and up to where: “Discounts, up to 10 %”. A question about it "
    "comes back to them, with the choice to ask you all the same."
)
NOBODY = "Nothing is agreed with you yet. Your manager says here what you may decide without asking, and up to where."
NO_TEAM = "You're not on a team here yet. If your manager uses me, ask them to add you with `/kickstand team`."


@dataclass(frozen=True)
class Shown:
    """One agreed decision, in words. `limit`: `10 %`, or nothing; `rep`: whom alone it is for, or nobody."""

    id: str
    topic: Topic
    title: str
    right: Right
    limit: str = ""
    rep: str = ""
    misses: int = 0


def limit_words(kind: LimitKind | None, limit: Decimal | None, currency: str) -> str:
    """A limit as it stands after "up to": `10 %`, `5,000 $`; nothing where there is none."""
    if kind is None or limit is None:
        return ""
    return say_percent(limit) if kind == LimitKind.PERCENT else say_amount(limit, currency)


def title_within(title: str) -> str:
    """A title as it stands inside a sentence: `discounts`; `SLA terms` stays."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def phrase(shown: Shown) -> str:
    """`discounts up to 10 %`."""
    return title_within(shown.title) + (f" up to {shown.limit}" if shown.limit else "")


def because(found: Found, currency: str) -> str:
    """How it was found, as it stands after "because": our own words and numbers."""
    kind = found.agreed.limit_kind
    number = limit_words(kind, found.number, currency)
    if found.word:
        return f"you wrote “{found.word}”" + (f" and {number}" if number else "")
    return "you named the topic" + (f" and wrote {number}" if number else "")


# The list ---------------------------------------------------------------------------------------------------------


def listed(
    leads: bool,
    found: Sequence[Shown],
    mine: Sequence[Shown] = (),
    manager: str = "",
    data: str = "",
    alone: Sequence[Words] = (),
) -> Block:
    """The register of somebody who leads, what holds for who reports to `manager`, who goes `alone` on a topic."""
    blocks = _register(found) if leads else []
    if manager:
        blocks += [section(escape(said)) for said in _lines(mine, manager)]
    blocks += [block for said in alone for block in said.blocks]
    if manager and not mine and not alone:
        blocks += [section(NOBODY)]
    return modal("Decisions", LIST, blocks or [section(NO_TEAM)], data=data)


def _register(found: Sequence[Shown]) -> list[Block]:
    rows = [section(_row(each), _choices(each)) for each in found[:SHOWN]] or [section(TEACH)]
    more = [context(f"And {len(found) - SHOWN} more.")] if len(found) > SHOWN else []
    add = section("Your reps read this, and hear when it changes.", button("Add", ADD, ADD, style="primary"))
    return [add, *rows, *more]


def _row(each: Shown) -> str:
    limit = f" up to {each.limit}" if each.limit else ""
    only = f"  ·  only {each.rep}" if each.rep else ""
    missed = f"\n_{count(each.misses, 'time')} a question was not about this_" if each.misses else ""
    said = f"{limit}: {LEVELS[each.right].lower()}{only}  ·  {topics.within(each.topic)}"
    return f"*{escape(clip(each.title, 120))}*{escape(said)}{missed}"


def _choices(each: Shown) -> Block:
    only = [] if each.rep else [option("Only for one rep", f"{ONLY}:{each.id}")]
    return overflow(
        f"{ROW}@{each.id}", [option("Change", f"{CHANGE}:{each.id}"), *only, option("End", f"{END}:{each.id}")]
    )


def _lines(mine: Sequence[Shown], manager: str) -> list[str]:
    """What holds for a rep, a line for each right: `Yours: discounts up to 10 %`."""
    heads = {
        Right.DECIDE: "Yours",
        Right.DECIDE_AND_TELL: f"Yours, and {manager} hears of it",
        Right.ASK_FIRST: f"Ask {manager} first",
        Right.MINE: f"{manager} decides",
    }
    return _by_right(heads, mine, phrase)


def _by_right(heads: Mapping[Right, str], found: Sequence[Shown], say: Callable[[Shown], str]) -> list[str]:
    said = {right: [say(each) for each in found if each.right == right] for right in heads}
    return [clip(f"{head}: {'; '.join(said[right])}", 2900) for right, head in heads.items() if said[right]]


def _for_whom(each: Shown) -> str:
    return phrase(each) + (f" ({each.rep})" if each.rep else "")


def manager_home(found: Sequence[Shown]) -> list[Block]:
    """For a manager's App Home."""
    if not found:
        return [section(TEACH, open_button())]
    more = [f"And {len(found) - SHOWN_AT_HOME} more."] if len(found) > SHOWN_AT_HOME else []
    said = [*_by_right(LEVELS, found[:SHOWN_AT_HOME], _for_whom), *more]
    return [section(clip("\n".join(["*Decisions*", *map(escape, said)]), 3000), open_button())]


def rep_home(mine: Sequence[Shown], manager: str) -> list[Block]:
    """For a rep's App Home: nothing while nothing is agreed."""
    return [section(escape("\n".join(_lines(mine, manager))), open_button("@mine"))] if mine else []


def open_button(which: str = "") -> Block:
    """What opens the list; `which` tells two of them in one view apart."""
    return button("Decisions", f"{OPEN}{which}", OPEN)


def widen(rep: str, topic: Topic, value: str, name: str) -> Block:
    """For a manager's App Home: somebody goes alone on a topic, and nothing says yet up to where."""
    said = f"{rep} goes alone on {topics.within(topic)}. Would you like to say what that means, and up to where?"
    return section(escape(said), button("Open the decision", f"{ADD}@{name}", value))


def changed(mine: Sequence[Shown], manager: str) -> Words:
    """What a rep hears when their manager changed something."""
    first = f"{manager} has changed what is yours to decide."
    said = [clip(each, 500) for each in _lines(mine, manager)] or ["Nothing is agreed just now: ask as usual."]
    foot = "`/kickstand decisions` has the list."
    blocks = [section(f"*{escape(first)}*"), *(section(escape(each)) for each in said), context(foot)]
    return Words(escape("\n".join([first, *said, foot])), blocks)


# The form ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filled:
    """What the form starts with. `limit` as somebody would type it."""

    topic: Topic | None = None
    title: str = ""
    right: Right = Right.DECIDE
    limit: str = ""
    rep_id: str = ""


def typed_limit(kind: LimitKind | None, limit: Decimal | None) -> str:
    """A limit as the form reads it; a small amount with its cents, so that nobody takes it for a per cent."""
    if kind is None or limit is None:
        return ""
    if kind == LimitKind.PERCENT:
        return say_percent(limit)
    return f"{limit:.2f}" if limit <= MOST_PERCENT else plain_amount(limit)


def form(start: Filled, reps: Sequence[tuple[str, str]], data: str) -> Block:
    """One decision to add or to change. `reps`: id and name, by name."""
    kinds = [option(name, topic.value) for topic, name in topics.TOPICS.items()]
    levels = [option(LEVELS[right], right.value, MEANS[right]) for right in Right]
    whom = [option("My whole team", TEAM), *(option(name, rep_id) for rep_id, name in reps)]
    title = line(start.title, placeholder="Discounts", longest=LONGEST_TITLE)
    limit = line(start.limit, placeholder="10 %", longest=40)
    hint = "Up to and including it: 10 % or 5,000. Empty: no limit. Questions are matched by it, so it is worth having."
    return modal(
        "Decision",
        FORM,
        [
            field("What is to be decided?", "title", title, optional=False),
            field("Topic", "topic", choice(kinds, start.topic), optional=False),
            field("Who decides?", "right", choice(levels, start.right, kind="radio_buttons"), optional=False),
            field("Up to where?", "limit", limit, hint=hint),
            field("For whom?", "whom", choice(whom, start.rep_id or TEAM), optional=False),
        ],
        submit="Save",
        data=data,
    )


@dataclass(frozen=True)
class Given:
    """What was filled in; what is missing is None or empty."""

    topic: Topic | None
    title: str
    right: Right | None
    limit_kind: LimitKind | None
    limit: Decimal | None
    rep_id: str | None


def read(view: Mapping[str, Any]) -> tuple[Given, dict[str, str]]:
    """The filled form, and a sentence for each field that is not right."""
    values: Mapping[str, Any] = view["state"]["values"]
    found: dict[str, Mapping[str, Any]] = {name: next(iter(block.values()), {}) for name, block in values.items()}
    topic, right, whom = (
        str((found.get(name, {}).get("selected_option") or {}).get("value") or "")
        for name in ("topic", "right", "whom")
    )
    title = " ".join(str(found.get("title", {}).get("value") or "").split())[:LONGEST_TITLE]
    kind, limit, wrong = _limit(within_limit(str(found.get("limit", {}).get("value") or "")), topic)
    given = Given(
        topic=next((each for each in Topic if each == topic), None),
        title=title,
        right=next((each for each in Right if each == right), None),
        limit_kind=kind,
        limit=limit,
        rep_id=None if whom in {"", TEAM} else whom,
    )
    return given, _wrong(given, wrong)


def _limit(typed: str, topic: str) -> tuple[LimitKind | None, Decimal | None, str]:
    if not typed:
        return None, None, ""
    if topic == Topic.PRICING and _EITHER.fullmatch(typed):
        return None, None, "A per cent, or money? Write it like 10 %, or 10.00 for money."
    try:
        percent = parse_percent(typed)
    except ValueError as error:
        return None, None, str(error)
    try:
        return (LimitKind.AMOUNT, parse_amount(typed), "") if percent is None else (LimitKind.PERCENT, percent, "")
    except ValueError:
        return None, None, "Write it like 10 % or 5,000, or leave it empty."


def _wrong(given: Given, limit: str) -> dict[str, str]:
    errors = {
        "title": "" if given.title else "Give it a name, such as “Discounts”.",
        "topic": "" if given.topic else "Pick one.",
        "right": "" if given.right else "Pick one.",
        "limit": limit,
    }
    if given.limit is not None and given.right is not None and given.right not in YOURS:
        errors["limit"] = "A limit goes with what your reps decide. Leave this empty."
    return {name: sentence for name, sentence in errors.items() if sentence}
