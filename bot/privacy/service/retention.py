"""What was kept for long enough goes, a batch at a time, in the current workspace. Never commits, never calls Slack."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.privacy.rules import keep
from bot.privacy.service import expiring
from bot.privacy.service.registry import PERSONAL
from bot.settings import Settings


def expire_some(session: Session, settings: Settings, now: datetime) -> bool:
    """Delete one batch of each table, and have words go that are due; answers whether there may be more."""
    kept = keep(now, settings.kickstand_keep_text, settings.kickstand_keep_records)
    gone = [expiring.words(session, kept)]
    gone += [table.expire(session, kept) for table in PERSONAL.values() if table.expire]
    return any(gone)
