"""The manager's card: easy to coach, hard to rescue. Values in, words out."""

from datetime import timedelta

from bot.requests.blocks import playing_out, seen
from bot.requests.blocks.rep import DECIDED_WORDS, disagrees, label_words, offer_of, topic_within
from bot.requests.blocks.threads import about
from bot.requests.blocks.view import RequestView
from bot.requests.rules import IN_WORDS, LABEL_OF, LEFT, MINUTES, TIMED, Answer, Bypass, DecidedBy, Label, Size, Status
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
    plain,
    quotes,
    section,
)
from bot.slack.times import length

WHAT_KIND = "What kind of help was that?"
TOOK, HOW_LONG = "request.took", "How long did it take?"
INVITED = "An invitation to coach: ask first what they have noticed themselves, then say what you saw."
EITHER_IS_FINE = "Either is fine; it keeps the picture honest."
GROWTH_QUESTIONS = (
    "What have you noticed yourself?",
    "When did it go well, and what was different then?",
    "What would you like to try first?",
)
PARTS = (("Tried", "tried"), ("Considering", "considering"), ("Deal", "deal"), ("Needed by", "needed_by"))


def card(view: RequestView) -> Words:
    """The card as long as it is open to an answer; afterwards what became of it."""
    first = _first(view)
    facts = _facts(view)
    ends = _outcome(view)
    blocks: list[Block] = [section(f"*{escape(first)}*")]
    blocks += [*quotes(view.text), *seen.origin(view)]
    if facts:
        blocks.append(section("\n".join(f"*{name}*  {escape(value)}" for name, value in facts)))
    blocks += [section(escape(line)) for line in ends]
    ask, row = asks(view)
    if ask:
        blocks.append(section(escape(ask)))
    if row:
        blocks.append(actions(*row))
    if may_be_timed(view):
        blocks.append(actions(minutes(view)))
    foot = " ".join(part for part in (_alone(view), _foot(view)) if part)
    blocks.append(context(escape(foot)))
    words = [
        first,
        clip(view.text, 700),
        *(f"{name}: {value}" for name, value in facts),
        *ends,
        ask,
        offer_of(row),
        how_long(view),
        foot,
    ]
    return Words(escape("\n".join(word for word in words if word)), blocks)


def may_be_timed(view: RequestView) -> bool:
    """Of a rescue and of coaching it is asked how long it took (S1.3): not saying is simply leaving it."""
    return view.asks_minutes and view.label in TIMED and view.status in {Status.ANSWERED, Status.CLOSED}


def how_long(view: RequestView) -> str:
    """That it may be said how long it took, for whoever sees no menu; empty: it is said, or not asked."""
    return f"{HOW_LONG} You may say, if you like." if may_be_timed(view) and view.minutes is None else ""


def took_words(view: RequestView) -> str:
    """How long it took, where the manager said so."""
    return f"It took about {length(timedelta(minutes=view.minutes))}." if may_be_timed(view) and view.minutes else ""


def minutes(view: RequestView) -> Block:
    """A menu of times."""
    choices = [option(length(timedelta(minutes=each)), f"{each}:{view.id}") for each in MINUTES]
    menu = choice(choices, f"{view.minutes}:{view.id}")
    return menu | {"action_id": TOOK, "placeholder": plain(HOW_LONG, PLACEHOLDER)}


def _first(view: RequestView) -> str:
    line = clip(view.text.splitlines()[0], 120) if view.text else "a question (the words were taken back)"
    if view.bypass == Bypass.URGENT:
        return f"Urgent, from {view.rep}: {line}"
    if view.bypass == Bypass.GROWTH:
        return f"{view.rep} wants to get better, and asks for your help."
    return f"{view.rep}: {line}"


def _facts(view: RequestView) -> list[tuple[str, str]]:
    facts = [
        ("Why urgent", view.urgent_why),
        ("Tried", clip(view.tried, 700)),
        ("Considering", _considering(view)),
        ("Deal", _deal(view)),
        ("Topic", view.topic),
        ("Needed by", view.needed_by),
        *view.facts,
    ]
    return [(name, value) for name, value in facts if value]


