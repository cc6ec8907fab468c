"""Renders the evening's summary of a trial: reads what is true now, hands it to `blocks`. Changes nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.requests.rules import WayIn
from bot.slack.kit import Words
from bot.slack.outbox import Post
from bot.slack.sending.delivery import Kind
from bot.slack.times import bare, day, when
from bot.team import courtesy
from bot.team import service as team
from bot.watch.blocks.trial import Seen, summary
from bot.watch.models import Watch
from bot.watch.service import trial, watching


def _summary(session: Session, post: Post, now: datetime) -> Words | None:
    found = trial.seen(session, post.subject_id)
    watch = session.get(Watch, post.person_id)
    if not found or watch is None:
        return None
    here = team.zone(team.person(session, post.person_id))
    rows = [
        Seen(
            rep=team.person(session, each.rep_id).first_name,
            at=when(each.at, now, here),
            until=bare(when(each.until, now, here)) if each.until > each.at else "",
            in_channel=each.way_in == WayIn.CHANNEL,
            is_urgent=each.is_urgent,
            link=each.link or "",
        )
        for each in found
    ]
    begins = None
    if watching.is_trial(watch, now) and watch.trial_until and watching.reads_anything(session, post.person_id):
        local = watch.trial_until.astimezone(here).date()
        begins = day(local, now.astimezone(here).date()).removeprefix("on ")
    return summary(rows, begins)


KINDS = {trial.SUMMARY: Kind(_summary, courtesy=courtesy.report)}
