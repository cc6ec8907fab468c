"""Hours, days away and windows, as their people set them: real Bolt, real protocol, both databases."""

from datetime import date, timedelta

import pytest

from bot.team.holidays import subdivisions
from bot.team.models import Person as Known
from tests.story import Story


@pytest.fixture(scope="module", autouse=True)
def holidays_are_loaded() -> None:
    """The first look takes a second, and Slack waits three: a busy machine would make the first story late."""
    subdivisions("DE")


def test_a_manager_s_settings_are_saved_and_shown_again(story: Story) -> None:
    story.mona.types("/kickstand settings")
    story.mona.fills(
        {
            "How long a question waits, in minutes": "45",
            "Your day starts": "08:30",
            "Your day ends": "17:00",
            "Country, for its public holidays": "Germany",
            "Region": "by",
            "Deputy": [story.dana],
            "HR contact": [story.lee],
            "Speak-up link": "https://speak.example.com",
            "Deals that never wait, from this amount": "250k",
            "Currency": "€",
        }
    )
    assert story.mona.submits() == {}
    story.mona.types("/kickstand settings")
    shown = story.mona.modal or ""
    for value in ("{45}", "{BY}", "(x) Germany", "{Dana Ruiz}", "{Lee Novak}", "{250,000}", "{€}"):
        assert value in shown


def test_bad_settings_are_told_beside_their_fields_and_nothing_is_saved(story: Story) -> None:
    story.mona.types("/kickstand settings")
    story.mona.fills(
        {
            "How long a question waits, in minutes": "30",
            "Your day starts": "09:00",
            "Region": "BY",
            "Speak-up link": "http://speak.example.com",
            "Last day away": date(2026, 12, 24),
        }
    )
    assert story.mona.submits() == {
        "Your day ends": "Set both times, or leave both empty.",
        "Region": "Choose the country first.",
        "Speak-up link": "This needs a whole address that starts with https://",
        "Away from": "Pick the first day away as well.",
    }
    story.mona.closes()
    story.mona.types("/kickstand settings")
    assert "{30}" not in (story.mona.modal or "")


def test_a_deputy_must_be_somebody_else_and_still_here(story: Story) -> None:
    story.dana.leaves()
    story.mona.types("/kickstand settings")
    story.mona.fills({"Deputy": [story.dana], "HR contact": [story.mona]})
    assert story.mona.submits() == {
        "Deputy": "Dana Ruiz has no active account in Slack any more.",
        "HR contact": "Pick somebody other than yourself.",
    }
    story.mona.fills({"Deputy": None, "HR contact": [story.lee]})
    assert story.mona.submits() == {}


def test_a_new_day_moves_what_is_waiting(story: Story) -> None:
    story.riya.says("Can I give Acme 20 %?")
    assert "at 11:00" in story.riya.last.plain
    story.mona.types("/kickstand settings")
    story.mona.fills({"Your day starts": "13:00", "Your day ends": "18:00", "Away from": date(2026, 12, 24)})
    assert story.mona.submits() == {}
    assert "at 14:00" in story.riya.sees
    story.mona.types("/kickstand away")
    assert "24 December 2026" in story.mona.last.plain


def test_a_rep_chooses_a_wait_within_the_manager_s_bounds(story: Story) -> None:
    story.sets(rep_hold_least=30, rep_hold_most=60)
    story.riya.types("/kickstand settings")
    assert "30 to 60 minutes of working time; 0: not at all. Empty: as Mona set it." in (story.riya.modal or "")
    assert "How long a question waits" not in (story.riya.modal or "")
    story.riya.fills({"How long your questions wait, in minutes": "30"})
    assert story.riya.submits() == {}
    story.riya.says("Can I give Acme 20 %?")
    assert "at 10:30" in story.riya.last.plain


def test_days_away_are_added_listed_and_taken_back(story: Story) -> None:
    story.mona.types("/kickstand away")
    assert story.mona.last.plain.startswith("I know of no days away.")
    story.mona.types("/kickstand away 2026-12-24 2027-01-02")
    assert "Noted: you're away 24 December 2026 to 2 January 2027." in story.mona.last.plain
    story.mona.clicks("Remove")
    assert story.mona.last.plain.startswith("I know of no days away.")


def test_dates_that_make_no_sense_get_a_sentence_and_change_nothing(story: Story) -> None:
    for typed in ("soon", "2026-12-24 2026-12-01", "2026-11-01", "2026-12-24 2027-12-30", "1 2 3"):
        story.mona.types(f"/kickstand away {typed}")
        assert "[Remove]" not in story.mona.last.plain
    story.mona.types("/kickstand away")
    assert story.mona.last.plain.startswith("I know of no days away.")


def test_days_away_entered_today_reach_a_rep_who_is_waiting(story: Story) -> None:
    """The manager goes away while a question waits: it no longer waits for that hour."""
    story.riya.says("Can I give Acme 20 %?")
    story.mona.types("/kickstand away 2026-11-16")
    story.waits(minutes=60)
    assert "Can I give Acme 20 %?" not in story.mona.sees


def test_slack_tells_of_a_new_zone_and_what_waits_is_planned_anew(story: Story) -> None:
    story.riya.says("Can I give Acme 20 %?")
    story.mona.moves_to("America/New_York")
    story.waits(minutes=60)
    assert "Can I give Acme 20 %?" not in story.mona.sees  # it is five in the morning where Mona is
    story.waits(hours=5)
    assert "Can I give Acme 20 %?" in story.mona.sees


def test_do_not_disturb_stretches_the_wait(story: Story) -> None:
    story.riya.says("Can I give Acme 20 %?")
    story.mona.sets_dnd(until=story.clock() + timedelta(minutes=90))
    story.waits(minutes=60)
    assert "Can I give Acme 20 %?" not in story.mona.sees
    story.waits(minutes=90)
    assert "Can I give Acme 20 %?" in story.mona.sees


def test_strangers_leave_no_trace(story: Story) -> None:
    stranger = story.sandbox.add_person("zoe", "Zoe Roth")
    stranger.sets_status("On vacation", ":palm_tree:")
    stranger.sets_dnd(until=story.clock() + timedelta(hours=1))
    stranger.moves_to("Asia/Tokyo")
    with story.kickstand.runtime.sessions.begin() as session:
        assert session.get(Known, stranger.id) is None


def test_several_stretches_away_are_listed_and_each_can_be_taken_back(story: Story) -> None:
    for day in ("2026-12-24", "2027-01-04"):
        story.riya.types(f"/kickstand away {day}")
    assert story.riya.last.plain.count("[Remove]") == 2
    story.riya.clicks("Remove")
    assert story.riya.last.plain.count("[Remove]") == 1
    assert "24 December" not in story.riya.last.plain
