"""After a no: the rep writes first, the manager may add, the team reads what the rep opens to it."""

import pytest
from sqlalchemy import select

from bot.debriefs.models import Debrief
from bot.features import team_changed
from bot.sandbox.people import Person
from bot.sandbox.seeds.debriefs import seed
from bot.team import service as team
from tests.privacy.held import lines_with
from tests.privacy.test_forget_me import leaves
from tests.privacy.test_my_data import copy
from tests.story import Story, from_kickstand

ANSWERS = {
    "Which deal?": "Globex & <sons>",
    "What happened?": "They took the cheaper one",
    "What would you do again?": "Bring their engineer in",
    "What would you change?": "Ask who signs first",
    "What do you need?": "Help with saying no",
}
WITH_MONA, WITH_TEAM = "Mona and I", "My team too, with my name on it"


def writes(story: Story, key: str = "riya", readers: str = WITH_MONA, **more: str) -> None:
    """A rep answers the four questions."""
    person = story.sandbox.person(key)
    person.types("/kickstand debrief")
    person.fills({**ANSWERS, **more, "Who may read it?": readers})
    assert person.submits() == {}
    story.waits(minutes=1)


def adds(story: Story, words: str = "You kept the door open") -> None:
    """Mona adds a note."""
    story.mona.clicks("Add a note")
    story.mona.fills({"What would you add for Riya?": words})
    assert story.mona.submits() == {}
    story.waits(minutes=1)


def reports_to(story: Story, rep: str, manager: str) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id(rep), story.id(manager), None, None, story.clock())
        team_changed(story.kickstand.runtime.settings, session, story.id(rep), story.clock())
    story.waits(minutes=1)


def lessons(person: Person, word: str = "") -> str:
    """What somebody finds."""
    person.types(f"/kickstand lessons {word}".strip())
    shown = str(person.modal)
    person.closes()
    return shown


def kept(story: Story) -> list[Debrief]:
    with story.kickstand.runtime.sessions.begin() as session:
        found = list(session.scalars(select(Debrief).order_by(Debrief.written_at)))
        session.expunge_all()
        return found


def test_the_rep_writes_first_then_the_manager_adds(story: Story) -> None:
    """S1.5"""
    writes(story)
    invited = from_kickstand(story.mona)[-1]
    assert invited.plain.startswith("Riya wrote down what a no taught them: Globex & <sons>.")
    for each in ANSWERS.values():
        assert each in invited.plain
    assert "What happened? They took the cheaper one" in invited.text
    assert "There's no hurry" in invited.text and invited.buttons == ("Add a note",)
    story.mona.clicks("Add a note")
    assert "They took the cheaper one" in str(story.mona.modal)
    story.mona.closes()
    adds(story)
    assert "You added: You kept the door open" in from_kickstand(story.mona)[-1].plain
    got = from_kickstand(story.riya)[-1]
    assert "Mona added something to what you wrote about Globex & <sons>:" in got.plain
    assert "You kept the door open" in got.plain and "You kept the door open" in got.text
    story.mona.clicks("Change my note")
    story.mona.fills({"What would you add for Riya?": "You stayed friendly"})
    assert story.mona.submits() == {}
    story.waits(minutes=1)
    assert [seen.plain for seen in from_kickstand(story.riya)][-1].endswith("You stayed friendly")
    assert len(from_kickstand(story.riya)) == 1


def test_a_question_that_went_badly_offers_it_once(story: Story) -> None:
    """S1.5"""
    story.riya.says("Can I give Acme 20 %?")
    story.waits(hours=1)
    story.mona.clicks("Your call")
    story.waits(days=15)
    story.riya.clicks("Didn't work out")
    story.waits(minutes=1)
    story.riya.clicks("We lost it")
    story.riya.fills({"What would you change?": "Ask who signs", "Who may read it?": WITH_MONA})
    assert story.riya.submits() == {}
    story.waits(minutes=1)
    assert kept(story)[0].request_id == story.request().id
    assert "a deal." in from_kickstand(story.mona)[-1].plain
    story.riya.clicks("We lost it")
    assert "You've written this one down already" in story.riya.sees + str(story.riya.modal)
    assert len(kept(story)) == 1


def test_app_home_is_a_way_in_and_shows_the_manager_what_waits(story: Story) -> None:
    story.mona.types("/kickstand pause 1d")
    story.riya.opens_home()
    story.riya.clicks("We lost it")
    story.riya.fills({"What happened?": "Silence", "Who may read it?": WITH_MONA})
    assert story.riya.submits() == {}
    story.waits(minutes=1)
    assert "Silence" not in story.mona.sees
    story.mona.opens_home()
    assert "Riya wrote down what a no taught them: a deal, today." in str(story.mona.home)
    adds(story, "Happens to me too")
    assert "Riya wrote down" not in str(story.mona.home)
    assert "Happens to me too" in story.riya.sees
    assert "Silence" not in story.mona.sees, "it was kept back, and stays so"


