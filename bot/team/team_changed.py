"""How other features hear that a team changed, so that what waits is planned anew. No behaviour."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

TeamChanged = Callable[[Session, str, datetime], None]
"""Called in the transaction for each person whose facts changed: (session, person id, now)."""
