"""Quiet notes: read by nobody until the rep asks; on the card when the rep raises the topic; who may read what."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.features import team_changed
from bot.observations import service
from bot.observations.models import Observation
from bot.one_on_ones.models import AgendaPoint
from bot.requests.rules import Bypass, Status
from bot.sandbox.people import Person
from bot.sandbox.seeds.observations import seed
from bot.slack.errors import Refusal
from bot.team import service as team
from bot.team.rules import Topic
from tests.privacy.held import lines_with
from tests.privacy.test_forget_me import leaves
from tests.privacy.test_my_data import copy
from tests.story import Story, cards, from_kickstand

TEXT = "Anchors too low & gives <in>"


def note(story: Story, text: str = TEXT, topic: str = "Price and discount", rep: str = "riya") -> None:
    """Mona notes something on a rep."""
    story.mona.types(f"/kickstand observe @{rep}")
    story.mona.fills({"About what": topic, "What did you see?": text})
    assert story.mona.submits() == {}


def asks_about(story: Story, topic: str) -> None:
    """Riya's question on a topic reaches Mona."""
    story.riya.types("/ask")
    story.riya.fills({"What would you ask?": f"May I go lower ({topic})?", "Topic": topic})
    assert story.riya.submits() == {}
    story.waits(hours=1)


def reports_to(story: Story, rep: str, manager: str) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id(rep), story.id(manager), None, None, story.clock())
        team_changed(story.kickstand.runtime.settings, session, story.id(rep), story.clock())
    story.waits(minutes=1)


def points(story: Story) -> list[str]:
    with story.kickstand.runtime.sessions.begin() as session:
        return [each or "" for each in session.scalars(select(AgendaPoint.text))]


def kept(story: Story) -> list[Observation]:
    with story.kickstand.runtime.sessions.begin() as session:
        found = list(session.scalars(select(Observation).order_by(Observation.at)))
        session.expunge_all()
        return found


def sees_of_notes(person: Person) -> str:
    """Their list of notes, and their App Home."""
    person.types("/kickstand notes")
    shown = str(person.modal)
    person.closes(everything=True)
    person.opens_home()
    return shown + str(person.home)


def test_a_manager_notes_quietly_and_the_rep_sees_only_that_it_exists(story: Story) -> None:
    """S0.4"""
    story.mona.types("/kickstand observe @riya Anchors too low & gives <in>")
    assert "Only you read this." in str(story.mona.modal)
    story.mona.fills({"About what": "Price and discount"})
    assert story.mona.submits() == {}
    story.waits(days=3)
    assert from_kickstand(story.riya) == []
    shown = sees_of_notes(story.riya)
    assert "Price and discount, November 2026" in shown and "Ask for this note" in shown
    assert "price and discount (November 2026)" in shown
    for other in (story.omar, story.otto, story.dana, story.lee):
        assert "Price and discount" not in sees_of_notes(other)
    assert "Anchors" not in shown and "Anchors" not in story.riya.sees
    assert "Anchors too low & gives <in>" in sees_of_notes(story.mona)


def test_a_note_is_on_the_card_when_the_rep_raises_its_topic_and_only_then(story: Story) -> None:
    """S0.5"""
    note(story)
    story.waits(days=2)
    asks_about(story, "Product")
    assert "Anchors" not in cards(story.mona)[-1].plain
    asks_about(story, "Price and discount")
    card = cards(story.mona)[-1]
    assert "You noted  16 November: “Anchors too low & gives <in>”" in card.plain
    assert "Anchors too low" in card.text
    assert "Anchors" not in story.riya.sees
    story.mona.clicks("Your call", on=card)
    assert "Anchors" not in story.riya.sees


def test_a_deputy_is_not_shown_the_managers_notes(story: Story) -> None:
    note(story)
    story.sets(deputy_id=story.id("dana"))
    asks_about(story, "Price and discount")
    story.waits(hours=2)
    story.riya.clicks("Ask Dana instead")
    assert "May I go lower" in cards(story.dana)[-1].plain
    assert "Anchors" not in story.dana.sees


def test_a_rep_asks_for_a_note_and_the_manager_shares_it(story: Story) -> None:
    """S0.4"""
    note(story)
    story.riya.types("/kickstand notes")
    story.riya.clicks("Ask for this note")
    assert "you've asked Mona for it" in str(story.riya.modal)
    story.waits(minutes=1)
    asked = from_kickstand(story.mona)[-1]
    assert "Riya would like to read what you noted on price and discount, today." in asked.plain
    assert "Anchors" in asked.text and asked.buttons == ("Share it", "Talk about it in the 1:1")
    assert "Anchors" not in story.riya.sees + str(story.riya.modal)
    story.mona.clicks("Share it")
    story.waits(minutes=1)
    got = from_kickstand(story.riya)[-1]
    assert "Mona shares what they noted on price and discount in November 2026, because you asked:" in got.plain
    assert "Anchors too low & gives <in>" in got.plain
    assert "You shared it with Riya." in from_kickstand(story.mona)[-1].plain
    story.riya.closes()
    assert "Anchors" in sees_of_notes(story.riya)
    assert "Delete" not in sees_of_notes(story.mona)


