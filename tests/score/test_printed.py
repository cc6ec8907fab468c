"""What `kickstand score --explain` prints: it fits a window, its lines add up, and its ids can be told apart."""

from collections.abc import Sequence
from datetime import timedelta
from math import fsum

from bot.score.blocks.printed import COLUMNS, Printed, printed
from bot.score.rules.eligibility import ScoredRequest
from bot.score.rules.explanation import explain
from bot.score.rules.vocabulary import Giving, Seeking
from bot.score.rules.weekly import weekly
from tests.score.builders import WEEK, facts_of, request, several


def told(rows: Sequence[ScoredRequest]) -> Printed:
    return printed("Mona Berg", explain(rows, WEEK), weekly(facts_of(rows)), None)


def test_its_lines_fit_a_window_of_80_columns_and_add_up_to_the_sums_below() -> None:
    said = told(
        [
            each
            for age in range(6)
            for seeking, giving in ((Seeking.SOLVED_IN_HOLD, Giving.NONE_NEEDED), (Seeking.NEITHER, Giving.DELEGATED))
            for each in several(9, seeking, giving, age, topic="competitor", id=f"{age}")
        ]
    )
    widths = [max(map(len, column)) for column in zip(COLUMNS, *said.rows, strict=True)]
    assert sum(widths) + len(widths) - 1 <= 80
    w, wd = (fsum(float(row[each]) for row in said.rows) for each in (-2, -1))
    assert f"Sum of w: {w:.4f}. Sum of w d: {wd:.4f}." in said.tail


def test_it_goes_by_the_day_of_closing_and_calls_what_was_kept_for_the_1_1_kept() -> None:
    early = WEEK.monday - timedelta(days=3)
    late = request(Seeking.TRIED, None, postponed=True)
    said = told([request(Seeking.PICKED, None), late, request(Seeking.OPTIONS, None, closed_on=early)])
    assert [row[0] for row in said.rows] == ["29 May", " 3 Jun", " 3 Jun"]
    assert {row[3]: row[4] for row in said.rows} == {"picked": "no label", "tried": "kept", "options": "no label"}


def test_ids_are_cut_to_where_they_differ_and_to_seven_letters_at_least() -> None:
    ids = ("a" * 32, "a" * 9 + "b" * 23, "c" * 32)
    said = told([request(id=ids[0]), request(id=ids[1]), request(id=ids[2], urgent=True)])
    assert {row[1] for row in said.rows} == {"a" * 10, "a" * 9 + "b"}
    assert "  cccccccccc  urgent" in said.tail
    assert [row[1] for row in told([request(id=ids[2])]).rows] == ["c" * 7]
