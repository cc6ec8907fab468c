"""What stands below a report, what lies behind it, and how to see it otherwise: at their longest, read by another."""

import re
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from bot.requests.blocks.forms import TOPICS as TOPIC_NAMES
from bot.requests.rules import CONTESTABLE, DecidedBy, Label
from bot.score.blocks import contest, explained
from bot.score.blocks import people as people_words
from bot.score.blocks.report import FOOTER, report
from bot.score.rules.explanation import explain
from bot.score.rules.numbers import WeeklyNumbers
from bot.score.rules.patterns import RepWeek, Spent
from bot.score.rules.rates import Share, Support, Unfinished
from bot.score.rules.vocabulary import Exclusion, Giving, Phase, Seeking, Trend, Withheld
from bot.score.rules.weekly import weekly
from bot.score.service.explaining import PAGE, Entry, Opened
from bot.score.service.people import People, Repeated, RepLine, Suggested
from bot.score.service.thread import REPS_IN_MESSAGE, most_messages
from bot.slack.kit import TEXT, Words
from bot.team.rules import Topic
from tests.blockkit import read_message, read_modal, words_in
from tests.score.builders import GOOD_SUPPORT, WEEK, facts_of, request, several

NASTY = "<!channel> *bold* & <@U0MONA000> " * 8
ID = "0123456789abcdef0123456789abcdef"
SOME = RepWeek(9, 2, 1, 6, 3, 1, 1, 2, 1, 1)
TOPICS = {"pricing": "Price and discount"}
ROWS = [
    *several(9, Seeking.SOLVED_IN_HOLD, Giving.NONE_NEEDED),
    *several(3, Seeking.PICKED, Giving.DELEGATED, decided_by=DecidedBy.ME),
    *several(4, Seeking.NEITHER, Giving.RESCUED, age=1, topic="pricing"),
    *several(2, Seeking.NEITHER, None, urgent=True),
]


def check(said: Words) -> str:
    """Slack would take it, nobody's markup fires, and the text says what the blocks say."""
    read_message(said.text, said.blocks)
    assert len(said.blocks) <= 50
    assert len(said.text) <= TEXT
    for line in words_in(said.blocks):
        assert "<!channel>" not in line
        if not said.text.endswith("…"):
            assert re.sub(r"[*_]", "", line) in re.sub(r"[*_]", "", said.text)
    return said.text


def numbers(**changes: Any) -> WeeklyNumbers:
    support = replace(GOOD_SUPPORT, promises=Share(3, 4), overdue=1)
    return replace(weekly(facts_of(ROWS, support=support, unfinished=Unfinished(2, 3))), **changes)


@pytest.mark.parametrize(("reps", "name"), [(1, "Omar Aziz"), (7, NASTY), (40, "Omar Aziz"), (60, NASTY)])
def test_any_number_of_people_is_told_of_and_the_text_leaves_nobody_out(reps: int, name: str) -> None:
    some = People(
        reps=tuple(RepLine(f"{place} {name}", SOME) for place in range(reps)),
        repeated=tuple(Repeated(f"{place} {name}", "pricing", 3, place) for place in range(reps)),
        suggested=Suggested("Omar", "pricing", Seeking.NEITHER),
        spent=Spent(130, 50, 7, 9),
    )
    texts: list[str] = []
    while said := people_words.message(some, TOPICS, len(texts)):
        texts.append(check(said))
        assert not texts[-1].endswith("…")
    lines = [line for text in texts for line in text.splitlines()]
    assert [line.split(" ")[0] for line in lines if " asked, " in line] == [str(place) for place in range(reps)]
    assert sum("rescues on" in line for line in lines) == reps
    assert (
        "Time, as you noted it: 2 h 10 rescuing, 50 minutes coaching. 7 of 9 rescues and coachings carry a time."
        in lines
    )
    if name != NASTY:
        assert len(texts) <= most_messages(reps), "so many are wanted below the report"


