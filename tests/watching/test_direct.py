"""A watched direct message: the manager has it already; what can be held is the manager's answer."""

from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from sqlalchemy import Engine

from bot.requests.rules import Answer, Bypass, Label, Status, WayIn
from bot.sandbox.people import Person
from bot.team import service as team
from bot.telemetry import metrics
from bot.watch.models import Watch
from bot.watch.service import watching
from tests.privacy.held import held
from tests.stories.test_practice_ground import in_ramp
from tests.stories.test_quiet import goes_to
from tests.story import Story, cards, from_kickstand
from tests.watching.conftest import consents, for_real

ASK = "can I give Acme 20 % off if they sign this week?"


def lines(manager: Person) -> list[str]:
    """The quiet lines that a manager has."""
    return [each.plain for each in from_kickstand(manager) if "can wait until" in each.plain]


def test_a_request_is_one_quiet_line_now_and_the_card_when_the_wait_is_over(watched: Story) -> None:
    """S2.1, S2.3"""
    watched.riya.says(ASK, to=watched.mona)
    watched.kickstand.tick()
    assert (
        "Mona has your message. I've said it can wait until 11:01, unless you crack it first."
        in watched.riya.last.plain
    )
    assert lines(watched.mona) == [watched.mona.last.plain]
    assert watched.mona.last.buttons == ("Ask first", "Reply now", "Not a request")
    watched.riya.clicks("Answer 2 questions")
    watched.riya.fills({"What have you tried?": "10 %, they said no", "What else are you considering?": "15 %"})
    watched.riya.submits()
    watched.waits(minutes=61)
    assert lines(watched.mona) == []
    card = cards(watched.mona)[-1].plain
    assert ASK in card and "10 %, they said no" in card and "in your direct messages" in card
    assert watched.request().way_in == WayIn.WATCHED_DM


def test_an_answer_before_that_costs_one_tap_and_no_word_of_it_is_kept(watched: Story, engine: Engine) -> None:
    """S1.1"""
    watched.riya.says(ASK, to=watched.mona)
    watched.kickstand.tick()
    watched.waits(minutes=5)
    watched.mona.says("15 is fine, quokka", to=watched.riya)
    watched.kickstand.tick()
    assert "You answered Riya in your direct messages" in watched.mona.last.plain
    assert "Mona answered in your direct messages." in watched.riya.last.plain
    watched.mona.clicks("I coached")
    watched.riya.clicks("Together")
    request = watched.request()
    assert (request.answer, request.label, request.status) == (Answer.OUTSIDE, Label.COACHED, Status.CLOSED)
    assert "quokka" not in held(engine)
    watched.waits(hours=2)
    assert [each for each in cards(watched.mona) if "Tried" in each.plain] == []


def test_of_a_rescue_there_the_line_asks_how_long_it_took(watched: Story) -> None:
    """S1.3"""
    watched.riya.says(ASK, to=watched.mona)
    watched.kickstand.tick()
    watched.mona.says("15 % is fine", to=watched.riya)
    watched.kickstand.tick()
    assert "How long did it take?" not in watched.mona.last.message.text
    watched.mona.clicks("A rescue: Riya could have done it")
    watched.kickstand.tick()
    assert "How long did it take? You may say, if you like." in watched.mona.last.message.text
    watched.mona.fills({"How long did it take?": "15 minutes"})
    watched.kickstand.tick()
    assert watched.request().minutes == 15
    assert watched.mona.last.plain.startswith("You answered Riya in your direct messages")
    assert "It took about 15 minutes." in watched.mona.last.plain


def test_an_answer_after_the_card_is_asked_about_on_the_card(watched: Story) -> None:
    watched.riya.says(ASK, to=watched.mona)
    watched.waits(minutes=61)
    watched.mona.says("15 is fine", to=watched.riya)
    watched.kickstand.tick()
    assert "What kind of help was that?" in cards(watched.mona)[-1].plain
    assert len([each for each in from_kickstand(watched.mona) if "Acme" in each.plain]) == 1


