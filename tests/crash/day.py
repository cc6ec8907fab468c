"""The day itself: people act, Slack misbehaves, processes are killed; then all is made whole and comes to rest.

1. Everybody asks and answers while each replica is killed as often as planned.
2. No more kills and faults; a last process per replica is started.
3. Everybody ends by clicking what is still open, until nothing is due any more.
"""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from bot.clock import system
from bot.sandbox.delivery import NotSettled
from tests.crash import records
from tests.crash.ending import end_all
from tests.crash.faults import Trouble
from tests.crash.killing import Replica
from tests.crash.people import Actor, Log
from tests.crash.plan import MANAGERS, REPS, Plan
from tests.crash.processes import nursery
from tests.crash.scene import Asked, Scene, Stage
from tests.crash.witness import Witness, watch
from tests.crash.world import World


@dataclass
class Played:
    """What happened: everything that the audit needs beside the local Slack and the database."""

    world: World
    witness: Witness
    log: Log
    asked: list[Asked] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    troubles: list[str] = field(default_factory=list)
    """What no process and no person should ever meet, in words."""
    starts: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def accepted(self) -> list[Asked]:
        """What counts as asked: what Slack took or will bring again, and what showed up in spite of an error."""
        return [each for each in list(self.asked) if each.taken or self.witness.of(each.token, each.rep.channel)]


@dataclass
class Day:
    """One day of one world.

    `patience`: seconds that people look for what should be there; `rest_limit`: how long all may take to come to rest.
    On a short one leases and back-offs end when the last process was killed.
    """

    world: World
    plan: Plan
    patience: float = 20.0
    rest_limit: float = 180.0

    def play(self) -> Played:
        """The whole day."""
        began = time.monotonic()
        played = Played(self.world, watch(self.world.sandbox), Log())
        over, evening = threading.Event(), threading.Event()
        with nursery(self.world.env) as home:
            replicas = [Replica(self.world, home, number) for number in range(self.plan.replicas)]
            try:
                trouble = Trouble(self.world.sandbox, self.plan.faults(), over).start()
                self._by_day(self._stage(played, over), played, replicas)
                self._make_whole(replicas)
                trouble.stop()
                played.faults = trouble.counts
                self._come_to_rest(self._stage(played, evening), played)
            finally:
                over.set()
                for each in replicas:
                    each.kill()
        played.witness.stop()
        played.kills = sum(each.kills for each in replicas)
        played.starts = [each for replica in replicas for each in replica.started]
        played.troubles += [each for replica in replicas for each in replica.died]
        played.seconds = time.monotonic() - began
        return played

    def _stage(self, played: Played, over: threading.Event) -> Stage:
        return Stage(self.world.sandbox.workspace, played.witness, over, self.patience)

    def _by_day(self, stage: Stage, played: Played, replicas: list[Replica]) -> None:
        """People act until each process was killed as often as planned."""
        people = self._people(stage, played)
        lives = [
            threading.Thread(target=each.lives_and_dies, args=(self.plan.ends(each.number), stage.over), daemon=True)
            for each in replicas
        ]
        for each in lives:
            each.start()
        _wait_for(lives)
        stage.over.set()
        _wait_for(people)

    def _people(self, stage: Stage, played: Played) -> list[threading.Thread]:
        managers = [Actor(self.world.manager_of(number), played.log) for number in range(MANAGERS)]
        threads = [
            threading.Thread(target=self._live, args=(number, managers[number % MANAGERS], stage, played), daemon=True)
            for number in range(REPS)
        ]
        for each in threads:
            each.start()
        return threads

    def _live(self, number: int, manager: Actor, stage: Stage, played: Played) -> None:
        """A rep's day: one question after the other."""
        rep = Actor(self.world.rep(number), played.log)
        if stage.over.wait(self.plan.first_pause(number)):
            return
        for story in self.plan.stories(number):
            asked = Asked(story, rep, manager)
            played.asked.append(asked)
            scene = Scene(stage, asked)
            try:
                scene.play()
            except Exception as error:  # whatever it is, the audit names it
                played.troubles.append(f"{story.token} the person's own Slack failed: {error!r}")
            stage.until(scene.is_out_of_the_way, patience=self.patience if asked.words is None else 600)
            if stage.over.wait(story.rest):
                return

    def _make_whole(self, replicas: list[Replica]) -> None:
        self.world.sandbox.faults.clear()
        if self.plan.short:
            time.sleep(3)  # what a killed process had asked of Slack is over by then
            records.end_waits(records.reader(self.world.database_url), system())
        for each in replicas:
            each.start()

    def _come_to_rest(self, stage: Stage, played: Played) -> None:
        """Clicks and waits, until nobody has anything to click and nothing is due."""
        deadline, left = time.monotonic() + self.rest_limit, ""
        while time.monotonic() < deadline:
            if not (left := self._left(stage, played)):
                return
            time.sleep(0.5)
        played.troubles.append(f"not at rest after {self.rest_limit:.0f} s: {left}")

    def _left(self, stage: Stage, played: Played) -> str:
        """What keeps the day from being over, in words."""
        if not end_all(stage, played.accepted(), limit=20):
            return "somebody still has something to click"
        posts, steps = records.still_due(records.reader(self.world.database_url), system())
        if posts or steps:
            return f"{posts} messages and {steps} steps are due"
        try:
            self.world.sandbox.settle(0.5)
        except NotSettled as error:
            return str(error)
        return ""


def _wait_for(threads: list[threading.Thread]) -> None:
    for each in threads:
        each.join()
