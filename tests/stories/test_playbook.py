"""The playbook: a manager writes what comes next, a rep's question finds it, and what is missing is seen."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.playbook.models import ProcessGap, Stage
from bot.playbook.rules import Entry
from bot.playbook.service import gaps, stages
from bot.requests.models import Request
from bot.requests.rules import Status
from bot.sandbox.people import Person
from bot.score import around
from bot.score.rules.week import Week
from bot.team import service as team
from tests.story import Story, cards, from_kickstand

DEMO = Entry(
    "Demo", ("walkthrough",), "Send the summary the same day", "Budget is named", ("Deck https://x.example/d",)
)
PROPOSAL = Entry("Proposal", (), "Call them before they read it")
NEXT = "The Acme demo is done. What's next?"


def write(story: Story, *entries: Entry) -> None:
    """Mona has written these stages."""
    with story.kickstand.runtime.sessions.begin() as session:
        for each in entries:
            stages.add(session, story.id("mona"), each, story.clock())


def missing(story: Story) -> list[tuple[str, int]]:
    """What is on Mona's list of steps to write."""
    with story.kickstand.runtime.sessions.begin() as session:
        return [(gap.about, gap.times) for gap in gaps.still_open(session, story.id("mona"), [])]


def gap_id(story: Story) -> str:
    """The one thing that is on the list."""
    with story.kickstand.runtime.sessions.begin() as session:
        [gap] = gaps.still_open(session, story.id("mona"), [])
        return gap.id


def told(person: Person) -> str:
    [message] = from_kickstand(person)
    return message.plain


def test_a_manager_writes_the_playbook_and_a_rep_reads_it(story: Story) -> None:
    """S2.7: stages with next steps and links; change, move, delete."""
    story.mona.types("/kickstand playbook")
    assert "What comes next at each stage, written once" in (story.mona.modal or "")
    story.mona.clicks("Add a stage")
    assert story.mona.submits() != {}
    story.mona.fills({"Stage": "Demo", "Next steps": "Send the <summary>", "Links": "the deck"})
    assert "One link a line" in story.mona.submits()["Links"]
    story.mona.fills({"Links": "Deck https://x.example/d", "Also called": "walkthrough"})
    assert story.mona.submits() == {}
    assert "Send the <summary>" in (story.mona.modal or "")
    story.mona.clicks("Add a stage")
    story.mona.fills({"Stage": "walkthrough", "Next steps": "Call"})
    assert "already, at “Demo”" in story.mona.submits()["Stage"]
    story.mona.fills({"Stage": "Proposal"})
    assert story.mona.submits() == {}
    story.mona.clicks("Move up")
    shown = story.mona.modal or ""
    assert shown.index("Proposal") < shown.index("Demo")
    story.mona.clicks("Change")
    story.mona.fills({"Next steps": "Ask Omar, Riya is pregnant"})
    assert "This sounds personal" in story.mona.submits()["Next steps"]
    story.mona.fills({"Next steps": "Call before they read it"})
    assert story.mona.submits() == {}

    story.riya.opens_home()
    assert "Mona wrote down what comes next at 2 stages." in story.riya.home
    story.riya.clicks("Read it")
    read = story.riya.modal or ""
    assert "Mona's playbook" in read
    assert "Call before they read it" in read
    assert "Deck https://x.example/d" in read
    assert "Add a stage" not in read

    story.mona.clicks("Change")
    story.mona.clicks("Delete this stage")
    assert "Call before they read it" not in (story.mona.modal or "")
    assert "Demo" in (story.mona.modal or "")


def test_what_next_at_a_stage_is_answered_from_the_playbook(story: Story) -> None:
    """S2.7: the rep sees the step in their one message, and `Solved it` ends it."""
    write(story, DEMO, PROPOSAL)
    story.riya.says(NEXT)
    assert "Your playbook says, after “Demo”: Send the summary the same day" in told(story.riya)
    assert "Deck https://x.example/d" in told(story.riya)
    assert "Your playbook says, after “Demo”" in from_kickstand(story.riya)[0].message.text
    assert "Answer 2 questions" in from_kickstand(story.riya)[0].buttons
    story.riya.clicks("Solved it")
    assert "playbook" not in told(story.riya)
    story.waits(hours=4)
    assert cards(story.mona) == []
    assert missing(story) == []


