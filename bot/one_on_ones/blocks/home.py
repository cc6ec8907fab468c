"""What App Home and `/kickstand 1on1` show of all one's 1:1s. Values in, blocks out."""

from collections.abc import Sequence

from bot.one_on_ones.blocks.agenda import OPEN, ask, headline, nudge
from bot.one_on_ones.blocks.view import PairView
from bot.one_on_ones.rules import MeetingState
from bot.slack.kit import Block, actions, behind, button, context, escape, modal, section
from bot.slack.times import count

ALL = "all"
"""In place of a rep: all of one's 1:1s."""
OVERVIEW, RHYTHM_BUTTON = "one_on_one.overview", "one_on_one.rhythm"
ASKED_AT_HOME = 2
SHOWN = 40
NOTHING_YET = "Who knows when their next 1:1 is saves questions for it. `How often` sets a day and a time."


def home(own: PairView | None, reps: int, planned: int, asked: Sequence[PairView], left: int = 0) -> list[Block]:
    """At most seven blocks: one's own 1:1, those with one's reps, and what is still open about those that are over.

    `planned`: how many of one's reps have a 1:1 planned. `left`: of how many more something is open.
    """
    blocks = [_own(own)] if own else []
    blocks += [_reps(reps, planned)] if reps else []
    for view in asked[:ASKED_AT_HOME]:
        said = nudge(view) if view.off or view.state == MeetingState.SKIPPED else ask(view)
        row = [each | {"action_id": f"{each['action_id']}@{view.id}"} for each in said.blocks[1]["elements"]]
        blocks += [said.blocks[0], actions(*row, block_id=f"one_on_one_{view.id}")]
    return [*blocks, *behind(left)]


def _own(view: PairView) -> Block:
    skipped = " The last one was skipped." if view.skipped else ""
    teach = (
        "" if view.id or view.size else f" What you'd like to talk about with {view.other} can wait here all the same."
    )
    return section(escape(f"{headline(view)}{skipped} {_size(view)}{teach}"), button("Agenda", OPEN, view.rep_id))


def _size(view: PairView) -> str:
    return f"{count(view.size, 'point')} on the agenda." if view.size else "Nothing is on the agenda yet."


def _reps(reps: int, planned: int) -> Block:
    said = f"{planned} of {reps} planned." if planned else f"none planned yet. {NOTHING_YET}"
    return section(escape(f"1:1s with your reps: {said}"), button("1:1s", f"{OPEN}@{ALL}", ALL))


def overview(own: PairView | None, reps: Sequence[PairView]) -> Block:
    """Everybody's next one, by name; the rhythm is set from here."""
    blocks = [_line(own)] if own else []
    if reps:
        blocks.append(actions(button("How often", RHYTHM_BUTTON, ALL)))
        blocks += [_line(each) for each in reps[:SHOWN]]
        blocks += [] if any(each.id for each in reps) else [context(NOTHING_YET)]
    if len(reps) > SHOWN:
        blocks.append(
            context(f"And {len(reps) - SHOWN} more: `/kickstand 1on1 @name ...` adds a point for any of them.")
        )
    return modal("1:1s", OVERVIEW, blocks)


def _line(view: PairView) -> Block:
    skipped = " The last one was skipped." if view.skipped else ""
    said = f"{headline(view)}{skipped} {_size(view)}"
    return section(escape(said), button("Agenda", f"{OPEN}@{view.rep_id}", view.rep_id))
