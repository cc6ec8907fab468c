"""Which wordings of a request hit in a sentence, by name. The wordings are data (`wording.toml`); keeps no text."""

from bot.triage.phrases import Phrases, table

PHRASES = Phrases(table("wording.toml"), "rules")
_LENGTHS = (1, 2, 3, 5, 8, 12, 20, 35)
_SHORT, _GREETING = 7, "greet.how"


def wording(words: tuple[str, ...]) -> list[str]:
    """The rules that hit, with names for the length and for how the text ends.

    A full stop after the words of a question ("what they need is time.") speaks against one; no mark at all says
    nothing, because people in chat leave them out. "How are you?" alone is a greeting, whatever else it looks like.
    """
    count = sum(word not in ".,?" for word in words)
    length = "long." + next((str(most) for most in _LENGTHS if count <= most), "more")
    found = list(PHRASES.hits(words))
    if _GREETING in found and count <= _SHORT:
        return [_GREETING, "greet.only", length]
    return [*found, length, *_ending(words, found, count)]


def _ending(words: tuple[str, ...], found: list[str], count: int) -> list[str]:
    marks = ["mark.any"] if "?" in words else []
    if words and words[-1] == "?":
        return [*marks, "mark.end", "mark.short" if count <= _SHORT else "mark.long"]
    if words and words[-1] == ".":
        asked = {kind for rule in found if (kind := rule.partition(".")[0]) in ("ask", "wh")}
        return [*marks, "stop.end", *sorted(f"stop.{kind}" for kind in asked)]
    return marks
