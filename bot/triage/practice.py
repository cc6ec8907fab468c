"""Requests that are not worded as one: which troubles from sales practice hit in a sentence. Keeps no text.

"They want 20 %, I can only do 10" asks for a decision without asking. No labelled data has such messages, so these
rules (`practice.toml`) learn from sentences of our own. The words of a matter that is settled stand against them.
"""

from bot.triage.phrases import Phrases, table

_TABLE = table("practice.toml")
TROUBLES, SETTLED = Phrases(_TABLE, "rules"), Phrases(_TABLE, "settled")


def practice(words: tuple[str, ...]) -> list[str]:
    """The troubles that hit; then either why they are settled, or `practice.open`."""
    troubles = list(TROUBLES.hits(words))
    if not troubles:
        return []
    if settled := sorted(SETTLED.hits(_without_denied(words))):
        return [*troubles, *settled]
    several = len({name.partition(".")[0] for name in troubles}) > 1
    return [*troubles, "practice.open", *(["practice.several"] if several else [])]


def _without_denied(words: tuple[str, ...]) -> tuple[str, ...]:
    """ "Not signed" and "not been signed" settle nothing."""
    return tuple(word for at, word in enumerate(words) if "not" not in words[max(at - 2, 0) : at])
