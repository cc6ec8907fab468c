"""A workflow asks for somebody, through Workflow Builder's step: a true hold, and it hears what came of it, once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from slack_bolt import BoltRequest
from sqlalchemy import Engine, select

from bot.app import Kickstand, build
from bot.requests.models import Request
from bot.requests.rules import Bypass, Status, WayIn
from bot.sandbox.clock import MovableClock
from bot.sandbox.executions import Execution, State
from bot.settings import Settings
from bot.workflow.blocks import NOBODY, NOT_PASSED_ON, NOT_TOLD
from bot.workflow.models import WorkflowStep
from tests.stories.test_failures import eventually
from tests.story import Story, cards, from_kickstand

ASK = "Can I give Acme 20 %?"
SUCCESS, ERROR = "functions.completeSuccess", "functions.completeError"


def asks(story: Story, question: str = ASK, **more: str) -> Execution:
    return story.riya.runs_step("ask_my_manager", question=question, **more)


def steps(story: Story) -> int:
    """How many steps wait."""
    with story.kickstand.runtime.sessions.begin() as session:
        return len(session.scalars(select(WorkflowStep)).all())


def told(step: Execution) -> tuple[str, str]:
    assert step.state is State.COMPLETED, step.error
    return step.outputs["status"], step.outputs["answer"]


def test_a_workflow_asks_the_manager_answers_and_the_workflow_goes_on(story: Story) -> None:
    step = asks(story, tried="I offered 10 %", considering="15 %\n\n20 % for two years")
    assert "Mona gets this at 11:00" in story.riya.last.plain and ASK in story.riya.last.plain
    request = story.request()
    assert (request.way_in, request.status, request.tried) == (WayIn.WORKFLOW, Status.HELD, "I offered 10 %")
    assert request.options == ["15 %", "20 % for two years"]
    story.waits(minutes=59)
    assert cards(story.mona) == [] and not step.is_over
    story.waits(minutes=1)
    assert ASK in cards(story.mona)[-1].plain and not step.is_over
    story.mona.clicks("Your call")
    assert told(step) == ("your_call", "Mona says it's Riya's call.")
    assert step.outputs["answered_by"] == story.id("mona")
    assert steps(story) == 0


def test_a_workflow_that_gives_only_a_question_leads_to_the_two_questions(story: Story) -> None:
    asks(story)
    assert "What have you tried?" in story.riya.last.plain
    story.riya.clicks("Answer 2 questions")
    story.riya.fills({"What else are you considering?": "15 %", "Which would you pick?": "The first"})
    assert story.riya.submits() == {}
    assert story.request().picked == "15 %"


def _asks_back(story: Story) -> None:
    story.mona.clicks("Ask a question")
    story.mona.fills({"Or in your own words": "And with a longer term?"})
    assert story.mona.submits() == {}


def _backs(story: Story) -> None:
    story.riya.clicks("Answer 2 questions")
    story.riya.fills({"What else are you considering?": "15 % and a case study", "Which would you pick?": "The first"})
    assert story.riya.submits() == {}
    story.mona.clicks("Back their pick")


ANSWERS: dict[str, tuple[Callable[[Story], object], tuple[str, str]]] = {
    "a question back": (_asks_back, ("question", "Mona has asked Riya a question back.")),
    "backs the pick": (_backs, ("back_pick", "Mona backs Riya's pick.")),
    "takes it on": (lambda story: story.mona.clicks("I'll handle it"), ("handle", "Mona will take this one on.")),
    "writes back": (
        lambda story: story.mona.says("Ring me.", thread=cards(story.mona)[-1]),
        ("reply", "Mona has written back to Riya."),
    ),
    "parks it": (
        lambda story: story.mona.clicks("Park for 1:1"),
        ("parked", "Riya and Mona will talk about it in their 1:1."),
    ),
}


@pytest.mark.parametrize(("does", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
def test_whatever_the_manager_does_the_workflow_hears_without_anybodys_words(
    story: Story, does: Callable[[Story], object], expected: tuple[str, str]
) -> None:
    step = asks(story)
    story.waits(hours=1)
    does(story)
    assert told(step) == expected
    before = dict(step.outputs)
    story.waits(days=3)
    assert step.outputs == before


CHOICES = {
    "Solved it": ("solved", "Riya solved it."),
    "Park for 1:1": ("parked", "Riya and Mona will talk about it in their 1:1."),
    "Take back": ("withdrawn", "Riya took it back."),
}


@pytest.mark.parametrize("out", [False, True], ids=["held", "delivered"])
@pytest.mark.parametrize(("choice", "expected"), CHOICES.items())
def test_what_the_rep_does_with_it_ends_the_step_too(
    story: Story, choice: str, expected: tuple[str, str], out: bool
) -> None:
    step = asks(story)
    if out:
        story.waits(hours=1)
    story.riya.clicks(choice, on=from_kickstand(story.riya)[-1])
    assert told(step) == expected
    assert "answered_by" not in step.outputs


def test_a_deputy_who_answers_is_named(story: Story) -> None:
    story.sets(deputy_id=story.id("dana"))
    step = asks(story)
    story.waits(hours=1)
    story.waits(hours=2)
    story.riya.clicks("Ask Dana instead")
    assert not step.is_over
    story.dana.clicks("Your call")
    assert told(step)[1] == "Dana says it's Riya's call."
    assert step.outputs["answered_by"] == story.id("dana")


def test_a_wish_to_get_better_goes_out_at_once_here_too(story: Story) -> None:
    step = asks(story, "I want to get better at discovery calls")
    assert story.request().bypass is Bypass.GROWTH
    story.waits(seconds=1)
    story.mona.clicks("Put it on the 1:1")
    assert told(step)[0] == "parked"


# What is personal -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["question", "tried", "considering"])
def test_something_personal_is_not_passed_on_and_the_workflow_learns_nothing(story: Story, where: str) -> None:
    words = {"question": ASK} | {where: "Mona is harassing me"}
    step = asks(story, **words)
    assert (step.state, step.error) == (State.FAILED, NOT_PASSED_ON)
    assert story.requests() == 0 and steps(story) == 0
    assert "This sounds personal, so I've stopped" in story.riya.last.plain
    assert "harassing" in story.riya.last.plain
    story.waits(hours=2)
    assert cards(story.mona) == []


def test_the_rep_says_later_that_it_is_personal_and_the_workflow_hears_the_same(story: Story) -> None:
    step = asks(story)
    story.riya.clicks("This is personal", on=from_kickstand(story.riya)[-1])
    assert (step.state, step.error) == (State.FAILED, NOT_PASSED_ON)
    assert steps(story) == 0


def test_the_rep_is_forgotten_and_the_workflow_hears_the_same(story: Story) -> None:
    step = asks(story)
    story.riya.types("/kickstand forget-me")
    assert story.riya.submits() == {}
    story.waits(minutes=1)
    assert (step.state, step.error) == (State.FAILED, NOT_PASSED_ON)
    assert steps(story) == 0


def test_a_manager_who_was_forgotten_is_not_named(story: Story) -> None:
    step = asks(story)
    story.waits(hours=1)
    story.sandbox.faults.server_error(SUCCESS, times=1)
    story.mona.clicks("Your call")
    story.mona.types("/kickstand forget-me")
    assert story.mona.submits() == {}
    story.waits(minutes=1)
    assert told(step)[0] == "your_call"
    assert "answered_by" not in step.outputs and "Mona" not in step.outputs["answer"]


# Refusals ---------------------------------------------------------------------------------------------------------


def test_without_a_manager_the_workflow_and_the_person_hear_why(story: Story) -> None:
    step = story.otto.runs_step("ask_my_manager", question=ASK)
    assert step.state is State.FAILED
    assert step.error.startswith("I don't know your manager yet")
    assert "I don't know your manager yet" in story.otto.last.plain
    assert f"> {ASK}" in story.otto.last.plain, "nobody types it twice"
    assert story.requests() == 0 and steps(story) == 0


def test_the_same_words_again_are_one_question(story: Story) -> None:
    first = asks(story)
    second = asks(story)
    assert story.requests() == 1 and steps(story) == 1
    assert second.error.startswith("You asked this at 10:00 already")
    assert "You asked this at 10:00 already" in story.riya.last.plain
    assert not first.is_over


def test_a_question_without_words_is_refused(story: Story) -> None:
    step = asks(story, "  ")
    assert step.error.startswith("There was nothing to read in that.")


@pytest.mark.parametrize("person", ["the bot", "U0NOBODY0"])
def test_a_step_that_names_no_person_says_so_to_its_author(story: Story, person: str) -> None:
    who = story.sandbox.workspace.bot_user_id if person == "the bot" else person
    step = asks(story, person=who)
    assert (step.state, step.error) == (State.FAILED, NOBODY)
    assert from_kickstand(story.riya) == []


def test_a_step_may_be_run_for_somebody_else_and_they_are_told(story: Story) -> None:
    """Whoever builds the workflow says who asks: the person named sees it at once, and can take it back."""
    step = story.omar.runs_step("ask_my_manager", question=ASK, person=story.id("riya"))
    assert story.request().rep_id == story.id("riya")
    assert from_kickstand(story.omar) == []
    story.riya.clicks("Take back", on=from_kickstand(story.riya)[-1])
    assert told(step) == ("withdrawn", "Riya took it back.")


# What goes wrong --------------------------------------------------------------------------------------------------


def test_a_step_that_slack_tells_of_again_is_one_question(story: Story) -> None:
    story.sandbox.faults.doubled_events = 1
    step = asks(story)
    assert eventually(lambda: "Solved it" in story.riya.sees)
    for new_id in (False, True):
        story.sandbox.replay_events(1, "function_executed", new_id=new_id, retry=1)
        story.sandbox.settle()
    assert story.requests() == 1 and steps(story) == 1
    story.riya.clicks("Solved it")
    assert told(step)[0] == "solved"
    story.sandbox.replay_events(1, "function_executed", new_id=True)
    story.sandbox.settle()
    assert story.requests() == 1 and steps(story) == 0


def test_something_personal_that_slack_tells_of_again_is_asked_about_once(story: Story) -> None:
    asks(story, "Mona is harassing me")
    for new_id in (False, True):
        story.sandbox.replay_events(1, "function_executed", new_id=new_id)
        story.sandbox.settle()
    assert story.riya.sees.count("This sounds personal") == 1
    assert steps(story) == 0


def test_a_step_that_is_not_ours_leaves_nothing(story: Story) -> None:
    asks(story)
    before = (story.requests(), steps(story))
    courier = story.sandbox.platform.courier
    sent = next(each for each in reversed(courier.sent) if each.is_a("function_executed"))
    foreign = sent.payload | {"event_id": "EvOTHER"}
    foreign["event"] = sent.payload["event"] | {"function": {"callback_id": "another"}, "function_execution_id": "FxO"}
    assert story.kickstand.bolt.dispatch(BoltRequest(mode="socket_mode", body=foreign)).status == 200
    assert (story.requests(), steps(story)) == before


def test_an_answer_that_never_reached_the_workflow_reaches_it_after_a_restart(
    story: Story, settings: Settings, clock: MovableClock, engine: Engine
) -> None:
    """A crash between the manager's answer and the workflow loses nothing: what is to be told is a row."""
    step = asks(story)
    story.waits(hours=1)
    story.sandbox.faults.server_error(SUCCESS, times=1)
    story.mona.clicks("Your call")
    assert not step.is_over and steps(story) == 1
    again: Kickstand = build(settings, clock, by_hand=True, engine=engine)
    story.clock.advance(timedelta(minutes=1))
    again.tick()
    assert told(step)[0] == "your_call"
    assert steps(story) == 0