def test_a_manager_may_rather_talk_about_it_and_share_it_later(story: Story) -> None:
    """S0.4"""
    note(story)
    story.riya.opens_home()
    story.riya.clicks("Notes about you")
    story.riya.clicks("Ask for this note")
    story.riya.closes()
    story.mona.opens_home()
    assert "Riya would like to read what you noted" in str(story.mona.home)
    story.mona.clicks("Talk about it in the 1:1")
    story.waits(minutes=1)
    assert points(story) == ["What Mona noted on price and discount"]
    assert "It's on the agenda of your 1:1." in from_kickstand(story.riya)[-1].plain
    assert "Anchors" not in story.riya.sees
    assert "on the agenda of your 1:1 with Mona" in sees_of_notes(story.riya)
    story.mona.types("/kickstand notes")
    story.mona.clicks("Share it")
    assert "Riya has it." in str(story.mona.modal)
    story.waits(minutes=1)
    assert "Anchors" in from_kickstand(story.riya)[-1].plain


def test_asking_or_answering_twice_says_so_and_changes_nothing(story: Story) -> None:
    note(story)
    [found] = kept(story)
    riya, mona, omar = story.id("riya"), story.id("mona"), story.id("omar")

    def agenda(session: Session, rep_id: str, by: str, text: str, now: datetime) -> None:
        told.append(text)

    told: list[str] = []
    steps: tuple[tuple[Callable[..., None], str, str], ...] = (
        (service.share, mona, "This one waits until Riya asks for it."),
        (partial(service.talk, to_agenda=agenda), mona, "This one waits until Riya asks for it."),
        (service.ask_for, omar, "Only the person whom this is about can ask for it."),
        (service.ask_for, riya, ""),
        (service.ask_for, riya, "You've asked for this one already."),
        (service.delete, mona, "Riya has asked for this one, so it stays until it is six months old."),
        (service.share, riya, "Only the manager who noted this, and still leads the rep, can do this."),
        (partial(service.talk, to_agenda=agenda), mona, ""),
        (partial(service.talk, to_agenda=agenda), mona, "You've answered this one already."),
        (service.share, mona, ""),
        (service.share, mona, "Riya has this one already."),
        (service.ask_for, riya, "You have this one already: `/kickstand notes` shows it."),
    )
    for act, by, says in steps:
        with story.kickstand.runtime.sessions.begin() as session:
            try:
                act(session, found.id, by, now=story.clock())
                said = ""
            except Refusal as refusal:
                said = str(refusal)
        assert said == says
    assert told == ["What Mona noted on price and discount"]


def test_what_was_shared_stays_with_the_rep_whoever_leads_them(story: Story) -> None:
    note(story)
    story.riya.types("/kickstand notes")
    story.riya.clicks("Ask for this note")
    story.riya.closes()
    story.waits(minutes=1)
    story.mona.clicks("Share it")
    reports_to(story, "riya", "dana")
    shown = sees_of_notes(story.riya)
    assert "Mona shared it with you." in shown and "Anchors" in shown
    assert "Nobody can read it now" not in shown and "Dana has noted" not in shown
    assert "Anchors" not in sees_of_notes(story.dana) + sees_of_notes(story.mona)


def test_only_ones_own_reps_and_only_about_selling(story: Story) -> None:
    story.mona.types("/kickstand observe @otto Late again")
    assert "You can note something for your own reps only." in story.mona.last.plain
    story.riya.types("/kickstand observe @omar Late again")
    assert "You have no reps here yet." in story.riya.last.plain
    story.mona.types("/kickstand observe @riya She is pregnant and tired")
    story.mona.fills({"About what": "Something else"})
    assert story.mona.submits() == {
        "What did you see?": "This sounds personal: health, family, pay or the like. "
        "Notes here are about selling, so nothing was kept."
    }
    assert kept(story) == []
    story.mona.fills({"What did you see?": "   "})
    assert story.mona.submits() == {"What did you see?": "Write a few words: what did you see?"}
    assert kept(story) == []


def test_a_rep_who_changed_meanwhile_is_refused_at_the_field(story: Story) -> None:
    story.mona.types("/kickstand observe @riya Late")
    story.mona.fills({"About what": "Product"})
    reports_to(story, "riya", "dana")
    assert story.mona.submits() == {"On whom": "You can note something for your own reps only."}
    assert kept(story) == []


