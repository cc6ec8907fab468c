"""What each feature brings: tables, kinds of messages, its part of App Home, commands and buttons. Decides nothing.

A feature that is not in these lists does not exist for the program.
"""

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.debriefs import listeners as debriefs
from bot.debriefs import messages as debriefs_messages
from bot.debriefs import service as debriefs_service
from bot.debriefs.listeners import Debriefs
from bot.decisions import listeners as decisions
from bot.decisions import messages as decision_messages
from bot.digest import messages as digest_messages
from bot.freeze import listeners as freeze
from bot.freeze import messages as freeze_messages
from bot.growth import listeners as growth
from bot.growth import messages as growth_messages
from bot.joint_calls import listeners as joint_calls
from bot.joint_calls import messages as joint_calls_messages
from bot.joint_calls.listeners import Calls
from bot.joint_calls.service import clockwork as joint_calls_clockwork
from bot.month import listeners as month
from bot.month import messages as month_messages
from bot.month import service as month_service
from bot.observations import listeners as observations
from bot.observations import messages as observations_messages
from bot.observations import service as observations_service
from bot.observations.listeners import Observations
from bot.one_on_ones import listeners as one_on_ones
from bot.one_on_ones import messages as one_on_ones_messages
from bot.one_on_ones.listeners import OneOnOnes
from bot.one_on_ones.service import planning, points
from bot.peers import listeners as peers
from bot.peers import messages as peers_messages
from bot.plans import listeners as plans
from bot.plans import messages as plans_messages
from bot.plans.service import news, promises
from bot.plans.service import plans as plans_service
from bot.playbook import listeners as playbook
from bot.playbook import messages as playbook_messages
from bot.playbook.listeners import Playbook
from bot.practice import listeners as practice
from bot.practice import messages as practice_messages
from bot.privacy import listeners as privacy
from bot.privacy import messages as privacy_messages
from bot.privacy.listeners import Privacy
from bot.pulse import listeners as pulse
from bot.pulse import messages as pulse_messages
from bot.ramp import listeners as ramp
from bot.ramp import messages as ramp_messages
from bot.requests import listeners as requests
from bot.requests import messages as request_messages
from bot.requests.blocks.page import Corner, Group
from bot.requests.listeners.desk import Desk, Groups
from bot.requests.listeners.home import list_command, publish, refresh_home
from bot.requests.listeners.personal import stops
from bot.requests.service import choosing, clockwork, telling
from bot.score import home as score_home
from bot.score import listeners as score_clicks
from bot.score import messages as score_messages
from bot.score.listeners import me
from bot.score.service import thread as score_thread
from bot.settings import Settings
from bot.slack import refusing
from bot.slack.receiving import unknown
from bot.slack.receiving.inbox import Inbox
from bot.slack.sending.delivery import Kind
from bot.team import listeners as team
from bot.team import messages as team_messages
from bot.team.listeners import SubCommand
from bot.team.models import Person
from bot.tour import listeners as tour
from bot.tour.listeners import Tour
from bot.watch import messages as watch_messages
from bot.watch import summaries
from bot.watch.listeners import clicks, gone_channels
from bot.watch.listeners import settings as may_read
from bot.watch.listeners.command import ChannelCommand
from bot.watch.listeners.hearing import Hearing
from bot.watch.listeners.settings import MayRead
from bot.watch.service import watching
from bot.wins import listeners as wins
from bot.wins import messages as wins_messages
from bot.workflow import listeners as workflow


def message_kinds(settings: Settings) -> dict[str, Kind]:
    """How each kind of message is worded."""
    return {
        **team_messages.kinds(settings),
        **request_messages.kinds(settings, one_on_ones_messages.next_one),
        **watch_messages.kinds(settings),
        **summaries.KINDS,
        **score_messages.kinds(settings),
        **growth_messages.kinds(settings),
        **decision_messages.kinds(settings),
        **digest_messages.kinds(settings),
        **month_messages.kinds(settings),
        **pulse_messages.kinds(settings),
        **one_on_ones_messages.kinds(settings),
        **plans_messages.kinds(settings),
        **observations_messages.kinds(settings),
        **debriefs_messages.kinds(settings),
        **joint_calls_messages.kinds(settings),
        **wins_messages.KINDS,
        **privacy_messages.KINDS,
    }


