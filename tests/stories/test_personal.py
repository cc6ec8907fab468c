"""Never hold: Kickstand stops, keeps nothing anywhere, and leaves every next step to the rep."""

import logging
from collections.abc import Callable

import pytest
from sqlalchemy import select, text

from bot.app import tables
from bot.requests.rules import Status
from bot.sandbox.interactions import click
from bot.sandbox.people import Person
from bot.sandbox.seen import Seen, clickables
from bot.triage.pattern_files import load
from tests.story import Story, from_kickstand

QUESTION = "Can I give Acme 20 %?"
MARK = "kingfisher"
"""A word of the private message that stands nowhere else."""
PRIVATE = f"My boss harassed me at the {MARK} & <offsite>."
YOURS = "It's yours: nothing of this is kept, counted or passed on any more. What would you like?"
STOPPED = "This sounds personal, so I've stopped: nothing is kept, counted or passed on. What would you like?"


def at_managers(story: Story) -> str:
    """All that anybody but the rep can read in their conversations with Kickstand."""
    return "".join(each.sees + each.home for each in (story.mona, story.dana, story.lee, story.otto, story.omar))


def kept(story: Story) -> str:
    """Every value of every table: as it lies there, and decrypted."""
    found = []
    with story.kickstand.engine.execution_options(every_workspace=True).connect() as connection:
        for table in tables().sorted_tables:
            found += [repr(row) for row in connection.execute(select(table))]
            found += [repr(row) for row in connection.execute(text(f'SELECT * FROM "{table.name}"'))]
    return "\n".join(found)


def is_nowhere(story: Story, caplog: pytest.LogCaptureFixture, words: str = MARK) -> bool:
    """Whether the words are in no table, in no log line, and with nobody else."""
    logged = "".join(record.getMessage() + str(record.exc_text or "") for record in caplog.records)
    return words not in kept(story) + logged + at_managers(story)


def stopped(rep: Person) -> Seen:
    """The prompt, the newest thing in the rep's conversation."""
    newest = [seen for seen in rep.messages if not seen.ephemeral][-1]
    assert newest.plain.startswith((STOPPED, YOURS))
    return newest


@pytest.fixture(autouse=True)
def everything_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, logger="bot")


def _message(story: Story, words: str) -> None:
    story.riya.says(words)


def _command(story: Story, words: str) -> None:
    story.riya.types(f"/ask {words}")
    assert "Got it. I've written to you in our conversation." in story.riya.sees


def _form(story: Story, words: str) -> None:
    story.riya.uses_shortcut("Ask my manager")
    story.riya.fills({"What would you ask?": words})
    assert story.riya.submits() == {}


def _form_beside_the_question(story: Story, words: str) -> None:
    story.riya.opens_home()
    story.riya.clicks("Ask my manager")
    story.riya.fills({"What would you ask?": QUESTION, "What have you tried?": words})
    assert story.riya.submits() == {}


def _message_shortcut(story: Story, words: str) -> None:
    message = story.otto.says(words, to=story.riya)
    story.riya.uses_shortcut("Ask for help with this", on=message)
    assert story.riya.submits() == {}


def _brief(story: Story, words: str) -> None:
    story.riya.says(QUESTION)
    story.riya.clicks("Answer 2 questions")
    story.riya.fills({"What have you tried?": "Asked around", "And a third": words})
    assert story.riya.submits() == {}


def _urgent(story: Story, words: str) -> None:
    story.riya.says(QUESTION)
    story.riya.clicks("Urgent")
    story.riya.fills({"Why can't it wait?": words})
    assert story.riya.submits() == {}


def _thread(story: Story, words: str) -> None:
    mine = story.riya.says(QUESTION)
    story.riya.says(words, thread=mine)


def _edit(story: Story, words: str) -> None:
    mine = story.riya.says(QUESTION)
    story.riya.edits(mine, words)


def _edited_reply(story: Story, words: str) -> None:
    mine = story.riya.says(QUESTION)
    reply = story.riya.says("I asked around", thread=mine)
    story.riya.edits(reply, words)


def _burst(story: Story, words: str) -> None:
    story.riya.says("Something happened with Mona yesterday.")
    story.riya.says(words)


WAYS = {
    "a message": _message,
    "/ask": _command,
    "a form": _form,
    "a form, beside the question": _form_beside_the_question,
    "the message shortcut": _message_shortcut,
    "the two questions": _brief,
    "the why of urgent": _urgent,
    "a thread reply": _thread,
    "an edit": _edit,
    "an edited reply": _edited_reply,
    "the second message of a burst": _burst,
}


