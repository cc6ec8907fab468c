"""Colleagues: somebody offers to help on a topic, and a question about it offers to ask them first."""

from datetime import timedelta

from sqlalchemy import select

from bot.peers.models import PeerOffer
from bot.requests.rules import Status
from bot.sandbox.seeds import peers, playbook
from bot.slack.profiles import Profile
from bot.team import service as team
from tests.privacy.test_forget_me import leaves
from tests.story import Story, cards, from_kickstand

QUESTION = "Can I give Acme 20 %?"
OFFERED = "Omar offered to help with price and discount. Ask Omar first? Your question stays with me meanwhile."


def offers(story: Story, *topics: str) -> None:
    """Omar offers to help."""
    story.omar.opens_home()
    story.omar.clicks("Offer help")
    story.omar.fills({"Colleagues may ask me about": list(topics)})
    assert story.omar.submits() == {}


def asks(story: Story, topic: str = "Price and discount") -> None:
    """Riya asks, and says what it is about."""
    story.riya.says(QUESTION)
    story.riya.clicks("Answer 2 questions")
    story.riya.fills({"Topic": topic})
    assert story.riya.submits() == {}


def told(story: Story) -> str:
    [message] = from_kickstand(story.riya)
    return message.plain


def test_a_colleague_who_offered_is_named_before_the_manager(story: Story) -> None:
    """S3.12: after R asks, a peer who opted in on that topic comes before M; `Who solved this?`"""
    offers(story, "Price and discount", "Product")
    assert "They may ask you about price and discount and product." in story.omar.home
    asks(story)
    assert OFFERED in told(story)
    assert OFFERED in from_kickstand(story.riya)[0].message.text
    story.riya.clicks("Ask Omar")
    where = story.riya.modal or ""
    assert "Write to @Omar Aziz directly" in where
    assert "Your question stays with me until it goes out at 11:00." in where
    story.riya.closes()
    assert story.request().status is Status.HELD
    assert from_kickstand(story.omar) == []  # asking them is between the two
    story.riya.clicks("Solved it")
    assert "Ask Omar" not in from_kickstand(story.riya)[0].buttons
    story.riya.clicks("Somebody helped")
    assert story.riya.submits() == {}
    assert told(story).startswith("Solved with Omar. It never had to reach Mona.")
    assert from_kickstand(story.riya)[0].buttons == ()
    assert story.request().helped_by == story.id("omar")
    story.waits(hours=4)
    assert cards(story.mona) == []


def test_nobody_is_offered_on_another_topic_to_themselves_or_outside_the_team(story: Story) -> None:
    """S3.12"""
    offers(story, "Product")
    asks(story)
    assert "offered to help" not in told(story)
    story.riya.clicks("Solved it")
    assert from_kickstand(story.riya)[0].buttons == ()
    story.omar.says("Does the API do batches?")
    story.omar.clicks("Answer 2 questions")
    story.omar.fills({"Topic": "Product"})
    assert story.omar.submits() == {}
    assert "offered to help" not in from_kickstand(story.omar)[-1].plain
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id("omar"), story.id("dana"), None, None, story.clock())
    story.clock.advance(timedelta(minutes=10))
    story.riya.says("Which product fits Beta?")
    story.riya.clicks("Answer 2 questions")
    story.riya.fills({"Topic": "Product"})
    assert story.riya.submits() == {}
    assert "offered to help" not in from_kickstand(story.riya)[-1].plain


def test_nobody_who_is_away_is_offered_and_a_late_click_says_so(story: Story) -> None:
    """S3.12"""
    offers(story, "Price and discount")
    asks(story)
    with story.kickstand.runtime.sessions.begin() as session:
        omar = Profile(story.id("omar"), "Omar Aziz", "Europe/Berlin", False, False, "On leave", ":palm_tree:", None)
        team.remember(session, omar, story.clock())
    story.riya.clicks("Ask Omar")
    assert "can't be asked just now. Your question is still with me." in (story.riya.modal or "")
    assert "offered to help" not in told(story)


def test_an_offer_is_taken_back_by_taking_the_ticks_out(story: Story) -> None:
    offers(story, "Price and discount", "Product")
    story.omar.clicks("Change")
    story.omar.fills({"Colleagues may ask me about": []})
    assert story.omar.submits() == {}
    assert "Good at something?" in story.omar.home
    asks(story)
    assert "offered to help" not in told(story)
    with story.kickstand.runtime.sessions.begin() as session:
        assert session.scalars(select(PeerOffer)).all() == []


def test_only_who_asked_says_who_helped_and_not_themselves(story: Story) -> None:
    offers(story, "Price and discount")
    asks(story)
    story.riya.clicks("Solved it")
    story.riya.clicks("Somebody helped")
    story.riya.fills({"Who helped?": [story.id("riya")]})
    assert story.riya.submits() == {"Who helped?": "That's you. Close this if nobody helped."}
    story.riya.fills({"Who helped?": []})
    story.riya.submits()
    assert story.request().helped_by is None


def test_who_has_no_manager_is_not_asked_to_offer(story: Story) -> None:
    story.mona.opens_home()
    assert "Colleagues" not in story.mona.home


def test_the_demos_rows_are_shown_as_anybodys(story: Story) -> None:
    ids = {key: story.id(key) for key in ("riya", "omar", "mona", "lee", "dana")}
    with story.kickstand.runtime.sessions.begin() as session:
        peers.seed(session, ids, story.clock())
        playbook.seed(session, ids, story.clock())
    story.omar.opens_home()
    assert "They may ask you about product and a competitor." in story.omar.home
    story.mona.opens_home()
    assert "2 stages." in story.mona.home
    assert "Asked, and not written yet: “Security review”." in story.mona.home


def test_what_was_offered_is_in_ones_copy_and_goes_with_one(story: Story) -> None:
    """S3.12"""
    offers(story, "Price and discount")
    story.omar.types("/kickstand my-data")
    [(_, content)] = story.omar.files
    assert "where_you_offered_to_help" in content.decode()
    assert '"pricing"' in content.decode()
    story.omar.types("/kickstand forget-me")
    story.omar.submits()
    story.waits(minutes=1)
    with story.kickstand.runtime.sessions.begin() as session:
        assert session.scalars(select(PeerOffer)).all() == []


def test_a_colleague_who_is_forgotten_is_named_nowhere_any_more(story: Story) -> None:
    offers(story, "Price and discount")
    asks(story)
    story.riya.clicks("Solved it")
    story.riya.clicks("Somebody helped")
    assert story.riya.submits() == {}
    story.riya.says("And the other one?")
    story.riya.clicks("Answer 2 questions")
    story.riya.fills({"Topic": "Price and discount"})
    assert story.riya.submits() == {}
    assert "Omar" in from_kickstand(story.riya)[0].plain and "Omar" in from_kickstand(story.riya)[-1].plain
    leaves(story, "omar")
    story.waits(minutes=1)
    assert not [seen.plain for seen in from_kickstand(story.riya) if "Omar" in seen.plain]