def test_a_lost_answer_of_slacks_ends_the_step_once(story: Story) -> None:
    step = asks(story)
    story.sandbox.faults.lose_response(SUCCESS)
    story.riya.clicks("Solved it")
    assert told(step)[0] == "solved" and steps(story) == 1, "nobody heard that it worked"
    story.waits(minutes=1)
    assert steps(story) == 0


def test_a_rate_limit_is_waited_for(story: Story) -> None:
    step = asks(story)
    story.sandbox.faults.rate_limit(SUCCESS, retry_after=120)
    story.riya.clicks("Solved it")
    story.waits(seconds=119)
    assert not step.is_over
    story.waits(seconds=1)
    assert told(step)[0] == "solved"


def test_a_token_that_slack_refuses_for_a_while_is_tried_again(story: Story) -> None:
    step = asks(story)
    story.sandbox.faults.error(SUCCESS, "invalid_auth", times=2)
    story.riya.clicks("Solved it")
    for _ in range(3):
        story.waits(minutes=15)
    assert told(step)[0] == "solved"


def test_outputs_that_slack_does_not_take_fail_the_step_instead_of_leaving_it(story: Story) -> None:
    step = asks(story)
    story.sandbox.faults.error(SUCCESS, "parameter_validation_failed", times=1)
    story.riya.clicks("Solved it")
    assert (step.state, step.error) == (State.FAILED, NOT_TOLD)
    assert story.request().status is Status.SOLVED
    assert steps(story) == 0


