"""What App Home says of levels, and what "My picture" shows. Reads, and hands it to `blocks`; changes nothing."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.decisions import service as decisions
from bot.decisions.blocks import widen
from bot.growth import service as growth
from bot.growth.rules import Level
from bot.requests.models import Request
from bot.requests.viewing import view
from bot.score.blocks import own as words
from bot.score.blocks import report
from bot.score.blocks.late import below
from bot.score.rules.vocabulary import Phase
from bot.score.service import own
from bot.score.service.graduating import Proposal, proposals
from bot.score.service.modes import is_aggregate, numbers_are_on
from bot.score.service.weekly import is_late, newest
from bot.settings import Settings
from bot.slack.kit import Block, Words, behind
from bot.slack.times import bare, day
from bot.team import service as team
from bot.team.models import Person
from bot.wins import service as wins
from bot.wins.blocks import Shared
from bot.wins.models import Win

FRESH, MOST_OFFERS = timedelta(weeks=2), 2
"""So long it is offered to agree on a decision after somebody began to go alone, and for so many at once."""


def sections(settings: Settings, session: Session, person_id: str, now: datetime) -> list[Block]:
    """For App Home: a rep's own levels, a manager's proposals. Nothing for somebody who is neither."""
    someone = team.person(session, person_id)
    mine = words.rep_home(levels(session, someone, now)) if team.had_manager(session, person_id) else []
    if not team.reps_of(session, person_id):
        return mine
    counts_one_person = numbers_are_on(settings) and not is_aggregate(settings)
    found = proposals(session, person_id, now) if counts_one_person else []
    return [
        *mine,
        *words.manager_home([_ready(each) for each in found]),
        *_last_week(settings, session, person_id, now),
    ]


def _last_week(settings: Settings, session: Session, manager_id: str, now: datetime) -> list[Block]:
    """The newest report in short, as it was posted; nothing of a score where none is wanted any more."""
    numbers = newest(session, manager_id)
    is_of_before = is_aggregate(settings) and numbers and numbers.phase not in {Phase.OFF, Phase.SMALL}
    if numbers is None or not numbers_are_on(settings) or is_of_before:
        return []
    said = Words("", report.in_short(numbers))
    return (below(said) if is_late(team.person(session, manager_id), numbers.week, now) else said).blocks


def widening(session: Session, person_id: str, now: datetime) -> list[Block]:
    """For a manager's App Home: whoever began to go alone on a topic not long ago, where no decision says how far."""
    found, reps = [], team.reps_of(session, person_id)
    standings = growth.standings_of(session, reps, now)
    for rep in reps:
        agreed = {row.topic for row in decisions.rights_of(session, rep.id)}
        for topic, each in standings[rep.id].items():
            is_new = each.level == Level.INDEPENDENT and each.since is not None and now - each.since < FRESH
            if is_new and topic not in agreed:
                found.append(widen(rep.first_name, topic, f"{rep.id}:{topic}", f"{rep.id}_{topic}"))
    return [*found[:MOST_OFFERS], *behind(len(found) - MOST_OFFERS)]


def _ready(each: Proposal) -> words.Ready:
    value = f"{each.rep.id}:{each.topic}:{each.level}"
    name = f"{each.rep.id}_{each.topic}"
    return words.Ready(each.rep.first_name, each.topic, each.level, each.own, each.asked, each.weeks, value, name)


def levels(session: Session, rep: Person, now: datetime) -> list[words.Standing]:
    """The levels that a manager set for this rep, in the order of the topics."""
    here = team.zone(rep)
    found = growth.standings(session, rep, now)
    return [
        words.Standing(topic, each.level, _day(each.since, now, here)) for topic, each in found.items() if each.since
    ]


def _day(at: datetime, now: datetime, here: ZoneInfo) -> str:
    return bare(day(at.astimezone(here).date(), now.astimezone(here).date()))


def picture(settings: Settings, session: Session, person_id: str, offset: int, now: datetime) -> Block:
    """The page of one person about themselves, from this request on."""
    someone, manager = team.person(session, person_id), team.manager_of(session, person_id)
    page = own.page(session, person_id, offset)
    if manager is None and not page.requests and not page.offset:
        return words.nothing(leads=bool(team.reps_of(session, person_id)))
    found = own.numbers(session, settings, person_id, now)
    offered = wins.mine(session, person_id)
    can_share = numbers_are_on(settings)  # else there is no digest that could tell it
    taken = {each.request_id for each in offered}
    rows = [
        _asked(settings, session, each, can_share and each.status in wins.OWN and each.id not in taken, now)
        for each in page.requests
    ]
    return words.picture(
        words.Picture(
            week=found.week if found else None,
            weeks=found.weeks if found else None,
            topics=found.topics if found else [],
            levels=levels(session, someone, now),
            history=rows,
            shared=[_shared(session, each) for each in offered],
            offset=page.offset,
            has_older=page.has_older,
        )
    )


def _asked(settings: Settings, session: Session, request: Request, can_share: bool, now: datetime) -> words.Asked:
    here = team.zone(team.person(session, request.rep_id))
    asked = _day(request.asked_at, now, here)
    seen = view(session, settings, request, request.rep_id, now)
    return words.Asked(seen, asked[0].upper() + asked[1:], request.contested, can_share)


def _shared(session: Session, win: Win) -> Shared:
    told = f"{win.told_on.day} {win.told_on:%B}" if win.told_on else ""
    lead = wins.lead_of(session, win.rep_id)
    reader = lead.first_name if lead and lead.id == win.lead_id else ""
    there = win.channel if win.channel and wins.is_posted(session, win) else ""
    return Shared(win.id, win.text or "", reader, told, there)
