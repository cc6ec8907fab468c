"""A win in the team's channel: only where the manager set one, the rep ticked it, and the bot is there."""

import pytest
from sqlalchemy import select

from bot.requests.models import Request
from bot.sandbox.seeds import practice, ramp
from bot.slack.errors import Refusal
from bot.wins import service as wins
from bot.wins.models import Win
from tests.privacy.test_forget_me import leaves
from tests.privacy.test_my_data import copy
from tests.stories.test_my_picture import TOLD, opens, solves_one, stored
from tests.story import Story

FIELD = "Channel for your team's wins"
TICK = "Post it in the team's channel too"
NOT_IN = "I'm not in that channel. Type `/invite @Kickstand` there first, then try again."


def sets_channel(story: Story, *, invited: bool = True, private: bool = False) -> dict[str, str]:
    """Mona has a channel for it."""
    if "team-wins" not in {each.name for each in story.sandbox.workspace.conversations.values()}:
        story.sandbox.add_channel("team-wins", story.mona, story.riya, story.omar, with_app=False, private=private)
    if invited:
        story.mona.invites_app("#team-wins")
    story.mona.types("/kickstand settings")
    story.mona.fills({FIELD: ["#team-wins"]})
    return story.mona.submits()


def in_channel(story: Story) -> list[str]:
    """What stands there of ours."""
    conversations = story.sandbox.workspace.conversations.values()
    channel = next(each for each in conversations if each.name == "team-wins")
    return [each.text for each in channel.messages if each.bot_id]


def shares(story: Story, *boxes: str, text: str = TOLD) -> dict[str, str]:
    opens(story)
    story.riya.clicks("Share this win")
    story.riya.fills({"What happened, in your own words": text, "And": list(boxes)})
    return story.riya.submits()


@pytest.mark.parametrize("private", [False, True], ids=["public", "private"])
def test_a_win_goes_to_the_teams_channel_when_the_rep_ticks_that(story: Story, private: bool) -> None:
    """S0.3: with the rep's consent, by the bot, as what it is."""
    assert sets_channel(story, private=private) == {}
    solves_one(story)
    opens(story)
    story.riya.clicks("Share this win")
    assert "If you tick the box, everybody in" in (story.riya.modal or "")
    while story.riya.modal:
        story.riya.closes()
    assert shares(story, TICK) == {}
    assert in_channel(story) == [f"{TOLD} (shared by Riya via Kickstand)"]
    assert "Lee reads it in the next Monday digest. It's in" in opens(story)
    story.riya.says("Another question, in our own conversation.")
    assert "I'll bring this to Mona" in story.riya.last.plain, "their own conversation is still where it was"


def test_without_the_tick_it_stays_between_the_rep_and_the_lead(story: Story) -> None:
    """S3.10"""
    assert sets_channel(story) == {}
    solves_one(story)
    assert shares(story) == {}
    assert in_channel(story) == []
    assert [each.channel for each in stored(story)] == [None]


def test_where_no_channel_is_set_there_is_no_box(story: Story) -> None:
    solves_one(story)
    opens(story)
    story.riya.clicks("Share this win")
    assert TICK not in (story.riya.modal or "")


@pytest.mark.parametrize(("goes", "private"), [("removes_app", False), ("removes_app", True), ("archives", False)])
def test_when_the_bot_is_out_of_the_channel_whoever_set_it_hears_it_once(
    story: Story, goes: str, private: bool
) -> None:
    assert sets_channel(story, private=private) == {}
    getattr(story.mona, goes)("#team-wins")
    if goes == "removes_app":
        story.mona.invites_app("#team-wins")
        story.mona.removes_app("#team-wins")
    story.waits(minutes=1)
    told = [each for each in story.mona.messages if "I'm not in #team-wins any more" in each.plain]
    assert len(told) == 1
    assert "Your team's wins can't be posted there" in told[0].plain
    solves_one(story)
    opens(story)
    story.riya.clicks("Share this win")
    assert TICK not in (story.riya.modal or "")


def test_the_settings_say_that_the_channel_needs_a_look_until_the_bot_is_back(story: Story) -> None:
    assert sets_channel(story) == {}
    story.mona.removes_app("#team-wins")
    story.mona.types("/kickstand settings")
    assert "Needs a look: I'm not in #team-wins any more" in (story.mona.modal or "")
    assert story.mona.submits() == {FIELD: NOT_IN}
    story.mona.invites_app("#team-wins")
    assert story.mona.submits() == {}
    story.mona.types("/kickstand settings")
    assert "Needs a look" not in (story.mona.modal or "")


