"""The rep's one message about a request, whatever has happened so far. Values in, words out."""

from bot.requests.blocks import own, seen
from bot.requests.blocks.hindered import hindrances
from bot.requests.blocks.view import RequestView
from bot.requests.rules import AGREES, IN_WORDS, Answer, Bypass, DecidedBy, Label, Status
from bot.slack.kit import (
    PLACEHOLDER,
    Block,
    Words,
    actions,
    button,
    choice,
    clip,
    context,
    escape,
    option,
    overflow,
    plain,
    quote,
    section,
)
from bot.team.blocks.topics import TOPICS

QUESTIONS = "What have you tried? What else are you considering, and which would you pick?"
NO_MANAGER = (
    "I don't know your manager now, so this waits until I do. Ask whoever it is to add you with `/kickstand team`."
)
TOPIC, ABOUT_WHAT = "request.topic", "What is it about?"
TOGETHER = "I read your messages in a row as one question."
DECIDED_WORDS = {DecidedBy.ME: "you did", DecidedBy.TOGETHER: "together"}


def message(view: RequestView) -> Words:
    """The rep's message, whatever has happened so far. Its first line makes sense alone."""
    first = headline(view)
    notes = _notes(view)
    blocks = [section(f"*{escape(first)}*" if view.status != Status.HELD else escape(first))]
    if view.text:
        blocks.append(quote(view.text))
    if _asks(view):
        blocks.append(section(f"*{QUESTIONS}*"))
    blocks += [section(escape(note)) for note in notes]
    row = buttons(view)
    if _asks_who_decided(view):
        settled = view.answer not in {Answer.QUESTION, *IN_WORDS}
        blocks.append(section(f"_{'Who' if settled else 'Once it is settled: who'} made this decision?_"))
    if row:
        blocks.append(actions(*row))
    if _asks(view):
        blocks.append(context("Or just reply in the thread: that counts as what you tried. Both are optional."))
    if view.is_seen and view.status == Status.HELD:
        blocks.append(context(seen.why(view)))
    asks = QUESTIONS if _asks(view) else ""
    return Words(escape(_join(first, clip(view.text, 600), asks, *notes, offer_of(row))), blocks)


def _asks(view: RequestView) -> bool:
    return view.status == Status.HELD and view.wants_questions and not (view.briefed or view.own_right)


