"""What stands below the weekly report: for one manager alone, about who reports to them now, and gone with who goes."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.app import build
from bot.features import message_kinds
from bot.requests.models import Request
from bot.requests.rules import Label
from bot.sandbox.seen import Seen
from bot.settings import ScoreMode
from bot.team import service as team
from tests.story import Story

BERLIN = ZoneInfo("Europe/Berlin")
RESCUE = "A rescue: {} could have done it"


def goes_to(story: Story, moment: str) -> None:
    story.clock.set(datetime.fromisoformat(moment).replace(tzinfo=BERLIN))
    story.kickstand.tick()
    story.sandbox.settle()


def asks(story: Story, key: str, words: str, topic: str | None = "Price and discount") -> None:
    """A question that Mona has at once."""
    rep = story.sandbox.person(key)
    rep.says(words)
    if topic:
        rep.clicks("Answer 2 questions")
        rep.fills({"Topic": topic})
        rep.submits()
    rep.clicks("Send now")
    story.waits(minutes=6)


def is_rescued(story: Story, key: str, words: str, minutes: str = "") -> None:
    asks(story, key, words)
    story.mona.clicks("I'll handle it")
    story.mona.clicks(RESCUE.format(story.sandbox.person(key).account.real_name.split()[0]))
    if minutes:
        story.mona.fills({"How long did it take?": minutes})


def a_week(story: Story) -> None:
    """Omar is rescued three times on one topic; Riya solves one, is coached, and has one labelled a rescue."""
    goes_to(story, "2026-11-16 10:00")  # the report about the week before is out
    goes_to(story, "2026-11-17 10:00")
    for number, minutes in enumerate(("30 minutes", "60 minutes", "")):
        is_rescued(story, "omar", f"What may I give Globex, part {number}?", minutes)
    story.riya.says("Whom do I call at Acme?")
    story.riya.clicks("Solved it")
    story.waits(minutes=6)
    asks(story, "riya", "May I promise Friday?", None)
    story.mona.clicks("Ask a question")
    story.mona.fills({"Or in your own words": "What would you do?"})
    story.mona.submits()
    story.waits(minutes=6)
    is_rescued(story, "riya", "Can I give Acme 20 %?")
    story.waits(days=2, hours=12)


def report(story: Story) -> Seen:
    return [each for each in story.mona.messages if "A picture of a pattern" in each.plain][-1]


def below(story: Story, first: str) -> list[Seen]:
    return [each for each in report(story).replies if each.plain.startswith(first)]


def people(story: Story) -> str:
    (found,) = below(story, "Your people last week")
    return found.plain


def test_two_messages_stand_below_the_report_and_no_third(story: Story) -> None:
    a_week(story)
    goes_to(story, "2026-11-23 08:45")
    assert [each.plain.splitlines()[0] for each in report(story).replies] == [
        "What each number above counts, and how to read it.",
        "Your people last week, one by one. Only you see this.",
    ]
    for other in ("riya", "omar", "dana", "lee", "otto"):
        assert "one by one" not in story.sandbox.person(other).sees


def test_each_reps_week_stands_in_the_order_of_names_and_a_pattern_with_one_suggestion(story: Story) -> None:
    """S1.2, S1.3"""
    a_week(story)
    goes_to(story, "2026-11-23 08:45")
    assert people(story).splitlines() == [
        "Your people last week, one by one. Only you see this.",
        "Omar Aziz: 3 asked, 0 of 3 that reached you came with options; answers: 3 rescues.",
        "Riya Shah: 3 asked, 1 solved before reaching you, 0 of 2 that reached you came with options; "
        "answers: 1 coached, 1 rescue.",
        "Three rescues on “Price and discount” with Omar in four weeks.",
        "One thing to try: Before the next one, ask Omar what they would do if you couldn't be reached.",
        "Time, as you noted it: 90 minutes rescuing. 2 of 5 rescues and coachings carry a time.",
        "For your next 1:1s; not for pay, promotion or discipline. It is kept nowhere but in this message.",
    ]
    assert "One thing to try is in the thread: 3 rescues of one rep on Price and discount." in report(story).plain
    (found,) = below(story, "Your people")
    for line in people(story).splitlines():
        assert line in found.text
    goes_to(story, "2026-11-30 08:45")
    assert "Three rescues" in people(story)
    assert "One thing to try" not in people(story), "not the same two weeks running"
    assert "One thing to try: in six weeks" in report(story).plain


def test_a_rep_past_ramp_is_told_of_as_that(story: Story) -> None:
    """S1.9"""
    with story.kickstand.runtime.sessions.begin() as session:
        team.line_of(session, story.id("omar")).started_on = datetime(2026, 7, 1).date()  # type: ignore[union-attr]
    a_week(story)
    goes_to(story, "2026-11-23 08:45")
    assert "Three rescues on “Price and discount” with Omar in four weeks. Omar is past ramp on" in people(story)
    assert "3 rescues since." in people(story)


def test_a_quiet_week_has_nothing_below_it(story: Story) -> None:
    goes_to(story, "2026-11-16 10:00")
    goes_to(story, "2026-11-23 08:45")
    assert report(story).replies == ()


@pytest.mark.parametrize("mode", [ScoreMode.AGGREGATE, ScoreMode.OFF])
def test_where_no_score_is_kept_nothing_tells_of_single_people(story: Story, mode: ScoreMode) -> None:
    a_week(story)
    runtime = story.kickstand.runtime
    story.kickstand.jobs.settings = runtime.settings.model_copy(update={"kickstand_score": mode})
    goes_to(story, "2026-11-23 08:45")
    assert "one by one" not in story.mona.sees


def test_a_rep_who_leaves_the_manager_is_gone_from_every_message_that_named_them(story: Story) -> None:
    a_week(story)
    goes_to(story, "2026-11-23 08:45")
    assert "Omar" in people(story)
    with story.kickstand.runtime.sessions.begin() as session:
        now = story.clock()
        team.end_line(session, story.id("mona"), story.id("omar"), now)
        story.kickstand.team_changed(session, story.id("omar"), now)
    story.waits(minutes=1)
    assert "Omar" not in people(story)
    assert "One thing to try" not in people(story)
    assert "Riya Shah: 3 asked" in people(story)


def test_somebody_who_is_forgotten_is_gone_from_it_too(story: Story) -> None:
    a_week(story)
    goes_to(story, "2026-11-23 08:45")
    for key in ("omar", "riya"):
        story.sandbox.person(key).types("/kickstand forget-me")
        story.sandbox.person(key).submits()
        story.waits(minutes=1)
        shown = [each.plain for each in below(story, "Your people")]
        assert key.capitalize() not in str(shown)
    assert shown == [], "nothing is left to say"


def test_explain_adds_up_to_the_score_and_is_for_nobody_else(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    a_week(story)
    goes_to(story, "2026-11-23 08:45")
    (numbers,) = below(story, "What each number")
    score = next(line for line in report(story).plain.splitlines() if line.startswith("Dependency"))
    assert score.split(" ")[1] in numbers.plain
    caplog.set_level(logging.INFO, logger="bot.score")
    story.mona.clicks("Explain")
    shown = story.mona.modal or ""
    assert score.split(",")[0].rstrip(".") in shown
    assert f"so {score.split(' ')[1]}." in shown
    assert "17 November · Omar · “What may I give Globex, part 1?”" in shown
    assert "Asked: neither tried nor options, s 1. Answered: a rescue, g 1. d 1.00 × w 1.00 = 1.00" in shown
    assert "keeps saying so" not in shown
    assert story.id("mona") in caplog.text
    assert "Globex" not in caplog.text


def test_what_is_forgotten_or_not_theirs_any_more_is_without_words_and_name(story: Story) -> None:
    a_week(story)
    goes_to(story, "2026-11-23 08:45")
    with story.kickstand.runtime.sessions.begin() as session:
        now = story.clock()
        team.end_line(session, story.id("mona"), story.id("omar"), now)
        story.kickstand.team_changed(session, story.id("omar"), now)
    story.mona.clicks("Explain")
    shown = story.mona.modal or ""
    assert "17 November · a former rep" in shown
    assert "Omar" not in shown
    assert "Globex" not in shown
    assert "· Riya · “Can I give Acme 20 %?”" in shown
    story.mona.closes()
    story.riya.types("/kickstand forget-me")
    story.riya.submits()
    story.mona.clicks("Explain")
    shown = story.mona.modal or ""
    assert "Acme" not in shown
    assert "keeps saying so" in shown


def test_explain_shows_no_words_of_what_never_came_to_the_manager(story: Story) -> None:
    """Solved in the hold, decided, taken back: the rep was told that it isn't passed on."""
    goes_to(story, "2026-11-16 10:00")
    story.riya.says("Is Omar slacking off on Initech?")
    story.riya.clicks("Take back")
    assert "Mona never saw it." in story.riya.sees
    story.waits(minutes=6)
    story.riya.says("Should we talk about Hooli?")
    story.riya.clicks("Park for 1:1")
    a_week(story)
    goes_to(story, "2026-11-23 08:45")
    story.mona.clicks("Explain")
    shown = story.mona.modal or ""
    assert "Initech" not in shown
    assert "1 taken back: neither counted nor listed." in shown
    assert "Whom do I call" not in shown
    assert "17 November · Riya · not passed on to you" in shown
    assert "Asked: solved in the hold, s 0. Answered: no answer needed, g 0." in shown
    assert "· Riya · “Should we talk about Hooli?”" in shown, "she kept it for the 1:1 with her manager"
    assert "· Riya · “Can I give Acme 20 %?”" in shown
    assert "Initech" not in people(story)
    assert "Whom do I call" not in people(story)


