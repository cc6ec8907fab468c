"""App Home: what waits, what is held and what is parked; a rep's buttons work there too."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, event

from bot.requests.models import Request, Said
from bot.requests.rules import Label, Part, Status, WayIn
from bot.sandbox.people import Person
from bot.sandbox.workspace import View
from bot.team import service as team
from bot.team.models import Person as Known
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
    assert "Nothing is open" in story.riya.home


def test_a_question_asked_in_app_home_stands_there_at_once(story: Story) -> None:
    home_of(story, story.riya)
    assert "Nothing is open" in story.riya.home
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
    old = deepcopy(home_of(story, story.riya))
    story.riya.clicks("Solved it", on=from_kickstand(story.riya)[0].message)
    assert "[Send now]" in story.riya.home
    clicks_at_home(story, story.riya, "Send now")
    assert story.riya.modal == (
        "Kickstand\nThat didn't go through: this one was solved already. Nothing was changed.\n[Close]"
    )
    assert story.request().status is Status.SOLVED
    assert "[Send now]" not in story.riya.home, "the page that was old is drawn anew"
    story.riya.closes()
    story.riya.clicks("Urgent", on=old)
    assert "this one was solved already" in (story.riya.modal or "")


def test_of_two_clicks_on_the_same_page_the_second_does_not_bring_back_what_the_first_settled(story: Story) -> None:
    for words in ("Who signs?", "May I add a month?"):
        story.riya.says(words)
        story.waits(minutes=6)
    signs, month = story.all_requests()
    old = deepcopy(home_of(story, story.riya))
    story.riya.clicks("Solved it", on=old, value=month.id)
    assert "May I add a month?" not in story.riya.home
    story.riya.clicks("Solved it", on=old, value=signs.id)
    assert "Nothing is open" in story.riya.home


def test_a_manager_sees_what_waits_and_nobody_else_does(story: Story) -> None:
    story.riya.says(QUESTION)
    home_of(story, story.mona)
    assert QUESTION not in story.mona.home
    story.waits(minutes=60)
    home_of(story, story.mona)
    assert f"Riya  {QUESTION}\nConsidering  no options yet\nAsked at 10:00.\n[Ask a question]" in story.mona.home
    for nobody in (story.omar, story.lee, story.dana, story.otto):
        home_of(story, nobody)
        assert QUESTION not in nobody.home
    story.mona.clicks("I'll handle it")
    home_of(story, story.mona)
    assert "Asked at 10:00. What is this?\n[A rescue: Riya could have done it]" in story.mona.home


def test_a_manager_answers_in_app_home_as_on_the_card(story: Story) -> None:
    for number, question in enumerate(["May I add a month?", "Who signs?", "Which case study?"]):
        story.riya.says(question)
        story.waits(minutes=3 + number)
    story.waits(minutes=60)
    home_of(story, story.mona)
    clicks_at_home(story, story.mona, "Ask a question")
    story.mona.fills({"Or in your own words": "What would you add?"})
    assert story.mona.submits() == {}
    assert "May I add a month?" not in story.mona.home
    clicks_at_home(story, story.mona, "Your call")
    clicks_at_home(story, story.mona, "I'll handle it")
    clicks_at_home(story, story.mona, "A rescue: Riya could have done it")
    assert [each.label for each in story.all_requests()] == [Label.COACHED, Label.DELEGATED, Label.RESCUED]
    assert "Nothing is open" in story.mona.home


def test_app_home_says_what_is_known_and_sends_it(story: Story) -> None:
    story.riya.says(QUESTION)
    home_of(story, story.riya)
    assert "I keep your name and settings and 1 question of yours (1 with its words)." in story.riya.home
    clicks_at_home(story, story.riya, "Send me all of it")
    assert story.riya.files[-1][0] == "kickstand-my-data.json"
    clicks_at_home(story, story.riya, "Forget me")
    assert "This erases what I hold about you" in (story.riya.modal or "")
    home_of(story, story.otto)
    assert "What I know about you" in story.otto.home


def test_a_lead_without_a_team_is_no_stranger(story: Story) -> None:
    home_of(story, story.lee)
    assert "You lead the team of Mona." in story.lee.home
    assert "You're not on a team here" not in story.lee.home


def many(story: Story, number: int, **facts: object) -> None:
    """So many questions of Riya's to Mona, a second apart."""
    with story.kickstand.runtime.sessions.begin() as session:
        for each in range(number):
            at = story.clock() + timedelta(seconds=each)
            text = f"Question {each:03}: " + "may I & should <we> *really*? " * 20
            said = Said(id=f"s{each}", author_id=story.id("riya"), part=Part.ASK, text=text, at=at)
            asked: dict[str, Any] = {
                "id": f"r{each}",
                "rep_id": story.id("riya"),
                "manager_id": story.id("mona"),
                "said": [said],
            }
            asked |= {"way_in": WayIn.HOME, "asked_at": at, "hold_seconds": 3600, **facts}
            session.add(Request(**asked))


def test_two_hundred_questions_still_fit_and_the_rest_is_counted(story: Story) -> None:
    many(story, 200, status=Status.HELD, release_at=story.clock() + timedelta(hours=1))
    blocks = home_of(story, story.riya).blocks
    assert len(blocks) <= 100
    assert "200 questions of yours are open" in story.riya.home
    shown = story.riya.home.count("I'll bring this to Mona")
    assert shown == story.riya.home.count("[Solved it]") > 30
    assert f"And {200 - shown} more, once these are settled." in story.riya.home
    assert not story.riya.errors
    clicks_at_home(story, story.riya, "Solved it")
    assert "Question 000" not in story.riya.home
    assert f"And {199 - shown} more, once these are settled." in story.riya.home


