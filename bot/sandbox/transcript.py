"""People of the local Slack act one after the other, and what each of them then sees is printed. Decides nothing.

Prints a message whole when it comes; when it is edited, its first line and what is new in it. Of App Home and of
windows, only the lines that the script asks for.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from bot.app import Kickstand
from bot.sandbox.clock import MovableClock
from bot.sandbox.local import LocalWorkspace
from bot.sandbox.people import Person
from bot.sandbox.workspace import Message

HERE = ZoneInfo("Europe/Berlin")
STYLES = {"riya": "cyan", "omar": "green", "mona": "magenta"}
PATIENCE = 30.0
"""Seconds of real time in which the bot has taken note of what came of a tick, on a busy machine too."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Transcript:
    """The people, the clock, and what of it has been printed already."""

    def __init__(
        self, out: Console, program: Kickstand, slack: LocalWorkspace, people: Mapping[str, Person], clock: MovableClock
    ) -> None:
        self.out, self.program, self.slack, self.people, self.clock = out, program, slack, people, clock
        self.monday = self._day = clock().astimezone(HERE).date()
        self._read: dict[tuple[str, str], tuple[str | None, tuple[str, ...]]] = {}
        self._note(silently=True)

    # Time -----------------------------------------------------------------------------------------------------

    def at(self, day: str, at: str) -> None:
        """Time passes until this day and hour in Berlin; what is due on the way happens when it is due.

        Nobody leaves a window open for so long.
        """
        moment = self.moment(day, at)
        for who in self.people:
            self._without_window(who)
        while self.clock() < moment:
            self._until_something_is_due(moment)
            if self.clock() == moment:
                self._heading(f"{day[0].upper()}{day[1:]} {at}")
            self._note()

    def moment(self, day: str, at: str) -> datetime:
        """This day and hour in Berlin; "next Monday" is that of the week after."""
        days = DAYS.index(day.removeprefix("next ")) + 7 * day.startswith("next ")
        return datetime.combine(self.monday + timedelta(days=days), time.fromisoformat(at), HERE)

    # Acts -----------------------------------------------------------------------------------------------------

    def explains(self, words: str) -> None:
        """A line beside the story."""
        self.out.print(f"  [italic]{words}[/italic]", soft_wrap=True)

    def says(self, who: str, text: str) -> None:
        """Writes to Kickstand."""
        self._line(who, f"writes: {text}")
        self._without_window(who).says(text)
        self._note()

    def replies(self, who: str, text: str) -> None:
        """Writes in the thread of their newest message."""
        self._line(who, f"replies in the thread: {text}")
        person = self._without_window(who)
        person.says(text, None, person.messages[-1])
        self._note()

    def types(self, who: str, line: str) -> None:
        """Enters a slash command."""
        self._line(who, f"types {line}")
        self._without_window(who).types(line)
        self._note()

    def clicks(self, who: str, label: str, on: str = "") -> None:
        """Presses a button in the window that is open, else on the newest message that has it.

        `on`: words of the message that is meant. Raises LookupError when there is no such button or message.
        """
        self._line(who, f"presses `{label}`")
        person = self.people[who]
        person.clicks(label, self._with(person, on) if on else None)
        self._note()

    def clicks_at_home(self, who: str, label: str) -> None:
        """Opens App Home and presses a button there."""
        self._line(who, f"presses `{label}` in App Home")
        person = self._at_home(who)
        person.clicks(label, on=person.home_view)
        self._note()

    def fills(self, who: str, answers: Mapping[str, object]) -> None:
        """Fills in the form and sends it. Raises LookupError for what the form does not take."""
        given = "; ".join(_told(label, answer) for label, answer in answers.items())
        self._line(who, f"fills in: {given}" if given else "sends the form as it is")
        person = self.people[who]
        person.fills({label: _entered(answer) for label, answer in answers.items()})
        if wrong := person.submits():
            raise LookupError(f"the form was not taken: {wrong}")
        self._note()

    def reads(self, who: str, *words: str) -> None:
        """Prints the lines of the window that is open in which these words are. Raises LookupError without any."""
        person = self.people[who]
        self._quote(who, person.modal_title or "", person.modal or "", words)

    def reads_home(self, who: str, *words: str) -> None:
        """The same of App Home."""
        self._quote(who, "App Home", self._at_home(who).home, words)

    # Inside ---------------------------------------------------------------------------------------------------

    def _until_something_is_due(self, latest: datetime) -> None:
        """Time passes until then, and the jobs whose hour it is do it."""
        coming = self.program.coming()
        self.clock.set(min([latest, *(when for when, _ in coming)]))
        for when, job in coming:
            if when <= self.clock():
                job()
        self.program.jobs.run_woken()
        self.slack.settle(PATIENCE)

    def _without_window(self, who: str) -> Person:
        person = self.people[who]
        if person.view:
            person.closes(everything=True)
        return person

    def _with(self, person: Person, words: str) -> Message:
        found = [each for each in person.received if words in person.reading(each)]
        if not found:
            raise LookupError(f"{person.account.real_name} has no message with {words!r}")
        return found[-1]

    def _at_home(self, who: str) -> Person:
        person = self._without_window(who)
        person.opens_home()
        return person

    def _quote(self, who: str, where: str, shown: str, words: tuple[str, ...]) -> None:
        lines = shown.splitlines()
        for each in words:
            if not any(each in line for line in lines):
                raise LookupError(f"{who} does not read {each!r} in {where}:\n{shown}")
        found = [line for line in lines if any(each in line for each in words)]
        self._print(who, f"reads in {where}", found)

    def _note(self, *, silently: bool = False) -> None:
        """Print each message of the bot that is new or reads differently now; what says the same twice, once."""
        for who, person in self.people.items():
            shown = [each for message in person.received if (each := self._news(who, person, message))]
            for how, lines in {} if silently else dict.fromkeys(shown):
                self._print(who, how, lines)

    def _news(self, who: str, person: Person, message: Message) -> tuple[str, tuple[str, ...]] | None:
        """How a message comes to somebody, and what of it they have not read before."""
        edited, before = self._read.get((who, message.ts), (None, None))
        if not message.bot_id or (before is not None and edited == message.edited_ts):
            return None
        now = tuple(person.reading(message).splitlines())
        self._read[who, message.ts] = message.edited_ts, now
        if before is None:
            return "sees in the thread" if message.is_reply else "sees", now
        new = [line for line in now if line not in before]
        return ("sees (edited)", tuple(dict.fromkeys([now[0], *new]))) if new else None

    def _heading(self, words: str) -> None:
        self._day = self.clock().astimezone(HERE).date()
        self.out.print(f"\n[bold]{words}[/bold]")

    def _print(self, who: str, how: str, lines: Sequence[str]) -> None:
        if (today := self.clock().astimezone(HERE).date()) != self._day:
            self._heading(DAYS[today.weekday()])
        account = self.people[who].account
        name, local = account.real_name.split()[0], self.clock().astimezone(ZoneInfo(account.tz))
        self.out.print(Text(f"    {name} {how} at {local:%H:%M}:", style="dim"))
        for line in lines:
            self.out.print(Text(f"      {line}", style=STYLES.get(who, "")), soft_wrap=True)

    def _line(self, who: str, words: str) -> None:
        name = self.people[who].account.real_name.split()[0]
        self.out.print(Text(f"  {name} {words}", style=f"bold {STYLES.get(who, '')}"), soft_wrap=True)


def _entered(answer: object) -> object:
    """As the form wants it: a moment is a number of seconds there."""
    return int(answer.timestamp()) if isinstance(answer, datetime) else answer


def _told(label: str, answer: object) -> str:
    return f"{label}{'' if label.endswith('?') else ':'} {_words(answer)}"


def _words(answer: object) -> str:
    if isinstance(answer, list):
        return ", ".join(map(_words, answer))
    if isinstance(answer, datetime):
        return f"{answer:%A %H:%M}"
    return answer.account.real_name if isinstance(answer, Person) else str(answer)
