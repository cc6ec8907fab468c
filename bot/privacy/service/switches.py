"""What an admin does: days on which nothing waits, all let go out, figures looked at. Shown, erased, expired."""

from sqlalchemy.orm import Session

from bot.freeze.models import Freeze
from bot.privacy.service.erasing import Leaving
from bot.privacy.service.plain import erases, expires, shows
from bot.privacy.service.showing import Json
from bot.requests.models import ReleaseOfAll
from bot.score.models import ReportLook

show_freeze = shows("days_on_which_nothing_waits", Freeze, Freeze.manager_id, Freeze.rep_id)
erase_freeze = erases(Freeze.manager_id, Freeze.rep_id)
expire_freeze = expires(Freeze.id, lambda keep: Freeze.last_day <= keep.records_before.date())


def show_release_of_all(session: Session, who: str) -> Json:
    """Nothing: who typed it is a user of the operating system, and nobody of the workspace."""
    return {}


def erase_release_of_all(session: Session, leaving: Leaving) -> None:
    """Nothing of it is about them."""


expire_release_of_all = expires(ReleaseOfAll.id, lambda keep: ReleaseOfAll.at <= keep.records_before)

show_report_look = shows("looks_at_your_figures_from_the_command_line", ReportLook, ReportLook.manager_id)
erase_report_look = erases(ReportLook.manager_id)
expire_report_look = expires(ReportLook.id, lambda keep: ReportLook.at <= keep.records_before)
