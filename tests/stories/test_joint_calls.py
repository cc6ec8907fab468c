"""Calls with the manager along: the pact before, both views after, the month."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.joint_calls.messages import home
from bot.joint_calls.models import JointCall
from bot.joint_calls.rules import Recovery, Role
from bot.one_on_ones.models import AgendaPoint
from bot.sandbox.people import Person
from bot.sandbox.seeds.joint_calls import seed
from bot.sandbox.seen import Seen
from bot.sandbox.workspace import View
from bot.settings import ScoreMode
from bot.team import service as team
from tests.story import Story, from_kickstand

PHRASE = "Do you have anything you would like to add?"


def plans(story: Story, who: Person, **more: object) -> dict[str, str]:
    """A call with Acme on Tuesday at 14:00, the manager there for depth and breadth; answers what is wrong with it."""
    who.types("/kickstand call")
    entered = {"Customer": "Acme", "Day": "2026-11-17", "Begins at": "14:00"}
    who.fills({**entered, "What is the manager there for?": "Depth and breadth", **more})
    return who.submits()


def agrees(who: Person, role: str | None = None) -> None:
    who.clicks("Agree")
    if role:
        who.fills({next(label for label in labels(who) if label.startswith("What")): role})
    assert who.submits() == {}


def labels(who: Person) -> list[str]:
    assert who.view
    return [block["label"]["text"] for block in who.view.blocks if block["type"] == "input"]


def agreed(story: Story) -> None:
    """Riya planned it, Mona agreed."""
    assert plans(story, story.riya) == {}
    agrees(story.mona)


def call(story: Story) -> JointCall:
    with story.kickstand.runtime.sessions.begin() as session:
        found = session.scalars(select(JointCall).order_by(JointCall.created_at.desc()).limit(1)).one()
        session.expunge_all()
        return found


def home_of(story: Story, person: Person) -> View:
    person.opens_home()
    return story.sandbox.platform.workspace.homes[person.id]


def last(person: Person) -> Seen:
    return [each for each in from_kickstand(person) if "I hold about you" not in each.plain][-1]


def to_tuesday(story: Story, clock: str) -> None:
    """By the clock in Berlin."""
    hour, minute = map(int, clock.split(":"))
    until = story.clock().replace(day=17, hour=hour - 1, minute=minute, second=0)
    story.waits(seconds=(until - story.clock()).total_seconds())


def looks_back(who: Person, **answers: object) -> None:
    who.clicks("Look back")
    played, jumped = (next(each for each in labels(who) if each.startswith(way)) for way in ("Which", "Did"))
    usual = {played: "Depth and breadth", "Was the phrase used?": "Yes", jumped: "No"}
    who.fills({**usual, **{{"played": played, "jumped": jumped}.get(key, key): each for key, each in answers.items()}})
    assert who.submits() == {}


def reports_to(story: Story, rep: str, manager: str) -> None:
    """An admin's import says so, from now on."""
    story.know(manager)
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id(rep), story.id(manager), None, None, story.clock())
        story.kickstand.team_changed(session, story.id(rep), story.clock())
    story.kickstand.tick()


def test_both_agree_to_a_pact_before_the_call_and_get_it_again_half_an_hour_before(story: Story) -> None:
    """S4.1"""
    assert plans(story, story.riya) == {}
    [mine], [theirs] = from_kickstand(story.riya), from_kickstand(story.mona)
    assert "Your pact for the call with Acme tomorrow at 14:00. Mona hasn't agreed yet." in mine.plain
    assert "Riya has agreed to this pact for the call with Acme tomorrow at 14:00. Do you?" in theirs.plain
    assert "Who leads  Riya. Whether help is needed is Riya's to say; Mona won't jump in." in theirs.plain
    agrees(story.mona)
    for person in (story.riya, story.mona):
        assert len(from_kickstand(person)) == 1
        assert "It's agreed: your pact for the call with Acme tomorrow at 14:00." in last(person).plain
    to_tuesday(story, "13:29")
    assert len(from_kickstand(story.riya)) == len(from_kickstand(story.mona)) == 1
    to_tuesday(story, "13:30")
    for person in (story.riya, story.mona):
        assert "In 30 minutes: the call with Acme, at 14:00." in last(person).plain
        assert PHRASE in last(person).plain
        assert PHRASE in last(person).text
        assert len(from_kickstand(person)) == 2
    for nobody in (story.omar, story.lee, story.dana, story.otto):
        assert "Acme" not in nobody.sees


