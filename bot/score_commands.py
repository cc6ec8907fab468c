"""`kickstand weekly`: the reports that are due, by hand. Says what happened; computes nothing itself."""

from datetime import datetime
from typing import Annotated

import typer

from bot.app import Kickstand
from bot.score import messages as score_messages
from bot.score.rules.week import scored_week
from bot.score.service import weekly as score
from bot.store.workspace import inside
from bot.team import service as team
from bot.terminal import Chosen, moment, out, program_on


def weekly(
    as_of: Annotated[
        str, typer.Option(help="A moment with its offset, as 2026-11-23T09:00:00+00:00. Default: now.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the reports; save and send nothing.")] = False,
    workspace: Chosen = "",
) -> None:
    """Post each manager's weekly report that is due, or print what it would say."""
    now = moment(as_of)
    with program_on(lambda: now) as program, inside(program.chosen(workspace)):
        if dry_run:
            _print_reports(program, now)
        else:
            _post_reports(program, now)


def _print_reports(program: Kickstand, now: datetime) -> None:
    with program.runtime.sessions() as session:
        for manager in team.managers(session):
            week = scored_week(now, team.zone(manager))
            numbers = score.numbers_for(session, program.runtime.settings, manager, week, now)
            out.rule(f"{manager.name}, {week.key}")
            out.print(score_messages.words(numbers).text, markup=False)


def _post_reports(program: Kickstand, now: datetime) -> None:
    posted = 0
    while True:
        with program.runtime.sessions.begin() as session:
            if not score.post_one_due(session, program.runtime.settings, now):
                break
            posted += 1
    program.jobs.deliver()
    out.print(f"{posted} posted." if posted else "Nothing was due.")
