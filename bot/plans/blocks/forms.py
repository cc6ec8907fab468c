"""The forms of plans, promises and news, and what is wrong with what was typed. Values in, views out."""

from collections.abc import Mapping
from datetime import date

from bot.plans.blocks.plan import QUESTIONS
from bot.plans.rules import LONGEST_ANSWER, LONGEST_NEWS, LONGEST_PROMISE, LONGEST_WHAT, wrong_day
from bot.slack.kit import Block, choice, clip, context, escape, field, line, lines, modal, option, section
from bot.team.settings_form import WEEKDAYS

WRITE_VIEW, PROMISE_VIEW, NEWS_VIEW, WORDS_VIEW = "plan.part", "plan.promising", "plan.arranging", "plan.words"
PERSONAL = (
    "This sounds personal, so I keep nothing of it and pass nothing on. Leave it out here; write it to me by itself "
    "and I show you whom you could turn to."
)
PERSONAL_MANAGER = "This sounds personal, so I keep nothing of it. It's better said in person."


def write(
    rep_id: str, other: str, mine: tuple[str, ...], theirs: tuple[str, ...], review_on: date | None, *, is_rep: bool
) -> Block:
    """The six questions with one's own words in them, and what the other wrote above each."""
    whose = "Your answers" if is_rep else f"Your answers to {other}"
    blocks = [
        context(escape(f"{whose}; a few words each are plenty, and none has to be filled in. {other} reads this."))
    ]
    for at, question in enumerate(QUESTIONS):
        if said := theirs[at] if at < len(theirs) else "":
            blocks.append(context(escape(f"{other}: {clip(' '.join(said.split()), 350)}")))
        words = lines(mine[at] if at < len(mine) else "", longest=LONGEST_ANSWER)
        blocks.append(field(question, f"answer_{at}", words))
    day: Block = {"type": "datepicker"} | ({"initial_date": review_on.isoformat()} if review_on else {})
    blocks.append(
        field("When do you look at it again?", "review_on", day, hint="Empty: as it was; at first, in three months.")
    )
    return modal("My part", WRITE_VIEW, blocks, submit="Save", data=rep_id)


def answers(given: Mapping[str, str]) -> tuple[str, ...]:
    """What was written under the six questions."""
    return tuple(given.get(f"answer_{at}", "") for at in range(len(QUESTIONS)))


def promise(rep_id: str, rep: str, in_a_week: date) -> Block:
    """What the manager will do, and by when."""
    day: Block = {"type": "datepicker", "initial_date": in_a_week.isoformat()}
    what = line(placeholder="Introduce you to their finance lead", longest=LONGEST_PROMISE)
    blocks = [
        section(escape(f"What will you do for {rep}? {rep} sees it and how it stands; I remind you, once.")),
        field("I will", "text", what, optional=False),
        field("By", "due_on", day, optional=False),
    ]
    return modal("A promise", PROMISE_VIEW, blocks, submit="Promise", data=rep_id)


def news(rep_id: str, other: str, what: str, weekday: int, *, is_rep: bool) -> Block:
    """What is heard regularly, and on which day."""
    says = (
        f"I ask you on that morning and bring it to {other} the same day, with everybody else's."
        if is_rep
        else f"{other} says first whether that is fine. Then I ask on that morning, and bring you all answers at once."
    )
    days = [option(name, str(at)) for at, name in enumerate(WEEKDAYS)]
    blocks = [
        section(escape(f"{says} The words are forgotten once they are there.")),
        field(
            "What", "what", line(what, placeholder="Pipeline changes, one line", longest=LONGEST_WHAT), optional=False
        ),
        field("Every", "weekday", choice(days, str(weekday)), optional=False),
    ]
    return modal("Regular news", NEWS_VIEW, blocks, submit="Save", data=rep_id)


def words(news_id: str, manager: str, what: str, text: str) -> Block:
    """This week's news."""
    typed = lines(text, longest=LONGEST_NEWS)
    hint = f"One line is plenty. {manager} gets it once; then I forget it."
    asked = field(what, "text", typed, hint=hint, optional=False)
    return modal(f"For {clip(manager, 18)}", WORDS_VIEW, [asked], submit="Save", data=news_id)


def day(text: str, today: date) -> tuple[date | None, str | None]:
    """A day that was picked, and what is wrong with it."""
    found = date.fromisoformat(text) if text else None
    return found, wrong_day(found, today)
