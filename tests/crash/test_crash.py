"""A short crash test on each database. The long one is `make crash-test`."""

from pathlib import Path

import pytest

from tests.crash.audit import audit
from tests.crash.day import Day
from tests.crash.plan import Plan
from tests.crash.world import fresh_database, world


@pytest.mark.crash
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_is_lost_doubled_or_early_when_the_program_is_killed_all_the_time(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'kickstand.db'}"
    if kind == "postgresql":
        url = fresh_database(request.getfixturevalue("postgresql"))
    place = world(tmp_path, url, hold=2)
    played = Day(place, Plan(seed=20, kills=8, rest=4, short=True), patience=6, rest_limit=120).play()
    findings = audit(played)
    place.sandbox.stop()
    assert not findings, "\n".join(map(str, findings))
    assert played.kills == 8
    assert len(played.accepted()) > 20