def test_a_manager_may_plan_one_with_a_rep_and_a_change_is_agreed_to_anew(story: Story) -> None:
    """S4.1"""
    assert plans(story, story.mona, **{"Together with": "Riya Shah, your rep"}) == {}
    agrees(story.riya)
    assert "It's agreed" in last(story.mona).plain
    story.riya.clicks("Change it")
    story.riya.fills({"Begins at": "15:00"})
    assert story.riya.submits() == {}
    assert call(story).manager_agreed_at is None
    [pact] = from_kickstand(story.mona)
    assert "Riya has agreed to this pact for the call with Acme tomorrow at 15:00. Do you?" in pact.plain
    [news] = pact.replies
    assert "Riya changed the pact for the call with Acme: it's tomorrow at 15:00." in news.plain
    story.mona.clicks("Agree", on=pact)
    assert "It's agreed" in last(story.riya).plain
    assert call(story).manager_agreed_at
    story.riya.clicks("Change it", on=last(story.riya))
    assert story.riya.submits() == {}
    assert call(story).manager_agreed_at, "nothing was changed"


def test_the_phrase_stands_in_the_pact_and_a_pairs_last_one_is_the_next_ones(story: Story) -> None:
    """S4.2"""
    own = "Mona, is there anything from your side?"
    assert plans(story, story.riya, **{"The phrase that asks for help": own}) == {}
    assert f"The phrase that asks for help  “{own}”" in last(story.mona).plain
    story.waits(minutes=5)
    assert plans(story, story.riya, Customer="Beta") == {}
    assert call(story).signal == own
    story.waits(minutes=5)
    assert plans(story, story.omar, Customer="Gamma") == {}
    assert call(story).signal == PHRASE
    to_tuesday(story, "15:00")
    story.riya.clicks("Look back")
    assert "Was the phrase used?" in labels(story.riya)


def test_a_manager_alone_reads_one_reason_to_hold_back_another_each_time(story: Story) -> None:
    """S4.3"""
    said = []
    for number, customer in enumerate(("Acme", "Beta", "Gamma", "Delta", "Epsilon")):
        story.waits(minutes=1 + number)
        assert plans(story, story.riya, Customer=customer) == {}
        words = last(story.mona).plain
        said.append(next(line for line in words.splitlines() if line.startswith("For you alone: ")))
    assert len(set(said[:4])) == 4
    assert said[4] == said[0]
    assert "For you alone" not in story.riya.sees
    to_tuesday(story, "13:30")
    assert "For you alone" in last(story.mona).plain
    assert "For you alone" not in story.riya.sees


def test_both_record_whether_the_phrase_was_used_where_and_whether_somebody_jumped_in(story: Story) -> None:
    """S4.4"""
    agreed(story)
    to_tuesday(story, "15:00")
    looks_back(story.riya, **{"Where was that?": "pricing"})
    looks_back(story.mona, jumped="Yes", **{"Where was that?": "the demo"})
    found = call(story)
    assert (found.signal_used_by_rep, found.signal_where_by_rep, found.jumped_in_by_rep) == (True, "pricing", False)
    assert (found.signal_used_by_manager, found.signal_where_by_manager) == (True, "the demo")
    assert found.jumped_in_by_manager is True
    for person in (story.riya, story.mona):
        assert "The phrase was used (pricing)." in last(person).plain
        assert "The phrase was used (the demo)." in last(person).plain
        assert "You saw it differently: whether there was jumping in. Neither view overrules the other." in (
            last(person).plain
        )