def test_of_a_small_team_in_which_everything_repeats_nothing_is_left_out() -> None:
    reps = tuple(RepLine(f"{place} Omar Aziz", SOME) for place in range(REPS_IN_MESSAGE - 1))
    repeated = tuple(Repeated("Maximiliane", topic, 3, 12) for _ in reps for topic in Topic)
    some = People(reps=reps, repeated=repeated, suggested=None, spent=Spent(130, 50, 7, 9))
    names = {topic.value: name for topic, name in TOPIC_NAMES.items()}
    parts = [said.text for part in range(most_messages(len(reps))) if (said := people_words.message(some, names, part))]
    assert sum(text.count("in four weeks") for text in parts) == len(repeated)
    assert "carry a time" in parts[-1]


@pytest.mark.parametrize("mostly", list(Seeking))
def test_whatever_way_they_asked_there_is_one_suggestion(mostly: Seeking) -> None:
    one = People((RepLine("Omar", SOME),), (), Suggested("Omar", "pricing", mostly), Spent(0, 0, 0, 0))
    said = people_words.message(one, TOPICS)
    assert said is not None
    text = check(said)
    assert text.count("One thing to try") == 1
    assert "Time" not in text


def test_every_number_of_a_report_is_said_in_words_with_the_way_to_what_made_it() -> None:
    said = explained.message(numbers(), ID)
    assert said is not None
    text = check(Words(f"{said.text}\nExplain", said.blocks))
    found = numbers()
    assert found.number is not None
    for part in (
        f"Dependency {found.number.score}",
        f"{found.number.low}-{found.number.high}",
        "9 of 14 without you",
        "5 reached you",
        "2 outside the score",
        "5 of 6 held",
        "22 working minutes",
        "3 of 4 kept",
        "1 still waiting",
        "7 of 7 answers",
        "3 of 3 agree",
        "5 still open",
        "9 of 12 solved in the hold",
        "One thing to try",
    ):
        assert part in text
    assert said.blocks[-1]["elements"][0]["value"] == ID


def test_of_one_rep_and_of_one_request_it_is_said_as_of_one() -> None:
    rows = [request(Seeking.PICKED, Giving.DELEGATED), request(urgent=True)]
    told = explained.message(weekly(facts_of(rows, reps=1)), ID)
    assert told is not None
    assert "1 urgent request. It is not held against you." in told.text
    assert "reps" not in told.text
    assert "per rep" not in report(weekly(facts_of(rows, reps=1))).text


def test_no_number_of_a_report_is_left_without_words() -> None:
    support = Support(one_on_ones=Share(5, 6), answer_minutes=22.0, promises=Share(3, 7), overdue=8, overdue_before=9)
    rows = [*ROWS, *several(10, Seeking.PARKED, Giving.NONE_NEEDED), *several(11, Seeking.NEITHER, None, deputy=True)]
    found = weekly(facts_of(rows, support=support, unfinished=Unfinished(17, 0), reps=4))
    told = explained.message(found, ID)
    assert told is not None
    above = report(found).text.split(FOOTER)[0]
    for line in above.splitlines():
        plain = re.sub(r"\(\d+ %\)|1:1s?", "", line)
        said = set(re.findall(r"\d+(?:\.\d)?", plain))
        missing = said - set(re.findall(r"\d+(?:\.\d)?", told.text))
        assert not missing, line


@pytest.mark.parametrize(
    ("withheld", "trend"), list(product([None, *Withheld], [None, *Trend])), ids=lambda each: str(each)
)
def test_every_kind_of_number_is_worded(withheld: Withheld | None, trend: Trend | None) -> None:
    found = numbers()
    assert found.number is not None
    shown = replace(found, number=replace(found.number, withheld=withheld, trend=trend))
    said = explained.message(shown, ID)
    assert said is not None
    assert ("Change" in said.text) == (trend is not None)


@pytest.mark.parametrize("phase", [Phase.BASELINE, Phase.TOO_FEW])
def test_without_a_number_the_counts_are_said_and_nothing_is_laid_open(phase: Phase) -> None:
    said = explained.message(numbers(number=None, phase=phase), ID)
    assert said is not None
    assert "No score" in check(said)
    assert "Dependency" not in said.text
    assert [each["action_id"] for each in said.blocks[-1]["elements"]] == ["score.note"], "nothing is laid open"


