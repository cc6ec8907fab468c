"""A rep's own numbers, for that rep alone: counts, topic by topic too. No score, no rate, nobody to compare with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.requests.rules import DecidedBy
from bot.team.rules import Topic


@dataclass(frozen=True, kw_only=True)
class OwnRequest:
    """One of the rep's own requests that was not taken back. `solved_before`: it never reached the manager."""

    asked_at: datetime
    topic: Topic | None = None
    solved: bool = False
    solved_before: bool = False
    decided: bool = False
    with_options: bool = False
    with_pick: bool = False
    decided_by: DecidedBy | None = None


@dataclass(frozen=True)
class Counts:
    """What came of a stretch of time; `me`, `together`, `manager`: who decided, as the rep said."""

    asked: int
    solved: int
    solved_before: int
    decided: int
    with_options: int
    me: int
    together: int
    manager: int


@dataclass(frozen=True)
class OnTopic:
    """One topic: how many questions, with how many own picks, how many the rep settled."""

    topic: Topic
    asked: int
    with_pick: int
    settled: int


def counts(requests: Iterable[OwnRequest], since: datetime) -> Counts:
    """Everything asked since then."""
    found = [each for each in requests if each.asked_at >= since]
    said = [each.decided_by for each in found]
    return Counts(
        asked=len(found),
        solved=sum(each.solved for each in found),
        solved_before=sum(each.solved_before for each in found),
        decided=sum(each.decided for each in found),
        with_options=sum(each.with_options for each in found),
        me=said.count(DecidedBy.ME),
        together=said.count(DecidedBy.TOGETHER),
        manager=said.count(DecidedBy.MANAGER),
    )


def by_topic(requests: Sequence[OwnRequest], since: datetime) -> list[OnTopic]:
    """The topics that were named since then, in the order in which the form has them."""
    found = [each for each in requests if each.asked_at >= since]
    return [
        OnTopic(
            topic,
            asked=sum(each.topic == topic for each in found),
            with_pick=sum(each.topic == topic and each.with_pick for each in found),
            settled=sum(each.topic == topic and (each.solved or each.decided) for each in found),
        )
        for topic in Topic
        if any(each.topic == topic for each in found)
    ]
