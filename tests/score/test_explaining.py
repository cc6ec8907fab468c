"""A report laid open page by page: everything is on one page, the words of one page are read at a time."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.features import message_kinds
from bot.requests.models import Request, Said
from bot.requests.rules import Label, Part, Status, WayIn
from bot.score.rules.week import Week
from bot.score.service import weekly
from bot.score.service.explaining import PAGE, Opened, open_report
from bot.score.service.thread import PEOPLE, part_of
from bot.slack.errors import Refusal
from bot.slack.outbox import Post
from bot.team import service as team
from tests.digest.world import LONG_AGO, START, Teams

ASKED = 2 * PAGE + 5


def asked(name: str, words: str, at: datetime, ended_at: datetime) -> Request:
    said = [Said(id=f"S{name}", author_id="mona_0", part=Part.ASK, text=words, at=at)]
    facts = {"delivered_at": at, "answered_at": at, "ended_at": ended_at, "label": Label.COACHED, "said": said}
    who = {"rep_id": "mona_0", "manager_id": "mona", "way_in": WayIn.DM, "hold_seconds": 3600}
    return Request(id=name, status=Status.CLOSED, asked_at=at, **who, **facts)


def a_busy_week(engine: Engine) -> tuple[Teams, str]:
    """One rep asks more than two pages hold; the id of the report about it."""
    teams = Teams(engine)
    teams.begin(1, 0)
    with teams.at() as session:
        team.team(session, "mona", teams.now).created_at = team.person(session, "mona_0").met_at = LONG_AGO
        for number in range(ASKED):
            at = START + timedelta(hours=9, minutes=10 * number)
            session.add(asked(f"R{number:03}", f"Question {number}?", at, at))
    with teams.at(7 * 24 + 12) as session:
        mona = team.person(session, "mona")
        return teams, weekly.post(session, teams.settings, mona, Week(START.date()), teams.now).id


def test_every_request_is_on_one_page_the_newest_first(engine: Engine) -> None:
    teams, report = a_busy_week(engine)

    def page(number: int) -> Opened:
        return open_report(session, teams.settings, report, "mona", number, teams.now)

    with teams.at(7 * 24 + 12) as session:
        pages = [page(number) for number in range(3)]
        assert [len(each.entries) for each in pages] == [PAGE, PAGE, 5]
        words = [entry.words for each in pages for entry in each.entries]
        assert words == [f"Question {number}?" for number in reversed(range(ASKED))]
        assert [(each.page, each.pages) for each in (page(-3), page(99))] == [(0, 3), (2, 3)]
        assert pages[0].explanation.index and pages[0].numbers.number
        assert pages[0].explanation.index.p == pages[0].numbers.number.p
        with pytest.raises(Refusal, match="Only the manager"):
            open_report(session, teams.settings, report, "nora", 0, teams.now)


def test_what_ended_after_the_week_changes_nothing_of_what_is_laid_open(engine: Engine) -> None:
    """It was asked a minute before another, which stood alone when the week was told."""
    teams, report = a_busy_week(engine)
    with teams.at(9 * 24) as session:
        session.add(asked("Q", "And who signs?", START + timedelta(hours=9, minutes=-1), teams.now))
        session.flush()
        opened = open_report(session, teams.settings, report, "mona", 2, teams.now)
        assert opened.entries[-1].words == "Question 0?"
        assert opened.entries[-1].row
        assert opened.explanation.index and opened.numbers.number
        assert opened.explanation.index.p == opened.numbers.number.p


def test_below_the_report_of_a_long_team_there_is_room_for_as_many_messages_as_it_may_need(engine: Engine) -> None:
    teams = Teams(engine)
    teams.begin(13, 0)
    with teams.at(7 * 24 + 12) as session:
        weekly.post(session, teams.settings, team.person(session, "mona"), Week(START.date()), teams.now)
        posts = session.scalars(select(Post).where(Post.kind == PEOPLE).order_by(Post.id)).all()
        assert [part_of(each) for each in posts] == [0, 1, 2, 3]
        render = message_kinds(teams.settings)[PEOPLE].render
        assert [render(session, each, teams.now) for each in posts] == [None] * 4, "nobody asked"
