"""A scripted week in the demo team: what people write and press, from Monday morning to the next Monday's report.

A script only: every answer comes from the program. Prints who saw what, when, in each one's own time.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from bot.app import Kickstand
from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.score.rules.week import POST_AT, minute_of

STYLES = {"riya": "cyan", "omar": "green", "mona": "magenta"}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Week:
    """The people, the clock, and what of it has been printed already."""

    def __init__(self, out: Console, program: Kickstand, people: Mapping[str, Person], clock: MovableClock) -> None:
        self.out, self.program, self.people, self.clock = out, program, people, clock
        self.monday = clock().date()
        self.shown: dict[tuple[str, str], str] = {}
        self._note(silently=True)

    def at(self, day: str, at: str) -> None:
        """Time passes until this day and hour in Berlin; what is due on the way happens when it is due."""
        moment = datetime.combine(
            self.monday + timedelta(days=DAYS.index(day.removeprefix("next ")) + 7 * day.startswith("next ")),
            time.fromisoformat(at),
            ZoneInfo("Europe/Berlin"),
        )
        while self.clock() < moment:
            self.clock.set(min(self.program.next_due() or moment, moment))
            self.program.tick()
            if self.clock() == moment:
                self.out.print(f"\n[bold]{day[0].upper()}{day[1:]} {at}[/bold]")
            self._note()

    def does(self, who: str, what: str, *args: object) -> None:
        """Somebody acts in their Slack client; then everybody sees what came of it."""
        person = self.people[who]
        self._line(who, f"{person.account.real_name.split()[0]} {_told(what, args)}")
        getattr(person, what)(*args)
        self._note()

    def replies(self, who: str, text: str) -> None:
        """Somebody writes in the thread of their newest message."""
        person = self.people[who]
        self._line(who, f"{person.account.real_name.split()[0]} replies in the thread: {text}")
        person.says(text, None, person.messages[-1])
        self._note()

    def _note(self, *, silently: bool = False) -> None:
        """Print each message of the bot that is new or reads differently now."""
        for key, person in self.people.items():
            for seen in person.messages:
                for each in (seen, *seen.replies):
                    place = (key, each.ts)
                    if each.message.bot_id and self.shown.get(place) != each.plain:
                        changed = place in self.shown
                        self.shown[place] = each.plain
                        if not silently:
                            self._show(key, person, each.plain, changed)

    def _show(self, key: str, person: Person, plain: str, changed: bool) -> None:
        local = self.clock().astimezone(ZoneInfo(person.account.tz))
        name = person.account.real_name.split()[0]
        self.out.print(Text(f"    {name} sees at {local:%H:%M}{' (edited)' if changed else ''}:", style="dim"))
        for line in plain.splitlines():
            self.out.print(Text(f"      {line}", style=STYLES.get(key, "")), soft_wrap=True)

    def _line(self, who: str, words: str) -> None:
        self.out.print(Text(f"  {words}", style=f"bold {STYLES.get(who, '')}"), soft_wrap=True)


def _told(what: str, args: tuple[object, ...]) -> str:
    if what == "fills" and isinstance(args[0], dict):
        return "fills in: " + "; ".join(f"{label} {answer}" for label, answer in args[0].items())
    words = {"says": "writes: {}", "clicks": "presses `{}`", "types": "types {}", "submits": "sends the form"}
    return words[what].format(*args)


def play(out: Console, program: Kickstand, people: Mapping[str, Person], clock: MovableClock) -> None:
    """The whole week."""
    week = Week(out, program, people, clock)
    out.print("[bold]A week with Kickstand.[/bold] Riya and Omar sell, Mona leads them, Dana is her deputy.")
    out.print("Everybody reads their own clock: Omar lives in London, the others in Berlin.")
    for day in (_monday, _tuesday, _wednesday, _thursday, _friday):
        day(week)
    week.at("next Monday", _report_time(people["mona"].id))
    out.print("\nThat was the week. `kickstand demo` shows it on a page.")


def _report_time(manager_id: str) -> str:
    """When a manager's report comes: at a minute of their own from 08:30."""
    return f"{datetime.combine(date.min, POST_AT) + timedelta(minutes=minute_of(manager_id)):%H:%M}"


