"""Two busy weeks with everything that nudges: nobody gets more than three unasked-for messages on any day of theirs.

Counted by what stands in the local Slack, not by what Kickstand counts itself.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.requests.models import Request, Said
from bot.requests.rules import OUTCOME_AFTER, Answer, Label, Part, Status, WayIn
from bot.requests.service import clockwork
from bot.sandbox.people import Person
from bot.sandbox.seen import see
from bot.score.service import weekly
from bot.slack import outbox
from bot.slack.outbox import Post
from tests.story import Story
from tests.watching.conftest import consents, for_real

BERLIN = ZoneInfo("Europe/Berlin")
ASK, WATCHED = "Can I give customer {} a discount?", "Can I give prospect {} 20 % off if they sign this week?"
NUDGES = ["do you still need Mona", "still waiting on this one", "hasn't got to this yet", "How did it go?"]
NUDGES += ["A picture of a pattern", "can wait until", "You answered Riya in your direct messages"]
PROMISED = 3
ANSWERED = "Mona says it's your call."


@dataclass(frozen=True)
class Arrival:
    """A message as it was when somebody first had it; `text` is what its notification says."""

    key: str
    on: date
    hour: int
    text: str
    plain: str

    @property
    def is_unasked(self) -> bool:
        told = "prospect" in self.plain and self.key == "riya" and ANSWERED not in self.plain
        return told or any(words in self.plain for words in NUDGES)


@dataclass
class Fortnight:
    """The team, day by day, and everything that came."""

    story: Story
    came: list[Arrival] = field(default_factory=list)
    known: set[tuple[str, str]] = field(default_factory=set)
    asked: int = 0

    def person(self, key: str) -> Person:
        return self.story.sandbox.person(key)

    def until(self, moment: datetime) -> None:
        """Time passes; what is due happens when it is due, and by day everything is looked at once an hour."""
        while (now := self.story.clock()) < moment:
            local = now.astimezone(BERLIN)
            hour = local.replace(minute=0) + timedelta(hours=1 if 7 <= local.hour < 22 else 9)
            self.story.clock.set(min([hour, moment, *self.due(now)]))
            jobs = self.story.kickstand.jobs
            for job in (jobs.step_requests, jobs.post_weekly, jobs.deliver):
                job()
            self.look()

    def due(self, now: datetime) -> list[datetime]:
        """When the jobs that run here have something to do next."""
        runtime = self.story.kickstand.runtime
        with runtime.sessions.begin() as session:
            found = clockwork.next_moment(session, now), outbox.next_moment(session, now)
            return [each for each in (*found, weekly.next_post(session, runtime.settings, now)) if each]

    def look(self) -> None:
        """Note what is new in everybody's conversation with Kickstand."""
        workspace = self.story.sandbox.platform.workspace
        for key in ("riya", "omar", "mona"):
            person = self.person(key)
            local = self.story.clock().astimezone(ZoneInfo(person.account.tz))
            for message in person.conversation.messages:
                if message.bot_id and not message.only_for and (key, message.ts) not in self.known:
                    self.known.add((key, message.ts))
                    plain = see(workspace, message).plain
                    self.came.append(Arrival(key, local.date(), local.hour, message.text, plain))

    def asks(self, key: str, words: str = ASK) -> None:
        self.asked += 1
        to = self.person("mona") if words is WATCHED else None
        self.person(key).says(words.format(f"{self.asked:03}"), to=to)
        self.look()

    def answers(self, most: int) -> None:
        """Mona answers the oldest cards that she has."""
        cards = [each for each in self.person("mona").messages if "Your call" in each.buttons]
        for card in cards[:most]:
            self.person("mona").clicks("Your call", on=card)
        self.look()

    def day(self, day: date) -> None:
        """Riya asks here and in messages to Mona; Omar from New York, until late; Mona hardly keeps up."""
        for clock, who, words in (("09:10", "riya", ASK), ("14:10", "riya", WATCHED), ("15:10", "omar", ASK)):
            self.until(datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=BERLIN))
            self.asks(who, words)
        self.until(datetime.fromisoformat(f"{day} 16:00").replace(tzinfo=BERLIN))
        self.answers(2)
        self.until(datetime.fromisoformat(f"{day} 21:00").replace(tzinfo=BERLIN))
        self.asks("omar")

    def rows(self) -> list[Request]:
        return [each for each in self.story.all_requests() if each.text]

    def kept_back(self) -> Counter[str]:
        with self.story.kickstand.runtime.sessions.begin() as session:
            return Counter(session.scalars(select(Post.kind).where(Post.kept_back_at.is_not(None))))


