"""The plain counts of the weekly report, in words: rates, reach, what was left out, what is open. Names nobody."""

from collections.abc import Collection, Mapping

from bot.score.rules.constants import MIN_EFFECTIVE
from bot.score.rules.index import round_half_up
from bot.score.rules.numbers import WeeklyNumbers
from bot.score.rules.rates import Share, Unfinished
from bot.score.rules.vocabulary import Exclusion, Phase
from bot.slack.kit import Words, context, section

REASONS = {
    Exclusion.URGENT: ("urgent request", "urgent requests"),
    Exclusion.PROTECTED: ("protected deal", "protected deals"),
    Exclusion.GROWTH: ("asked to get better at something", "asked to get better at something"),
    Exclusion.NOT_HELD: ("asked when nothing was held", "asked when nothing was held"),
    Exclusion.RESERVED_TOPIC: ("on a topic you keep", "on topics you keep"),
    Exclusion.ONLY_I_COULD: ("only you could settle", "only you could settle"),
    Exclusion.RAMP: ("asked during ramp", "asked during ramp"),
    Exclusion.GUIDED: ("on a topic where the rep is guided", "on topics where reps are guided"),
    Exclusion.NEW_ON_BOT: ("asked in a rep's first two weeks here", "asked in a rep's first two weeks here"),
    Exclusion.WITHDRAWN: ("taken back", "taken back"),
    Exclusion.BY_DEPUTY: ("answered by your deputy", "answered by your deputy"),
}
ALWAYS_SHOWN = (Exclusion.URGENT, Exclusion.PROTECTED)
NUMERALS = ("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def count(number: int, one: str, many: str) -> str:
    """A number with its noun: "no urgent requests", "1 request", "12 requests"."""
    return f"{number or 'no'} {one if number == 1 else many}"


def numeral(number: int) -> str:
    """A number at the head of a sentence."""
    return NUMERALS[number] if number < len(NUMERALS) else str(number)


def _of(share: Share, nothing: str, one: str = "", many: str = "") -> str:
    """A share such as "5 of 9 (56 %)", or what to say when there was nothing to count; no percentage of a few."""
    if share.value is None:
        return nothing
    counted = f"{share.part} of {count(share.whole, one, many)}".rstrip()
    return f"{counted} ({round_half_up(100 * share.value)} %)" if share.whole >= MIN_EFFECTIVE else counted


def open_words(unfinished: Unfinished) -> str:
    """How many are answered but still open, and how many are not answered yet."""
    kinds = {"answered but still open": unfinished.answered, "not answered yet": unfinished.waiting}
    return " and ".join(f"{number} {'is' if number == 1 else 'are'} {kind}" for kind, number in kinds.items() if number)


def counts(numbers: WeeklyNumbers) -> Words | None:
    """The plain rates, and below them in small print what they leave out. Nothing closed, no rates: but a score of the
    weeks before is never without what it leaves out, and how far its labels carry.
    """
    if numbers.reach.requests == 0:
        beside = [_left_out(numbers.left_out), *_trust(numbers)] if numbers.number else []
        return Words("\n".join(beside), [context(*beside)]) if beside else None
    rates = numbers.rates
    plain = [
        f"Solved in the hold: {_of(rates.solved_in_hold, 'none that count')}",
        f"Came with options: {_of(rates.with_options, 'none that count reached you')}",
    ]
    if numbers.phase is not Phase.OFF:
        plain.append(f"Rescues: {_of(rates.rescued, 'no labelled answers', 'answer', 'answers')}")
    notes = [_reach(numbers), _left_out(numbers.left_out), *_still_open(numbers.unfinished), *_trust(numbers)]
    text = "\n".join([*plain, *notes])
    return Words(text, [section("\n".join(plain)), context(*notes)])


def _reach(numbers: WeeklyNumbers) -> str:
    reach = numbers.reach
    per_rep = f" ({reach.reached / numbers.reps:.1f} per rep)" if numbers.reps > 1 and reach.reached else ""
    before = "before that" if reach.reached else "without you"
    line = f"{numeral(reach.reached)} reached you{per_rep}; {reach.before_reaching or 'none'} solved {before}"
    others = [(reach.parked, "parked for a 1:1"), (reach.deputy, "answered by your deputy")]
    return "; ".join([line, *(f"{number} {what}" for number, what in others if number)]) + "."


def _left_out(counts: Mapping[Exclusion, int]) -> str:
    return f"Outside the score: {reasons(counts, ALWAYS_SHOWN)}."


def reasons(counts: Mapping[Exclusion, int], always: Collection[Exclusion] = ()) -> str:
    """How many were left out for each reason; those in `always` also when there are none."""
    shown = [reason for reason in REASONS if reason in always or counts.get(reason)]
    return ", ".join(count(counts.get(reason, 0), *REASONS[reason]) for reason in shown)


def _still_open(unfinished: Unfinished) -> list[str]:
    if not unfinished.requests:
        return []
    return [f"Not in these numbers: {open_words(unfinished)}. Each counts in the week in which it is closed."]


def _trust(numbers: WeeklyNumbers) -> list[str]:
    """How far the labels carry, over the six weeks; nothing where no answer was given."""
    if not numbers.labelled.whole:
        return []
    line = f"Last six weeks: labels on {_of(numbers.labelled, '', 'answer', 'answers')}"
    if numbers.agreed.whole:
        line += f"; you and your reps agree on who decided in {_of(numbers.agreed, '')}"
    return [f"{line}."]