def test_ask_first_coaches_at_once(watched: Story) -> None:
    """S2.14"""
    watched.riya.says(ASK, to=watched.mona)
    watched.kickstand.tick()
    watched.mona.clicks("Ask first")
    watched.mona.fills({"Or in your own words": "What would you offer if I were away?"})
    assert watched.mona.submits() == {}
    watched.kickstand.tick()
    assert watched.request().label == Label.COACHED
    assert "What would you offer if I were away?" in " ".join(each.plain for each in watched.riya.messages)
    assert lines(watched.mona) == []


def test_reply_now_leads_to_the_conversation_and_asks_what_kind_of_help_it_is(watched: Story) -> None:
    watched.riya.says(ASK, to=watched.mona)
    watched.kickstand.tick()
    watched.mona.clicks("Reply now")
    watched.kickstand.tick()
    assert watched.request().answer == Answer.OUTSIDE
    assert "That wasn't about this" in watched.mona.last.buttons


@pytest.mark.parametrize("who", ["riya", "mona"])
def test_not_a_request_from_either_side_leaves_nothing(watched: Story, engine: Engine, who: str) -> None:
    watched.riya.says(f"{ASK} quokka", to=watched.mona)
    watched.kickstand.tick()
    watched.sandbox.person(who).clicks("Not a request")
    watched.kickstand.tick()
    assert watched.requests() == 0
    assert lines(watched.mona) == []
    assert "quokka" not in held(engine)
    watched.riya.says("may I promise Acme the March release?", to=watched.mona)
    assert watched.requests() == 0


def test_solved_meanwhile_is_said_on_the_line(watched: Story) -> None:
    """S2.2"""
    watched.riya.says(ASK, to=watched.mona)
    watched.kickstand.tick()
    watched.riya.clicks("Solved it")
    watched.kickstand.tick()
    assert "Riya solved" in watched.mona.last.plain
    assert watched.mona.last.buttons == ()
    watched.waits(hours=2)
    assert len(from_kickstand(watched.mona)) == 2  # that reading began, and the line


@pytest.mark.parametrize("text", ["thanks, that worked", "good morning", "ok will do", "haha yes"])
def test_chit_chat_is_left_alone(watched: Story, engine: Engine, text: str) -> None:
    watched.riya.says(f"{text} quokka", to=watched.mona)
    watched.waits(hours=2)
    assert watched.requests() == 0
    assert "quokka" not in held(engine)


def test_in_a_running_conversation_nothing_is_held_up(watched: Story) -> None:
    watched.riya.says("good morning", to=watched.mona)
    watched.mona.says("morning! all well?", to=watched.riya)
    watched.waits(minutes=2)
    watched.riya.says(ASK, to=watched.mona)
    assert watched.requests() == 0
    watched.waits(minutes=15)
    watched.riya.says("may I promise Acme the March release?", to=watched.mona)
    assert watched.requests() == 1


def test_what_is_not_between_the_manager_and_a_rep_leaves_no_trace(
    watched: Story, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="bot")
    watched.sandbox.add_person("eve", "Eve Quist")
    eve = watched.sandbox.person("eve")
    before = set(held(engine).splitlines())
    for text in (f"{ASK} quokka", "please send me the quokka numbers", "quokka is urgent, call me"):
        message = eve.says(text, to=watched.mona)
        eve.edits(message, f"{text} again")
        eve.deletes(message)
        watched.mona.says(f"sure, {text}", to=eve)
        watched.lee.says(text, to=watched.mona)
        watched.otto.says(text, to=eve)
        watched.riya.says(text, to=watched.omar)
    watched.sandbox.settle()
    left = [line for line in held(engine).splitlines() if line not in before]
    marks = ("quokka", eve.id, watched.lee.id)
    assert [line for line in left if any(mark in line for mark in marks)] == []
    assert not any(mark in caplog.text for mark in marks)
    assert left == []
    assert watched.requests() == 0


def test_the_other_party_is_asked_for_once(watched: Story) -> None:
    watched.riya.says("hello", to=watched.mona)
    for _ in range(9):
        watched.sandbox.faults.error("conversations.info", "fatal_error")
    watched.riya.says(ASK, to=watched.mona)
    assert watched.requests() == 1