def _monday(week: Week) -> None:
    week.at("Monday", "10:30")
    week.does("riya", "says", "Can I give Acme 20 %? They say they'd sign this week.")
    week.replies("riya", "Offered 10 % with annual prepay; they pushed back.")
    week.does("riya", "clicks", "Change my answer")
    week.does(
        "riya",
        "fills",
        {
            "What else are you considering?": "15 % for two years",
            "Another way": "stay at 10 % and add onboarding",
            "Which would you pick?": "The first",
            "Deal amount": "12,000",
        },
    )
    week.does("riya", "submits")
    week.at("Monday", "11:35")
    week.does("mona", "clicks", "Ask a question")
    week.does("mona", "fills", {"One of these": "What would make “15 % for two years” a bad deal for us?"})
    week.does("mona", "submits")
    week.replies("riya", "If they leave after year one. The contract has no way out, so I'm fine with it.")
    week.does("mona", "clicks", "Back their pick")
    week.does("riya", "clicks", "Me")
    week.at("Monday", "14:00")
    week.does("omar", "types", "/ask How do I get the Brightside contract unstuck at their legal team?")
    week.at("Monday", "14:50")
    week.does("omar", "clicks", "Solved it")


def _tuesday(week: Week) -> None:
    week.at("Tuesday", "09:30")
    week.does("omar", "says", "Lindqvist wants to pay in 60 days. Okay?")
    week.at("Tuesday", "10:40")
    week.does("mona", "clicks", "I'll handle it")
    week.does("mona", "clicks", "A rescue: Omar could have done it")
    week.does("omar", "clicks", "Mona")
    week.at("Tuesday", "15:00")
    week.does("riya", "says", "Which case study fits a hospital?")
    week.at("Tuesday", "15:20")
    week.does("riya", "clicks", "Solved it")


def _wednesday(week: Week) -> None:
    week.at("Wednesday", "11:00")
    week.does("riya", "says", "Northwind signs at noon and the price needs your approval in the system.")
    week.does("riya", "clicks", "Urgent")
    week.does("riya", "fills", {"Why can't it wait?": "They sign at noon"})
    week.does("riya", "submits")
    week.does("mona", "clicks", "I'll handle it")
    week.does("mona", "clicks", "Only I could: approval, access, authority")
    week.does("riya", "clicks", "Mona")
    week.at("Wednesday", "16:30")
    week.does("riya", "says", "Should I bring the product team into the Northwind renewal?")
    week.does("riya", "clicks", "Park for 1:1")


def _thursday(week: Week) -> None:
    week.at("Thursday", "15:00")
    week.does("riya", "says", "My doctor says I need surgery next month and I don't know how to tell the team.")
    week.does("riya", "clicks", "Delete")
    week.at("Thursday", "17:30")
    week.does("omar", "says", "Can I offer Brightside a second pilot?")
    week.does("omar", "clicks", "Answer 2 questions")
    week.does(
        "omar",
        "fills",
        {
            "What have you tried?": "Asked what the first one left open",
            "What else are you considering?": "two weeks, one team",
            "Another way": "no pilot, a reference call",
            "Which would you pick?": "The first",
        },
    )
    week.does("omar", "submits")


def _friday(week: Week) -> None:
    week.at("Friday", "10:00")
    week.does("mona", "clicks", "Your call")
    week.does("omar", "clicks", "Me")
    week.at("Friday", "11:00")
    week.does("riya", "says", "What can I say when they bring up the cheaper competitor?")
    week.replies("riya", "Sent our comparison sheet; they said it's marketing.")
    week.at("Friday", "12:10")
    week.does("mona", "clicks", "Ask a question")
    week.does("mona", "fills", {"Or in your own words": "What does the cheaper one cost them in the second year?"})
    week.does("mona", "submits")
    week.does("riya", "clicks", "Together")
    week.at("Friday", "14:00")
    week.does("omar", "says", "I want to get better at saying no to discounts early.")
    week.does("mona", "clicks", "Ask a question")
    week.does("mona", "fills", {"Or in your own words": "When did you last feel you gave in too soon?"})
    week.does("mona", "submits")
