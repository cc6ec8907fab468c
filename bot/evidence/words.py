"""What the commands about evidence say: values in, sentences out. Computes nothing, compares no people."""

from datetime import timedelta

from bot.evidence.rules.intervals import Difference, Proportion
from bot.evidence.rules.replaying import Otherwise, Replay
from bot.evidence.rules.waits import MIN_REPS, Compared, Comparison
from bot.evidence.service.replaying import Found
from bot.slack.times import count, length, working
from bot.team.amounts import plain_amount

Row = tuple[str, ...]
REPLAY_CAVEAT = (
    "Everybody is taken to do what they did, at the same minute. Whether somebody would have hurried, or solved it "
    "while waiting longer, is not in the record."
)
WAITS_CAVEATS = (
    "In brackets: 95 % intervals. Beside 60 min: percentage points more or fewer. Every question counts where the lot "
    "put it, also when it was sent at once.",
    "Solved by the rep: before or after it went out, with no answer of the manager. Asked again: the same rep, the "
    "same topic, within two days.",
)


def headline(found: Found, otherwise: Otherwise) -> str:
    """The replay in one sentence."""
    replay = found.replay
    if replay.counted == 0:
        return "Nothing that could be replayed was recorded in that time."
    if replay.least == replay.most == replay.reached:
        return f"{_with(otherwise)}, just as many would have reached managers: {_of(replay)}."
    if replay.least == replay.most:
        return (
            f"{_with(otherwise)}, {_of(replay, replay.most)} would have reached managers, instead of {replay.reached}."
        )
    between = f"between {replay.least} and {_of(replay, replay.most)}"
    return f"{_with(otherwise)}, {between} would have reached managers, instead of {replay.reached}."


def _with(otherwise: Otherwise) -> str:
    said = []
    if otherwise.hold is not None:
        said.append(f"a wait of {length(otherwise.hold)}" if otherwise.hold else "no wait")
    if otherwise.protect_at is not None:
        said.append(f"deals protected from {plain_amount(otherwise.protect_at)}")
    return f"With {' and '.join(said)}"


def _of(replay: Replay, number: int | None = None) -> str:
    part = replay.reached if number is None else number
    return f"{part} of {count(replay.counted, 'question')}"


def replay_rows(found: Found, otherwise: Otherwise) -> list[Row]:
    """The replay in a few lines: what, and how many."""
    replay = found.replay
    rows: list[Row] = [
        ("Questions replayed", str(replay.counted)),
        ("Reached a manager, as it was", str(replay.reached)),
        ("Would have gone out before the rep had settled it", str(replay.more)),
        ("Would not have gone out: settled soon after", str(replay.fewer)),
        ("Answered; the answer would have come later", str(replay.later)),
        *_typically(replay.later_by),
        ("Answered; the answer would have come sooner", str(replay.sooner)),
        *_typically(replay.sooner_by),
    ]
    if otherwise.protect_at is not None:
        rows.append(
            ("Protected deals, not held and not scored", f"{replay.protected_then}, instead of {replay.protected}")
        )
    rows.append(("Left out: asked directly, or in a channel", str(found.seen)))
    rows.append(("Left out: still open", str(found.open)))
    return rows


def _typically(shift: timedelta | None) -> list[Row]:
    return [("  typically by", working(shift))] if shift else []


def unknown(replay: Replay) -> str | None:
    """What the record cannot tell about this replay, in numbers."""
    if not replay.later:
        return None
    who = f"{count(replay.later, 'question')} that {'was' if replay.later == 1 else 'were'} answered"
    return f"Of {who}, between none and all would have been solved while waiting longer: nobody knows."


def nothing_there(found: Found) -> bool:
    """Whether there is no number to give, not even of what was left out."""
    return not (found.replay.counted or found.seen or found.open)


def too_few(comparison: Comparison) -> str | None:
    """The one sentence there is when too few people are behind the figures, or nothing was drawn."""
    if comparison.reps >= MIN_REPS:
        return None
    return (
        f"Drawn waits are compared from {MIN_REPS} reps on, with questions at least a week old; "
        f"reps so far: {comparison.reps or 'none'}."
    )


def summary(comparison: Comparison) -> str:
    """The comparison in one sentence: which differences are clear, if any."""
    clear = [_clearly(each) for each in comparison.waits if each.solved and each.solved.is_clear]
    asked = count(sum(each.arm.requests for each in comparison.waits), "question")
    start = f"{asked} of {comparison.reps} reps drew a wait"
    if not clear:
        return f"{start}; beside 60 minutes, no wait clearly changes how many the reps solve themselves."
    return f"{start}; beside 60 minutes, {' and '.join(clear)} by the reps themselves."


def _clearly(compared: Compared) -> str:
    assert compared.solved is not None
    return f"with {compared.arm.minutes} clearly {'more' if compared.solved.value > 0 else 'fewer'} were solved"


def waits_header(comparison: Comparison) -> Row:
    """The columns: one for each wait."""
    return ("Wait drawn", *(f"{each.arm.minutes} min" for each in comparison.waits))


def waits_rows(comparison: Comparison) -> list[Row]:
    """The lines of the table: a measure, and what it is for each wait."""
    waits = comparison.waits
    arms = [each.arm for each in waits]
    return [
        ("Questions", *(str(arm.requests) for arm in arms)),
        ("Sent sooner", *(str(arm.sooner) for arm in arms)),
        ("Solved by\nthe rep", *(_share(arm.solved) for arm in arms)),
        ("Beside 60 min", *(_beside(each.solved) for each in waits)),
        ("Before it\nwent out", *(_share(arm.before_reaching) for arm in arms)),
        ("Asked again", *(_share(arm.again) for arm in arms)),
        ("Beside 60 min", *(_beside(each.again) for each in waits)),
    ]


def _share(share: Proportion | None) -> str:
    if share is None:
        return "nothing waits"
    if not share.whole:
        return "none yet"
    low, high = share.interval
    return f"{share.part} of {share.whole}\n{_percent(share.value)} % ({_percent(low)}-{_percent(high)})"


def _beside(found: Difference | None) -> str:
    return "" if found is None else f"{_points(found.value)}\n({_points(found.low)} to {_points(found.high)})"


def _percent(value: float) -> str:
    return f"{100 * value:.0f}"


def _points(value: float) -> str:
    whole = round(100 * value)
    return f"{whole:+d}" if whole else "0"
