"""Building a team and setting it up, as its people see it: real Bolt, real protocol, both databases."""

from datetime import date, datetime

import pytest

from bot.app import Kickstand
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from bot.team import service as team
from bot.team.holidays import subdivisions
from bot.team.models import Person as Known
from bot.team.models import ReportingLine, Team
from bot.team.rules import LineStatus
from tests.story import Story


class Office:
    """Four people in one Slack who have never met Kickstand."""

    def __init__(self, sandbox: Sandbox, kickstand: Kickstand) -> None:
        self.kickstand = kickstand
        self.riya = sandbox.add_person("riya", "Riya Shah")
        self.omar = sandbox.add_person("omar", "Omar Aziz")
        self.mona = sandbox.add_person("mona", "Mona Berg")
        self.lee = sandbox.add_person("lee", "Lee Novak")

    def delivers(self) -> None:
        self.kickstand.jobs.deliver()

    def names(self, manager: Person, *reps: Person, **more: object) -> dict[str, str]:
        """The manager adds reps in the modal; answers what was wrong, by field."""
        manager.types("/kickstand team")
        manager.fills({"Add reps": list(reps)} | more)
        errors = manager.submits()
        self.delivers()
        return errors

    def manager_of(self, rep: Person) -> str | None:
        with self.kickstand.runtime.sessions.begin() as session:
            found = team.manager_of(session, rep.id)
            return found.first_name if found else None

    def settings_of(self, manager: Person) -> Team | None:
        with self.kickstand.runtime.sessions.begin() as session:
            return session.get(Team, manager.id)


@pytest.fixture(scope="module", autouse=True)
def holidays_are_loaded() -> None:
    """The first look takes a second, and Slack waits three: a busy machine would make the first story late."""
    subdivisions("DE")


@pytest.fixture
def office(sandbox: Sandbox, kickstand: Kickstand) -> Office:
    return Office(sandbox, kickstand)


def test_a_manager_names_a_rep_and_the_rep_confirms(office: Office) -> None:
    assert office.names(office.mona, office.riya) == {}
    assert "Mona Berg added you as a rep. Is Mona your manager?" in office.riya.sees
    assert office.manager_of(office.riya) is None

    office.riya.clicks("That's right")
    office.delivers()
    assert office.manager_of(office.riya) == "Mona"
    question, notice = office.riya.messages
    assert question.plain == "Mona is your manager here. Write me whenever you'd ask Mona something."
    assert "I hold your question for a while" in notice.plain
    assert "encrypted" in notice.plain
    assert "Riya confirmed: you're Riya's manager here." in office.mona.sees

    office.mona.types("/kickstand team")
    assert "Your reps (1)\n• Riya Shah" in (office.mona.modal or "")


def test_a_rep_says_no_and_nothing_is_set_up(office: Office) -> None:
    office.names(office.mona, office.riya)
    office.riya.clicks("Not my manager")
    office.delivers()
    assert office.manager_of(office.riya) is None
    assert [message.plain for message in office.riya.messages] == [
        "You told me that Mona isn't your manager. Nothing was set up."
    ]
    assert "Riya says you're not Riya's manager, so I set nothing up." in office.mona.sees


def test_a_manager_sees_who_has_not_answered_yet(office: Office) -> None:
    office.names(office.mona, office.riya, office.omar)
    office.mona.types("/kickstand team")
    assert "Not answered yet (2)\n• Omar Aziz, asked on 16 November 2026\n• Riya Shah" in (office.mona.modal or "")


def test_a_manager_lets_a_rep_go_and_the_rep_hears_it(office: Office) -> None:
    office.names(office.mona, office.riya)
    office.riya.clicks("That's right")
    office.delivers()
    office.mona.types("/kickstand team")
    office.mona.fills({"Take off your team": ["Riya Shah"]})
    assert office.mona.submits() == {}
    office.delivers()
    assert office.manager_of(office.riya) is None
    assert "Mona took you off the team here. I don't know your manager now" in office.riya.last.plain


