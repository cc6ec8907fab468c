"""The stages of a manager's playbook: read by their reps, written by them alone. Never commits, never calls Slack."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.playbook.models import Stage
from bot.playbook.rules import MOST_STAGES, Entry, Slot, clash, fold
from bot.playbook.service.gaps import fill_written
from bot.slack.errors import Refusal
from bot.store.base import new_id
from bot.team import service as team
from bot.team.models import Person

NOT_A_LEADER = "The playbook is written by whoever leads the team. Name your reps with `/kickstand team` first."
NOBODYS = (
    "A playbook belongs to a team, and I don't know yours yet. Ask your manager to add you with `/kickstand team`."
)
GONE = "That stage isn't in your playbook any more."


class Taken(Refusal):
    """Two stages may not share a name. `slot`: the field that says so."""

    def __init__(self, slot: Slot, sentence: str) -> None:
        super().__init__(sentence)
        self.slot = slot


@dataclass(frozen=True)
class Replaced:
    """What an import did, in numbers of stages."""

    added: int
    changed: int
    unchanged: int
    removed: int


def of_manager(session: Session, manager_id: str) -> list[Stage]:
    """A manager's stages in their order."""
    query = select(Stage).where(Stage.manager_id == manager_id).order_by(Stage.position, Stage.id)
    return list(session.scalars(query))


def entries(session: Session, manager_id: str) -> list[Entry]:
    """What a manager's stages say."""
    return [entry(stage) for stage in of_manager(session, manager_id)]


def entry(stage: Stage) -> Entry:
    """What a stage says."""
    return Entry(
        name=stage.name,
        words=tuple(stage.words.split("\n")) if stage.words else (),
        next_steps=stage.next_steps,
        exit_criteria=stage.exit_criteria,
        links=tuple(stage.links.split("\n")) if stage.links else (),
    )


def above(session: Session, person_id: str) -> Person | None:
    """The manager of somebody, if that manager has written a playbook."""
    manager = team.manager_of(session, person_id)
    return manager if manager and of_manager(session, manager.id) else None


def asks_of(session: Session, person_id: str) -> Person:
    """Whose playbook answers somebody: their manager's; of who leads, their own while there is none above.

    Raises Refusal for who is on no team.
    """
    if team.reps_of(session, person_id):
        return above(session, person_id) or team.person(session, person_id)
    manager = team.manager_of(session, person_id)
    if manager is None:
        raise Refusal(NOBODYS)
    return manager


def refuse_unless_leads(session: Session, person_id: str) -> None:
    """Only whoever leads a team now writes a playbook. Raises Refusal."""
    if not team.reps_of(session, person_id):
        raise Refusal(NOT_A_LEADER)


def own(session: Session, stage_id: str, by: str) -> Stage:
    """A stage, for whom it belongs to. Raises Refusal when it is gone, somebody else's, or they lead nobody now."""
    refuse_unless_leads(session, by)
    stage = session.get(Stage, stage_id, with_for_update=True)
    if stage is None or stage.manager_id != by:
        raise Refusal(GONE)
    return stage


def add(session: Session, by: str, given: Entry, now: datetime) -> Stage:
    """A new stage, at the end. Raises Refusal."""
    refuse_unless_leads(session, by)
    others = of_manager(session, by)
    if len(others) >= MOST_STAGES:
        raise Refusal(f"A playbook has {MOST_STAGES} stages at most. Take one out first.")
    _refuse_taken(given, others)
    position = max((each.position for each in others), default=0) + 1
    stage = Stage(id=new_id(), manager_id=by, position=position)
    session.add(stage)
    _write(stage, given, now)
    _written(session, by, [given], now)
    return stage


def change(session: Session, stage_id: str, by: str, given: Entry, now: datetime) -> None:
    """A stage says something else. Raises Refusal."""
    stage = own(session, stage_id, by)
    _refuse_taken(given, [each for each in of_manager(session, by) if each.id != stage_id])
    _write(stage, given, now)
    _written(session, by, [given], now)


def move(session: Session, stage_id: str, by: str, places: int) -> None:
    """A stage comes so many places later (or earlier, below zero); at the ends it stays. Raises Refusal."""
    stage = own(session, stage_id, by)
    order = of_manager(session, by)
    at = order.index(stage)
    order.insert(max(at + places, 0), order.pop(at))
    for position, each in enumerate(order, 1):
        each.position = position
    session.flush()


def delete(session: Session, stage_id: str, by: str) -> None:
    """A stage goes. Raises Refusal."""
    session.delete(own(session, stage_id, by))
    session.flush()


def replace(session: Session, manager_id: str, given: Sequence[Entry], now: datetime) -> Replaced:
    """The whole playbook is this now. A stage of the same name is the same stage; done again it changes nothing."""
    before = {fold(stage.name): stage for stage in of_manager(session, manager_id)}
    removed = [stage for name, stage in before.items() if name not in {fold(each.name) for each in given}]
    for stage in removed:
        session.delete(stage)
    added: list[Entry] = []
    changed: list[Entry] = []
    for position, each in enumerate(given, 1):
        known = before.get(fold(each.name))
        if known and (entry(known), known.position) == (each, position):
            continue
        stage = known or Stage(id=new_id(), manager_id=manager_id)
        session.add(stage)
        (changed if known else added).append(each)
        stage.position = position
        _write(stage, each, now)
    _written(session, manager_id, [*added, *changed], now)
    return Replaced(len(added), len(changed), len(given) - len(added) - len(changed), len(removed))


def _refuse_taken(given: Entry, others: Sequence[Stage]) -> None:
    taken = clash(given, [entry(each) for each in others])
    if taken:
        raise Taken(*taken)


def _write(stage: Stage, given: Entry, now: datetime) -> None:
    stage.name, stage.words = given.name, "\n".join(given.words)
    stage.next_steps, stage.exit_criteria = given.next_steps, given.exit_criteria
    stage.links, stage.changed_at = "\n".join(given.links), now


def _written(session: Session, manager_id: str, given: Sequence[Entry], now: datetime) -> None:
    session.flush()
    fill_written(session, manager_id, given, now)
