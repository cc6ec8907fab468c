"""Who reports to whom, and who hears of it: on both databases."""

from contextvars import copy_context
from datetime import date
from threading import Barrier, Thread

import pytest

from bot.settings import ScoreMode, Settings
from bot.slack.errors import Refusal
from bot.team import service as team
from bot.team.messages import kinds
from bot.team.rules import LineStatus, Member
from tests.team.world import LEE, MONA, OMAR, OTTO, RIYA, World

KINDS = kinds(Settings())


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


@pytest.mark.parametrize(("mode", "told"), [(ScoreMode.ON, True), (ScoreMode.AGGREGATE, False), (ScoreMode.OFF, False)])
def test_the_first_notice_tells_of_the_numbers_that_this_installation_has(
    world: World, mode: ScoreMode, told: bool
) -> None:
    world.leads(MONA, RIYA)
    (post,) = world.posts("team.notice", RIYA)
    with world.later() as session:
        words = kinds(Settings(kickstand_score=mode))["team.notice"].render(session, post, world.now)
    assert words is not None
    assert ("rep by rep, how many questions there were" in words.text) is told


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

    threads = [Thread(target=copy_context().run, args=(answer, line_id)) for line_id in lines]
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
