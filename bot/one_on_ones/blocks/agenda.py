"""The agenda of a 1:1, as a message and as a modal, and the short messages around it. Values in, words out."""

from collections.abc import Sequence

from bot.one_on_ones.blocks.view import Item, PairView
from bot.one_on_ones.rules import LONGEST_BROUGHT, LONGEST_POINT, MeetingState, Usual
from bot.slack.kit import Block, Words, actions, button, clip, confirm, context, escape, modal, option, section
from bot.slack.times import count

OPEN, ADD, DONE, BRING, TALKED, TOPICS, HELD, SKIP, MOVE = (
    f"one_on_one.{name}" for name in ("open", "add", "done", "bring", "talked", "topics", "held", "skip", "move")
)
MODAL = "one_on_one.agenda"
IN_MESSAGE, IN_MODAL = 12, 30
"""So many parked questions, and so many points, are shown."""
LABELS = {
    Usual.PARKED: "Parked questions",
    Usual.DEALS: "Deals",
    Usual.GROWTH: "Growth area",
    Usual.DECISIONS: "Decisions to widen",
}
RHYTHM = {1: "every week", 2: "every 2 weeks", 4: "every 4 weeks"}
GONE = "_(the words are gone)_"


def message(view: PairView) -> Words:
    """The agenda on the morning of the 1:1; afterwards what became of it."""
    if view.state != MeetingState.PLANNED:
        return ask(view) if view.is_manager else _told(_over(view), [])
    blocks = [section(escape(headline(view))), *_lists(view, IN_MESSAGE, LONGEST_POINT), actions(*_row(view))]
    labels = ", ".join(str(each["text"]["text"]) for each in _row(view))
    text = "\n".join([headline(view), *_plain(view, IN_MESSAGE), f"Buttons: {labels}."])
    return Words(escape(text), blocks)


def pair_modal(view: PairView) -> Block:
    """The same, any day: what is on the agenda of two people."""
    last = [context(escape(_last(view)))] if view.skipped else []
    blocks = [section(escape(headline(view))), *last, *_lists(view, IN_MODAL, LONGEST_BROUGHT), actions(*_row(view))]
    return modal("1:1", MODAL, blocks, data=view.rep_id)


def headline(view: PairView) -> str:
    """When it is."""
    if not view.id:
        return f"No 1:1 with {view.other} is planned."
    every = f", {RHYTHM.get(view.weeks, '')}" if view.weeks in RHYTHM else ""
    off = " One of you has that day off, so it needs a new date." if view.off else ""
    return f"1:1 with {view.other} {view.at}{every}.{off}"


def _last(view: PairView) -> str:
    return "The last one was skipped. What was on the agenda is still there."


def _over(view: PairView) -> str:
    became = f"1:1 with {view.other} {view.on}: {view.state}."
    then = f" The next is {view.next}." if view.next else ""
    rest = f" {count(view.size, 'point')} carried over." if view.size and view.next else ""
    return became + then + rest


def _row(view: PairView) -> list[Block]:
    add = button("Add a point", ADD, view.rep_id)
    if not (view.is_manager and view.id):
        return [add]
    if not view.began:
        sure = confirm("Skip this 1:1?", "What is on the agenda waits for the next one.", "Skip it", "Keep it")
        return [add, button("Move", MOVE, view.id), button("Skip", SKIP, view.id, confirm=sure)]
    return [*_happened(view), add]


def _happened(view: PairView) -> list[Block]:
    """What a manager may say of one whose time has come."""
    held = button("Held", HELD, view.id, style="primary")
    return [held, button("Moved", MOVE, view.id), button("Skipped", SKIP, view.id)]


def _lists(view: PairView, most: int, longest: int) -> list[Block]:
    """What there is to talk about: the usual, what is parked, what either brings: `most` of each, so long at most."""
    blocks = _usual(view)
    if view.parked:
        blocks.append(section("*Parked questions*"))
        for each in view.parked[:most]:
            words = _quoted(each, LONGEST_POINT)
            blocks.append(section(f"•  {words}", _button("Talked through", TALKED, each)))
    if view.points:
        blocks.append(section("*Points*"))
        blocks += [block for each in view.points[:most] for block in _point(view, each, longest)]
    if not view.size:
        blocks.append(
            context("Nothing is on the list yet. `Park for 1:1` on a question, or `Add a point`, puts it here.")
        )
    left = _left(view, most)
    return [*blocks, *([context(left)] if left else [])]


def _left(view: PairView, most: int) -> str:
    left = max(len(view.parked) - most, 0) + max(len(view.points) - most, 0)
    return f"And {left} more; they move up as others are done." if left else ""


