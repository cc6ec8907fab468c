"""Off switches: days on which nothing waits, one rep's wish not to wait, an admin who lets everything out."""

import io
import sys
from datetime import timedelta

import pytest
from freezegun import freeze_time

from bot.cli import main
from bot.requests.rules import Bypass, Status
from bot.score.rules.eligibility import exclusion
from bot.score.rules.vocabulary import Exclusion
from bot.score.rules.week import scored_week
from bot.score.service.gathering import scored_requests
from bot.team import service as team
from tests.conftest import KEY
from tests.privacy.test_forget_me import leaves
from tests.privacy.test_my_data import copy
from tests.stories.test_change_of_manager import reports_to
from tests.stories.test_home import clicks_at_home, home_of
from tests.stories.test_quiet import goes_to
from tests.story import Story

ASK = "Can I give Acme 20 %?"
AT_ONCE = "Mona has this now: today nothing waits."


def types_in_terminal(
    story: Story, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[int, str]:
    """An admin runs a command beside the running Kickstand; answers its exit code and what was printed."""
    settings = story.kickstand.runtime.settings
    here = {
        "COLUMNS": "200",
        "SLACK_BOT_TOKEN": settings.slack_bot_token,
        "SLACK_SIGNING_SECRET": "a secret",
        "SLACK_API_URL": settings.slack_api_url,
        "DATABASE_URL": settings.database_url,
        "KICKSTAND_SECRET_KEY": KEY,
    }
    for name, value in here.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))  # asked, they say no
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped, freeze_time(story.clock(), ignore=["sqlalchemy", "psycopg"]):
        main(list(words))
    story.sandbox.settle()
    printed = capsys.readouterr()
    return int(stopped.value.code or 0), " ".join((printed.out + printed.err).split())


def test_on_such_a_day_a_question_is_there_at_once_with_what_was_written_and_is_not_scored(story: Story) -> None:
    story.mona.types("/kickstand freeze 2026-11-17")
    assert "17 November 2026" in story.mona.last.plain and story.mona.last.buttons == ("Take back",)
    goes_to(story, "2026-11-17 20:00")  # hours after work
    story.riya.says(ASK)
    assert AT_ONCE in story.riya.last.plain
    assert ASK in story.mona.last.plain and "asked on a day on which nothing waits" in story.mona.last.text
    story.riya.clicks("Answer 2 questions")
    story.riya.fills({"What have you tried?": "10 %"})
    assert story.riya.submits() == {}
    assert "10 %" in story.mona.last.plain
    story.mona.clicks("Your call")
    story.riya.clicks("Me")
    assert story.request().bypass == Bypass.FROZEN
    with story.kickstand.runtime.sessions.begin() as session:
        mona, week = team.person(session, story.id("mona")), story.clock() + timedelta(days=7)
        found = scored_requests(
            session,
            story.kickstand.runtime.settings,
            mona,
            scored_week(week, team.zone(mona)),
            week,
        )
        assert [exclusion(each) for each in found] == [Exclusion.NOT_HELD]
    goes_to(story, "2026-11-18 10:00")
    story.riya.says("And 30 %?")
    assert "I'll bring this to Mona at 11:00" in story.riya.last.plain


def test_what_waits_when_such_a_day_begins_goes_out_when_the_manager_s_day_does(story: Story) -> None:
    goes_to(story, "2026-11-16 17:50")
    story.riya.says(ASK)
    assert "tomorrow at 09:50" in story.riya.last.plain
    story.mona.types("/kickstand freeze 2026-11-17 2026-11-18")
    assert "tomorrow at 09:00" in story.riya.last.plain
    assert "Sooner than usual: nothing waits from tomorrow on." in story.riya.last.plain
    goes_to(story, "2026-11-17 08:59")
    assert ASK not in story.mona.sees
    goes_to(story, "2026-11-17 09:00")
    assert ASK in story.mona.last.plain and story.request().bypass == Bypass.FROZEN


def test_of_many_stretches_app_home_has_the_first_and_says_where_the_others_are(story: Story) -> None:
    for month in range(1, 6):
        story.mona.types(f"/kickstand freeze 2027-{month:02}-28")
    assert story.mona.last.plain.count("[Take back]") == 5
    home_of(story, story.mona)
    assert story.mona.home.count("[Take back]") == 3
    assert "And 2 stretches more: `/kickstand freeze`." in story.mona.home
    clicks_at_home(story, story.mona, "Take back")
    assert "28 January 2027" not in story.mona.home
    assert story.mona.home.count("[Take back]") == 3


def test_days_taken_back_let_questions_wait_again_and_app_home_shows_them_to_both(story: Story) -> None:
    story.mona.types("/kickstand freeze 2026-11-16 2026-11-18")
    home_of(story, story.riya)
    assert "Nothing waits until Wednesday: what you ask goes to Mona at once." in story.riya.home
    home_of(story, story.mona)
    assert "Nothing waits on these days" in story.mona.home
    clicks_at_home(story, story.mona, "Take back")
    assert "Nothing waits" not in story.mona.home
    home_of(story, story.riya)
    assert "Nothing waits" not in story.riya.home
    story.riya.says(ASK)
    assert story.request().status == Status.HELD
    story.mona.types("/kickstand freeze 2026-11-16")
    assert ASK in "".join(each.plain for each in story.mona.messages), "what waits on the first day goes out now"


