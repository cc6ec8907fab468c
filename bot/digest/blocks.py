"""The lead's digest: what was told in, words out. Never adds teams up, never orders them by a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.digest.rules import LEAST_REPS, Figures, Score, Shown, TeamWeek
from bot.score.blocks.report import VERDICTS
from bot.score.rules.index import round_half_up
from bot.score.rules.rates import Share
from bot.score.rules.week import Week
from bot.slack.kit import MESSAGE, TEXT, Block, Words, clip, context, escape, paragraphs, quote, section
from bot.slack.times import count

FOOTER = "For coaching; not for pay, promotion or discipline."
WHO = (
    f"Figures are about reps past their ramp who were on the team all week, from {LEAST_REPS} such reps on, and never "
    "about one person. Teams stand in the order of the alphabet."
)
SCALE = "A score of 0 is independent, 100 dependent; in brackets, where the true value probably lies."
NAME, WIN, MOST_TEAMS_AT_HOME = 60, 400, 80


@dataclass(frozen=True)
class TeamLine:
    """One team and its manager's first name."""

    manager: str
    team: TeamWeek


@dataclass(frozen=True)
class WinLine:
    """What a rep offered to be shared, in their own words."""

    id: str
    rep: str
    text: str


@dataclass(frozen=True)
class Digest:
    """One lead's week, with the names that belong to it now."""

    week: Week
    teams: Sequence[TeamLine]
    wins: Sequence[WinLine]


def digest(told: Digest) -> Words:
    """The message about one week: of many teams as many as it holds, and how many more there are."""
    first, notes = _headline(told), _notes(told)
    wins = [WINS, *(_win(each) for each in told.wins)] if told.wins else []
    room = MESSAGE - sum(len(each) for each in [first, *wins, *notes])
    shown = _that_fit(told.teams, room)
    left = len(told.teams) - len(shown)
    more = [f"And {count(left, 'more team')}, in App Home."] if left else []
    blocks = [
        section(f"*{first}*"),
        *paragraphs([*(_team(each, "*") for each in shown), *more]),
        *([section(f"*{WINS}*")] if wins else []),
        *(block for each in told.wins for block in _win_blocks(each)),
        context(f"_{FOOTER}_", *notes[1:]),
    ]
    return Words(_text(first, [*(_team(each) for each in shown), *more, *wins], notes), blocks)


WINS = "Reps offered these wins to be shared:"


def _notes(told: Digest) -> list[str]:
    return [FOOTER, WHO, *([SCALE] if any(each.team.score for each in told.teams) else [])]


def _that_fit(teams: Sequence[TeamLine], room: int) -> list[TeamLine]:
    so_far = accumulate(len(_team(each, "*")) + 1 for each in teams)
    return [each for each, length in zip(teams, so_far, strict=True) if length <= room]


def _text(first: str, lines: Sequence[str], notes: Sequence[str]) -> str:
    """All of it, or as many whole lines as a message's text holds, and how many it does not."""
    whole = "\n".join([first, *lines, *notes])
    shown = len(lines)
    while len(whole) > TEXT:
        shown -= 1
        more = f"{count(len(lines) - shown, 'more line')} in the message itself."
        whole = "\n".join([first, *lines[:shown], more, *notes])
    return whole


def at_home(told: Digest) -> list[Block]:
    """The newest digest in short, for App Home, whose last line says what it may be used for."""
    lines = [f"• {_team(each, '*')}" for each in told.teams[:MOST_TEAMS_AT_HOME]]
    left = len(told.teams) - MOST_TEAMS_AT_HOME
    more = [f"And {count(left, 'more team')}: too many to fit here."] if left > 0 else []
    return [section(f"*Your teams, {_days(told.week)}*"), *paragraphs([*lines, *more]), context(*_notes(told)[1:])]


def coming(when: str) -> list[Block]:
    """Before the first digest: when it comes."""
    return [section(f"*Your teams*\nYour first weekly digest comes {when}.")]


def _headline(told: Digest) -> str:
    if told.wins or any(each.team.shown is Shown.FIGURES for each in told.teams):
        return f"Your teams in the week of {_days(told.week)}."
    return (
        f"There is nothing to show of your teams for the week of {_days(told.week)}. "
        "As soon as there is, you get it here on Monday; until then I stay quiet."
    )


def _days(week: Week) -> str:
    first, last = week.monday, week.last_day
    start = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    return f"{start} to {last.day} {last:%B %Y}"


def _team(each: TeamLine, bold: str = "") -> str:
    first = f"{bold}{escape(clip(each.manager, NAME))}'s team{bold}:"
    told = each.team
    if told.shown is Shown.FEW_REPS:
        return f"{first} fewer than five reps past their ramp, so nothing is shown."
    if told.figures is None:
        return f"{first} too few people asked to show figures."
    return " ".join([first, *_figures(told.figures), *_score(told.score)])


def _figures(numbers: Figures) -> list[str]:
    sentences = [
        f"{count(numbers.asked, 'question')}.",
        f"{_of(numbers.settled)} settled without the manager{_waited(numbers)}.",
    ]
    if numbers.with_options:
        options = numbers.with_options
        sentences.append(f"Of {options.whole} that reached the manager, {options.part or 'none'} came with options.")
    if numbers.one_on_ones:
        held = numbers.one_on_ones
        sentences.append(f"1:1s: {held.part or 'none'} of {held.whole} noted as held.")
    if numbers.gaps:
        sentences.append(f"Several asked what comes next at {_and(numbers.gaps)}; the playbook doesn't say yet.")
    return sentences


def _waited(numbers: Figures) -> str:
    settled, in_hold = numbers.settled.part, numbers.in_hold.part
    if not settled:
        return ""
    if settled == 1:
        return ", while it waited" if in_hold else ", not while it waited"
    return f", {'all' if in_hold == settled else in_hold or 'none'} of them while they waited"


def _and(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _of(share: Share) -> str:
    return f"{share.part or 'None'}" + (f" ({round_half_up(100 * (share.value or 0))} %)" if share.part else "")


def _score(score: Score | None) -> list[str]:
    if score is None:
        return []
    word = f", {VERDICTS[score.verdict]}" if score.verdict else ""
    lightly = "; to be taken lightly, for opinions on who decided differ" if score.greyed else ""
    return [f"The manager shares the score: {score.score} ({score.low}-{score.high}){word}{lightly}."]


def _win(win: WinLine) -> str:
    return f"{escape(clip(win.rep, NAME))}: “{escape(_short(win))}”"


def _win_blocks(win: WinLine) -> list[Block]:
    return [section(f"{escape(clip(win.rep, NAME))}:"), quote(_short(win))]


def _short(win: WinLine) -> str:
    return clip(" ".join(win.text.split()), WIN)