def test_while_slack_cannot_say_who_is_there_the_message_comes_again(watched: Story) -> None:
    watched.sandbox.be_patient(ack_seconds=3, retry_waits=(0, 0, 0))
    watched.sandbox.faults.error("conversations.info", "fatal_error")
    watched.riya.says(ASK, to=watched.mona)
    watched.sandbox.settle()
    assert watched.requests() == 1


def test_before_the_rep_was_told_nothing_is_read(story: Story) -> None:
    story.sandbox.faults.error("chat.postMessage", "fatal_error")
    story.sandbox.faults.error("chat.postMessage", "fatal_error")
    story.sandbox.faults.error("chat.postMessage", "fatal_error")
    consents(story)
    for_real(story)
    story.riya.says(ASK, to=story.mona)
    assert story.requests() == 0
    story.waits(minutes=20)
    story.riya.says(ASK, to=story.mona)
    assert story.requests() == 1


def test_not_for_me_ends_it_in_the_middle_of_a_wait(watched: Story) -> None:
    watched.riya.says(ASK, to=watched.mona)
    watched.kickstand.tick()
    watched.riya.clicks("Not for me: don't read along")
    watched.kickstand.tick()
    assert watched.request().status == Status.WITHDRAWN
    assert "I've let go of this one. Mona still has your message." in " ".join(
        each.plain for each in watched.riya.messages
    )
    watched.riya.says("may I promise Acme the March release?", to=watched.mona)
    assert watched.requests() == 1
    watched.waits(hours=2)
    assert all("Tried" not in each.plain for each in cards(watched.mona))


def test_opting_out_in_the_middle_of_a_wait_lets_go_at_once(watched: Story) -> None:
    watched.riya.says(ASK, to=watched.mona)
    watched.kickstand.tick()
    with watched.kickstand.runtime.sessions.begin() as session:
        assert watching.stop(session, watched.id("mona"), watched.clock())
    watched.kickstand.tick()
    assert watched.request().status == Status.WITHDRAWN
    watched.riya.says("may I promise Acme the March release?", to=watched.mona)
    assert watched.requests() == 1


def test_a_rep_with_two_managers_is_read_for_the_manager_of_record_only(watched: Story) -> None:
    with watched.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, watched.id("otto"), watched.id("lee"), None, None, watched.clock())
    consents(watched, "lee")
    for_real(watched)
    watched.riya.says(ASK, to=watched.lee)
    assert watched.requests() == 0
    watched.riya.says(ASK, to=watched.mona)
    assert watched.requests() == 1


def test_a_new_manager_never_gets_what_was_written_to_the_old_one(watched: Story) -> None:
    watched.riya.says(f"{ASK} quokka", to=watched.mona)
    watched.kickstand.tick()
    with watched.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, watched.id("riya"), watched.id("lee"), None, None, watched.clock())
        watched.kickstand.team_changed(session, watched.id("riya"), watched.clock())
    watched.waits(hours=2)
    assert watched.request().status == Status.WITHDRAWN
    assert all("quokka" not in each.plain for each in watched.lee.messages)


def test_a_message_edited_into_a_request_and_back(watched: Story) -> None:
    message = watched.riya.says("good morning", to=watched.mona)
    watched.riya.edits(message, ASK)
    watched.kickstand.tick()
    assert watched.request().status == Status.HELD
    assert len(lines(watched.mona)) == 1
    watched.riya.edits(message, "good morning again")
    watched.kickstand.tick()
    assert watched.request().status == Status.WITHDRAWN
    assert lines(watched.mona) == []
    watched.waits(hours=2)
    assert all("Tried" not in each.plain for each in cards(watched.mona))


def test_a_deleted_message_is_let_go(watched: Story, engine: Engine) -> None:
    message = watched.riya.says(f"{ASK} quokka", to=watched.mona)
    watched.kickstand.tick()
    watched.riya.deletes(message)
    watched.kickstand.tick()
    assert watched.request().status == Status.WITHDRAWN
    assert "quokka" not in held(engine)


