"""Growth plans, promises, regular news, how somebody likes help: who writes, who sees, when it comes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.features import team_changed
from bot.growth.models import LevelSet
from bot.growth.rules import Level
from bot.plans.models import Plan, Promise, RegularNews
from bot.plans.service import plans
from bot.sandbox.people import Person
from bot.sandbox.seeds.plans import seed
from bot.sandbox.seen import Seen
from bot.score.rules.week import Week
from bot.score.service.weekly import numbers_for
from bot.slack.errors import Refusal
from bot.team import service as team
from bot.team.rules import Topic
from tests.privacy.test_forget_me import leaves
from tests.privacy.test_my_data import copy
from tests.stories.test_home import clicks_at_home, home_of
from tests.story import Story

Row = TypeVar("Row", Plan, Promise, RegularNews)
BERLIN = ZoneInfo("Europe/Berlin")
ALONE, HEAR, BETTER = (
    "Where can I go ahead without you?",
    "What do you want to hear from me regularly?",
    "What could I get better at, and how?",
)
HELP, CAREER, SEEN = (
    "What will you do to help me?",
    "What does a good career here take?",
    "How do people above us get to see my work?",
)


def at(story: Story, moment: str) -> None:
    """It is then, in Berlin."""
    story.clock.set(datetime.fromisoformat(moment).replace(tzinfo=BERLIN))
    story.kickstand.tick()
    story.sandbox.settle()


def rows(story: Story, model: type[Row]) -> Sequence[Row]:
    with story.kickstand.runtime.sessions.begin() as session:
        found = session.scalars(select(model)).all()
        session.expunge_all()
        return found


def about(person: Person, words: str) -> list[Seen]:
    return [seen for seen in person.messages if words in seen.plain]


def page(person: Person, name: str = "") -> str:
    """Their plan as they see it now."""
    if person.view:
        person.closes(everything=True)
    person.types(f"/kickstand plan {name}".strip())
    return person.modal or ""


def writes(person: Person, answers: dict[str, str], name: str = "") -> dict[str, str]:
    shown = page(person, name)
    person.clicks("Change my part" if "[Change my part]" in shown else "Write my part")
    person.fills(answers)
    return person.submits()


def agreed(story: Story) -> None:
    """Riya and Mona have a plan that both said yes to."""
    assert writes(story.riya, {ALONE: "Discounts up to 10 %", BETTER: "Closing"}) == {}
    assert writes(story.mona, {ALONE: "Up to 12 %", HELP: "I'll rehearse with you"}, "@riya") == {}
    for person, name in ((story.riya, ""), (story.mona, "@riya")):
        page(person, name)
        person.clicks("Agree")
        person.closes(everything=True)


def moves_to(story: Story, manager: str) -> None:
    story.know(manager)
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id("riya"), story.id(manager), None, None, story.clock())
        team_changed(story.kickstand.runtime.settings, session, story.id("riya"), story.clock())


def promises(story: Story, text: str, day: str) -> None:
    page(story.mona, "@riya")
    story.mona.clicks("Promise something")
    story.mona.fills({"I will": text, "By": day})
    assert story.mona.submits() == {}
    story.mona.closes(everything=True)
    story.waits(seconds=5)


def test_a_rep_drafts_the_manager_answers_beside_it_and_both_agree(story: Story) -> None:
    """S3.1"""
    home_of(story, story.riya)
    assert "You and Mona have no plan yet: six questions, two answers each." in story.riya.home
    clicks_at_home(story, story.riya, "Start our plan")
    story.riya.clicks("Write my part")
    story.riya.fills({ALONE: "Discounts up to 10 %"})
    assert story.riya.submits() == {}
    assert "Discounts up to 10 %" in (story.riya.modal or "") and "[Agree]" not in (story.riya.modal or "")
    told = story.mona.last
    home_of(story, story.mona)
    assert "Waiting for you: Riya." in story.mona.home
    assert "Riya has written in your plan. Your part goes beside it." in told.text
    story.mona.clicks("Open the plan")
    story.mona.clicks("Write my part")
    assert "Riya: Discounts up to 10 %" in (story.mona.modal or "")
    story.mona.fills({ALONE: "Make it 12 %"})
    assert story.mona.submits() == {}
    assert "Make it 12 %" in (story.mona.modal or "")
    story.mona.clicks("Agree")
    assert "You have agreed; Riya has not yet." in (story.mona.modal or "")
    assert "Mona has agreed to your plan. It holds once you both agree." in story.riya.last.plain
    story.riya.closes(everything=True)
    page(story.riya)
    story.riya.clicks("Agree")
    assert "Your plan with Mona holds, with a look at it on 16 February 2027." in (story.riya.modal or "")
    home_of(story, story.mona)
    assert "Growth plans to turn to: Omar (no plan yet)." in story.mona.home
    assert "Your plan with Riya holds" in story.mona.last.plain


def test_what_is_heard_regularly_has_a_question_of_its_own(story: Story) -> None:
    """S3.2"""
    assert writes(story.riya, {HEAR: "What moved, on Fridays?"}) == {}
    assert "What moved, on Fridays?" in page(story.mona, "@riya")


def test_a_change_asks_the_other_anew_and_nobody_agrees_to_what_they_have_not_seen(story: Story) -> None:
    """S3.3"""
    agreed(story)
    page(story.mona, "@riya")
    assert writes(story.riya, {BETTER: "Asking for the order"}) == {}
    assert "You have agreed; Mona has not yet." in (story.riya.modal or "")
    (plan,) = rows(story, Plan)
    assert plan.rep_agreed_at and plan.manager_agreed_at is None
    story.mona.closes(everything=True)
    page(story.mona, "@riya")
    story.riya.clicks("Change my part")
    story.riya.fills({BETTER: "Asking for the order early"})
    story.waits(seconds=5)
    assert story.riya.submits() == {}
    story.mona.clicks("Agree")
    assert "Riya changed something just now. Have a look first" in (story.mona.modal or "")
    (plan,) = rows(story, Plan)
    assert plan.manager_agreed_at is None


def test_what_the_manager_will_do_stands_in_the_plan_and_as_a_promise(story: Story) -> None:
    """S3.4"""
    agreed(story)
    promises(story, "Introduce you to the finance lead", "2026-11-20")
    shown = page(story.riya)
    assert "I'll rehearse with you" in shown and "Introduce you to the finance lead (by Friday)" in shown
    assert "[Done]" not in shown and "[Promise something]" not in shown


def test_the_plan_asks_what_a_career_takes_and_is_looked_at_again_after_a_quarter(story: Story) -> None:
    """S3.5"""
    agreed(story)
    assert writes(story.riya, {CAREER: "Two steady years"}) == {}
    at(story, "2027-02-16T08:30")
    assert not about(story.riya, "time to look at your plan")
    at(story, "2027-02-16T09:00")
    for person in (story.riya, story.mona):
        (told,) = about(person, "It's time to look at your plan")
        assert "Open the plan" in told.text
    at(story, "2027-02-17T09:00")
    assert len(about(story.riya, "time to look at your plan")) == 1
    with story.kickstand.runtime.sessions.begin() as session:
        session.scalars(select(Plan)).one().review_on = date(2027, 2, 24)
    at(story, "2027-02-24T09:00")
    assert len(about(story.riya, "time to look at your plan")) == 2  # moved, it is a day of its own
    assert writes(story.riya, {SEEN: "Globex"}) == {}
    story.riya.closes(everything=True)
    page(story.riya)
    story.riya.clicks("Start the next plan")
    shown = story.riya.modal or ""
    assert "Two steady years" in shown and "is a draft" in shown and "[Plan of 16 November 2026]" in shown
    story.riya.clicks("Plan of 16 November 2026")
    assert "The plan of Riya and Mona, begun on 16 November 2026." in (story.riya.modal or "")
    assert len(rows(story, Plan)) == 2
    assert not about(story.riya, "time to look at your plan")
    page(story.mona, "@riya")
    assert "[Start the next plan]" not in (story.mona.modal or "")


def test_the_plan_asks_how_people_above_get_to_see_the_work(story: Story) -> None:
    """S3.6"""
    assert writes(story.riya, {SEEN: "May I present Globex?"}) == {}
    assert "May I present Globex?" in page(story.mona, "@riya")


def test_a_manager_sees_who_has_no_plan_and_the_most_independent_stands_first(story: Story) -> None:
    """S3.7"""
    page(story.mona)
    shown = story.mona.modal or ""
    assert shown.index("Omar") < shown.index("Riya")
    with story.kickstand.runtime.sessions.begin() as session:
        for topic in (Topic.PRICING, Topic.TERMS):
            levels = {"rep_id": story.id("riya"), "by_id": story.id("mona"), "at": story.clock()}
            session.add(LevelSet(topic=topic, level=Level.INDEPENDENT, **levels))
    shown = page(story.mona)
    assert "To turn to, in this order" in shown and shown.index("Riya") < shown.index("Omar")
    assert "2" not in shown
    story.mona.clicks("Open")
    assert "You and Riya have no plan yet" in (story.mona.modal or "")
    agreed(story)
    shown = page(story.mona)
    assert shown.index("Omar") < shown.index("The others") < shown.index("Your plan with Riya holds")


def test_how_a_rep_likes_help_stands_on_the_card(story: Story) -> None:
    """S3.8"""
    home_of(story, story.riya)
    assert "Mona reads it beside your questions." in story.riya.home
    story.riya.fills({"How I like help": "Questions that get me thinking"})
    story.riya.says("Can I give Acme 20 %?")
    story.waits(minutes=61)
    card = about(story.mona, "Can I give Acme 20 %?")[0]
    assert "Riya likes questions best" in card.plain and "Riya likes questions best" in card.text
    home_of(story, story.riya)
    story.riya.fills({"How I like help": "No wish"})
    story.riya.says("And 10 % for Globex?")
    story.waits(minutes=61)
    assert "likes questions" not in about(story.mona, "And 10 % for Globex?")[0].plain


def offers_news(story: Story, key: str) -> None:
    page(story.mona, f"@{key}")
    story.mona.clicks("Agree on news")
    story.mona.fills({"What": "pipeline changes, one line", "Every": "Friday"})
    assert story.mona.submits() == {}
    person = story.sandbox.person(key)
    assert "Mona would like to hear from you every Friday: pipeline changes" in person.last.plain.replace(
        "hear every", "hear from you every"
    )
    person.clicks("Fine with me")
    assert "Agreed. Mona hears from you every Friday: pipeline changes, one line." in person.last.plain


def test_regular_news_is_asked_for_passed_on_once_for_all_and_forgotten(story: Story) -> None:
    """S3.9"""
    for key in ("riya", "omar"):
        offers_news(story, key)
    at(story, "2026-11-20T08:59")
    assert not about(story.riya, "hears from you today")
    at(story, "2026-11-20T09:00")
    assert "Mona hears from you today: pipeline changes, one line." in story.riya.last.plain
    home_of(story, story.riya)
    assert "Mona hears from you today" in story.riya.home
    for key, words in (("riya", "Acme signed"), ("omar", "Globex slips to May")):
        person = story.sandbox.person(key)
        person.clicks("Write it", on=person.last.message)
        person.fills({"pipeline changes, one line": words})
        assert person.submits() == {}
        assert "Mona gets your news at 17:00" in person.last.plain
    at(story, "2026-11-20T16:59")
    assert not about(story.mona, "Acme signed")
    at(story, "2026-11-20T17:00")
    (told,) = about(story.mona, "Acme signed")
    assert "News from Omar and Riya." in told.text and "Globex slips to May" in told.text and "Acme signed" in told.text
    story.waits(minutes=2)
    found = rows(story, RegularNews)
    assert [each.text for each in found] == [None, None]
    assert "Mona has your news" in story.riya.last.plain
    assert len(about(story.mona, "Acme signed")) == 1
    story.riya.types("/kickstand plan")
    assert "Mona hears from you every Friday" in (story.riya.modal or "")


def test_missed_news_is_asked_once_and_never_chased(story: Story) -> None:
    offers_news(story, "riya")
    at(story, "2026-11-20T09:00")
    before = len(story.riya.messages)
    for moment in ("2026-11-20T17:00", "2026-11-23T09:00", "2026-11-26T12:00"):
        at(story, moment)
        home_of(story, story.riya)
    assert len(story.riya.messages) == before and not about(story.mona, "News from")
    assert "hears from you today" not in story.riya.home
    at(story, "2026-11-27T09:00")
    assert len(about(story.riya, "hears from you today")) == 2


def test_a_rep_may_rather_not_and_may_offer_it_themselves(story: Story) -> None:
    page(story.mona, "@riya")
    story.mona.clicks("Agree on news")
    story.mona.fills({"What": "pipeline changes", "Every": "Friday"})
    assert story.mona.submits() == {}
    story.riya.clicks("Rather not")
    at(story, "2026-11-20T09:00")
    assert not about(story.riya, "hears from you today")
    page(story.riya)
    story.riya.clicks("Agree on news")
    story.riya.fills({"What": "What I learnt", "Every": "Monday"})
    assert story.riya.submits() == {}
    at(story, "2026-11-23T09:00")
    assert about(story.riya, "Mona hears from you today: What I learnt.")


def test_news_that_is_personal_is_not_kept_and_not_passed_on(story: Story) -> None:
    offers_news(story, "riya")
    at(story, "2026-11-20T09:00")
    story.riya.clicks("Write it")
    story.riya.fills({"pipeline changes, one line": "I was harassed by my manager at the offsite"})
    assert story.riya.submits() == {}
    assert "This sounds personal" in story.riya.sees
    at(story, "2026-11-20T17:00")
    assert not about(story.mona, "harassed")
    (news,) = rows(story, RegularNews)
    assert news.text is None


def test_personal_words_in_a_plan_are_said_so_at_their_field_and_nothing_is_kept(story: Story) -> None:
    errors = writes(story.riya, {ALONE: "Discounts", CAREER: "I was harassed by my manager at the offsite"})
    assert list(errors) == [CAREER] and "keep nothing of it" in errors[CAREER]
    assert rows(story, Plan) == []


def test_a_promise_that_is_due_is_named_to_the_manager_once_and_the_rep_sees_how_it_stands(story: Story) -> None:
    """S3.11"""
    promises(story, "Introduce you to the finance lead", "2026-11-20")
    promises(story, "Ask for a slot at the meeting", "2026-11-20")
    home_of(story, story.riya)
    assert "Introduce you to the finance lead (by Friday)" in story.riya.home
    at(story, "2026-11-20T08:59")
    assert not about(story.mona, "Today is the day")
    at(story, "2026-11-20T09:00")
    (told,) = about(story.mona, "Today is the day for what you promised")
    assert "Riya: Introduce you to the finance lead (due today)" in told.text and "Ask for a slot" in told.text
    at(story, "2026-11-23T10:00")
    assert len(about(story.mona, "Today is the day")) == 1
    home_of(story, story.mona)
    assert "You promised Riya: Introduce you to the finance lead (was due on 20 November)" in story.mona.home
    home_of(story, story.riya)
    assert "was due on 20 November" in story.riya.home
    story.mona.clicks("Done", on=told.message)
    home_of(story, story.riya)
    assert "finance lead" not in story.riya.home
    assert "Introduce you to the finance lead (done today)" in page(story.riya)
    with story.kickstand.runtime.sessions.begin() as session:
        mona, week = team.person(session, story.id("mona")), Week(date(2026, 11, 16))
        numbers = numbers_for(session, story.kickstand.runtime.settings, mona, week, story.clock())
        share = numbers.support.promises
        assert share is not None and (share.part, share.whole) == (0, 2)
    home_of(story, story.mona)
    assert "You promised Riya: Ask for a slot" in story.mona.home
    story.riya.leaves()
    home_of(story, story.mona)
    assert "You promised" not in story.mona.home


def test_a_promise_kept_in_its_week_counts_as_support_and_one_taken_back_early_does_not_count(story: Story) -> None:
    promises(story, "Introduce you to the finance lead", "2026-11-20")
    promises(story, "Bring coffee", "2026-11-20")
    page(story.mona, "@riya")
    story.mona.clicks("Done")
    story.mona.clicks("Take back")
    assert "done today" in (story.mona.modal or "") and "coffee" not in (story.mona.modal or "")
    with story.kickstand.runtime.sessions.begin() as session:
        mona, week = team.person(session, story.id("mona")), Week(date(2026, 11, 16))
        numbers = numbers_for(session, story.kickstand.runtime.settings, mona, week, story.clock())
        share = numbers.support.promises
        assert share is not None and (share.part, share.whole) == (1, 1)
    at(story, "2026-11-23T09:00")
    assert "the one promise kept" in story.mona.sees


def test_a_promise_needs_words_and_a_day_to_come(story: Story) -> None:
    page(story.mona, "@riya")
    story.mona.clicks("Promise something")
    story.mona.fills({"I will": "Help", "By": "2026-11-01"})
    assert story.mona.submits() == {"By": "That day has passed. Pick one that is still to come."}
    story.mona.fills({"By": "2026-11-16"})
    assert story.mona.submits() == {}


def test_a_former_manager_sees_nothing_and_the_new_one_starts_afresh(story: Story) -> None:
    agreed(story)
    offers_news(story, "riya")
    promises(story, "Introduce you", "2026-11-18")
    at(story, "2026-11-20T09:00")
    story.riya.clicks("Write it")
    story.riya.fills({"pipeline changes, one line": "Acme signed"})
    assert story.riya.submits() == {}
    moves_to(story, "dana")
    at(story, "2026-11-20T17:00")
    assert not about(story.mona, "Acme signed") and not about(story.dana, "Acme signed")
    (news,) = rows(story, RegularNews)
    assert news.text is None and news.ended_at
    with story.kickstand.runtime.sessions.begin() as session:
        plan = session.scalars(select(Plan)).one()
        with pytest.raises(Refusal):
            plans.read(session, plan.id, story.id("mona"))
        with pytest.raises(Refusal):
            plans.read(session, plan.id, story.id("dana"))
    story.mona.types("/kickstand plan @riya")
    assert "Only a rep and their manager see their plan." in story.mona.sees + (story.mona.modal or "")
    assert "You and Riya have no plan yet" in page(story.dana, "@riya")
    assert "[Plan of 16 November]" in page(story.riya)
    story.riya.clicks("Write my part")
    assert "Discounts up to 10 %" in (story.riya.modal or "")
    home_of(story, story.mona)
    assert "Introduce you" not in story.mona.home
    assert not about(story.mona, "Introduce you") and not about(story.mona, "your plan")
    assert "pipeline changes" in str(copy(story, "riya")) and "pipeline changes" not in str(copy(story, "mona"))


def test_an_outsider_hears_a_sentence_and_somebody_alone_too(story: Story) -> None:
    for name in ("", "@riya"):
        story.otto.types(f"/kickstand plan {name}".strip())
    assert "I don't know your manager yet." in story.otto.sees
    assert "Only a rep and their manager see their plan." in story.otto.sees


def test_the_review_can_be_moved_and_is_not_earlier_than_today(story: Story) -> None:
    agreed(story)
    assert writes(story.mona, {"When do you look at it again?": "2026-11-01"}, "@riya") == {
        "When do you look at it again?": "That day has passed. Pick one that is still to come."
    }
    story.mona.fills({"When do you look at it again?": "2026-12-16"})
    assert story.mona.submits() == {}
    assert "Mona has agreed; you have not yet." in page(story.riya)


def test_the_demo_has_a_plan_and_everything_is_in_ones_copy_and_goes_with_them(story: Story) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        keys = ("riya", "omar", "mona", "lee", "dana")
        seed(session, {key: story.id(key) for key in keys}, story.clock())
    story.kickstand.tick()
    found = str(copy(story, "riya"))
    for words in ("Discounts up to 10", "finance lead at Initech", "What moved in the pipeline", "questions"):
        assert words in found
    at(story, "2026-11-19T09:00")
    assert about(story.mona, "finance lead at Initech")
    leaves(story, "riya")
    story.waits(minutes=1)
    assert (rows(story, Plan), rows(story, Promise), rows(story, RegularNews)) == ([], [], [])
    assert not about(story.mona, "finance lead at Initech")


def test_a_manager_who_is_forgotten_takes_their_part_of_a_plan_with_them(story: Story) -> None:
    agreed(story)
    leaves(story, "mona")
    (plan,) = rows(story, Plan)
    assert plan.manager_words is None and "Discounts" in (plan.rep_words or "")


def test_news_that_were_passed_on_go_with_the_rep_who_is_forgotten(story: Story) -> None:
    offers_news(story, "riya")
    at(story, "2026-11-20T09:00")
    story.riya.clicks("Write it")
    story.riya.fills({"pipeline changes, one line": "Acme signed"})
    assert story.riya.submits() == {}
    at(story, "2026-11-20T17:00")
    assert about(story.mona, "Acme signed")
    leaves(story, "riya")
    assert not about(story.mona, "Acme signed")


def test_buttons_pressed_twice_or_too_late_change_nothing_more(story: Story) -> None:
    offers_news(story, "riya")
    story.riya.clicks("End it")
    assert not about(story.riya, "every Friday")
    promises(story, "Introduce you", "2026-11-17")
    page(story.mona, "@riya")
    at(story, "2026-11-17T10:00")
    story.mona.clicks("Take back")
    assert "It is due already, so it stays on the list." in (story.mona.modal or "")
    story.mona.closes(everything=True)
    (told,) = about(story.mona, "Today is the day")
    story.mona.clicks("Done", on=told.message)
    (promise,) = rows(story, Promise)
    assert promise.kept_at
    assert "What you promised is done. Thank you." in about(story.mona, "Introduce you")[0].plain


def test_nothing_written_is_no_plan(story: Story) -> None:
    wrong = writes(story.riya, {"When do you look at it again?": "2027-01-11"})
    assert wrong == {ALONE: "A few words to any of the six questions are plenty to begin with."}
    assert rows(story, Plan) == []
    assert writes(story.riya, {BETTER: "Closing"}) == {}
    story.waits(minutes=1)
    before = len(story.mona.messages)
    assert writes(story.riya, {BETTER: ""}) == {}
    home_of(story, story.mona)
    assert "Riya (no plan yet)" in story.mona.home and len(story.mona.messages) == before


def test_news_that_are_written_arrive_before_something_else_is_agreed(story: Story) -> None:
    """S3.9"""
    offers_news(story, "riya")
    at(story, "2026-11-20T09:00")
    story.riya.clicks("Write it")
    story.riya.fills({"pipeline changes, one line": "Acme signed"})
    assert story.riya.submits() == {}
    page(story.mona, "@riya")
    story.mona.clicks("Change")
    story.mona.fills({"What": "pipeline changes"})
    assert story.mona.submits() == {}
    story.waits(minutes=1)
    assert about(story.mona, "Acme signed") and about(story.riya, "Mona has your news")
    story.waits(minutes=1)
    assert {each.text for each in rows(story, RegularNews)} == {None}


def test_a_promise_for_a_day_off_is_named_before_it(story: Story) -> None:
    """S3.11"""
    promises(story, "Introduce you", "2026-11-21")
    at(story, "2026-11-19T17:00")
    assert not about(story.mona, "Introduce you")
    at(story, "2026-11-20T09:00")
    assert about(story.mona, "What you promised, due before your next day of work:\nRiya: Introduce you (by tomorrow)")
