"""Debriefs in the demo: one of Riya's that the team may read, with Mona's note, and a fresh one of Omar's."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.debriefs import service
from bot.debriefs.rules import Lost


def seed(session: Session, ids: Mapping[str, str], now: datetime) -> None:
    """Two lost deals."""
    mona, riya, omar = ids["mona"], ids["riya"], ids["omar"]
    sirius = Lost(
        deal="Sirius",
        happened="They went with the cheaper one, a week after I gave 15 %.",
        again="Bring their engineer in early.",
        otherwise="Ask who signs before I talk about a discount.",
        need="Half an hour on how to say no to a discount.",
    )
    first = service.write(session, riya, sirius, True, "", now - timedelta(days=9))
    service.note(session, first.id, mona, "You stayed friendly to the end. That door is open.", now - timedelta(days=8))
    hooli = Lost(deal="Hooli", happened="Silence after the demo.", otherwise="Agree on the next date in the call.")
    service.write(session, omar, hooli, False, "", now)
