"""Every line of the table x every kind of person: allowed, or a refusal that changes and shows nothing."""

import inspect
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.app import Kickstand, build
from bot.sandbox.clock import MovableClock
from bot.settings import Settings
from tests.authorisation.table import BOT, ELSEWHERE, EVERY_ACTOR, MANAGER, OUTSIDER, REP, TABLE, Row
from tests.authorisation.world import SECRET, Attempt, World, make
from tests.story import Story

SHOWN = {"watch.settings", "score.explain", "score.me", "one_on_one.agenda", "one_on_one.overview"}
SHOWN |= {"plan.page", "plan.old", "plan.overview", "decisions.list"}
"""Modals that show what one may see, and ask for nothing."""


@pytest.fixture
def world(story: Story, settings: Settings, clock: MovableClock, engine: Engine) -> World:
    """The program in the matrix posts nothing by itself: what it wants said stands in its outbox."""
    return make(story, build(settings, clock, engine=engine), engine)


def registered(program: Kickstand) -> Iterator[tuple[str, str | re.Pattern[str]]]:
    """What Bolt was given: kind, and name or pattern; neither events nor the catch-alls."""
    for listener in program.bolt._listeners:
        for matcher in listener.matchers:
            kind = matcher.func.__qualname__.partition(".")[0].removesuffix("_submission")  # type: ignore[attr-defined]
            held = inspect.getclosurevars(matcher.func).nonlocals  # type: ignore[attr-defined]
            name = next((held[key] for key in ("constraints", "command", "callback_id") if key in held), None)
            if kind != "event" and name is not None and name != re.compile(".*"):
                yield kind, name


def test_everything_that_is_registered_has_a_line_in_the_table(kickstand: Kickstand) -> None:
    found = list(registered(kickstand))
    assert len(found) > 30
    missing = [
        (kind, name)
        for kind, name in found
        if not any(row.kind == kind and re.fullmatch(name, row.name) for row in TABLE)
    ]
    assert not missing


def wrong_with(actor: str, row: Row, got: Attempt) -> str:
    """What is not as the table says; empty when all is well."""
    forms = [view for view in got.opened if view.body.get("submit")]
    shown = [view for view in got.opened if view.body["callback_id"] in SHOWN]
    if got.status != 200:
        return f"answered {got.status}"
    if actor in row.may:
        done = {"changes": got.changed, "opens": forms, "shows": shown, "says": got.said, "passes": True}[row.effect]
        return "" if done else f"was to have an effect ({row.effect}): {got}"
    if got.changed:
        return f"changed {got.changed}"
    notices = [view for view in got.opened if not view.body.get("submit")]
    if (forms and row.value != "modal") or shown:
        return "opened a form"
    if SECRET in str([got.said, [view.body for view in got.opened]]):
        return f"was shown somebody's words: {got}"
    heard = got.said or notices
    if actor == ELSEWHERE:
        return f"heard something: {got}" if heard else ""
    return "" if heard or row.silent or actor == BOT else "heard nothing"


def test_everybody_may_what_the_table_says_and_nothing_else(world: World, request: pytest.FixtureRequest) -> None:
    """Guardrail 8: rows decide, never the ids in a payload. A sample of it on PostgreSQL."""
    on_sqlite = world.engine.dialect.name == "sqlite"
    actors = EVERY_ACTOR if on_sqlite else (REP, MANAGER, OUTSIDER)
    wrong = []
    for actor in actors:
        for row in TABLE:
            if said := wrong_with(actor, row, world.attempt(actor, row)):
                wrong.append(f"{actor}: {row}: {said}")
    assert not wrong, "\n".join(wrong)