@pytest.mark.parametrize("says", WAYS.values(), ids=WAYS.keys())
def test_personal_words_are_kept_nowhere_whichever_way_they_come(
    story: Story, caplog: pytest.LogCaptureFixture, says: Callable[[Story, str], None]
) -> None:
    says(story, PRIVATE)
    prompt = stopped(story.riya)
    assert PRIVATE in prompt.plain
    assert prompt.buttons == ("Send it to Mona now", "Delete")
    assert from_kickstand(story.riya) == [prompt]
    assert story.requests() == 0
    story.waits(hours=30)
    assert is_nowhere(story, caplog)
    assert is_nowhere(story, caplog, "Acme")
    assert is_nowhere(story, caplog, "yesterday")

    story.riya.clicks("Send it to Mona now")
    assert "Sent to Mona, as you wrote it. I've kept nothing." in story.riya.sees
    passed_on = from_kickstand(story.mona)[-1]
    assert passed_on.plain.startswith(
        "Riya Shah asked me to pass this on to you as it is. I've kept no copy; please answer Riya Shah directly.\n"
    )
    assert PRIVATE in passed_on.plain
    assert passed_on.buttons == ()
    assert MARK not in kept(story)
    assert story.requests() == 0


CATEGORIES = {
    "harassment": "My boss harassed me, kingfisher",
    "discrimination": "I was discriminated against because of my accent, kingfisher",
    "violence": "He threatened to hit me after the kingfisher call",
    "self-harm": "I don't want to live anymore, kingfisher",
    "health": "I was diagnosed with cancer, kingfisher",
    "pregnancy": "I'm pregnant and don't know how to say it, kingfisher",
    "safety": "The wiring in our office is unsafe, kingfisher, someone nearly got electrocuted",
    "whistle-blowing": "I want to report fraud: they falsify the kingfisher numbers",
    "legal": "I'm going to sue the company over kingfisher, I talked to a lawyer",
    "pay": "I haven't been paid my kingfisher commission",
    "organising": "We want to form a union, kingfisher",
    "resignation": "I'm thinking about quitting my job, kingfisher",
    "family": "My mother died last night, kingfisher",
}