def test_a_message_edited_into_something_personal_leaves_no_trace(watched: Story, engine: Engine) -> None:
    message = watched.riya.says(f"{ASK} quokka", to=watched.mona)
    watched.kickstand.tick()
    watched.riya.edits(message, "can I have the day off, quokka, my mother died last night")
    watched.kickstand.tick()
    assert watched.requests() == 0
    assert "quokka" not in held(engine)


def test_something_personal_is_never_stored_not_even_that_it_came(watched: Story, engine: Engine) -> None:
    before = len(held(engine).splitlines())
    watched.riya.says("I was diagnosed with cancer last week, quokka", to=watched.mona)
    watched.riya.says("can Omar take over my deals, quokka?", to=watched.mona)
    watched.kickstand.tick()
    assert watched.requests() == 0
    assert "quokka" not in held(engine)
    assert len(held(engine).splitlines()) <= before + 2  # the conversation of the two, as it lies and decrypted


def test_something_urgent_is_a_card_at_once(watched: Story) -> None:
    watched.riya.says("urgent: Acme's server is down, their CEO is on the phone, can you join now?", to=watched.mona)
    watched.kickstand.tick()
    assert watched.request().bypass == Bypass.URGENT
    assert lines(watched.mona) == []
    assert "Acme's server is down" in cards(watched.mona)[-1].plain


def test_posted_shortly_before_midnight_on_the_day_summer_time_ends(watched: Story) -> None:
    """Nobody is written to at night; the hour is one of the manager's working time, whatever the clocks did."""
    before = len(watched.riya.messages)
    watched.clock.set(datetime(2027, 10, 31, 22, 50, tzinfo=UTC))  # a Sunday, 23:50 in Berlin
    watched.riya.says(ASK, to=watched.mona)
    watched.kickstand.tick()
    assert len(watched.riya.messages) == before
    assert lines(watched.mona) == []
    watched.clock.set(datetime(2027, 11, 1, 8, 0, tzinfo=UTC))
    watched.kickstand.tick()
    watched.sandbox.settle()
    assert "can wait until 10:00" in watched.riya.last.plain
    assert len(lines(watched.mona)) == 1
    watched.clock.set(datetime(2027, 11, 1, 8, 59, tzinfo=UTC))
    watched.kickstand.tick()
    assert len(lines(watched.mona)) == 1
    watched.clock.set(datetime(2027, 11, 1, 9, 0, tzinfo=UTC))
    watched.kickstand.tick()
    watched.sandbox.settle()
    assert lines(watched.mona) == []
    assert ASK in cards(watched.mona)[-1].plain


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_manager_with_forty_reps(story: Story) -> None:
    reps = [story.sandbox.add_person(f"rep{number:03}", f"Rep{number} Doe") for number in range(38)]
    with story.kickstand.runtime.sessions.begin() as session:
        for rep in reps:
            team.remember(session, story._as_slack_tells(rep.account.key), story.clock()).met_at = story.clock()
            team.import_line(session, rep.id, story.id("mona"), None, None, story.clock())
    consents(story)
    for_real(story)
    for number, rep in enumerate(reps):
        rep.says(f"can I give customer {number} a discount of {number} %?", to=story.mona)
    story.waits(minutes=61)
    assert story.requests() == len(reps)
    asked = {each.plain.split(":")[0] for each in cards(story.mona) if "discount" in each.plain}
    assert len(asked) == len(reps)


def test_on_trial_nothing_is_kept_but_that_it_would_have_been_held(trying: Story, engine: Engine) -> None:
    trying.riya.says(f"{ASK} quokka", to=trying.mona)
    trying.waits(hours=9)
    assert trying.requests() == 0
    assert "quokka" not in held(engine)
    assert "I would have held 1 message." in trying.mona.last.plain
    trying.clock.advance(timedelta(days=7))
    trying.riya.says(ASK, to=trying.mona)
    assert trying.requests() == 1


