"""Notes in the demo: two that Mona keeps on Riya, and one on Omar that he has asked for."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.observations import service
from bot.team.rules import Topic


def seed(session: Session, ids: Mapping[str, str], now: datetime) -> None:
    """Three notes of the last weeks."""
    mona, riya, omar = ids["mona"], ids["riya"], ids["omar"]
    week = timedelta(weeks=1)
    anchors = "Anchors too low: names the discount before they have asked for one."
    service.observe(session, mona, riya, Topic.PRICING, anchors, now - 5 * week)
    service.observe(session, mona, riya, Topic.PRODUCT, "Demos everything; the customer wanted two things.", now - week)
    note = service.observe(session, mona, omar, Topic.CUSTOMER, "Asks the buyer, never the user.", now - 2 * week)
    service.ask_for(session, note.id, omar, now)
