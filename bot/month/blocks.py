"""The look back at a month: the message, and the form with its four questions. Pure: values in, words out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.month.rules import MonthNumbers, Reply, Sign
from bot.score.rules.index import round_half_up
from bot.score.rules.rates import Share
from bot.slack.kit import Block, Words, actions, button, choice, context, field, modal, option, section
from bot.slack.times import count, length

ANSWER = "month.answer"
"""The button, and the form that it opens."""
QUESTIONS = {
    Sign.CLOSING: "Does helping to close deals take more of you than you have?",
    Sign.SCALE: "Would your team come to a stop if you were away for two weeks?",
    Sign.HESITANT: "Do your sellers hesitate where they could decide?",
    Sign.DEVELOPMENT: "Is developing your people what falls by the wayside?",
}
REPLIES = {Reply.YES: "Yes", Reply.PARTLY: "Partly", Reply.NO: "No"}
FOOTER = "Only you see this. For coaching; not for pay, promotion or discipline."
FEW = 5
"""From so many on, a share has a percentage."""


@dataclass(frozen=True)
class Look:
    """One manager's month as it stands. `numbers`: None where no data is shown. `is_open`: it can be answered."""

    id: str
    month: date
    answers: Mapping[Sign, Reply]
    numbers: MonthNumbers | None
    is_open: bool
    calls: str = ""
    """The calls of the month with reps, by the role that the manager played (S1.7)."""


def look(month: Look) -> Words:
    """The message: the question before it is answered; afterwards each answer, beside what the data says."""
    name = f"{month.month:%B %Y}"
    if month.answers:
        first = f"Your month in one look: {name}."
        lines = [_answered(sign, month) for sign in Sign]
        again = [actions(button("Change my answers", ANSWER, month.id))] if month.is_open else []
        return _message(first, lines, again, month.calls)
    beside = " What I saw comes beside your answers." if month.numbers else ""
    first = f"Your month in one look: {name}. Four questions, a minute."
    lines = [*(f"• {each}" for each in QUESTIONS.values())]
    ask = [actions(button("Answer 4 questions", ANSWER, month.id, style="primary"))] if month.is_open else []
    return _message(first + beside, ["\n".join(lines)], ask, month.calls)


def _message(first: str, lines: list[str], row: list[Block], calls: str) -> Words:
    more = [calls] if calls else []
    text = "\n".join([first, *lines, *more, FOOTER]).replace("*", "")
    told = [section(each) for each in lines], [section(each) for each in more]
    return Words(text, [section(f"*{first}*"), *told[0], *row, *told[1], context(f"_{FOOTER}_")])


def _answered(sign: Sign, month: Look) -> str:
    said = f"*{QUESTIONS[sign]}*\nYou said: {REPLIES[month.answers[sign]].lower()}."
    return f"{said} {SAID[sign](month.numbers)}" if month.numbers else said


def form(month: Look) -> Block:
    """The four questions, with what was answered before. No data: it would answer for them."""
    choices = [option(label, reply) for reply, label in REPLIES.items()]
    fields = [
        field(
            question,
            sign,
            choice(choices, month.answers.get(sign), kind="radio_buttons"),
            optional=False,
        )
        for sign, question in QUESTIONS.items()
    ]
    return modal("Your month", ANSWER, fields, submit="Save", data=month.id)


def _closing(numbers: MonthNumbers) -> str:
    if not numbers.reached:
        return "I saw no question that reached you."
    weekly = f", {numbers.reached / numbers.weeks:.1f} per week you worked" if numbers.weeks >= 1 else ""
    noted = "one answer" if numbers.timed == 1 else f"{numbers.timed} answers"
    spent = f" You noted {length(timedelta(minutes=numbers.minutes))} for {noted}." if numbers.timed else ""
    return f"I saw {count(numbers.reached, 'question')} reach you{weekly}.{spent}"


def _scale(numbers: MonthNumbers) -> str:
    if not numbers.absorbed.whole:
        return "I saw no question."
    each = f" What reached you was {numbers.reached / numbers.reps:.1f} for each rep." if numbers.reps else ""
    return f"I saw {_of(numbers.absorbed, 'question')} settled before reaching you.{each}"


def _hesitant(numbers: MonthNumbers) -> str:
    if not numbers.without_options.whole:
        return "I saw no question reach you that could have come with options."
    own = numbers.own_calls
    calls = f" {own} came with a pick and ended as the rep's call." if own else ""
    return f"I saw {_of(numbers.without_options, 'question')} come without options.{calls}"


def _development(numbers: MonthNumbers) -> str:
    if not numbers.taught.whole:
        return "I saw no answer that says what kind of help it was."
    return f"I saw {_of(numbers.taught, 'answer')} coach or hand the decision over."


SAID = {
    Sign.CLOSING: _closing,
    Sign.SCALE: _scale,
    Sign.HESITANT: _hesitant,
    Sign.DEVELOPMENT: _development,
}


def _of(share: Share, thing: str) -> str:
    """`3 of 14 questions (21 %)`; no percentage of a few."""
    percent = f" ({round_half_up(100 * (share.value or 0))} %)" if share.whole >= FEW else ""
    return f"{share.part or 'none'} of {count(share.whole, thing)}{percent}"