def test_on_trial_the_wait_that_is_told_is_the_one_that_would_have_been(trying: Story) -> None:
    """S0.3: a quarter of an hour for a rep in ramp."""
    in_ramp(trying)
    trying.riya.says(ASK, to=trying.mona)
    trying.omar.says(ASK, to=trying.mona)
    trying.clock.advance(timedelta(minutes=1))
    trying.omar.says("I want to get better at demos", to=trying.mona)
    trying.waits(hours=9)
    assert "Riya, at 10:01, in your direct messages: would have waited until 10:16." in trying.mona.last.plain
    assert "Omar, at 10:01, in your direct messages: would have waited until 11:01." in trying.mona.last.plain
    assert "Omar, at 10:02, in your direct messages: brought to you at once." in trying.mona.last.plain


def test_on_trial_what_comes_at_a_weekend_is_told_when_work_is_over_on_monday(trying: Story) -> None:
    goes_to(trying, "2026-11-21 12:00")  # a Saturday
    trying.riya.says(ASK, to=trying.mona)
    before = len(trying.mona.messages)
    goes_to(trying, "2026-11-22 23:00")
    assert len(trying.mona.messages) == before
    goes_to(trying, "2026-11-23 18:00")
    assert "I would have held 1 message. Nothing was held" in trying.mona.last.plain
    assert "Riya, on 21 November at 12:00" in trying.mona.last.plain


@pytest.mark.parametrize("named", ["newest", "oldest"])
def test_both_sides_may_have_consented(watched: Story, named: Literal["newest", "oldest"]) -> None:
    """Riya leads Otto and lets Kickstand read too: whoever Slack names, it is one request."""
    with watched.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, watched.id("otto"), watched.id("riya"), None, None, watched.clock())
    consents(watched, "riya")
    watched.sandbox.name_authorizations(named)
    watched.riya.says(ASK, to=watched.mona)
    assert watched.requests() == 1
    watched.mona.says("good point", to=watched.riya)
    assert watched.request().answer == Answer.OUTSIDE


@pytest.mark.parametrize("bot_first", [True, False])
def test_the_bots_own_conversation_stays_its_own(watched: Story, bot_first: bool) -> None:
    watched.sandbox.name_authorizations("newest", bot_first=bot_first)
    with watched.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, watched.id("mona"), watched.id("lee"), None, None, watched.clock())
    watched.mona.says("Can we hire two more people this quarter?")
    assert watched.request().way_in == WayIn.DM


def test_apps_shared_conversations_and_our_own_echo_are_no_messages_of_hers(watched: Story) -> None:
    watched.sandbox.other_app_writes(watched.riya, ASK, voice="as her", where=watched.mona)
    watched.sandbox.other_app_writes(watched.riya, ASK, voice="bot", where=watched.mona)
    gwen = watched.sandbox.add_person("gwen", "Gwen Far", team_id="T9ELSEWHERE")
    gwen.says(ASK, to=watched.mona)
    assert watched.requests() == 0


def test_a_message_that_comes_twice_is_one_request(watched: Story) -> None:
    watched.sandbox.faults.doubled_events = 1
    watched.riya.says(ASK, to=watched.mona)
    watched.sandbox.replay_events(1, "message", new_id=True)
    watched.sandbox.settle()
    assert watched.requests() == 1


def test_a_manager_who_lets_us_asks_in_her_own_name_where_the_rep_had_asked(story: Story) -> None:
    consents(story, "mona", "chat:write")
    for_real(story)
    story.riya.says(ASK, to=story.mona)
    story.kickstand.tick()
    story.mona.clicks("Ask first")
    assert "Riya will see this in your direct messages, from you." in (story.mona.modal or "")
    story.mona.fills({"Or in your own words": "What would you offer if I were away?"})
    assert story.mona.submits() == {}
    story.kickstand.tick()
    between = story.riya.sees_in(story.mona)
    assert (between[-1].sender, between[-1].plain) == ("mona", "What would you offer if I were away?")
    assert story.request().label == Label.COACHED
    assert story.requests() == 1


def test_what_cannot_be_said_in_her_name_goes_the_ordinary_way(watched: Story) -> None:
    with watched.kickstand.runtime.sessions.begin() as session:
        session.get_one(Watch, watched.id("mona")).scopes += ",chat:write"  # which Slack knows nothing of
    watched.riya.says(ASK, to=watched.mona)
    watched.kickstand.tick()
    watched.mona.clicks("Ask first")
    watched.mona.fills({"Or in your own words": "What would you offer if I were away?"})
    assert watched.mona.submits() == {}
    watched.kickstand.tick()
    watched.kickstand.tick()
    assert "What would you offer if I were away?" in " ".join(each.plain for each in watched.riya.messages)
    assert len(watched.riya.sees_in(watched.mona)) == 1


