"""A rep goes further alone on a topic: proposed, confirmed, told, and what it changes. The step back, the not yet."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from bot.app import Kickstand
from bot.growth import service as growth
from bot.growth.models import LevelSet
from bot.growth.rules import Level
from bot.requests.models import Request
from bot.requests.rules import Answer, Brief, DecidedBy, Label, Status, WayIn
from bot.requests.service import answering, holding
from bot.requests.service.asking import Question, ask
from bot.sandbox.people import Person
from bot.score.home import sections
from bot.settings import ScoreMode
from bot.slack.errors import Refusal
from bot.slack.outbox import Post
from bot.team import service as team
from bot.team.rules import Topic
from tests.stories.test_answers import about
from tests.stories.test_brief import briefs
from tests.stories.test_change_of_manager import reports_to
from tests.stories.test_home import clicks_at_home, home_of
from tests.story import Story, cards, from_kickstand

ASK = "Can I give Acme 20 %?"
READY = "Is Riya ready to go alone on price and discount? In 6 weeks 6 of 6 questions came with their own answer"
PICK = Brief(options=("15 % for two years", "stay at 10 %"), pick=0, topic=Topic.PRICING)


def asked(story: Story, days_ago: float, how: Answer | None = Answer.BACK_PICK, brief: Brief = PICK) -> str:
    """Riya asked that long ago; it was answered so, or she solved it."""
    at, settings = story.clock() - timedelta(days=days_ago), story.kickstand.runtime.settings
    riya, mona = story.id("riya"), story.id("mona")
    with story.kickstand.runtime.sessions.begin() as session:
        request_id = ask(session, settings, Question(riya, f"About {at}?", WayIn.COMMAND, brief=brief), at).id
        if how is None:
            holding.solve(session, request_id, riya, at)
        else:
            holding.send_now(session, settings, request_id, riya, at)
            manager = team.manager_of(session, riya)
            answering.answer(session, settings, request_id, manager.id if manager else mona, how, at)
            if how == Answer.HANDLE:
                answering.label(session, request_id, mona, Label.RESCUED, at)
        if how:
            answering.decided(session, request_id, riya, DecidedBy.ME, at)
        found = session.get_one(Request, request_id)
        found.outcome_at = found.due_at = None  # she was asked how it went, long ago
        session.execute(delete(Post))
    return request_id


def has_shown_it(story: Story) -> None:
    """Six own answers in six weeks, on the topic for six weeks, no rescue."""
    for days in (43, 40, 30, 20, 10, 5, 1):
        asked(story, days, None if days == 10 else Answer.BACK_PICK)


def levels(story: Story) -> list[tuple[Topic, Level]]:
    with story.kickstand.runtime.sessions.begin() as session:
        return [(each.topic, each.level) for each in session.scalars(select(LevelSet).order_by(LevelSet.id))]


def goes_alone(story: Story) -> None:
    """Mona says so by hand."""
    sets(story, "Price and discount", "Independent")


def sets(story: Story, topic: str, level: str, why: str = "", rep: str = "Riya Shah") -> dict[str, str]:
    home_of(story, story.mona)
    clicks_at_home(story, story.mona, "Levels")
    story.mona.fills({"Rep": rep, "Topic": topic, "Level": level, **({"Why?": why} if why else {})})
    return story.mona.submits()


def names_the_topic(story: Story) -> None:
    story.riya.clicks("Answer 2 questions")
    assert briefs(story.riya, topic="Price and discount") == {}


def first_line(person: Person) -> str:
    return from_kickstand(person)[-1].plain.splitlines()[0]


def test_a_manager_confirms_and_the_rep_is_told_and_decides_the_next_one(story: Story) -> None:
    """S0.1: proposed, confirmed, told; the next question waits longer and is the rep's to decide."""
    has_shown_it(story)
    home_of(story, story.mona)
    assert f"{READY}, and none needed a rescue." in story.mona.home
    clicks_at_home(story, story.mona, "Confirm")
    assert READY not in story.mona.home
    assert levels(story) == [(Topic.PRICING, Level.INDEPENDENT)]
    assert "You go alone on price and discount from now on." in story.riya.last.plain
    assert "`I decided it` settles it" in story.riya.last.plain
    home_of(story, story.riya)
    assert "How far you go alone: independent on price and discount since today." in story.riya.home

    story.riya.says(ASK)
    names_the_topic(story)
    assert first_line(story.riya) == "This one is yours: price and discount. Decide it, or Mona gets it at 12:00."
    story.waits(minutes=61)
    assert story.request().status is Status.HELD
    assert not cards(story.mona)
    story.riya.clicks("I decided it")
    assert (story.request().status, story.request().level) == (Status.DECIDED, Level.INDEPENDENT)
    assert first_line(story.riya) == "You decided this one yourself."
    story.waits(hours=3)
    assert not cards(story.mona)


