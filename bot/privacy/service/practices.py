"""The tables of the practices around the request: to whom each is shown, with whom it goes, and when."""

from collections.abc import Sequence

from sqlalchemy import delete, inspect, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.debriefs.models import Debrief
from bot.decisions.models import DecisionRight
from bot.joint_calls.models import JointCall
from bot.joint_calls.service.calls import readable
from bot.observations.models import Observation
from bot.observations.rules import KEPT, State
from bot.observations.service import reads
from bot.one_on_ones.models import AgendaPoint, Cadence, Meeting
from bot.peers.models import PeerOffer
from bot.plans.models import Plan, Promise, RegularNews
from bot.plans.service import plans
from bot.playbook.models import ProcessGap, Stage
from bot.practice.models import PracticeGround
from bot.privacy.rules import Keep
from bot.privacy.service.erasing import NOBODY, Leaving
from bot.privacy.service.plain import erases, expires, shows
from bot.privacy.service.showing import Json, row
from bot.ramp.models import RampItem, RampTick

show_decision_right = shows("decisions_agreed_with_you", DecisionRight, DecisionRight.manager_id, DecisionRight.rep_id)
erase_decision_right = erases(DecisionRight.manager_id, DecisionRight.rep_id)
expire_decision_right = expires(DecisionRight.id, lambda keep: DecisionRight.ended_at <= keep.records_before)

show_stage = shows("stages_of_your_playbook", Stage, Stage.manager_id)
erase_stage = erases(Stage.manager_id)

show_process_gap = shows("gaps_in_your_playbook", ProcessGap, ProcessGap.manager_id)
erase_process_gap = erases(ProcessGap.manager_id)
expire_process_gap = expires(ProcessGap.id, lambda keep: ProcessGap.at <= keep.records_before)

show_cadence = shows("how_often_you_have_a_1_to_1", Cadence, Cadence.rep_id, Cadence.manager_id)
erase_cadence = erases(Cadence.rep_id, Cadence.manager_id)

show_meeting = shows("your_1_to_1s", Meeting, Meeting.rep_id, Meeting.manager_id)
erase_meeting = erases(Meeting.rep_id, Meeting.manager_id)
expire_meeting = expires(Meeting.id, lambda keep: Meeting.planned_at <= keep.records_before)

show_agenda_point = shows("points_for_your_1_to_1s", AgendaPoint, AgendaPoint.rep_id, AgendaPoint.author_id)
erase_agenda_point = erases(AgendaPoint.rep_id, AgendaPoint.author_id, nobody=[AgendaPoint.manager_id])
expire_agenda_point = expires(
    AgendaPoint.id,
    lambda keep: or_(AgendaPoint.done_at <= keep.text_before, AgendaPoint.added_at <= keep.records_before),
)


def show_joint_call(session: Session, who: str) -> Json:
    """Calls together, with their own view of them; of the other one's words what they may read."""
    mine = or_(JointCall.rep_id == who, JointCall.manager_id == who)
    found = session.scalars(select(JointCall).where(mine).order_by(JointCall.id))
    return {"your_joint_calls": [row(each, *readable(session, each, who)) for each in found]}


erase_joint_call = erases(JointCall.rep_id, JointCall.manager_id)
expire_joint_call = expires(JointCall.id, lambda keep: JointCall.starts_at <= keep.records_before)

_REPS_WORDS = ("deal", "happened", "again", "otherwise", "need")
_written = shows("your_debriefs", Debrief, Debrief.rep_id)
_added = shows("what_you_added_to_debriefs", Debrief, Debrief.manager_id, but=_REPS_WORDS)
_erase_debrief = erases(Debrief.rep_id, nobody=[Debrief.manager_id])


def show_debrief(session: Session, who: str) -> Json:
    """A rep's own in full, with what was added to them; of others' what a manager added, none of the rep's words."""
    return _written(session, who) | _added(session, who)


def erase_debrief(session: Session, leaving: Leaving) -> None:
    """A rep's own go. In those written to them nobody stands in their place, and what they added is gone."""
    added = update(Debrief).where(Debrief.manager_id == leaving.person_id, Debrief.rep_id != leaving.person_id)
    session.execute(added.values(manager_note=None, noted_at=None))
    _erase_debrief(session, leaving)


expire_debrief = expires(Debrief.id, lambda keep: Debrief.written_at <= keep.records_before)


