"""What an event costs, against a Bolt listener that does nothing on the same server. Sends events only."""

import itertools
from collections.abc import Iterator, Sequence
from statistics import median

from benchmarks import servers
from benchmarks.load import Answered, Json, as_fast_as_it_can, event
from benchmarks.results import Result, Size
from benchmarks.seeding import dm_of, seed_teams
from benchmarks.slack import TEAM
from benchmarks.timing import percentile

ROUNDS = 5
_numbers = itertools.count(1)


def message(user: str, channel: str, kind: str, text: str) -> Json:
    """A new message, as Slack tells of it."""
    number = next(_numbers)
    ts = f"1795342800.{number:06}"
    said = {"type": "message", "user": user, "channel": channel, "channel_type": kind, "text": text, "ts": ts}
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A0BENCH",
        "event_id": f"Ev{number:010}",
        "event_time": 1795342800,
        "authorizations": [{"team_id": TEAM, "user_id": "U0BENCHBOT", "is_bot": True, "enterprise_id": None}],
        "event": {**said, "event_ts": ts, "team": TEAM, "client_msg_id": f"{number:032}"},
    }


def nobodys(size: Size) -> Iterator[Result]:
    """Messages of people who are on no team, in channels that nobody has watched."""
    with servers.slack() as slack, servers.floor() as floor, servers.database("sqlite") as engine:
        seed_teams(engine, managers=20, reps_each=10)
        with servers.kickstand(servers.url_of(engine), slack) as port:
            ratios = [
                _burst(port, payloads).rate / _burst(floor, payloads).rate
                for payloads in (_of_others(size.of(2000, 200)) for _ in range(ROUNDS))
            ]
    yield Result("event of nobody enrolled / no-op listener", median(ratios), 0.9, at_most=False)


def held(size: Size) -> Iterator[Result]:
    """Direct messages to the bot, each of which becomes a request before it is acknowledged."""
    for kind in size.databases:
        with servers.slack() as slack, servers.floor() as floor, servers.database(kind) as engine:
            asks = [_asked(number) for number in range(size.of(500, 40))]
            seed_teams(engine, managers=len(asks) // 10 + 1, reps_each=10)
            with servers.kickstand(servers.url_of(engine), slack) as port:
                done = [
                    (_burst(port, asks[number::ROUNDS]), _burst(floor, asks[number::ROUNDS]))
                    for number in range(ROUNDS)
                ]
        rate = median(ours.rate / theirs.rate for ours, theirs in done)
        slowest = median(percentile(ours.each, 0.99) / percentile(theirs.each, 0.99) for ours, theirs in done)
        how = f"{median(ours.rate for ours, _ in done):.0f}/s against {median(theirs.rate for _, theirs in done):.0f}/s"
        yield Result(f"message that is held, {kind} / no-op", rate, 0.4, at_most=False, how=how)
        yield Result(f"the same, 99th percentile, {kind} / no-op", slowest, 5)


def _of_others(count: int) -> list[Json]:
    return [message(f"U0OTHER{n % 500}", f"C0OTHER{n % 200}", "channel", "Lunch at twelve?") for n in range(count)]


def _asked(number: int) -> Json:
    rep = f"U0REP{number}"
    return message(rep, dm_of(rep), "im", f"Can I give customer {number} 20 %? They'd sign this week.")


def _burst(port: int, payloads: Sequence[Json]) -> Answered:
    return as_fast_as_it_can(port, [event(each) for each in payloads])