def test_what_is_urgent_comes_first_and_what_only_wants_a_word_last(story: Story) -> None:
    for words in ("Who signs?", "May I add a month?", "Which case study?"):
        story.riya.says(words)
        story.waits(minutes=6)
    story.waits(minutes=60)
    home_of(story, story.mona)
    assert "3 questions wait for you" in story.mona.home
    clicks_at_home(story, story.mona, "I'll handle it")
    many(story, 120, status=Status.DELIVERED, delivered_at=story.clock())
    story.omar.says("Acme is on the phone: yes or no?")
    story.omar.clicks("Urgent")
    story.omar.submits()
    home_of(story, story.mona)
    rows = story.mona.home
    assert rows.index("Acme is on the phone") < rows.index("May I add a month?") < rows.index("Question 000")
    assert "Who signs?" not in rows, "it is counted"
    assert "What I know about you" in rows


def test_a_manager_who_also_asks_sees_both_and_what_they_are_to_others(story: Story) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id("mona"), story.id("dana"), None, None, story.clock())
        team.team(session, story.id("dana"), story.clock()).deputy_id = story.id("mona")
    many(story, 120, status=Status.DELIVERED, delivered_at=story.clock())
    story.waits(minutes=6)
    story.mona.says("May I hire?")
    home_of(story, story.mona)
    assert "Your questions go to Dana. You stand in for Dana." in story.mona.home
    assert "Your questions\nMay I hire?" in story.mona.home
    assert "Question 000" in story.mona.home
    assert "[My picture]" in story.mona.home and "[Levels]" in story.mona.home


def test_who_is_asked_whether_somebody_is_their_manager_can_answer_there(story: Story) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        team.claim(session, story.id("mona"), story.id("otto"), None, story.clock())
        team.claim(session, story.id("dana"), story.id("otto"), None, story.clock() + timedelta(seconds=1))
    home_of(story, story.otto)
    assert "Is Mona your manager?" in story.otto.home and "Is Dana your manager?" in story.otto.home
    assert "ask them to add you" not in story.otto.home
    clicks_at_home(story, story.otto, "Not my manager")
    assert story.otto.home.count("your manager?") == 1
    clicks_at_home(story, story.otto, "That's right")
    assert "Your questions go to Dana." in story.otto.home


def test_a_rep_whose_manager_is_not_known_any_more_keeps_questions_and_picture(story: Story) -> None:
    story.riya.says(QUESTION)
    home_of(story, story.mona)
    clicks_at_home(story, story.mona, "My team")
    story.mona.fills({"Take off your team": ["Riya Shah", "Omar Aziz"]})
    assert story.mona.submits() == {}
    assert "[Levels]" not in story.mona.home, "the page behind the form is drawn anew"
    home_of(story, story.riya)
    assert "I don't know your manager now. Ask whoever it is to add you with `/kickstand team`." in story.riya.home
    assert "You're not on a team here" not in story.riya.home
    clicks_at_home(story, story.riya, "My picture")
    assert QUESTION in (story.riya.modal or "")


def test_who_left_slack_is_said_and_so_is_who_could_answer_instead(story: Story) -> None:
    story.sets(deputy_id=story.id("dana"))
    story.riya.says(QUESTION)
    story.mona.leaves()
    home_of(story, story.riya)
    assert "Mona isn't in Slack any more." in story.riya.home
    assert "this one is stuck. Nothing is lost. Dana can step in if you'd like." in story.riya.home
    clicks_at_home(story, story.riya, "Ask Dana instead")
    assert "I'll bring this to Dana at 11:00" in story.riya.home


def test_it_pauses_until_tomorrow_with_one_tap(story: Story) -> None:
    home_of(story, story.riya)
    clicks_at_home(story, story.riya, "Pause until tomorrow")
    assert "You've paused me until tomorrow at 09:00." in story.riya.home
    assert "[Pause until tomorrow]" not in story.riya.home
    clicks_at_home(story, story.riya, "Resume")
    assert "[Pause until tomorrow]" in story.riya.home


def test_somebody_of_whom_nothing_is_known_reads_that(story: Story) -> None:
    stranger = story.sandbox.add_person("nils", "Nils Holm")
    home_of(story, stranger)
    assert "You're not on a team here yet." in stranger.home
    assert "I hold nothing about you: no name, no question, no setting." in stranger.home
    with story.kickstand.runtime.sessions.begin() as session:
        assert session.get(Known, stranger.id) is None


def test_it_asks_the_database_no_more_often_when_more_is_open(story: Story, engine: Engine) -> None:
    asked: list[object] = []

    def note(*args: object) -> None:
        asked.append(args[2])

    def opens(more: int) -> int:
        for number in range(more):
            story.riya.says(f"Can I give Acme {number} %?")
            story.waits(minutes=3)
        story.waits(minutes=90)
        asked.clear()
        story.mona.opens_home()
        return len(asked)

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert opens(1) == opens(3) < 80
    finally:
        event.remove(engine, "before_cursor_execute", note)