def test_every_kind_of_trouble_is_met_the_same_way(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    assert set(CATEGORIES) == set(load().categories)
    for words in CATEGORIES.values():
        story.riya.says(words)
        assert words in stopped(story.riya).plain
        story.riya.clicks("Delete")
        assert story.riya.last.plain.startswith("Gone from here.")
    assert story.requests() == 0
    assert is_nowhere(story, caplog)


def test_the_teams_hr_contact_and_speak_up_line_are_offered(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    story.sets(hr_contact_id=story.id("dana"), speak_up_url="https://speak.example/up?team=1")
    story.riya.says(PRIVATE)
    prompt = stopped(story.riya)
    assert prompt.buttons == ("Send it to Mona now", "Talk to HR (Dana)", "Speak-up line", "Delete")
    for label in prompt.buttons:
        assert label in prompt.text
    story.riya.clicks("Speak-up line")
    story.riya.clicks("Talk to HR (Dana)")
    assert story.riya.last.plain == (
        "You can write to Dana directly, here: @Dana Ruiz. I haven't told anybody, and I've kept nothing."
    )
    story.riya.clicks("Delete")
    assert MARK not in "".join(seen.plain for seen in from_kickstand(story.riya))
    assert story.riya.sees.count("Gone from here.") == 1
    assert is_nowhere(story, caplog)
    assert not story.riya.errors


def test_this_is_personal_on_a_held_question_erases_it(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    mine = story.riya.says(f"Can you talk about {MARK}?")
    story.riya.says("I tried to myself", thread=mine)
    story.waits(minutes=50)
    assert len(from_kickstand(story.riya)) == 1
    assert MARK in kept(story)
    caplog.clear()
    story.riya.clicks("This is personal")
    prompt = stopped(story.riya)
    assert MARK in prompt.plain
    assert "I tried to myself" in prompt.plain
    assert "10 minutes to go" not in story.riya.sees
    assert "Could you name two ways" not in story.riya.sees
    assert story.requests() == 0
    story.waits(hours=2)
    assert is_nowhere(story, caplog)


def test_this_is_personal_on_a_delivered_question_takes_the_card_away(
    story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    mine = story.riya.says(f"Can you talk about {MARK}?")
    story.waits(minutes=60)
    assert MARK in story.mona.sees
    card = from_kickstand(story.mona)[-1]
    story.riya.says(f"It is about {MARK} again", thread=mine)
    story.waits(hours=3)
    assert "Riya is still waiting" in story.mona.sees
    story.riya.clicks("This is personal")
    stopped(story.riya)
    assert card.ts not in [seen.ts for seen in story.mona.messages]
    assert "still waiting" not in story.mona.sees
    assert "hasn't got to this yet" not in story.riya.sees
    story.waits(hours=30)
    assert is_nowhere(story, caplog)


def test_a_personal_reply_to_the_manager_goes_nowhere_and_the_question_stays(
    story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    mine = story.riya.says(QUESTION)
    story.waits(minutes=60)
    story.riya.says(PRIVATE, thread=mine)
    assert PRIVATE in stopped(story.riya).plain
    assert story.request().status is Status.DELIVERED
    assert QUESTION in story.mona.sees
    assert is_nowhere(story, caplog)


def test_a_reply_edited_into_something_personal_is_not_brought_over(
    story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    mine = story.riya.says(QUESTION)
    story.waits(minutes=60)
    reply = story.riya.says("They call at noon", thread=mine)
    story.riya.edits(reply, PRIVATE)
    assert PRIVATE in stopped(story.riya).plain
    assert story.request().status is Status.DELIVERED
    assert is_nowhere(story, caplog)


def test_a_double_click_sends_it_once(story: Story) -> None:
    story.riya.says(PRIVATE)
    prompt = stopped(story.riya).message
    button = next(each for each in clickables(prompt, story.sandbox.platform.workspace) if "Mona" in each.label)
    story.riya.waits = 0
    for _ in range(2):
        click(story.sandbox.platform, story.riya.account, prompt, button.block, button.used()[0])
    story.sandbox.settle()
    assert story.mona.sees.count(PRIVATE) == 1


def test_what_slack_did_not_take_can_be_sent_again(story: Story) -> None:
    story.riya.says(PRIVATE)
    story.sandbox.faults.server_error("chat.postMessage")
    story.riya.clicks("Send it to Mona now")
    assert "nothing was sent. Your words are still here" in story.riya.last.plain
    assert PRIVATE not in story.mona.sees
    story.riya.clicks("Send it to Mona now")
    assert PRIVATE in story.mona.sees


def test_a_prompt_whose_answer_was_lost_is_not_shown_a_second_time(story: Story) -> None:
    story.sandbox.faults.lose_response("chat.postMessage")
    story.sandbox.be_patient(retry_waits=(0,))
    story.riya.says(PRIVATE)
    story.sandbox.settle()
    assert story.riya.sees.count("Send it to Mona now") == 1


def test_what_was_sent_on_is_not_sent_again_when_only_slacks_answer_was_lost(story: Story) -> None:
    story.riya.says(PRIVATE)
    story.sandbox.faults.lose_response("chat.postMessage")
    story.riya.clicks("Send it to Mona now")
    assert story.mona.sees.count(PRIVATE) == 1
    story.riya.clicks("Send it to Mona now")
    assert story.mona.sees.count(PRIVATE) == 1
    assert "Send it to Mona now" not in story.riya.messages[-1].buttons


def test_without_a_manager_there_is_nobody_to_send_it_to(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    story.otto.says(PRIVATE)
    assert story.otto.last.buttons == ("Delete",)
    assert PRIVATE in story.otto.last.plain
    story.otto.clicks("Delete")
    assert MARK not in kept(story)


def test_what_follows_a_personal_message_belongs_to_it_until_the_rep_has_chosen(
    story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    story.riya.says(PRIVATE)
    story.waits(minutes=4)
    story.riya.says(f"It was on Friday. Please don't tell anybody about {MARK}.")
    assert "It was on Friday." in stopped(story.riya).plain
    assert story.requests() == 0
    assert is_nowhere(story, caplog)
    story.riya.clicks("Delete")
    story.riya.says(QUESTION)
    assert "I'll bring this to Mona" in story.riya.last.plain
    story.omar.says(PRIVATE)
    story.waits(minutes=5)
    story.omar.says("Who signs for Beta?")
    assert "I'll bring this to Mona" in story.omar.last.plain
    assert story.requests() == 2


def test_a_long_personal_message_is_passed_on_whole(story: Story) -> None:
    long = PRIVATE + " And then & <then>." * 400
    story.riya.says(long)
    story.riya.clicks("Send it to Mona now")
    shown = story.mona.messages[-1].plain.split("\n", 1)[1].replace("\n", "")
    assert shown.replace(" ", "") == long.replace(" ", "")
    assert MARK not in kept(story)


def test_a_personal_message_that_no_one_message_holds_is_not_passed_on_in_part(story: Story) -> None:
    story.riya.says(PRIVATE + " And then & <then>." * 900)
    assert "longer than I can pass on in one piece" in story.riya.sees
    with pytest.raises(LookupError):
        story.riya.clicks("Send it to Mona now")
    story.riya.clicks("Delete")
    assert MARK not in kept(story)


def test_an_edit_of_something_personal_brings_nothing_back(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    mine = story.riya.says(PRIVATE)
    story.riya.edits(mine, f"Forget the {MARK}")
    story.riya.deletes(mine)
    assert story.requests() == 0
    assert is_nowhere(story, caplog)
