"""Who reports to whom, who is away, what a manager set: on both databases."""

from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from bot.settings import Settings
from bot.slack.errors import Refusal
from bot.slack.profiles import Quiet
from bot.team import service as team
from bot.team.messages import KINDS
from bot.team.models import Person, Team, TimeOff
from bot.team.rules import LineStatus, Member
from bot.team.settings_form import Entered, OwnChoices, TeamChoices
from bot.team.working_time import is_working
from tests.team.world import LEE, MONA, NOW, OMAR, OTTO, RIYA, World, profile

DEFAULTS = Settings(slack_bot_token="xoxb-1", slack_app_token="xapp-1")


def entered(**parts: object) -> Entered:
    return Entered(**({"team": None, "own": None, "away": None, "errors": {}} | parts))  # type: ignore[arg-type]


def test_a_claim_counts_only_when_the_rep_confirms(world: World) -> None:
    line_id = world.claims(MONA, RIYA)
    assert world.manager_of(RIYA) is None
    assert len(world.posts("team.claim", RIYA)) == 1
    assert world.posts("team.notice", RIYA) == []
    with world.later() as session:
        team.confirm(session, line_id, RIYA, world.now)
    assert world.manager_of(RIYA) == MONA
    assert len(world.posts("team.notice", RIYA)) == 1
    assert len(world.posts("team.confirmed", MONA)) == 1


def test_a_rep_who_says_no_has_no_manager_and_the_manager_hears_it(world: World) -> None:
    line_id = world.claims(MONA, RIYA)
    with world.later() as session:
        team.decline(session, line_id, RIYA, world.now)
    assert world.manager_of(RIYA) is None
    assert len(world.posts("team.confirmed", MONA)) == 1
    assert world.posts("team.notice", RIYA) == []


def test_naming_a_rep_twice_asks_once_and_keeps_the_later_start(world: World) -> None:
    line_id = world.claims(MONA, RIYA)
    with world.later() as session:
        team.claim(session, MONA, RIYA, date(2026, 10, 1), world.now)
    assert [post.subject_id for post in world.posts("team.claim", RIYA)] == [line_id]
    with world.later() as session:
        assert team.lines_of(session, MONA, LineStatus.CLAIMED)[0].started_on == date(2026, 10, 1)


def test_a_rep_may_be_asked_again_after_a_no(world: World) -> None:
    line_id = world.claims(MONA, RIYA)
    with world.later() as session:
        team.decline(session, line_id, RIYA, world.now)
    assert world.claims(MONA, RIYA) != line_id


@pytest.mark.parametrize("answer", [team.confirm, team.decline])
def test_only_the_rep_who_was_asked_can_answer_and_only_once(world: World, answer: object) -> None:
    line_id = world.claims(MONA, RIYA)
    for by, line in ((OTTO, line_id), (MONA, line_id), (RIYA, "no such line")):
        with pytest.raises(Refusal, match="Only the person who was asked"), world.later() as session:
            answer(session, line, by, world.now)  # type: ignore[operator]
    with world.later() as session:
        team.confirm(session, line_id, RIYA, world.now)
    with pytest.raises(Refusal, match="answered this one already"), world.later() as session:
        answer(session, line_id, RIYA, world.now)  # type: ignore[operator]
    assert world.manager_of(RIYA) == MONA


def test_a_question_that_was_taken_back_cannot_be_answered(world: World) -> None:
    line_id = world.claims(MONA, RIYA)
    with world.later() as session:
        assert team.end_line(session, MONA, RIYA, world.now) is False
    with pytest.raises(Refusal, match="taken back"), world.later() as session:
        team.confirm(session, line_id, RIYA, world.now)
    assert world.posts("team.changed", RIYA) == []


def test_confirming_a_new_manager_ends_the_line_to_the_old_one(world: World) -> None:
    world.leads(MONA, RIYA)
    world.leads(LEE, RIYA)
    assert world.manager_of(RIYA) == LEE
    with world.later() as session:
        assert team.reps_of(session, MONA) == []
        assert len(team.lines_of(session, MONA, LineStatus.ENDED)) == 1
    assert len(world.posts("team.notice", RIYA)) == 1


def test_confirming_one_manager_settles_the_question_of_another(world: World) -> None:
    other = world.claims(LEE, RIYA)
    world.leads(MONA, RIYA)
    with pytest.raises(Refusal, match="taken back"), world.later() as session:
        team.confirm(session, other, RIYA, world.now)
    assert world.posts("team.claim", RIYA)[0].wanted == 2


