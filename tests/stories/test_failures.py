"""What goes wrong: Slack refuses or tells twice, the database says no, somebody leaves. Nothing is lost."""

import time
from collections.abc import Callable

import pytest
from sqlalchemy import text

from bot.requests.rules import Status
from bot.sandbox.people import Person
from bot.sandbox.seen import Seen
from tests.story import Story

ASK = "Can I give Acme 20 %?"


def about(person: Person, words: str = ASK) -> Seen:
    return next(message for message in reversed(person.messages) if f"> {words}" in message.plain)


def rename(story: Story, table: str, other: str) -> None:
    """The database is not as the program expects it: every statement on this table fails."""
    with story.kickstand.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {other}"))


def eventually(check: Callable[[], bool]) -> bool:
    """Slack has its acknowledgement of one of two deliveries; the other may still be at work."""
    until = time.monotonic() + 10
    while not check() and time.monotonic() < until:
        time.sleep(0.01)
    return check()


def test_a_rate_limit_holds_up_that_method_alone_and_loses_nothing(story: Story) -> None:
    """Nothing is lost"""
    story.kickstand.tick()  # the weekly report is out
    story.omar.says("May I quote Globex in pounds?")
    story.sandbox.faults.rate_limit("chat.postMessage", retry_after=30)
    story.riya.says(ASK)
    story.omar.clicks("Solved it")
    assert "It never had to reach Mona" in about(story.omar, "May I quote Globex in pounds?").plain
    story.waits(seconds=29)
    assert "> " not in story.riya.sees
    story.waits(seconds=1)
    assert "Mona at 11:00" in about(story.riya).plain
    assert story.riya.sees.count("I'll bring this to Mona") == 1


def test_server_errors_and_lost_answers_end_in_one_message(story: Story) -> None:
    """One message per request, whatever Slack does"""
    story.kickstand.tick()
    story.sandbox.faults.server_error("chat.postMessage", times=3)
    story.riya.says(ASK)
    for _ in range(4):
        story.waits(seconds=20)
    assert story.riya.sees.count("I'll bring this to Mona") == 1
    story.sandbox.faults.lose_response("chat.postMessage", times=2)  # the check and the card, say
    story.waits(minutes=59)
    for _ in range(3):
        story.waits(seconds=20)
    assert story.mona.sees.count(f"> {ASK}") == 1
    story.sandbox.faults.lose_response("chat.update", times=4)
    story.mona.clicks("Your call")
    for _ in range(3):
        story.waits(seconds=20)
    assert "You made it Riya's call." in about(story.mona).plain
    assert "it's your call" in about(story.riya).plain
    assert len([each for each in about(story.riya).replies if "it's your call" in each.plain]) == 1


@pytest.mark.parametrize("way", ["deactivated", "deputy"])
def test_a_manager_who_cannot_be_reached_any_more(story: Story, way: str) -> None:
    """Life of a request, 4 and 9: the rep hears it once, and is offered the deputy where there is one."""
    if way == "deputy":
        story.sets(deputy_id=story.id("dana"))
    story.riya.says(ASK)
    story.mona.account.deleted = True  # and no event tells of it
    story.waits(hours=1)
    stuck = "I can't reach Mona in Slack just now, so this one is stuck. Nothing is lost."
    assert stuck in about(story.riya).plain
    told = [each.plain for each in about(story.riya).replies if stuck in each.plain]
    assert len(told) == 1
    story.waits(days=3)
    assert len([each for each in about(story.riya).replies if stuck in each.plain]) == 1
    assert "reminder" not in story.riya.sees
    if way == "deputy":
        assert "Dana could take it instead." in told[0]
        story.riya.clicks("Ask Dana instead", on=about(story.riya))
        assert "I'll handle it" in about(story.dana).buttons
        assert stuck not in story.riya.sees
    else:
        story.mona.account.deleted = False
        story.mona.sets_status("", "")
        story.riya.clicks(
            "Change my answer" if "Change my answer" in about(story.riya).buttons else "Answer 2 questions"
        )
        story.riya.fills({"What have you tried?": "10 %"})
        story.riya.submits()
        assert "Tried  10 %" in about(story.mona).plain, "whatever happens to the request tries the card again"
    assert story.request().status == Status.DELIVERED


def test_a_manager_who_leaves_while_the_card_waits(story: Story) -> None:
    """Life of a request, 9"""
    story.sets(deputy_id=story.id("dana"))
    story.riya.says(ASK)
    story.waits(hours=1)
    story.mona.leaves()
    assert "I can't reach Mona in Slack just now" in about(story.riya).plain
    assert "Ask Dana instead" in about(story.riya).buttons


def test_a_listener_that_fails_is_told_again_and_has_one_effect(story: Story) -> None:
    """A listener's error never answers 200 before the data is saved."""
    story.sandbox.be_patient(ack_seconds=1.2, retry_waits=(0.2, 0.2, 0.2, 0.2, 0.2))
    rename(story, "request", "elsewhere")
    riya = story.sandbox.person("riya", waits=0)
    riya.says(ASK)
    with pytest.raises(AssertionError):
        story.sandbox.settle(0.5)
    rename(story, "elsewhere", "request")
    story.sandbox.settle(5)
    story.kickstand.tick()
    assert story.requests() == 1
    assert riya.sees.count("I'll bring this to Mona") == 1
    story.sandbox.replay_events(1)
    story.sandbox.settle()
    assert story.requests() == 1


