"""Somebody tries what they should not, or two things happen at once: nobody sees more, nothing is lost."""

import contextlib
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.requests.rules import Bypass, Status
from bot.sandbox.people import Person
from bot.sandbox.seen import Seen
from bot.team import service as team
from bot.team.models import Person as Known
from tests.conftest import KEY
from tests.story import Story

ASK = "Can I give Acme 20 %?"


def about(person: Person) -> Seen:
    """This person's message about the request."""
    return next(message for message in reversed(person.messages) if f"> {ASK}" in message.plain)


def ask(story: Story) -> None:
    """Riya asked, and an hour went by."""
    story.riya.says(ASK)
    story.waits(hours=1)


def reports_to(story: Story, rep: str, manager: str) -> None:
    """An admin's import says so, from now on."""
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id(rep), story.id(manager), None, None, story.clock())
        story.kickstand.team_changed(session, story.id(rep), story.clock())
    story.kickstand.tick()


def lets_go_of_riya(story: Story) -> None:
    story.mona.types("/kickstand team")
    story.mona.fills({"Take off your team": ["Riya Shah"]})
    assert story.mona.submits() == {}


def test_a_reply_reaches_nobody_while_there_is_no_manager(story: Story) -> None:
    """Guardrail 8"""
    ask(story)
    lets_go_of_riya(story)
    story.riya.says("Globex wants it too", thread=about(story.riya))
    assert "Globex" not in story.mona.sees
    assert about(story.riya).replies[-1].plain == (
        "I don't know your manager now, so I haven't passed this on. Write it here again once I do."
    )


def test_replies_leave_with_the_card_and_come_back_with_it(story: Story) -> None:
    """Guardrail 8"""
    ask(story)
    said = story.riya.says("Globex wants it too", thread=about(story.riya))
    assert "Globex wants it too" in story.mona.sees
    reports_to(story, "riya", "dana")
    assert "Globex" not in story.mona.sees
    story.riya.edits(said, "Globex wants 25 %")
    assert "Globex" not in story.mona.sees
    reports_to(story, "riya", "mona")
    assert "Globex wants 25 %" in about(story.mona).replies[-1].plain


def test_a_reply_on_its_way_does_not_reach_somebody_who_was_the_manager(story: Story) -> None:
    """Guardrail 8"""
    ask(story)
    story.sandbox.faults.rate_limit("chat.postMessage", retry_after=30)
    story.riya.says("Globex wants it too", thread=about(story.riya))
    reports_to(story, "riya", "dana")
    story.waits(minutes=1)
    assert "Globex" not in story.mona.sees


def test_an_edit_after_the_end_does_not_reach_somebody_who_was_the_manager(story: Story) -> None:
    """Guardrail 8"""
    asked = story.riya.says(ASK)
    story.waits(hours=1)
    story.riya.clicks("Solved it")
    reports_to(story, "riya", "dana")
    story.riya.edits(asked, "Can I give Globex 20 %?")
    assert "Globex" not in story.mona.sees
    assert "Riya has another manager now." in story.mona.sees
    assert "Globex" not in story.dana.sees


def test_a_card_whose_answer_was_lost_is_taken_away_too(story: Story) -> None:
    """Never hold: nothing personal stays anywhere"""
    story.riya.says(ASK)
    story.waits(minutes=51)
    story.clock.advance(timedelta(minutes=9))
    story.sandbox.faults.lose_response("chat.postMessage")
    story.kickstand.tick()
    assert "Acme" in story.mona.sees, "Slack took it, and did not get to say so"
    story.riya.clicks("This is personal", on=about(story.riya))
    story.waits(minutes=1)
    assert "Acme" not in story.mona.sees


def test_while_the_database_is_away_deliveries_end_and_go_on_afterwards(story: Story) -> None:
    """Nothing is lost"""
    story.kickstand.tick()
    with story.kickstand.engine.begin() as connection:
        connection.execute(text("ALTER TABLE post RENAME TO hidden"))

    def delivers() -> None:
        with contextlib.suppress(SQLAlchemyError):
            story.kickstand.jobs.deliver()

    looks = threading.Thread(target=delivers, daemon=True)
    looks.start()
    looks.join(5)
    ended = not looks.is_alive()
    with story.kickstand.engine.begin() as connection:
        connection.execute(text("ALTER TABLE hidden RENAME TO post"))
    assert ended
    ask(story)
    assert "Acme" in story.mona.sees


def test_a_message_that_cannot_be_worded_holds_up_no_other(story: Story) -> None:
    """Nothing is lost"""
    story.riya.says(ASK)
    with story.kickstand.engine.begin() as connection:
        connection.execute(text("UPDATE post SET kind = 'unheard of', next_try_at = created_at"))
    story.omar.says("May I quote Globex in pounds?")
    assert "I'll bring this to Mona" in story.omar.sees
    with story.kickstand.engine.begin() as connection:
        connection.execute(text("UPDATE post SET kind = 'request.rep' WHERE kind = 'unheard of'"))
    story.riya.clicks("Solved it")
    story.waits(minutes=1)
    assert "Solved. It never had to reach Mona." in story.riya.sees