def test_two_answers_at_the_same_moment_leave_one_manager(world: World) -> None:
    lines = [world.claims(manager, RIYA) for manager in (MONA, LEE)]
    start = Barrier(2)

    def answer(line_id: str) -> None:
        start.wait()
        try:
            with world.sessions.begin() as session:
                team.confirm(session, line_id, RIYA, world.now)
        except Refusal:
            pass

    threads = [Thread(target=answer, args=(line_id,)) for line_id in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with world.later() as session:
        confirmed = [line for line in team.confirmed_lines(session) if line.rep_id == RIYA]
        assert len(confirmed) == 1


def test_nobody_is_their_own_rep(world: World) -> None:
    with pytest.raises(Refusal, match="your own rep"), world.later() as session:
        team.claim(session, MONA, MONA, None, world.now)


def test_a_manager_above_cannot_be_named_below(world: World) -> None:
    world.leads(LEE, MONA)
    world.leads(MONA, RIYA)
    with pytest.raises(Refusal, match="You report to that person"), world.later() as session:
        team.claim(session, RIYA, LEE, None, world.now)


def test_a_circle_that_closed_while_a_question_was_open_is_refused(world: World) -> None:
    upward = world.claims(RIYA, MONA)
    world.leads(MONA, RIYA)
    with pytest.raises(Refusal, match="circle"), world.later() as session:
        team.confirm(session, upward, MONA, world.now)
    assert world.manager_of(MONA) is None


def test_a_rep_let_go_hears_it_and_has_no_manager(world: World) -> None:
    line_id = world.leads(MONA, RIYA)
    with world.later() as session:
        assert team.end_line(session, MONA, RIYA, world.now) is True
    assert world.manager_of(RIYA) is None
    assert [post.subject_id for post in world.posts("team.changed", RIYA)] == [line_id]


def test_nobody_can_let_go_of_somebody_else_s_rep(world: World) -> None:
    world.leads(MONA, RIYA)
    with world.later() as session:
        assert team.end_line(session, LEE, RIYA, world.now) is False
    assert world.manager_of(RIYA) == MONA


def test_a_team_is_changed_as_a_whole_or_not_at_all(world: World) -> None:
    world.leads(LEE, MONA)
    world.leads(MONA, RIYA)
    with pytest.raises(Refusal), world.later() as session:
        team.change_members(session, MONA, [OMAR, LEE], [RIYA], None, world.now)
    assert world.manager_of(RIYA) == MONA
    assert world.posts("team.claim", OMAR) == []


def test_a_manager_is_introduced_once_however_many_reps_there_are(world: World) -> None:
    world.leads(MONA, RIYA)
    world.leads(MONA, OMAR)
    posts = world.posts("team.manager_notice", MONA)
    assert [post.wanted for post in posts] == [1]


def test_members_are_listed_by_name_with_their_day(world: World) -> None:
    world.claims(MONA, OTTO)
    for rep in (RIYA, OMAR):
        world.leads(MONA, rep)
    with world.later() as session:
        assert team.members(session, MONA, LineStatus.CONFIRMED) == [
            Member(OMAR, "Omar Aziz", None),
            Member(RIYA, "Riya Shah", None),
        ]
        assert team.members(session, MONA, LineStatus.CLAIMED) == [Member(OTTO, "Otto Lind", date(2026, 11, 2))]


def test_the_admin_s_list_names_everybody(world: World) -> None:
    with world.later() as session:
        team.import_line(session, RIYA, MONA, LEE, date(2026, 10, 1), world.now)
        team.import_line(session, OMAR, MONA, None, None, world.now)
    with world.later() as session:
        assert [row[1::2] for row in team.team_list(session)] == [
            ("Omar Aziz", "Mona Berg", None),
            ("Riya Shah", "Mona Berg", date(2026, 10, 1)),
        ]
        assert {row.lead for row in team.team_list(session)} == {"Lee Novak"}


def test_an_imported_change_of_manager_is_told_to_a_rep_who_was_introduced_before(world: World) -> None:
    with world.later() as session:
        assert team.import_line(session, RIYA, MONA, None, None, world.now) is True
        assert team.import_line(session, RIYA, MONA, None, None, world.now) is False
    assert world.posts("team.changed", RIYA) == []
    with world.later() as session:
        assert team.import_line(session, RIYA, LEE, None, None, world.now) is True
    assert len(world.posts("team.changed", RIYA)) == 1
    assert len(world.posts("team.notice", RIYA)) == 1


def test_every_message_has_words_whatever_happened_since(world: World) -> None:
    world.leads(MONA, RIYA)
    world.claims(LEE, RIYA)
    with world.later() as session:
        team.end_line(session, MONA, RIYA, world.now)
    posts = [post for kind in KINDS for who in (RIYA, MONA, LEE) for post in world.posts(kind, who)]
    assert {post.kind for post in posts} == set(KINDS) - {"team.unreached"}
    with world.later() as session:
        for post in posts:
            words = KINDS[post.kind].render(session, post, world.now)
            assert words is not None
            assert words.text


def test_a_manager_hears_when_the_question_could_not_reach_the_rep(world: World) -> None:
    world.claims(MONA, RIYA)
    stuck = KINDS["team.claim"].stuck
    assert stuck is not None
    with world.later() as session:
        stuck(session, world.posts("team.claim", RIYA)[0], world.now)
    told = world.posts("team.unreached", MONA)
    with world.later() as session:
        words = KINDS["team.unreached"].render(session, told[0], world.now)
        assert words is not None
        assert "couldn't reach Riya" in words.text


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
        team.remove_time_off(session, RIYA, off.id)
    with world.later() as session:
        team.remove_time_off(session, MONA, off.id)
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
