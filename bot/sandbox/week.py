"""A scripted week in the demo team: what people write and press, from Monday morning to the next Monday's report.

A script only: every answer comes from the program. The practices it shows are those of docs/practices.md.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from rich.console import Console

from bot.app import Kickstand
from bot.sandbox.clock import MovableClock
from bot.sandbox.local import LocalWorkspace
from bot.sandbox.people import Person
from bot.sandbox.transcript import Transcript
from bot.sandbox.week_end import friday, thursday
from bot.score.rules.week import POST_AT, minute_of


def play(
    out: Console, program: Kickstand, slack: LocalWorkspace, people: Mapping[str, Person], clock: MovableClock
) -> None:
    """The whole week."""
    week = Transcript(out, program, slack, people, clock)
    out.print("[bold]A week with Kickstand.[/bold] Riya and Omar sell, Mona leads them, Dana is her deputy, Lee hers.")
    out.print("Everybody reads their own clock: Omar lives in London, Lee in New York, the others in Berlin.")
    out.print("What is edited is shown by its first line and what is new in it.")
    for day in (_monday, _tuesday, _wednesday, thursday, friday):
        day(week)
    week.at("next Monday", _report_time(people["mona"].id))
    week.at("next Monday", "16:00")
    out.print("\nThat was the week. `kickstand demo` shows it on a page.")


def _report_time(manager_id: str) -> str:
    """When a manager's report comes: at a minute of their own from 08:30."""
    return f"{datetime.combine(date.min, POST_AT) + timedelta(minutes=minute_of(manager_id)):%H:%M}"


def _monday(week: Transcript) -> None:
    week.at("Monday", "10:30")
    _a_question_with_a_pick(week)
    week.at("Monday", "14:00")
    week.types("omar", "/ask How do I get the Brightside contract unstuck at their legal team?")
    week.at("Monday", "14:50")
    week.clicks("omar", "Solved it")
    week.at("Monday", "15:30")
    _what_comes_next(week)
    week.at("Monday", "16:30")
    week.says("riya", "Should I bring the product team into the Northwind renewal?")
    week.clicks("riya", "Park for 1:1")


def _a_question_with_a_pick(week: Transcript) -> None:
    week.says("riya", "Can I give Acme 20 %? They say they'd sign this week.")
    week.replies("riya", "Offered 10 % with annual prepay; they pushed back.")
    week.clicks("riya", "Change my answer")
    week.fills(
        "riya",
        {
            "What else are you considering?": "15 % for two years",
            "Another way": "stay at 10 % and add onboarding",
            "Which would you pick?": "The first",
            "Deal amount": "12,000",
            "Topic": "Price and discount",
        },
    )
    week.at("Monday", "11:35")
    week.explains("Mona's note of weeks ago stands on the card, because Riya has raised its topic.")
    week.clicks("mona", "Ask a question")
    week.fills("mona", {"One of these": "What would make “15 % for two years” a bad deal for us?"})
    week.replies("riya", "If they leave after year one. The contract has no way out, so I'm fine with it.")
    week.clicks("mona", "Back their pick")
    week.clicks("riya", "Me")


def _what_comes_next(week: Transcript) -> None:
    week.types("riya", "/kickstand next demo")
    week.types("riya", "/kickstand next pilot")
    week.types("mona", "/kickstand playbook")
    week.reads("mona", "Asked, and not", "Pilot", "Security review", "time")
    week.clicks("mona", "Write this step")
    week.fills("mona", {"Stage": "Pilot", "Next steps": "Ask their sponsor what the pilot has to show"})


def _tuesday(week: Transcript) -> None:
    week.at("Tuesday", "09:30")
    week.says("omar", "Lindqvist wants to pay in 60 days. Okay?")
    week.at("Tuesday", "10:05")
    _in_the_one_on_one(week)
    week.at("Tuesday", "10:40")
    _a_rescue(week)
    week.at("Tuesday", "14:05")
    week.explains("Mona and Riya are at Globex. The 1:1 with Omar was to be at the same hour.")
    week.at("Tuesday", "15:05")
    week.clicks("mona", "Skipped")
    _after_the_call(week)
    week.at("Tuesday", "15:30")
    _a_colleague_first(week)