def test_a_former_managers_notes_are_closed_to_everybody(story: Story) -> None:
    """S0.4"""
    note(story)
    story.riya.types("/kickstand notes")
    story.riya.clicks("Ask for this note")
    story.riya.closes()
    story.waits(minutes=1)
    asks_about(story, "Price and discount")
    asked = next(seen for seen in from_kickstand(story.mona) if "would like to read" in seen.plain)
    assert "Anchors" in story.mona.sees
    reports_to(story, "riya", "dana")
    for each in (story.mona, story.dana):
        assert "Anchors" not in each.sees + sees_of_notes(each)
    assert "would like to read" not in story.mona.sees
    assert "An earlier manager noted something as well." in sees_of_notes(story.riya)
    story.mona.clicks("Share it", on=asked)
    assert "Only the manager who noted this, and still leads the rep, can do this." in story.mona.last.plain
    assert kept(story)[0].shared_at is None
    assert "Anchors" not in str(copy(story, "mona")["observations_you_noted"])
    assert copy(story, "riya")["observations_that_exist_about_you"][0]["topic"] == "pricing"
    reports_to(story, "riya", "mona")
    assert "Anchors" in sees_of_notes(story.mona)


def test_a_note_goes_after_six_months_whoever_leads_by_then(story: Story) -> None:
    note(story)
    reports_to(story, "riya", "dana")
    story.waits(days=181)
    assert len(kept(story)) == 1
    story.waits(days=2)
    assert kept(story) == []


def test_a_manager_deletes_what_nobody_asked_for(story: Story) -> None:
    note(story)
    story.mona.types("/kickstand notes @riya")
    assert "Your notes on Riya" in str(story.mona.modal)
    story.mona.clicks("Delete")
    assert "Nothing noted yet." in str(story.mona.modal)
    assert kept(story) == []


def test_my_data_tells_a_rep_that_notes_exist_and_what_was_shared(story: Story) -> None:
    note(story)
    note(story, "Demos everything", "Product")
    story.riya.types("/kickstand notes")
    product = next(each.id for each in kept(story) if each.topic == Topic.PRODUCT)
    story.riya.clicks("Ask for this note", value=product)
    story.riya.closes()
    story.mona.opens_home()
    story.mona.clicks("Share it")
    found = {each["topic"]: each for each in copy(story, "riya")["observations_that_exist_about_you"]}
    assert set(found) == {"pricing", "product"}
    assert "text" not in found["pricing"] and found["product"]["text"] == "Demos everything"
    assert {each["text"] for each in copy(story, "mona")["observations_you_noted"]} == {TEXT, "Demos everything"}
    assert copy(story, "omar")["observations_that_exist_about_you"] == []


@pytest.mark.parametrize("who", ["riya", "mona"])
def test_forget_me_takes_notes_along_for_the_rep_and_for_the_manager(story: Story, who: str) -> None:
    note(story)
    story.riya.types("/kickstand notes")
    story.riya.clicks("Ask for this note")
    story.riya.closes()
    story.waits(minutes=1)
    story.mona.clicks("Share it")
    story.waits(minutes=1)
    leaves(story, who)
    assert lines_with(story.kickstand.engine, "Anchors") == []
    assert "Anchors" not in story.mona.sees + story.riya.sees


def test_a_wish_to_get_better_is_an_invitation_with_the_matching_notes(story: Story) -> None:
    """S0.6"""
    note(story)
    note(story, "Demos everything", "Product")
    story.waits(hours=1)
    story.riya.says("I want to get better at talking about money")
    message = from_kickstand(story.riya)[-1]
    assert message.plain.startswith("Mona has this now: wanting to get better doesn't wait.")
    assert "Choose below what it is about" in message.text
    card = cards(story.mona)[-1]
    assert "An invitation to coach" in card.plain and card.buttons == ("Ask a question", "Put it on the 1:1")
    assert "Your notes  on price and discount, product." in card.plain
    assert "Anchors" not in card.plain
    story.riya.fills({"What is it about?": "Price and discount"})
    story.waits(minutes=1)
    card = cards(story.mona)[-1]
    assert "“Anchors too low & gives <in>”" in card.plain and "Demos" not in card.plain
    assert "Choose below" not in from_kickstand(story.riya)[-1].plain
    story.mona.clicks("Put it on the 1:1")
    story.waits(minutes=1)
    assert "It's on your list." in from_kickstand(story.riya)[-1].plain
    assert (story.request().status, story.request().bypass) == (Status.PARKED, Bypass.GROWTH)
    assert "Anchors" not in story.riya.sees


def test_a_coaching_question_fits_a_wish_to_get_better(story: Story) -> None:
    """S0.6"""
    story.riya.says("I want to get better at demos")
    story.mona.clicks("Ask a question")
    story.mona.fills({"One of these": "What have you noticed yourself?"})
    assert story.mona.submits() == {}
    story.waits(minutes=1)
    assert "Mona asks: What have you noticed yourself?" in story.riya.sees


def test_the_demo_begins_with_notes(story: Story) -> None:
    ids = {key: story.id(key) for key in ("riya", "omar", "mona", "lee", "dana")}
    with story.kickstand.runtime.sessions.begin() as session:
        seed(session, ids, story.clock())
    story.waits(minutes=1)
    assert "Omar would like to read what you noted on the customer, 2 November." in story.mona.sees
    assert "price and discount (October 2026)" in sees_of_notes(story.riya)
    assert len(kept(story)) == 3