def test_a_click_that_fails_says_sorry_and_can_be_tried_again(story: Story) -> None:
    """What bad input gets: a sentence, nothing changed, nothing lost."""
    story.riya.says(ASK)
    story.waits(hours=1)
    story.sandbox.be_patient(ack_seconds=1.2)
    rename(story, "history", "elsewhere")
    story.mona.clicks("Your call")
    rename(story, "elsewhere", "history")
    assert (
        "Something went wrong on my side. Nothing was changed; please try again in a moment." in story.mona.last.plain
    )
    assert story.request().status == Status.DELIVERED
    story.mona.clicks("Your call")
    assert story.request().status == Status.ANSWERED


def test_a_form_that_fails_keeps_what_was_typed(story: Story) -> None:
    """What bad input gets"""
    story.riya.says(ASK)
    story.riya.clicks("Answer 2 questions")
    story.riya.fills({"What have you tried?": "10 %"})
    story.sandbox.be_patient(ack_seconds=1.2)
    rename(story, "history", "elsewhere")
    rename(story, "said", "nowhere")
    story.riya.submits()
    rename(story, "nowhere", "said")
    rename(story, "elsewhere", "history")
    assert story.riya.modal is not None, "the form stands as it was"
    assert story.riya.submits() == {}
    assert story.request().tried == "10 %"


def test_somebody_new_whom_slack_cannot_describe_just_now_is_heard_on_the_next_delivery(story: Story) -> None:
    """Nothing is lost"""
    story.sandbox.be_patient(ack_seconds=1.2, retry_waits=(0.1, 0.1))
    nina = story.sandbox.add_person("nina", "Nina Roth")
    story.sandbox.faults.server_error("users.info")
    nina.says("Can I give Acme 20 %?")
    assert nina.sees.count("I don't know your manager yet") == 1


def test_what_slack_tells_twice_happens_once(story: Story) -> None:
    """Duplicates change nothing, at the same moment or long after: a question, an edit, replies on both sides."""
    faults = story.sandbox.faults
    faults.doubled_events = 1
    asked = story.riya.says(ASK)
    assert eventually(lambda: "Mona at 11:00" in story.riya.sees)
    faults.doubled_events = 1
    story.riya.edits(asked, ASK + " Today?")
    assert eventually(lambda: f"> {ASK} Today?" in story.riya.sees)
    story.waits(hours=1)
    faults.doubled_events = 1
    story.riya.says("They called.", thread=about(story.riya, ASK + " Today?"))
    assert eventually(lambda: "> They called." in story.mona.sees)
    faults.doubled_events = 1
    story.mona.says("Then 15.", thread=about(story.mona, ASK + " Today?"))
    assert eventually(lambda: "> Then 15." in story.riya.sees and "What kind of help" in story.mona.sees)
    assert eventually(lambda: "Mona answered in the thread." in about(story.riya, ASK + " Today?").plain)
    before = story.riya.sees + story.mona.sees
    story.sandbox.replay_events(20)
    story.sandbox.settle()
    story.kickstand.tick()
    assert story.riya.sees + story.mona.sees == before
    assert story.requests() == 1


def test_an_unknown_sub_command_and_an_old_button_get_a_sentence(story: Story) -> None:
    """What bad input gets"""
    story.riya.types("/kickstand teem")
    assert "team" in story.riya.last.plain
    assert "teem" in story.riya.last.plain
    story.kickstand.client.chat_postMessage(
        channel=story.id("riya"),
        text="old",
        blocks=[
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": "v0.gone",
                        "text": {"type": "plain_text", "text": "Old"},
                        "value": "x",
                    }
                ],
            }
        ],
    )
    story.riya.clicks("Old")
    assert "This button is from an earlier version of me." in story.riya.last.plain


def test_somebody_whom_slack_no_longer_knows_cannot_be_named(story: Story) -> None:
    """What bad input gets"""
    story.otto.leaves()
    story.mona.types("/kickstand team")
    story.sandbox.faults.error("users.info", "user_not_found")
    story.mona.fills({"Add reps": ["Dana Ruiz"]})
    with story.kickstand.runtime.sessions.begin() as session:
        session.execute(text("UPDATE person SET refreshed_at = '2026-01-01 00:00:00+00:00' WHERE name = 'Dana Ruiz'"))
    errors = story.mona.submits()
    assert errors["Add reps"].startswith("Slack doesn't know anybody")


def test_a_rep_who_leaves_stops_nothing(story: Story) -> None:
    """Nothing is lost on the manager's side"""
    story.riya.says(ASK)
    story.waits(minutes=5)
    story.riya.leaves()
    story.waits(hours=1)
    assert f"> {ASK}" in story.mona.sees
    story.mona.clicks("Your call")
    assert "You made it Riya's call." in about(story.mona).plain
    story.waits(days=20)
    assert story.request().status == Status.CLOSED


def test_one_request_that_cannot_take_its_step_keeps_no_other_back(story: Story) -> None:
    """A bad row waits five minutes; the next one is released."""
    story.riya.says(ASK)
    story.omar.says("May I quote Globex in pounds?")
    change = text("UPDATE request SET hold_seconds = :hold WHERE rep_id = :rep")
    with story.kickstand.engine.begin() as connection:
        connection.execute(change, {"hold": -60, "rep": story.id("riya")})
    story.waits(hours=1)
    assert "Globex" in story.mona.sees
    assert ASK not in story.mona.sees
    with story.kickstand.engine.begin() as connection:
        connection.execute(change, {"hold": 3600, "rep": story.id("riya")})
    story.waits(minutes=4, seconds=59)
    assert ASK not in story.mona.sees
    story.waits(seconds=1)
    assert ASK in story.mona.sees
