"""What a list for new reps may be, and how far somebody is on it. No session, no Slack, no clock; judges nobody."""

from collections.abc import Collection, Sequence

LONGEST, MOST = 75, 10
"""Characters of one point, and points on one list: Slack's own limits for boxes to tick."""
TEMPLATE = (
    "Listened in on three calls of colleagues",
    "Gave our demo to a colleague, start to end",
    "Told our three best customer stories in my own words",
    "Found my way around prices, terms and who approves what",
    "Read two deals we won and one we lost, and asked why",
    "Led a first call with a colleague listening",
    "Wrote a proposal that a colleague read before it went out",
    "Closed something small on my own",
)
"""To begin with: our product and our way of working, what winning looks like here, then first steps alone (S0.3)."""


def read(text: str) -> tuple[list[str], str]:
    """The points in a filled form, one a line, each once; and what is wrong with them, as a sentence."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    found = list(dict.fromkeys(line for line in lines if line))
    too_long = next((each for each in found if len(each) > LONGEST), None)
    if too_long:
        return found, f"“{too_long[:30]}…” is too long: {LONGEST} characters at most, so that it fits beside its box."
    return found, f"{MOST} points at most: a new rep should be able to get through them." if len(found) > MOST else ""


def to_change(before: Collection[str], wanted: Collection[str], known: Sequence[str]) -> tuple[set[str], set[str]]:
    """Which points to tick and which to untick, so that those of `known` that are ticked are the wanted ones."""
    mine = set(known)
    return (set(wanted) & mine) - set(before), (set(before) & mine) - set(wanted)
