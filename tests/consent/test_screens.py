"""What manager and rep see and click about reading along: the modal, the two messages, App Home."""

from collections.abc import Iterator
from typing import Any

from bot.requests.rules import Status
from bot.sandbox.blocks import Surface, problems
from bot.team import service as team
from bot.watch import messages
from bot.watch.models import WatchedRep
from tests.consent.conftest import ADD, AS_YOU, LET_ME, Consenting
from tests.story import from_kickstand
from tests.watching.conftest import ASK, HELP, for_real, help_channel

UNTIL = "Monday 23 November at 10:00"


def notice(consenting: Consenting, key: str = "riya") -> str:
    """The newest thing that Kickstand told a rep."""
    return from_kickstand(consenting.story.sandbox.person(key))[-1].plain


def home(consenting: Consenting, key: str) -> str:
    """What App Home would say about it, accepted by Slack's rules."""
    with consenting.kickstand.runtime.sessions.begin() as session:
        blocks = messages.home(session, consenting.story.id(key), consenting.story.clock())
    assert not problems([*blocks, {"type": "divider"}], Surface.HOME)
    return "\n".join(_words(blocks))


def _words(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        yield from ([block["text"]["text"]] if "text" in block else [])
        shown = [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]
        yield from (f"[{each['text']['text']}]" for each in shown)


# Off --------------------------------------------------------------------------------------------------------------


def test_off_says_what_is_read_what_never_and_how_to_stop(consenting: Consenting) -> None:
    shown = consenting.opens(consenting.mona)
    assert "Off. If you like, I read what passes between you and your 2 reps" in shown
    assert "I look at whom they are with and drop them: nothing of those is kept, counted or shown." in shown
    assert "For a week nothing is held: you only see what would be." in shown
    assert "You stop it here, at any time, with one tap." in shown
    assert LET_ME in shown and AS_YOU in shown and "Stop reading" not in shown
    assert "None yet." in shown and "/kickstand watch #channel" in shown


def test_the_command_without_a_channel_opens_the_same(consenting: Consenting) -> None:
    consenting.mona.types("/kickstand watch")
    assert "Off. If you like" in (consenting.mona.modal or "")


def test_from_the_settings_it_lies_on_top_and_closing_it_leads_back(consenting: Consenting) -> None:
    consenting.opens(consenting.mona)
    consenting.mona.closes()
    assert "Your day starts" in (consenting.mona.modal or "")


def test_a_click_on_the_link_itself_is_taken_without_a_word(consenting: Consenting) -> None:
    consenting.opens(consenting.mona)
    before = len(consenting.mona.messages)
    consenting.mona.clicks(LET_ME)
    consenting.mona.clicks(AS_YOU)
    assert not consenting.mona.account.notices and len(consenting.mona.messages) == before


# On ---------------------------------------------------------------------------------------------------------------


def test_on_says_since_when_on_trial_until_when_and_with_how_many(consenting: Consenting) -> None:
    consenting.allows()
    shown = consenting.opens(consenting.mona)
    assert "On since 16 November 2026: I read what passes between you and your 2 reps." in shown
    assert f"On trial until {UNTIL}: nothing is held" in shown
    assert LET_ME not in shown and ADD in shown and "I don't say who" in shown


def test_stop_in_the_modal_shows_at_once_what_became_of_it(consenting: Consenting) -> None:
    consenting.allows()
    consenting.opens(consenting.mona)
    consenting.mona.clicks("Stop reading")
    assert "Off. If you like" in (consenting.mona.modal or "")
    assert consenting.token() is None
    consenting.settles()
    assert "I've stopped reading. Nothing of it is kept" in from_kickstand(consenting.mona)[-1].plain


def test_starting_for_real_ends_the_trial_everywhere(consenting: Consenting) -> None:
    consenting.allows()
    assert f"First a trial, until {UNTIL}" in from_kickstand(consenting.mona)[-1].plain
    assert f"Until {UNTIL} that's on trial" in notice(consenting)
    consenting.mona.clicks("Start for real now")
    consenting.settles()
    for shown in (from_kickstand(consenting.mona)[-1].plain, notice(consenting), consenting.opens(consenting.mona)):
        assert "trial" not in shown
    assert "Start for real now" not in consenting.mona.last.buttons


def test_channels_are_listed_each_with_a_way_to_stop(consenting: Consenting) -> None:
    help_channel(consenting.story)
    shown = consenting.opens(consenting.mona)
    assert "#help-deals: posts of your reps that mention you" in shown
    assert f"On trial until {UNTIL}: nothing is held." in shown
    consenting.mona.clicks("Stop")
    assert "None yet." in (consenting.mona.modal or "")
    consenting.settles()
    assert "Mona has switched it off" in notice(consenting)


# Reps -------------------------------------------------------------------------------------------------------------


def test_a_rep_reads_who_what_why_how_long_and_how_to_say_no(consenting: Consenting) -> None:
    consenting.allows()
    said = notice(consenting)
    for part in (
        "Mona lets me read the direct messages between you and Mona.",
        "I ask you, and nobody else, what you've tried, and tell Mona until when it can wait",
        f"Until {UNTIL} that's on trial: nothing is held, nobody is asked",
        "encrypted, until 30 days after it is closed",
        "I see nothing of what you write to anybody else",
        "Not for me",
    ):
        assert part in said, part
    assert "channel" not in said


def test_for_a_channel_and_for_both_the_same_message_says_so(consenting: Consenting) -> None:
    help_channel(consenting.story)
    said = notice(consenting)
    assert "Mona lets me read what you post in #help-deals." in said and "direct messages" not in said
    consenting.allows()
    said = notice(consenting)
    assert "the direct messages between you and Mona and what you post in #help-deals." in said
    assert sum("Mona lets me read" in each.plain for each in from_kickstand(consenting.story.riya)) == 1
    mine = from_kickstand(consenting.mona)[-1].plain
    assert "your direct messages with your reps, and your reps' posts in #help-deals." in mine


def test_not_for_me_ends_it_at_once_and_the_manager_is_not_told(consenting: Consenting) -> None:
    story = for_real(help_channel(consenting.story))
    story.riya.says(ASK, to=HELP)
    assert story.request().status == Status.HELD
    before = [each.plain for each in from_kickstand(story.mona)]
    story.riya.clicks("Not for me")
    consenting.settles()
    assert story.request().status == Status.WITHDRAWN
    assert [each.plain for each in from_kickstand(story.mona)] == before
    told = next(each for each in from_kickstand(story.riya) if "Fine: I don't read" in each.plain)
    assert told.buttons == ("Let it in again",)
    story.riya.says("@mona may I promise them the March release?", to=HELP)
    assert story.requests() == 1
    story.riya.clicks("Let it in again")
    consenting.settles()
    story.riya.says("@mona can we do net 60 for them?", to=HELP)
    assert story.requests() == 2


def test_whatever_goes_further_is_told_in_a_new_message_and_the_old_one_goes(consenting: Consenting) -> None:
    """An edit is seen by nobody: a rep would be read who never heard of it."""
    story = for_real(help_channel(consenting.story))
    first = from_kickstand(story.riya)[-1]
    assert "For a week" not in consenting.opens(consenting.mona)
    consenting.allows()
    second = from_kickstand(story.riya)[-1]
    assert second.ts != first.ts and not second.edited
    assert [each for each in from_kickstand(story.riya) if "lets me read" in each.plain] == [second]
    assert sum("I'm reading along now" in each.plain for each in from_kickstand(story.mona)) == 1


def test_switched_off_and_on_again_it_is_told_again_but_not_to_who_said_no(consenting: Consenting) -> None:
    story = consenting.story
    consenting.allows()
    story.omar.clicks("Not for me")
    consenting.mona.clicks("Stop reading")
    consenting.settles()
    before = {key: from_kickstand(story.sandbox.person(key))[-1].ts for key in ("riya", "omar", "mona")}
    story.waits(days=30)
    consenting.allows()
    assert "Mona lets me read the direct messages" in notice(consenting)
    after = {key: from_kickstand(story.sandbox.person(key))[-1].ts for key in ("riya", "omar", "mona")}
    assert (after["riya"] != before["riya"], after["mona"] != before["mona"]) == (True, True)
    assert after["omar"] == before["omar"] and "Fine: I don't read" in notice(consenting, "omar")


def test_a_rep_who_joins_later_is_told_and_nobody_is_told_twice(consenting: Consenting) -> None:
    story = consenting.story
    consenting.allows()
    edits = [each.edited for each in from_kickstand(story.omar)]
    with consenting.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id("otto"), story.id("mona"), None, None, story.clock())
        consenting.kickstand.team_changed(session, story.id("otto"), story.clock())
    consenting.settles()
    assert "Mona lets me read the direct messages between you and Mona." in notice(consenting, "otto")
    assert [each.edited for each in from_kickstand(story.omar)] == edits