def test_a_step_that_can_be_ended_in_no_way_is_let_go(story: Story) -> None:
    step = asks(story)
    story.sandbox.faults.error(SUCCESS, "access_denied")
    story.sandbox.faults.error(ERROR, "access_denied")
    story.riya.clicks("Solved it")
    assert not step.is_over and steps(story) == 0


def test_while_slack_cannot_say_who_asks_the_step_comes_again(story: Story) -> None:
    story.sandbox.be_patient(retry_waits=(0.1, 0.1))
    story.sandbox.add_person("pia", "Pia New")
    story.sandbox.faults.server_error("users.info", times=1)
    step = story.sandbox.person("pia").runs_step("ask_my_manager", question=ASK)
    assert step.error.startswith("I don't know your manager yet")


def test_a_step_that_is_never_taken_fails_after_ten_minutes_instead_of_waiting_for_ever(story: Story) -> None:
    story.sandbox.be_patient(retry_waits=())
    story.sandbox.add_person("pia", "Pia New")
    story.sandbox.faults.server_error("users.info", times=1)
    pia = story.sandbox.person("pia", waits=0)
    step = pia.runs_step("ask_my_manager", question=ASK)
    with pytest.raises(AssertionError):
        story.sandbox.settle()
    story.waits(minutes=9)
    assert not step.is_over
    story.waits(minutes=1)
    assert (step.state, step.error) == (State.FAILED, NOT_PASSED_ON)


def test_an_app_that_was_removed_tells_no_workflow(story: Story) -> None:
    step = asks(story)
    story.sandbox.uninstall()
    story.sandbox.settle()
    with story.kickstand.runtime.sessions.begin() as session:
        session.scalars(select(Request)).one().status = Status.SOLVED
    story.kickstand.tick()
    assert not step.is_over and steps(story) == 1
