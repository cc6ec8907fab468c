"""Every word about notes that a person reads. Values in, Block Kit out; decides nothing about who may read what."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.observations.rules import LONGEST, State
from bot.slack.kit import (
    Block,
    Words,
    actions,
    behind,
    button,
    choice,
    clip,
    confirm,
    context,
    escape,
    field,
    header,
    lines,
    modal,
    option,
    quote,
    section,
)
from bot.slack.times import count
from bot.team.blocks.topics import TOPICS, within
from bot.team.rules import Topic

FORM, LIST = "observation.form", "observation.list"
WRITE, NOTES, ASK, SHARE, TALK, DELETE = (
    f"observation.{name}" for name in ("write", "notes", "ask", "share", "talk", "delete")
)
WHO, TOPIC, TEXT = "who", "topic", "text"
MINE_SHOWN, OTHERS_SHOWN, WANTED_AT_HOME, ON_CARD = 12, 20, 2, 3

PROMISE = "Only you read this. Your rep sees that a note exists, its topic and month, and can ask you for it."
GOES = "It goes after six months, and is closed when you aren't their manager any more."
PERSONAL = "This sounds personal: health, family, pay or the like. Notes here are about selling, so nothing was kept."
WHICH_REP = "Pick one of your reps."
SAW_NOTHING = "Write a few words: what did you see?"
WHICH_TOPIC = "Pick what it is about."
NO_REPS = "You have no reps here yet. `/kickstand team` is where you name them."
NOT_YOURS = "You can note something for your own reps only."
CLOSED = "An earlier manager noted something as well. Nobody can read it now; it goes six months after it was written."
NONE_ABOUT_YOU = "Your manager hasn't noted anything. If they do, you see here that a note exists, and can ask for it."


@dataclass(frozen=True)
class Note:
    """One note as one reader sees it. `text`, `on` (the day): empty for a rep who did not get it."""

    id: str
    topic: Topic
    state: State
    rep: str = ""
    manager: str = ""
    text: str = ""
    on: str = ""
    month: str = ""


@dataclass(frozen=True)
class Notes:
    """What `/kickstand notes` and App Home show. `manager`: the reader's own; `leads`: whether they have reps."""

    about_me: tuple[Note, ...] = ()
    manager: str = ""
    closed: bool = False
    leads: bool = False
    mine: tuple[Note, ...] = ()
    """What the reader noted on their reps."""


def form(reps: Sequence[tuple[str, str]], chosen: str, text: str, data: str) -> Block:
    """A note: on whom, about what, and what was seen. `reps`: id and name."""
    people = [option(name, id_) for id_, name in reps]
    topics = [option(name, kind.value) for kind, name in TOPICS.items()]
    return modal(
        "Note something",
        FORM,
        [
            field("On whom", WHO, choice(people, chosen), optional=False),
            field("About what", TOPIC, choice(topics), optional=False),
            field(
                "What did you see?",
                TEXT,
                lines(text, placeholder="Starts too low when they ask for a discount", longest=LONGEST),
                hint="What you saw, as you would say it to them one day.",
                optional=False,
            ),
            context(f"{PROMISE} {GOES}"),
        ],
        submit="Keep it",
        data=data,
    )


def listed(notes: Notes, only: str = "") -> Block:
    """What exists about the reader, and what they noted. `only`: the first name of the one rep it is about."""
    blocks = [] if only else _about(notes)
    if notes.leads:
        blocks += _mine(notes, only)
    return modal(
        "Notes", LIST, blocks or [section("Notes are for managers and their reps. You're not on a team here.")]
    )


def _about(notes: Notes) -> list[Block]:
    if not (notes.manager or notes.about_me or notes.closed):
        return []
    blocks = [header("About you")]
    for note in notes.about_me[:MINE_SHOWN]:
        blocks += _exists(note)
    if len(notes.about_me) > MINE_SHOWN:
        blocks.append(context(f"And {len(notes.about_me) - MINE_SHOWN} older ones."))
    if notes.manager and not notes.about_me:
        blocks.append(section(NONE_ABOUT_YOU))
    return [*blocks, *([context(CLOSED)] if notes.closed else [])]


def _exists(note: Note) -> list[Block]:
    which = f"*{TOPICS[note.topic]}*, {note.month}"
    if note.state == State.SHARED:
        return [section(f"{which}: {escape(note.manager)} shared it with you."), quote(note.text)]
    if note.state == State.TALK:
        return [section(f"{which}: on the agenda of your 1:1 with {escape(note.manager)}.")]
    if note.state == State.WANTED:
        return [section(f"{which}: you've asked {escape(note.manager)} for it.")]
    return [section(which, button("Ask for this note", f"{ASK}@{note.id}", note.id))]


def _mine(notes: Notes, only: str) -> list[Block]:
    blocks = [header(f"Your notes on {only}" if only else "Your notes on your reps")]
    for note in notes.mine[:OTHERS_SHOWN]:
        blocks += _own(note)
    if not notes.mine:
        blocks.append(section("Nothing noted yet. `/kickstand observe @name` keeps something until they ask."))
    if len(notes.mine) > OTHERS_SHOWN:
        more = f"And {len(notes.mine) - OTHERS_SHOWN} older ones."
        blocks.append(context(more if only else f"{more} `/kickstand notes @name` shows those on one rep."))
    return [*blocks, actions(button("Note something", WRITE, "write")), context(f"{PROMISE} {GOES}")]


