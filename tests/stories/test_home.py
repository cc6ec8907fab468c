"""App Home: what waits, what is held and what is parked; a rep's buttons work there too."""

from datetime import timedelta

from bot.requests.models import Request, Said
from bot.requests.rules import Part, Status, WayIn
from bot.sandbox.people import Person
from bot.sandbox.workspace import View
from tests.story import Story, from_kickstand

QUESTION = "Can I give Acme 20 %?"


def home_of(story: Story, person: Person) -> View:
    person.opens_home()
    return story.sandbox.platform.workspace.homes[person.id]


def clicks_at_home(story: Story, person: Person, label: str) -> None:
    person.clicks(label, on=story.sandbox.platform.workspace.homes[person.id])


def test_a_reps_buttons_work_in_app_home_and_it_shows_what_became_of_it(story: Story) -> None:
    story.riya.says(QUESTION)
    home_of(story, story.riya)
    assert "I'll bring this to Mona at 11:00, unless you crack it first." in story.riya.home
    clicks_at_home(story, story.riya, "Answer 2 questions")
    story.riya.fills({"What else are you considering?": "15 %", "Which would you pick?": "The first"})
    assert story.riya.submits() == {}
    assert "Mona gets this at 11:00, with your pick: 15 %." in story.riya.home
    clicks_at_home(story, story.riya, "Urgent")
    assert story.riya.submits() == {}
    assert "Mona has this now, marked urgent." in story.riya.home
    assert "[Send now]" not in story.riya.home
    story.mona.clicks("Back their pick")
    home_of(story, story.riya)
    assert "Mona backs your pick: 15 %. Go." in story.riya.home
    clicks_at_home(story, story.riya, "Me")
    assert story.request().status is Status.CLOSED
    assert "Nothing is open." in story.riya.home


def test_a_question_asked_in_app_home_stands_there_at_once(story: Story) -> None:
    home_of(story, story.riya)
    assert "Nothing is open." in story.riya.home
    clicks_at_home(story, story.riya, "Ask my manager")
    story.riya.fills({"What would you ask?": QUESTION})
    assert story.riya.submits() == {}
    assert QUESTION in story.riya.home
    clicks_at_home(story, story.riya, "Park for 1:1")
    assert "Parked for your 1:1 with Mona" in story.riya.home
    assert "[Park for 1:1]" not in story.riya.home


def test_this_is_personal_works_in_app_home(story: Story) -> None:
    story.riya.says(QUESTION)
    home_of(story, story.riya)
    clicks_at_home(story, story.riya, "This is personal")
    assert QUESTION not in story.riya.home
    assert "It's yours: nothing of this is kept" in story.riya.last.plain
    assert story.requests() == 0


def test_an_old_screen_of_app_home_cannot_undo_what_happened_since(story: Story) -> None:
    story.riya.says(QUESTION)
    home_of(story, story.riya)
    story.riya.clicks("Solved it", on=from_kickstand(story.riya)[0].message)
    clicks_at_home(story, story.riya, "Send now")
    assert story.riya.modal == (
        "Kickstand\nThat didn't go through: this one was solved already. Nothing was changed.\n[Close]"
    )
    assert story.request().status is Status.SOLVED
    story.riya.closes()
    clicks_at_home(story, story.riya, "Urgent")
    assert "this one was solved already" in (story.riya.modal or "")


def test_a_manager_sees_what_waits_and_nobody_else_does(story: Story) -> None:
    story.riya.says(QUESTION)
    home_of(story, story.mona)
    assert QUESTION not in story.mona.home
    story.waits(minutes=60)
    home_of(story, story.mona)
    assert f"Riya  {QUESTION}\nAsked at 10:00. Answer it on its card in our conversation." in story.mona.home
    for nobody in (story.omar, story.lee, story.dana, story.otto):
        home_of(story, nobody)
        assert QUESTION not in nobody.home
    story.mona.clicks("I'll handle it")
    home_of(story, story.mona)
    assert "Its card still asks you one thing." in story.mona.home


def test_two_hundred_questions_still_fit_and_the_rest_is_counted(story: Story) -> None:
    now = story.clock()
    with story.kickstand.runtime.sessions.begin() as session:
        for number in range(200):
            at = now + timedelta(seconds=number)
            text = f"Question {number:03}: " + "may I & should <we> *really*? " * 20
            said = Said(id=f"s{number}", author_id=story.id("riya"), part=Part.ASK, text=text, at=at)
            held = Request(
                id=f"r{number}",
                rep_id=story.id("riya"),
                manager_id=story.id("mona"),
                way_in=WayIn.HOME,
                status=Status.HELD,
                asked_at=at,
                hold_seconds=3600,
                release_at=now + timedelta(hours=1),
                said=[said],
            )
            session.add(held)
    blocks = home_of(story, story.riya).blocks
    assert len(blocks) <= 100
    shown = story.riya.home.count("I'll bring this to Mona")
    assert shown == story.riya.home.count("[Solved it]") > 30
    assert f"And {200 - shown} more that didn't fit here." in story.riya.home
    assert not story.riya.errors
    clicks_at_home(story, story.riya, "Solved it")
    assert "Question 000" not in story.riya.home
    assert f"And {199 - shown} more that didn't fit here." in story.riya.home
