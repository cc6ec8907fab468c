"""The weekly message, read as the manager reads it."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from slackblocks import Message

from bot.requests.rules import DecidedBy
from bot.score.blocks.counts import REASONS
from bot.score.blocks.report import ADVICE, FOOTER, TOO_SMALL, report
from bot.score.rules.constants import constants_line
from bot.score.rules.eligibility import ScoredRequest
from bot.score.rules.numbers import WeeklyNumbers
from bot.score.rules.rates import Share, Support, Unfinished
from bot.score.rules.suggestion import Suggestion
from bot.score.rules.vocabulary import (
    Exclusion,
    Giving,
    Seeking,
    SuggestionKind,
    SupportLevel,
    Trend,
    Verdict,
    Withheld,
)
from bot.score.rules.weekly import too_small, weekly
from bot.slack.kit import Words, section
from tests.blockkit import read_block
from tests.score.builders import WEEK, facts_of, request, several
from tests.score.test_weekly import WEEKS

CLOSED_NONE = "No request was closed last week;"
SOLVED = (Seeking.SOLVED_IN_HOLD, Giving.NONE_NEEDED)
HEAVY = several(30, Seeking.NEITHER, Giving.RESCUED)


def said(rows: list[ScoredRequest], **changes: Any) -> str:
    return report(weekly(facts_of(rows, **changes))).text


def plain_of(blocks: list[dict[str, Any]]) -> str:
    """The words in the blocks, without their markup."""
    lines = []
    for block in blocks:
        elements = block["elements"] if block["type"] == "context" else [block["text"]]
        lines += [re.sub(r"^[*_]|[*_]$", "", element["text"]) for element in elements]
    return "\n".join(lines)


def _numbers(**changes: Any) -> WeeklyNumbers:
    """A full report with everything in it, changed as told."""
    full = weekly(facts_of(HEAVY + several(4, *SOLVED) + several(30, Seeking.NEITHER, Giving.RESCUED, age=6)))
    return replace(full, **changes)


def test_a_full_week_reads_like_this() -> None:
    rows = [
        *several(9, *SOLVED),
        *several(2, Seeking.PICKED, Giving.DELEGATED, decided_by=DecidedBy.ME),
        *several(1, Seeking.OPTIONS, Giving.COACHED, decided_by=DecidedBy.TOGETHER),
        *several(1, Seeking.NEITHER, Giving.RESCUED),
        *several(1, Seeking.NEITHER, None, urgent=True),
        *several(4, Seeking.NEITHER, Giving.RESCUED, age=1, topic="pricing"),
    ]
    support = Support(one_on_ones=Share(5, 6), answer_minutes=21.6, promises=Share(3, 4), answered=5)
    text = report(weekly(facts_of(rows, support=support)), topics={"pricing": "Pricing"}).text
    assert text.splitlines() == [
        "Your team solved 9 of 14 without you last week.",
        "Dependency 34 (23-48).",
        "Support: 5 of 6 1:1s held, answers in 22 working minutes, 3 of 4 promises kept; 1 of 4 answers coached.",
        "Solved in the hold: 9 of 13 (69 %)",
        "Came with options: 3 of 4",
        "Rescues: 1 of 4 answers",
        "Five reached you (0.8 per rep); 9 solved before that.",
        "Outside the score: 1 urgent request, no protected deals.",
        "Last six weeks: labels on 8 of 8 answers (100 %); you and your reps agree on who decided in 3 of 3.",
        "One thing to try: in six weeks 5 answers were rescues, 4 of them on Pricing. "
        "Next time, start with `Ask a question`: it offers three.",
        FOOTER,
        "1 June to 7 June 2026. 0 is independent, 100 dependent; in brackets, where the true value probably lies.",
        constants_line(),
    ]


@pytest.mark.parametrize(
    ("rows", "headline"),
    [
        ([], "No requests went through me last week."),
        (several(1, *SOLVED), "1 request last week: too few for a score. One was solved before it reached you."),
        (
            [*several(2, *SOLVED), request()],
            "3 requests last week: too few for a score. Two were solved before they reached you.",
        ),
        ([request()], "1 request last week: too few for a score."),
        (several(8, *SOLVED, urgent=True), "8 requests last week, but too few of them count for a score. Eight were"),
        (several(12, *SOLVED), "Your team solved all 12 requests of last week without you."),
        ([*several(12, Seeking.TRIED, Giving.COACHED)], "12 requests last week; none settled without you yet."),
        (
            [*several(12, Seeking.TRIED, Giving.COACHED, age=1), *several(1, *SOLVED)],
            "Your team solved the one request of last week without you.",
        ),
        (
            [*several(12, Seeking.TRIED, Giving.COACHED, age=1), request()],
            "1 request last week; none settled without you yet.",
        ),
    ],
)
def test_the_first_line_makes_sense_alone(rows: list[ScoredRequest], headline: str) -> None:
    assert said(rows).startswith(headline)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "Dependency 84 (76-89), dependent; ↑ higher than six weeks ago."),
        ({"trend": Trend.UNCLEAR}, "Dependency 84 (76-89), dependent; no clear change."),
        ({"trend": Trend.LOWER}, "Dependency 84 (76-89), dependent; ↓ lower than six weeks ago."),
        ({"trend": None}, "Dependency 84 (76-89), dependent."),
        ({"verdict": None, "withheld": Withheld.STRADDLES, "trend": None}, "Dependency 84 (76-89)."),
        ({"verdict": Verdict.MIXED, "trend": None}, "Dependency 84 (76-89), mixed."),
    ],
)
def test_the_score_line(changes: dict[str, Any], line: str) -> None:
    number = _numbers().number
    assert number is not None
    shown: dict[str, Any] = {"score": 84, "low": 76, "high": 89, "trend": Trend.HIGHER}
    changed = replace(number, **(shown | changes))
    assert line in report(_numbers(number=changed)).text.splitlines()


def test_an_early_number_says_so() -> None:
    assert "Dependency 77 (59-88), early: it rests on few requests so far." in said(HEAVY[:7])


def test_a_disputed_number_is_set_in_small_grey_print_with_its_reason() -> None:
    by = [DecidedBy.ME] * 5 + [DecidedBy.MANAGER] * 8
    rows = [request(Seeking.NEITHER, Giving.COACHED, decided_by=each) for each in by]
    words = report(weekly(facts_of(rows)))
    grey = next(block for block in words.blocks if "Dependency" in str(block))
    assert grey["type"] == "context"
    assert "you and your reps agree on who decided in only 5 of 13 answers." in words.text


@pytest.mark.parametrize("support", [Support(), Support(overdue=3)])
def test_leaving_reps_alone_never_looks_good(support: Support) -> None:
    text = said(several(30, *SOLVED), support=support)
    assert "mostly independent." not in text
    assert "a low score means little without" in text


def test_the_baseline_gives_no_number_away() -> None:
    text = said(HEAVY, joined_on=WEEK.back(1).monday + timedelta(days=2))
    assert "I'm still getting to know how your team asks (week 2 of 4), so there is no score yet." in text
    assert "Dependency" not in text


def test_with_the_score_off_there_are_counts_and_no_number() -> None:
    text = said(HEAVY, score_on=False)
    assert "The score is switched off here, so these are plain counts." in text
    assert "Dependency" not in text
    for about_the_manager in ("Rescues", "Support", "labels", "agree", "One thing to try"):
        assert about_the_manager not in text
    assert "Came with options: 0 of 30 (0 %)" in text


def test_a_team_too_small_for_counts_gets_one_sentence_and_no_count() -> None:
    text = report(too_small(WEEK)).text
    first, *rest = text.splitlines()
    assert first == TOO_SMALL
    assert rest == [FOOTER, "1 June to 7 June 2026."]


def test_independence_and_support_stand_together_in_one_block() -> None:
    words = report(_numbers())
    both = next(block["text"]["text"] for block in words.blocks if "Dependency" in str(block))
    assert [line.partition(" ")[0] for line in both.splitlines()] == ["Dependency", "Support:"]


@pytest.mark.parametrize(
    ("unfinished", "overdue", "headline"),
    [
        (Unfinished(3, 0), 0, "No request was closed last week; 3 are answered but still open."),
        (Unfinished(1, 2), 0, f"{CLOSED_NONE} 1 is answered but still open and 2 are not answered yet."),
        (Unfinished(1, 2), 2, f"{CLOSED_NONE} 1 is answered but still open and 2 are not answered yet."),
        (Unfinished(0, 1), 0, "No request was closed last week; 1 is not answered yet."),
        (Unfinished(0, 1), 1, "Nothing was settled last week, by your team or by you."),
        (Unfinished(), 0, "No requests went through me last week."),
    ],
)  # fmt: skip
def test_what_was_answered_but_is_not_closed_did_go_through(
    unfinished: Unfinished, overdue: int, headline: str
) -> None:
    assert said([], unfinished=unfinished, support=Support(overdue=overdue)).splitlines()[0] == headline


def test_what_is_open_beside_a_weeks_requests_is_named_and_said_to_count_later() -> None:
    text = said(several(12, *SOLVED), unfinished=Unfinished(2, 1))
    assert "Not in these numbers: 2 are answered but still open and 1 is not answered yet. " in text
    assert "Each counts in the week in which it is closed." in text
    assert "Not in these numbers" not in said(several(12, *SOLVED))


def test_without_requests_nothing_is_counted_and_older_weeks_are_called_so() -> None:
    assert said([]).splitlines()[1] == "Too little to go by for a score."
    text = said(several(30, Seeking.NEITHER, Giving.RESCUED, age=1))
    assert "Dependency 89 (81-94), from the weeks before, dependent." in text
    assert "Rescues:" not in text


@pytest.mark.parametrize(
    ("this_week", "sentence"),
    [
        (0, "Usually it is about 10 requests a week. This is not a lower score; maybe questions took another way."),
        (3, "Fewer requests went through me (3; usually about 10). This is not a lower score;"),
    ],
)
def test_a_quiet_week_is_no_better_week(this_week: int, sentence: str) -> None:
    usual = [each for age in range(1, 7) for each in several(10, Seeking.TRIED, Giving.COACHED, age=age)]
    rows = [*usual, *several(this_week, Seeking.TRIED, Giving.COACHED)]
    assert sentence in said(rows, joined_on=WEEK.back(6).monday)


@pytest.mark.parametrize(
    ("support", "line"),
    [
        (Support(), "Support: nothing to measure last week."),
        (
            Support(one_on_ones=Share(1, 1), answer_minutes=1.2),
            "Support: the one 1:1 held, answers in 1 working minute.",
        ),
        (Support(one_on_ones=Share(0, 0), promises=Share(1, 1)), "Support: no 1:1s planned, the one promise kept."),
        (Support(one_on_ones=Share(0, 2)), "Support: 0 of 2 1:1s held. That is thin support."),
        (
            Support(answer_minutes=30, answered=1, overdue=2),
            "Support: answers in 30 working minutes, 2 still waiting after twice the hold. That is thin support.",
        ),
    ],
)
def test_the_support_line(support: Support, line: str) -> None:
    unlabelled = several(30, Seeking.NEITHER, None)
    assert line in said(unlabelled, support=support).splitlines()


def test_the_share_of_coaching_stands_on_the_axis_of_support() -> None:
    """S2.12"""
    rows = [
        *several(9, Seeking.TRIED, Giving.COACHED),
        *several(3, Seeking.TRIED, Giving.RESCUED),
        *several(4, *SOLVED),
    ]
    assert "Support: answers in 22 working minutes; 9 of 12 answers coached." in said(
        rows, support=Support(answer_minutes=22.0)
    )
    assert "Support: nothing to measure last week; 0 of 1 answer coached." in said([request()], support=Support())


def test_a_score_of_the_weeks_before_is_not_without_what_stands_always_beside_it() -> None:
    rows = [*several(20, Seeking.TRIED, Giving.COACHED, age=1, decided_by=DecidedBy.ME), request(withdrawn=True)]
    text = said(rows)
    assert "Outside the score: no urgent requests, no protected deals, 1 taken back." in text
    assert "labels on 20 of 20 answers (100 %); you and your reps agree on who decided in 20 of 20 (100 %)." in text
    assert "Outside" not in said([])


def test_every_reason_for_leaving_out_has_words_for_one_and_for_many() -> None:
    assert set(REASONS) == set(Exclusion)
    text = report(_numbers(left_out=dict.fromkeys(Exclusion, 1))).text
    assert (
        "1 urgent request, 1 protected deal, 1 asked to get better at something, 1 asked when nothing was held, "
        in text
    )
    text = report(_numbers(left_out=dict.fromkeys(Exclusion, 2))).text
    assert (
        "2 urgent requests, 2 protected deals, 2 asked to get better at something, 2 asked when nothing was held"
        in text
    )


def test_every_suggestion_has_words_and_one_is_enough() -> None:
    assert set(ADVICE) == set(SuggestionKind) - {SuggestionKind.REPEATED}
    for kind in ADVICE:
        for number in (1, 5):
            text = report(_numbers(suggestion=Suggestion(kind, number, None, 0))).text
            assert text.count("One thing to try") == 1
            assert f"in six weeks {number} " in text


def test_rescues_that_repeat_are_the_one_suggestion_and_name_nobody() -> None:
    """S1.2"""
    repeated = Suggestion(SuggestionKind.REPEATED, 4, "pricing", 4)
    text = report(_numbers(suggestion=repeated), topics={"pricing": "Price"}).text
    assert "One thing to try is in the thread: 4 rescues of one rep on Price." in text.splitlines()


def test_a_topic_cannot_call_anybody_or_flood_the_report() -> None:
    rows = several(30, Seeking.NEITHER, Giving.RESCUED, topic="t")
    words = report(weekly(facts_of(rows)), topics={"t": "<!channel> {about} & " + "x" * 500})
    assert "&lt;!channel&gt; {about} &amp; xxx" in words.text
    assert "<" not in words.text
    assert "x" * 60 not in words.text


def test_a_topic_without_a_name_is_shown_as_it_is() -> None:
    assert "30 of them on legal." in said(several(30, Seeking.NEITHER, Giving.RESCUED, topic="legal"))


def test_a_chart_stands_under_the_two_axes_and_further_pieces_before_the_footer() -> None:
    chart = Words("Twelve weeks: 40, 41.", [section("chart")])
    wins = Words("Riya shared a win.", [section("wins")])
    lines = report(_numbers(), charts=[chart], more=[wins]).text.splitlines()
    assert lines.index("Twelve weeks: 40, 41.") == 3
    assert lines.index("Riya shared a win.") == lines.index(FOOTER) - 1


def test_no_report_goes_without_its_footer() -> None:
    for rows in ([], HEAVY[:3], HEAVY):
        assert FOOTER in said(rows)


@settings(max_examples=50)
@given(WEEKS)
def test_text_says_everything_the_blocks_say_and_the_blocks_pass_an_independent_reader(numbers: WeeklyNumbers) -> None:
    words = report(numbers)
    assert plain_of(words.blocks) == words.text
    Message(channel="D0MONA", text=words.text, blocks=[read_block(block) for block in words.blocks])


def test_the_longest_report_keeps_to_slacks_limits() -> None:
    huge = 10**9
    share = Share(huge, huge)
    numbers = _numbers(
        left_out=dict.fromkeys(Exclusion, huge),
        labelled=share,
        agreed=share,
        quiet=True,
        usual_requests=float(huge),
        support=Support(one_on_ones=share, answer_minutes=1e9, promises=share, overdue=huge),
        support_level=SupportLevel.LOW,
        suggestion=Suggestion(SuggestionKind.OPEN_DECISIONS, huge, "&" * 3000, huge),
    )
    words = report(numbers)
    assert len(words.text) < 3900
    assert not words.text.endswith("…")
    Message(channel="D0MONA", text=words.text, blocks=[read_block(block) for block in words.blocks])


def test_the_reader_used_here_does_refuse_what_is_too_long() -> None:
    with pytest.raises(Exception, match="3000"):
        read_block({"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}})
