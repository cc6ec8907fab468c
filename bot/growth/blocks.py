"""What levels are called and what they change, for a rep and for a manager. Values in, Block Kit out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.growth.rules import TOPICS, Level
from bot.slack.kit import (
    Block,
    Words,
    button,
    choice,
    clip,
    context,
    divider,
    escape,
    field,
    lines,
    modal,
    option,
    quote,
    section,
)
from bot.team.blocks import topics
from bot.team.rules import Topic

VIEW, OPEN, CONFIRM, NOT_YET = "growth.levels", "growth.levels", "growth.confirm", "growth.not_yet"
NAMES = {Level.GUIDED: "Guided", Level.SUPPORTED: "Supported", Level.INDEPENDENT: "Independent"}
MEANS = {
    Level.GUIDED: "a quarter of an hour's wait at most, and outside the score",
    Level.SUPPORTED: "as everybody starts",
    Level.INDEPENDENT: "theirs to decide while it waits, for the team's longest wait",
}
SHOWN = 40
"""Reps whose levels the modal lists; it can set those of all."""
LONGEST_WHY = 300
FROM_NOW = "It counts from the next question on; those that wait keep what their rep was told."
PERSONAL = (
    "This sounds personal, so it wasn't kept. Write what it means for the work; the rest is better said in person."
)


@dataclass(frozen=True)
class Told:
    """A level that was set, as the rep hears of it. `by`: who set it; empty when they left."""

    topic: Topic
    level: Level
    is_back: bool
    why: str
    by: str
    ramp: bool = False


def told(what: Told) -> Words:
    """The rep's message: what changes for them."""
    first, then = _headline(what), _changes(what)
    blocks = [section(f"*{escape(first)}*"), section(escape(then))]
    if what.why:
        blocks[1:1] = [quote(what.why)]
    foot = "`/kickstand me` has your levels. For coaching; not for pay, promotion or discipline."
    text = "\n".join(part for part in (first, clip(what.why, LONGEST_WHY), then, foot) if part)
    return Words(escape(text), [*blocks, context(foot)])


def _headline(what: Told) -> str:
    topic, who = topics.within(what.topic), what.by or "Your manager"
    if what.is_back:
        return f"{who} would like to be nearer again on {topic}."
    if what.level == Level.INDEPENDENT:
        return f"You go alone on {topic} from now on."
    return f"{who} sees you a step further on {topic}."


def _changes(what: Told) -> str:
    if what.level == Level.INDEPENDENT:
        return (
            "Name the topic when you ask, and the question is yours: `I decided it` settles it, and it waits longer "
            "before it goes to your manager. `Send now` still works, always."
        )
    if what.level == Level.GUIDED:
        return (
            "Questions on it wait a quarter of an hour at most, and stay outside the score. "
            "A place to learn, nothing else."
        )
    if what.ramp:
        return "While you are new, nothing changes in how long you wait."
    return "Questions on it wait as your others do, and come to your manager with your own thinking."


def since(level: Level, day: str) -> str:
    """`independent since 2 November`: where somebody is, inside a sentence that names the topic."""
    return f"{NAMES[level].lower()} since {day}"


def stands(topic: Topic, level: Level, day: str) -> str:
    """`independent on price and discount since 2 November`."""
    return f"{NAMES[level].lower()} on {topics.within(topic)} since {day}"


THEIRS_ENDS = (
    "What you keep, or have agreed since then or with that rep alone, goes before that. `Levels` in App Home changes "
    "who goes alone."
)


def yours_alone(own: Sequence[Topic]) -> Words:
    """For a rep's list of decisions: the topics that are theirs as a whole."""
    said = (
        f"Yours as a whole: {_listing(own)}. Name the topic when you ask, and `I decided it` settles it. What your "
        "manager keeps, or has agreed since then or with you alone, goes before that."
    )
    return Words(said, [section(escape(said))])


def theirs_alone(reps: Sequence[tuple[str, Sequence[Topic]]]) -> Words:
    """For a manager's list of decisions: the topics that are a rep's as a whole, by the reps' names."""
    said = "Theirs as a whole, for they go alone there: " + "; ".join(f"{rep} {_listing(own)}" for rep, own in reps)
    return Words(said, [section(escape(clip(said, 2900))), context(THEIRS_ENDS)])


def _listing(own: Sequence[Topic]) -> str:
    return ", ".join(topics.within(topic) for topic in own)


def home_button() -> Block:
    """What opens the modal, for a manager."""
    return button("Levels", OPEN, "levels")


@dataclass(frozen=True)
class RepLevels:
    """One rep's topics that are on another level than everybody starts with, each with the day since when."""

    name: str
    levels: Sequence[tuple[Topic, Level, str]]
    ramp: bool = False


def levels_modal(reps: Sequence[RepLevels], data: str = "") -> Block:
    """A manager sees how far each rep goes alone, and may change it. Reps come by name."""
    listed = [section(f"*{escape(rep.name)}*  {_listed(rep)}") for rep in reps[:SHOWN]]
    more = [context(f"And {len(reps) - SHOWN} more.")] if len(reps) > SHOWN else []
    meaning = "  ·  ".join(f"*{NAMES[level]}*: {MEANS[level]}" for level in Level)
    kinds = [option(topics.TOPICS[topic], topic.value) for topic in TOPICS]
    levels = [option(NAMES[level], level.value, MEANS[level]) for level in Level]
    fields = [
        field("Rep", "rep", {"type": "users_select"}, optional=False),
        field("Topic", "topic", choice(kinds), optional=False),
        field("Level", "level", choice(levels, kind="radio_buttons"), hint=FROM_NOW, optional=False),
        field("Why?", "why", lines(longest=LONGEST_WHY), hint="A step back needs a sentence. The rep reads it."),
    ]
    return modal("Levels", VIEW, [context(meaning), *listed, *more, divider(), *fields], submit="Set", data=data)


def _listed(rep: RepLevels) -> str:
    said = [stands(*each) for each in rep.levels]
    if not said:
        return "guided while new" if rep.ramp else "supported on everything"
    return "; ".join(said)


@dataclass(frozen=True)
class Given:
    """What was filled in. Raises nothing: what is missing is None."""

    rep_id: str
    topic: Topic | None
    level: Level | None
    why: str


def read(view: Mapping[str, Any]) -> Given:
    """The filled form."""
    values: Mapping[str, Any] = view["state"]["values"]
    found: dict[str, Mapping[str, Any]] = {name: next(iter(block.values()), {}) for name, block in values.items()}
    topic, level = (str((found.get(name, {}).get("selected_option") or {}).get("value")) for name in ("topic", "level"))
    return Given(
        rep_id=str(found.get("rep", {}).get("selected_user") or ""),
        topic=next((each for each in TOPICS if each == topic), None),
        level=next((each for each in Level if each == level), None),
        why=str(found.get("why", {}).get("value") or ""),
    )