def test_where_the_score_is_off_or_nothing_was_asked_there_is_nothing_to_say() -> None:
    assert explained.message(numbers(number=None, phase=Phase.OFF), ID) is None
    empty = weekly(facts_of([], support=Support()))
    assert explained.message(empty, ID) is None


def opened(entries: tuple[Entry, ...], page: int = 0, pages: int = 1, **changes: Any) -> Opened:
    return Opened(ID, numbers(**changes), explain(ROWS, WEEK), entries, page, pages)


def test_a_full_page_fits_and_lets_nobodys_markup_fire() -> None:
    laid_open = explain(ROWS, WEEK)
    longest = Entry(ID, date(2026, 9, 30), NASTY, NASTY * 40, laid_open.rows[-1], None, Label.DELEGATED, True)
    view = explained.explained(opened(tuple(replace(longest, id=f"{n:032}") for n in range(PAGE)), 3, 9))
    read_modal(view)
    assert len(view["blocks"]) <= 100
    assert "<!channel>" not in str(view)
    assert view["private_metadata"] == f"{ID}:3"
    values = [each["value"] for block in view["blocks"] for each in block.get("elements", []) if "value" in each]
    assert values == [f"{ID}:2", f"{ID}:4"]


def test_what_is_listed_adds_up_to_the_score() -> None:
    found = numbers()
    assert found.number is not None
    head = explained.explained(opened(()))["blocks"][0]["text"]["text"]
    first = re.search(r"\(([\d.]+) \+ 6 × ([\d.]+)\) / \(([\d.]+) \+ 6\) = ([\d.]+), so (\d+)\.", head)
    assert first
    summed, mu0, total, p, score = (float(each) for each in first.groups())
    assert abs((summed + 6 * mu0) / (total + 6) - p) < 0.002
    assert (score, round(p, 3)) == (found.number.score, round(found.number.p, 3))
    assert "keeps saying so" not in str(explained.explained(opened(())))
    other = explained.explained(opened((), number=replace(found.number, p=0.9, score=90)))
    assert "The report said 90 and keeps saying so." in str(other)


@pytest.mark.parametrize("why", [None, *Exclusion])
def test_what_was_left_out_says_why(why: Exclusion | None) -> None:
    entry = Entry(ID, date(2026, 9, 30), "", "", None, why, None, False)
    view = explained.explained(opened((entry,)))
    read_modal(view)
    assert "Left out: " in str(view)
    assert "a former rep" in str(view)


def test_a_contested_label_without_the_right_to_change_it_has_no_button() -> None:
    row = explain([request(Seeking.TRIED, Giving.COACHED)], WEEK).rows[0]
    entry = Entry(ID, date(2026, 9, 30), "Riya", "", row, None, Label.RESCUED, False)
    shown = str(explained.explained(opened((entry,))))
    assert "Riya sees the help as: a rescue." in shown
    assert "the words are gone" in shown
    assert "Change my label" not in shown


def test_any_number_of_labels_on_a_page_may_be_seen_otherwise() -> None:
    row = explain([request(Seeking.TRIED, Giving.COACHED)], WEEK).rows[0]
    contested = Entry(ID, date(2026, 9, 30), "Riya", "", row, None, Label.RESCUED, True)
    view = explained.explained(opened((contested, replace(contested, id=ID[::-1]))))
    read_modal(view)
    buttons = [block["accessory"] for block in view["blocks"] if "accessory" in block]
    assert len({each["action_id"] for each in buttons}) == 2


@pytest.mark.parametrize(("label", "seen"), list(product(sorted(CONTESTABLE), [None, *sorted(CONTESTABLE)])))
def test_the_form_shows_the_label_and_what_was_said_before(label: Label, seen: Label | None) -> None:
    view = contest.form(ID, NASTY * 20, "M" * 90, label, seen)
    read_modal(view)
    chosen = next(block for block in view["blocks"] if block["type"] == "input")["element"]["initial_option"]
    assert chosen["value"] == (seen or label)
    assert contest.noted("Mona", seen).startswith("Noted")
    assert contest.contest_button(ID, many=True)["action_id"] == f"score.contest@{ID}"
