"""The pulse in words: the invitation, the three questions, what came of them. Pure; never a count of an answer."""

from collections.abc import Sequence

from bot.pulse.rules import ITEMS, LEAST_ANSWERED, Band, Count, band
from bot.slack.kit import Block, Words, actions, button, choice, context, escape, field, modal, option, section
from bot.slack.times import count

ANSWER = "pulse.answer"
"""The button, and the form that it opens."""
SENTENCES = (
    "I decide for myself how I go about my work.",
    "I get better at my work.",
    "I can ask my manager for help without it counting against me.",
)
AGREEING = ("I don't agree at all", "I tend not to agree", "In between", "I tend to agree", "I fully agree")
BANDS = {Band.MOSTLY_YES: "mostly yes", Band.MIXED: "mixed", Band.MOSTLY_NO: "mostly no"}
NOTHING = "Fewer than five answered, so nothing is shown, and nothing is kept."
ASKING = "Three sentences about your work: how far do you agree? It takes a minute, and nobody sees who said what."
HOW = (
    "Your answers only add to your team's counts. From five answers on, “mostly yes”, “mixed” or “mostly no” is shown "
    "for each sentence, to your manager and your team alike."
)
COUNTED = "Your answer is counted. Nobody can see what it was, and it can't be changed: nothing says which is yours."
OVER = "This round of three questions is over. What came of it is in App Home."


def asking(pulse_id: str) -> Words:
    """The invitation."""
    row = actions(button("Answer 3 questions", ANSWER, pulse_id, style="primary"))
    return Words(f"{ASKING}\n{HOW}", [section(ASKING), row, context(HOW)])


def said(sentence: str) -> Words:
    """An invitation that was used, or is over."""
    return Words(sentence, [section(sentence)])


def form(pulse_id: str, beneath: str = "") -> Block:
    """The three sentences, without anything chosen. `beneath`: what is behind the form."""
    choices = [option(words, str(number)) for number, words in enumerate(AGREEING, 1)]
    fields = [
        field(sentence, name(item), choice(choices, kind="radio_buttons"), optional=False)
        for item, sentence in zip(ITEMS, SENTENCES, strict=True)
    ]
    return modal(
        "Three questions",
        ANSWER,
        [*fields, context(HOW)],
        submit="Count my answer",
        data=f"{pulse_id} {beneath}".rstrip(),
    )


def name(item: int) -> str:
    """The field of one sentence in the form."""
    return f"item_{item}"


def result(counts: Sequence[Count], whose: str) -> Words:
    """What came of a pulse. `whose`: "Your team", or the team of somebody."""
    answered = sum(counts[0])
    if answered < LEAST_ANSWERED:
        sentence = f"{whose} was asked three questions, without names. {NOTHING}"
        return Words(sentence, [section(escape(sentence))])
    first = f"{whose} answered three questions, without names: {count(answered, 'answer')}."
    lines = [f"• {sentence} {BANDS[band(each)]}" for sentence, each in zip(SENTENCES, counts, strict=True)]
    note = "Nobody sees who said what, or how many. For talking about together; not for judging anybody."
    text = "\n".join([first, *lines, note])
    return Words(text, [section(f"*{escape(first)}*\n" + "\n".join(lines)), context(note)])