def test_the_list_of_decisions_is_wider_while_somebody_goes_alone(story: Story) -> None:
    """S0.1: the decision register widens, and narrows again with the step back."""
    wider = {"riya": "Yours as a whole: price and discount. Name", "mona": "go alone there: Riya price and discount"}
    sets(story, "Price and discount", "Independent")
    for key, said in wider.items():
        story.sandbox.person(key).types("/kickstand decisions")
        assert said in (story.sandbox.person(key).modal or "")
        assert "Nothing is agreed with you yet" not in (story.sandbox.person(key).modal or "")
    sets(story, "Price and discount", "Supported", "New price list")
    for key in wider:
        story.sandbox.person(key).types("/kickstand decisions")
        assert "as a whole" not in (story.sandbox.person(key).modal or "")
    story.omar.types("/kickstand decisions")
    assert "as a whole" not in (story.omar.modal or "")


def test_not_yet_tells_nobody_and_is_not_asked_again_for_six_weeks(story: Story) -> None:
    has_shown_it(story)
    home_of(story, story.mona)
    before = len(from_kickstand(story.riya))
    clicks_at_home(story, story.mona, "Not yet")
    assert READY not in story.mona.home
    story.waits(minutes=1)
    assert len(from_kickstand(story.riya)) == before
    assert levels(story) == [(Topic.PRICING, Level.SUPPORTED)]
    home_of(story, story.riya)
    assert "supported" not in story.riya.home


def test_a_rescue_keeps_it_from_being_asked(story: Story) -> None:
    has_shown_it(story)
    asked(story, 15, Answer.HANDLE)
    home_of(story, story.mona)
    assert "Is Riya ready" not in story.mona.home


def test_the_weekly_report_says_that_somebody_looks_ready_and_names_nobody(story: Story) -> None:
    has_shown_it(story)
    for days in (0.1, 0.2):
        asked(story, days)
    story.waits(days=7)
    report = next(seen.plain for seen in story.mona.messages if "not for pay" in seen.plain)
    assert "One of your reps looks ready to go a step further alone. App Home says who, on what and why." in report
    assert "Riya" not in report


def test_of_two_reports_that_come_at_once_the_newest_alone_says_who_looks_ready_now(story: Story) -> None:
    has_shown_it(story)
    for days in (0.1, 0.2):
        asked(story, days)
    story.waits(days=15)
    story.waits(hours=2)
    came = [seen.plain for seen in story.mona.messages if "A picture of a pattern" in seen.plain][-2:]
    assert ["This report is late" in each for each in came] == [True, False]
    assert ["looks ready to go a step further" in each for each in came] == [False, True]


@pytest.mark.parametrize("mode", ["aggregate", "off"])
def test_nobody_is_proposed_where_nobody_is_counted(story: Story, kickstand: Kickstand, mode: str) -> None:
    has_shown_it(story)
    settings = kickstand.runtime.settings.model_copy(update={"kickstand_score": ScoreMode(mode)})
    with kickstand.runtime.sessions.begin() as session:
        shown = str(sections(settings, session, story.id("mona"), story.clock()))
    assert "ready" not in shown
    assert "Levels" in shown


def test_a_step_back_needs_a_sentence_which_the_rep_reads(story: Story) -> None:
    goes_alone(story)
    assert sets(story, "Price and discount", "Supported") == {"Why?": "A step back needs a sentence: Riya reads it."}
    story.mona.fills({"Why?": "She is pregnant and can't travel."})
    assert "This sounds personal" in story.mona.submits()["Why?"]
    assert levels(story) == [(Topic.PRICING, Level.INDEPENDENT)]
    story.mona.fills({"Why?": "Let's look at the two-year deals together first."})
    assert story.mona.submits() == {}
    assert story.riya.last.plain.splitlines()[0] == "Mona would like to be nearer again on price and discount."
    assert "> Let's look at the two-year deals together first." in story.riya.last.plain
    story.riya.says(ASK)
    names_the_topic(story)
    assert story.request().level is Level.SUPPORTED
    assert "I decided it" not in from_kickstand(story.riya)[-1].buttons


