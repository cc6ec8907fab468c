"""Every table, and what becomes of what it tells about a person: shown, erased, expired. Does nothing itself.

`my-data`, `forget-me` and the expiry go through this list and nothing else: a table that is missing here is a mistake.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.privacy.rules import Keep
from bot.privacy.service import erasing, expiring, showing, switches
from bot.privacy.service import practices as around
from bot.privacy.service import practising as practice
from bot.privacy.service import watching as watch
from bot.privacy.service.erasing import Leaving
from bot.privacy.service.plain import stays
from bot.privacy.service.showing import Json

Show = Callable[[Session, str], Json]
Erase = Callable[[Session, Leaving], None]
Expire = Callable[[Session, Keep], int]


@dataclass(frozen=True)
class Personal:
    """A table that tells of people. `erase` or `expire` of None: the database deletes its rows with their parent's."""

    show: Show
    erase: Erase | None
    expire: Expire | None
    parent: str = ""


@dataclass(frozen=True)
class Impersonal:
    """A table that tells of nobody, and why."""

    why: str


TABLES: dict[str, Personal | Impersonal] = {
    "workspace": Impersonal("An installation of the app: the workspace's name and the bot's own ids and tokens."),
    "pause": Impersonal("How long Slack asked this program to leave a method alone."),
    "key_mark": Impersonal("One word of the program's own, by which a start tells a wrong key."),
    "oauth_state": Impersonal("That somebody began to install the app: a hash and a time, for ten minutes."),
    "post": Personal(showing.post, erasing.post, expiring.post),
    "workflow_step": Personal(showing.workflow_step, erasing.workflow_step, expiring.workflow_step),
    "said": Personal(showing.said, erasing.said, None, parent="request"),
    "history": Personal(showing.history, erasing.history, None, parent="request"),
    "sighting": Personal(watch.show_sighting, watch.erase_sighting, watch.expire_sighting),
    "silence": Personal(watch.show_silence, watch.erase_silence, watch.expire_silence),
    "watched_dm": Personal(watch.show_watched_dm, watch.erase_watched_dm, watch.expire_watched_dm),
    "watched_rep": Personal(watch.show_watched_rep, watch.erase_watched_rep, watch.expire_watched_rep),
    "help_channel": Personal(watch.show_help_channel, watch.erase_help_channel, watch.expire_help_channel),
    "watch": Personal(watch.show_watch, watch.erase_watch, watch.expire_watch),
    "agenda_point": Personal(around.show_agenda_point, around.erase_agenda_point, around.expire_agenda_point),
    "meeting": Personal(around.show_meeting, around.erase_meeting, around.expire_meeting),
    "cadence": Personal(around.show_cadence, around.erase_cadence, stays),
    "joint_call": Personal(around.show_joint_call, around.erase_joint_call, around.expire_joint_call),
    "debrief": Personal(around.show_debrief, around.erase_debrief, around.expire_debrief),
    "observation": Personal(around.show_observation, around.erase_observation, around.expire_observation),
    "regular_news": Personal(around.show_regular_news, around.erase_regular_news, around.expire_regular_news),
    "promise": Personal(around.show_promise, around.erase_promise, around.expire_promise),
    "plan": Personal(around.show_plan, around.erase_plan, around.expire_plan),
    "peer_offer": Personal(around.show_peer_offer, around.erase_peer_offer, stays),
    "ramp_tick": Personal(around.show_ramp_tick, around.erase_ramp_tick, around.expire_ramp_tick),
    "ramp_item": Personal(around.show_ramp_item, around.erase_ramp_item, around.expire_ramp_item),
    "frozen_days": Personal(switches.show_freeze, switches.erase_freeze, switches.expire_freeze),
    "release_of_all": Personal(
        switches.show_release_of_all, switches.erase_release_of_all, switches.expire_release_of_all
    ),
    "practice_ground": Personal(
        around.show_practice_ground, around.erase_practice_ground, around.expire_practice_ground
    ),
    "process_gap": Personal(around.show_process_gap, around.erase_process_gap, around.expire_process_gap),
    "stage": Personal(around.show_stage, around.erase_stage, stays),
    "decision_right": Personal(around.show_decision_right, around.erase_decision_right, around.expire_decision_right),
    "win": Personal(practice.show_win, practice.erase_win, practice.expire_win),
    "request": Personal(showing.request, erasing.request, expiring.request),
    "reporting_line": Personal(showing.reporting_line, erasing.reporting_line, expiring.reporting_line),
    "level_set": Personal(practice.show_level_set, practice.erase_level_set, practice.expire_level_set),
    "pulse_tally": Impersonal("How often each answer of a pulse was given: no name, no time, no order."),
    "pulse_invitation": Personal(practice.show_pulse_invitation, practice.erase_pulse_invitation, None, parent="pulse"),
    "pulse": Personal(practice.show_pulse, practice.erase_pulse, practice.expire_pulse),
    "monthly_look": Personal(practice.show_monthly_look, practice.erase_monthly_look, practice.expire_monthly_look),
    "lead_digest": Personal(practice.show_lead_digest, practice.erase_lead_digest, practice.expire_lead_digest),
    "report_look": Personal(switches.show_report_look, switches.erase_report_look, switches.expire_report_look),
    "weekly_score": Personal(showing.weekly_score, erasing.weekly_score, expiring.weekly_score),
    "team": Personal(showing.team, erasing.team, expiring.team),
    "seen": Personal(showing.seen, erasing.seen, expiring.seen),
    "conversation": Personal(showing.conversation, erasing.conversation, expiring.conversation),
    "time_off": Personal(showing.time_off, None, expiring.time_off, parent="person"),
    "quiet_time": Personal(showing.quiet_time, None, expiring.quiet_time, parent="person"),
    "person": Personal(showing.person, erasing.person, expiring.person),
}
"""In the order of erasing: what tells where the rest is goes first, people go last."""

PERSONAL = {name: each for name, each in TABLES.items() if isinstance(each, Personal)}
