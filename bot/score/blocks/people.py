"""A manager's own people, below the report: values in, words out. In the order of names; one suggestion."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.score.blocks.counts import numeral
from bot.score.rules.patterns import RepWeek, Spent
from bot.score.rules.vocabulary import Seeking
from bot.score.service.people import People, Repeated, Suggested
from bot.slack.kit import TEXT, Words, clip, context, escape, paragraphs, section
from bot.slack.times import length

FIRST = "Your people last week, one by one. Only you see this."
FOOTER = "For your next 1:1s; not for pay, promotion or discipline. It is kept nowhere but in this message."
MORE = "Your people last week, continued."
NAME, PARAGRAPHS = 60, 3
ROOM = TEXT - len(FIRST) - len(FOOTER) - 2
Line = tuple[int, str]
"""With the number of its paragraph: people, what repeats, time."""
ADVICE = {
    Seeking.NEITHER: "Before the next one, ask {rep} what they would do if you couldn't be reached.",
    Seeking.TRIED: "Next time, ask {rep} for two ways they could defend, and which one they'd pick.",
    Seeking.OPTIONS: "Next time, ask {rep} which of their options they'd choose, and why.",
    Seeking.PICKED: "{rep} mostly came with a pick. Next time, try `Back their pick`.",
}


def message(people: People, topics: Mapping[str, str], part: int = 0) -> Words | None:
    """Each rep's week, what repeats, what it took: one message, or for a long team several; None past the last.

    `topics`: the names of topic ids.
    """
    parts = _parts(_lines(people, topics))
    if part >= len(parts):
        return None
    first, lines = (MORE if part else FIRST), parts[part]
    blocks = [
        section(f"*{first}*"),
        *(block for number in range(PARAGRAPHS) for block in paragraphs(line for at, line in lines if at == number)),
    ]
    text = "\n".join([first, *(line for _, line in lines), FOOTER])
    return Words(clip(text.replace("*", ""), TEXT), [*blocks, context(f"_{FOOTER}_")])


def _lines(people: People, topics: Mapping[str, str]) -> list[Line]:
    reps = [f"*{_name(each.name)}*: {_week(each.week)}." for each in people.reps]
    repeated = [_repeated(each, topics) for each in people.repeated]
    suggested = [_suggested(people.suggested)] if people.suggested else []
    time = [_time(people.spent)] if people.spent.noted else []
    paragraphs = [reps, [*repeated, *suggested], time]
    return [(number, line) for number, lines in enumerate(paragraphs) for line in lines]


def _parts(lines: Sequence[Line]) -> list[list[Line]]:
    """As few messages as hold the lines: a screen reader gets no more of one than its text, and Slack cuts that."""
    parts: list[list[Line]] = [[]]
    for line in lines:
        if parts[-1] and sum(len(each) + 1 for _, each in [*parts[-1], line]) > ROOM:
            parts.append([])
        parts[-1].append(line)
    return parts


def _name(name: str) -> str:
    return escape(clip(name.replace("*", ""), NAME))


def _week(week: RepWeek) -> str:
    facts = [f"{week.asked} asked"]
    if week.before_reaching:
        facts.append(f"{week.before_reaching} solved before reaching you")
    if week.parked:
        facts.append(f"{week.parked} parked for your 1:1")
    if week.deputy:
        facts.append(f"{week.deputy} answered by your deputy")
    if week.reached:
        facts.append(f"{week.with_options} of {week.reached} that reached you came with options")
    answers = [
        (week.coached, "coached", "coached"),
        (week.delegated, "left to them", "left to them"),
        (week.rescued, "rescue", "rescues"),
        (week.only_i_could, "only you could", "only you could"),
        (week.unlabelled, "without a label", "without a label"),
        (week.postponed, "kept for your 1:1", "kept for your 1:1"),
    ]
    given = ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in answers if number)
    return ", ".join(facts) + (f"; answers: {given}" if given else "")


def _repeated(each: Repeated, topics: Mapping[str, str]) -> str:
    rep, topic = _name(each.name), escape(clip(topics.get(each.topic, each.topic), NAME))
    since = f"{rep} is past ramp on “{topic}”; {each.since_ramp} rescues since." if each.since_ramp else ""
    if not each.in_four_weeks:
        return since
    return f"{numeral(each.in_four_weeks)} rescues on “{topic}” with {rep} in four weeks. {since}".rstrip()


def _suggested(each: Suggested) -> str:
    advice = ADVICE.get(each.mostly, ADVICE[Seeking.NEITHER])
    return f"One thing to try: {advice.format(rep=_name(each.name))}"


def _time(spent: Spent) -> str:
    """S1.3"""
    taken = [(spent.rescuing, "rescuing"), (spent.coaching, "coaching")]
    parts = [f"{length(timedelta(minutes=minutes))} {what}" for minutes, what in taken if minutes]
    carry = "carries" if spent.noted == 1 else "carry"
    return (
        f"Time, as you noted it: {', '.join(parts)}. {spent.noted} of {spent.answers} rescues and coachings "
        f"{carry} a time."
    )