def _join(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def offer_of(row: list[Block]) -> str:
    """The buttons by name, for those who hear a message or see its notification."""
    offered = [each for element in row for each in (element["options"] if element["type"] == "overflow" else [element])]
    labels = [str(each["text"]["text"]) for each in offered if "text" in each]
    return f"Buttons: {', '.join(labels)}." if labels else ""


def headline(view: RequestView) -> str:
    """What happens next, or what happened, in one line."""
    return {
        Status.HELD: _held,
        Status.DELIVERED: _delivered,
        Status.ANSWERED: answered,
        Status.CLOSED: answered,
        Status.SOLVED: _solved,
        Status.DECIDED: lambda view: "You decided this one yourself.",
        Status.PARKED: _parked,
        Status.WITHDRAWN: _withdrawn,
    }[view.status](view)


def _held(view: RequestView) -> str:
    if view.orphan:
        return NO_MANAGER
    if view.own_right:
        return own.held(view)
    if view.yours:
        return _yours(view)
    if view.follow_up:
        return (
            "Could you name two ways you could defend, and the one you'd pick? A guess is fine. "
            f"It goes to {view.manager} {view.goes} either way."
        )
    if view.picked:
        return f"{view.manager} gets this {view.goes}, with your pick: {clip(view.picked, 200)}."
    if view.options:
        return f"{view.manager} gets this {view.goes}, with what you're considering."
    if view.tried:
        return f"{view.manager} gets this {view.goes}, with what you tried."
    if view.briefed:
        return f"{view.manager} gets this {view.goes}."
    if view.is_seen:
        return seen.held(view)
    return f"I'll bring this to {view.manager} {view.goes}, unless you crack it first."


def _yours(view: RequestView) -> str:
    pick = f" You'd pick: {clip(view.picked, 200)}." if view.picked else ""
    if view.is_seen:
        return f"{seen.yours(view, topic_within(view))}{pick}"
    return f"This one is yours: {topic_within(view)}. Decide it, or {view.manager} gets it {view.goes}.{pick}"


def topic_within(view: RequestView) -> str:
    """The topic as it stands inside a sentence."""
    return view.topic[:1].lower() + view.topic[1:]


def _delivered(view: RequestView) -> str:
    if view.orphan and not view.handed_over:
        return NO_MANAGER
    by_itself = view.is_seen and not view.urgent_why
    why = {
        Bypass.URGENT: seen.urgent(view) if by_itself else f"{view.manager} has this now, marked urgent.",
        Bypass.PROTECTED: f"{view.manager} has this now: a deal of this size doesn't wait.",
        Bypass.GROWTH: f"{view.manager} has this now: wanting to get better doesn't wait.",
        Bypass.FROZEN: f"{view.manager} has this now: today nothing waits.",
        Bypass.RELEASED: f"{view.manager} has this now: your admin let everything go out that was waiting.",
    }
    if view.bypass in why:
        return why[view.bypass]
    return f"{view.manager} has this now." if view.handed_over else f"{view.manager} has had this since {view.came}."


def answered(view: RequestView) -> str:
    """The manager's answer in one line."""
    lines = {
        Answer.BACK_PICK: f"{view.manager} backs your pick: {clip(view.picked, 200) or 'see the thread'}. Go.",
        Answer.YOUR_CALL: f"{view.manager} says it's your call. Go with what you think is right.",
        Answer.LET_PLAY: f"{view.manager} lets this one play out: go your own way. "
        "In two weeks I ask you both how it went.",
        Answer.QUESTION: f"{view.manager} asks: {clip(view.question, 300) or 'see the thread'}",
        Answer.HANDLE: f"{view.manager} will take this one on.",
        Answer.REPLY: f"{view.manager} answered in the thread.",
        Answer.OUTSIDE: f"{view.manager} answered {seen.where(view)}.",
    }
    return (
        lines[view.answer] if view.answer else f"This one is closed. Write me again if you still need {view.manager}."
    )


def _solved(view: RequestView) -> str:
    if view.is_seen:
        return seen.solved(view)
    told = f"{view.manager}'s card says so." if view.reached else f"It never had to reach {view.manager}."
    return f"Solved{f' with {view.helper}' if view.helper else ''}. {told}"


def _parked(view: RequestView) -> str:
    if view.parked_by_manager:
        return f"{view.manager} would like to talk about this in your 1:1. It's on your list."
    return "Parked for your next 1:1." if view.is_alone else f"Parked for your 1:1 with {view.manager}."


def _withdrawn(view: RequestView) -> str:
    if view.is_seen:
        return seen.let_go(view)
    told = f"{view.manager}'s card says so." if view.reached else f"{view.manager} never saw it."
    return f"Taken back. {told}"


def _notes(view: RequestView) -> list[str]:
    notes = [TOGETHER] if view.in_a_row and view.status == Status.HELD else []
    notes += [*own.note(view), *view.hints]
    if view.sounds_urgent and view.status == Status.HELD and not (view.is_seen or view.orphan):
        notes.append(f"This sounds urgent. One tap on `Urgent`, and {view.manager} has it now.")
    notes += hindrances(view)
    if view.has_files and view.status == Status.HELD:
        notes.append("I can't pass files on. I kept your words; share the file when you talk.")
    if view.status == Status.ANSWERED and view.answer in {Answer.QUESTION, Answer.REPLY}:
        notes.append(f"Reply in this thread and it reaches {view.manager}.")
    if _wants_topic(view):
        notes.append(f"Choose below what it is about, and it stands on {view.manager}'s card.")
    return notes + _afterwards(view)


def _afterwards(view: RequestView) -> list[str]:
    if view.decided_by is None or view.status not in {Status.ANSWERED, Status.CLOSED}:
        return []
    lines = who_decided(view)
    if disagrees(view):
        seen = label_words(view.label, "you", view.manager)
        lines.append(f"{view.manager} saw it differently ({seen}). Both are kept; worth a word in your 1:1.")
    return lines


def who_decided(view: RequestView) -> list[str]:
    """As the rep said, once they did."""
    return (
        [f"Who decided, as you saw it: {DECIDED_WORDS.get(view.decided_by, view.manager)}."] if view.decided_by else []
    )


def label_words(label: Label | None, rep: str, manager: str) -> str:
    """A label as it is said to a person, who is "you"."""
    return {
        Label.COACHED: "coached",
        Label.DELEGATED: f"left to {rep}",
        Label.DIFFERENT: f"left to {rep}, done differently, and it was fine",
        Label.RESCUED: "a rescue",
        Label.ONLY_I: f"only {manager} could",
        Label.UNLABELLED: "no label",
        None: "no label yet",
    }[label]


def disagrees(view: RequestView) -> bool:
    """Whether the manager's label and the rep's view of who decided tell two stories."""
    if view.label is None or view.decided_by is None or view.label not in AGREES:
        return False
    return view.decided_by not in AGREES[view.label]


def buttons(view: RequestView) -> list[Block]:
    """What the rep can do about it now."""
    if view.status == Status.HELD:
        return _held_buttons(view)
    if view.status == Status.DELIVERED:
        growth = view.bypass == Bypass.GROWTH
        row = [_topics(view)] if _wants_topic(view) else []
        row += [] if growth else [_brief_button(view), _solved_button(view)]
        return [*row, button("Park for 1:1", "request.park", view.id), *_deputy_button(view), _more(view)]
    if _asks_who_decided(view):
        choices = {DecidedBy.ME: "Me", DecidedBy.TOGETHER: "Together", DecidedBy.MANAGER: view.manager}
        return [button(name, f"request.decided.{who}", view.id) for who, name in choices.items()]
    return list(view.offers) if view.status == Status.SOLVED else own.tell_button(view)


def _asks_who_decided(view: RequestView) -> bool:
    """A wish to get better is no decision."""
    return view.status == Status.ANSWERED and view.decided_by is None and view.bypass != Bypass.GROWTH


def _held_buttons(view: RequestView) -> list[Block]:
    out = [button("Send now", "request.send_now", view.id), button("Urgent", "request.urgent", view.id)]
    if view.own_right:
        return [*own.buttons(view), *([] if view.orphan else out), *_deputy_button(view), _more(view)]
    return [
        *([own.decide_button(view)] if view.yours else []),
        _brief_button(view),
        _solved_button(view),
        button("Park for 1:1", "request.park", view.id),
        *([] if view.orphan else out),
        *_deputy_button(view),
        *view.offers,
        _more(view),
    ]


def _brief_button(view: RequestView) -> Block:
    label = "Change my answer" if view.briefed else "Answer 2 questions"
    return button(label, "request.brief", view.id, style=None if view.briefed else "primary")


def _solved_button(view: RequestView) -> Block:
    return button("Solved it", seen.SOLVED if view.is_in_channel else "request.solve", view.id)


def _deputy_button(view: RequestView) -> list[Block]:
    return [button(f"Ask {view.deputy} instead", "request.hand_over", view.id)] if view.deputy else []


def _wants_topic(view: RequestView) -> bool:
    """Whether a wish to get better lacks what it is about: nobody guesses that from the words (S0.6)."""
    return view.status == Status.DELIVERED and view.bypass == Bypass.GROWTH and not view.topic


def _topics(view: RequestView) -> Block:
    choices = [option(name, f"{topic}:{view.id}") for topic, name in TOPICS.items()]
    return choice(choices) | {"action_id": TOPIC, "placeholder": plain(ABOUT_WHAT, PLACEHOLDER)}


def _more(view: RequestView) -> Block:
    if view.is_seen and view.status == Status.HELD:
        return overflow(seen.MENU, seen.choices(view))
    choices = [option("This is personal", f"personal:{view.id}"), option("Take back", f"take_back:{view.id}")]
    return overflow("request.more", choices)
