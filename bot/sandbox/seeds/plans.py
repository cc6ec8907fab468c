"""Growth plans in the demo: Riya's is agreed, with a promise and news on Fridays; Omar's is still to come."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.plans.service import news, plans, promises
from bot.settings import Settings
from bot.team import service as team
from bot.team.rules import HelpStyle
from bot.team.service.settings import like_help

RIYAS = (
    "Discounts up to 10 %, and who comes to a demo.",
    "What moved in my pipeline, and anything that could slip this quarter.",
    "Asking for the order earlier. I wait too long.",
    "",
    "Two years of steady quarters, and running one big account from start to finish.",
    "I'd like to show the Globex story at the regional meeting.",
)
MONAS = (
    "Yes, and up to 12 % for two years. Tell me afterwards.",
    "One line on Fridays is enough.",
    "Let's rehearse two closings before the Initech call.",
    "I'll introduce you to their finance lead.",
    "That, and helping Omar settle in.",
    "Good idea. I'll ask for a slot.",
)


def seed(session: Session, ids: Mapping[str, str], now: datetime) -> None:
    """An agreed plan, a promise that is due in three days, news on Fridays, and how Riya likes help."""
    mona, riya = ids["mona"], ids["riya"]
    plans.write(session, riya, riya, RIYAS, None, now)
    plan = plans.write(session, riya, mona, MONAS, None, now)
    for each in (riya, mona):
        plans.agree(session, plans.stamp(plan), each, now)
    soon = team.today(session, mona, now) + timedelta(days=3)
    promises.make(session, riya, mona, "Introduce you to the finance lead at Initech", soon, now)
    news.arrange(session, Settings(), riya, riya, "What moved in the pipeline", 4, now)
    like_help(session, riya, HelpStyle.QUESTIONS)
