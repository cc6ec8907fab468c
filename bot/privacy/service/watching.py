"""What is kept because managers let Kickstand read: shown, erased, expired. Never shows a token.

When somebody leaves, what they let Kickstand read is over at once; that others let it read stays.
"""

from datetime import timedelta

from sqlalchemy import and_, delete, exists, or_, select
from sqlalchemy.orm import Session

from bot.privacy.rules import Keep
from bot.privacy.service.erasing import Leaving
from bot.privacy.service.expiring import batch, delete_rows
from bot.privacy.service.showing import Json, row, rows
from bot.team.models import ReportingLine
from bot.team.rules import LineStatus
from bot.watch.models import HelpChannel, Sighting, Silence, Watch, WatchedDm, WatchedRep

TRIAL_KEPT = timedelta(days=14)
"""What would have been held is of interest while the trial runs, and a week longer."""


def show_watch(session: Session, who: str) -> Json:
    """What they let Kickstand read."""
    found = session.get(Watch, who)
    seen = ("manager_id", "scopes", "dm_since", "trial_until")
    return {"what_you_let_me_read": row(found, *seen) if found else None}


def show_help_channel(session: Session, who: str) -> Json:
    """Channels that they had watched."""
    return {"channels_you_had_watched": rows(session, HelpChannel, HelpChannel.manager_id == who)}


def show_watched_dm(session: Session, who: str) -> Json:
    """Conversations of theirs that are read, on either side."""
    mine = or_(WatchedDm.manager_id == who, WatchedDm.rep_id == who)
    return {"conversations_of_yours_that_are_read": rows(session, WatchedDm, mine)}


def show_watched_rep(session: Session, who: str) -> Json:
    """That they were told of it, and whether they said no."""
    return {"what_you_said_to_it": rows(session, WatchedRep, WatchedRep.rep_id == who)}


def show_silence(session: Session, who: str) -> Json:
    """Where nothing of theirs is taken for a request just now."""
    return {"where_i_am_silent": rows(session, Silence, Silence.rep_id == who)}


def show_sighting(session: Session, who: str) -> Json:
    """What of theirs would have been held, in a trial."""
    return {"what_i_would_have_held": rows(session, Sighting, Sighting.rep_id == who)}


def erase_watch(session: Session, leaving: Leaving) -> None:
    """Their token and their wishes."""
    session.execute(delete(Watch).where(Watch.manager_id == leaving.person_id))


def erase_help_channel(session: Session, leaving: Leaving) -> None:
    """Channels that they had watched."""
    session.execute(delete(HelpChannel).where(HelpChannel.manager_id == leaving.person_id))


def erase_watched_dm(session: Session, leaving: Leaving) -> None:
    """On either side."""
    who = leaving.person_id
    session.execute(delete(WatchedDm).where(or_(WatchedDm.manager_id == who, WatchedDm.rep_id == who)))


def erase_watched_rep(session: Session, leaving: Leaving) -> None:
    """As a rep; and that reps were told of a manager who is gone."""
    who = leaving.person_id
    session.execute(delete(WatchedRep).where(or_(WatchedRep.rep_id == who, WatchedRep.manager_id == who)))


def erase_silence(session: Session, leaving: Leaving) -> None:
    """Where nothing of theirs was taken for a request."""
    session.execute(delete(Silence).where(Silence.rep_id == leaving.person_id))


def erase_sighting(session: Session, leaving: Leaving) -> None:
    """On either side."""
    who = leaving.person_id
    session.execute(delete(Sighting).where(or_(Sighting.manager_id == who, Sighting.rep_id == who)))


def expire_watch(session: Session, keep: Keep) -> int:
    """Of managers who let Kickstand read nothing any more."""
    channels = exists().where(
        HelpChannel.manager_id == Watch.manager_id, HelpChannel.workspace_id == Watch.workspace_id
    )
    idle = and_(Watch.token.is_(None), ~channels)
    return delete_rows(session, Watch.manager_id, batch(session, select(Watch.manager_id).where(idle)))


def expire_help_channel(session: Session, keep: Keep) -> int:
    """They stay for as long as their manager wants them watched."""
    return 0


def expire_watched_dm(session: Session, keep: Keep) -> int:
    """Conversations that are not read any more: the manager stopped, or the rep has another one."""
    reports = exists().where(
        ReportingLine.rep_id == WatchedDm.rep_id,
        ReportingLine.manager_id == WatchedDm.manager_id,
        ReportingLine.status == LineStatus.CONFIRMED,
        ReportingLine.workspace_id == WatchedDm.workspace_id,
    )
    reads = exists().where(
        Watch.manager_id == WatchedDm.manager_id,
        Watch.token.is_not(None),
        Watch.workspace_id == WatchedDm.workspace_id,
    )
    ids = batch(session, select(WatchedDm.channel).where(or_(~reports, ~reads)))
    return delete_rows(session, WatchedDm.channel, ids)


def expire_watched_rep(session: Session, keep: Keep) -> int:
    """What was said to it long ago, where nobody reads any more. A no stays for as long as it may matter."""
    reads = exists().where(Watch.manager_id == WatchedRep.manager_id, Watch.workspace_id == WatchedRep.workspace_id)
    old = select(WatchedRep.rep_id).where(WatchedRep.told_at <= keep.records_before, ~reads)
    return delete_rows(session, WatchedRep.rep_id, batch(session, old))


def expire_silence(session: Session, keep: Keep) -> int:
    """Silences that are over, in one go."""
    session.execute(delete(Silence).where(Silence.until <= keep.now))
    return 0


def expire_sighting(session: Session, keep: Keep) -> int:
    """What would have been held, two weeks later."""
    old = select(Sighting.id).where(Sighting.at <= keep.now - TRIAL_KEPT)
    return delete_rows(session, Sighting.id, batch(session, old))