def _own(note: Note) -> list[Block]:
    which = f"*{escape(note.rep)}*, {within(note.topic)}, {note.on}{_stands(note)}"
    if note.state == State.QUIET:
        sure = confirm("Delete it?", "Nobody has read it but you.", "Delete", "Keep it")
        return [section(which, button("Delete", f"{DELETE}@{note.id}", note.id, confirm=sure)), quote(note.text)]
    row = _answers(note)
    return [section(which), quote(note.text), *([actions(*row, block_id=f"note_{note.id}")] if row else [])]


def _stands(note: Note) -> str:
    return {
        State.QUIET: "",
        State.WANTED: f". {escape(note.rep)} has asked for it.",
        State.TALK: ". For your 1:1.",
        State.SHARED: f". {escape(note.rep)} has it.",
    }[note.state]


def _answers(note: Note) -> list[Block]:
    share = button("Share it", f"{SHARE}@{note.id}", note.id)
    talk = button("Talk about it in the 1:1", f"{TALK}@{note.id}", note.id)
    return {State.WANTED: [share, talk], State.TALK: [share]}.get(note.state, [])


def home(notes: Notes) -> list[Block]:
    """At most eight blocks: that notes exist about the reader; what their reps ask for; where their own are."""
    blocks = [_home_of_rep(notes)] if notes.manager else []
    if not notes.leads:
        return blocks
    asked_for = [each for each in notes.mine if each.state == State.WANTED]
    for note in asked_for[:WANTED_AT_HOME]:
        said = wanted(note)
        blocks += [said.blocks[0], said.blocks[-1]] if said else []
    blocks += behind(len(asked_for) - WANTED_AT_HOME)
    have = f"You keep {count(len(notes.mine), 'note')} on your reps. Only you read them, until a rep asks."
    teach = "What you'd like to coach one day can wait here, read by nobody but you, until a rep asks for it."
    row = [button("Note something", WRITE, "write"), button("Your notes", f"{NOTES}@mine", "notes")]
    return [*blocks, section(have if notes.mine else teach), actions(*row, block_id="notes_mine")]


def _home_of_rep(notes: Notes) -> Block:
    if not notes.about_me:
        return context(NONE_ABOUT_YOU)
    unread = [each for each in notes.about_me if each.state != State.SHARED]
    topics = ", ".join(dict.fromkeys(f"{within(each.topic)} ({each.month})" for each in unread or notes.about_me))
    said = f"{notes.manager} has noted something to help you with, on {clip(topics, 300)}. You can ask for it."
    if not unread:
        said = f"You have the notes that were shared with you, on {clip(topics, 300)}."
    return section(escape(said), button("Notes about you", f"{NOTES}@about", "notes"))


def wanted(note: Note) -> Words:
    """To the manager: the rep asks for it; afterwards what became of it."""
    first = f"{note.rep} would like to read what you noted on {within(note.topic)}, {note.on}."
    ends = {State.SHARED: f"You shared it with {note.rep}.", State.TALK: "It's on the agenda of your 1:1."}
    row = _answers(note)
    blocks = [section(escape(first)), quote(note.text)]
    offer = f"Buttons: {', '.join(str(each['text']['text']) for each in row)}." if row else ""
    after = ends.get(note.state, "")
    blocks += [section(escape(after))] if after else []
    blocks += [actions(*row, block_id=f"note_{note.id}")] if row else []
    return Words(escape("\n".join(part for part in (first, note.text, after, offer) if part)), blocks)


def shared(note: Note) -> Words:
    """To the rep: what they asked for."""
    first = f"{note.manager} shares what they noted on {within(note.topic)} in {note.month}, because you asked:"
    return Words(escape(f"{first}\n{note.text}"), [section(escape(first)), quote(note.text)])


def for_the_1_to_1(note: Note) -> Words:
    """To the rep: not on paper."""
    text = (
        f"{note.manager} would like to talk with you about the note on {within(note.topic)} ({note.month}). "
        "It's on the agenda of your 1:1."
    )
    return Words(escape(text), [section(escape(text))])


def on_card(notes: Sequence[Note]) -> str:
    """For the card of a question on that topic: what the manager noted, the newest first."""
    said = [f"{each.on}: “{clip(' '.join(each.text.split()), 200)}”" for each in notes[:ON_CARD]]
    more = f"and {len(notes) - ON_CARD} more" if len(notes) > ON_CARD else ""
    return "  ·  ".join([*said, *([more] if more else [])])


def topics_on_card(notes: Sequence[Note]) -> str:
    """For a card without a topic: where there is something, and nothing of what it says."""
    noted = {each.topic for each in notes}
    topics = ", ".join(within(topic) for topic in Topic if topic in noted)
    return f"on {topics}. `/kickstand notes` has them"
