"""A rep sees a label otherwise: who may say so, about what, and what stays as it was."""

import pytest
from sqlalchemy.orm import Session

from bot.requests.models import Request
from bot.requests.rules import MINUTES, Answer, DecidedBy, Label, Status, WayIn
from bot.requests.service import answering, holding
from bot.requests.service.asking import Question, ask
from bot.score.service import contesting
from bot.slack.errors import Refusal
from bot.team import service as team
from tests.story import Story


def rescued(story: Story, session: Session) -> Request:
    """A question of Riya's that Mona labelled a rescue."""
    settings, now = story.kickstand.runtime.settings, story.clock()
    request = ask(session, settings, Question(story.id("riya"), "Can I give Acme 20 %?", WayIn.COMMAND), now)
    holding.send_now(session, settings, request.id, story.id("riya"), now)
    answering.answer(session, settings, request.id, story.id("mona"), Answer.HANDLE, now)
    answering.label(session, request.id, story.id("mona"), Label.RESCUED, now)
    return request


def test_a_label_is_seen_otherwise_by_the_rep_alone_and_changed_by_the_manager_alone(story: Story) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        request, now = rescued(story, session), story.clock()
        for other in ("mona", "omar", "dana", "lee", "otto"):
            with pytest.raises(Refusal, match="Only the person who asked"):
                contesting.contest(session, request.id, story.id(other), Label.COACHED, now)
        contesting.contest(session, request.id, story.id("riya"), Label.COACHED, now)
        assert (request.label, request.contested) == (Label.RESCUED, Label.COACHED)
        for other in ("riya", "omar", "dana", "lee", "otto"):
            with pytest.raises(Refusal, match="Only Mona or the deputy"):
                contesting.accept(session, request.id, story.id(other), Label.COACHED, now)
        contesting.accept(session, request.id, story.id("mona"), Label.COACHED, now)
        assert (request.label, request.contested) == (Label.COACHED, None)


@pytest.mark.parametrize("offered", [Label.DELEGATED, Label.RESCUED, Label.UNLABELLED])
def test_the_manager_can_take_over_only_what_the_rep_says_now(story: Story, offered: Label) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        request, now = rescued(story, session), story.clock()
        with pytest.raises(Refusal, match="seen differently by now"):
            contesting.accept(session, request.id, story.id("mona"), Label.COACHED, now)
        contesting.contest(session, request.id, story.id("riya"), Label.COACHED, now)
        with pytest.raises(Refusal, match="seen differently by now"):
            contesting.accept(session, request.id, story.id("mona"), offered, now)
        contesting.accept(session, request.id, story.id("mona"), Label.COACHED, now)
        with pytest.raises(Refusal, match="seen differently by now"):
            contesting.accept(session, request.id, story.id("mona"), Label.COACHED, now)
        assert request.label == Label.COACHED


def test_without_a_label_there_is_nothing_to_see_otherwise_and_no_label_is_nobodys_word(story: Story) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        request, now = rescued(story, session), story.clock()
        with pytest.raises(Refusal, match="Pick one of the five"):
            contesting.contest(session, request.id, story.id("riya"), Label.UNLABELLED, now)
        for label in (None, Label.UNLABELLED):
            request.label = label
            with pytest.raises(Refusal, match="has no label"):
                contesting.contest(session, request.id, story.id("riya"), Label.COACHED, now)
        assert not contesting.contestable(request)


def test_saying_the_same_as_the_label_takes_it_back(story: Story) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        request, now = rescued(story, session), story.clock()
        contesting.contest(session, request.id, story.id("riya"), Label.DELEGATED, now)
        contesting.contest(session, request.id, story.id("riya"), Label.RESCUED, now)
        assert request.contested is None


def test_a_former_manager_and_the_new_one_cannot_change_a_label_that_is_not_theirs(story: Story) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        request, now = rescued(story, session), story.clock()
        answering.decided(session, request.id, story.id("riya"), DecidedBy.ME, now)
        assert request.status == Status.CLOSED
        contesting.contest(session, request.id, story.id("riya"), Label.COACHED, now)
        team.import_line(session, story.id("riya"), story.id("lee"), None, None, now)
        story.kickstand.team_changed(session, story.id("riya"), now)
        with pytest.raises(Refusal, match="Only Lee or the deputy"):
            contesting.accept(session, request.id, story.id("mona"), Label.COACHED, now)
        with pytest.raises(Refusal, match="Only the person who answered"):
            contesting.accept(session, request.id, story.id("lee"), Label.COACHED, now)
        with pytest.raises(Refusal, match="Only Lee or the deputy"):
            answering.took(session, request.id, story.id("mona"), 5, now)
        assert request.label == Label.RESCUED


def test_another_answer_starts_afresh(story: Story) -> None:
    settings = story.kickstand.runtime.settings
    with story.kickstand.runtime.sessions.begin() as session:
        request, now = rescued(story, session), story.clock()
        request.answer, request.label = Answer.QUESTION, Label.COACHED
        contesting.contest(session, request.id, story.id("riya"), Label.RESCUED, now)
        answering.answer(session, settings, request.id, story.id("mona"), Answer.YOUR_CALL, now)
        assert (request.label, request.contested) == (Label.DELEGATED, None)


@pytest.mark.parametrize("label", [None, Label.DELEGATED, Label.ONLY_I, Label.UNLABELLED])
def test_a_time_is_noted_of_rescues_and_coaching_alone(story: Story, label: Label | None) -> None:
    """S1.3"""
    with story.kickstand.runtime.sessions.begin() as session:
        request, now = rescued(story, session), story.clock()
        for minutes in MINUTES:
            answering.took(session, request.id, story.id("mona"), minutes, now)
            assert request.minutes == minutes
        for minutes in (0, -5, 7, 10**9):
            with pytest.raises(Refusal):
                answering.took(session, request.id, story.id("mona"), minutes, now)
        request.label = label
        with pytest.raises(Refusal, match="neither, so nothing was changed"):
            answering.took(session, request.id, story.id("mona"), 5, now)
