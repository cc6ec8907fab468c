"""A rep's own picture, and what App Home says of levels. Values in, Block Kit out; compares nobody with anybody."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.growth import blocks as growth
from bot.growth.rules import Level
from bot.requests.blocks.rep import headline, label_words, who_decided
from bot.requests.blocks.view import RequestView
from bot.requests.rules import Label, Status
from bot.score.rules.own import Counts, OnTopic
from bot.slack.kit import Block, Words, actions, button, clip, context, divider, escape, modal, section
from bot.slack.times import count
from bot.team.blocks import topics
from bot.team.rules import Topic
from bot.wins.blocks import Shared, share_button, shared

VIEW, ME, OLDER, NEWER, CONTEST = "score.me", "score.me", "score.me.older", "score.me.newer", "score.contest"
LABELLED = (Label.COACHED, Label.DELEGATED, Label.DIFFERENT, Label.RESCUED, Label.ONLY_I)
ONLY_YOU = "Only you see this page. There is no score of a person here, and nobody is compared."
FOOTER = "For coaching; not for pay, promotion or discipline."
MOST_PROPOSALS = 3
EMPTY = (
    "Nothing here yet. Write me a question for your manager, or use `/ask`. I hold it for a while, and you may crack "
    "it first. Then this page has what you asked, solved and decided, and how far you go alone on each topic you name."
)
NO_MANAGER = (
    "This page is about questions to one's own manager, and I know none of yours. Your team's week comes on Monday, "
    "in your report."
)
NO_TEAM = "You're not on a team here yet. If your manager uses me, ask them to add you with `/kickstand team`."


@dataclass(frozen=True)
class Standing:
    """A level that a manager set; `since` as somebody would say the day."""

    topic: Topic
    level: Level
    since: str


@dataclass(frozen=True)
class Asked:
    """One own request in the history. `contested`: what the rep says it was. `can_share`: it is a win to be told."""

    view: RequestView
    day: str
    contested: Label | None = None
    can_share: bool = False


@dataclass(frozen=True)
class Picture:
    """Everything on the page. `week` and `weeks` are None where no number is computed. `offset`: of its first row."""

    week: Counts | None
    weeks: Counts | None
    topics: Sequence[OnTopic]
    levels: Sequence[Standing]
    history: Sequence[Asked]
    shared: Sequence[Shared] = ()
    offset: int = 0
    has_older: bool = False


def picture(seen: Picture) -> Block:
    """The modal "My picture"."""
    if not seen.history and not seen.offset:
        return _modal([section(EMPTY), *_levels(seen), *shared(seen.shared)], 0)
    blocks = [*_counts(seen), *_levels(seen), *shared(seen.shared), divider(), section("*What you asked*")]
    for each in seen.history:
        blocks += _row(each)
    older = button("Older", OLDER, str(seen.offset + len(seen.history))) if seen.has_older else None
    newer = button("Newer", NEWER, str(seen.offset)) if seen.offset else None
    if older or newer:
        blocks.append(actions(newer, older))
    return _modal(blocks, seen.offset)


def nothing(leads: bool) -> Block:
    """For somebody who reports to nobody and never asked anything."""
    return _modal([section(NO_MANAGER if leads else NO_TEAM)], 0)


def _modal(blocks: Sequence[Block], offset: int) -> Block:
    return modal("My picture", VIEW, [context(ONLY_YOU), *blocks, context(FOOTER)], data=str(offset))


def _counts(seen: Picture) -> list[Block]:
    if seen.week is None or seen.weeks is None:
        return []
    stretches = (("This week", seen.week), ("Last 12 weeks", seen.weeks))
    return [section("\n".join(f"*{name}:* {_sentence(each)}" for name, each in stretches))]


def _sentence(found: Counts) -> str:
    if not found.asked:
        return "no questions."
    before = f"before {'it' if found.asked == 1 else 'they'} went out"
    later = found.solved - found.solved_before
    ahead = found.solved_before or "none"
    parts = [
        f"{count(found.asked, 'question')}",
        f"{found.solved} solved, {ahead} {before}" if later else f"{ahead} solved {before}",
        *([f"{found.decided} decided by you"] if found.decided else []),
        f"{found.with_options or 'none'} with options",
    ]
    said = found.me + found.together + found.manager
    who = (
        f" Who decided, as you said: you {found.me}, together {found.together}, your manager {found.manager}."
        if said
        else ""
    )
    return f"{', '.join(parts)}.{who}"


def _levels(seen: Picture) -> list[Block]:
    """Each topic with its numbers and its level; without numbers the levels that were set."""
    set_levels = {each.topic: each for each in seen.levels}
    asked = {each.topic: each for each in seen.topics}
    lines = [
        f"•  {topics.TOPICS[topic]}: {'; '.join(_on_topic(asked.get(topic), set_levels.get(topic)))}"
        for topic in Topic
        if topic in asked or topic in set_levels
    ]
    return [section("*Topic by topic*\n" + "\n".join(lines))] if lines else []


def _on_topic(asked: OnTopic | None, level: Standing | None) -> list[str]:
    numbers = (
        [
            f"{count(asked.asked, 'question')}, {asked.with_pick or 'none'} with your own pick, "
            f"{asked.settled or 'none'} settled by you"
        ]
        if asked
        else []
    )
    return [*numbers, *([growth.since(level.level, level.since)] if level else [])]


def _row(each: Asked) -> list[Block]:
    view = each.view
    words = escape(clip(" ".join(view.text.split()), 140)) or "_(the words are gone)_"
    said = [f"*{each.day}*  {words}", escape(headline(view)), *map(escape, who_decided(view)), *_labelled(each)]
    is_labelled = view.label in LABELLED and view.status in {Status.ANSWERED, Status.CLOSED}
    label = "Change what I said" if each.contested else "I see it otherwise"
    row = [button(label, f"{CONTEST}@{view.id}", view.id)] if is_labelled else []
    row += [share_button(view.id)] if each.can_share else []
    return [section("\n".join(said)), *([actions(*row, block_id=f"own_{view.id}")] if row else [])]


def _labelled(each: Asked) -> list[str]:
    view = each.view
    if view.label not in LABELLED or view.status not in {Status.ANSWERED, Status.CLOSED}:
        return []
    mine = f" You said: {label_words(each.contested, 'you', view.manager)}." if each.contested else ""
    return [escape(f"{view.manager} labelled it: {label_words(view.label, 'you', view.manager)}.{mine}")]


def rep_home(levels: Sequence[Standing]) -> list[Block]:
    """For a rep's App Home: their levels, and the way to their picture."""
    said = "; ".join(growth.stands(each.topic, each.level, each.since) for each in levels)
    first = f"How far you go alone: {said}." if said else "What you asked, solved and decided, for you alone."
    return [section(first, button("My picture", ME, "me"))]