def test_the_rep_is_asked_first_and_nobody_reads_the_others_view_before_writing(story: Story) -> None:
    """S4.5"""
    agreed(story)
    to_tuesday(story, "15:00")
    assert "How was the call with Acme today at 14:00? A few short questions, you first" in last(story.riya).plain
    assert "How was the call" not in story.mona.sees
    looks_back(story.riya, **{"What would you explore?": "How to hold the price"})
    assert "you see Riya's answers once yours are in" in last(story.mona).plain
    assert "hold the price" not in story.mona.sees
    story.mona.types("/kickstand my-data")
    assert "hold the price" not in str(story.mona.files[-1])
    looks_back(story.mona, **{"What would you explore?": "The silence after the price"})
    for person in (story.riya, story.mona):
        assert "Both views of the call with Acme" in last(person).plain
        assert "To explore: How to hold the price" in last(person).plain
        assert "To explore: The silence after the price" in last(person).plain
    story.mona.types("/kickstand my-data")
    assert "hold the price" in str(story.mona.files[-1])
    story.riya.clicks("Park for 1:1")
    with story.kickstand.runtime.sessions.begin() as session:
        [point] = session.scalars(select(AgendaPoint)).all()
        assert (point.text, point.author_id) == ("The call with Acme: How to hold the price", story.id("riya"))
    both = last(story.mona)
    assert "It's parked for your 1:1." in both.plain
    assert both.buttons == ()


def test_what_is_parked_of_a_call_is_read_whole_on_the_agenda(story: Story) -> None:
    agreed(story)
    to_tuesday(story, "15:00")
    note = "How to hold the price" + ", and then the next one" * 35 + " to the end"
    looks_back(story.riya, **{"What would you explore?": note})
    looks_back(story.mona)
    story.riya.clicks("Park for 1:1")
    story.riya.types("/kickstand 1on1")
    assert note in (story.riya.modal or "")


def test_a_rep_who_does_not_write_keeps_the_manager_from_it_for_two_working_days(story: Story) -> None:
    """S4.5"""
    agreed(story)
    to_tuesday(story, "15:00")
    story.waits(days=2, minutes=-1)
    assert "How was the call" not in story.mona.sees
    story.waits(minutes=1)
    assert "How was the call with Acme with Riya" in last(story.mona).plain
    assert "Riya hasn't written yet." in last(story.mona).plain
    looks_back(story.mona, **{"What would you explore?": "The silence"})
    assert "The silence" not in story.riya.sees
    looks_back(story.riya)
    assert "The silence" in last(story.riya).plain


def test_how_a_hard_moment_ended_is_for_the_two_alone(story: Story) -> None:
    """S4.6"""
    agreed(story)
    to_tuesday(story, "15:00")
    end = "If there was a hard moment: how did it end?"
    looks_back(story.riya, **{end: "Riya recovered alone"})
    looks_back(story.mona, **{end: "Mona jumped in"})
    assert (call(story).recovery_by_rep, call(story).recovery_by_manager) == (Recovery.ALONE, Recovery.JUMPED_IN)
    assert "The hard moment: Riya recovered alone." in last(story.mona).plain
    assert "The hard moment: Mona jumped in." in last(story.riya).plain
    assert "how the hard moment ended" in last(story.riya).plain
    story.waits(days=7)
    for nobody in (story.lee, story.dana, story.omar):
        home_of(story, nobody)
        assert "Acme" not in nobody.sees + nobody.home
        assert "recovered" not in nobody.sees + nobody.home


def test_the_rep_leads_and_the_introduction_says_so(story: Story) -> None:
    """S4.7"""
    assert plans(story, story.riya) == {}
    assert "How the two are introduced  “Riya leads, Mona observing”" in last(story.mona).plain
    story.riya.clicks("Change it")
    story.riya.fills({"How the two are introduced": "I run this; Mona wanted to meet you"})
    assert story.riya.submits() == {}
    assert "“I run this; Mona wanted to meet you”" in last(story.mona).plain


def test_both_choose_a_role_before_and_after_and_a_difference_is_shown_to_both(story: Story) -> None:
    """S1.6"""
    assert plans(story, story.riya) == {}
    agrees(story.mona, "Technical expert")
    both = "depth and breadth, says Riya; technical expert, says Mona. Worth a word before."
    for person in (story.riya, story.mona):
        assert both in from_kickstand(person)[0].plain
    assert call(story).rep_agreed_at is None
    story.riya.clicks("Agree", on=from_kickstand(story.riya)[0])
    assert call(story).rep_agreed_at
    assert call(story).manager_agreed_at
    to_tuesday(story, "15:00")
    looks_back(story.riya)
    looks_back(story.mona, played="Crutch")
    assert (call(story).played_by_rep, call(story).played_by_manager) == (Role.DEPTH, Role.CRUTCH)
    for person in (story.riya, story.mona):
        assert "Mona was there as depth and breadth" in last(person).plain
        assert "Mona was there as crutch" in last(person).plain
        assert "You saw it differently: the role." in last(person).plain
        assert "Planned: depth and breadth (Riya), technical expert (Mona)." in last(person).plain