def groups(settings: Settings) -> Groups:
    """What the features show in App Home, in this order."""

    def shown(session: Session, person_id: str, now: datetime) -> list[Group]:
        if session.get(Person, person_id) is None:
            return [Group("", [Corner(privacy_messages.stranger())])]
        who = (session, person_id, now)
        week = [
            Corner(pulse_messages.sections(settings, *who)),
            Corner(score_home.widening(*who)),
            Corner(score_home.sections(settings, *who)),
            Corner(digest_messages.sections(settings, *who)),
        ]
        together = [
            Corner(one_on_ones_messages.home(*who), "/kickstand 1on1"),
            Corner(joint_calls_messages.home(settings, *who), "/kickstand call"),
            Corner(plans_messages.home(settings, *who), "/kickstand plan"),
            Corner(observations_messages.home(*who), "/kickstand notes"),
            Corner(debriefs_messages.home(*who), "/kickstand lessons"),
        ]
        agreed = [
            Corner(decision_messages.home(*who), "/kickstand decisions"),
            Corner(playbook_messages.home(*who), "/kickstand playbook"),
            Corner(peers_messages.home(*who)),
            Corner(freeze_messages.home(*who), "/kickstand freeze"),
            Corner(practice_messages.home(*who), "/kickstand practice"),
            Corner(ramp_messages.home(*who), "/kickstand ramp"),
            Corner(watch_messages.home(*who), "/kickstand watch"),
        ]
        own = [Corner(privacy_messages.home(settings, *who))]
        return [Group("", week), Group("Together", together), Group("Agreed beforehand", agreed), Group("", own)]

    return shown


def listen(bolt: Inbox, hearing: Hearing, reading: MayRead) -> None:
    """Register every command, button, form and event."""
    desk = hearing.desk
    runtime = desk.runtime
    own = Privacy(runtime, reading.readers.give_back)
    own_picture = me.Me(desk)
    own_channels = ChannelCommand(runtime, reading.open_settings)
    commands: dict[str, SubCommand] = {
        "watch": own_channels.watch,
        "unwatch": own_channels.unwatch,
        "list": partial(list_command, desk),
        **_practices(bolt, desk),
        "me": own_picture.open,
        "my-data": own.my_data,
        "forget-me": own.ask,
    }
    drawn_anew = partial(refresh_home, desk)
    team.register(bolt, runtime, partial(team_changed, runtime.settings), drawn_anew, commands)
    requests.register(bolt, desk, hearing.hears)
    clicks.register(bolt, hearing)
    gone_channels.register(bolt, runtime)
    score_clicks.register(bolt, desk, own_picture)
    may_read.register(bolt, reading)
    workflow.register(bolt, desk)
    privacy.register(bolt, own)
    wins.register(bolt, desk, own_picture.show_again)
    month.register(bolt, runtime)
    pulse.register(bolt, runtime, drawn_anew)
    tour.register(bolt, Tour(runtime, drawn_anew))
    refusing.register(bolt, runtime, drawn_anew)
    unknown.register(bolt)


def _practices(bolt: Inbox, desk: Desk) -> dict[str, SubCommand]:
    """Register the practices around the request; answers their commands."""
    runtime, drawn_anew = desk.runtime, partial(refresh_home, desk)
    own_meetings, own_lessons, own_plans = OneOnOnes(desk), Debriefs(desk), plans.Plans(desk)
    own_calls = Calls(runtime, desk.is_personal, drawn_anew, points.add)
    own_notes = Observations(runtime, desk.is_personal, drawn_anew, points.add)
    own_grounds, own_ramp = practice.Grounds(runtime, drawn_anew), ramp.Ramp(runtime, drawn_anew)
    own_book = Playbook(runtime, drawn_anew, partial(stops, desk), desk.is_personal)
    widened = growth_messages.in_register
    own_decisions = decisions.Decisions(runtime, drawn_anew, choosing.register_changed, widened, desk.is_personal)
    one_on_ones.register(bolt, own_meetings)
    joint_calls.register(bolt, own_calls)
    plans.register(bolt, own_plans)
    observations.register(bolt, own_notes)
    debriefs.register(bolt, own_lessons)
    playbook.register(bolt, own_book)
    peers.register(bolt, peers.Offers(runtime, partial(publish, desk)))
    practice.register(bolt, own_grounds)
    ramp.register(bolt, own_ramp)
    own_freezes = freeze.Freezes(runtime, partial(team_changed, runtime.settings), drawn_anew)
    freeze.register(bolt, own_freezes)
    growth.register(bolt, growth.Levels(runtime, drawn_anew, desk.is_personal))
    decisions.register(bolt, own_decisions)
    return {
        "decisions": own_decisions.open,
        "freeze": own_freezes.command,
        "playbook": own_book.open,
        "next": own_book.next,
        "1on1": own_meetings.command,
        "1:1": own_meetings.command,
        "call": own_calls.plan,
        "plan": own_plans.command,
        "practice": own_grounds.open,
        "ramp": own_ramp.open,
        "observe": own_notes.observe,
        "notes": own_notes.listed,
        "debrief": own_lessons.open,
        "lessons": own_lessons.lessons,
    }


def team_changed(settings: Settings, session: Session, person_id: str, now: datetime) -> None:
    """Whatever a team changes, requests are planned anew; what was written to one manager is not for the next."""
    watching.team_changed(session, person_id, now)
    clockwork.team_changed(session, settings, person_id, now)
    planning.team_changed(session, settings, person_id, now)
    joint_calls_clockwork.team_changed(session, person_id, now)
    for each in (plans_service, promises, news):
        each.team_changed(session, person_id, now)
    observations_service.team_changed(session, person_id, now)
    debriefs_service.team_changed(session, person_id, now)
    score_thread.team_changed(session, person_id, now)
    month_service.team_changed(session, person_id, now)
    telling.team_changed(session, person_id, now)