def test_words_are_not_lost_when_slack_does_not_take_the_prompt(story: Story) -> None:
    """Never hold: nothing is lost"""
    story.kickstand.tick()
    story.riya.types(f"/ask {ASK}")
    story.sandbox.faults.error("chat.postMessage", "fatal_error")
    story.riya.clicks("This is personal", on=about(story.riya))
    assert ASK in about(story.riya).plain, "it stands nowhere else"
    story.riya.clicks("This is personal", on=about(story.riya))
    [prompt] = [seen for seen in story.riya.messages if "Acme" in seen.plain]
    assert "Send it to Mona now" in prompt.buttons
    assert story.requests() == 0


def test_something_personal_goes_only_to_the_manager_whom_the_button_names(story: Story) -> None:
    """Never hold: the new manager may be the subject"""
    story.riya.says("Dana is harassing me")
    reports_to(story, "riya", "dana")
    [prompt] = [seen for seen in story.riya.messages if "sounds personal" in seen.plain]
    story.riya.clicks("Send it to Mona now", on=prompt)
    assert "harassing" not in story.dana.sees + story.mona.sees
    assert "Your manager is Dana now, so I haven't sent it to anybody." in story.riya.last.plain
    [prompt] = [seen for seen in story.riya.messages if "sounds personal" in seen.plain]
    assert "Send it to Dana now" in prompt.buttons
    story.riya.clicks("Send it to Dana now", on=prompt)
    assert "harassing" in story.dana.sees
    assert "harassing" not in story.mona.sees


def test_a_large_deal_named_after_delivery_is_not_scored_either(story: Story) -> None:
    """S1.4: what the card says of it is so"""
    story.sets(protect_at=100_000)
    ask(story)
    story.riya.clicks("Answer 2 questions")
    story.riya.fills({"Deal amount": "250k"})
    assert story.riya.submits() == {}
    assert "a protected deal" in about(story.mona).plain
    assert story.request().bypass is Bypass.PROTECTED


def test_a_large_deal_named_while_there_is_no_manager_is_kept(story: Story) -> None:
    """Refusals never lose what was typed"""
    story.sets(protect_at=100_000)
    story.riya.says(ASK)
    lets_go_of_riya(story)
    story.riya.clicks("Answer 2 questions")
    story.riya.fills({"What have you tried?": "10 %", "Deal amount": "250k"})
    assert story.riya.submits() == {}
    assert (story.request().status, story.request().tried_text) == (Status.HELD, "10 %")


def test_a_question_that_is_refused_is_given_back(story: Story) -> None:
    """Refusals never lose what was typed"""
    story.otto.types("/ask May I give Acme a free month?")
    assert "I don't know your manager yet" in story.otto.last.plain
    assert "> May I give Acme a free month?" in story.otto.last.plain


def test_a_name_with_markup_calls_nobody(story: Story) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        session.get_one(Known, story.id("mona")).name = "<!channel> Berg"
    story.riya.says("hello")
    ask(story)
    story.otto.clicks("Your call", on=next(seen for seen in story.mona.messages if "Acme" in seen.plain))
    conversations = [person.conversation for person in (story.riya, story.mona, story.otto)]
    said = [f"{each.text} {each.blocks}" for conversation in conversations for each in conversation.messages]
    assert any("Hello. Write me" in each for each in said)
    assert any("or the deputy can answer this" in each for each in said)
    assert not [each for each in said if "<!channel>" in each]


def test_a_reminder_follows_the_question_and_leaves_with_it(story: Story) -> None:
    """Guardrail 8"""
    asked = story.riya.says(ASK)
    story.waits(hours=1)
    story.waits(hours=3)
    story.riya.edits(asked, "Can I give Globex 20 %?")
    assert "Riya is still waiting on this one." in story.mona.sees
    reminders = [each.text for each in story.mona.conversation.messages if "still waiting" in each.text]
    assert not [each for each in reminders if "Acme" in each]
    reports_to(story, "riya", "dana")
    assert "still waiting" not in story.mona.sees


def test_a_click_in_app_home_counts_although_the_page_could_not_be_drawn_anew(story: Story) -> None:
    """Nothing is lost"""
    story.riya.says(ASK)
    story.riya.opens_home()
    story.sandbox.faults.lose_response("views.publish")
    home = story.sandbox.workspace.homes[story.riya.id]
    story.riya.clicks("Solved it", on=home)
    assert story.request().status is Status.SOLVED
    assert "Something went wrong" not in story.riya.sees


@pytest.mark.parametrize(
    ("environment", "why"),
    [({}, "SLACK_SIGNING_SECRET is missing"), ({"SLACK_SIGNING_SECRET": "s", "SLACK_APP_TOKEN": "xapp-1"}, "Socket")],
    ids=["no secret", "an app token"],
)
def test_nothing_is_served_over_http_without_signatures(environment: dict[str, str], why: str, tmp_path: Path) -> None:
    """Whoever starts the server: with Socket Mode's settings Bolt would believe everything it is sent."""
    starts = "from bot import over_http, settings; over_http.serve(settings.load())"
    known = {"SLACK_BOT_TOKEN": "xoxb-1", "DATABASE_URL": f"sqlite:///{tmp_path}/k.db", "KICKSTAND_SECRET_KEY": KEY}
    known["PYTHONPATH"] = ":".join(sys.path)
    done = subprocess.run([sys.executable, "-c", starts], env=known | environment, capture_output=True, text=True)
    assert done.returncode
    assert why in done.stderr.splitlines()[-1]