def test_guided_waits_a_quarter_of_an_hour_at_most(story: Story) -> None:
    assert sets(story, "Price and discount", "Guided", "New price list") == {}
    story.riya.says(ASK)
    names_the_topic(story)
    assert "at 10:15" in first_line(story.riya)
    story.waits(minutes=16)
    assert (story.request().status, story.request().level) == (Status.DELIVERED, Level.GUIDED)


def test_another_topic_takes_the_longer_wait_back(story: Story) -> None:
    goes_alone(story)
    story.riya.says(ASK)
    names_the_topic(story)
    assert "at 12:00" in first_line(story.riya)
    story.riya.clicks("Change my answer")
    assert briefs(story.riya, topic="Contract terms") == {}
    assert "at 11:00" in from_kickstand(story.riya)[-1].plain
    assert "I decided it" not in from_kickstand(story.riya)[-1].buttons


def test_a_question_keeps_its_level_when_the_form_is_filled_in_again(story: Story) -> None:
    story.riya.says(ASK)
    names_the_topic(story)
    assert story.request().level is Level.SUPPORTED
    goes_alone(story)
    story.riya.clicks("Change my answer", on=about(story.riya, ASK).message)
    assert briefs(story.riya, tried="10 % and prepay", topic="Price and discount") == {}
    assert story.request().level is Level.SUPPORTED
    assert "at 11:00" in about(story.riya, ASK).plain


def test_a_topic_named_after_the_question_went_out_brings_no_level(story: Story) -> None:
    assert sets(story, "Price and discount", "Guided", "New price list") == {}
    story.riya.says(ASK)
    story.riya.clicks("Send now")
    names_the_topic(story)
    assert (story.request().topic, story.request().level) == (Topic.PRICING, None)


@pytest.mark.parametrize(("minutes", "goes"), [(54, "12:00"), (56, "11:00")])
def test_a_release_that_is_almost_there_is_left_where_it_is(story: Story, minutes: int, goes: str) -> None:
    goes_alone(story)
    story.riya.says(ASK)
    story.clock.advance(timedelta(minutes=minutes))
    names_the_topic(story)
    assert f"at {goes}" in from_kickstand(story.riya)[-1].plain


def test_who_said_that_they_still_need_it_does_not_wait_longer(story: Story) -> None:
    goes_alone(story)
    story.riya.says(ASK)
    story.waits(minutes=51)
    story.riya.clicks("Still need it")
    names_the_topic(story)
    assert "Mona gets it at 11:00" in from_kickstand(story.riya)[-1].plain


def test_the_card_of_somebody_who_goes_alone_says_so_quietly(story: Story) -> None:
    goes_alone(story)
    story.riya.says(ASK)
    names_the_topic(story)
    story.riya.clicks("Send now")
    assert "Riya goes alone on price and discount since today." in story.mona.last.plain
    assert "I decided it" not in from_kickstand(story.riya)[-1].buttons


def test_only_what_is_the_reps_own_can_be_decided(story: Story) -> None:
    goes_alone(story)
    story.riya.says(ASK)
    names_the_topic(story)
    old = from_kickstand(story.riya)[-1].message
    stale = next(button for button in from_kickstand(story.riya)[-1].buttons if button == "I decided it")
    story.riya.clicks(stale, on=old)
    story.riya.says("And a free month?")
    assert "I decided it" not in from_kickstand(story.riya)[-1].buttons


def test_a_new_manager_inherits_the_levels_and_the_old_one_cannot_set_them(story: Story) -> None:
    goes_alone(story)
    home_of(story, story.mona)
    clicks_at_home(story, story.mona, "Levels")
    story.mona.fills({"Rep": "Riya Shah", "Topic": "Product", "Level": "Independent"})
    reports_to(story, "riya", "dana")
    assert story.mona.submits() == {"Rep": "Pick somebody who reports to you."}
    assert levels(story) == [(Topic.PRICING, Level.INDEPENDENT)]
    home_of(story, story.dana)
    clicks_at_home(story, story.dana, "Levels")
    assert "Riya Shah  independent on price and discount since today" in (story.dana.modal or "")
    story.riya.says(ASK)
    names_the_topic(story)
    assert "Decide it, or Dana gets it at 12:00." in from_kickstand(story.riya)[-1].plain


