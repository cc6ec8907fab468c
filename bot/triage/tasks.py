"""The questions that triage answers about one text, by name. Nothing else lives here."""

from collections.abc import Callable, Mapping

from bot.triage.personal import looks_personal
from bot.triage.request import looks_like_request
from bot.triage.urgent import looks_urgent
from bot.triage.verdict import Verdict

TASKS: Mapping[str, Callable[[str], Verdict]] = {
    "request": looks_like_request,
    "personal": looks_personal,
    "urgent": looks_urgent,
}
