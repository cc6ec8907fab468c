"""What each number of a report means, and the requests behind it. Values in, words out; computes no score."""

from collections.abc import Iterable
from datetime import timedelta

from bot.requests.blocks.rep import label_words
from bot.score.blocks.counts import REASONS, reasons
from bot.score.blocks.note import note_button
from bot.score.rules.constants import (
    BASELINE_WEEKS,
    FULL_EFFECTIVE,
    MIN_EFFECTIVE,
    PRIOR_WEEKS,
    WEIGHTS,
    WINDOW_WEEKS,
    constants_line,
)
from bot.score.rules.index import round_half_up
from bot.score.rules.numbers import Number, WeeklyNumbers
from bot.score.rules.rates import Reach, Share, Support
from bot.score.rules.vocabulary import Exclusion, Giving, Phase, Seeking, SuggestionKind, Withheld
from bot.score.service.explaining import Entry, Opened
from bot.slack.kit import TEXT, Block, Words, actions, button, clip, context, divider, escape, modal, section
from bot.slack.times import working

EXPLAIN, PAGE, CHANGE = "score.explain", "score.explain.page", "score.relabel"
FIRST = "What each number above counts, and how to read it."
NOTE_OFFERED = "`Note on this week` puts a few words of yours beside the charts."
WORDS = 80
SHARE = f"{WEIGHTS.seeking_share:g}"
LETTERS = (
    f"s is how it was asked, g how it was answered, d the two together ({SHARE} s + {1 - WEIGHTS.seeking_share:g} g; "
    "without a label s alone), w how much it weighs: the older, the less."
)
SEEKING = {
    Seeking.SOLVED_IN_HOLD: "solved in the hold",
    Seeking.DECIDED_OWN: "decided, for it was theirs",
    Seeking.PARKED: "parked for the 1:1",
    Seeking.PICKED: "options and a pick",
    Seeking.OPTIONS: "options, no pick",
    Seeking.TRIED: "something tried",
    Seeking.NEITHER: "neither tried nor options",
}
GIVING = {
    Giving.NONE_NEEDED: "no answer needed",
    Giving.DELEGATED: "left to them",
    Giving.COACHED: "coached",
    Giving.RESCUED: "a rescue",
    None: "no label",
}
NO_WORD = {
    Withheld.EARLY: f"No word beside it yet: that takes {FULL_EFFECTIVE:g} requests' worth.",
    Withheld.DISPUTED: "No word beside it: you and your reps agree too rarely on who decided.",
    Withheld.STRADDLES: "No word beside it: the range reaches over the line between two words.",
    Withheld.SUPPORT: "No good word beside it: that also takes good support, measured.",
}


def message(numbers: WeeklyNumbers, score_id: str, note: str = "") -> Words | None:
    """Every number of a report in words, with the way to what it is made of; None when the report has no number.

    `note`: the manager's own words on that week.
    """
    if numbers.phase is Phase.OFF or not (numbers.reach.requests or numbers.number):
        return None
    lines = [f"*{name}*  {words}" for name, words in _meanings(numbers)]
    lines += [f"*You noted*  “{escape(note.replace('*', ''))}”"] if note else []
    explain = button("Explain", EXPLAIN, score_id) if numbers.number else None
    blocks = [section(f"*{FIRST}*"), *_pieces(lines), actions(explain, note_button(score_id))]
    offered = ["`Explain` lists the requests behind the score."] if explain else []
    text = "\n".join([FIRST, *(line.replace("*", "") for line in lines), *offered, NOTE_OFFERED])
    return Words(clip(text, TEXT), blocks)


def _pieces(lines: list[str]) -> list[Block]:
    return [section("\n".join(lines[start : start + 4])) for start in range(0, len(lines), 4)]


def _meanings(numbers: WeeklyNumbers) -> list[tuple[str, str]]:
    score = [*_of_the_score(numbers), *_of_support(numbers.support), *_of_trust(numbers)]
    return [*_of_the_week(numbers), *score, *_beside(numbers)]


