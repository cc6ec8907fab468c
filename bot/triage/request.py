"""Does a message look like a request for help, information or a decision? Decides on the text alone; keeps nothing.

1. The text becomes words (`features`), cut into sentences; each sentence is judged for itself, because one question
   among nine sentences of news is still a question.
2. A sentence's features are its runs of one to three words, the phrases people ask with (`wording`), what a request
   sounds like in sales without being worded as one (`practice`), and its length.
3. A linear model weighs them; the likeliest sentence speaks for the message. A reply counts a little less.
"""

from collections.abc import Iterable, Sequence

from bot.triage.features import codes, grams, sentences, words_of
from bot.triage.linear import Model, probability, shipped
from bot.triage.practice import practice
from bot.triage.verdict import Verdict
from bot.triage.wording import wording

IN_THREAD = -0.7
"""What being a reply adds to the score: half the odds. A reply may well ask, but opens a request less often."""
THANKED, THANKS = -1.5, ("thanks", "thank")
"""What a text that opens with thanks is less: it mostly ends something. A real question outweighs that."""
MOST_REASONS = 3
ANY_REQUEST, NO_REQUEST = "wording like a request", "nothing is asked"
SPEAKS_FOR = {
    "ask": "asks a question",
    "wh": "asks a question",
    "mark": "asks a question",
    "tag": "asks a question",
    "you": "asks somebody for something",
    "any": "looks for an answer",
    "wonder": "looks for an answer",
    "please": "asks for something to be done",
    "order": "asks for something to be done",
    "meet": "wants to talk it over",
    "need": "says what is needed",
    "deal": "is about price, terms or a limit",
    "stuck": "something is stuck",
    "broken": "something does not work",
    "risk": "a deal may be lost",
    "time": "mentions a time",
}
"""Reasons for yes, by the first part of a rule's name."""
SPEAKS_AGAINST = {
    "greet": "reads like a greeting or thanks",
    "offer": "offers help",
    "say": "tells what was said",
    "plan": "tells what somebody does",
    "tell": "tells how things are",
    "settled": "says that it is settled",
    "bulk": "reads like a mailing",
}
"""Reasons for no, by the first part of a rule's name."""


def looks_like_request(text: str, *, in_thread: bool = False) -> Verdict:
    """The verdict on one message; `in_thread` says that it is a reply, which opens a request less often.

    Reads Slack's markup, any length (the first two screens), any language, though it was trained on English.
    Raises WeightsError when the packaged weights are missing or damaged.
    """
    model = shipped("request")
    score, hits = likeliest(model, text)
    chance = probability(score + (IN_THREAD if in_thread else 0.0))
    return Verdict(chance, _reasons(model, hits, yes=chance >= model.threshold), model.threshold)


def likeliest(model: Model, text: str) -> tuple[float, Sequence[str]]:
    """The score of the sentence that most looks like a request, and the rules that hit in it."""
    words = words_of(text)
    judged = ((codes(sentence), rules(sentence)) for sentence in sentences(words))
    score, hits = max(((model.score(runs, hits), hits) for runs, hits in judged), key=lambda pair: pair[0])
    return score + (THANKED if any(word in THANKS for word in words[:4]) else 0.0), hits


def rules(words: tuple[str, ...]) -> Sequence[str]:
    """The names of the rules that hit."""
    return [*wording(words), *practice(words)]


def request_features(text: str) -> tuple[Iterable[str], Sequence[str]]:
    """What the training sees of one message: all of it as one sentence, because the label is the message's."""
    words = words_of(text)
    return grams(words), rules(words)


def request_score(model: Model, text: str) -> float:
    """What the training judges by: the same score as the verdict's."""
    return likeliest(model, text)[0]


def _reasons(model: Model, hits: Sequence[str], *, yes: bool) -> tuple[str, ...]:
    """The weightiest rules on the verdict's side, in words, each phrase once."""
    phrases, side = (SPEAKS_FOR, 1) if yes else (SPEAKS_AGAINST, -1)
    weighty = sorted((-side * model.rules.get(hit, 0.0), hit) for hit in hits)
    told = dict.fromkeys(
        phrases[kind] for weight, hit in weighty if weight < 0 and (kind := hit.partition(".")[0]) in phrases
    )
    return tuple(told)[:MOST_REASONS] or (ANY_REQUEST if yes else NO_REQUEST,)