def test_one_pair_can_do_without_waiting_and_another_manager_is_not_bound_by_it(story: Story) -> None:
    story.mona.types("/kickstand freeze @riya")
    assert "Riya Shah: from 16 November 2026, until you take it back" in story.mona.last.plain
    story.riya.says(ASK)
    assert AT_ONCE in story.riya.last.plain
    story.omar.says("Can I give Globex 5 %?")
    assert "I'll bring this to Mona at 11:00" in story.omar.last.plain
    reports_to(story, "riya", "dana")
    story.clock.advance(timedelta(minutes=9))
    story.riya.says("And Initech?")
    assert "I'll bring this to Dana" in story.riya.last.plain


@pytest.mark.parametrize("typed", ["soon", "2026-12-24 2026-12-01", "2026-11-01", "2026-12-01 2027-01-30", "1 2 3"])
def test_days_that_make_no_sense_get_a_sentence_and_change_nothing(story: Story, typed: str) -> None:
    story.mona.types(f"/kickstand freeze {typed}")
    assert "[Take back]" not in story.mona.last.plain
    story.mona.types("/kickstand freeze")
    assert "You have set none." in story.mona.last.plain


def test_only_managers_set_them_and_only_for_their_own_reps(story: Story) -> None:
    story.riya.types("/kickstand freeze 2026-11-17")
    assert "are for managers" in story.riya.last.plain
    story.mona.types("/kickstand freeze @otto")
    assert "They aren't on your team here" in story.mona.last.plain


def test_a_rep_who_does_not_want_to_wait_does_not(story: Story) -> None:
    story.sets(rep_hold_least=30)
    story.riya.types("/kickstand settings")
    story.riya.fills({"How long your questions wait, in minutes": "0"})
    assert story.riya.submits() == {}
    story.riya.types("/kickstand settings")
    assert "{0}" in (story.riya.modal or "")
    story.riya.says(ASK)
    assert ASK in story.mona.last.plain
    assert story.request().bypass is None


def test_my_data_shows_them_and_forget_me_takes_them(story: Story) -> None:
    story.mona.types("/kickstand freeze @riya")
    assert len(copy(story, "riya")["days_on_which_nothing_waits"]) == 1
    leaves(story, "riya")
    story.mona.types("/kickstand freeze")
    assert "You have set none." in story.mona.last.plain


def test_an_admin_lets_everything_out_and_says_so_and_twice_is_harmless(
    story: Story, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    goes_to(story, "2026-11-16 22:00")
    story.riya.says(ASK)
    story.omar.says("Can I give Globex 5 %?")
    code, said = types_in_terminal(story, monkeypatch, capsys, "release-all")
    assert code == 1 and "2 questions are waiting. Bring all of them to their managers now?" in said
    assert ASK not in story.mona.sees
    code, said = types_in_terminal(story, monkeypatch, capsys, "release-all", "--yes")
    assert code == 0 and "2 went out." in said
    story.waits(seconds=2)  # one message a second in a conversation
    assert ASK in story.mona.sees and "Globex" in story.mona.sees
    assert "your admin let everything go out that was waiting" in story.mona.last.text
    assert "Mona has this now: your admin let everything go out that was waiting." in story.riya.last.plain
    assert {each.bypass for each in story.all_requests()} == {Bypass.RELEASED}
    assert types_in_terminal(story, monkeypatch, capsys, "release-all", "--yes")[1].startswith("Nothing waits.")
    story.mona.clicks("Your call")
    checked = types_in_terminal(story, monkeypatch, capsys, "check")[1]
    assert "Everything was let go out at 2026-11-16 21:00 UTC by" in checked and "(2 questions)" in checked


def test_an_admin_s_off_switch_works_at_once_also_where_it_is_still_yesterday(
    story: Story, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        team.person(session, story.id("mona")).zone = "America/Los_Angeles"
    goes_to(story, "2026-11-17 01:30")  # half past four in the afternoon there
    types_in_terminal(story, monkeypatch, capsys, "freeze", "add", "--open-end")
    story.riya.says(ASK)
    assert AT_ONCE in story.riya.last.plain


def test_an_admin_switches_waiting_off_for_everybody_and_on_again(
    story: Story, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    story.riya.says(ASK)
    code, said = types_in_terminal(story, monkeypatch, capsys, "freeze", "add", "--open-end")
    assert (code, said) == (0, "Nothing waits from now on, until it is ended.")
    assert AT_ONCE in story.riya.last.plain
    story.mona.types("/kickstand freeze")
    assert "set by your admin, for everybody" in story.mona.last.plain and story.mona.last.buttons == ()
    listed = types_in_terminal(story, monkeypatch, capsys, "freeze", "list")[1]
    assert "everybody's" in listed
    freeze_id = next(word for word in listed.split() if len(word) == 32)
    assert types_in_terminal(story, monkeypatch, capsys, "freeze", "end", freeze_id)[0] == 0
    story.omar.says("Can I give Globex 5 %?")
    assert "I'll bring this to Mona at 11:00" in story.omar.last.plain
    later = ("freeze", "add", "2026-12-28", "2026-12-31", "--manager", "Mona Berg")
    assert types_in_terminal(story, monkeypatch, capsys, *later)[0] == 0
    assert types_in_terminal(story, monkeypatch, capsys, "freeze", "add", "soon") == (
        2,
        "A day is written like 2026-12-28 (it is 'soon').",
    )
    story.mona.types("/kickstand freeze")
    assert "28 December 2026 to 31 December 2026" in story.mona.last.plain
