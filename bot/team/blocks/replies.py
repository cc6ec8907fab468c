"""What `/kickstand` answers: help, days away, a word it does not know. Pure: values in, Block Kit out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from bot.slack.kit import Words, button, clip, context, escape, section
from bot.slack.times import bare, when

AWAY_REMOVE = "team.away_remove"
SHOWN = 40

COMMANDS: Mapping[str, str] = {
    "help": "what I do, and this list",
    "team": "your reps: who confirmed, whom to add, whom to take off",
    "settings": "how long questions wait, working hours, deputy, and your own wishes",
    "away": "your days off; `/kickstand away 2026-12-24 2027-01-02` adds some",
    "freeze": "days on which nothing waits; `/kickstand freeze 2026-12-28 2026-12-31` adds some, `@name` one rep",
    "pause": "only what you asked for comes; `/kickstand pause 2h`, `3d`, `until 2026-12-01`, `off`",
    "watch": "what I may read for you; `/kickstand watch #help-deals` has me watch a channel",
    "unwatch": "ends that: `/kickstand unwatch #help-deals`",
    "1on1": "your 1:1s: when, what's on the agenda; `/kickstand 1on1 the Globex renewal` adds a point",
    "next": "what comes next; `/kickstand next demo` shows your playbook's step",
    "playbook": "what comes next at each stage: read it or, if you lead the team, write it",
    "call": "plan a customer call with your manager or a rep: who leads, who is there for what",
    "plan": "growth plans: six questions, two answers each; promises and regular news; `/kickstand plan @name`",
    "list": "what is parked for the next 1:1",
    "decisions": "what your reps may decide without asking, and up to where; or what you may",
    "me": "your own picture: what you asked, solved and decided, topic by topic; only you see it",
    "observe": "note something on a rep, for the day they ask: `/kickstand observe @name`",
    "notes": "your own notes; or that your manager noted something about you, to ask for",
    "debrief": "four questions after a lost deal; your manager may add to it",
    "lessons": "what you and your team learnt; `/kickstand lessons discount` looks for a word",
    "practice": "deals and accounts where your reps may learn: their questions wait longer there",
    "ramp": "what a new rep should see and do in the first 90 days; a new rep ticks it",
    "my-data": "everything I hold about you, as a file",
    "forget-me": "I erase it; first I tell you what goes",
}
"""Every sub-command and what it is for, in the order of the help text."""


@dataclass(frozen=True)
class DaysOff:
    """One stretch of whole days away, both days included."""

    id: int
    first: date
    last: date


def help_words(known: Collection[str]) -> Words:
    """What Kickstand does, and the commands that this installation has."""
    hello = (
        "I bring your questions to your manager, with your own thinking beside them. Write me here, use `/ask`, or the "
        "shortcuts `Ask my manager` and `Ask for help with this`. I hold a question for a while and tell you until "
        "when; `Send now` always skips the wait."
    )
    rows = "\n".join(f"• `/kickstand {name}`: {what}" for name, what in COMMANDS.items() if name in known)
    return Words(f"{hello}\n{rows}", [section(hello), section(rows)])


def unknown(word: str, known: Collection[str]) -> Words:
    """A word that is no sub-command: those that look like it, or all of them."""
    close = get_close_matches(word.casefold(), known, n=3, cutoff=0.5)
    offered = " or ".join(f"`/kickstand {name}`" for name in close)
    said = escape(clip(word, 40)).replace("`", "'")
    then = (
        f"Did you mean {offered}?" if close else f"I know {_list([f'`{name}`' for name in COMMANDS if name in known])}."
    )
    return _told(f"I don't know `{said}`. {then}")


def import_words() -> Words:
    """Why the import is not typed in Slack."""
    return _told(
        "Importing happens where I run: your admin types `kickstand team import team.csv` there. "
        "To name a few reps yourself, use `/kickstand team`."
    )


def away_words(days: Sequence[DaysOff], today: date, *, added: DaysOff | None = None, leads: bool = False) -> Words:
    """Somebody's days away, each with a way to take it back; `added` was entered just now."""
    intro = _intro(days, added, leads)
    first = today + timedelta(days=7)
    last = first + timedelta(days=4)
    hint = f"Add days with `/kickstand away {first} {last}`; one date is that day."
    rows = [f"• {span(each)}" for each in days[:SHOWN]]
    blocks = [section(intro)]
    for each, row in zip(days, rows, strict=False):
        blocks.append(section(row, button("Remove", f"{AWAY_REMOVE}@{each.id}", str(each.id))))
    if len(days) > SHOWN:
        rows.append(f"and {len(days) - SHOWN} more")
        blocks.append(context(rows[-1]))
    text = "\n".join([intro, *rows, hint])
    return Words(text, [*blocks, context(hint)])


def _intro(days: Sequence[DaysOff], added: DaysOff | None, leads: bool) -> str:
    if added:
        then = " Those days don't count while a question waits, and your reps hear that you're away." if leads else ""
        return f"Noted: you're away {span(added)}.{then}"
    return "Your days away:" if days else "I know of no days away."


def after_until(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A moment on the reader's own clock, as it stands after "until": `11:40`, `Monday at 09:00`."""
    return bare(when(moment, now, zone))


def paused(until: str, leads: bool) -> Words:
    """A pause began; `until` as it stands after that word."""
    report = ", and the weekly report waits" if leads else ""
    return _told(
        f"I'm quiet until {until}. Answers to your questions, and questions your reps send you, still come. "
        f"The rest is in App Home{report}. `/kickstand pause off` ends this."
    )


def resumed(was_paused: bool) -> Words:
    """A pause is over, or there was none."""
    return _told(
        "Welcome back. What I kept back is in App Home." if was_paused else "I wasn't paused. Nothing changed."
    )


def span(days: DaysOff) -> str:
    """`24 December 2026`, or `24 December 2026 to 2 January 2027`."""
    return _day(days.first) if days.first == days.last else f"{_day(days.first)} to {_day(days.last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _list(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + f" and {words[-1]}" if len(words) > 1 else "".join(words)


def _told(sentence: str) -> Words:
    return Words(sentence, [section(sentence)])
