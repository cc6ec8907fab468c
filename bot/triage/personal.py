"""Is a message personal, so that Kickstand must stop? Never keeps, logs or names a text, never tells how anybody feels.

Three looks at the same words; each can only add to what stops a message, none can take away:

1. the list `never_hold.toml`, which an admin's own file may replace;
2. rules for what no list of subjects catches: abuse that is quoted, a colleague's trouble, veiled words, questions
   for HR, reports of an incident (`signals.toml`, categories that begin with `say-`);
3. a small linear model over the words and the other signals, for messages that name nothing ("I can't stop crying").

A miss is far worse than a false alarm: all of a text is read, however long, and any error counts as personal.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from bot.triage import pattern_files
from bot.triage.features import grams
from bot.triage.linear import Model, WeightsError, probability, shipped
from bot.triage.pattern_files import NeverHoldError
from bot.triage.patterns import Phrases, words_of
from bot.triage.verdict import Verdict

WINDOW, STEP = 80, 60
"""The model sees so many words at a time, each window beginning so many after the last: a few words that matter
must not drown in a long text."""
CERTAIN = 0.99
"""What a hit of the list or of a rule counts for."""
RULE = "say-"
PLAIN = {
    "harassment": "harassment or bullying",
    "discrimination": "discrimination",
    "violence": "violence or threats",
    "self-harm": "self-harm",
    "health": "health",
    "pregnancy": "pregnancy",
    "safety": "safety at work",
    "whistle-blowing": "wrongdoing",
    "legal": "legal matters",
    "pay": "pay",
    "organising": "organising at work",
    "resignation": "leaving the job",
    "family": "family or private life",
    "say-quoted-abuse": "something hurtful that somebody said",
    "say-third-person": "somebody else's trouble",
    "say-in-other-words": "something private",
    "say-hr": "a matter for HR",
    "say-incident": "an incident at work",
}
"""Reasons as a person reads them. A category of an admin's own file is named as that file names it."""
WORDING = "wording like something personal"
UNCHECKED = "could not be checked"

log = logging.getLogger(__name__)


class Personal:
    """The list, the rules and the model, ready to compare. Holds no text between calls; safe to share by threads."""

    def __init__(self, listed: Phrases, signals: Phrases, model: Model) -> None:
        self._listed = listed
        self._signals = signals
        self._model = model

    def verdict(self, text: str) -> Verdict:
        """Whether to stop, how likely that is right, and the categories. Never raises: what fails is personal."""
        try:
            return self._judged(words_of(text))
        except Exception as error:  # whatever it is, holding somebody's trouble would be worse
            log.error("a text could not be checked for being personal: %s", type(error).__name__)
            return Verdict(1.0, (UNCHECKED,), self._model.threshold)

    def _judged(self, words: Sequence[str]) -> Verdict:
        listed = self._listed.match_words(words)
        found = [listed.category] if listed else []
        likely = 0.0
        for window in windows(words):
            hits = self._signals.categories_in(window)
            found += [hit for hit in hits if hit.startswith(RULE)]
            likely = max(likely, probability(self._model.logit(grams(window, 2), hits)))
        reasons = [PLAIN.get(category, category) for category in dict.fromkeys(found)]
        if likely >= self._model.threshold:
            reasons.append(WORDING)
        return Verdict(max(likely, CERTAIN) if found else likely, tuple(reasons), self._model.threshold)


def windows(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Pieces that overlap and together hold every word; a short text is one piece."""
    for start in range(0, max(len(words) - WINDOW + STEP, 1), STEP):
        yield words[start : start + WINDOW]


def personal_features(text: str) -> tuple[Iterable[str], Sequence[str]]:
    """What the model is trained on: the grams and signals of a text, which is short there."""
    words = words_of(text)[:WINDOW]
    return grams(words, 2), pattern_files.packaged("signals.toml").categories_in(words)


def load(own_list: Path | None = None) -> Personal:
    """With the shipped list or the admin's own. Raises NeverHoldError, one sentence on what is wrong with the file."""
    try:
        return Personal(pattern_files.load(own_list), pattern_files.packaged("signals.toml"), shipped("personal"))
    except WeightsError as error:
        raise NeverHoldError(str(error)) from error


def looks_personal(text: str) -> Verdict:
    """The verdict with the shipped list. Raises NeverHoldError when the installation is broken."""
    return _shipped().verdict(text)


@cache
def _shipped() -> Personal:
    return load()
