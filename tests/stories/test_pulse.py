"""Three questions a quarter, without names: asked, counted once, told when it is over. Real Bolt, real protocol."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.pulse.blocks import SENTENCES
from bot.sandbox.people import Person
from bot.sandbox.seen import Seen
from bot.slack.profiles import Profile
from bot.team import service as team
from tests.stories.test_home import clicks_at_home, home_of
from tests.story import Story, from_kickstand

BERLIN = ZoneInfo("Europe/Berlin")
MORE = {"ines": "Ines Roth", "ugo": "Ugo Neri", "pia": "Pia Holm"}
REPS = ("riya", "omar", *MORE)
YES = dict.fromkeys(SENTENCES, "I fully agree")


def goes_to(story: Story, moment: str) -> None:
    story.clock.set(datetime.fromisoformat(moment).replace(tzinfo=BERLIN))
    story.kickstand.tick()
    story.sandbox.settle()


def begins(story: Story) -> None:
    """Five reps, and the first Tuesday of February at ten."""
    with story.kickstand.runtime.sessions.begin() as session:
        for key, name in MORE.items():
            account = story.sandbox.add_person(key, name).account
            known = Profile(account.id, name, "Europe/Berlin", False, False, "", "", None)
            team.remember(session, known, story.clock()).met_at = story.clock() - timedelta(weeks=12)
            team.import_line(session, account.id, story.id("mona"), None, None, story.clock())
    goes_to(story, "2027-02-02 10:00")


def asked(person: Person) -> list[Seen]:
    return [each for each in from_kickstand(person) if "Three sentences about your work" in each.plain]


def told(person: Person) -> list[Seen]:
    return [each for each in from_kickstand(person) if "three questions, without names" in each.plain]


def test_a_team_is_asked_answers_and_hears_what_came_of_it(story: Story) -> None:
    """S0.8"""
    begins(story)
    for key in REPS:
        rep = story.sandbox.person(key)
        (question,) = asked(rep)
        rep.clicks("Answer 3 questions", on=question)
        assert set(rep.submits()) == set(SENTENCES)
        rep.fills(YES)
        assert rep.submits() == {}
        assert not asked(rep)
        assert any("Your answer is counted." in each.plain for each in from_kickstand(rep))
    assert not asked(story.mona) and not told(story.mona)
    goes_to(story, "2027-02-16 10:00")
    (result,) = told(story.mona)
    assert "5 answers" in result.plain and result.plain.count("mostly yes") == 3
    for key in REPS:
        assert any("What came of it is in App Home" in each.plain for each in from_kickstand(story.sandbox.person(key)))
    for other in ("lee", "dana", "otto", *REPS):
        assert not told(story.sandbox.person(other))


def test_the_second_answer_of_one_person_is_not_counted(story: Story) -> None:
    begins(story)
    home_of(story, story.riya)
    clicks_at_home(story, story.riya, "Answer 3 questions")
    story.riya.fills(YES)
    form = story.riya.view
    assert story.riya.submits() == {}
    assert "Answer 3 questions" not in story.riya.home
    assert form is not None
    story.sandbox.platform.workspace.modals[story.riya.id] = [form]
    story.riya.submits()  # the same form once more
    goes_to(story, "2027-02-16 10:00")
    (result,) = told(story.mona)
    assert "Fewer than five answered, so nothing is shown, and nothing is kept." in result.plain
