"""How a request that was parked is taken, depending on who parked it."""

import pytest

from bot.requests.models import Request
from bot.requests.rules import Status
from bot.score.rules.vocabulary import Giving, Seeking
from bot.score.service.gathering import giving, is_postponed, seeking


@pytest.mark.parametrize(
    ("by", "asked", "given", "postponed"),
    [
        ("riya", Seeking.PARKED, Giving.NONE_NEEDED, False),
        ("mona", Seeking.OPTIONS, None, True),
        ("-", Seeking.OPTIONS, None, True),  # the manager was forgotten
    ],
)
def test_only_what_the_rep_parked_needed_no_answer(
    by: str, asked: Seeking, given: Giving | None, postponed: bool
) -> None:
    request = Request(rep_id="riya", manager_id="mona", status=Status.PARKED, parked_by=by, had_options=True)
    assert (seeking(request), giving(request), is_postponed(request)) == (asked, given, postponed)
