"""The manager's weekly message: numbers in, words out. Never ranks, names or compares a person, and computes no score.

Each piece below is one paragraph, said once as plain text and once as blocks, so that the notification and the screen
reader get everything the eye gets. `report` puts the pieces in order.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.decisions.blocks import OPEN
from bot.score.blocks.counts import count, counts, numeral, open_words
from bot.score.blocks.late import days
from bot.score.rules.constants import BASELINE_WEEKS, FEWEST_REPS, MIN_EFFECTIVE
from bot.score.rules.index import round_half_up
from bot.score.rules.numbers import Number, WeeklyNumbers
from bot.score.rules.rates import Support
from bot.score.rules.suggestion import Suggestion
from bot.score.rules.vocabulary import (
    Phase,
    SuggestionKind,
    SupportLevel,
    Trend,
    Verdict,
    Withheld,
)
from bot.slack.kit import TEXT, Block, Words, button, clip, context, divider, escape, section
from bot.slack.times import working

FOOTER = "A picture of a pattern, for coaching; not for pay, promotion or discipline."
SCALE = "0 is independent, 100 dependent; in brackets, where the true value probably lies."
TOPIC_LENGTH = 60
OPEN_REGISTER = "Open decisions"
TOO_SMALL = f"Counts are given here for teams with at least {FEWEST_REPS} reps past their ramp; yours has fewer."

VERDICTS = {
    Verdict.MOSTLY_INDEPENDENT: "mostly independent",
    Verdict.MIXED: "mixed",
    Verdict.DEPENDENT: "dependent",
}
TRENDS = {
    Trend.LOWER: "↓ lower than six weeks ago",
    Trend.HIGHER: "↑ higher than six weeks ago",
    Trend.UNCLEAR: "no clear change",
}
SUPPORT_REMARKS = {
    SupportLevel.LOW: "Support was low last week, and a low score means little without good support.",
    SupportLevel.UNKNOWN: "No support could be measured last week, and a low score means little without it.",
}
ADVICE = {
    SuggestionKind.ASK_FOR_OPTIONS: (
        "request came without options",
        "requests came without options",
        "In the next 1:1, ask for two ways they could defend.",
    ),
    SuggestionKind.ASK_FOR_PICK: (
        "request came with options but no pick",
        "requests came with options but no pick",
        "Ask which one they would choose, and why.",
    ),
    SuggestionKind.OPEN_DECISIONS: (
        "request came with a pick or ended as their call",
        "requests came with a pick or ended as their call",
        "Tell your reps which of these they may simply decide, and up to where.",
    ),
    SuggestionKind.COACH_FIRST: (
        "answer was a rescue",
        "answers were rescues",
        "Next time, start with `Ask a question`: it offers three.",
    ),
    SuggestionKind.BACK_THEIR_PICK: (
        "answer was a coaching question",
        "answers were coaching questions",
        "They may know the way by now: try `Back their pick` or `Your call`.",
    ),
}
"""What was seen, for one and for many, and what to try."""


def report(
    numbers: WeeklyNumbers,
    *,
    topics: Mapping[str, str] | None = None,
    charts: Sequence[Words] = (),
    more: Sequence[Words] = (),
) -> Words:
    """The weekly message about one week.

    `topics` gives the manager's own names for topic ids; an id without a name is shown as it is. `charts` stand
    under the two axes and bring their own text; `more` stands before the footer, in the order given.
    """
    pieces = [
        _headline(numbers),
        *_axes(numbers),
        _quiet(numbers),
        *charts,
        counts(numbers),
        _suggestion(numbers.suggestion, topics or {}),
        *more,
        _footer(numbers),
    ]
    said = [piece for piece in pieces if piece is not None]
    text = "\n".join(piece.text for piece in said)
    return Words(clip(text, TEXT), [block for piece in said for block in piece.blocks])


def in_short(numbers: WeeklyNumbers) -> list[Block]:
    """What App Home keeps of the newest report: the headline and both axes. What it may be used for ends that page."""
    said = [f"*Your team, {days(numbers.week)}*", _headline_words(numbers), *(each.text for each in _axes(numbers))]
    return [divider(), section("\n".join(said))]


def _say(sentence: str) -> Words:
    return Words(sentence, [section(sentence)])


def _whisper(*sentences: str) -> Words:
    return Words("\n".join(sentences), [context(*sentences)])


def _headline(numbers: WeeklyNumbers) -> Words:
    sentence = _headline_words(numbers)
    return Words(sentence, [section(f"*{sentence}*")])


def _headline_words(numbers: WeeklyNumbers) -> str:
    asked, solved = numbers.reach.requests, numbers.reach.solved_without_manager
    if numbers.phase is Phase.SMALL:
        return TOO_SMALL
    if asked == 0:
        return _nothing_closed(numbers)
    if numbers.phase is Phase.TOO_FEW:
        return _too_few(asked, numbers.reach.before_reaching)
    if solved == 0:
        return f"{count(asked, 'request', 'requests')} last week; none settled without you yet."
    if asked == solved:
        each = "the one request" if asked == 1 else f"all {asked} requests"
        return f"Your team solved {each} of last week without you."
    return f"Your team solved {solved} of {asked} without you last week."


def _nothing_closed(numbers: WeeklyNumbers) -> str:
    """What is open went through Kickstand all the same, and an answer that is not closed yet was an answer."""
    if (numbers.support.overdue or numbers.support.overdue_before) and not numbers.unfinished.answered:
        return "Nothing was settled last week, by your team or by you."
    if numbers.unfinished.requests:
        return f"No request was closed last week; {open_words(numbers.unfinished)}."
    return "No requests went through me last week."


def _too_few(asked: int, before_reaching: int) -> str:
    requests = f"{count(asked, 'request', 'requests')} last week"
    first = f"{requests}: too few for a score."
    if asked >= MIN_EFFECTIVE:
        first = f"{requests}, but too few of them count for a score."
    if before_reaching == 0:
        return first
    were, they = ("was", "it") if before_reaching == 1 else ("were", "they")
    return f"{first} {numeral(before_reaching)} {were} solved before {they} reached you."


def _axes(numbers: WeeklyNumbers) -> list[Words]:
    """Independence and support, the one right under the other: a low number alone could be a team left alone."""
    both = [piece for piece in (_score(numbers), _support(numbers)) if piece is not None]
    if any(block["type"] != "section" for piece in both for block in piece.blocks):
        return both
    return [_say("\n".join(piece.text for piece in both))] if both else []


def _score(numbers: WeeklyNumbers) -> Words | None:
    if numbers.number is not None:
        sentence = _score_words(numbers.number, numbers)
        return _whisper(sentence) if numbers.number.greyed else _say(sentence)
    if numbers.phase is Phase.OFF:
        return _say("The score is switched off here, so these are plain counts.")
    if numbers.phase is Phase.BASELINE:
        week = f"week {numbers.week_number} of {BASELINE_WEEKS}"
        return _say(f"I'm still getting to know how your team asks ({week}), so there is no score yet.")
    little = numbers.phase is Phase.TOO_FEW and numbers.reach.requests == 0
    return _say("Too little to go by for a score.") if little else None


def _score_words(number: Number, numbers: WeeklyNumbers) -> str:
    since = "" if numbers.reach.requests else ", from the weeks before"
    line = f"Dependency {number.score} ({number.low}-{number.high}){since}"
    if numbers.phase is Phase.EARLY:
        line += ", early: it rests on few requests so far"
    elif number.verdict is not None:
        line += f", {VERDICTS[number.verdict]}"
    if number.greyed:
        agreed = f"{numbers.agreed.part} of {numbers.agreed.whole}"
        return f"{line}. Take it lightly: you and your reps agree on who decided in only {agreed} answers."
    line += f"; {TRENDS[number.trend]}." if number.trend else "."
    return f"{line} {SUPPORT_REMARKS[numbers.support_level]}" if number.withheld is Withheld.SUPPORT else line


def _quiet(numbers: WeeklyNumbers) -> Words | None:
    if not numbers.quiet or numbers.usual_requests is None:
        return None
    usual, asked = round_half_up(numbers.usual_requests), numbers.reach.requests + numbers.unfinished.new
    fewer = (
        f"Fewer requests went through me ({asked}; usually about {usual})."
        if asked
        else f"Usually it is about {usual} requests a week."
    )
    return _say(f"{fewer} This is not a lower score; maybe questions took another way.")


def _support(numbers: WeeklyNumbers) -> Words | None:
    if numbers.phase in {Phase.OFF, Phase.SMALL}:
        return None
    facts = _support_facts(numbers.support)
    line = f"Support: {', '.join(facts) or 'nothing to measure last week'}{_coached(numbers.support)}."
    number = numbers.number
    said_above = number is not None and number.withheld is Withheld.SUPPORT
    low = numbers.support_level is SupportLevel.LOW and not said_above
    return _say(f"{line} That is thin support." if low else line)


def _coached(support: Support) -> str:
    if support.coached is None:
        return ""
    part, whole = support.coached.part, support.coached.whole
    return f"; {part} of {count(whole, 'answer', 'answers')} coached"


def _support_facts(support: Support) -> list[str]:
    facts = []
    if support.one_on_ones is not None:
        held, planned = support.one_on_ones.part, support.one_on_ones.whole
        facts.append(_of(held, planned, "1:1", "held") if planned else "no 1:1s planned")
    if support.answer_minutes is not None:
        facts.append(f"answers in {working(timedelta(minutes=round_half_up(support.answer_minutes)))}")
    if support.promises is not None and support.promises.whole:
        kept, due = support.promises.part, support.promises.whole
        facts.append(_of(kept, due, "promise", "kept"))
    if support.overdue:
        facts.append(f"{support.overdue} still waiting after twice the hold")
    if support.overdue_before:
        facts.append(f"{support.overdue_before} still waiting from earlier weeks")
    return facts


def _of(part: int, whole: int, thing: str, done: str) -> str:
    """`5 of 6 1:1s held`, `the one promise not kept`."""
    return f"{part} of {whole} {thing}s {done}" if whole > 1 else f"the one {thing} {'' if part else 'not '}{done}"


def _suggestion(suggestion: Suggestion | None, topics: Mapping[str, str]) -> Words | None:
    if suggestion is None:
        return None
    name = topics.get(suggestion.topic, suggestion.topic) if suggestion.topic else ""
    topic = escape(clip(name, TOPIC_LENGTH))
    if suggestion.kind is SuggestionKind.REPEATED:
        return _say(f"One thing to try is in the thread: {suggestion.requests} rescues of one rep on {topic}.")
    about = f", {suggestion.on_topic} of them on {topic}" if topic else ""
    one, many, advice = ADVICE[suggestion.kind]
    said = f"One thing to try: in six weeks {count(suggestion.requests, one, many)}{about}. {advice}"
    if suggestion.kind is not SuggestionKind.OPEN_DECISIONS:
        return _say(said)
    return Words(f"{said} Button: {OPEN_REGISTER}.", [section(said, button(OPEN_REGISTER, OPEN, OPEN))])


def _footer(numbers: WeeklyNumbers) -> Words:
    facts = [f"{days(numbers.week)}."]
    if numbers.number is not None:
        facts = [f"{facts[0]} {SCALE}", numbers.constants]
    return Words("\n".join([FOOTER, *facts]), [context(f"_{FOOTER}_", *facts)])
