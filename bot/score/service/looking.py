"""That somebody at the command line looked at managers' figures: who, whose and when. Holds no figure."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.score.models import ReportLook


def record(session: Session, by: str, manager_ids: Iterable[str], command: str, now: datetime) -> None:
    """Remember it for those managers, who find it in their copy, and for the export. `by`: who typed the command."""
    session.add_all(ReportLook(manager_id=each, at=now, by=by[:64], command=command) for each in manager_ids)
