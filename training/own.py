"""Sentences of our own making, spun from `sentences/request.toml`. Always the same ones; reads nothing else."""

import re
import tomllib
from itertools import chain
from pathlib import Path
from zlib import crc32

from training.examples import Example

FRAMES = Path(__file__).parent / "sentences" / "request.toml"
SOURCE = "own"
_SLOT = re.compile(r"\{(\w+)\}")


def spun(weight: float = 1.0, frames: Path = FRAMES) -> list[Example]:
    """Every frame with words put in, without doubles. A frame counts `spins` times `weight`, however few its texts.

    Raises KeyError on a frame that names an unknown list.
    """
    table = tomllib.loads(frames.read_text(encoding="utf-8"))
    lists: dict[str, list[str]] = table["words"]
    spins: int = table["spins"]
    examples = []
    for label, name in enumerate(("other", "request")):
        for frame in chain.from_iterable(table[name].values()):
            texts = sorted({_filled(frame, lists, f"{frame} {turn}") for turn in range(spins)})
            examples += [Example(text, label, SOURCE, weight * spins / len(texts)) for text in texts]
    return examples


def _filled(frame: str, lists: dict[str, list[str]], seed: str) -> str:
    """Slots are filled from the left until none is left; the seed decides, not chance."""
    text, turn = frame, 0
    while found := _SLOT.search(text):
        choices = lists[found[1]]
        pick = choices[crc32(f"{seed} {turn}".encode()) % len(choices)]
        text, turn = text[: found.start()] + pick + text[found.end() :], turn + 1
    return " ".join(text.split())
