"""What a stored request is to a report: who parked it, whether it went out, whose account is gone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.requests.models import Request
from bot.requests.rules import Answer, Label, Status, WayIn
from bot.score.messages import words
from bot.score.rules.eligibility import age
from bot.score.rules.numbers import WeeklyNumbers
from bot.score.rules.rates import Share
from bot.score.rules.vocabulary import Exclusion
from bot.score.rules.week import Week
from bot.score.service import gathering, graduating
from bot.score.service.modes import is_large_enough
from bot.score.service.weekly import numbers_for
from bot.team import service as team
from bot.team.models import TimeOff
from bot.team.rules import Topic
from tests.digest.world import LONG_AGO, START, Teams

MONDAY_AFTER = 7 * 24 + 12


def five_reps(engine: Engine) -> Teams:
    teams = Teams(engine)
    teams.begin(5, 0)
    with teams.at() as session:
        team.team(session, "mona", teams.now).created_at = LONG_AGO
        for number in range(5):
            team.person(session, f"mona_{number}").met_at = LONG_AGO
    return teams


def parks(session: Session, number: int, by: str, *, delivered: bool = True) -> None:
    at, rep = START + timedelta(hours=10 + number), f"mona_{number % 5}"
    session.add(
        Request(
            id=f"P{number}",
            rep_id=rep,
            manager_id="mona",
            way_in=WayIn.DM,
            status=Status.PARKED,
            asked_at=at,
            hold_seconds=3600,
            delivered_at=at + timedelta(hours=1) if delivered else None,
            ended_at=at + timedelta(hours=2),
            parked_by=by or rep,
        )
    )


def report(teams: Teams) -> WeeklyNumbers:
    with teams.at(MONDAY_AFTER) as session:
        return numbers_for(session, teams.settings, team.person(session, "mona"), Week(START.date()), teams.now)


@pytest.mark.parametrize(
    ("by", "delivered", "reached", "parked", "raw"),
    [
        ("mona", True, 6, 0, 1.0),  # an answer put off: asking alone
        ("", True, 6, 0, 0.0),
        ("", False, 0, 6, 0.0),
    ],
)
def test_who_parks_it_and_when(engine: Engine, by: str, delivered: bool, reached: int, parked: int, raw: float) -> None:
    teams = five_reps(engine)
    with teams.at() as session:
        for number in range(6):
            parks(session, number, by, delivered=delivered)
    found = report(teams)
    assert (found.reach.reached, found.reach.parked, found.reach.solved_without_manager) == (reached, parked, 0)
    assert found.labelled.whole == 0
    assert found.number is not None
    assert found.number.raw == raw
    assert "6 requests last week; none settled without you yet." in words(found, []).text


@pytest.mark.parametrize(
    ("minutes", "counted"),
    [(-61, 0), (-30, 1), (7 * 24 * 60 - 61, 1), (7 * 24 * 60 - 30, 0)],  # Berlin is an hour ahead of START's UTC
)
def test_a_request_counts_in_the_week_in_which_it_ended_by_the_managers_own_clock(
    engine: Engine, minutes: int, counted: int
) -> None:
    teams = five_reps(engine)
    with teams.at() as session:
        parks(session, 1, "")
        session.get_one(Request, "P1").asked_at = START - timedelta(hours=3)
        session.get_one(Request, "P1").ended_at = START + timedelta(minutes=minutes)
    assert report(teams).reach.requests == counted


@pytest.mark.parametrize(
    ("first", "last", "away"),
    [
        (date(2026, 10, 12), date(2026, 10, 23), 2),
        (date(2026, 10, 12), date(2026, 10, 22), 1),  # back on a Friday
        (date(2026, 10, 13), date(2026, 11, 1), 2),
        (date(2026, 9, 1), date(2026, 10, 8), 0),  # before it was closed
    ],
)
def test_weeks_of_the_reps_own_leave_do_not_age_a_request(engine: Engine, first: date, last: date, away: int) -> None:
    teams = five_reps(engine)
    with teams.at() as session:
        parks(session, 0, "")
        request = session.get_one(Request, "P0")
        request.asked_at = request.ended_at = START - timedelta(weeks=4, days=-2)
        team.person(session, "mona_0").time_off.append(TimeOff(first_day=first, last_day=last))
    with teams.at(MONDAY_AFTER) as session:
        mona, week = team.person(session, "mona"), Week(START.date())
        (found,) = gathering.scored_requests(session, teams.settings, mona, week, teams.now)
        assert (found.weeks_away, age(found, week)) == (away, 4 - away)


@pytest.mark.parametrize(("weeks", "p"), [(17, 0.5), (18, 0.75)])
def test_a_score_is_drawn_towards_what_ended_up_to_seventeen_weeks_before(engine: Engine, weeks: int, p: float) -> None:
    """Six that were asked bare, and six of long ago that never needed anybody; without those, the middle."""
    teams = five_reps(engine)
    with teams.at() as session:
        for number in range(12):
            parks(session, number, "mona" if number < 6 else "")
        for number in range(6, 12):
            request = session.get_one(Request, f"P{number}")
            request.asked_at -= timedelta(weeks=weeks)
            request.ended_at = request.asked_at + timedelta(hours=1)
    found = report(teams)
    assert found.number is not None
    assert found.number.raw == 1.0
    assert found.number.p == pytest.approx(p)


def test_what_the_deputy_answered_is_asked_and_named_and_no_rescue_of_the_managers(engine: Engine) -> None:
    teams = five_reps(engine)
    with teams.at() as session:
        for number in range(12):
            parks(session, number, "mona")
            request = session.get_one(Request, f"P{number}")
            request.status, request.label, request.parked_by = Status.CLOSED, Label.COACHED, None
            request.answered_at = START + timedelta(hours=23)
            if number < 7:
                request.deputy_id, request.label = "lee", Label.RESCUED
    found = report(teams)
    assert (found.reach.requests, found.reach.reached, found.reach.deputy) == (12, 5, 7)
    assert found.left_out == {Exclusion.BY_DEPUTY: 7}
    assert (found.rates.rescued, found.labelled, found.support.answered) == (Share(0, 5), Share(5, 5), 5)
    assert found.number is not None
    assert found.number.raw == pytest.approx(0.4 + 0.6 * 0.25)
    text = words(found, []).text
    assert "Five reached you (1.0 per rep); none solved before that; 7 answered by your deputy." in text
    assert "no protected deals, 7 answered by your deputy." in text


def test_a_deactivated_account_is_nobody_who_could_have_asked(engine: Engine) -> None:
    teams = five_reps(engine)
    with teams.at(1) as session:
        assert is_large_enough(session, "mona", teams.now)
        team.person(session, "mona_0").gone = True
        session.flush()
        assert not is_large_enough(session, "mona", teams.now)
        parks(session, 1, "mona")
    assert report(teams).reps == 4


def test_nobody_is_proposed_whose_account_is_deactivated(engine: Engine) -> None:
    teams = five_reps(engine)
    with teams.at(60 * 24) as session:
        for number in range(7):
            parks(session, number, "")
            request = session.get_one(Request, f"P{number}")
            days = 43 if number == 0 else number
            request.rep_id, request.topic, request.pick = "mona_0", Topic.PRICING, 0
            request.answer, request.asked_at = Answer.BACK_PICK, teams.now - timedelta(days=days)
        session.flush()
        assert [each.rep.id for each in graduating.proposals(session, "mona", teams.now)] == ["mona_0"]
        team.person(session, "mona_0").gone = True
        session.flush()
        assert graduating.proposals(session, "mona", teams.now) == []