def test_the_card_shows_the_step_and_a_step_that_did_not_help_is_a_gap(story: Story) -> None:
    """S2.7: it reached the manager although a step was shown."""
    write(story, DEMO)
    story.riya.says(NEXT)
    assert missing(story) == []
    story.waits(minutes=60)
    [card] = cards(story.mona)
    assert "Playbook  after “Demo”: Send the summary the same day" in card.plain
    assert missing(story) == [("Demo", 1)]
    story.mona.types("/kickstand playbook")
    assert "Asked all the same, though there is a step" in (story.mona.modal or "")
    assert "not written yet" not in (story.mona.modal or "")
    story.mona.clicks("Change this step")
    assert story.mona.modal_title == "Stage"
    story.mona.fills({"Next steps": "Send the summary, then book the next meeting"})
    assert story.mona.submits() == {}
    assert missing(story) == []


def test_nothing_written_is_a_gap_that_the_manager_can_fill(story: Story) -> None:
    """S2.7: no entry -> on the list, and gone from it when it is written."""
    write(story, PROPOSAL)
    story.riya.says("What do I do after the security review?")
    assert "Security review: the playbook has no step for that yet. It's on Mona's list" in told(story.riya)
    story.omar.says("Security questionnaire is back. What next?")
    assert missing(story) == [("Security review", 2)]
    story.waits(minutes=60)
    assert "Playbook  no step after “Security review” yet" in cards(story.mona)[0].plain
    story.mona.opens_home()
    assert "Asked, and not written yet: “Security review”, 2 times." in story.mona.home
    story.mona.clicks("Write “Security review”", on=story.sandbox.platform.workspace.homes[story.mona.id])
    assert story.mona.modal_title == "New stage"
    story.mona.fills({"Next steps": "Send the report to their auditor"})
    assert story.mona.submits() == {}
    assert missing(story) == []
    assert "not written yet" not in (story.mona.modal or "")
    with story.kickstand.runtime.sessions.begin() as session:
        assert session.scalars(select(Stage.name).order_by(Stage.position)).all() == ["Proposal", "Security review"]


def test_the_topic_alone_is_enough_and_may_be_put_away(story: Story) -> None:
    story.riya.says("No answer from Acme since Monday")
    assert missing(story) == []
    story.riya.clicks("Answer 2 questions")
    story.riya.fills({"Topic": "What to do next"})
    assert story.riya.submits() == {}
    assert missing(story) == [("What to do next", 1)]
    assert "playbook" not in told(story.riya)  # there is none yet: nothing to say about it
    story.mona.types("/kickstand playbook")
    story.mona.clicks("Not needed")
    assert missing(story) == []
    assert "Asked, and not written yet" not in (story.mona.modal or "")


def test_a_question_without_a_stage_is_shown_which_stages_there_are(story: Story) -> None:
    """S2.7"""
    write(story, DEMO, PROPOSAL)
    story.riya.says("They went quiet. What next?")
    assert "The playbook has Demo, Proposal. `/kickstand next` and the stage shows" in told(story.riya)
    assert "Mona's list" not in told(story.riya)
    story.waits(minutes=60)
    assert "Playbook  no stage was named, so no step was shown" in cards(story.mona)[0].plain
    story.mona.opens_home()
    assert "Asked, and not written yet: no stage named." in story.mona.home
    story.mona.clicks("Open the playbook")
    assert "No stage named. What is asked again and again" in (story.mona.modal or "")
    story.mona.clicks("Add a stage", value=gap_id(story))
    assert story.mona.modal_title == "New stage"
    story.mona.fills({"Stage": "Silence", "Next steps": "Write once more, then let go"})
    assert story.mona.submits() == {}
    assert missing(story) == []


def test_what_is_taken_back_or_personal_leaves_no_gap(story: Story) -> None:
    story.riya.says("What next after the pilot?")
    assert missing(story) == [("Trial", 1)]
    story.riya.clicks("Take back")
    assert missing(story) == []
    story.riya.says("And what next after the renewal?")
    assert missing(story) == [("Renewal", 1)]
    story.riya.clicks("This is personal")
    assert missing(story) == []
    with story.kickstand.runtime.sessions.begin() as session:
        assert session.scalars(select(ProcessGap)).all() == []


