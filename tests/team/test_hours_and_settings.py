"""What a manager set, who is away, what Slack says about people: on both databases."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.settings import Settings
from bot.slack.errors import Refusal
from bot.slack.profiles import Quiet
from bot.team import service as team
from bot.team.models import Person, Team, TimeOff
from bot.team.settings_form import Entered, OwnChoices, TeamChoices
from bot.team.working_time import is_working
from tests.team.world import LEE, MONA, NOW, RIYA, World, profile

DEFAULTS = Settings(slack_bot_token="xoxb-1", slack_app_token="xapp-1")


def entered(**parts: object) -> Entered:
    return Entered(**({"team": None, "own": None, "away": None, "errors": {}} | parts))  # type: ignore[arg-type]


def test_settings_are_kept_and_say_whether_anything_changed(world: World) -> None:
    choices = TeamChoices(hold_minutes=45, work_start=time(8), work_end=time(16), country="DE", deputy_id=LEE)
    with world.later() as session:
        assert team.leads_team(session, MONA) is False
        assert team.save_settings(session, MONA, entered(team=choices), world.now) is True
    with world.later() as session:
        page = team.settings_page(session, MONA)
        assert (page.leads_team, page.team) == (True, choices)
        assert team.save_settings(session, MONA, entered(team=choices), world.now) is False


def test_a_rep_s_own_wishes_leave_the_rest_alone(world: World) -> None:
    world.leads(MONA, RIYA)
    with world.later() as session:
        assert team.save_settings(session, RIYA, entered(own=OwnChoices(30, False)), world.now) is True
    with world.later() as session:
        assert team.settings_page(session, RIYA).own == OwnChoices(30, False)
        assert session.get(Team, RIYA) is None


def test_a_rep_s_wish_is_bounded_by_the_manager(world: World) -> None:
    world.leads(MONA, RIYA)
    bounds = TeamChoices(hold_minutes=20, rep_hold_least=30, rep_hold_most=60)
    with world.later() as session:
        team.save_settings(session, MONA, entered(team=bounds), world.now)
        page = team.settings_page(session, RIYA)
        assert (page.manager, page.least, page.most) == ("Mona", 30, 60)
        riya, mona = team.person(session, RIYA), team.person(session, MONA)
        assert team.hold_of(session, riya, mona, DEFAULTS) == timedelta(minutes=20)
        riya.hold_minutes = 120
        assert team.hold_of(session, riya, mona, DEFAULTS) == timedelta(minutes=60)


def test_time_off_is_not_working_time_and_can_be_taken_back(world: World) -> None:
    noon = datetime(2026, 12, 24, 11, tzinfo=UTC)
    with world.later() as session:
        off = team.add_time_off(session, MONA, date(2026, 12, 24), date(2026, 12, 31))
        assert team.add_time_off(session, MONA, date(2026, 12, 24), date(2026, 12, 31)) is off
        assert not is_working(team.hours(session, team.person(session, MONA), DEFAULTS, world.now), noon)
        assert team.is_away(session, team.person(session, MONA), DEFAULTS, noon).away
    with pytest.raises(Refusal, match="gone from your list"), world.later() as session:
        team.remove_time_off(session, RIYA, str(off.id))
    with world.later() as session:
        team.remove_time_off(session, MONA, str(off.id))
        assert is_working(team.hours(session, team.person(session, MONA), DEFAULTS, world.now), noon)
        assert session.scalars(select(TimeOff)).all() == []


def test_days_away_that_are_over_are_not_listed(world: World) -> None:
    with world.later() as session:
        team.add_time_off(session, MONA, date(2026, 12, 1), date(2026, 12, 1))
        team.add_time_off(session, MONA, date(2026, 10, 1), date(2026, 11, 1))
        team.add_time_off(session, MONA, date(2026, 10, 1), date(2026, 11, 2))
    with world.later() as session:
        listed = team.time_off(session, MONA, date(2026, 11, 2))
        assert [(off.first_day, off.last_day) for off in listed] == [
            (date(2026, 10, 1), date(2026, 11, 2)),
            (date(2026, 12, 1), date(2026, 12, 1)),
        ]


def test_what_slack_says_matters_only_when_it_changes_something(world: World) -> None:
    later = NOW + timedelta(hours=1)
    with world.later() as session:
        assert team.note_profile(session, profile(MONA), later, later) is False
        assert team.note_profile(session, profile(MONA, status_text="Lunch"), later, later) is False
        assert team.note_profile(session, profile(MONA, zone="Asia/Tokyo"), later, later) is True
        assert team.note_profile(session, profile(MONA, zone="Asia/Tokyo", gone=True), later, later) is True


def test_an_out_of_office_status_is_kept_until_it_clears(world: World) -> None:
    until = NOW + timedelta(days=3)
    away = profile(MONA, status_text="On vacation", status_emoji=":palm_tree:", status_until=until)
    with world.later() as session:
        assert team.note_profile(session, away, NOW, world.now) is True
        assert team.is_away(session, team.person(session, MONA), DEFAULTS, NOW).away
        assert not team.is_away(session, team.person(session, MONA), DEFAULTS, until).away


def test_an_event_that_comes_an_hour_late_changes_nothing(world: World) -> None:
    later = NOW + timedelta(hours=2)
    with world.later() as session:
        assert team.note_profile(session, profile(MONA, zone="Asia/Tokyo"), later, later) is True
        assert team.note_profile(session, profile(MONA), later - timedelta(hours=1), later) is False
        assert team.person(session, MONA).zone == "Asia/Tokyo"


def test_strangers_are_not_written_down(world: World) -> None:
    with world.later() as session:
        assert team.note_profile(session, profile("U0STRANGER"), NOW, NOW) is False
        assert team.note_quiet(session, "U0STRANGER", Quiet(NOW, NOW + timedelta(hours=3)), NOW) is False
        assert session.get(Person, "U0STRANGER") is None


def test_do_not_disturb_matters_when_it_changes(world: World) -> None:
    quiet = Quiet(NOW, NOW + timedelta(hours=3))
    with world.later() as session:
        assert team.note_quiet(session, MONA, quiet, NOW) is True
        assert team.note_quiet(session, MONA, quiet, NOW) is False
        assert team.is_away(session, team.person(session, MONA), DEFAULTS, NOW).away
        assert team.note_quiet(session, MONA, None, NOW) is True


def test_somebody_is_read_again_after_half_a_day(world: World) -> None:
    with world.later() as session:
        assert team.is_stale(session, "U0STRANGER", NOW)
        assert not team.is_stale(session, MONA, NOW + timedelta(hours=12))
        assert team.is_stale(session, MONA, NOW + timedelta(hours=12, seconds=1))
