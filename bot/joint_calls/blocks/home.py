"""App Home's part about calls together: ahead, to look back on, last month's roles. Values in, blocks out."""

from collections.abc import Sequence

from bot.joint_calls.blocks.forms import PLAN
from bot.joint_calls.blocks.looking_back import question, question_buttons
from bot.joint_calls.blocks.pact import buttons, line
from bot.joint_calls.blocks.view import ROLES, CallView, role
from bot.joint_calls.rules import Month, Played, Role
from bot.slack.kit import Block, actions, behind, button, clip, context, escape, section
from bot.slack.times import count

EMPTY = "Going into a customer call together, manager and rep? Agree beforehand who leads, and who is there for what."
ALONE = "Only you see this."
NAMED = 6
"""So many calls of one role are named."""
FEW = 5
"""From so many on, a share has a percentage."""


def home(
    ahead: Sequence[CallView], to_look_back_on: Sequence[CallView], month: str, later: int = 0, left: int = 0
) -> list[Block]:
    """The button, and what there is: two blocks for each call, one for the month. `later`: so many more are ahead;
    `left`: so many more to look back on.
    """
    intro = "" if ahead or to_look_back_on or month else f"  {EMPTY}"
    head = section(f"*Calls*{intro}", button("Plan a call", PLAN, "home"))
    rows = [*(_row(question(each), question_buttons(each), each) for each in to_look_back_on), behind(left)]
    rows += [_row(line(each), buttons(each), each) for each in ahead]
    rows += [[context(f"And {count(later, 'call')} later.")]] if later > 0 else []
    return [head, *(block for row in rows for block in row), *([section(f"{month}\n{ALONE}")] if month else [])]


def _row(said: str, does: Sequence[Block], view: CallView) -> list[Block]:
    """The same buttons stand here once for each call: an action id may be used once in a view."""
    named = [each | {"action_id": f"{each['action_id']}@{view.id}"} for each in does]
    return [section(escape(said)), actions(*named, block_id=f"call_{view.id}")]


def month_lines(month: Month, name: str) -> str:
    """A manager's month by the role they say they played, for that manager alone; "" where there was no call (S1.7)."""
    if not month.calls and not month.silent:
        return ""
    total = len(month.calls)
    lines = [f"*Your calls with reps in {name}*: {count(total, 'call')} you looked back on"]
    lines[0] += f", {month.silent} you didn't." if month.silent else "."
    lines += [f"• {ROLES[each]}: {len(month.of(each))}. {_named(month.of(each))}" for each in Role if month.of(each)]
    if month.calls:
        lines.append(_crutches(month, total))
    apart = sum(each.seen_otherwise for each in month.calls)
    if apart:
        lines.append(f"In {apart} of them the rep saw another role.")
    return clip("\n".join(lines), 2900)


def _crutches(month: Month, total: int) -> str:
    crutches = len(month.of(Role.CRUTCH))
    share = f" ({round(100 * (month.crutch_share or 0))} %)" if total >= FEW else ""
    return f"As {role(Role.CRUTCH)}: {crutches or 'none'} of {total}{share}."


def _named(calls: Sequence[Played]) -> str:
    said = [
        f"{escape(clip(each.customer, 40))} with {escape(each.rep)}, {each.day.day} {each.day:%B}" for each in calls
    ]
    more = f"; and {len(said) - NAMED} more" if len(said) > NAMED else ""
    return "; ".join(said[:NAMED]) + more + "."
