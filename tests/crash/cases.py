"""Puts together what belongs to one question: its rows, and the messages that people saw. Judges nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from bot.requests.service.lifecycle import CARD, REP
from tests.crash.day import Played
from tests.crash.people import Done
from tests.crash.records import Records
from tests.crash.scene import Asked
from tests.crash.witness import Sight, is_gone, words_now


@dataclass(frozen=True)
class Case:
    """One question. `ids`: the requests that were made of it; `heads`: messages about it outside any thread."""

    asked: Asked
    played: Played
    records: Records
    ids: list[str]
    heads: list[Sight]

    @property
    def token(self) -> str:
        return self.asked.token

    @property
    def request(self) -> Row[Any] | None:
        """The request, where there is exactly one."""
        return self.records.requests.get(self.ids[0]) if len(self.ids) == 1 else None

    @property
    def history(self) -> list[Row[Any]]:
        """Its moves, oldest first."""
        return [row for each in self.ids for row in self.records.history.get(each, ())]

    @property
    def rep_heads(self) -> list[Sight]:
        """What the rep saw about it."""
        return [each for each in self.heads if each.channel == self.asked.rep.channel]

    @property
    def cards(self) -> list[Sight]:
        """What anybody else saw about it."""
        return [each for each in self.heads if each.channel != self.asked.rep.channel]

    @property
    def done(self) -> list[Done]:
        """What people did about it."""
        return [each for each in self.played.log.done if each.token == self.token]

    def words(self, sight: Sight) -> str:
        """What this message says now; nothing when it is gone."""
        workspace = self.played.world.sandbox.workspace
        return "" if is_gone(workspace, sight.message) else words_now(workspace, sight.message)

    def places(self, sights: Iterable[Sight]) -> str:
        """Where they stand, for a finding."""
        return ", ".join(f"{each.channel} {each.ts}" for each in sights) or "nowhere"


def cases(played: Played, records: Records) -> list[Case]:
    """Every question that counts as asked."""
    return [_case(asked, played, records) for asked in played.accepted()]


def _case(asked: Asked, played: Played, records: Records) -> Case:
    named = [each for each in played.witness.of(asked.token) if not each.message.is_reply]
    ids = {records.posts[each.post_id].subject_id for each in named if each.post_id in records.posts}
    message = asked.message
    if message and (said := records.places.get((message.channel, message.ts))):
        ids.add(said.request_id)
    known = {each.ts: each for each in played.witness.sights}
    posts = [each for each in records.posts.values() if each.subject_id in ids and each.kind in {REP, CARD}]
    heads = {each.ts: each for each in named} | {each.ts: known[each.ts] for each in posts if each.ts in known}
    found = sorted(each for each in ids if each in records.requests)
    return Case(asked, played, records, found, sorted(heads.values(), key=lambda each: each.at))
