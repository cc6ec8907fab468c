"""The words about a person's own data: the copy, what forgetting means, what others hear. Pure."""

from collections.abc import Sequence

from bot.privacy.service.forgetting import Stakes
from bot.privacy.service.my_data import Copy, Known
from bot.slack.kit import TITLE as TITLE_LENGTH
from bot.slack.kit import Block, Words, actions, button, clip, escape, modal, notice, plain, section
from bot.slack.times import count

FORGET = "privacy.forget"
SEND, ASK, ALL = "privacy.send", "privacy.ask", "Send me all of it"
FILE, TITLE = "kickstand-my-data.json", "What Kickstand holds about you"
NOTHING = "I hold nothing about you: no name, no question, no setting."
SENT = "I've sent you a file in our conversation, with everything I hold about you."
STAYS = (
    "*What I can't reach* Your own messages to me and files I sent you stand in Slack; only you can delete them there. "
    "Somebody who read a card has read it. Reports that were posted keep their counts; you're in none of them by name."
)
END = (
    "There's no way back. Want a copy first? Close this and type `/kickstand my-data`. If you write me again later, we "
    "start afresh."
)
FORGOTTEN = (
    "Done: I hold nothing about you any more. What I wrote in our conversation disappears in the next minutes; your "
    "own messages there are yours to delete. Write me again whenever you like: we'd start afresh."
)
UNREACHED = "I couldn't reach Slack just now, so nothing was erased. Please try again in a moment."


def home(found: Known, keep: str) -> list[Block]:
    """What App Home says of it: how much, for how long, and the way to see or erase it."""
    told = ["your name and settings"]
    if found.questions:
        words = "its words" if found.questions == 1 else "their words"
        told.append(f"{count(found.questions, 'question')} of yours ({found.worded:,} with {words})")
    if found.reports:
        told.append(count(found.reports, "weekly report"))
    said = (
        f"*What I know about you*\nI keep {_and(told)}. Words are deleted {keep} after a question is over. `{ALL}` "
        "gives you a file with everything: 1:1s, plans and the rest too."
    )
    return [
        section(said),
        actions(button(ALL, SEND, "send"), button("Forget me", ASK, "ask"), block_id="privacy"),
    ]


def nothing() -> list[Block]:
    """The same for somebody of whom nothing is held: looking at App Home is no reason to begin."""
    return [section(f"*What I know about you*\n{NOTHING}")]


def summary(found: Copy) -> str:
    """What stands beside the file."""
    told = [count(found.questions, "question") + " of yours"]
    if found.brought:
        told.append(f"{count(found.brought, 'question')} that came to you")
    if found.days_away:
        told.append(f"{count(found.days_away, 'stretch', 'stretches')} of days away")
    return (
        f"Everything I hold about you is in this file: {_and(told)}, and the rest. Keep it for yourself: it has your "
        "words in it. `/kickstand forget-me` erases all of it on my side."
    )


def not_sent(why: str) -> str:
    """Slack did not take the file."""
    if why == "missing_scope":
        return (
            "I may not send files here yet: ask your admin to update the app (it needs `files:write`), then try again."
        )
    return f"Slack didn't take the file ({why}), so I couldn't send it. Nothing is lost: please try again in a moment."


def forget(stakes: Stakes) -> Block:
    """What goes and what others still need, before anything happens."""
    goes = (
        "This erases what I hold about you: your name, settings and days off, who you work with here, every question "
        "you asked and what came of it. What I wrote to you, and cards with your words, are deleted in Slack too."
    )
    parts = [goes, _own(stakes), _team(stakes), STAYS, END]
    view = modal("Forget me", FORGET, [section(part) for part in parts if part], submit="Forget me")
    return view | {"close": plain("Keep", TITLE_LENGTH)}


def _own(stakes: Stakes) -> str:
    if not stakes.open_questions:
        return ""
    one = stakes.open_questions == 1
    said = f"*{count(stakes.open_questions, 'question')} of yours {'is' if one else 'are'} still open.* "
    taken = f"{'It' if one else 'They'} will be taken back"
    if not stakes.cards_with:
        return f"{said}{taken}, and nobody will see {'it' if one else 'them'}."
    names = _and([f"{_name(each)}'s" for each in stakes.cards_with])
    return f"{said}{taken}, and {names} cards about {'it' if one else 'them'} will go."


def _team(stakes: Stakes) -> str:
    if not stakes.reps:
        return ""
    names = _and([_name(each) for each in stakes.reps[:10]] + (["others"] if len(stakes.reps) > 10 else []))
    said = f"*You lead {names} here.* That ends, and they hear that I don't know their manager now."
    if not stakes.waiting:
        return said
    wait = "waits" if stakes.waiting == 1 else "wait"
    return f"{said} {count(stakes.waiting, 'open question')} of theirs {wait} until somebody else is."


def forgotten() -> Block:
    """The same modal afterwards."""
    return notice(FORGOTTEN)


def rep_left() -> Words:
    """To a manager: without a name, for that is what was asked."""
    return _told(
        "Somebody on your team asked me to forget them. Their questions and cards are gone, and they're off your team "
        "here. `/kickstand team` shows who is on it."
    )


def manager_left(current: str | None) -> Words:
    """To a rep: who takes their questions now."""
    left = "Your manager here asked me to forget them."
    if current:
        return _told(f"{left} {_name(current)} is your manager here now.")
    return _told(
        f"{left} I don't know your manager now, so your open questions wait: ask whoever it is to add you with "
        "`/kickstand team`."
    )


def _told(sentence: str) -> Words:
    return Words(sentence, [section(sentence)])


def _name(name: str) -> str:
    return escape(clip(name, 80))


def _and(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
