"""Does a message look like a request for help, information or a decision? Decides on the text alone; keeps nothing."""

from collections.abc import Collection, Iterable

from bot.triage.features import grams, words_of
from bot.triage.linear import probability, shipped
from bot.triage.verdict import Verdict


def looks_like_request(text: str, *, in_thread: bool = False) -> Verdict:
    """The verdict on one message; `in_thread` says that it is a reply, which opens a request less often."""
    model = shipped("request")
    return Verdict(probability(model.logit(*request_features(text))), (), model.threshold)


def request_features(text: str) -> tuple[Iterable[str], Collection[str]]:
    """Grams and rule hits, the same when training and when judging."""
    return grams(words_of(text)), ()