def _of_the_week(numbers: WeeklyNumbers) -> list[tuple[str, str]]:
    reach, rates = numbers.reach, numbers.rates
    if not reach.requests:
        return []
    counts = "Of last week's requests that count for the score"
    found = [
        (
            f"{reach.solved_without_manager} of {reach.requests} without you",
            "Solved by the rep, also after it had reached you, or decided because it was theirs. Of all that ended "
            "last week and was not taken back.",
        ),
        (f"{reach.reached} reached you", _reached(reach, numbers.reps)),
    ]
    shares = (
        (rates.solved_in_hold, "solved in the hold", f"{counts}: the wait did its work."),
        (rates.with_options, "with options", f"{counts}, and reached you. With or without a pick."),
        (rates.rescued, "rescues", "Of your labelled answers to those that count. Neither good nor bad by itself."),
    )
    found += [(f"{_of(share)} {what}", words) for share, what, words in shares if share.whole]
    left_out, still_open = sum(numbers.left_out.values()), numbers.unfinished.requests
    if left_out:
        none = "It is not" if left_out == 1 else "None of them is"
        why = f"{reasons(numbers.left_out)}. {none} held against you."
        found.append((f"{left_out} outside the score", why))
    if still_open:
        found.append((f"{still_open} still open", "Each counts in the week in which it is closed, and in no other."))
    return found


def _reached(reach: Reach, reps: int) -> str:
    """What became of the others, by number, and how many that is for each rep (S2.13)."""
    others = [
        (reach.before_reaching, "solved or decided before that"),
        (reach.parked, "parked for a 1:1"),
        (reach.deputy, "answered by your deputy"),
    ]
    rest = ", ".join(f"{number} {what}" for number, what in others if number)
    said = f"The others: {rest}." if rest else "Nothing ended before that."
    each = f"{reach.reached / reps:.1f} for each of your {reps} reps. " if reps > 1 and reach.reached else ""
    return each + said


def _of(share: Share) -> str:
    return f"{share.part} of {share.whole}"


def _of_the_score(numbers: WeeklyNumbers) -> list[tuple[str, str]]:
    number = numbers.number
    if number is None:
        why = {
            Phase.BASELINE: f"Your first {BASELINE_WEEKS} weeks are for getting to know how your team asks.",
            Phase.TOO_FEW: f"It takes {MIN_EFFECTIVE:g} requests' worth that count. You had {numbers.effective:.1f}.",
        }
        return [("No score", why[numbers.phase])] if numbers.phase in why else []
    found = [
        (
            f"Dependency {number.score}",
            f"From 0, independent, to 100: {SHARE} of it is how help was asked for, the rest how it was given. "
            f"The last {WINDOW_WEEKS} weeks, newer ones weighing more: {numbers.effective:.1f} requests' worth, drawn "
            "towards your own earlier weeks. How many asked never enters.",
        ),
        (
            f"{number.low}-{number.high}",
            f"The true value lies in there about four times in five. {_word(number)}",
        ),
    ]
    if number.trend is not None:
        change = f"Compared with {WINDOW_WEEKS} weeks earlier. An arrow stands there only where it is more than chance."
        found.append(("Change", change))
    return found


def _word(number: Number) -> str:
    return NO_WORD[number.withheld] if number.withheld else "All of it lies where one word fits, so the word is said."


def _of_support(support: Support) -> list[tuple[str, str]]:
    found = []
    if support.one_on_ones is not None and support.one_on_ones.whole:
        found.append((f"{_of(support.one_on_ones)} held", "Of the 1:1s that were planned last week."))
    if support.answer_minutes is not None:
        took = working(timedelta(minutes=round_half_up(support.answer_minutes)))
        found.append(
            (took[:1].upper() + took[1:], f"From reaching you to your answer; the middle one of {support.answered}.")
        )
    if support.promises is not None and support.promises.whole:
        found.append((f"{_of(support.promises)} kept", "Of the promises that were due last week."))
    if support.coached is not None:
        found.append(
            (f"{_of(support.coached)} coached", "Answered with a question, of your labelled answers last week.")
        )
    if support.overdue:
        found.append((f"{support.overdue} still waiting", "Unanswered for more than twice the hold."))
    if support.overdue_before:
        late = "Unanswered still. Each lowered support once, when it became late."
        found.append((f"{support.overdue_before} from earlier weeks", late))
    return found


def _of_trust(numbers: WeeklyNumbers) -> list[tuple[str, str]]:
    if not numbers.labelled.whole:
        return []
    found = [
        (
            f"{_of(numbers.labelled)} answers",
            f"Labelled, of the answers of {WINDOW_WEEKS} weeks. Without a label, only how it was asked counts.",
        )
    ]
    if numbers.agreed.whole:
        found.append(
            (
                f"{_of(numbers.agreed)} agree",
                "Answers where you and the rep say the same about who decided. A label that a rep sees otherwise is "
                "one where you don't. Nobody is overruled.",
            )
        )
    return found


def _beside(numbers: WeeklyNumbers) -> list[tuple[str, str]]:
    found = []
    if numbers.quiet and numbers.usual_requests is not None:
        usual = round_half_up(numbers.usual_requests)
        found.append((f"Usually about {usual}", "Your own mean of up to 12 weeks. Fewer requests are no lower score."))
    if numbers.suggestion is not None:
        repeats = numbers.suggestion.kind is SuggestionKind.REPEATED
        source = "The same rep, the same topic, in four weeks" if repeats else "From what adds most to the score"
        found.append(("One thing to try", f"{source}; never the same two weeks running."))
    return found


