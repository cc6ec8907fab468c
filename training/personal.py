"""What the personal model is trained on. Reads labelled messages and our own sentences; writes nothing."""

import json
import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot.triage.personal import personal_features
from training.examples import Example
from training.recipe import Recipe

ORDINARY = ("parakweet", "ami", "multidogo", "nlupp", "clinc150", "goemotions_neg", "frminer_weak")
"""Files of requests and replies; whatever their label there, none of them is personal."""
WEIGHTS = {"request_goemotions_neg": 4.0}
"""What an ordinary line counts, if not ORDINARY_WEIGHT: chat among strangers is the hardest to tell from distress."""
ORDINARY_WEIGHT, HR_WEIGHTS = 2.0, {0: 0.5, 1: 3.0}
"""Kinds of ordinary talk that no file holds must pass as well, so all ordinary lines weigh more than distress."""
DISTRESS, HR = "sensitive_goemotions_distress_weak", "sensitive_hr_multiwoz_synthetic"
LEFT_OUT = ("sadness", "disappointment", "work/")
"""Labels in those files that are no proof of being ordinary: grief among the chat, questions on leave and pay."""
REGRET = "remorse"
"""Counts half: most of these are everyday apologies."""
OWN = Path(__file__).with_name("sentences") / "personal.toml"
OWN_WEIGHTS = {"ordinary": 3.0, "personal": 1.0}
"""Sales talk is what the bot hears, and no file has any."""
LISTED = Path(__file__).parent.parent / "tests" / "triage" / "never_hold_sentences.toml"
"""Sentences that the list must or must not find; the model learns from them what lies around its words."""
COPIES = 8
"""How many sentences are made of one of ours, with other words in the braces each time."""
_BRACES = re.compile(r"\{(\w+)\}")


def examples(folder: Path) -> list[Example]:
    """Everything, in a fixed order. Raises OSError when a file is missing."""
    ordinary = [each for name in ORDINARY for each in labelled(folder / f"request_{name}.jsonl")]
    return [
        *(replace(each, label=0, weight=WEIGHTS.get(each.source, ORDINARY_WEIGHT)) for each in ordinary),
        *labelled(folder / f"{DISTRESS}.jsonl"),
        *(replace(each, weight=HR_WEIGHTS[each.label]) for each in labelled(folder / f"{HR}.jsonl")),
        *own_sentences(),
        *sentences_of_the_list(),
    ]


def labelled(path: Path) -> Iterator[Example]:
    """The messages of a file, without those whose label proves nothing here."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["text"].strip() and not (path.stem.startswith("request") and any(x in row["orig"] for x in LEFT_OUT)):
            yield Example(row["text"], int(row["label"]), path.stem, 0.5 if row["orig"] == REGRET else 1.0)


def own_sentences() -> list[Example]:
    """Our own sentences, the same ones in the same order each time."""
    table = tomllib.loads(OWN.read_text(encoding="utf-8"))
    chance = random.Random(0)  # noqa: S311
    return [
        Example(text, label, f"own_{kind}", weight)
        for label, (kind, weight) in enumerate(OWN_WEIGHTS.items())
        for templates in table[kind].values()
        for template in templates
        for text in _made(template, table["words"], chance)
    ]


def sentences_of_the_list() -> list[Example]:
    """The sentences of the list's tests."""
    table = tomllib.loads(LISTED.read_text(encoding="utf-8"))
    return [
        Example(text, label, f"own_{kind}", OWN_WEIGHTS[kind])
        for kind, part, label in (("ordinary", "sales", 0), ("personal", "personal", 1))
        for texts in table[part].values()
        for text in texts
    ]


def _made(template: str, words: dict[str, list[str]], chance: random.Random) -> list[str]:
    """Up to COPIES sentences, none twice."""
    made = (_BRACES.sub(lambda found: chance.choice(words[found[1]]), template).strip() for _ in range(COPIES))
    return list(dict.fromkeys(made))


RECIPE = Recipe(
    name="personal",
    sources=dict.fromkeys((*(f"request_{name}" for name in ORDINARY), DISTRESS, HR), 1.0),
    features=personal_features,
    size=2**15,
    strength=0.3,
    threshold=0.3,
    gathered=examples,
)