def test_a_new_manager_is_not_asked_about_what_the_old_one_saw(story: Story) -> None:
    has_shown_it(story)
    reports_to(story, "riya", "dana")
    for manager in (story.mona, story.dana):
        home_of(story, manager)
        assert "Is Riya ready" not in manager.home


def test_nobody_else_sees_a_level_or_a_proposal(story: Story) -> None:
    has_shown_it(story)
    goes_alone(story)
    for nobody in (story.omar, story.lee, story.dana, story.otto):
        home_of(story, nobody)
        assert "Riya" not in nobody.home
        assert "[Levels]" not in nobody.home
        assert "go alone" not in nobody.home.replace("How far you go alone", "")


def test_an_old_screen_cannot_take_a_level_away_or_set_it_twice(story: Story) -> None:
    """The buttons of a proposal that was answered meanwhile, on another screen."""
    goes_alone(story)
    with story.kickstand.runtime.sessions.begin() as session:
        step = (session, story.id("riya"), Topic.PRICING, Level.INDEPENDENT, story.id("mona"), story.clock())
        with pytest.raises(Refusal, match="past that already"):
            growth.not_yet(*step)
        with pytest.raises(Refusal, match="where Riya is already"):
            growth.confirm(*step)
    assert levels(story) == [(Topic.PRICING, Level.INDEPENDENT)]


def test_a_proposal_that_was_one_step_up_is_refused_when_it_would_be_two(story: Story) -> None:
    assert sets(story, "Price and discount", "Guided", "New price list") == {}
    before = levels(story)
    with story.kickstand.runtime.sessions.begin() as session:
        step = (session, story.id("riya"), Topic.PRICING, Level.INDEPENDENT, story.id("mona"), story.clock())
        for act in (growth.confirm, growth.not_yet):
            with pytest.raises(Refusal, match="on another level by now"):
                act(*step)
    assert levels(story) == before


def test_not_yet_never_makes_the_guided_level_of_the_first_weeks_stay(story: Story) -> None:
    is_new(story)
    with story.kickstand.runtime.sessions.begin() as session:
        riya, mona, now = story.id("riya"), story.id("mona"), story.clock()
        with pytest.raises(Refusal, match="guided while new"):
            growth.not_yet(session, riya, Topic.PRICING, Level.SUPPORTED, mona, now)
        with pytest.raises(Refusal, match="on another level by now"):
            growth.not_yet(session, riya, Topic.PRICING, Level.INDEPENDENT, mona, now)
    assert levels(story) == []


def test_supported_while_new_is_set_once_told_once_and_shown(story: Story) -> None:
    is_new(story)
    assert sets(story, "Price and discount", "Supported") == {}
    assert "Mona sees you a step further on price and discount." in story.riya.last.plain
    assert sets(story, "Price and discount", "Supported") == {"Level": "That's where Riya is already."}
    home_of(story, story.mona)
    clicks_at_home(story, story.mona, "Levels")
    assert "Riya Shah  supported on price and discount since today" in (story.mona.modal or "")
    home_of(story, story.riya)
    assert "supported on price and discount since today" in story.riya.home
    story.riya.types("/kickstand me")
    assert "supported since today" in (story.riya.modal or "") + story.riya.sees


def is_new(story: Story) -> None:
    """Mona says that Riya started today."""
    with story.kickstand.runtime.sessions.begin() as session:
        line = team.line_of(session, story.id("riya"))
        assert line is not None
        line.started_on = story.clock().date()


def test_what_was_said_twice_in_a_row_comes_once(story: Story) -> None:
    """The rep hears where they are now, not the way there."""
    story.riya.sets_dnd(story.clock() + timedelta(hours=3))
    goes_alone(story)
    assert sets(story, "Price and discount", "Supported", "Too quick of me") == {}
    story.waits(hours=4)
    told = [seen.plain for seen in from_kickstand(story.riya) if "alone on price" in seen.plain]
    assert told == []
    assert "Too quick of me" in story.riya.sees


def test_the_same_level_again_is_no_change(story: Story) -> None:
    goes_alone(story)
    assert sets(story, "Price and discount", "Independent") == {"Level": "That's where Riya is already."}
    assert sets(story, "Price and discount", "Guided", "x", rep="Otto Lind") == {
        "Rep": "Pick somebody who reports to you."
    }