def test_the_form_says_in_a_line_what_each_role_is_good_for(story: Story) -> None:
    """S1.6"""
    story.riya.types("/kickstand call")
    said = str(story.riya.modal)
    for role in ("Visiting dignitary", "Depth and breadth", "Technical expert", "Crutch"):
        assert role in said
    assert "Fair to say it before" in str(story.riya.view.body if story.riya.view else "")


def test_a_manager_alone_sees_last_months_roles_and_which_calls_they_were(story: Story) -> None:
    """S1.7"""
    agreed(story)
    to_tuesday(story, "15:00")
    looks_back(story.riya)
    looks_back(story.mona, played="Crutch")
    assert plans(story, story.riya, Customer="Beta", Day="2026-11-18", **{"Begins at": "10:00"}) == {}
    home_of(story, story.mona)
    assert "Your calls with reps" not in story.mona.home
    story.waits(days=14)
    home_of(story, story.mona)
    said = story.mona.home
    assert "Your calls with reps in November: 1 call you looked back on, 1 you didn't." in said
    assert "Crutch: 1. Acme with Riya, 17 November." in said
    assert "As crutch: 1 of 1." in said
    assert "In 1 of them the rep saw another role.\nOnly you see this." in said
    for nobody in (story.riya, story.omar, story.lee, story.dana):
        home_of(story, nobody)
        assert "Your calls with reps" not in nobody.home


@pytest.mark.parametrize("mode", ScoreMode)
def test_where_nothing_is_counted_a_month_is_not_either(story: Story, mode: ScoreMode) -> None:
    agreed(story)
    story.waits(days=20)
    settings = story.kickstand.runtime.settings.model_copy(update={"kickstand_score": mode})
    with story.kickstand.runtime.sessions.begin() as session:
        shown = home(settings, session, story.id("mona"), story.clock())
    assert ("Your calls with reps" in str(shown)) is (mode is ScoreMode.ON)


def test_that_the_rep_leads_stands_first_in_the_pact(story: Story) -> None:
    """S4.7"""
    agreed(story)
    pact = last(story.mona).plain.splitlines()
    assert pact[1].startswith("Who leads  Riya.")
    assert pact[2].startswith("Mona is there as")


@pytest.mark.parametrize("by", ["riya", "mona"])
def test_either_calls_it_off_and_the_other_hears_it(story: Story, by: str) -> None:
    agreed(story)
    who = story.sandbox.person(by)
    other = story.mona if by == "riya" else story.riya
    who.clicks("Call it off")
    [message] = from_kickstand(other)
    assert message.plain.splitlines()[0] == "Called off: the call with Acme tomorrow at 14:00."
    assert message.buttons == ()
    assert (
        message.replies[0].plain
        == f"{who.account.real_name.split()[0]} called off the call with Acme tomorrow at 14:00."
    )
    to_tuesday(story, "15:00")
    assert len(from_kickstand(story.riya)) == len(from_kickstand(story.mona)) == 1


def test_a_call_that_is_moved_after_the_reminder_reminds_again(story: Story) -> None:
    agreed(story)
    to_tuesday(story, "13:30")
    story.riya.clicks("Change it", on=last(story.riya))
    story.riya.fills({"Begins at": "16:00"})
    assert story.riya.submits() == {}
    assert "In 30 minutes" not in story.riya.sees
    to_tuesday(story, "15:31")
    assert "In 29 minutes: the call with Acme, at 16:00." in last(story.riya).plain


def test_a_call_that_did_not_happen_asks_nothing_more(story: Story) -> None:
    agreed(story)
    to_tuesday(story, "15:00")
    story.riya.clicks("It didn't happen")
    assert "Noted: the call with Acme today at 14:00 didn't take place." in last(story.riya).plain
    story.waits(days=4)
    assert "How was the call" not in story.mona.sees