def test_everybody_decides_for_themselves(consenting: Consenting) -> None:
    consenting.allows()
    consenting.story.riya.clicks("Not for me")
    with consenting.kickstand.runtime.sessions.begin() as session:
        assert session.get_one(WatchedRep, consenting.story.id("riya")).declined_at
        assert session.get_one(WatchedRep, consenting.story.id("omar")).declined_at is None


def test_a_former_manager_is_named_as_one(consenting: Consenting) -> None:
    story = consenting.story
    consenting.allows()
    story.mona.types("/kickstand team")
    story.mona.fills({"Take off your team": ["Riya Shah"]})
    assert story.mona.submits() == {}
    consenting.settles()
    assert "Mona isn't your manager here any more, so I don't read along with Mona." in story.riya.sees


# App Home ---------------------------------------------------------------------------------------------------------


def test_app_home_says_it_to_either_side_and_nothing_to_others(consenting: Consenting) -> None:
    assert [home(consenting, key) for key in ("mona", "riya", "otto")] == ["", "", ""]
    consenting.allows()
    mona, riya = home(consenting, "mona"), home(consenting, "riya")
    assert "You let me read your direct messages with your 2 reps. On trial until" in mona and "[What I may" in mona
    assert "*Mona lets me read* the direct messages between you and Mona.\n[Not for me]" in riya
    consenting.story.riya.clicks("Not for me")
    assert "[Let it in again]" in home(consenting, "riya")
    consenting.mona.clicks("Stop reading")
    assert [home(consenting, key) for key in ("mona", "riya", "otto")] == ["", "", ""]
