"""Levels and wins: everybody may have theirs, and they go with whoever asks to be forgotten."""

import json

from tests.privacy.held import lines_with
from tests.privacy.test_forget_me import leaves, marks_of
from tests.privacy.test_my_data import copy
from tests.stories.test_growing import names_the_topic, sets
from tests.stories.test_my_picture import shares, solves_one
from tests.story import Story, from_kickstand

WIN, WHY = "The osprey contract is signed.", "Let us look at goshawk first."


def grows(story: Story) -> None:
    """Mona lets Riya go alone and takes it back with a sentence; Riya shares a win."""
    assert sets(story, "Price and discount", "Independent") == {}
    assert sets(story, "Price and discount", "Supported", WHY) == {}
    solves_one(story)
    assert shares(story, WIN) == {}
    story.riya.closes()


def test_a_rep_gets_their_levels_and_wins_and_others_what_is_theirs(story: Story) -> None:
    grows(story)
    found = copy(story, "riya")
    assert [each["level"] for each in found["how_far_you_go_alone"]] == ["independent", "supported"]
    assert found["how_far_you_go_alone"][1]["why"] == WHY
    assert [each["text"] for each in found["wins_you_offered"]] == [WIN]
    mona, lee = copy(story, "mona"), copy(story, "lee")
    assert len(mona["how_far_you_let_others_go_alone"]) == 2
    assert len(lee["wins_offered_to_you"]) == 1
    assert WIN not in json.dumps([mona, lee]), "nobody was told yet"


def test_they_go_with_the_rep(story: Story) -> None:
    grows(story)
    assert len(lines_with(story.kickstand.engine, WIN, WHY)) >= 2
    leaves(story, "riya")
    assert lines_with(story.kickstand.engine, WIN, WHY, *marks_of(story, "riya")) == []
    story.mona.opens_home()
    assert "Riya" not in story.mona.home


def test_a_managers_sentence_goes_with_them_and_the_level_stays(story: Story) -> None:
    grows(story)
    leaves(story, "mona")
    assert lines_with(story.kickstand.engine, WHY, *marks_of(story, "mona")) == []
    told = "".join(each.plain for each in from_kickstand(story.riya))
    assert "goshawk" not in told and "Mona would like" not in told
    assert "Your manager would like to be nearer again on price and discount." in told
    assert [each["level"] for each in copy(story, "riya")["how_far_you_go_alone"]] == ["independent", "supported"]


def test_what_was_for_a_lead_who_left_is_for_nobody(story: Story) -> None:
    grows(story)
    leaves(story, "lee")
    assert lines_with(story.kickstand.engine, WIN, *marks_of(story, "lee")) == []


def test_what_a_rep_decided_alone_is_in_their_copy(story: Story) -> None:
    assert sets(story, "Price and discount", "Independent") == {}
    story.riya.says("Can I give Acme 20 %?")
    names_the_topic(story)
    story.riya.clicks("I decided it")
    [question] = copy(story, "riya")["your_questions"]
    assert (question["status"], question["level"]) == ("decided", "independent")