@dataclass(frozen=True)
class Ready:
    """A proposal as the manager reads it; `value` names it in its buttons, `name` is unique among them."""

    rep: str
    topic: Topic
    level: Level
    own: int
    asked: int
    weeks: int
    value: str
    name: str


def manager_home(found: Sequence[Ready]) -> list[Block]:
    """For a manager's App Home: who may be ready to go further, and the way to everybody's levels."""
    blocks: list[Block] = []
    for each in found[:MOST_PROPOSALS]:
        yes = button("Confirm", f"{growth.CONFIRM}@{each.name}", each.value, style="primary")
        wait = button("Not yet", f"{growth.NOT_YET}@{each.name}", each.value)
        blocks += [section(escape(_proposal(each))), actions(yes, wait, block_id=f"ready_{each.name}")]
    left = len(found) - MOST_PROPOSALS
    more = f" {count(left, 'more step')} to look at after these." if left > 0 else ""
    return [*blocks, section(f"How far each of your reps goes alone, topic by topic.{more}", growth.home_button())]


def _proposal(each: Ready) -> str:
    step = "go alone" if each.level == Level.INDEPENDENT else "take a step"
    return (
        f"Is {each.rep} ready to {step} on {topics.within(each.topic)}? In {each.weeks} weeks {each.own} of "
        f"{count(each.asked, 'question')} came with their own answer, and none needed a rescue."
    )


def ready(steps: int) -> Words:
    """The line in the weekly report: nobody is named in it."""
    one = "One of your reps looks ready to go a step further alone"
    many = f"{steps} steps further alone look ready in your team"
    text = f"{one if steps == 1 else many}. App Home says who, on what and why."
    return Words(text, [section(text)])
