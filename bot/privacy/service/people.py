"""Where the practices around the request name people: whoever stands there is still needed. Does nothing itself."""

from bot.debriefs.models import Debrief
from bot.decisions.models import DecisionRight
from bot.freeze.models import Freeze
from bot.joint_calls.models import JointCall
from bot.observations.models import Observation
from bot.one_on_ones.models import AgendaPoint, Cadence, Meeting
from bot.peers.models import PeerOffer
from bot.plans.models import Plan, Promise, RegularNews
from bot.playbook.models import ProcessGap, Stage
from bot.practice.models import PracticeGround
from bot.ramp.models import RampItem, RampTick

PRACTISE = (
    *(DecisionRight.manager_id, DecisionRight.rep_id, Stage.manager_id, ProcessGap.manager_id),
    *(Cadence.rep_id, Cadence.manager_id, Meeting.rep_id, Meeting.manager_id),
    *(AgendaPoint.rep_id, AgendaPoint.manager_id, AgendaPoint.author_id, JointCall.rep_id, JointCall.manager_id),
    *(Debrief.rep_id, Debrief.manager_id, Observation.rep_id, Observation.manager_id),
    *(Plan.rep_id, Plan.manager_id, Promise.rep_id, Promise.manager_id),
    *(RegularNews.rep_id, RegularNews.manager_id, PeerOffer.rep_id),
    *(RampItem.manager_id, RampTick.rep_id, PracticeGround.manager_id),
    *(Freeze.manager_id, Freeze.rep_id),
)