def test_what_next_typed_is_answered_at_once(story: Story) -> None:
    """S2.7: `/kickstand next demo`"""
    story.riya.types("/kickstand next demo")
    assert "no step for “demo” yet. It's on Mona's list" in story.riya.last.plain
    write(story, DEMO, PROPOSAL)
    assert missing(story) == []
    story.riya.types("/kickstand next after the walkthrough")
    assert story.riya.last.ephemeral
    assert "After Demo, the playbook says:" in story.riya.last.plain
    assert "Budget is named" in story.riya.last.plain
    story.riya.types("/kickstand next propsal")
    assert "Did you mean `/kickstand next Proposal`?" in story.riya.last.plain
    story.riya.types("/kickstand next")
    assert "It has Demo, Proposal." in story.riya.last.plain
    for _ in range(2):
        story.riya.types("/kickstand next Board meeting")
        assert "It's on Mona's list of steps to write. It has Demo, Proposal." in story.riya.last.plain
    assert missing(story) == [("Board meeting", 1)]
    story.mona.types("/kickstand next Launch")
    assert "yet. It has Demo, Proposal." in story.mona.last.plain
    assert missing(story) == [("Board meeting", 1)]
    assert story.requests() == 0


def test_something_personal_typed_there_is_kept_nowhere(story: Story) -> None:
    story.riya.types("/kickstand next my manager is harassing me")
    assert "This sounds personal" in story.riya.sees
    assert missing(story) == []


def test_the_top_three_are_a_line_of_the_weekly_report(story: Story) -> None:
    """S2.7: weekly, and for the lead without what a rep typed."""
    for each in ("renewal", "renewal", "pilot", "contract", "procurement"):
        story.clock.advance(timedelta(minutes=6))
        story.riya.says(f"What next after the {each}? ({story.clock():%M})")
    story.riya.types("/kickstand next Board meeting")
    now, mona = story.clock(), story.id("mona")
    with story.kickstand.runtime.sessions.begin() as session:
        manager = team.person(session, mona)
        week = Week.of(now.date())
        [line] = around.in_report(session, manager, week, now)
        missing = "“Renewal”, 2 times; “Board meeting”; “Contract”"
        assert line.text == f"“What next?” was asked where your playbook has no step: {missing}."
        assert around.in_report(session, manager, week.back(1), now) == []
        of_requests = gaps.of_requests(session, list(session.scalars(select(Request.id))), [])
        assert sorted(of_requests.values()) == ["Contract", "Procurement", "Renewal", "Renewal", "Trial"]


def test_only_who_leads_the_team_now_writes_or_sees_what_is_missing(story: Story) -> None:
    write(story, DEMO)
    story.riya.says(NEXT)
    story.waits(minutes=61)
    story.otto.types("/kickstand playbook")
    assert "I don't know yours yet" in story.otto.last.plain
    with story.kickstand.runtime.sessions.begin() as session:
        for rep in ("riya", "omar"):
            team.import_line(session, story.id(rep), story.id("dana"), None, None, story.clock())
    story.mona.types("/kickstand playbook")
    assert "I don't know yours yet" in story.mona.last.plain
    story.mona.opens_home()
    assert "Playbook" not in story.mona.home
    story.riya.types("/kickstand next demo")
    assert "no step for “demo” yet. It's on Dana's list" in story.riya.last.plain
    assert story.request().status is Status.DELIVERED


def test_a_manager_who_sells_too_reads_their_own_managers_playbook(story: Story) -> None:
    write(story, DEMO)
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id("mona"), story.id("lee"), None, None, story.clock())
        stages.add(session, story.id("lee"), PROPOSAL, story.clock())
    story.mona.types("/kickstand playbook")
    shown = story.mona.modal or ""
    assert shown.index("Send the summary the same day") < shown.index("Lee's playbook") < shown.index("Call them")
    assert shown.count("Add a stage") == 1
    story.mona.opens_home()
    assert "1 stage. Lee's is there too, for what you sell yourself." in story.mona.home


def test_a_stage_that_is_gone_is_told(story: Story) -> None:
    write(story, DEMO)
    story.mona.types("/kickstand playbook")
    story.mona.clicks("Change")
    with story.kickstand.runtime.sessions.begin() as session:
        [stage] = stages.of_manager(session, story.id("mona"))
        stages.delete(session, stage.id, story.id("mona"))
    assert story.mona.submits()["Stage"] == "That stage isn't in your playbook any more."


@pytest.mark.parametrize("command", ["my-data", "forget-me"])
def test_what_a_manager_wrote_is_in_their_copy_and_goes_with_them(story: Story, command: str) -> None:
    """S2.7"""
    write(story, DEMO)
    story.riya.says("What next after the pilot?")
    story.mona.types(f"/kickstand {command}")
    if command == "my-data":
        [(_, content)] = story.mona.files
        assert "Send the summary the same day" in content.decode()
        assert "Trial" in content.decode()
        return
    story.mona.submits()
    story.waits(minutes=1)
    with story.kickstand.runtime.sessions.begin() as session:
        assert session.scalars(select(Stage)).all() == []
        assert session.scalars(select(ProcessGap)).all() == []