def test_days_that_are_over_or_too_far_get_a_sentence_at_their_field(story: Story) -> None:
    wrong = {
        "2026-11-13": "That time is over. Pick one that is still to come.",
        "2028-01-03": "That is more than a year ahead. Pick a day within a year.",
    }
    for day, sentence in wrong.items():
        assert plans(story, story.riya, Day=day) == {"Day": sentence}
        story.riya.closes()
    assert plans(story, story.riya, Day="2026-11-16", **{"Begins at": "10:00"}) == {
        "Day": "That time is over. Pick one that is still to come."
    }


def test_a_call_on_a_day_off_is_held_anyway_if_that_is_wanted(story: Story) -> None:
    story.mona.types("/kickstand away 2026-11-17")
    assert plans(story, story.riya) == {}
    assert from_kickstand(story.riya) == []
    assert "Mona has a day off then. Hold it anyway?" in (story.riya.modal or "")
    story.riya.sets_status("Vacationing", ":palm_tree:", until=story.clock() + timedelta(days=4))
    story.riya.fills({"Day": "2026-11-18"})
    story.riya.submits()
    assert "You have a day off then. Hold it anyway?" in (story.riya.modal or "")
    story.riya.fills({"You have a day off then. Hold it anyway?": ["Hold it anyway"]})
    story.riya.submits()
    assert (call(story).customer, call(story).starts_at.day) == ("Acme", 18)
    assert "You have a day off then." in from_kickstand(story.riya)[0].plain


def test_a_day_off_that_is_entered_later_shows_in_the_pact(story: Story) -> None:
    agreed(story)
    story.mona.types("/kickstand away 2026-11-17")
    assert "Mona has a day off then." in from_kickstand(story.riya)[0].plain
    assert "You have a day off then." in from_kickstand(story.mona)[0].plain


def test_what_sounds_personal_is_not_kept(story: Story) -> None:
    agreed(story)
    to_tuesday(story, "15:00")
    story.riya.clicks("Look back")
    played = next(each for each in labels(story.riya) if each.startswith("Which"))
    jumped = next(each for each in labels(story.riya) if each.startswith("Did"))
    story.riya.fills({played: "Crutch", "Was the phrase used?": "No", jumped: "No"})
    story.riya.fills({"What would you explore?": "I was harassed by my colleague"})
    assert "This sounds personal" in story.riya.submits()["What would you explore?"]
    assert call(story).rep_wrote_at is None
    assert call(story).note_by_rep is None


def test_a_form_sent_twice_a_begun_call_and_somebody_elses_get_a_sentence(story: Story) -> None:
    agreed(story)
    story.riya.clicks("Change it")
    to_tuesday(story, "15:00")
    assert "That call has begun" in str(story.riya.submits())
    story.riya.closes()
    looks_back(story.riya)
    question = story.mona.messages[-1]
    story.mona.clicks("Look back", on=question)
    played, jumped = (next(each for each in labels(story.mona) if each.startswith(way)) for way in ("Which", "Did"))
    story.mona.fills({played: "Crutch", "Was the phrase used?": "No", jumped: "No"})
    with story.kickstand.runtime.sessions.begin() as session:
        session.get_one(JointCall, call(story).id).manager_wrote_at = story.clock()
    assert "You've written your view of this call already" in str(story.mona.submits())
    story.otto.types("/kickstand call")
    assert "A call together is for a rep and their manager" in story.otto.sees


def test_a_new_manager_ends_it_and_the_old_one_keeps_nothing(story: Story) -> None:
    """Guardrail 8"""
    agreed(story)
    to_tuesday(story, "15:00")
    looks_back(story.riya, **{"What would you explore?": "How to hold the price"})
    looks_back(story.mona)
    assert plans(story, story.riya, Customer="Beta", Day="2026-11-18") == {}
    reports_to(story, "riya", "dana")
    assert "Acme" not in story.mona.sees
    assert "Beta" not in story.mona.sees
    assert "Beta on Wednesday" not in story.riya.sees
    assert "Mona isn't your manager now, so its pact has ended." in story.riya.sees
    home_of(story, story.mona)
    assert "Acme" not in story.mona.home
    assert "Beta" not in story.mona.home
    home_of(story, story.riya)
    assert "Beta" not in story.riya.home
    story.mona.types("/kickstand my-data")
    assert all(each not in str(story.mona.files[-1]) for each in ("hold the price", "Acme", "Beta"))
    story.waits(days=30)
    home_of(story, story.mona)
    assert "Your calls with reps" not in story.mona.home
    assert "Acme" not in story.dana.sees