def test_a_manager_who_is_forgotten_gives_the_permission_back(watched: Story) -> None:
    watched.mona.types("/kickstand forget-me")
    assert watched.mona.submits() == {}
    assert watched.id("mona") not in watched.sandbox.platform.installation.authorised


def test_a_disclosure_takes_the_question_before_it_along(watched: Story, engine: Engine) -> None:
    watched.riya.says(f"{ASK} quokka", to=watched.mona)
    watched.kickstand.tick()
    watched.waits(minutes=1)
    watched.riya.says("and I was diagnosed with cancer last week", to=watched.mona)
    watched.kickstand.tick()
    assert watched.requests() == 0
    assert lines(watched.mona) == []
    assert "quokka" not in held(engine)


def test_after_a_no_not_even_an_edit_is_kept(watched: Story, engine: Engine) -> None:
    message = watched.riya.says(ASK, to=watched.mona)
    watched.kickstand.tick()
    watched.riya.clicks("Not for me: don't read along")
    watched.riya.edits(message, f"{ASK} quokka")
    assert "quokka" not in held(engine)


def test_what_was_parked_is_not_for_the_next_manager(watched: Story) -> None:
    watched.riya.says(f"{ASK} quokka", to=watched.mona)
    watched.kickstand.tick()
    watched.riya.clicks("Park for 1:1")
    watched.mona.opens_home()
    assert "quokka" in watched.mona.home
    with watched.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, watched.id("riya"), watched.id("lee"), None, None, watched.clock())
        watched.kickstand.team_changed(session, watched.id("riya"), watched.clock())
    watched.lee.opens_home()
    assert "quokka" not in watched.lee.home


def test_of_messages_in_a_row_the_first_leads_there(watched: Story) -> None:
    def asked() -> float:
        named = {"method": "chat.getPermalink"}
        return metrics.COUNTED.get_sample_value("kickstand_slack_call_seconds_count", named) or 0

    before = asked()
    watched.riya.says(ASK, to=watched.mona)
    first = watched.request().link
    watched.clock.advance(timedelta(minutes=1))
    watched.riya.says("They would sign this week", to=watched.mona)
    assert watched.requests() == 1 and "sign this week" in watched.request().text
    assert watched.request().link == first and asked() - before == 1


def test_a_second_message_that_sounds_urgent_ends_the_wait(watched: Story) -> None:
    watched.riya.says(ASK, to=watched.mona)
    watched.waits(minutes=1)
    watched.riya.says("it's urgent, their CEO is waiting on the phone right now", to=watched.mona)
    watched.kickstand.tick()
    assert watched.request().bypass == Bypass.URGENT
    assert watched.requests() == 1


def test_an_edit_that_began_a_request_begins_it_once(watched: Story) -> None:
    message = watched.riya.says("good morning", to=watched.mona)
    watched.riya.edits(message, ASK)
    watched.kickstand.tick()
    watched.riya.clicks("This is personal")
    watched.waits(minutes=10)
    watched.riya.edits(message, ASK.replace("20", "21"))
    assert watched.requests() == 0


def test_a_typo_mended_after_the_answer_begins_nothing(watched: Story) -> None:
    watched.riya.says("good morning", to=watched.mona)
    watched.mona.says("morning!", to=watched.riya)
    message = watched.riya.says(ASK, to=watched.mona)
    watched.mona.says("15 is fine", to=watched.riya)
    watched.riya.edits(message, ASK.replace("week", "weeek"))
    assert watched.requests() == 0


def test_on_a_day_on_which_nothing_waits_it_is_left_alone(watched: Story) -> None:
    watched.mona.types("/kickstand freeze 2026-11-16")
    watched.riya.says(ASK, to=watched.mona)
    watched.kickstand.tick()
    assert watched.requests() == 0
