"""`/kickstand forget-me`: it says what goes; then nothing of the person is left, and the others go on."""

from datetime import timedelta

from slack_sdk import WebClient
from sqlalchemy import insert, select

from bot.app import tables
from bot.privacy.service.forgetting import forget
from bot.requests.rules import Status
from bot.slack import outbox
from bot.slack.conversations import Conversation
from bot.slack.installing.workspaces import Workspace
from bot.slack.receiving.seen import Seen
from bot.slack.sending.delivery import deliver_one
from bot.store.workspace import inside
from bot.team.models import Person, Team
from tests.privacy.held import ASK, MONAS, RIYAS, lines_with, lives, statuses
from tests.story import Story, cards, from_kickstand


def leaves(story: Story, key: str) -> None:
    """Somebody asks to be forgotten and means it; then Slack is tidied up."""
    person = story.sandbox.person(key)
    person.types("/kickstand forget-me")
    assert person.modal_title == "Forget me"
    assert (person.submits(), person.errors) == ({}, [])
    assert "I hold nothing about you any more" in str(person.modal)
    person.closes()
    story.waits(minutes=2)


def marks_of(story: Story, key: str) -> list[str]:
    """What would tell of somebody, wherever it stood."""
    person = story.sandbox.person(key)
    return [person.id, person.account.real_name, person.conversation.id]


def test_it_says_what_goes_and_what_a_manager_still_needs(story: Story) -> None:
    lives(story)
    story.riya.types("/kickstand forget-me")
    said = str(story.riya.modal)
    assert "2 questions of yours are still open. They will be taken back, and Mona's cards about them will go." in said
    assert "only you can delete them there" in said
    story.riya.closes()
    assert statuses(story, "riya") == ["closed", "delivered", "held"]


def test_a_manager_is_told_whose_questions_would_wait(story: Story) -> None:
    lives(story)
    story.mona.types("/kickstand forget-me")
    said = str(story.mona.modal)
    assert "You lead Omar and Riya here. That ends" in said
    assert "2 open questions of theirs wait until somebody else is." in said


def test_nothing_of_a_rep_is_left_in_any_row_of_any_table(story: Story) -> None:
    lives(story)
    marks = [*marks_of(story, "riya"), *RIYAS]
    assert len(lines_with(story.kickstand.engine, *marks)) > 30
    leaves(story, "riya")
    assert lines_with(story.kickstand.engine, *marks) == []


def test_nothing_of_a_manager_is_left_in_any_row_of_any_table(story: Story) -> None:
    lives(story)
    marks = [*marks_of(story, "mona"), MONAS[0]]
    assert len(lines_with(story.kickstand.engine, *marks)) > 10
    leaves(story, "mona")
    assert lines_with(story.kickstand.engine, *marks) == []


def test_cards_and_threads_with_a_reps_words_disappear_in_slack(story: Story) -> None:
    lives(story)
    leaves(story, "riya")
    assert not any(word in story.mona.sees for word in RIYAS)
    assert [seen.plain for seen in from_kickstand(story.mona)][-1].startswith(
        "Somebody on your team asked me to forget"
    )
    assert from_kickstand(story.riya) == []
    assert not any(word in story.riya.home for word in RIYAS)


def test_a_managers_words_disappear_and_the_reps_question_waits_for_a_new_one(story: Story) -> None:
    lives(story)
    leaves(story, "mona")
    assert from_kickstand(story.mona) == []
    assert MONAS[0] not in story.riya.sees + story.omar.sees
    assert "Mona" not in "".join(each.plain for each in from_kickstand(story.riya))
    assert statuses(story, "riya") == ["closed", "delivered", "held"]
    for rep in (story.riya, story.omar):
        assert "Your manager here asked me to forget them. I don't know your manager now" in rep.sees
    story.lee.types("/kickstand team")
    story.lee.fills({"Add reps": ["Riya Shah"]})
    assert story.lee.submits() == {}
    story.waits(minutes=1)
    story.riya.clicks("That's right")
    story.waits(minutes=61)
    assert [f"Is {RIYAS[4]} urgent?" in card.plain for card in cards(story.lee)].count(True) == 1
    assert statuses(story, "riya")[1:] == ["delivered", "delivered"]


def test_what_a_deputy_had_goes_back_to_the_manager(story: Story) -> None:
    story.sets(deputy_id=story.id("dana"))
    story.riya.says(ASK)
    story.waits(hours=1)
    story.waits(hours=2)
    story.riya.clicks("Ask Dana instead")
    assert ASK in story.dana.sees
    leaves(story, "dana")
    assert story.request().deputy_id is None
    assert any(ASK in card.plain and "[Your call]" in card.plain for card in cards(story.mona))
    story.mona.clicks("Your call")
    assert story.request().status == Status.ANSWERED