def test_app_home_has_the_button_what_is_ahead_and_what_is_asked(story: Story) -> None:
    screen = home_of(story, story.riya)
    assert "Agree beforehand who leads, and who is there for what." in story.riya.home
    story.riya.clicks("Plan a call", on=screen)
    story.riya.fills({"Customer": "Acme", "Day": "2026-11-17", "Begins at": "14:00"})
    story.riya.fills({"What is the manager there for?": "Crutch"})
    assert story.riya.submits() == {}
    assert "The call with Acme tomorrow at 14:00, with Mona. Mona hasn't agreed yet." in story.riya.home
    screen = home_of(story, story.mona)
    story.mona.clicks("Agree", on=screen)
    assert story.mona.submits() == {}
    assert "The call with Acme tomorrow at 14:00, with Riya, who leads. Both agreed." in story.mona.home
    assert "[Change it] [Call it off]" in story.mona.home
    story.riya.types("/kickstand pause 3d")
    to_tuesday(story, "15:00")
    assert "How was the call" not in story.riya.sees
    screen = home_of(story, story.riya)
    assert "How was the call with Acme today at 14:00?" in story.riya.home
    story.riya.clicks("Look back", on=screen)
    played = next(each for each in labels(story.riya) if each.startswith("Which"))
    jumped = next(each for each in labels(story.riya) if each.startswith("Did"))
    assert "“Do you have anything you would like to add?”" in (story.riya.modal or "")
    story.riya.fills({played: "Crutch", "Was the phrase used?": "No", jumped: "No"})
    assert story.riya.submits() == {}
    assert "How was the call" not in story.riya.home
    home_of(story, story.otto)
    assert "[Plan a call]" not in story.otto.home


def test_app_home_has_the_next_two_calls_and_counts_the_others(story: Story) -> None:
    for day in range(17, 21):
        assert plans(story, story.riya, Customer=f"Customer {day}", Day=f"2026-11-{day}") == {}
    home_of(story, story.mona)
    assert "Customer 18" in story.mona.home and "Customer 19" not in story.mona.home
    assert "And 2 calls later." in story.mona.home


def test_my_data_shows_a_call_and_forget_me_takes_it_with_its_messages(story: Story) -> None:
    agreed(story)
    to_tuesday(story, "15:00")
    looks_back(story.riya, **{"What would you explore?": "kingfisher"})
    looks_back(story.mona)
    assert "kingfisher" in last(story.mona).plain
    story.riya.types("/kickstand my-data")
    assert "kingfisher" in str(story.riya.files[-1])
    story.riya.types("/kickstand forget-me")
    assert story.riya.submits() == {}
    story.riya.closes()
    story.waits(minutes=2)
    assert "kingfisher" not in story.mona.sees
    assert "Acme" not in story.mona.sees
    with story.kickstand.runtime.sessions.begin() as session:
        assert session.scalars(select(JointCall)).all() == []


def test_somebody_who_has_left_is_nobody_to_plan_a_call_with_and_what_was_planned_is_off(story: Story) -> None:
    assert plans(story, story.mona, **{"Together with": "Omar Aziz, your rep"}) == {}
    story.omar.leaves()
    assert "Called off: the call with Acme tomorrow at 14:00." in last(story.mona).plain
    assert plans(story, story.mona, **{"Together with": "Omar Aziz, your rep"}) == {
        "Together with": "Omar Aziz has no active account in Slack any more."
    }


def test_the_demos_calls_stand_there_as_if_they_had_been_planned_in_slack(story: Story) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        seed(session, {key: story.id(key) for key in ("riya", "omar", "mona", "lee", "dana")}, story.clock())
    story.waits(minutes=1)
    assert "Both views of the call with Initech" in story.riya.sees
    assert "You saw it differently: the role, whether there was jumping in" in story.mona.sees
    home_of(story, story.mona)
    assert "The call with Globex tomorrow at 14:00, with Riya, who leads. Both agreed." in story.mona.home


def test_after_a_standstill_nobody_is_reminded_of_what_is_over(story: Story) -> None:
    agreed(story)
    story.clock.advance(timedelta(days=2))
    story.kickstand.tick()
    assert "In 30 minutes" not in story.riya.sees
    assert "How was the call with Acme yesterday at 14:00?" in last(story.riya).plain