def show_observation(session: Session, who: str) -> Json:
    """A manager's own notes, with the words while the rep reports to them; of a rep that notes exist, and which.

    The words of a note a rep has here once it was shared; docs/observations.md says why not before.
    """
    noted = _observations(session, who, Observation.manager_id)
    exist = _observations(session, who, Observation.rep_id)
    return {
        "observations_you_noted": [_without(each, *_unless(reads(session, each, who))) for each in noted],
        "observations_that_exist_about_you": [
            _without(each, "manager_id", *_unless(each.state == State.SHARED)) for each in exist
        ],
    }


def _observations(session: Session, who: str, column: InstrumentedAttribute[str]) -> Sequence[Observation]:
    return session.scalars(select(Observation).where(column == who).order_by(Observation.id)).all()


def _unless(may_read: bool) -> tuple[str, ...]:
    return () if may_read else ("text",)


def _without(found: Observation, *hidden: str) -> Json:
    columns = inspect(Observation).column_attrs
    return row(found, *(each.key for each in columns if each.key not in {"workspace_id", *hidden}))


erase_observation = erases(Observation.rep_id, Observation.manager_id)
expire_observation = expires(Observation.id, lambda keep: Observation.at <= keep.now - KEPT)


def show_plan(session: Session, who: str) -> Json:
    """Their plans; of a rep's words what this manager may still read."""
    mine = select(Plan).where(or_(Plan.rep_id == who, Plan.manager_id == who)).order_by(Plan.id)
    return {"your_plans": [_plan(session, each, who) for each in session.scalars(mine)]}


def _plan(session: Session, found: Plan, who: str) -> Json:
    shown = row(found)
    if who != found.rep_id and not plans.is_pair(session, found.rep_id, who):
        shown["rep_words"] = None
    return shown


def erase_plan(session: Session, leaving: Leaving) -> None:
    """A rep's plans go with them; a manager's part of a plan goes with the manager."""
    mine = Plan.manager_id == leaving.person_id
    session.execute(update(Plan).where(mine).values(manager_id=NOBODY, manager_words=None, manager_agreed_at=None))
    session.execute(delete(Plan).where(Plan.rep_id == leaving.person_id))


expire_plan = expires(Plan.id, lambda keep: Plan.changed_at <= keep.records_before)

show_promise = shows("promises_to_you_and_of_yours", Promise, Promise.rep_id, Promise.manager_id)
erase_promise = erases(Promise.rep_id, Promise.manager_id)
expire_promise = expires(Promise.id, lambda keep: Promise.due_on <= keep.records_before.date())


def show_regular_news(session: Session, who: str) -> Json:
    """What was agreed, while the two are a pair; what a rep wrote and nobody has yet is the rep's alone."""
    mine = or_(RegularNews.rep_id == who, RegularNews.manager_id == who)
    found = session.scalars(select(RegularNews).where(mine).order_by(RegularNews.id))
    return {"regular_news_agreed_with_you": [_news(session, each, who) for each in found]}


def _news(session: Session, found: RegularNews, who: str) -> Json:
    if who == found.rep_id:
        return row(found)
    hidden = {"text": None} | ({} if plans.is_pair(session, found.rep_id, who) else {"what": None})
    return row(found) | hidden


erase_regular_news = erases(RegularNews.rep_id, RegularNews.manager_id)
expire_regular_news = expires(RegularNews.id, lambda keep: RegularNews.ended_at <= keep.text_before)

show_peer_offer = shows("where_you_offered_to_help", PeerOffer, PeerOffer.rep_id)
erase_peer_offer = erases(PeerOffer.rep_id)

show_ramp_item = shows("your_list_for_new_reps", RampItem, RampItem.manager_id)
erase_ramp_item = erases(RampItem.manager_id)
expire_ramp_item = expires(RampItem.id, lambda keep: RampItem.ended_at <= keep.records_before)

show_ramp_tick = shows("what_you_ticked_as_a_new_rep", RampTick, RampTick.rep_id)
erase_ramp_tick = erases(RampTick.rep_id)


def expire_ramp_tick(session: Session, keep: Keep) -> int:
    """What somebody did long ago, in one go; the list itself stays."""
    session.execute(delete(RampTick).where(RampTick.at <= keep.records_before))
    return 0


show_practice_ground = shows("practice_ground_you_marked", PracticeGround, PracticeGround.manager_id)
erase_practice_ground = erases(PracticeGround.manager_id)
expire_practice_ground = expires(PracticeGround.id, lambda keep: PracticeGround.ended_at <= keep.records_before)
