"""A way that was not the manager's and was fine, and what a manager lets play out: asked about later, by both."""

import pytest
from sqlalchemy import select

from bot.requests.models import Request
from bot.requests.rules import Answer, Label, Outcome, Status
from bot.requests.service import answering
from bot.sandbox.seen import Seen
from bot.score.rules.vocabulary import Giving
from bot.score.service.gathering import giving
from bot.slack.errors import Refusal
from tests.privacy.test_my_data import copy
from tests.stories.test_change_of_manager import about, ask, reports_to
from tests.stories.test_home import clicks_at_home, home_of
from tests.story import Story

PLAYS = "Let it play out"
DIFFERENT = "Riya did it differently, and it was fine"
ASKED = "How did it go, as you saw it? Riya is asked too, and each of you sees what the other says."


def looks_back(story: Story) -> Seen:
    """What asks Mona how it went, below her card, or says what she said."""
    return about(story.mona).replies[-1]


def given(story: Story) -> Giving | None:
    with story.kickstand.runtime.sessions.begin() as session:
        return giving(session.scalars(select(Request)).one())


def test_another_way_that_was_fine_is_a_label_beside_the_others(story: Story) -> None:
    """S0.2"""
    ask(story)
    story.mona.says("Whatever you think.", thread=about(story.mona))
    assert DIFFERENT in about(story.mona).buttons
    story.mona.clicks(DIFFERENT)
    assert story.request().label == Label.DIFFERENT
    assert given(story) == Giving.DELEGATED
    assert "Kept as: left to Riya, done differently, and it was fine." in about(story.mona).plain
    story.riya.clicks("Me")
    assert "saw it differently" not in story.riya.sees + story.mona.sees


def test_that_it_was_another_way_shows_later_and_can_be_said_then(story: Story) -> None:
    """S0.2"""
    ask(story)
    story.mona.clicks("Your call")
    assert about(story.mona).buttons == (), "nothing was done yet"
    story.riya.clicks("Me")
    assert about(story.mona).buttons == (DIFFERENT,)
    story.mona.clicks(DIFFERENT)
    assert (story.request().status, story.request().label) == (Status.CLOSED, Label.DIFFERENT)
    assert given(story) == Giving.DELEGATED
    assert about(story.mona).buttons == ()


def test_coaching_asks_for_the_reps_own_way_first(story: Story) -> None:
    """S0.2"""
    ask(story)
    story.mona.clicks("Ask a question")
    shown = story.mona.modal or ""
    own = shown.index("How would you go about it, your own way?")
    assert own < shown.index("Which two ways could you defend here?")


def test_a_rescue_does_not_become_a_different_way(story: Story) -> None:
    ask(story)
    story.mona.clicks("I'll handle it")
    story.mona.clicks("A rescue: Riya could have done it")
    with story.kickstand.runtime.sessions.begin() as session, pytest.raises(Refusal, match="labelled already"):
        answering.label(session, story.request().id, story.id("mona"), Label.DIFFERENT, story.clock())


def test_what_is_let_play_out_is_looked_back_at_by_both_side_by_side(story: Story) -> None:
    """S0.7"""
    ask(story)
    assert about(story.mona).buttons[-2:] == ("I'll handle it", PLAYS)
    story.mona.clicks(PLAYS)
    request = story.request()
    assert (request.answer, request.label, given(story)) == (Answer.LET_PLAY, Label.DELEGATED, Giving.DELEGATED)
    told = "Mona lets this one play out: go your own way. In two weeks I ask you both how it went."
    assert told in about(story.riya).plain and story.riya.last.plain == told
    assert "You let it play out: Riya goes their own way." in about(story.mona).plain
    story.riya.clicks("Me")
    story.waits(days=14)
    asked = looks_back(story)
    assert "Two weeks ago you let this one of Riya's play out: Can I give Acme 20 %?" in asked.plain
    assert ASKED in asked.plain and ASKED in asked.text
    assert asked.buttons == ("Went well", "Mixed", "Didn't work out")
    assert "Mona is asked too, and each of you sees what the other says." in story.riya.last.plain
    story.mona.clicks("Mixed")
    assert looks_back(story).plain == "You said of what you let play out with Riya: mixed. Riya hasn't said yet."
    story.riya.clicks("Went well")
    assert (story.request().outcome, story.request().outcome_seen) == (Outcome.WELL, Outcome.MIXED)
    assert "You said: it went well. Thanks for closing the loop. Mona: mixed." in story.riya.sees
    assert "You said of what you let play out with Riya: mixed. Riya: it went well." in story.mona.sees
    assert "How it went. Riya: it went well. You: mixed." in about(story.mona).plain
    for other in (story.omar, story.lee, story.dana, story.otto):
        home_of(story, other)
        assert "Acme" not in other.sees + other.home


def test_app_home_asks_the_manager_too(story: Story) -> None:
    """S0.7"""
    ask(story)
    story.mona.clicks(PLAYS)
    story.waits(days=1)
    story.mona.types("/kickstand pause 14d")
    story.waits(days=13)
    assert ASKED not in story.mona.sees
    home_of(story, story.mona)
    assert "How did it go, as you saw it?" in story.mona.home
    clicks_at_home(story, story.mona, "Didn't work out")
    assert story.request().outcome_seen == Outcome.BADLY
    assert "Went well" not in story.mona.home


def test_of_other_answers_only_the_rep_is_asked_and_only_the_rep_sees_what_they_said(story: Story) -> None:
    ask(story)
    story.mona.clicks("Your call")
    story.waits(days=14)
    story.riya.clicks("Didn't work out")
    assert "How it went" not in story.mona.sees and ASKED not in story.mona.sees
    with story.kickstand.runtime.sessions.begin() as session, pytest.raises(Refusal, match="didn't let this one"):
        answering.outcome_seen(session, story.request().id, story.id("mona"), Outcome.WELL, story.clock())


def test_what_does_not_wait_is_not_let_play_out(story: Story) -> None:
    """S0.7, S1.4"""
    story.riya.says("Can I give Acme 20 %?")
    story.riya.clicks("Urgent")
    story.riya.submits()
    assert PLAYS not in about(story.mona).buttons
    with story.kickstand.runtime.sessions.begin() as session, pytest.raises(Refusal, match="none to let play out"):
        settings = story.kickstand.runtime.settings
        answering.answer(session, settings, story.request().id, story.id("mona"), Answer.LET_PLAY, story.clock())
    story.riya.says("I want to get better at closing")
    assert PLAYS not in story.mona.last.buttons


def test_a_manager_who_is_no_longer_theirs_is_not_asked(story: Story) -> None:
    """Guardrail 8"""
    ask(story)
    story.mona.clicks(PLAYS)
    story.riya.clicks("Me")
    story.waits(days=1)
    story.know("dana")
    reports_to(story, "riya", "dana")
    story.waits(days=13)
    assert "Two weeks ago" in story.riya.last.plain
    assert ASKED not in story.mona.sees + story.dana.sees
    with story.kickstand.runtime.sessions.begin() as session, pytest.raises(Refusal, match="Only Dana"):
        answering.outcome_seen(session, story.request().id, story.id("mona"), Outcome.WELL, story.clock())


def test_what_the_manager_saw_is_in_the_reps_data(story: Story) -> None:
    ask(story)
    story.mona.clicks(PLAYS)
    story.waits(days=14)
    story.mona.clicks("Went well")
    [mine] = copy(story, "riya")["your_questions"]
    assert (mine["answer"], mine["outcome_seen"]) == ("let_play", "well")
