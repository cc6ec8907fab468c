"""How a call went: the question, one's own view, both side by side. Never who is right. Values in, words out."""

from bot.joint_calls.blocks.view import CallView, recovered, role
from bot.joint_calls.rules import Side, View, differences
from bot.slack.kit import Block, Words, actions, button, context, escape, section

LOOK_BACK, PARK, NOT_HELD = "joint_call.look_back", "joint_call.park", "joint_call.no_call"
NAMES = {
    "played": "the role",
    "signal_used": "whether the phrase was used",
    "jumped_in": "whether there was jumping in",
    "recovery": "how the hard moment ended",
}
ONLY_YOU = "Only the two of you see this. It counts in no score."


def after(view: CallView) -> Words:
    """The question before it is answered; then one's own view; then both."""
    if view.ended:
        words = f"{title(view)}: {view.other} isn't your manager now, so this has ended here."
        return Words(escape(words), [section(escape(words))])
    if view.off:
        words = f"Noted: {view.call} {view.when} didn't take place."
        return Words(escape(words), [section(escape(words))])
    if view.mine is None:
        return _message(question(view), [], question_buttons(view))
    if view.theirs is None:
        first = f"Noted, your view of {view.call}. You'll see {view.other}'s here once it's written, and not before."
        return _message(first, [("You", _told(view, view.mine))], [])
    return _both(view, view.mine, view.theirs)


def title(view: CallView) -> str:
    """How the call is called on an agenda: `The call with Acme`."""
    return view.call[:1].upper() + view.call[1:]


def question(view: CallView) -> str:
    """What is asked, in a sentence or two."""
    if view.side is Side.REP:
        return (
            f"How was {view.call} {view.when}? A few short questions, you first: "
            f"{view.manager} sees your answers only after writing down a view too."
        )
    first = f"How was {view.call} with {view.rep} {view.when}? The same few questions for you; "
    if view.rep_wrote:
        return first + f"you see {view.rep}'s answers once yours are in."
    return first + f"{view.rep} hasn't written yet."


def question_buttons(view: CallView) -> list[Block]:
    """The form; and that there was no call, as long as nobody has looked back on it."""
    look = button("Look back", LOOK_BACK, view.id, style="primary")
    return [look] if view.rep_wrote else [look, button("It didn't happen", NOT_HELD, view.id)]


def _both(view: CallView, mine: View, theirs: View) -> Words:
    first = f"Both views of {view.call} {view.when}."
    by_rep, by_manager = (mine, theirs) if view.side is Side.REP else (theirs, mine)
    told = [(view.rep, _told(view, by_rep)), (view.manager, _told(view, by_manager))]
    foot = [_planned(view), _differ(mine, theirs), "It's parked for your 1:1." if view.parked else ""]
    row = [] if view.parked else [button("Park for 1:1", PARK, view.id)]
    return _message(first, told, row, " ".join(each for each in foot if each))


def _told(view: CallView, seen: View) -> str:
    where = f" ({seen.signal_where})" if seen.signal_where else ""
    used = "was used" if seen.signal_used else "wasn't used"
    jumped = "jumped in unasked" if seen.jumped_in else "didn't jump in unasked"
    lines = [f"{view.manager} was there as {role(seen.played)}, and {jumped}.", f"The phrase {used}{where}."]
    if seen.recovery:
        lines.append(f"The hard moment: {recovered(seen.recovery, view.rep, view.manager)}.")
    if seen.note:
        lines.append(f"To explore: {seen.note}")
    return "\n".join(lines)


def _planned(view: CallView) -> str:
    by_rep, by_manager = view.role_by_rep, view.role_by_manager
    if by_rep and by_manager and by_rep != by_manager:
        return f"Planned: {role(by_rep)} ({view.rep}), {role(by_manager)} ({view.manager})."
    one = by_rep or by_manager
    return f"Planned: {role(one)}." if one else ""


def _differ(mine: View, theirs: View) -> str:
    names = [NAMES[each] for each in differences(mine, theirs)]
    return f"You saw it differently: {', '.join(names)}. Neither view overrules the other." if names else ""


def _message(first: str, told: list[tuple[str, str]], row: list[Block], foot: str = "") -> Words:
    blocks = [section(f"*{escape(first)}*"), *(section(f"*{escape(who)}*\n{escape(said)}") for who, said in told)]
    blocks += [section(escape(foot))] if foot else []
    blocks += [actions(*row)] if row else []
    labels = f"Buttons: {', '.join(str(each['text']['text']) for each in row)}." if row else ""
    text = [first, *(f"{who}: {said}" for who, said in told), foot, labels, ONLY_YOU]
    return Words(escape("\n".join(each for each in text if each)), [*blocks, context(ONLY_YOU)])
