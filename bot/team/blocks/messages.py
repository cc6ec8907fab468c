"""The words of messages about teams: the question to a rep, its outcome, the first-contact notices. Pure."""

from dataclasses import dataclass

from bot.settings import ScoreMode
from bot.slack.kit import Block, Words, actions, button, clip, context, escape, section
from bot.team.rules import LineStatus

CONFIRM, DECLINE = "team.confirm", "team.decline"
PURPOSE = "For coaching; not for pay, promotion or discipline."
_NAME = 80
WEEKLY = {
    ScoreMode.ON: (
        " Once a week {boss} gets a picture of how the team asked, in numbers: also, rep by rep, how many questions "
        "there were and how they came."
    ),
    ScoreMode.AGGREGATE: " Once a week {boss} gets a picture of how the whole team asked, in numbers.",
    ScoreMode.OFF: "",
}
"""What a rep is told of the numbers that their manager sees."""


@dataclass(frozen=True)
class LineFacts:
    """A reporting line and its people, as they are now. `current` is the rep's manager of record, if there is one."""

    id: str
    status: LineStatus
    was_confirmed: bool
    rep: str
    manager: str
    manager_full: str
    current: str | None


def claim(facts: LineFacts) -> Words:
    """To the rep: is this your manager? Later the same message tells the outcome."""
    if facts.status != LineStatus.CLAIMED:
        return _told(_claim_outcome(facts))
    question = f"*{_name(facts.manager_full)}* added you as a rep. Is {_name(facts.manager)} your manager?"
    then = (
        f"If so, I bring your questions to {_name(facts.manager)}, once you've had a while to crack them. "
        "Nothing happens until you answer."
    )
    answers = actions(
        button("That's right", CONFIRM, facts.id, style="primary"), button("Not my manager", DECLINE, facts.id)
    )
    text = f"{question}\n{then}\nAnswer with `That's right` or `Not my manager`."
    return Words(text, [section(f"{question}\n{then}"), answers])


def claim_at_home(facts: LineFacts) -> list[Block]:
    """The same question in App Home, where somebody else may ask it as well."""
    said, row = claim(facts).blocks
    answers = [each | {"action_id": f"{each['action_id']}@{facts.id}"} for each in row["elements"]]
    return [said, actions(*answers, block_id=f"claim_{facts.id}")]


def _claim_outcome(facts: LineFacts) -> str:
    manager = _name(facts.manager)
    if facts.status == LineStatus.CONFIRMED:
        return f"{manager} is your manager here. Write me whenever you'd ask {manager} something."
    if facts.status == LineStatus.DECLINED:
        return f"You told me that {manager} isn't your manager. Nothing was set up."
    if facts.was_confirmed:
        return f"{manager} was your manager here. {_now(facts.current)}"
    return f"No answer needed any more: {manager} isn't asking now. {_now(facts.current)}"


def answer(facts: LineFacts) -> Words:
    """To the manager: what the rep answered."""
    rep = _name(facts.rep)
    if facts.status == LineStatus.CONFIRMED:
        return _told(f"{rep} confirmed: you're {rep}'s manager here. Questions from {rep} come to you from now on.")
    if facts.status == LineStatus.DECLINED:
        return _told(f"{rep} says you're not {rep}'s manager, so I set nothing up. A quick word may clear it up.")
    return _told(f"{rep} isn't on your team here any more.")


def unreached(facts: LineFacts) -> Words:
    """To the manager: the question could not be brought to the rep."""
    rep = _name(facts.rep)
    if facts.status != LineStatus.CLAIMED:
        return answer(facts)
    return _told(f"I couldn't reach {rep} in Slack, so my question to {rep} is still open. Is that account active?")


def changed(facts: LineFacts) -> Words:
    """To a rep whom nobody asked: who the manager of record is now."""
    if facts.status == LineStatus.CONFIRMED:
        return _told(f"{_name(facts.manager_full)} is your manager here now. I bring your questions there.")
    return _told(f"{_name(facts.manager)} took you off the team here. {_now(facts.current)}")


def _now(current: str | None) -> str:
    if current:
        return f"{_name(current)} is your manager here now."
    return "I don't know your manager now: ask them to add you with `/kickstand team`."


def rep_notice(first_name: str, manager: str | None, keep: str, score: ScoreMode = ScoreMode.ON) -> Words:
    """First contact with a rep: how to use Kickstand, what is held, seen and stored, by whom, how long.

    `keep`: how long text stays after closing, as somebody would say it. `score`: which numbers there are.
    """
    boss = _name(manager) if manager else "your manager"
    hello = (
        f"Hi {_name(first_name)}, I'm Kickstand. I bring your questions to {boss}, with your own thinking beside them."
    )
    ways = (
        "*How* Write me here, use `/ask`, or a shortcut: `Ask my manager`, or `Ask for help with this` on a message. "
        "I hold your question for a while, tell you until when, and ask what you've tried. "
        "`Send now` always skips the wait, and `Urgent` goes out at once."
    )
    seen = (
        f"*Who sees it* Nobody while it waits. Then {boss}, or the deputy who stands in. "
        "What you solve yourself, take back or mark as personal isn't passed on."
        f"{WEEKLY[score].format(boss=boss)}"
    )
    if not manager:
        seen += " I don't know your manager yet: ask them to add you with `/kickstand team`."
    return _notice(hello, ways, seen, keep)


def manager_notice(first_name: str, keep: str, score: ScoreMode = ScoreMode.ON) -> Words:
    """First contact with a manager: what Kickstand does with their reps' questions."""
    hello = (
        f"Hi {_name(first_name)}, I'm Kickstand. Your reps' questions come to me first: I hold each for a while, ask "
        "what was tried and what else is possible, then bring you a card that one tap answers."
    )
    ways = (
        "*How* `/kickstand team` names your reps, and each of them confirms. `/kickstand settings` sets how long "
        "questions wait, your hours, a deputy and what never waits. Urgent questions, and those your reps send now, "
        "reach you at once."
    )
    weekly = {
        ScoreMode.ON: " On Mondays you get a picture of how your team asks and how you answer.",
        ScoreMode.AGGREGATE: " On Mondays you get a picture of how your team asks, in numbers.",
        ScoreMode.OFF: "",
    }
    seen = (
        "*What you see* A question once its wait is over. What a rep solves, takes back or marks as personal isn't "
        f"passed on.{weekly[score]}"
    )
    return _notice(hello, ways, seen, keep)


def _notice(hello: str, ways: str, seen: str, keep: str) -> Words:
    stored = (
        f"*What is stored* Questions and answers, encrypted, and their text is deleted {keep} after closing. "
        "What's marked as personal isn't stored at all. No language model reads any of it. "
        "`/kickstand my-data` shows what I hold about you, `/kickstand forget-me` erases it."
    )
    paragraphs = [hello, ways, seen, stored]
    return Words("\n".join([*paragraphs, PURPOSE]), [*map(section, paragraphs), context(f"_{PURPOSE}_")])


def _told(sentence: str) -> Words:
    return Words(sentence, [section(sentence)])


def _name(name: str) -> str:
    return escape(clip(name, _NAME))
