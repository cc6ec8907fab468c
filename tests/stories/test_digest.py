"""Monday for a lead: one digest of teams of five and more, in the lead's own zone, and nothing that names a rep."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.digest.messages import sections
from bot.digest.models import LeadDigest
from bot.sandbox.seen import Seen
from bot.slack.profiles import Profile
from bot.team import service as team
from bot.team.models import Team
from bot.wins.models import Win
from tests.story import Story, from_kickstand

BERLIN = ZoneInfo("Europe/Berlin")
MORE = {"ines": "Ines Roth", "ugo": "Ugo Neri", "pia": "Pia Holm"}


def goes_to(story: Story, moment: str, zone: ZoneInfo = BERLIN) -> None:
    story.clock.set(datetime.fromisoformat(moment).replace(tzinfo=zone))
    story.kickstand.tick()
    story.sandbox.settle()


def digests(story: Story, key: str = "lee") -> list[Seen]:
    return [each for each in from_kickstand(story.sandbox.person(key)) if "teams" in each.plain.splitlines()[0]]


def team_of_five(story: Story) -> None:
    """Ines, Ugo and Pia have been on Mona's team for long as well."""
    with story.kickstand.runtime.sessions.begin() as session:
        for key, name in MORE.items():
            account = story.sandbox.add_person(key, name).account
            known = Profile(account.id, name, "Europe/Berlin", False, False, "", "", None)
            then = story.clock().replace(month=8)
            team.remember(session, known, story.clock()).met_at = then
            team.import_line(session, account.id, story.id("mona"), None, None, then)


def a_week(story: Story) -> None:
    """Riya and Omar solve one each; Ines and Riya have Mona answer."""
    goes_to(story, "2026-11-17 10:00")
    for key, solved in (("riya", True), ("omar", True), ("ines", False), ("riya", False)):
        rep = story.sandbox.person(key)
        rep.says(f"May I give {key} a discount?")
        if solved:
            rep.clicks("Solved it")
        story.waits(minutes=10)
    story.waits(hours=2)


def test_a_lead_s_monday(story: Story) -> None:
    team_of_five(story)
    goes_to(story, "2026-11-16 10:00")
    a_week(story)
    goes_to(story, "2026-11-23 09:29")
    assert not digests(story)
    goes_to(story, "2026-11-23 09:45")
    (digest,) = digests(story)
    assert digest.plain.splitlines()[0] == "Your teams in the week of 16 to 22 November 2026."
    assert (
        "Mona Berg's team: 4 questions. 2 (50 %) settled without the manager, all of them while they waited."
        in digest.plain
    )
    assert "for coaching; not for pay, promotion or discipline." in digest.plain.lower()
    assert "shares the score" not in digest.plain
    for rep in ("Riya", "Omar", "Ines", "discount"):
        assert rep not in digest.plain + digest.text
    for later in ("2026-11-23 12:00", "2026-11-25 10:00"):
        goes_to(story, later)
    assert len(digests(story)) == 1
    assert not digests(story, "mona")


def test_that_nothing_can_be_shown_is_said_once(story: Story) -> None:
    """Mona has two reps."""
    goes_to(story, "2026-11-16 10:00")
    a_week_later = ("2026-11-23 09:45", "2026-11-30 09:45", "2026-12-07 09:45")
    for moment in a_week_later:
        goes_to(story, moment)
    (digest,) = digests(story)
    assert "There is nothing to show of your teams" in digest.plain
    assert "Mona Berg's team: fewer than five reps past their ramp, so nothing is shown." in digest.plain


def test_a_win_is_told_in_the_reps_own_words_and_goes_with_the_rep(story: Story) -> None:
    """S0.3: also from a team that is too small for figures."""
    goes_to(story, "2026-11-16 10:00")
    with story.kickstand.runtime.sessions.begin() as session:
        session.add(
            Win(
                rep_id=story.id("riya"),
                lead_id=story.id("lee"),
                text="Kept *Acme* at <full> price",
                offered_at=story.clock(),
            )
        )
    goes_to(story, "2026-11-23 09:45")
    (digest,) = digests(story)
    assert "Riya Shah:" in digest.plain and "Kept *Acme* at <full> price" in digest.plain
    with story.kickstand.runtime.sessions.begin() as session:
        assert [str(each.told_on) for each in session.scalars(select(Win))] == ["2026-11-16"]
        assert "Acme" not in session.scalars(select(LeadDigest.numbers).order_by(LeadDigest.monday.desc())).first()  # type: ignore[operator]
    goes_to(story, "2026-11-30 09:45")
    assert ["Acme" in each.plain for each in digests(story)] == [True, False], "told once"
    story.riya.types("/kickstand forget-me")
    story.riya.submits()
    story.waits(minutes=1)
    assert "Riya" not in digests(story)[0].plain and "Acme" not in digests(story)[0].plain


def test_a_manager_who_is_forgotten_is_in_no_digest(story: Story) -> None:
    team_of_five(story)
    goes_to(story, "2026-11-16 10:00")
    a_week(story)
    goes_to(story, "2026-11-23 09:45")
    mona = story.id("mona")
    story.mona.types("/kickstand forget-me")
    story.mona.submits()
    story.waits(minutes=1)
    assert "Mona" not in digests(story)[0].plain
    with story.kickstand.runtime.sessions.begin() as session:
        assert not [each for each in session.scalars(select(LeadDigest.numbers)) if mona in each]


def home(story: Story, key: str) -> str:
    with story.kickstand.runtime.sessions.begin() as session:
        return str(sections(story.kickstand.runtime.settings, session, story.id(key), story.clock()))


def test_app_home_has_it_in_short_and_only_for_who_leads_the_team_now(story: Story) -> None:
    team_of_five(story)
    goes_to(story, "2026-11-16 10:00")
    assert "Your first weekly digest comes on 23 November at 09:" in home(story, "lee")
    a_week(story)
    goes_to(story, "2026-11-23 09:45")
    assert "*Mona Berg's team*: 4 questions." in home(story, "lee")
    assert home(story, "mona") == home(story, "otto") == "[]"
    with story.kickstand.runtime.sessions.begin() as session:
        session.get_one(Team, story.id("mona")).lead_id = story.id("omar")
    assert home(story, "lee") == home(story, "omar") == "[]"
