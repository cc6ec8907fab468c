"""A channel without the bot, archived or deleted: whoever set it is told once. Never commits, never asks Slack."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.slack import outbox
from bot.team.models import Team
from bot.watch.models import HelpChannel

GONE = "watch.channel_gone"


def gone(session: Session, channel: str, now: datetime) -> None:
    """Managers whose wins are posted there, or who have it watched, hear of it: once, however often Slack tells."""
    wins = select(Team).where(Team.wins_channel == channel, Team.wins_channel_gone_at.is_(None))
    helps = select(HelpChannel).where(HelpChannel.channel == channel, HelpChannel.gone_at.is_(None))
    managers = set()
    for own in session.scalars(wins):
        own.wins_channel_gone_at = now
        managers.add(own.manager_id)
    for watched in session.scalars(helps):
        watched.gone_at = now
        managers.add(watched.manager_id)
    for manager_id in sorted(managers):
        outbox.want(session, GONE, channel, manager_id, now, tell=f"{now:%Y%m%d%H%M%S}")


def whose(session: Session, channel: str, manager_id: str) -> tuple[bool, bool]:
    """Whether a manager's wins cannot be posted there now, and whether nothing asked there is seen for them."""
    own, watched = session.get(Team, manager_id), session.get(HelpChannel, (channel, manager_id))
    wins = own is not None and own.wins_channel == channel and own.wins_channel_gone_at is not None
    return wins, watched is not None and watched.gone_at is not None
