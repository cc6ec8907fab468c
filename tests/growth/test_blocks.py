"""Levels, the picture and wins at their longest, read through an independent library."""

from datetime import UTC, datetime

import pytest

from bot.growth import blocks as growth
from bot.growth.rules import TOPICS, Level
from bot.requests.blocks.view import RequestView
from bot.requests.rules import Answer, Label, Status
from bot.score.blocks import own
from bot.score.rules.own import Counts, OnTopic, OwnRequest, by_topic, counts
from bot.score.service.own import PAGE
from bot.slack.kit import BLOCKS_IN_VIEW, TEXT
from bot.team.blocks import topics
from bot.team.rules import Topic
from bot.wins import blocks as wins
from tests.blockkit import read_message, read_modal

NASTY = "<!channel> *bold* _it_ `code` & <@U0MONA000> <https://example.com|x> "
ID = "0123456789abcdef0123456789abcdef"
MANY = Counts(*[10**6] * 8)


def view(number: int) -> RequestView:
    return RequestView(
        id=f"{ID[:-4]}{number:04d}",
        status=Status.CLOSED,
        text=NASTY * 60,
        rep="R" * 200,
        manager="M" * 200,
        answer=Answer.QUESTION,
        question=NASTY * 60,
        label=Label.COACHED,
    )


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("is_back", [True, False])
@pytest.mark.parametrize("topic", Topic)
def test_the_message_about_a_level_says_everything_in_its_text(topic: Topic, level: Level, is_back: bool) -> None:
    said = growth.told(growth.Told(topic, level, is_back, NASTY * 4, "M" * 200))
    read_message(said.text, said.blocks)
    assert len(said.text) <= TEXT
    assert topics.within(topic) in said.text.splitlines()[0]
    assert "<!channel>" not in said.text


def test_the_levels_of_a_large_team_fit_into_the_modal() -> None:
    everything = [(topic, Level.INDEPENDENT, "24 December 2027") for topic in TOPICS]
    reps = [growth.RepLevels("R" * 200, everything) for _ in range(120)]
    modal = growth.levels_modal(reps, "home")
    read_modal(modal)
    assert len(modal["blocks"]) < BLOCKS_IN_VIEW
    assert "And 80 more." in str(modal)


def test_a_full_picture_fits_into_a_modal() -> None:
    seen = own.Picture(
        week=MANY,
        weeks=MANY,
        topics=[OnTopic(topic, 10**6, 10**6, 10**6) for topic in Topic],
        levels=[own.Standing(topic, Level.INDEPENDENT, "24 December 2027") for topic in TOPICS],
        history=[own.Asked(view(number), "24 December 2027", Label.RESCUED, can_share=True) for number in range(PAGE)],
        shared=[wins.Shared(f"w{number}", NASTY * 4, "L" * 200) for number in range(60)],
        offset=10,
        has_older=True,
    )
    modal = own.picture(seen)
    read_modal(modal)
    assert len(modal["blocks"]) < BLOCKS_IN_VIEW
    assert "And 20 earlier ones." in str(modal)
    assert "<!channel>" not in str(modal)


def test_what_can_still_be_taken_back_is_listed_however_many_were_told() -> None:
    told = [wins.Shared(f"told{number}", f"Told {number}", "Lee", "16 November") for number in range(7)]
    offered = [*told, *(wins.Shared(f"w{number}", f"Win {number}", "Lee") for number in range(2))]
    drawn = str(wins.shared(offered))
    assert drawn.count(wins.TAKE_BACK) == 2
    assert "Win 1" in drawn and "Told 2" in drawn and "Told 3" not in drawn
    assert "And 4 earlier ones." in drawn


def test_many_proposals_take_little_of_app_home() -> None:
    ready = [
        own.Ready("R" * 200, Topic.PRICING, Level.INDEPENDENT, 6, 8, 6, f"U{number}:pricing:independent", f"U{number}")
        for number in range(30)
    ]
    blocks = own.manager_home(ready)
    assert len(blocks) == 2 * own.MOST_PROPOSALS + 1
    assert "27 more steps to look at after these." in str(blocks)


def test_the_form_of_a_win_says_who_reads_it() -> None:
    form = wins.form("L" * 200, "C0WINS", f"{ID} U0LEE {10}")
    read_modal(form)
    assert "L" * 200 in str(form)


def test_what_a_rep_asked_is_counted_once_each() -> None:
    now = datetime(2026, 11, 16, 9, tzinfo=UTC)
    found = [
        OwnRequest(asked_at=now, topic=Topic.PRICING, solved=True, solved_before=True, with_options=True),
        OwnRequest(asked_at=now, topic=Topic.PRICING, decided=True, with_options=True, with_pick=True),
        OwnRequest(asked_at=now, solved=True),
        OwnRequest(asked_at=now.replace(month=5), topic=Topic.TERMS),
    ]
    assert counts(found, now) == Counts(3, 2, 1, 1, 2, 0, 0, 0)
    assert by_topic(found, now) == [OnTopic(Topic.PRICING, 2, 1, 2)]
    assert counts([], now) == Counts(0, 0, 0, 0, 0, 0, 0, 0)