def answered_before(story: Story, rep: str, number: int, outcome_at: datetime) -> None:
    """A question that was left with a rep two weeks before this moment."""
    at = outcome_at - OUTCOME_AFTER
    text = f"May I invite customer {number} to the fair?"
    said = [Said(id=f"s{number}", author_id=story.id(rep), part=Part.ASK, text=text, at=at)]
    old = Request(
        id=f"old{number}",
        rep_id=story.id(rep),
        manager_id=story.id("mona"),
        way_in=WayIn.HOME,
        status=Status.CLOSED,
        asked_at=at,
        ended_at=at,
        delivered_at=at,
        answered_at=at,
        hold_seconds=3600,
        answer=Answer.YOUR_CALL,
        label=Label.DELEGATED,
        outcome_at=outcome_at,
        due_at=outcome_at,
        said=said,
    )
    with story.kickstand.runtime.sessions.begin() as session:
        session.add(old)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_busy_fortnight_brings_three_unasked_messages_a_day_at_most_and_every_card_and_answer(story: Story) -> None:
    story.omar.moves_to("America/New_York")
    story.know("omar")
    consents(story)
    for_real(story)
    two_weeks = Fortnight(story)
    two_weeks.look()
    begin = story.clock().astimezone(BERLIN).date() + timedelta(days=1)
    days = [begin + timedelta(days=number) for number in range(14)]
    for number, day in enumerate(days):
        for rep in ("riya", "omar"):
            at = datetime.fromisoformat(f"{day} 15:00").replace(tzinfo=BERLIN)
            answered_before(story, rep, 2 * number + (rep == "omar"), at)
    for day in days:
        if day.weekday() < 5:
            two_weeks.day(day)
    two_weeks.until(datetime.fromisoformat(f"{days[-1]} 23:00").replace(tzinfo=BERLIN))

    unasked = Counter((each.key, each.on) for each in two_weeks.came if each.is_unasked)
    assert {each: number for each, number in unasked.items() if number > PROMISED} == {}
    assert {key for (key, _), number in unasked.items() if number == PROMISED} == {"riya", "omar", "mona"}
    at_night = [each for each in two_weeks.came if each.is_unasked and not 9 <= each.hour < 18]
    assert all("A picture of a pattern" in each.plain for each in at_night), at_night
    kept = two_weeks.kept_back()
    assert set(kept) == {f"request.{kind}" for kind in ("check", "reminder", "waiting", "outcome", "line", "rep")}
    assert sum(kept.values()) > 25, "without the budget it would have been a flood"

    out = [each for each in two_weeks.rows() if any(row.move == "release" for row in each.history)]
    carded = Counter(
        each.text.split("\n")[0] for each in two_weeks.came if each.key == "mona" and "Your call" in each.text
    )
    assert len(out) > 30
    assert [each.text for each in out if carded[f"{_name(each, story)}: {each.text}"] != 1] == []
    answered = [each for each in out if each.answer == Answer.YOUR_CALL]
    heard = [each.text for each in two_weeks.came if each.key != "mona" and each.text.startswith(ANSWERED)]
    assert len(answered) >= 18
    assert [each.text for each in answered if sum(f"(About: {each.text})" in text for text in heard) != 1] == []


def _name(request: Request, story: Story) -> str:
    return "Riya" if request.rep_id == story.id("riya") else "Omar"
