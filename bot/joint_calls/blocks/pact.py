"""The pact before a call, the reminder, and that the other one changed something. Values in, words out."""

from bot.joint_calls.blocks.view import GOOD_FOR, CallView, role
from bot.joint_calls.rules import Side
from bot.slack.kit import Block, Words, actions, button, clip, confirm, context, escape, section

AGREE, CHANGE, CALL_OFF = "joint_call.agree", "joint_call.change", "joint_call.call_off"
FOOT = "I remind you both 30 minutes before, and ask afterwards how it went. Nobody else sees this."
SOON_FOOT = "Afterwards I ask how it went. Nobody else sees this."


def pact(view: CallView) -> Words:
    """The one message about a call ahead, as it is agreed on now."""
    return _message(view, _first(view))


def reminder(view: CallView) -> Words:
    """Shortly before, with all of the pact."""
    if view.begun or view.off or view.ended:
        return _message(view, _first(view))
    soon = "a minute" if view.minutes == 1 else f"{view.minutes} minutes"
    return _message(view, f"In {soon}: {view.call}, {view.when.removeprefix('today ')}.", SOON_FOOT)


def _first(view: CallView) -> str:
    if view.ended:
        return f"{_upper(view.call)} {view.when}: {view.other} isn't your manager now, so its pact has ended."
    if view.off:
        return f"Called off: {view.call} {view.when}."
    if view.begun:
        return f"{_upper(view.call)} {view.when}: this was your pact."
    if not view.i_agreed:
        return f"{view.other} has agreed to this pact for {view.call} {view.when}. Do you?"
    if not view.other_agreed:
        return f"Your pact for {view.call} {view.when}. {view.other} hasn't agreed yet."
    return f"It's agreed: your pact for {view.call} {view.when}."


def _message(view: CallView, first: str, ahead: str = FOOT) -> Words:
    over = view.off or view.ended
    facts = [] if over else facts_of(view)
    row = [] if over or view.begun else buttons(view)
    alone = "" if view.strike is None or over or view.begun else f"For you alone: {strike(view)}"
    foot = "" if over or view.begun else ahead
    off = "" if over or view.begun else view.day_off
    blocks: list[Block] = [section(f"*{escape(first)}*")]
    if facts:
        blocks.append(section("\n".join(f"*{escape(name)}*  {escape(said)}" for name, said in facts)))
    blocks += [section(escape(each)) for each in (off,) if each]
    blocks += [section(f"_{escape(alone)}_")] if alone else []
    blocks += [actions(*row)] if row else []
    blocks += [context(foot)] if foot else []
    labels = f"Buttons: {', '.join(str(each['text']['text']) for each in row)}." if row else ""
    told = [first, *(f"{name}: {said}" for name, said in facts), off, alone, labels, foot]
    return Words(escape("\n".join(each for each in told if each)), blocks)


def facts_of(view: CallView) -> list[tuple[str, str]]:
    """What the two agree on, by name."""
    alone = f"A safe place to learn. Could {view.rep} go alone? `Call it off` is fine here."
    return [
        *([("Practice ground", alone)] if view.practice else []),
        ("Who leads", f"{view.rep}. Whether help is needed is {view.rep}'s to say; {view.manager} won't jump in."),
        (f"{view.manager} is there as", _roles(view)),
        ("The phrase that asks for help", f"“{view.signal}”"),
        ("How the two are introduced", f"“{view.introduction}”"),
    ]


def _roles(view: CallView) -> str:
    by_rep, by_manager = view.role_by_rep, view.role_by_manager
    one = by_rep or by_manager
    if one and (by_rep == by_manager or not (by_rep and by_manager)):
        return f"{role(one)}. {GOOD_FOR[one]}"
    if by_rep and by_manager:
        return f"{role(by_rep)}, says {view.rep}; {role(by_manager)}, says {view.manager}. Worth a word before."
    return "not chosen yet"


def strike(view: CallView) -> str:
    """Why letting the rep go on is worth it, one reason at a time; for the manager alone (S4.3)."""
    reasons = (
        f"taking over tells the customer, without saying so, that you aren't sure of {view.rep}.",
        f"save this one, and {view.rep} can't learn to save those at which you won't be there.",
        f"if you step in, neither of you will know whether {view.rep} would have found the way back.",
        f"the customer knows {view.rep}. Whoever comes in from outside has yet to earn their ear.",
    )
    return reasons[(view.strike or 0) % len(reasons)]


def buttons(view: CallView) -> list[Block]:
    """What the reader can do about a call ahead."""
    sure = confirm("Call it off?", f"{view.other} hears it at once.", "Call it off", "Keep it")
    agree = [] if view.i_agreed else [button("Agree", AGREE, view.id, style="primary")]
    return [
        *agree,
        button("Change it", CHANGE, view.id),
        button("Call it off", CALL_OFF, view.id, confirm=sure),
    ]


def news(view: CallView) -> Words:
    """The other one moved, changed or called off a call."""
    if view.off:
        said = f"{view.other} called off {view.call} {view.when}."
    else:
        said = f"{view.other} changed the pact for {view.call}: it's {view.when}. The pact has the rest."
    row = [] if view.off or view.begun else buttons(view)
    labels = f"\nButtons: {', '.join(str(each['text']['text']) for each in row)}." if row else ""
    return Words(escape(said + labels), [section(escape(said)), *([actions(*row)] if row else [])])


def line(view: CallView) -> str:
    """One call ahead in one line, for App Home."""
    with_whom = f"with {view.other}" if view.side is Side.REP else f"with {view.rep}, who leads"
    if view.i_agreed:
        state = "Both agreed." if view.other_agreed else f"{view.other} hasn't agreed yet."
    else:
        state = "Do you agree to the pact?"
    return f"{clip(_upper(view.call), 130)} {view.when}, {with_whom}. {state}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