def test_forgetting_twice_is_harmless(story: Story) -> None:
    lives(story)
    story.riya.types("/kickstand forget-me")
    with story.kickstand.runtime.sessions.begin() as session:
        forget(session, story.kickstand.runtime.settings, story.id("riya"), None, story.clock())
    assert story.riya.submits() == {}
    story.waits(minutes=2)
    assert lines_with(story.kickstand.engine, *marks_of(story, "riya"), *RIYAS) == []
    story.riya.closes()
    story.riya.types("/kickstand forget-me")
    assert "I hold nothing about you" in story.riya.last.plain


def test_who_writes_again_starts_afresh(story: Story) -> None:
    lives(story)
    leaves(story, "riya")
    story.riya.says("Hello again, may I ask something?")
    assert "I don't know your manager yet" in story.riya.last.plain
    story.mona.types("/kickstand team")
    story.mona.fills({"Add reps": ["Riya Shah"]})
    assert story.mona.submits() == {}
    story.waits(minutes=1)
    story.riya.clicks("That's right")
    story.waits(minutes=1)
    assert "Hi Riya, I'm Kickstand." in story.riya.sees
    assert statuses(story, "riya") == []


def test_the_same_id_in_another_workspace_is_somebody_else(story: Story) -> None:
    lives(story)
    there = {"id": "T0OTHER", "name": "", "bot_user_id": "", "bot_id": "", "scopes": "", "installed_at": story.clock()}
    riya = story.id("riya")
    with story.kickstand.engine.begin() as connection:
        connection.execute(insert(Workspace).values(there))
    with inside("T0OTHER"), story.kickstand.runtime.sessions.begin() as session:
        session.add(Person(id=riya, name="Another Riya", refreshed_at=story.clock()))
        session.flush()
        session.add(Conversation(person_id=riya, channel="D0THERE"))
        session.add(Team(manager_id=riya, created_at=story.clock()))
        session.add(Seen(key=f"action:{riya}:1", at=story.clock()))
        outbox.want(session, "team.notice", riya, riya, story.clock()).next_try_at = None
    leaves(story, "riya")
    with story.kickstand.engine.execution_options(every_workspace=True).connect() as connection:
        rows = [row for table in tables().sorted_tables for row in connection.execute(select(table)).mappings()]
    left = [row for row in rows if riya in str(row)]
    assert [row["workspace_id"] for row in left] == ["T0OTHER"] * 5


def test_what_is_on_its_way_at_that_moment_does_not_come_back(story: Story) -> None:
    """Claimed and worded, but not yet with Slack: it arrives, and is taken out again."""
    program = story.kickstand
    story.riya.says(ASK)
    story.riya.clicks("Send now")
    story.riya.says("And another thing, may I?")
    story.clock.advance(timedelta(minutes=61))
    program.jobs.step_requests()
    _forgotten_while_sending(story, "riya")
    program.tick()
    story.sandbox.settle()
    assert "another thing" not in story.mona.sees
    assert lines_with(program.engine, *marks_of(story, "riya"), "another thing") == []


def _forgotten_while_sending(story: Story, key: str) -> None:
    program = story.kickstand
    gone: list[str] = []

    def clients(workspace_id: str) -> WebClient:
        """Between the wording and the call to Slack."""
        if not gone:
            with program.runtime.sessions.begin() as session:
                forget(session, program.runtime.settings, story.id(key), story.riya.conversation.id, story.clock())
            gone.append(key)
        return program.tokens.client(workspace_id)

    assert deliver_one(program.runtime.sessions, clients, program.kinds, story.clock(), timedelta(minutes=0))
    assert gone


def test_a_card_whose_answer_was_lost_is_found_and_deleted(story: Story) -> None:
    story.riya.says(ASK)
    story.waits(minutes=51)
    story.clock.advance(timedelta(minutes=9))
    story.sandbox.faults.lose_response("chat.postMessage")
    story.kickstand.tick()
    assert ASK in story.mona.sees, "Slack took it, and did not get to say so"
    leaves(story, "riya")
    assert ASK not in story.mona.sees


def test_while_slack_is_out_of_reach_nothing_is_erased(story: Story) -> None:
    lives(story)
    story.riya.types("/kickstand forget-me")
    story.sandbox.faults.error("views.publish", "internal_error")
    story.riya.submits()
    assert "so nothing was erased" in str(story.riya.modal)
    assert statuses(story, "riya") == ["closed", "delivered", "held"]


def test_reports_that_were_posted_keep_their_counts(story: Story) -> None:
    lives(story)
    story.waits(days=7)
    report = from_kickstand(story.mona)[-1].plain
    assert "went through me" in report or "too few" in report
    leaves(story, "riya")
    assert report in [seen.plain for seen in from_kickstand(story.mona)]