def test_the_channel_is_kept_only_where_kickstand_is(story: Story) -> None:
    """S0.3"""
    assert sets_channel(story, invited=False) == {FIELD: NOT_IN}
    story.mona.closes()
    assert sets_channel(story) == {}
    story.mona.types("/kickstand settings")
    assert story.mona.view and "initial_conversations" in str(story.mona.view.blocks)
    story.mona.fills({FIELD: []})
    assert story.mona.submits() == {}
    solves_one(story)
    opens(story)
    story.riya.clicks("Share this win")
    assert TICK not in (story.riya.modal or "")


def test_where_kickstand_was_taken_out_of_the_channel_the_form_says_so(story: Story) -> None:
    """S0.3"""
    assert sets_channel(story) == {}
    solves_one(story)
    opens(story)
    story.riya.clicks("Share this win")
    story.mona.removes_app("#team-wins")
    story.riya.fills({"What happened, in your own words": TOLD, "And": [TICK]})
    assert story.riya.submits() == {"And": NOT_IN}
    assert stored(story) == []
    story.riya.fills({"And": []})
    assert story.riya.submits() == {}
    assert [each.channel for each in stored(story)] == [None]


def test_without_a_lead_the_channel_alone_reads_it(story: Story) -> None:
    """S0.3"""
    assert sets_channel(story) == {}
    story.sets(lead_id=None)
    solves_one(story)
    assert shares(story) == {"And": "Without the channel nobody would read it. Tick the box, or close the form."}
    story.riya.closes(everything=True)
    assert shares(story, TICK) == {}
    assert in_channel(story) == [f"{TOLD} (shared by Riya via Kickstand)"]
    story.sets(lead_id=story.id("lee"))
    with story.kickstand.runtime.sessions.begin() as session:
        assert wins.waiting(session, [story.id("riya")]) == [], "the rep agreed to no lead"
    assert "It's in" in opens(story)


def test_taken_back_it_goes_out_of_the_channel_too(story: Story) -> None:
    assert sets_channel(story) == {}
    solves_one(story)
    assert shares(story, TICK) == {}
    opens(story)
    story.riya.clicks("Take it back")
    story.waits(minutes=1)
    assert in_channel(story) == [] and stored(story) == []


def test_something_personal_reaches_no_channel(story: Story) -> None:
    """Guardrail 1"""
    assert sets_channel(story) == {}
    solves_one(story)
    wrong = shares(story, TICK, text="I did it although I'm pregnant and was told I'd be fired for it.")
    assert "I haven't kept it, and nobody hears of it" in wrong["What happened, in your own words"]
    assert in_channel(story) == [] and stored(story) == []


def test_a_form_that_names_an_old_channel_keeps_nothing(story: Story) -> None:
    assert sets_channel(story) == {}
    solves_one(story)
    with story.kickstand.runtime.sessions.begin() as session:
        request_id, readers = session.scalars(select(Request.id)).one(), wins.Readers(story.id("lee"), "C0ELSEWHERE")
        with pytest.raises(Refusal, match="channel is another one now"):
            wins.offer(session, request_id, story.id("riya"), readers, TOLD, story.clock())


def test_it_is_in_the_reps_data_and_goes_with_them(story: Story) -> None:
    assert sets_channel(story) == {}
    solves_one(story)
    assert shares(story, TICK) == {}
    assert copy(story, "riya")["wins_you_offered"][0]["text"] == TOLD
    while story.riya.modal:
        story.riya.closes()
    leaves(story, "riya")
    assert in_channel(story) == []
    with story.kickstand.runtime.sessions.begin() as session:
        assert not session.scalars(select(Win)).all()


def test_the_demo_has_practice_ground_and_a_list(story: Story) -> None:
    ids = {"mona": story.id("mona")}
    with story.kickstand.runtime.sessions.begin() as session:
        practice.seed(session, ids, story.clock())
        ramp.seed(session, ids, story.clock())
    story.mona.opens_home()
    assert "Hooli renewal, Vandelay" in story.mona.home
    assert "Your list is ready for whoever comes next." in story.mona.home
