"""The manager's weekly message: numbers in, words out. Never ranks, names or compares a person, and computes no score.

Each piece below is one paragraph, said once as plain text and once as blocks, so that the notification and the screen
reader get everything the eye gets. `report` puts the pieces in order.
"""

from collections.abc import Mapping, Sequence

from bot.score.rules.constants import BASELINE_WEEKS, MIN_EFFECTIVE
from bot.score.rules.index import round_half_up
from bot.score.rules.numbers import Number, WeeklyNumbers
from bot.score.rules.rates import Share, Support
from bot.score.rules.suggestion import Suggestion
from bot.score.rules.vocabulary import (
    Exclusion,
    Phase,
    SuggestionKind,
    SupportLevel,
    Trend,
    Verdict,
    Withheld,
)
from bot.slack.kit import TEXT, Words, clip, context, escape, section

FOOTER = "A picture of a pattern, for coaching; not for pay, promotion or discipline."
SCALE = "0 is independent, 100 dependent; in brackets, where the true value probably lies."
TOPIC_LENGTH = 60

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
    SupportLevel.LOW: "Support was low last week, and a low number only counts beside good support.",
    SupportLevel.UNKNOWN: "No support could be measured last week, and a low number only counts beside it.",
}
REASONS = {
    Exclusion.URGENT: ("urgent request", "urgent requests"),
    Exclusion.PROTECTED: ("protected deal", "protected deals"),
    Exclusion.GROWTH: ("asked to get better at something", "asked to get better at something"),
    Exclusion.RESERVED_TOPIC: ("on a topic you keep", "on topics you keep"),
    Exclusion.ONLY_I_COULD: ("only you could settle", "only you could settle"),
    Exclusion.RAMP: ("asked during ramp", "asked during ramp"),
    Exclusion.NEW_ON_BOT: ("asked in a rep's first two weeks here", "asked in a rep's first two weeks here"),
    Exclusion.WITHDRAWN: ("taken back", "taken back"),
    Exclusion.MERGED: ("merged with another", "merged with others"),
    Exclusion.EXPIRED_WHILE_AWAY: ("expired while you were away", "expired while you were away"),
}
ALWAYS_SHOWN = (Exclusion.URGENT, Exclusion.PROTECTED)
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
NUMERALS = ("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def report(
    numbers: WeeklyNumbers,
    *,
    topics: Mapping[str, str] | None = None,
    chart: Words | None = None,
    more: Sequence[Words] = (),
) -> Words:
    """The weekly message about one week.

    `topics` gives the manager's own names for topic ids; an id without a name is shown as it is. `chart` stands under
    the score line and brings its own text; `more` stands before the footer, in the order given.
    """
    pieces = [
        _headline(numbers),
        _score(numbers),
        chart,
        _quiet(numbers),
        _support(numbers),
        _rates(numbers),
        _suggestion(numbers.suggestion, topics or {}),
        *more,
        _footer(numbers),
    ]
    said = [piece for piece in pieces if piece is not None]
    text = "\n".join(piece.text for piece in said)
    return Words(clip(text, TEXT), [block for piece in said for block in piece.blocks])


def _say(sentence: str) -> Words:
    return Words(sentence, [section(sentence)])


def _whisper(*sentences: str) -> Words:
    return Words("\n".join(sentences), [context(*sentences)])


def _count(number: int, one: str, many: str) -> str:
    """A number with its noun: "no urgent requests", "1 request", "12 requests"."""
    return f"{number or 'no'} {one if number == 1 else many}"


def _numeral(number: int) -> str:
    return NUMERALS[number] if number < len(NUMERALS) else str(number)


def _of(share: Share, nothing: str, one: str = "", many: str = "") -> str:
    """A share such as "5 of 9 (56 %)", or what to say when there was nothing to count; no percentage of a few."""
    if share.value is None:
        return nothing
    counted = f"{share.part} of {_count(share.whole, one, many)}".rstrip()
    return f"{counted} ({round_half_up(100 * share.value)} %)" if share.whole >= MIN_EFFECTIVE else counted


def _headline(numbers: WeeklyNumbers) -> Words:
    sentence = _headline_words(numbers)
    return Words(sentence, [section(f"*{sentence}*")])


def _headline_words(numbers: WeeklyNumbers) -> str:
    asked, solved = numbers.reach.requests, numbers.reach.solved_without_manager
    if asked == 0 and numbers.support.overdue:
        return "Nothing was settled last week, by your team or by you."
    if asked == 0:
        return "No requests went through me last week."
    if numbers.phase is Phase.TOO_FEW:
        return _too_few(asked, numbers.reach.before_reaching)
    if solved == 0:
        return f"{_count(asked, 'request', 'requests')} last week; none settled without you yet."
    if asked == solved:
        each = "the one request" if asked == 1 else f"all {asked} requests"
        return f"Your team solved {each} of last week without you."
    return f"Your team solved {solved} of {asked} without you last week."


def _too_few(asked: int, before_reaching: int) -> str:
    requests = f"{_count(asked, 'request', 'requests')} last week"
    first = f"{requests}: too few for a score."
    if asked >= MIN_EFFECTIVE:
        first = f"{requests}, but too few of them count for a score."
    if before_reaching == 0:
        return first
    were, they = ("was", "it") if before_reaching == 1 else ("were", "they")
    return f"{first} {_numeral(before_reaching)} {were} solved before {they} reached you."


