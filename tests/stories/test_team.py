"""Building a team and setting it up, as its people see it: real Bolt, real protocol, both databases."""

from datetime import date, datetime, timedelta

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


def test_a_manager_s_settings_are_saved_and_shown_again(story: Story) -> None:
    story.mona.types("/kickstand settings")
    story.mona.fills(
        {
            "How long a question waits, in minutes": "45",
            "Your day starts": "08:30",
            "Your day ends": "17:00",
            "Country, for its public holidays": "Germany",
            "Region": "by",
            "Deputy": [story.dana],
            "HR contact": [story.lee],
            "Speak-up link": "https://speak.example.com",
            "Deals that never wait, from this amount": "250k",
            "Currency": "€",
        }
    )
    assert story.mona.submits() == {}
    story.mona.types("/kickstand settings")
    shown = story.mona.modal or ""
    for value in ("{45}", "{BY}", "(x) Germany", "{Dana Ruiz}", "{Lee Novak}", "{250,000}", "{€}"):
        assert value in shown


def test_bad_settings_are_told_beside_their_fields_and_nothing_is_saved(story: Story) -> None:
    story.mona.types("/kickstand settings")
    story.mona.fills(
        {
            "How long a question waits, in minutes": "30",
            "Your day starts": "09:00",
            "Region": "BY",
            "Speak-up link": "http://speak.example.com",
            "Last day away": date(2026, 12, 24),
        }
    )
    assert story.mona.submits() == {
        "Your day ends": "Set both times, or leave both empty.",
        "Region": "Choose the country first.",
        "Speak-up link": "This needs a whole address that starts with https://",
        "Away from": "Pick the first day away as well.",
    }
    story.mona.closes()
    story.mona.types("/kickstand settings")
    assert "{30}" not in (story.mona.modal or "")


def test_a_deputy_must_be_somebody_else_and_still_here(story: Story) -> None:
    story.dana.leaves()
    story.mona.types("/kickstand settings")
    story.mona.fills({"Deputy": [story.dana], "HR contact": [story.mona]})
    assert story.mona.submits() == {
        "Deputy": "Dana Ruiz has no active account in Slack any more.",
        "HR contact": "Pick somebody other than yourself.",
    }
    story.mona.fills({"Deputy": None, "HR contact": [story.lee]})
    assert story.mona.submits() == {}


def test_a_new_day_moves_what_is_waiting(story: Story) -> None:
    story.riya.says("Can I give Acme 20 %?")
    assert "at 11:00" in story.riya.last.plain
    story.mona.types("/kickstand settings")
    story.mona.fills({"Your day starts": "13:00", "Your day ends": "18:00", "Away from": date(2026, 12, 24)})
    assert story.mona.submits() == {}
    assert "at 14:00" in story.riya.sees
    story.mona.types("/kickstand away")
    assert "24 December 2026" in story.mona.last.plain


def test_a_rep_chooses_a_wait_within_the_manager_s_bounds(story: Story) -> None:
    story.sets(rep_hold_least=30, rep_hold_most=60)
    story.riya.types("/kickstand settings")
    assert "30 to 60 minutes of working time. Empty: as Mona set it." in (story.riya.modal or "")
    assert "How long a question waits" not in (story.riya.modal or "")
    story.riya.fills({"How long your questions wait, in minutes": "30"})
    assert story.riya.submits() == {}
    story.riya.says("Can I give Acme 20 %?")
    assert "at 10:30" in story.riya.last.plain


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


def test_days_away_are_added_listed_and_taken_back(story: Story) -> None:
    story.mona.types("/kickstand away")
    assert story.mona.last.plain.startswith("I know of no days away.")
    story.mona.types("/kickstand away 2026-12-24 2027-01-02")
    assert "Noted: you're away 24 December 2026 to 2 January 2027." in story.mona.last.plain
    story.mona.clicks("Remove")
    assert story.mona.last.plain.startswith("I know of no days away.")


def test_dates_that_make_no_sense_get_a_sentence_and_change_nothing(story: Story) -> None:
    for typed in ("soon", "2026-12-24 2026-12-01", "2026-11-01", "2026-12-24 2027-12-30", "1 2 3"):
        story.mona.types(f"/kickstand away {typed}")
        assert "[Remove]" not in story.mona.last.plain
    story.mona.types("/kickstand away")
    assert story.mona.last.plain.startswith("I know of no days away.")


def test_days_away_entered_today_reach_a_rep_who_is_waiting(story: Story) -> None:
    """The manager goes away while a question waits: it no longer waits for that hour."""
    story.riya.says("Can I give Acme 20 %?")
    story.mona.types("/kickstand away 2026-11-16")
    story.waits(minutes=60)
    assert "Can I give Acme 20 %?" not in story.mona.sees


def test_slack_tells_of_a_new_zone_and_what_waits_is_planned_anew(story: Story) -> None:
    story.riya.says("Can I give Acme 20 %?")
    story.mona.moves_to("America/New_York")
    story.waits(minutes=60)
    assert "Can I give Acme 20 %?" not in story.mona.sees  # it is five in the morning where Mona is
    story.waits(hours=5)
    assert "Can I give Acme 20 %?" in story.mona.sees


def test_do_not_disturb_stretches_the_wait(story: Story) -> None:
    story.riya.says("Can I give Acme 20 %?")
    story.mona.sets_dnd(until=story.clock() + timedelta(minutes=90))
    story.waits(minutes=60)
    assert "Can I give Acme 20 %?" not in story.mona.sees
    story.waits(minutes=90)
    assert "Can I give Acme 20 %?" in story.mona.sees


def test_strangers_leave_no_trace(story: Story) -> None:
    stranger = story.sandbox.add_person("zoe", "Zoe Roth")
    stranger.sets_status("On vacation", ":palm_tree:")
    stranger.sets_dnd(until=story.clock() + timedelta(hours=1))
    stranger.moves_to("Asia/Tokyo")
    with story.kickstand.runtime.sessions.begin() as session:
        assert session.get(Known, stranger.id) is None


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
