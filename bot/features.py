"""What each feature brings: tables, kinds of messages, its part of App Home, commands and buttons. Decides nothing.

A feature that is not in these lists does not exist for the program.
"""

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.digest import messages as digest_messages
from bot.growth import listeners as growth
from bot.growth import messages as growth_messages
from bot.month import listeners as month
from bot.month import messages as month_messages
from bot.privacy import listeners as privacy
from bot.privacy import messages as privacy_messages
from bot.privacy.listeners import Privacy
from bot.pulse import listeners as pulse
from bot.pulse import messages as pulse_messages
from bot.requests import listeners as requests
from bot.requests import messages as request_messages
from bot.requests.listeners.desk import Section
from bot.requests.listeners.home import list_command, refresh_home
from bot.requests.service import clockwork
from bot.score import home as score_home
from bot.score import listeners as score_clicks
from bot.score import messages as score_messages
from bot.score.listeners import me
from bot.score.service import thread as score_thread
from bot.settings import Settings
from bot.slack import refusing, unknown
from bot.slack.delivery import Kind
from bot.slack.inbox import Inbox
from bot.slack.kit import Block
from bot.team import listeners as team
from bot.team import messages as team_messages
from bot.team.listeners import SubCommand
from bot.watch import messages as watch_messages
from bot.watch import summaries
from bot.watch.listeners import clicks
from bot.watch.listeners import settings as may_read
from bot.watch.listeners.command import ChannelCommand
from bot.watch.listeners.hearing import Hearing
from bot.watch.listeners.settings import MayRead
from bot.watch.service import watching
from bot.wins import listeners as wins
from bot.workflow import listeners as workflow


def message_kinds(settings: Settings) -> dict[str, Kind]:
    """How each kind of message is worded."""
    return {
        **team_messages.kinds(settings),
        **request_messages.kinds(settings),
        **watch_messages.kinds(settings),
        **summaries.KINDS,
        **score_messages.kinds(settings),
        **growth_messages.kinds(settings),
        **digest_messages.kinds(settings),
        **month_messages.kinds(settings),
        **pulse_messages.kinds(settings),
        **privacy_messages.KINDS,
    }


def sections(settings: Settings) -> Section:
    """What the features show in App Home, in this order."""

    def shown(session: Session, person_id: str, now: datetime) -> list[Block]:
        who = (session, person_id, now)
        return [
            *pulse_messages.sections(settings, *who),
            *score_home.sections(settings, *who),
            *watch_messages.home(*who),
            *digest_messages.sections(settings, *who),
            *privacy_messages.home(settings, *who),
        ]

    return shown


def listen(bolt: Inbox, hearing: Hearing, reading: MayRead) -> None:
    """Register every command, button, form and event."""
    desk = hearing.desk
    runtime = desk.runtime
    own = Privacy(runtime, reading.readers.give_back)
    own_picture = me.Me(desk)
    channels = ChannelCommand(runtime, reading.open_settings)
    more: dict[str, SubCommand] = {
        "watch": channels.watch,
        "unwatch": channels.unwatch,
        "list": partial(list_command, desk),
        "me": own_picture.open,
        "my-data": own.my_data,
        "forget-me": own.ask,
    }
    team.register(bolt, runtime, partial(team_changed, runtime.settings), more)
    requests.register(bolt, desk, hearing.hears)
    clicks.register(bolt, hearing)
    score_clicks.register(bolt, desk, own_picture)
    may_read.register(bolt, reading)
    workflow.register(bolt, desk)
    privacy.register(bolt, own)
    growth.register(bolt, growth.Levels(runtime, partial(refresh_home, desk)))
    wins.register(bolt, desk, own_picture.show_again)
    month.register(bolt, runtime)
    pulse.register(bolt, runtime)
    refusing.register(bolt, runtime)
    unknown.register(bolt)


def team_changed(settings: Settings, session: Session, person_id: str, now: datetime) -> None:
    """Whatever a team changes, requests are planned anew; what was written to one manager is not for the next."""
    watching.team_changed(session, person_id, now)
    clockwork.team_changed(session, settings, person_id, now)
    score_thread.team_changed(session, person_id, now)
