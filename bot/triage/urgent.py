"""Placeholder until merged."""

from bot.triage.verdict import Verdict


def looks_urgent(text: str) -> Verdict:
    return Verdict(1.0 if "urgent" in text.casefold() else 0.0, (), 0.5)
