"""The demo's playbook: two stages, and one that was asked for and is not written. Makes rows; sends nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.playbook.rules import Entry
from bot.playbook.service import gaps, stages

BOOK = (
    Entry(
        "Demo",
        ("walkthrough", "product demo"),
        "Send the summary the same day, in their words\nBook the next meeting before you hang up",
        "They named the budget, and who signs",
        ("Summary template https://example.com/summary",),
    ),
    Entry("Proposal", (), "Go through it with them on a call before they read it alone", "A date for the decision"),
)


def seed(session: Session, ids: Mapping[str, str], now: datetime) -> None:
    """Mona wrote two steps last month; somebody looked for another since."""
    mona = ids["mona"]
    for each in BOOK:
        stages.add(session, mona, each, now - timedelta(days=30))
    gaps.note(session, mona, "Security review", now - timedelta(days=3))