def test_a_start_date_puts_a_new_rep_into_ramp(office: Office) -> None:
    started = {"Started on (for somebody new)": date(2026, 11, 2)}
    assert office.names(office.mona, office.riya, **started) == {}
    office.riya.clicks("That's right")
    with office.kickstand.runtime.sessions.begin() as session:
        riya = team.person(session, office.riya.id)
        assert team.is_in_ramp(session, riya, office.kickstand.runtime.clock())


def test_apps_oneself_and_people_who_left_cannot_be_named(office: Office, sandbox: Sandbox) -> None:
    office.omar.leaves()
    bot = sandbox.workspace.accounts[sandbox.workspace.bot_user_id].real_name
    for named, sentence in (
        (office.mona, "You can't be your own rep."),
        (office.omar, "Omar Aziz has no active account in Slack any more."),
        (bot, f"{bot} is an app; pick a person."),
    ):
        assert office.names(office.mona, office.riya, named) == {"Add reps": sentence}  # type: ignore[arg-type]
        office.mona.closes()
    assert office.riya.messages == []


def test_nobody_can_name_their_own_manager_as_a_rep(office: Office) -> None:
    office.names(office.lee, office.mona)
    office.mona.clicks("That's right")
    office.delivers()
    errors = office.names(office.mona, office.lee, office.riya)
    assert errors == {"Add reps": "You report to that person yourself, so they can't be on your team."}
    assert office.riya.messages == []


def test_a_manager_hears_when_the_question_cannot_reach_the_rep(office: Office) -> None:
    office.riya.types("/kickstand away")  # known, and about to leave without a word from Slack
    office.riya.account.deleted = True
    assert office.names(office.mona, office.riya) == {}
    assert "I couldn't reach Riya in Slack" in office.mona.sees


def test_everybody_gets_help_and_a_wrong_word_gets_the_closest(office: Office) -> None:
    office.riya.types("/kickstand")
    assert "`/kickstand settings`" in office.riya.last.plain
    office.riya.types("/kickstand setings")
    assert office.riya.last.plain == "I don't know `setings`. Did you mean `/kickstand settings`?"
    office.riya.types("/kickstand team import")
    assert "kickstand team import team.csv" in office.riya.last.plain


def test_somebody_without_reps_can_say_that_they_lead_a_team(office: Office) -> None:
    office.lee.types("/kickstand settings")
    assert "How long a question waits" not in (office.lee.modal or "")
    office.lee.fills({"How long your questions wait, in minutes": "20"})
    office.lee.clicks("I lead a team")
    office.lee.fills({"How long a question waits, in minutes": "90"})
    assert office.lee.submits() == {}
    saved = office.settings_of(office.lee)
    assert saved is not None
    assert saved.hold_minutes == 90
    office.delivers()
    assert "Your reps' questions come to me first" in office.lee.sees


def test_a_team_of_two_hundred_fits_the_modal(story: Story) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        session.add_all(Known(id=f"U9{n:04}", name=f"Rep {n:03}", refreshed_at=story.clock()) for n in range(200))
        session.flush()
        session.add_all(_confirmed(f"U9{n:04}", story.mona.id, story.clock()) for n in range(200))
    story.mona.types("/kickstand team")
    assert "Your reps (202)" in (story.mona.modal or "")
    assert "and 162 more" in (story.mona.modal or "")
    story.mona.fills({"Take off your team": ["Rep 199"]})
    assert story.mona.submits() == {}
    story.mona.types("/kickstand team")
    assert "Your reps (201)" in (story.mona.modal or "")


def _confirmed(rep_id: str, manager_id: str, at: datetime) -> ReportingLine:
    return ReportingLine(
        id=rep_id,
        rep_id=rep_id,
        manager_id=manager_id,
        status=LineStatus.CONFIRMED,
        claimed_at=at,
        confirmed_at=at,
    )
