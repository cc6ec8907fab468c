"""Can a message not wait? A guess on the words alone: half of what people call urgent has no urgent word in it.

So nothing may rest on this alone: the `Urgent` button, the short window and a repeated question come first.
Weights are set by hand, on sentences of our own; there is nothing to train. Never keeps a text.
"""

import math
import re

from bot.triage.linear import probability
from bot.triage.pattern_files import packaged
from bot.triage.patterns import words_of
from bot.triage.stated_time import stated_time
from bot.triage.verdict import Verdict

CHARACTERS = 4_000
"""How much of a text is read: what can't wait is said in the first screen."""
THRESHOLD = 0.5
BIAS = -2.0
"""Nothing found: 12 %."""
WEIGHTS = {
    "speed": 2.2,
    "very soon": 2.1,
    "outage": 2.1,
    "leaving": 2.1,
    "blocked": 2.0,
    "deadline": 2.0,
    "waiting": 1.5,
    "soon": 1.3,
    "trouble": 1.2,
    "down": 1.1,
    "again": 0.9,
    "shouting": 0.8,
    "pressing": 0.5,
    "later": -0.5,
    "no-hurry": -2.0,
}
"""What each sign adds. One strong sign or two weak ones reach the threshold; "no rush" takes one back."""
PLAIN = {
    "speed": "asks for a quick answer",
    "very soon": "states a time within the hour",
    "outage": "something is down",
    "leaving": "a customer is about to leave",
    "blocked": "somebody can't go on",
    "deadline": "mentions a deadline",
    "waiting": "somebody is waiting",
    "soon": "states a time today",
    "trouble": "something went wrong",
    "down": "something doesn't work",
    "again": "asks again",
    "shouting": "written in capitals",
    "pressing": "exclamation marks",
}
HOUR = 60
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def looks_urgent(text: str) -> Verdict:
    """The verdict on one message; the weightiest reason first. Never raises."""
    signs = _signs(text[:CHARACTERS])
    likely = probability(BIAS + math.fsum(WEIGHTS[sign] for sign in signs))
    told = sorted((sign for sign in signs if sign in PLAIN), key=lambda sign: -WEIGHTS[sign])
    return Verdict(likely, tuple(PLAIN[sign] for sign in told), THRESHOLD)


def _signs(text: str) -> set[str]:
    signs = set(packaged("urgent.toml").categories_in(words_of(text)))
    stated = stated_time(text)
    if stated:
        hurried = stated.minutes is not None and stated.minutes <= HOUR
        signs.add("very soon" if hurried else "soon" if stated.soon else "later")
    if _shouts(text):
        signs.add("shouting")
    if "!!" in text or "??" in text or text.count("!") > 2:
        signs.add("pressing")
    return signs


def _shouts(text: str) -> bool:
    """Three words or more, and most of them in capitals; where nobody tells capitals apart, nobody shouts."""
    words = _LETTERS.findall(text)
    return len(words) > 2 and sum(word.isupper() for word in words) > len(words) / 2
