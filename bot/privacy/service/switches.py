"""Off switches: days on which nothing waits, and that an admin let everything go out. Shown, erased, expired."""

from sqlalchemy.orm import Session

from bot.freeze.models import Freeze
from bot.privacy.service.erasing import Leaving
from bot.privacy.service.plain import erases, expires, shows
from bot.privacy.service.showing import Json
from bot.requests.models import ReleaseOfAll

show_freeze = shows("days_on_which_nothing_waits", Freeze, Freeze.manager_id, Freeze.rep_id)
erase_freeze = erases(Freeze.manager_id, Freeze.rep_id)
expire_freeze = expires(Freeze.id, lambda keep: Freeze.last_day <= keep.records_before.date())


def show_release_of_all(session: Session, who: str) -> Json:
    """Nothing: who typed it is a user of the operating system, and nobody of the workspace."""
    return {}


def erase_release_of_all(session: Session, leaving: Leaving) -> None:
    """Nothing of it is about them."""


expire_release_of_all = expires(ReleaseOfAll.id, lambda keep: ReleaseOfAll.at <= keep.records_before)