def _in_the_one_on_one(week: Transcript) -> None:
    for label in ("Parked questions", "Growth area", "Talked through", "Done", "Held"):
        week.clicks("mona", label, on="1:1 with Riya today")


def _a_rescue(week: Transcript) -> None:
    week.clicks("mona", "I'll handle it")
    week.clicks("mona", "A rescue: Omar could have done it")
    week.clicks("mona", "30 minutes")
    week.clicks("omar", "Mona")


def _after_the_call(week: Transcript) -> None:
    """Riya's view first, then Mona's; each reads the other's only after writing."""
    week.clicks("riya", "Look back")
    week.fills(
        "riya",
        {
            "Which role did Mona play?": "Technical expert",
            "Was the phrase used?": "Yes",
            "Where was that?": "security",
            "Did Mona jump in unasked?": "No",
            "If there was a hard moment: how did it end?": "Riya asked for help",
            "What would you explore?": "Answering the first security question myself",
        },
    )
    week.clicks("mona", "Look back")
    week.fills(
        "mona",
        {
            "Which role did you play?": "Technical expert",
            "Was the phrase used?": "Yes",
            "Where was that?": "security",
            "Did you jump in unasked?": "Yes",
        },
    )


def _a_colleague_first(week: Transcript) -> None:
    week.says("riya", "Which case study fits a hospital?")
    week.clicks("riya", "Answer 2 questions")
    week.fills("riya", {"Topic": "Product"})
    week.clicks("riya", "Ask Omar")
    week.reads("riya", "directly", "stays with me")
    week.at("Tuesday", "15:50")
    week.clicks("riya", "Solved it")
    week.clicks("riya", "Somebody helped")
    week.fills("riya", {})


def _wednesday(week: Transcript) -> None:
    week.at("Wednesday", "09:30")
    _going_alone(week)
    week.at("Wednesday", "10:00")
    _let_it_play_out(week)
    week.at("Wednesday", "13:00")
    _somebody_new(week)
    week.at("Wednesday", "14:00")
    _urgent(week)
    week.at("Wednesday", "15:30")
    _a_decision_of_her_own(week)
    week.at("Wednesday", "16:30")
    _the_month(week)


def _going_alone(week: Transcript) -> None:
    week.clicks_at_home("mona", "Levels")
    week.fills("mona", {"Rep": "Riya Shah", "Topic": "Product", "Level": "Independent"})


def _let_it_play_out(week: Transcript) -> None:
    """On practice ground a question waits longer, and a slip costs little."""
    week.says("omar", "Vandelay want to start with a month for free. Can I?")
    week.at("Wednesday", "12:05")
    week.clicks("mona", "Let it play out")
    week.clicks("omar", "Me")


def _somebody_new(week: Transcript) -> None:
    week.types("mona", "/kickstand team")
    week.fills("mona", {"Add reps": [week.people["noor"]], "Started on (for somebody new)": week.monday})
    week.clicks("noor", "That's right")
    week.clicks_at_home("noor", "Listened in on three calls of colleagues")
    week.reads_home("noor", "first 90 days", "done, no hurry", "count in no score")
    week.reads_home("mona", "in ramp until")


def _urgent(week: Transcript) -> None:
    week.says("riya", "Northwind signs at three and the price needs your approval in the system.")
    week.clicks("riya", "Urgent")
    week.fills("riya", {"Why can't it wait?": "They sign at three"})
    week.clicks("mona", "I'll handle it")
    week.clicks("mona", "Only I could: approval, access, authority")
    week.clicks("riya", "Mona")


def _a_decision_of_her_own(week: Transcript) -> None:
    """Agreed beforehand: goodwill credits up to 500 $ are the reps' to decide, and Mona hears in the evening."""
    week.says("riya", "Can I give Globex a goodwill credit of 200 $?")
    week.clicks("riya", "I decided it")


def _the_month(week: Transcript) -> None:
    week.explains("On the first working day of the month Mona was asked about the month before.")
    week.clicks("mona", "Answer 4 questions")
    week.fills(
        "mona",
        {
            "Does helping to close deals take more of you than you have?": "Partly",
            "Would your team come to a stop if you were away for two weeks?": "No",
            "Do your sellers hesitate where they could decide?": "Yes",
            "Is developing your people what falls by the wayside?": "Partly",
        },
    )
