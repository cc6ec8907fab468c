"""A rep and a manager who used everything there is, and a look at all that is held. Holds no test."""

from datetime import date

from sqlalchemy import Engine, select, text

from bot.app import tables
from bot.requests.models import Request
from bot.slack.receiving.seen import first_time
from bot.team import service as team
from tests.story import Story

RIYAS = ("kingfisher", "heron", "plover", "wagtail", "sandpiper", "curlew")
"""Riya's words: each stands in one place only."""
MONAS = ("tamarisk", "juniper")
ASK = f"Can I give {RIYAS[0]} 20 %?"


def held(engine: Engine) -> str:
    """Every value of every row of every table: as it lies there, and decrypted."""
    found = []
    with engine.execution_options(every_workspace=True).connect() as connection:
        for table in tables().sorted_tables:
            found += [f"{table.name}: {tuple(row)}" for row in connection.execute(select(table))]
            found += [
                f"{table.name}: {tuple(row)}" for row in connection.execute(text(f'SELECT * FROM "{table.name}"'))
            ]
    return "\n".join(found)


def lines_with(engine: Engine, *marks: str) -> list[str]:
    """What is held that has any of these marks in it."""
    return [line for line in held(engine).splitlines() if any(mark in line for mark in marks)]


def lives(story: Story) -> None:
    """Riya asks twice, briefs, replies; Mona coaches, and is reported to. One question is over, one out, one waits, and
    a workflow with it."""
    _everybody_is_somewhere(story)
    first = story.riya.says(ASK)
    story.riya.clicks("Answer 2 questions")
    story.riya.fills(
        {
            "What have you tried?": f"Asked {RIYAS[1]}",
            "What else are you considering?": f"Offer {RIYAS[2]}",
            "Another way": "Wait",
            "Which would you pick?": "The first",
            "Deal amount": "12,345",
        }
    )
    assert story.riya.submits() == {}
    story.waits(hours=1)
    story.riya.says(f"They wrote {RIYAS[3]}", thread=first)
    story.mona.clicks("Ask a question")
    story.mona.fills({"Or in your own words": f"And with {MONAS[0]}?"})
    assert story.mona.submits() == {}
    story.mona.clicks("Back their pick")
    story.riya.clicks("Me")
    story.riya.says(f"Is {RIYAS[4]} urgent?")
    story.riya.clicks("Urgent")
    story.riya.fills({"Why can't it wait?": f"Because of {RIYAS[5]}"})
    assert story.riya.submits() == {}
    story.waits(minutes=1)
    story.riya.runs_step("ask_my_manager", question="How do I begin?")
    story.waits(minutes=1)


def _everybody_is_somewhere(story: Story) -> None:
    """Riya also is a deputy, a lead and an HR contact, has days off and do-not-disturb, and Slack told of her."""
    riya, mona, dana = (story.id(key) for key in ("riya", "mona", "dana"))
    with story.kickstand.runtime.sessions.begin() as session:
        own = team.open_team(session, dana, story.clock())
        own.deputy_id = own.lead_id = own.hr_contact_id = riya
        team.open_team(session, mona, story.clock()).deputy_id = dana
        team.add_time_off(session, riya, date(2027, 3, 1), date(2027, 3, 5))
        team.add_time_off(session, mona, date(2027, 4, 1), date(2027, 4, 5))
        first_time(session, f"action:{riya}:1.2:request.solve", story.clock())
    story.riya.sets_dnd(story.clock().replace(hour=23))


def statuses(story: Story, rep: str) -> list[str]:
    """Where a rep's requests are, the oldest first."""
    with story.kickstand.runtime.sessions.begin() as session:
        query = select(Request.status).where(Request.rep_id == story.id(rep)).order_by(Request.asked_at)
        return [each.value for each in session.scalars(query)]
