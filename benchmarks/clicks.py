"""How long somebody waits who clicks: a click that answers a card, and one that opens a form. Sends clicks only."""

from collections.abc import Iterator

from benchmarks import servers
from benchmarks.load import Json, at_a_rate, interaction
from benchmarks.results import Result, Size
from benchmarks.seeding import dm_of, manager, open_cards, seed_pending, seed_teams, seed_words
from benchmarks.slack import TEAM
from benchmarks.timing import percentile

A_SECOND = 20
GOAL = 50
"""Milliseconds."""


def clicks(size: Size) -> Iterator[Result]:
    """At a steady rate, whether or not the last one was answered."""
    count, reps = size.of(400, 40), 100
    with servers.slack() as slack, servers.database("sqlite") as engine:
        seed_teams(engine, managers=reps // 10, reps_each=10)
        seed_pending(engine, count, reps)
        seed_words(engine, count)
        open_cards(engine)
        with servers.kickstand(servers.url_of(engine), slack) as port:
            for name, action in (("form opened", "request.card.question"), ("card answered", "request.card.your_call")):
                sent = [interaction(_click(action, number, reps)) for number in range(count)]
                took = [each * 1000 for each in at_a_rate(port, sent, A_SECOND).each]
                how = f"median {percentile(took, 0.5):.0f} ms, {A_SECOND} a second"
                yield Result(f"{name}, 99th percentile", percentile(took, 0.99), GOAL, "ms", how=how)


def _click(action: str, number: int, reps: int) -> Json:
    by = manager(number % reps // 10)
    pressed = {"type": "button", "action_id": action, "block_id": "b", "value": f"r{number}"}
    return {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "bench"},
        "user": {"id": by, "team_id": TEAM},
        "api_app_id": "A0BENCH",
        "trigger_id": f"trigger{action}{number}",
        "channel": {"id": dm_of(by), "name": "directmessage"},
        "container": {"type": "message", "channel_id": dm_of(by), "message_ts": "1795342800.000001"},
        "message": {"type": "message", "ts": "1795342800.000001", "text": "A card", "blocks": []},
        "actions": [pressed | {"action_ts": f"1795342800.{number:06}"}],
    }
