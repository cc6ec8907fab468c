"""Importing reporting lines: people are found in a local Slack, lines land in both kinds of database, all or none."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from slack_sdk import WebClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.slack.outbox import Post
from bot.slack.profiles import read
from bot.store.engine import open_engine
from bot.store.workspace import sessions_on
from bot.team import service as team
from bot.team.models import Person, ReportingLine, Team
from bot.team.roster import RosterErrors
from bot.team.roster_import import ImportResult, import_roster
from bot.team.rules import LineStatus

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
HEADER = "rep,manager,lead,started_on\n"


class Office:
    """Five people in Slack, and an admin's desk with a database that knows none of them."""

    def __init__(self, sandbox: Sandbox, database_url: str) -> None:
        self.sandbox = sandbox
        self.client = WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        settings = Settings(database_url=database_url, kickstand_secret_key=Fernet.generate_key().decode())
        self.engine = open_engine(settings)
        self.sessions = sessions_on(self.engine)
        self.changed: list[str] = []
        self.ids = {key: sandbox.add_person(key).id for key in ("riya", "omar", "mona", "lee", "otto")}

    def imports(self, *lines: str, now: datetime = NOW) -> ImportResult:
        """An admin imports these lines; names in braces stand for Slack ids."""
        text = HEADER + "\n".join(lines).format(**self.ids)
        return import_roster(self.sessions, self.client, text.encode(), now, self._note)

    def _note(self, session: Session, person_id: str, now: datetime) -> None:
        self.changed.append(next(key for key, each in self.ids.items() if each == person_id))

    def refuses(self, *lines: str) -> dict[int, str]:
        """What is wrong, by line; nothing was written."""
        before = self.rows()
        with pytest.raises(RosterErrors) as caught:
            self.imports(*lines)
        assert self.rows() == before
        assert self.changed == []
        return {error.number: error.sentence for error in caught.value.errors}

    def rows(self) -> list[int]:
        with self.sessions() as session:
            return [
                session.scalar(select(func.count()).select_from(table)) or 0
                for table in (Person, ReportingLine, Team, Post)
            ]

    def manager_of(self, key: str) -> str | None:
        with self.sessions() as session:
            found = team.manager_of(session, self.ids[key])
            return found.name if found else None

    def told(self, key: str) -> list[str]:
        """The kinds of messages that somebody is to get."""
        with self.sessions() as session:
            found = session.scalars(select(Post.kind).where(Post.person_id == self.ids[key]).order_by(Post.kind))
            return list(found)


@pytest.fixture
def office(sandbox: Sandbox, database_url: str) -> Iterator[Office]:
    office = Office(sandbox, database_url)
    yield office
    office.engine.dispose()


def test_ids_and_addresses_are_found_in_slack_and_everybody_is_told(office: Office) -> None:
    lines = ("{riya},mona@example.com,{lee},2026-10-01", "OMAR@example.com,{mona},,")
    assert office.imports(*lines) == ImportResult(added=2, changed=0, unchanged=0)
    assert (office.manager_of("riya"), office.manager_of("omar")) == ("Mona", "Mona")
    assert office.told("riya") == office.told("omar") == ["team.notice"]
    assert office.told("mona") == ["team.manager_notice"]
    assert office.changed == ["riya", "omar"]
    with office.sessions() as session:
        assert session.get_one(Team, office.ids["mona"]).lead_id == office.ids["lee"]
        line = team.line_of(session, office.ids["riya"])
        assert line is not None
        assert line.started_on == date(2026, 10, 1)


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    lines = ("{riya},{mona},{lee},2026-10-01", "{omar},{mona},,")
    office.imports(*lines)
    before = office.rows()
    office.changed.clear()
    again = office.imports(*lines, now=NOW + timedelta(days=1))
    assert again == ImportResult(added=0, changed=0, unchanged=2)
    assert office.rows() == before
    assert office.changed == []