def thinking(view: RequestView) -> list[tuple[str, str]]:
    """What the rep brought along: what they tried, and what they consider."""
    return [fact for fact in _facts(view) if fact[0] in {"Why urgent", "Tried", "Considering"}]


def _considering(view: RequestView) -> str:
    if not view.options:
        quiet = view.bypass in {Bypass.GROWTH, Bypass.URGENT}
        return "" if quiet else "no options yet"
    return "  ·  ".join(
        clip(each, 250) + (f" ({view.rep}'s pick)" if place == view.pick else "")
        for place, each in enumerate(view.options[:5])
    )


def _deal(view: RequestView) -> str:
    if not view.amount:
        return ""
    remark = {
        Size.PROTECTED: ", a protected deal: it goes out at once and isn't scored",
        Size.AVERAGE: ", about your average: a safe place to learn",
    }
    return view.amount + remark.get(view.size, "")


def asks(view: RequestView) -> tuple[str, list[Block]]:
    """What is asked of the manager, and the buttons for it."""
    if view.status == Status.DELIVERED:
        return _invitation(view) if view.bypass == Bypass.GROWTH else "", _answers(view)
    if view.status == Status.CLOSED and view.label == Label.DELEGATED:
        return "", [_label(view, Label.DIFFERENT)]
    if view.status not in {Status.ANSWERED, Status.CLOSED} or view.label not in {None, Label.COACHED}:
        return "", []
    if view.answer == Answer.HANDLE and view.label is None:
        return "What is this?", [_label(view, Label.RESCUED), _label(view, Label.ONLY_I)]
    if view.answer in IN_WORDS and view.label is None:
        return WHAT_KIND, labels(view)
    if view.answer == Answer.QUESTION and view.status == Status.ANSWERED:
        return "", [each for each in _answers(view) if each["action_id"] != "request.card.park"]
    return "", []


def _invitation(view: RequestView) -> str:
    slot = f" Your next 1:1 with {view.rep} is {view.next_one_on_one}." if view.next_one_on_one else ""
    return INVITED + slot


def _answers(view: RequestView) -> list[Block]:
    """In this order: the easiest to coach first, the rescue last (S2.14)."""
    ask = button("Ask a question", "request.card.question", view.id, style="primary")
    back = button("Back their pick", "request.card.back_pick", view.id) if view.picked else None
    call = button("Your call", "request.card.your_call", view.id)
    grows = view.bypass == Bypass.GROWTH
    park = button("Put it on the 1:1" if grows else "Park for 1:1", "request.card.park", view.id)
    handle = button("I'll handle it", "request.card.handle", view.id)
    row = [ask, park] if grows else [ask, back, call, park, handle, playing_out.menu(view)]
    return [each for each in row if each]


def labels(view: RequestView) -> list[Block]:
    """What kind of help it may have been, one button each."""
    return [_label(view, each) for each in Label if each != Label.UNLABELLED]


def _label(view: RequestView, label: Label) -> Block:
    could = f"A rescue: {clip(view.rep, 30)} could have done it"
    words = {
        Label.COACHED: "I coached",
        Label.DELEGATED: f"I left it to {clip(view.rep, 30)}",
        Label.DIFFERENT: f"{clip(view.rep, 30)} did it differently, and it was fine",
        Label.RESCUED: could,
        Label.ONLY_I: "Only I could: approval, access, authority",
    }
    return button(words[label], f"request.label.{label}", view.id)


def _outcome(view: RequestView) -> list[str]:
    ended = {
        Status.SOLVED: f"{view.rep} solved this. Nothing for you to do.",
        Status.WITHDRAWN: f"{view.rep} took this back.",
        Status.DECIDED: f"{view.rep} decided this.",
        Status.PARKED: f"On the list for your 1:1 with {view.rep}.",
    }
    if view.status in ended:
        return [ended[view.status]]
    if view.answer is None:
        return []
    wrote = view.question and view.answer in {*LEFT, Answer.HANDLE}
    earlier = [f"You wrote: {clip(view.question, 300)}"] if wrote else []
    afterwards = [took_words(view), *_compared(view), *_contested(view), *playing_out.both(view)]
    return [each for each in [*earlier, _answered(view), *afterwards] if each]


