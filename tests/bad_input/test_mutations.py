"""Payloads with anything wrong in them: an answer on purpose each time, and never a wrong state."""

import json
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from bot.app import Kickstand
from bot.requests.models import History, Request, Said
from bot.requests.rules import NEXT, Status
from bot.sandbox.delivery import Delivery, Envelope
from bot.team.models import Person, ReportingLine
from tests.authorisation.world import World, make
from tests.bad_input.door import Door
from tests.bad_input.mutations import mutated
from tests.bad_input.samples import collected, own
from tests.story import Story

EXAMPLES = int(os.environ.get("KICKSTAND_SOAK", "120"))
"""How many mutated payloads are tried; a soak run takes thousands."""
ON_PURPOSE = {200, 400, 503}
"""Handled; not as Slack describes it; and: please send it again."""


@pytest.fixture
def world(story: Story, quiet_program: Kickstand, engine: Engine) -> World:
    return make(story, quiet_program, engine)


def wrong_state(world: World) -> list[str]:
    """What must hold whatever comes in; afterwards everything is as it was."""
    wrong = []
    with world.story.kickstand.runtime.sessions.begin() as session:
        for request in session.scalars(select(Request)):
            status = Status.HELD
            for each in session.scalars(select(History).where(History.request_id == request.id).order_by(History.id)):
                if each.before != status or NEXT.get((each.before, each.move)) != each.after:
                    wrong.append(f"{request.id}: an illegal {each.move} from {each.before} to {each.after}")
                status = each.after
            if status != request.status:
                wrong.append(f"{request.id}: {request.status}, but its history says {status}")
            if request.id in world.ids.values() and request.rep_id != world.story.id("riya"):
                wrong.append(f"{request.id} is {request.rep_id}'s now")
        people = set(session.scalars(select(Person.id)))
        wrong += [f"said by {each}" for each in session.scalars(select(Said.author_id)) if each not in people]
        lines = session.scalars(select(ReportingLine.rep_id).where(ReportingLine.status == "confirmed")).all()
        wrong += [f"two managers: {lines}"] if len(lines) != len(set(lines)) else []
    stored = world.dump()
    foreign = [name for name, rows in stored.items() for row in rows if _is_foreign(row, world)]
    world.put_back(stored)
    return wrong + [f"rows of another workspace in {name}" for name in foreign]


def _is_foreign(row: dict[str, object], world: World) -> bool:
    return row.get("workspace_id", world.here.workspace.team_id) != world.here.workspace.team_id


@pytest.mark.filterwarnings("ignore:Do not use the `random` module")  # threads beside the test use it
def test_whatever_is_wrong_with_a_payload_it_is_answered_on_purpose(world: World, door: Door) -> None:
    samples = [*own(world), *collected()]
    ids = [*world.ids.values(), *world.here.workspace.accounts, *world.here.workspace.conversations, "T0", "U0", "1.1"]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        payload = data.draw(mutated(samples, ids))
        said = door.posts(json.dumps(payload).encode())
        assert said.status in ON_PURPOSE
        assert "Traceback" not in said.body
        assert not wrong_state(world)

    holds()


def test_every_sample_itself_is_answered_on_purpose(world: World, door: Door) -> None:
    """Events that nobody handles included: Bolt's own answer to those is 404, which Slack counts as a failure."""
    answered = []
    kinds = [({200}, own(world)), (ON_PURPOSE, collected())]
    for expected, payload in [(expected, payload) for expected, payloads in kinds for payload in payloads]:
        said = door.posts(json.dumps(payload).encode())
        if said.status not in expected:
            answered.append((said.status, payload.get("type"), payload.get("event", {}).get("type")))
        assert not wrong_state(world)
    assert not answered


def test_over_socket_mode_what_is_malformed_does_not_end_the_conversation(story: Story) -> None:
    story.sandbox.be_patient(ack_seconds=0.5, retry_waits=())
    broken: list[dict[str, Any]] = [
        {},
        {"type": "event_callback"},
        {"type": "event_callback", "event": 7},
        {"type": "block_actions"},
    ]
    for payload in [*broken, {"type": "event_callback", "event": {"type": "message", "ts": {}}, "authorizations": [1]}]:
        story.sandbox.platform.courier.ask(Delivery(Envelope.EVENT, payload, "something malformed"))
    story.sandbox.platform.courier.abandon()
    story.sandbox.be_patient()
    story.riya.says("Can I give Acme 20 %?")
    assert "I'll bring this to Mona" in story.riya.sees
