"""The modals of a request, and reading them back. Values in, views out; a form's fields are named once, here."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot.requests.blocks.view import RequestView
from bot.requests.rules import Brief
from bot.slack.kit import Block, choice, context, escape, field, line, lines, modal, option, quote, section
from bot.team.amounts import parse_amount
from bot.team.blocks.topics import TOPICS as TOPICS
from bot.team.rules import Topic

ASK, BRIEF, URGENT, QUESTION = "request.ask", "request.brief", "request.urgent", "request.question"
PICKS = {"0": "The first", "1": "The second", "2": "The third"}
MOST_OPTIONS = len(PICKS)


def ask(text: str = "", data: str = "") -> Block:
    """A new question, with room for what was tried: nobody has to fill in more than the first field."""
    question = field("What would you ask?", "text", lines(text, placeholder="Can I give Acme 20 %?"), optional=False)
    return modal("Ask my manager", ASK, [question, *_fields("", (), None, "", None, None)], submit="Ask", data=data)


def brief(view: RequestView, amount: str, needed_by: date | None, topic: Topic | None, known: int) -> Block:
    """The two questions, filled with what was answered before, `known` times in the thread."""
    head = [quote(view.text)] if view.text else []
    fields = _fields(view.tried, view.options, view.pick, amount, needed_by, topic)
    return modal("Two questions", BRIEF, [*head, *fields], submit="Save", data=f"{view.id} {known}")


def known_of(data: str) -> int | None:
    """How many answers from the thread a form that `brief` made held already."""
    words = data.split()
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else None


def _fields(
    tried: str, options: tuple[str, ...], pick: int | None, amount: str, needed_by: date | None, topic: Topic | None
) -> list[Block]:
    # In the thread there may have been more: the last line takes them, so that saving drops none.
    last = MOST_OPTIONS - 1
    ways = [*options[:last], "; ".join(options[last:]), *[""] * last][:MOST_OPTIONS]
    names = ("What else are you considering?", "Another way", "And a third")
    considering = [field(name, f"option_{place}", line(ways[place], longest=500)) for place, name in enumerate(names)]
    picks = [option(name, value) for value, name in PICKS.items()]
    date_picker: Block = {"type": "datepicker"} | ({"initial_date": needed_by.isoformat()} if needed_by else {})
    topics = [option(name, kind.value) for kind, name in TOPICS.items()]
    return [
        field("What have you tried?", "tried", lines(tried)),
        *considering,
        field("Which would you pick?", "pick", choice(picks, None if pick is None else str(pick))),
        field("Deal amount", "amount", line(amount, placeholder="12,000", longest=40)),
        field("Decision needed by", "needed_by", date_picker),
        field("Topic", "topic", choice(topics, topic.value if topic else None)),
    ]


def urgent(view: RequestView) -> Block:
    """One line of why. It goes out whatever it says."""
    why = field("Why can't it wait?", "why", line(placeholder="The customer signs at noon"), hint="One line is plenty.")
    return modal("Urgent", URGENT, [why], submit="Send it now", data=view.id)


def question(view: RequestView, suggested: list[str], *, own: bool = False) -> Block:
    """Three questions to choose from, or one's own. `own`: it will stand in their conversation, in their name."""
    where = "in your direct messages, from you" if own else "in the thread"
    choices = [option(each, str(place), "") for place, each in enumerate(suggested)]
    return modal(
        "Ask a question",
        QUESTION,
        [
            section(f"*{escape(view.rep)} will see this {where}.*"),
            field("One of these", "suggested", choice(choices, kind="radio_buttons")),
            field("Or in your own words", "own", lines(longest=2000)),
            context("Your own words go first, if you write any."),
        ],
        submit="Ask",
        data=view.id,
    )


def values(view: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, by field name, as text; empty fields are left out. Each block holds one element."""
    state: Mapping[str, Any] = view["state"]["values"]
    found = {name: _value(next(iter(block.values()), {})) for name, block in state.items()}
    return {name: value for name, value in found.items() if value}


def _value(element: Mapping[str, Any]) -> str:
    chosen = element.get("selected_option") or {}
    return str(element.get("value") or element.get("selected_date") or chosen.get("value") or "").strip()


def read_brief(given: Mapping[str, str]) -> tuple[Brief, dict[str, str]]:
    """The brief in a filled form, and a sentence for each field that could not be read."""
    amount, errors = _amount(given.get("amount", ""))
    topic, needed_by = given.get("topic"), given.get("needed_by")
    places = [place for place in range(MOST_OPTIONS) if given.get(f"option_{place}")]
    picked = given.get("pick")
    pick = next((at for at, place in enumerate(places) if str(place) == picked), None)
    if picked and pick is None and places:
        errors["pick"] = "That one is empty. Pick one that you wrote down, or none."
    brief = Brief(
        tried=given.get("tried", ""),
        options=tuple(given[f"option_{place}"] for place in places),
        pick=pick,
        amount=amount,
        needed_by=date.fromisoformat(needed_by) if needed_by else None,
        topic=next((each for each in Topic if each == topic), None),
    )
    return brief, errors


def _amount(text: str) -> tuple[Decimal | None, dict[str, str]]:
    if not text.strip():
        return None, {}
    try:
        return parse_amount(text), {}
    except ValueError as error:
        return None, {"amount": str(error)}
