"""How long one verdict takes: median and 99th percentile, and how many times a floor. Measures only; asserts nothing.

    python -m benchmarks.triage [FILE.jsonl]

The floor is the least that any look at a message must do: to split it into words and look each up in a table.
Without a file the messages are those of tests/triage/messages.toml and a few very long ones.
"""

import json
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from time import thread_time_ns

from bot.triage.request import looks_like_request
from bot.triage.spellings import SPELLINGS

MESSAGES = Path(__file__).parent.parent / "tests" / "triage" / "messages.toml"
ROUNDS = 5


def main() -> None:
    """Print one line for ordinary messages and one for the longest."""
    ordinary = _from_file(Path(sys.argv[1])) if len(sys.argv) > 1 else _own()
    longest = [(" ".join(ordinary[start : start + 60]) + " ") * 5 for start in range(0, min(len(ordinary), 200), 10)]
    for name, texts in (("ordinary", ordinary), ("longest", longest)):
        verdicts, floor = _times(looks_like_request, texts), _times(_floor, texts)
        print(
            f"{name}: {len(texts)} messages, median {_at(verdicts, 0.5):.3f} ms, p99 {_at(verdicts, 0.99):.3f} ms, "
            f"median is {_at(verdicts, 0.5) / _at(floor, 0.5):.0f} times the floor"
        )


def _floor(text: str) -> int:
    return sum(word in SPELLINGS for word in text.lower().split())


def _times(act: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Milliseconds of processor time for each text, the best of some rounds: other programs count less; sorted."""
    return sorted(min(_once(act, text) for _ in range(ROUNDS)) for text in texts)


def _once(act: Callable[[str], object], text: str) -> float:
    start = thread_time_ns()
    act(text)
    return (thread_time_ns() - start) / 1e6


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def _own() -> list[str]:
    table = tomllib.loads(MESSAGES.read_text(encoding="utf-8"))
    return [text for kind in table.values() for group in kind.values() for text in group]


def _from_file(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    main()