def _answered(view: RequestView) -> str:
    words = {
        Answer.QUESTION: f"You asked: {clip(view.question, 300)}",
        Answer.BACK_PICK: f"You backed {view.rep}'s pick: {clip(view.picked, 250)}.",
        Answer.YOUR_CALL: f"You made it {view.rep}'s call.",
        Answer.LET_PLAY: f"You let it play out: {view.rep} goes their own way.",
        Answer.HANDLE: "You're handling it.",
        Answer.REPLY: "You answered in the thread.",
        Answer.OUTSIDE: f"You answered {seen.where(view)}.",
    }
    known = None if view.answer is None or view.label == LABEL_OF.get(view.answer) else view.label
    said = f" Kept as: {label_words(known, view.rep, 'you')}." if known else ""
    return (words[view.answer] if view.answer else "") + said


def _compared(view: RequestView) -> list[str]:
    if view.decided_by is None:
        return []
    who = {DecidedBy.ME: view.rep, DecidedBy.TOGETHER: DECIDED_WORDS[DecidedBy.TOGETHER], DecidedBy.MANAGER: "you"}
    line = f"Who decided, as {view.rep} saw it: {who[view.decided_by]}."
    differs = " You saw it differently; both are kept. Worth a word in your 1:1." if disagrees(view) else ""
    return [line + differs]


def _contested(view: RequestView) -> list[str]:
    """What the rep says it was. Quietly: the label stays unless the manager changes it."""
    if view.contested is None:
        return []
    return [f"{view.rep} sees the help as: {label_words(view.contested, view.rep, 'you')}. Both are kept."]


def _alone(view: RequestView) -> str:
    return f"{view.rep} goes alone on {topic_within(view)} since {view.alone_since}." if view.alone_since else ""


def _foot(view: RequestView) -> str:
    if view.status == Status.ANSWERED and view.answer in {Answer.HANDLE, *IN_WORDS} and view.label is None:
        return EITHER_IS_FINE if view.answer == Answer.HANDLE else "Any of them is fine; it keeps the picture honest."
    waited = f", waited {view.waited}" if view.waited else ""
    asked = f"Asked {view.asked.removeprefix('at ')}{waited}."
    if view.status not in {Status.DELIVERED, Status.ANSWERED}:
        return asked
    instead = f" You're standing in for {view.instead_of}." if view.instead_of else ""
    return f"{asked} Reply in this thread and it reaches {view.rep}.{instead}"


def moved(view: RequestView) -> Words:
    """The card of somebody who no longer has the request."""
    text = f"{view.manager} has {view.rep}'s question now."
    if view.orphan:
        text = f"{view.rep} isn't on your team now."
    elif view.shut_out:
        text = f"{view.rep} has another manager now."
    return Words(escape(text), [context(escape(text))])


def reminder(view: RequestView) -> Words:
    """The one reminder."""
    text = f"{view.rep} is still waiting on this one. A question back is an answer too."
    return Words(escape(about(text, view)), [section(escape(text))])


def questions(view: RequestView) -> list[str]:
    """Three questions to coach with, made from the rep's own options (S2.14): their own way comes first (S0.2)."""
    if view.bypass == Bypass.GROWTH:
        return list(GROWTH_QUESTIONS)
    options = sorted(range(len(view.options)), key=lambda place: place != view.pick)
    first, second = [clip(view.options[place], 32) for place in options[:2]] + [""] * (2 - len(options[:2]))
    own = [
        f"How would you go about “{first}”, your own way?" if first else "How would you go about it, your own way?",
        f"What would make “{first}” a bad deal for us?" if first else "",
        f"What do we lose if you go for “{second}”?" if second else "",
        "What did you learn from what you tried so far?" if view.tried else "",
        f"What would have to be true for “{first}” to work?" if first else "",
    ]
    spare = [
        "Which two ways could you defend here?",
        "What would you do if I couldn't be reached today?",
        "What would a good outcome look like for the customer?",
    ]
    return [each for each in [*own, *spare] if each][:3]