def test_what_is_new_in_a_file_is_counted_by_line(office: Office) -> None:
    office.imports("{riya},{mona},,", "{omar},{mona},,")
    office.changed.clear()
    result = office.imports("{riya},{lee},,", "{omar},{mona},,2026-10-01", "{otto},{mona},,")
    assert result == ImportResult(added=1, changed=2, unchanged=0)
    assert office.changed == ["riya", "otto"]
    assert office.manager_of("riya") == "Lee"
    assert office.told("riya") == ["team.changed", "team.notice"]


def test_a_new_lead_is_a_change_of_every_line_that_names_it(office: Office) -> None:
    office.imports("{riya},{mona},,", "{omar},{mona},,")
    assert office.imports("{riya},{mona},{lee},", "{omar},{mona},,") == ImportResult(0, 1, 1)


def test_an_open_question_is_settled_by_an_import(office: Office) -> None:
    office.imports("{omar},{mona},,")
    with office.sessions.begin() as session:
        team.remember(session, read(office.client, office.ids["riya"]), NOW)
        team.claim(session, office.ids["mona"], office.ids["riya"], None, NOW)
    assert office.imports("{riya},{mona},,") == ImportResult(1, 0, 0)
    with office.sessions() as session:
        assert team.lines_of(session, office.ids["mona"], LineStatus.CLAIMED) == []


def test_every_person_whom_slack_does_not_have_is_named_with_the_line(office: Office, sandbox: Sandbox) -> None:
    sandbox.person("otto").account.deleted = True
    bot = sandbox.workspace.bot_user_id
    errors = office.refuses(
        "{riya},{mona},,", "nobody@example.com,{mona},,", "U0NOBODY,{mona},,", f"{bot},{{mona}},,", "{otto},{mona},,"
    )
    assert set(errors) == {3, 4, 5, 6}
    assert errors[3] == "Slack doesn't know anybody with the address nobody@example.com."
    assert errors[4] == "Slack doesn't know anybody with the id U0NOBODY."
    assert errors[5].endswith("is an app; pick a person.")
    assert errors[6] == "Otto has no active account in Slack any more."


def test_a_mistake_on_one_line_keeps_all_lines_out(office: Office) -> None:
    assert office.refuses("{riya},{mona},,", "{omar},{mona},,yesterday") == {
        3: "“yesterday” is not a day like 2025-03-31."
    }


def test_one_person_by_address_and_by_id_is_one_person(office: Office) -> None:
    assert office.refuses("{mona},mona@example.com,,") == {2: "Rep and manager are the same person."}
    twice = office.refuses("{riya},{mona},,", "riya@example.com,{lee},,")
    assert "already listed as a rep on line 2" in twice[3]
    assert "Manager and lead are the same person" in office.refuses("{riya},{mona},mona@example.com,")[2]
    leads = office.refuses("{riya},{mona},{lee},", "{omar},mona@example.com,{otto},")
    assert "already has the lead" in leads[3]


def test_a_circle_by_way_of_an_address_is_found(office: Office) -> None:
    errors = office.refuses("{riya},mona@example.com,,", "{mona},riya@example.com,,")
    assert set(errors) == {2, 3}
    assert "closes a circle" in errors[2]


def test_a_circle_with_lines_that_are_known_is_found(office: Office) -> None:
    office.imports("{mona},{lee},,", "{riya},{mona},,")
    office.changed.clear()
    errors = office.refuses("{lee},riya@example.com,,", "{omar},{otto},,")
    assert set(errors) == {2}
    assert "riya@example.com" in errors[2]
    assert f"Mona ({office.ids['mona']})" in errors[2]


def test_a_line_that_is_replaced_closes_no_circle(office: Office) -> None:
    office.imports("{riya},{mona},,")
    assert office.imports("{riya},{lee},,", "{mona},{riya},,") == ImportResult(1, 1, 0)
    assert (office.manager_of("riya"), office.manager_of("mona")) == ("Lee", "Riya")


def test_somebody_who_left_since_the_last_import_is_named(office: Office, sandbox: Sandbox) -> None:
    office.imports("{riya},{mona},,")
    office.changed.clear()
    sandbox.person("riya").account.deleted = True
    with office.sessions.begin() as session:
        team.person(session, office.ids["riya"]).gone = True
    assert office.refuses("{riya},{mona},,") == {2: "Riya has no active account in Slack any more."}