def _score(numbers: WeeklyNumbers) -> Words | None:
    if numbers.number is not None:
        sentence = _score_words(numbers.number, numbers)
        return _whisper(sentence) if numbers.number.greyed else _say(sentence)
    if numbers.phase is Phase.OFF:
        return _say("The score is switched off here, so these are plain counts.")
    if numbers.phase is Phase.BASELINE:
        week = f"week {numbers.week_number} of {BASELINE_WEEKS}"
        return _say(f"I'm still getting to know how your team asks ({week}), so there is no score yet.")
    return _say("Too little to go by for a score.") if numbers.reach.requests == 0 else None


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
    usual, asked = round_half_up(numbers.usual_requests), numbers.reach.requests
    fewer = (
        f"Fewer requests went through me ({asked}; usually about {usual})."
        if asked
        else f"Usually it is about {usual}."
    )
    return _say(f"{fewer} This is not a lower score; maybe questions took another way.")


def _support(numbers: WeeklyNumbers) -> Words:
    facts = _support_facts(numbers.support)
    line = f"Support: {', '.join(facts)}." if facts else "Support: nothing to measure last week."
    number = numbers.number
    said_above = number is not None and number.withheld is Withheld.SUPPORT
    low = numbers.support_level is SupportLevel.LOW and not said_above
    return _say(f"{line} That is thin support." if low else line)


def _support_facts(support: Support) -> list[str]:
    facts = []
    if support.one_on_ones is not None:
        held, planned = support.one_on_ones.part, support.one_on_ones.whole
        facts.append(f"{held} of {_count(planned, '1:1', '1:1s')} held" if planned else "no 1:1s planned")
    if support.answer_minutes is not None:
        minutes = round_half_up(support.answer_minutes)
        facts.append(f"answers in {minutes} working {'minute' if minutes == 1 else 'minutes'}")
    if support.promises is not None and support.promises.whole:
        kept, due = support.promises.part, support.promises.whole
        facts.append(f"{kept} of {_count(due, 'promise', 'promises')} kept")
    if support.overdue:
        facts.append(f"{support.overdue} still waiting after twice the hold")
    if support.overdue_before:
        facts.append(f"{support.overdue_before} still waiting from earlier weeks")
    return facts


def _rates(numbers: WeeklyNumbers) -> Words | None:
    if numbers.reach.requests == 0:
        return None
    rates = numbers.rates
    plain = [
        f"Solved in the hold: {_of(rates.solved_in_hold, 'none that count')}",
        f"Came with options: {_of(rates.with_options, 'none that count reached you')}",
        f"Rescues: {_of(rates.rescued, 'no labelled answers', 'answer', 'answers')}",
    ]
    notes = [_reach(numbers), _left_out(numbers.left_out), *_trust(numbers)]
    text = "\n".join([*plain, *notes])
    return Words(text, [section("\n".join(plain)), context(*notes)])


def _reach(numbers: WeeklyNumbers) -> str:
    reach = numbers.reach
    per_rep = f" ({reach.reached / numbers.reps:.1f} per rep)" if numbers.reps and reach.reached else ""
    line = f"{_numeral(reach.reached)} reached you{per_rep}; {reach.before_reaching or 'none'} solved before that"
    return f"{line}; {reach.parked} parked for a 1:1." if reach.parked else f"{line}."


def _left_out(counts: Mapping[Exclusion, int]) -> str:
    shown = [reason for reason in REASONS if reason in ALWAYS_SHOWN or counts.get(reason)]
    return f"Outside the score: {', '.join(_count(counts.get(reason, 0), *REASONS[reason]) for reason in shown)}."


def _trust(numbers: WeeklyNumbers) -> list[str]:
    """How far the labels carry, over the six weeks; nothing where no answer was given."""
    if not numbers.labelled.whole:
        return []
    line = f"Last six weeks: labels on {_of(numbers.labelled, '', 'answer', 'answers')}"
    if numbers.agreed.whole:
        line += f"; you and your reps agree on who decided in {_of(numbers.agreed, '')}"
    return [f"{line}."]


def _suggestion(suggestion: Suggestion | None, topics: Mapping[str, str]) -> Words | None:
    if suggestion is None:
        return None
    about = ""
    if suggestion.topic is not None:
        topic = escape(clip(topics.get(suggestion.topic, suggestion.topic), TOPIC_LENGTH))
        about = f", {suggestion.on_topic} of them on {topic}"
    one, many, advice = ADVICE[suggestion.kind]
    return _say(f"One thing to try: in six weeks {_count(suggestion.requests, one, many)}{about}. {advice}")


def _footer(numbers: WeeklyNumbers) -> Words:
    first, last = numbers.week.monday, numbers.week.last_day
    facts = [f"{first.day} {first:%B} to {last.day} {last:%B %Y}."]
    if numbers.number is not None:
        facts = [f"{facts[0]} {SCALE}", numbers.constants]
    return Words("\n".join([FOOTER, *facts]), [context(f"_{FOOTER}_", *facts)])
