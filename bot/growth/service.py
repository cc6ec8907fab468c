"""Levels: read, set, put off. Only the rep's manager of record sets them. Never commits, never calls Slack."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.growth.models import LevelSet
from bot.growth.rules import ORDER, TOPICS, Level, Setting, Standing, is_next, is_step_back, standing
from bot.slack import outbox
from bot.slack.errors import Refusal
from bot.store.memo import looked_up_once
from bot.team import service as team
from bot.team.models import Person
from bot.team.rules import Topic

LEVEL = "growth.level"
"""The message in which a rep hears what has changed."""


def standing_on(session: Session, rep: Person, topic: Topic, now: datetime) -> Standing:
    """Where a rep is on a topic now, whoever their manager was when it was said."""
    return standings(session, rep, now)[topic]


def standings(session: Session, rep: Person, now: datetime) -> dict[Topic, Standing]:
    """Where a rep is on every topic. Something else than the named topics is never on any level but the usual."""
    return standings_of(session, [rep], now)[rep.id]


def standings_of(session: Session, reps: Sequence[Person], now: datetime) -> dict[str, dict[Topic, Standing]]:
    """Where each of these reps is on every topic, by the rep's id."""
    said: dict[tuple[str, Topic], list[LevelSet]] = defaultdict(list)
    for each in _levels_set(session, tuple(rep.id for rep in reps)):
        said[each.rep_id, each.topic].append(each)
    return {
        rep.id: {
            topic: standing(said_of(session, rep, said[rep.id, topic]), team.is_in_ramp(session, rep, now))
            for topic in Topic
        }
        for rep in reps
    }


def alone(session: Session, reps: Sequence[Person], now: datetime) -> list[tuple[Person, list[Topic]]]:
    """Those of these reps who go alone on a topic, each with the topics, in the order given."""
    found = standings_of(session, reps, now)
    own = {
        rep_id: [topic for topic, each in levels.items() if each.level == Level.INDEPENDENT]
        for rep_id, levels in found.items()
    }
    return [(rep, own[rep.id]) for rep in reps if own[rep.id]]


@looked_up_once(LevelSet)
def _levels_set(session: Session, rep_ids: tuple[str, ...]) -> tuple[LevelSet, ...]:
    query = select(LevelSet).where(LevelSet.rep_id.in_(rep_ids), LevelSet.topic.in_(TOPICS))
    return tuple(session.scalars(query.order_by(LevelSet.id)))


def said_of(session: Session, rep: Person, rows: Iterable[LevelSet]) -> list[Setting]:
    """What a manager said about a rep, as the rules take it."""
    return [Setting(each.level, each.at, team.is_in_ramp(session, rep, each.at)) for each in rows]


def why_of(session: Session, rep_id: str, topic: Topic) -> str:
    """What the manager wrote when they last set this topic's level; empty when they wrote nothing."""
    query = select(LevelSet).where(LevelSet.rep_id == rep_id, LevelSet.topic == topic)
    newest = session.scalars(query.order_by(LevelSet.id.desc()).limit(1)).first()
    return (newest.why or "") if newest else ""


def confirm(session: Session, rep_id: str, topic: Topic, level: Level, by: str, now: datetime) -> None:
    """The manager says yes to a proposal: the next level up. Raises Refusal when it is not that any more."""
    rep = _of_manager(session, rep_id, by)
    before = standing_on(session, rep, topic, now).level
    if level not in ORDER[ORDER.index(before) + 1 :]:
        raise Refusal(f"That's where {rep.first_name} is already. Nothing was changed.")
    _refuse_unless_next(rep, before, level)
    _set(session, rep, topic, level, by, "", now)


def not_yet(session: Session, rep_id: str, topic: Topic, level: Level, by: str, now: datetime) -> None:
    """The manager would rather wait: nothing changes, nobody is told, and nobody is asked again for six weeks."""
    rep = _of_manager(session, rep_id, by)
    stands = standing_on(session, rep, topic, now)
    before = stands.level
    if level not in ORDER[ORDER.index(before) + 1 :]:
        raise Refusal(f"{rep.first_name} is past that already. Nothing was changed.")
    _refuse_unless_next(rep, before, level)
    if before == Level.GUIDED and stands.since is None:
        raise Refusal(f"{rep.first_name} is guided while new, and that ends by itself. Nothing was changed.")
    session.add(LevelSet(rep_id=rep.id, by_id=by, topic=topic, level=before, at=now))


def _refuse_unless_next(rep: Person, before: Level, level: Level) -> None:
    """A proposal that stood on an old screen. Raises Refusal."""
    if not is_next(before, level):
        raise Refusal(
            f"{rep.first_name} is on another level by now, so this doesn't fit any more. Nothing was changed."
        )


def set_level(session: Session, rep_id: str, topic: Topic, level: Level, why: str, by: str, now: datetime) -> None:
    """The manager sets a level by hand. Raises Refusal for the level it is already, and for a step back without why."""
    rep = _of_manager(session, rep_id, by)
    before = standing_on(session, rep, topic, now).level
    if topic not in TOPICS or level == before:
        raise Refusal(f"That's where {rep.first_name} is already. Nothing was changed.")
    if is_step_back(before, level) and not why.strip():
        raise Refusal(f"A step back needs a sentence why: {rep.first_name} reads it.")
    _set(session, rep, topic, level, by, why, now)


def _of_manager(session: Session, rep_id: str, by: str) -> Person:
    """The rep, for their manager of record now; two changes of one rep's levels wait for each other here."""
    rep = session.get(Person, rep_id, with_for_update={"key_share": True})
    manager = team.manager_of(session, rep_id)
    if rep is None or manager is None or manager.id != by:
        raise Refusal("Only their manager can do this.")
    return rep


def _set(session: Session, rep: Person, topic: Topic, level: Level, by: str, why: str, now: datetime) -> None:
    row = LevelSet(rep_id=rep.id, by_id=by, topic=topic, level=level, at=now, why=why.strip() or None)
    session.add(row)
    session.flush()
    outbox.want(session, LEVEL, str(row.id), rep.id, now)
