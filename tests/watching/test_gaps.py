"""After a gap: what was written where Kickstand reads is found, handled once, and no more is read than otherwise."""

from datetime import timedelta

from sqlalchemy import Engine

from bot.requests.rules import Answer, Status
from tests.privacy.held import held
from tests.stories.test_gap import comes_back, falls_silent
from tests.story import Story
from tests.watching.conftest import ASK, HELP

QUESTION = "can I give Acme 20 % off if they sign this week?"


def test_a_direct_message_that_was_missed_is_found_once(watched: Story) -> None:
    watched.riya.says("good morning", to=watched.mona)
    falls_silent(watched)
    watched.riya.says(QUESTION, to=watched.mona)
    comes_back(watched)
    assert watched.request().text == QUESTION
    watched.sandbox.release_events()
    comes_back(watched)
    assert watched.requests() == 1


def test_an_answer_an_edit_and_a_deletion_that_were_missed_are_made_up_for(watched: Story) -> None:
    first = watched.riya.says(QUESTION, to=watched.mona)
    watched.waits(minutes=1)
    second = watched.omar.says("may I promise Globex the March release?", to=watched.mona)
    falls_silent(watched)
    watched.riya.edits(first, QUESTION.replace("20", "15"))
    watched.mona.says("15 is fine", to=watched.riya)
    watched.omar.deletes(second)
    comes_back(watched)
    of_riya, of_omar = watched.all_requests()
    assert (of_riya.answer, of_riya.text) == (Answer.OUTSIDE, QUESTION.replace("20", "15"))
    assert of_omar.status == Status.WITHDRAWN


def test_a_post_that_was_missed_is_found_once(helping: Story) -> None:
    falls_silent(helping)
    helping.riya.says(ASK, to=HELP)
    comes_back(helping)
    helping.sandbox.release_events()
    comes_back(helping)
    assert helping.requests() == 1


def test_what_is_found_hours_later_is_left_alone(watched: Story, engine: Engine) -> None:
    watched.riya.says("good morning", to=watched.mona)
    falls_silent(watched)
    watched.riya.says(f"{QUESTION} quokka", to=watched.mona)
    watched.clock.advance(timedelta(hours=5))
    comes_back(watched, hours=1)
    assert watched.requests() == 0
    assert "quokka" not in held(engine)


def test_while_slack_wants_to_be_left_alone_the_gap_stays_open(watched: Story) -> None:
    watched.riya.says("good morning", to=watched.mona)
    falls_silent(watched)
    watched.riya.says(QUESTION, to=watched.mona)
    for _ in range(6):
        watched.sandbox.faults.rate_limit("conversations.history", retry_after=60)
    comes_back(watched)
    assert watched.requests() == 0
    for _ in range(8):
        watched.waits(minutes=2)
    assert watched.requests() == 1
