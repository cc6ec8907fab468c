"""How a manager notes what was special about a week. Values in, words out."""

from bot.score.rules.week import Week
from bot.slack.kit import Block, button, context, field, line, modal

NOTE = "score.note"
TITLE = "A note on this week"
PERSONAL = "This sounds personal, so I've kept none of it. A word on the business is enough here."


def note_button(score_id: str) -> Block:
    """What opens the form."""
    return button("Note on this week", NOTE, score_id)


def form(score_id: str, week: Week, said: str, longest: int) -> Block:
    """One line, with what was noted before."""
    days = f"the week of {week.monday.day} {week.monday:%B}"
    hint = "Stands beside your charts from the next report on. No number changes."
    words = line(said, placeholder="A product launch, a new process, a quarter of one big deal", longest=longest)
    blocks = [
        field(f"What was special about {days}?", "note", words, hint=hint),
        context("Only you see it. Names aren't needed. Leave it empty to take it away."),
    ]
    return modal(TITLE, NOTE, blocks, submit="Save", data=score_id)


def noted(is_kept: bool) -> str:
    """What is so after the form was sent."""
    return "Noted. It stands beside your charts from the next report on." if is_kept else "There is no note now."