def explained(opened: Opened) -> Block:
    """One page of the requests behind a score."""
    data = f"{opened.id}:{opened.page}"
    head = [section(_sum(opened)), *_changed(opened), *_taken_back(opened)]
    rows = [_entry(each, opened) for each in opened.entries]
    foot = [context(constants_line(), "Only you can open this, and it is noted that you did.")]
    nothing = [] if rows else [section("Nothing of what made it is left: questions go when their time is over.")]
    blocks = [*head, divider(), *rows, *nothing, *_pages(opened), *foot]
    return modal("Behind the score", EXPLAIN, blocks, data=data)


def _sum(opened: Opened) -> str:
    number, found, k = opened.numbers.number, opened.explanation, WEIGHTS.prior_strength
    assert number is not None  # else it would not have been opened
    first, last = opened.numbers.week.monday, opened.numbers.week.last_day
    lines = [
        f"*Dependency {number.score} ({number.low}-{number.high})*, {first.day} {first:%B} to {last.day} {last:%B}",
        LETTERS,
    ]
    if found.index is not None:
        sums = f"({found.summed:.2f} + {k:g} × {found.mu0:.2f}) / ({found.total:.2f} + {k:g}) = {found.index.p:.3f}"
        lines.append(f"Sum of w d {found.summed:.2f}, sum of w {found.total:.2f}: {sums}, so {found.index.score}.")
    past = f"the mean d of your {found.past} in the {PRIOR_WEEKS} weeks before" if found.past else "the middle"
    lines.append(f"{len(found.rows)} count, and {k:g} more as if they had been {found.mu0:.2f}: {past}.")
    return "\n".join(lines)


def _changed(opened: Opened) -> list[Block]:
    """What was posted stays, whatever has become of what it was made of."""
    number, now = opened.numbers.number, opened.explanation.index
    if number is not None and now is not None and abs(now.p - number.p) < 0.0005:
        return []
    posted = number.score if number else ""
    return [
        context(
            f"The report said {posted} and keeps saying so. Labels changed or questions were erased since, "
            "so what is listed here adds up to something else."
        )
    ]


def _taken_back(opened: Opened) -> list[Block]:
    """Who takes a question back has not asked it: how many there were is all that is said."""
    number = list(opened.explanation.left_out.values()).count(Exclusion.WITHDRAWN)
    return [context(f"{number} taken back: neither counted nor listed.")] if number else []


def _entry(entry: Entry, opened: Opened) -> Block:
    who = escape(clip(entry.rep, 40)) if entry.rep else "a former rep"
    first = " ".join(entry.words.split())
    gone = "the words are gone" if entry.passed_on else "not passed on to you"
    words = f"“{escape(clip(first, WORDS))}”" if first else (gone if entry.rep else "")
    asked = f"*{entry.asked_on.day} {entry.asked_on:%B}*"
    lines = [" · ".join(part for part in (asked, who, words) if part), _part(entry, opened)]
    if entry.contested is None:
        return section("\n".join(lines))
    lines.append(f"_{who} sees the help as: {label_words(entry.contested, who, 'you')}._")
    if not entry.may_change:
        return section("\n".join(lines))
    change = button("Change my label to that", f"{CHANGE}@{entry.id}", f"{entry.id}:{entry.contested}")
    return section("\n".join(lines), change)


def _part(entry: Entry, opened: Opened) -> str:
    row = entry.row
    if row is None:
        why = REASONS[entry.why][0] if entry.why else "counts with another of the same five minutes"
        return f"Left out: {why}."
    given = ("kept for your 1:1" if row.postponed else GIVING[row.giving]) + ("" if row.g is None else f", g {row.g:g}")
    weight = f"d {row.d:.2f} × w {row.w:.2f} = {row.d * row.w:.2f}"
    return f"Asked: {SEEKING[row.seeking]}, s {row.s:g}. Answered: {given}. {weight}"


def _pages(opened: Opened) -> Iterable[Block]:
    if opened.pages == 1:
        return
    back = button("Newer", f"{PAGE}@back", f"{opened.id}:{opened.page - 1}") if opened.page else None
    more = button("More", f"{PAGE}@more", f"{opened.id}:{opened.page + 1}") if opened.page + 1 < opened.pages else None
    yield context(f"Page {opened.page + 1} of {opened.pages}.")
    yield actions(back, more)
