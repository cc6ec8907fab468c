"""What an audit may find. Counts and words; finds nothing itself."""

from dataclasses import dataclass
from enum import StrEnum


class Wrong(StrEnum):
    """In which way something is wrong. What is neither twice nor too soon counts as lost."""

    LOST = "lost"
    DOUBLED = "doubled"
    EARLY = "early"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: about which question, and what was seen."""

    wrong: Wrong
    token: str
    what: str

    def __str__(self) -> str:
        return f"{self.wrong} {self.token}: {self.what}"


def lost(token: str, what: str) -> Finding:
    """Accepted, and then not what or where it should be."""
    return Finding(Wrong.LOST, token, what)


def doubled(token: str, what: str) -> Finding:
    """Shown or stored twice."""
    return Finding(Wrong.DOUBLED, token, what)


def early(token: str, what: str) -> Finding:
    """Shown before its time."""
    return Finding(Wrong.EARLY, token, what)