def contested(story: Story, request: Request, label: str) -> str:
    """Riya opens the form as her history offers it, and says how she sees it."""
    offer(story, request.id)
    story.riya.clicks("I see it otherwise")
    form = story.riya.modal or ""
    story.riya.fills({"How do you see it?": label})
    story.riya.submits()
    return form


def offer(story: Story, request_id: str) -> None:
    """A message with the button."""
    from bot.score.blocks.contest import contest_button
    from bot.slack.kit import actions

    story.kickstand.client.chat_postMessage(
        channel=story.id("riya"), text="Yours", blocks=[actions(contest_button(request_id))]
    )


def the_rescue(story: Story) -> Request:
    return next(each for each in story.all_requests() if each.label == Label.RESCUED and "Acme" in each.text)


def test_a_rep_sees_it_otherwise_and_the_manager_agrees_with_one_tap(story: Story) -> None:
    """Guardrail 7: nobody is overruled, and the posted number stays."""
    a_week(story)
    goes_to(story, "2026-11-23 08:45")
    before = report(story).plain
    form = contested(story, the_rescue(story), "I was coached, and found the way")
    assert "Mona keeps this one as: a rescue." in form
    assert "Noted: you see it as coached. Mona's label stays beside it." in (story.riya.modal or "")
    story.riya.closes()
    card = next(each for each in story.mona.messages if "> Can I give Acme" in each.plain)
    assert "Riya sees the help as: coached. Both are kept." in card.plain
    assert the_rescue(story).label == Label.RESCUED
    story.mona.clicks("Explain")
    assert "Riya sees the help as: coached." in (story.mona.modal or "")
    story.mona.clicks("Change my label to that")
    assert "Riya sees" not in (story.mona.modal or "")
    assert "keeps saying so" in (story.mona.modal or "")
    assert report(story).plain == before
    request = next(each for each in story.all_requests() if "Acme 20" in each.text)
    assert (request.label, request.contested) == (Label.COACHED, None)


