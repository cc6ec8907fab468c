"""What of a team's week a lead may see, and when it comes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.rules import Asked, Gathered, Planned, Score, Shown, TeamWeek, Told, due_at, is_mixed, team_week
from bot.score.rules.rates import Share
from bot.score.rules.vocabulary import Verdict
from bot.score.rules.week import Week, minute_of

WEEK = Week(date(2026, 11, 16))
UNTIL = datetime(2026, 11, 22, 23, tzinfo=UTC)
STAGES = ("Contract", "Demo", "Renewal", "Trial")
SCORE = Score(score=41, low=34, high=49, verdict=Verdict.MIXED, greyed=False)
BERLIN, SYDNEY, LA, HONOLULU = (
    ZoneInfo(name) for name in ("Europe/Berlin", "Australia/Sydney", "America/Los_Angeles", "Pacific/Honolulu")
)


def asked(by: str, *facts: str) -> list[Asked]:
    """One question of each of these reps, by letter."""
    flags = {name: name in facts for name in ("settled", "in_hold", "reached", "with_options")}
    stage = next((each for each in facts if each in STAGES), None)
    return [Asked(id=f"{rep}{place}", rep_id=rep, missing=stage, **flags) for place, rep in enumerate(by)]


def told(steady: str, questions: list[Asked], score: Score | None = None, met: str = "") -> TeamWeek:
    """`met`: whose 1:1s were planned, in small letters those that were not held."""
    one_on_ones = [Planned(rep_id=rep.upper(), held=rep.isupper()) for rep in met]
    return team_week("M", UNTIL, Gathered(steady=set(steady), asked=questions, one_on_ones=one_on_ones), score)


@pytest.mark.parametrize(
    ("steady", "by", "shown"),
    [
        ("ABCDE", "ABC", Shown.FIGURES),
        ("ABCDE", "AABC", Shown.FIGURES),  # half of them, no more
        ("ABCDE", "AAABC", Shown.FEW_ASKED),  # the figures would be about A
        ("ABCDE", "AABB", Shown.FEW_ASKED),
        ("ABCDE", "", Shown.FEW_ASKED),
        ("ABCD", "ABCD", Shown.FEW_REPS),
        ("ABCD", "ABCDE", Shown.FEW_REPS),  # E is new this week
        ("", "", Shown.FEW_REPS),
    ],
)
def test_figures_are_shown_of_five_reps_of_whom_three_asked_and_nobody_most(steady: str, by: str, shown: Shown) -> None:
    found = told(steady, asked(by), SCORE)
    assert found.shown is shown
    assert (found.figures is not None) == (found.score is not None) == (shown is Shown.FIGURES)


def test_who_was_not_there_all_week_is_not_counted() -> None:
    found = told("ABCDE", [*asked("ABC", "reached"), *asked("XXXX", "settled")]).figures
    assert found and (found.asked, found.settled) == (3, Share(0, 3))


def test_a_part_that_is_counted_apart_is_about_three_people_as_well() -> None:
    few = told("ABCDE", [*asked("ABCD", "settled", "in_hold"), *asked("A", "reached", "with_options")]).figures
    assert few and (few.in_hold, few.with_options) == (Share(4, 5), None)
    more = told("ABCDE", [*asked("DE", "settled"), *asked("ABC", "reached", "with_options")]).figures
    assert more and more.with_options == Share(3, 3)


@pytest.mark.parametrize(
    ("met", "held"),
    [
        ("ABcDE", Share(4, 5)),
        ("abc", Share(0, 3)),
        ("AB", None),  # whoever reads it would know of each
        ("AAABC", None),
        ("", None),
        ("ABXY", None),  # X and Y are new
        ("ABCX", Share(3, 3)),
    ],
)
def test_1_to_1s_are_told_of_three_people_at_least_who_were_there_all_week(met: str, held: Share | None) -> None:
    found = told("ABCDE", asked("ABCDE"), met=met).figures
    assert found and found.one_on_ones == held
    assert told("ABCD", asked("ABCD"), met="ABCD").figures is None


@pytest.mark.parametrize(
    ("about", "gaps"),
    [
        ({"Demo": "ABC"}, ("Demo",)),
        ({"Demo": "AB"}, ()),
        ({"Demo": "AAABC"}, ()),  # mostly A's
        ({"Demo": "ABXX"}, ()),  # X is new
        ({"Demo": "ABC", "Trial": "ABCD", "Contract": "CDE"}, ("Trial", "Contract", "Demo")),
        ({"Demo": "ABC", "Trial": "ABC", "Contract": "CDE", "Renewal": "ABCDE"}, ("Renewal", "Contract", "Demo")),
    ],
)
def test_a_missing_step_is_named_if_three_people_asked_for_it_and_nobody_mostly(
    about: dict[str, str], gaps: tuple[str, ...]
) -> None:
    found = told("ABCDE", [*asked("ABCDE"), *(each for stage, by in about.items() for each in asked(by, stage))])
    assert found.figures and found.figures.gaps == gaps


@given(st.lists(st.sampled_from("ABCDEFG"), max_size=12))
def test_without_any_one_person_what_is_mixed_still_has_two_others(by: list[str]) -> None:
    if is_mixed(asked("".join(by))):
        for one in set(by):
            others = [each for each in by if each != one]
            assert len(set(others)) >= 2 and 2 * len(others) >= len(by)


@given(st.lists(st.sampled_from("ABCDEFG"), max_size=12), st.booleans(), st.lists(st.text("abc123", min_size=1)))
def test_what_was_told_is_read_back_as_it_was(by: list[str], scored: bool, wins: list[str]) -> None:
    team = told("ABCDE", asked("".join(by), "reached", "Demo"), SCORE if scored else None, met="ABCde")
    saved = Told(week=WEEK, teams=(team,), wins=tuple(wins))
    assert Told.from_json(saved.to_json()) == saved


@pytest.mark.parametrize(
    ("zone", "managers", "local"),
    [
        (BERLIN, (BERLIN,), "2026-11-23 09:30"),
        (BERLIN, (LA,), "2026-11-23 09:30"),  # half past midnight there: the week is over
        (BERLIN, (HONOLULU,), "2026-11-24 09:30"),  # still Sunday there: the next morning, not the evening
        (SYDNEY, (BERLIN, LA), "2026-11-24 09:30"),
        (LA, (SYDNEY,), "2026-11-23 09:30"),
    ],
)
def test_it_comes_in_the_morning_once_the_week_is_over_everywhere(
    zone: ZoneInfo, managers: tuple[ZoneInfo, ...], local: str
) -> None:
    due = due_at("U1", WEEK, zone, max(WEEK.ends_at(each) for each in managers))
    assert due == datetime.fromisoformat(local).replace(tzinfo=zone) + timedelta(minutes=minute_of("U1"))
