"""What a debrief asks, and what counts as found in it. Tables and values; no session, no Slack, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

LONGEST, LONGEST_DEAL = 1500, 100
SEARCHED = 200
"""So many lessons of a team are looked through, the newest: the words lie encrypted, and each is opened to look."""
WITHOUT_NOTE = timedelta(days=28)
"""So long App Home reminds the manager that a debrief has no note yet."""


@dataclass(frozen=True)
class Lost:
    """What a rep wrote down about a no. Everything may be empty but not all of it."""

    deal: str = ""
    happened: str = ""
    again: str = ""
    otherwise: str = ""
    need: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """All of the rep's words."""
        return self.deal, self.happened, self.again, self.otherwise, self.need

    @property
    def says_something(self) -> bool:
        """Whether any of the four questions is answered; a name of a deal alone is no lesson."""
        return any(each.strip() for each in self.texts[1:])


def matches(looked_for: str, texts: Iterable[str]) -> bool:
    """Whether every word that is looked for stands somewhere in these texts, as part of a word too."""
    everything = " ".join(texts).casefold()
    return all(word in everything for word in looked_for.casefold().split())