def test_what_a_rep_said_can_be_taken_back_and_then_nothing_is_left_to_change(story: Story) -> None:
    a_week(story)
    goes_to(story, "2026-11-23 08:45")
    request = the_rescue(story)
    contested(story, request, "It was left to me")
    story.riya.closes()
    story.mona.clicks("Explain")
    contested(story, request, "A rescue: I could have done it")
    assert "Noted: you see it as Mona does." in (story.riya.modal or "")
    story.mona.clicks("Change my label to that")
    assert "it is seen differently by now" in story.mona.sees + (story.mona.modal or "")
    assert the_rescue(story).contested is None


def test_how_long_it_took_is_asked_of_a_rescue_and_can_be_changed(story: Story) -> None:
    """S1.3"""
    asks(story, "riya", "Can I give Acme 20 %?")
    story.mona.clicks("I'll handle it")
    assert "5 minutes" not in story.mona.last.buttons
    story.mona.clicks("Only I could: approval, access, authority")
    assert "5 minutes" not in story.mona.last.buttons
    asks(story, "riya", "And who signs?")
    story.mona.clicks("I'll handle it")
    story.mona.clicks(RESCUE.format("Riya"))
    card = next(each for each in story.mona.messages if "> And who signs?" in each.plain)
    assert "How long did it take?" in card.text
    story.mona.fills({"How long did it take?": "2 hours"})
    assert story.request().minutes == 120
    story.riya.clicks("Me")
    story.waits(days=3)
    assert story.request().status == "closed"
    story.mona.clicks("15 minutes", on=card)
    assert story.request().minutes == 15
    card = next(each for each in story.mona.messages if "> And who signs?" in each.plain)
    assert "It took about 15 minutes." in card.plain


def test_minutes_are_not_asked_for_where_nothing_would_tell_them(story: Story) -> None:
    off = story.kickstand.runtime.settings.model_copy(update={"kickstand_score": ScoreMode.OFF})
    assert set(message_kinds(off)) == set(message_kinds(story.kickstand.runtime.settings))
    asks(story, "riya", "Can I give Acme 20 %?")
    program = build(off, story.clock, by_hand=True, engine=story.kickstand.engine)
    story.mona.clicks("I'll handle it")
    story.kickstand.jobs.kinds = program.kinds
    story.mona.clicks(RESCUE.format("Riya"))
    assert "How long" not in story.mona.sees
    program.metronome.stop()