def _usual(view: PairView) -> list[Block]:
    """The manager ticks what is covered; the rep sees it."""
    if not view.id:
        return []
    if not view.is_manager:
        return [context("To go through: " + "  ·  ".join(_ticked(view)))]
    options = [option(label, usual.value) for usual, label in LABELS.items()]
    chosen = [each for each in options if each["value"] in view.topics]
    boxes: Block = {"type": "checkboxes", "action_id": f"{TOPICS}@{view.id}", "options": options}
    return [actions(boxes | ({"initial_options": chosen} if chosen else {}), block_id=f"topics_{view.id}")]


def _ticked(view: PairView) -> list[str]:
    return [f"{label} (covered)" if usual in view.topics else label for usual, label in LABELS.items()]


def _point(view: PairView, item: Item, longest: int) -> list[Block]:
    done = _button("Done", DONE, item)
    if item.from_before:
        said = section(f"•  {_quoted(item, longest)} _Only you see this: it was for an earlier manager._")
        return [said, actions(_button(f"Bring to {view.other}", BRING, item), done)]
    by = f" _({escape(item.by)})_" if item.by else ""
    return [section(f"•  {_quoted(item, longest)}{by}", done)]


def _button(label: str, action: str, item: Item) -> Block:
    return button(label, f"{action}@{item.id}", item.id)


def _quoted(item: Item, longest: int) -> str:
    return escape(clip(" ".join(item.text.split()), longest)) or GONE


def _plain(view: PairView, most: int) -> list[str]:
    """What the blocks say, in lines."""
    lines = [f"To go through: {', '.join(_ticked(view))}."]
    lines += ["Parked questions:"] if view.parked else []
    lines += [f"- {clip(' '.join(each.text.split()), 120)}" for each in view.parked[:most]]
    lines += ["Points:"] if view.points else []
    lines += [
        f"- {clip(' '.join(each.text.split()), 120)}" + (f" ({each.by})" if each.by else "")
        for each in view.points[:most]
    ]
    lines += ["Nothing is on the list yet."] if not view.size else []
    return [*lines, *([left] if (left := _left(view, most)) else [])]


def ask(view: PairView) -> Words:
    """Was it held? Asked once; then it says what the manager said, with a way to say otherwise."""
    if view.state == MeetingState.MOVED:
        return _told(_over(view), [])
    if view.state == MeetingState.PLANNED:
        return _told(f"Was your 1:1 with {view.other} {view.at} held?", _happened(view))
    if view.state == MeetingState.HELD:
        return _told(_over(view), [button("It was skipped", SKIP, view.id)])
    return _told(_over(view), _after_a_skip(view))


def _after_a_skip(view: PairView) -> list[Block]:
    held = [button("It was held", HELD, view.id)] if view.began else []
    return [*held, button("Find a new date", MOVE, view.id)]


def nudge(view: PairView) -> Words:
    """It was skipped, or is on a day off, and there is no new date."""
    if view.off:
        said = f"Your 1:1 with {view.other} {view.on} falls on a day off of one of you, so it needs a new date."
        return _told(said, [button("Find a new date", MOVE, view.id)])
    if view.state != MeetingState.SKIPPED:
        return _told(_over(view), [])
    kept = f" {count(view.size, 'point')} wait for it." if view.size > 1 else " 1 point waits for it." * view.size
    then = f". The next is {view.next}; sooner is fine too." if view.next else " and has no new date."
    said = f"Your 1:1 with {view.other} {view.on} was skipped{then}{kept}"
    return _told(said, _after_a_skip(view))


def moved(view: PairView) -> Words:
    """The rep hears when their 1:1 is now, or that it is off."""
    if view.began and view.state != MeetingState.PLANNED:
        return _told(_over(view), [])
    if view.state != MeetingState.PLANNED:
        then = f" The next is {view.next}. What is on the agenda stays there." if view.next else ""
        return _told(f"Your 1:1 with {view.other} {view.at} is off.{then}", [])
    off = " One of you has that day off, so it needs a new date." if view.off else ""
    return _told(
        f"Your 1:1 with {view.other} is now {view.at}.{off}", [button("What's on the agenda", OPEN, view.rep_id)]
    )


def _told(said: str, row: Sequence[Block]) -> Words:
    labels = ", ".join(str(each["text"]["text"]) for each in row)
    text = f"{said}\nButtons: {labels}." if labels else said
    return Words(escape(text), [section(escape(said)), *([actions(*row)] if row else [])])