def test_lessons_are_the_teams_only_as_long_as_the_rep_says_so(story: Story) -> None:
    """S1.5"""
    writes(story)
    adds(story)
    assert "Globex" not in lessons(story.omar)
    story.riya.types("/kickstand lessons")
    story.riya.clicks("Open it to my team")
    assert "Your team may read this, without the note." in str(story.riya.modal)
    found = lessons(story.omar, "engineer")
    assert "Globex & <sons>, Riya, today" in found and "Ask who signs first" in found
    assert "door open" not in found and "Add a note" not in found and "Delete" not in found
    assert "No lesson that you may read" in lessons(story.omar, "engineer banana")
    for outsider in (story.otto, story.dana, story.lee):
        assert "Globex" not in lessons(outsider, "globex")
    story.riya.clicks("Close it to my team")
    story.riya.closes()
    assert "Globex" not in lessons(story.omar)
    assert "door open" in lessons(story.riya)
    assert "door open" in lessons(story.mona, "GLOBEX cheaper")


def test_something_personal_is_not_kept_and_one_of_four_is_enough(story: Story) -> None:
    story.riya.types("/kickstand debrief")
    story.riya.fills({"Which deal?": "Globex", "Who may read it?": WITH_MONA})
    assert story.riya.submits() == {"What happened?": "One of the four is enough, but one it needs."}
    story.riya.fills({"What do you need?": "I am pregnant and scared to tell"})
    assert story.riya.submits() == {}
    assert "This sounds personal, so I've stopped" in story.riya.last.plain
    assert kept(story) == []
    assert lines_with(story.kickstand.engine, "pregnant") == []


def test_a_managers_personal_words_are_refused_at_the_field(story: Story) -> None:
    writes(story)
    story.mona.clicks("Add a note")
    story.mona.fills({"What would you add for Riya?": "It is because you are pregnant"})
    assert "This sounds personal" in story.mona.submits()["What would you add for Riya?"]
    assert kept(story)[0].manager_note is None


def test_without_a_manager_there_is_nobody_to_write_to(story: Story) -> None:
    story.otto.types("/kickstand debrief")
    assert "a debrief is for the two of you" in story.otto.last.plain


def test_another_manager_gets_none_of_it_and_the_old_one_keeps_none(story: Story) -> None:
    """S1.5"""
    writes(story, readers=WITH_TEAM)
    old = from_kickstand(story.mona)[-1]
    assert "Globex" in lessons(story.omar)
    reports_to(story, "riya", "dana")
    for each in (story.mona, story.dana, story.omar):
        assert "Globex" not in lessons(each) + each.sees
    story.mona.clicks("Add a note", on=old)
    assert "Only the manager for whom this was written can add to it." in story.mona.last.plain
    shown = lessons(story.riya)
    assert "Only you read this now." in shown and "Open it" not in shown
    reports_to(story, "riya", "mona")
    assert "Globex" in lessons(story.mona)


def test_a_rep_who_leaves_the_team_while_the_form_is_open_reads_why(story: Story) -> None:
    writes(story)
    story.mona.clicks("Add a note")
    story.mona.fills({"What would you add for Riya?": "Well done"})
    reports_to(story, "riya", "dana")
    assert "Only the manager for whom this was written" in str(story.mona.submits())
    assert kept(story)[0].manager_note is None


def test_deleting_takes_it_away_from_everybody(story: Story) -> None:
    writes(story)
    adds(story)
    story.riya.types("/kickstand lessons")
    story.riya.clicks("Delete")
    story.waits(minutes=1)
    assert kept(story) == []
    assert "Globex" not in story.mona.sees and "door open" not in story.riya.sees


def test_the_manager_adds_from_the_list_too(story: Story) -> None:
    writes(story)
    writes(story, "omar", **{"Which deal?": "Hooli"})
    story.mona.types("/kickstand lessons")
    riyas = next(each for each in kept(story) if each.rep_id == story.id("riya"))
    story.mona.clicks("Add a note", value=riyas.id)
    story.mona.fills({"What would you add for Riya?": "Good call"})
    assert story.mona.submits() == {}
    assert "Good call" in str(story.mona.modal) and "Hooli" in str(story.mona.modal)


def test_my_data_has_the_reps_words_and_of_the_managers_only_their_own(story: Story) -> None:
    writes(story)
    adds(story)
    mine = copy(story, "riya")["your_debriefs"][0]
    assert (mine["happened"], mine["manager_note"]) == ("They took the cheaper one", "You kept the door open")
    theirs = copy(story, "mona")["what_you_added_to_debriefs"][0]
    assert theirs["manager_note"] == "You kept the door open" and "happened" not in theirs
    assert "Globex" not in str(copy(story, "omar"))


@pytest.mark.parametrize("who", ["riya", "mona"])
def test_forget_me_takes_ones_own_words_out_of_debriefs(story: Story, who: str) -> None:
    writes(story)
    adds(story)
    leaves(story, who)
    gone = {"riya": ["Globex", "door open"], "mona": ["door open"]}[who]
    assert lines_with(story.kickstand.engine, *gone) == []
    assert "door open" not in story.riya.sees + story.mona.sees
    assert "Globex" not in story.mona.sees
    if who == "mona":
        assert "Globex" in lessons(story.riya)


def test_the_demo_begins_with_lessons(story: Story) -> None:
    ids = {key: story.id(key) for key in ("riya", "omar", "mona", "lee", "dana")}
    with story.kickstand.runtime.sessions.begin() as session:
        seed(session, ids, story.clock())
    story.waits(minutes=1)
    assert "Hooli" in story.mona.sees
    assert "Sirius" in lessons(story.omar, "discount")
