"""What a rep can do while a question waits, and after: every button, twice, by the wrong person, too late."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from bot.requests.rules import Bypass, Status
from bot.sandbox.interactions import click
from bot.sandbox.people import Person
from bot.sandbox.seen import Clickable, Seen, clickables
from bot.team import service as team
from tests.story import Story, cards, from_kickstand

QUESTION = "Can I give Acme 20 %?"


def only(rep: Person) -> Seen:
    """The one message about the one question."""
    [message] = from_kickstand(rep)
    return message


def headline(rep: Person) -> str:
    return only(rep).plain.splitlines()[0]


class StaleScreen:
    """A screen that still shows a message as it was: what is clicked there may long be over."""

    def __init__(self, story: Story, message: Seen) -> None:
        self.story = story
        self.channel = message.message.channel
        self.shown = {each.label: each for each in clickables(message.message, story.sandbox.platform.workspace)}

    def clicks(self, person: Person, label: str) -> str:
        """Somebody clicks there; answers the sentence that only they see, if there is one."""
        button: Clickable = self.shown[label]
        action, _ = button.used()
        before = len(self._told(person))
        click(self.story.sandbox.platform, person.account, button.where, button.block, action)
        self.story.sandbox.settle()
        return "".join(self._told(person)[before:])

    def _told(self, person: Person) -> list[str]:
        workspace = self.story.sandbox.platform.workspace
        where = workspace.conversations[self.channel]
        return [message.text for message in where.messages if message.only_for == person.id]


def test_solved_in_the_hour_never_reaches_the_manager(story: Story) -> None:
    """S2.2, S4.8"""
    story.riya.says(QUESTION)
    story.waits(minutes=20)
    story.riya.clicks("Solved it")
    assert headline(story.riya) == "Solved. It never had to reach Mona."
    assert only(story.riya).buttons == ()
    story.waits(hours=30)
    assert QUESTION not in story.mona.sees
    assert cards(story.mona) == []
    assert story.request().status is Status.SOLVED


def test_solved_after_delivery_tells_the_manager_that_nothing_is_left_to_do(story: Story) -> None:
    story.riya.says(QUESTION)
    story.waits(minutes=60)
    story.riya.clicks("Solved it")
    assert headline(story.riya) == "Solved. Mona's card says so."
    [card] = cards(story.mona)
    assert "Riya solved this. Nothing for you to do." in card.plain
    assert card.buttons == ()
    story.waits(hours=30)
    assert len(cards(story.mona)) == 1
    assert card.replies == ()


def test_send_now_is_always_there(story: Story) -> None:
    story.clock.set(datetime.fromisoformat("2026-11-21T22:30:00+01:00"))
    story.riya.says(QUESTION)
    assert headline(story.riya) == "I'll bring this to Mona on Monday at 10:00, unless you crack it first."
    story.riya.clicks("Send now")
    assert headline(story.riya) == "Mona has had this since 22:30."
    [card] = cards(story.mona)
    assert f"Riya: {QUESTION}" in card.plain
    assert "Send now" not in only(story.riya).buttons
    assert story.request().bypass is Bypass.SENT_NOW
    story.waits(hours=12)
    assert headline(story.riya) == "Mona has had this since 22:30."


@pytest.mark.parametrize(
    ("why", "shown"), [("They sign <at> noon & leave", "Why urgent  They sign <at> noon & leave"), (None, "")]
)
def test_urgent_goes_out_at_once_at_any_hour_with_or_without_a_why(story: Story, why: str | None, shown: str) -> None:
    story.clock.set(datetime.fromisoformat("2026-11-21T22:30:00+01:00"))
    story.riya.says(QUESTION)
    story.riya.clicks("Urgent")
    assert story.riya.modal_title == "Urgent"
    assert cards(story.mona) == []
    if why:
        story.riya.fills({"Why can't it wait?": why})
    assert story.riya.submits() == {}
    assert headline(story.riya) == "Mona has this now, marked urgent."
    [card] = cards(story.mona)
    assert card.plain.splitlines()[0] == f"Urgent, from Riya: {QUESTION}"
    assert shown in card.plain
    assert ("Why urgent" in card.plain) is bool(why)
    assert "no options yet" not in card.plain
    assert story.request().bypass is Bypass.URGENT


def test_parked_is_on_the_list_of_both(story: Story) -> None:
    """S2.9"""
    story.omar.says("Who covers Beta in May?")
    story.omar.clicks("Solved it")
    story.riya.says(QUESTION)
    story.riya.clicks("Park for 1:1")
    assert headline(story.riya) == "Parked for your 1:1 with Mona."
    story.waits(hours=4)
    assert cards(story.mona) == []
    story.riya.says("How do I plan my quarter?")
    story.waits(minutes=60)
    story.riya.clicks("Park for 1:1")
    [card] = cards(story.mona)
    assert "On the list for your 1:1 with Riya." in card.plain

    story.riya.types("/kickstand list")
    assert story.riya.last.plain == (f"Parked for your 1:1 with Mona\n•  {QUESTION}\n•  How do I plan my quarter?")
    story.mona.types("/kickstand list")
    assert (
        story.mona.last.plain == f"For the 1:1s with your reps\n•  Riya: {QUESTION}\n•  Riya: How do I plan my quarter?"
    )
    for nobody in (story.omar, story.otto, story.lee, story.dana):
        nobody.types("/kickstand list")
        assert nobody.last.plain == "Nothing is parked for a 1:1. `Park for 1:1` on any question puts it here."
    story.riya.opens_home()
    assert "Parked for your 1:1 with Mona" in story.riya.home
    assert QUESTION in story.riya.home
    story.mona.opens_home()
    assert f"Riya  {QUESTION}" in story.mona.home
    story.omar.opens_home()
    assert QUESTION not in story.omar.home


def test_taken_back_before_and_after_the_manager_saw_it(story: Story) -> None:
    story.riya.says(QUESTION)
    story.riya.clicks("Take back")
    assert headline(story.riya) == "Taken back. Mona never saw it."
    story.waits(hours=2)
    assert cards(story.mona) == []
    story.omar.says("Who signs for Beta?")
    story.omar.clicks("Send now")
    story.omar.clicks("Take back")
    assert headline(story.omar) == "Taken back. Mona's card says so."
    [card] = cards(story.mona)
    assert "Omar took this back." in card.plain
    assert card.buttons == ()


def test_ten_minutes_before_the_rep_is_asked_once(story: Story) -> None:
    """S2.2"""
    story.riya.says(QUESTION)
    story.waits(minutes=49)
    assert only(story.riya).replies == ()
    story.waits(minutes=1)
    [check] = only(story.riya).replies
    assert check.plain.splitlines()[0] == "10 minutes to go: do you still need Mona on this?"
    assert check.buttons == ("Solved it", "Still need it", "Park for 1:1")
    story.waits(minutes=5)
    assert len(only(story.riya).replies) == 1
    story.waits(minutes=5)
    assert only(story.riya).replies == ()
    assert len(cards(story.mona)) == 1


@pytest.mark.parametrize(
    ("label", "status", "line", "reaches"),
    [
        ("Solved it", Status.SOLVED, "Solved. It never had to reach Mona.", 0),
        ("Still need it", Status.HELD, "I'll bring this to Mona at 11:00, unless you crack it first.", 1),
        ("Park for 1:1", Status.PARKED, "Parked for your 1:1 with Mona.", 0),
    ],
)
def test_each_answer_to_the_check_counts_and_takes_it_away(
    story: Story, label: str, status: Status, line: str, reaches: int
) -> None:
    """S2.2"""
    story.riya.says(QUESTION)
    story.waits(minutes=50)
    [check] = only(story.riya).replies
    screen = StaleScreen(story, check)
    story.riya.clicks(label, on=check)
    assert story.request().status is status
    assert headline(story.riya) == line
    assert only(story.riya).replies == ()
    again = screen.clicks(story.riya, label)
    assert (again == "") is (label == "Still need it")
    story.waits(minutes=10)
    assert len(cards(story.mona)) == reaches
    if reaches:
        over = "That didn't go through: this one has gone out already. Nothing was changed."
        assert screen.clicks(story.riya, "Still need it") == over


def test_a_short_hold_is_not_checked(story: Story) -> None:
    story.sets(hold_minutes=15)
    story.riya.says(QUESTION)
    story.waits(minutes=14)
    assert only(story.riya).replies == ()
    story.waits(minutes=1)
    assert len(cards(story.mona)) == 1


def test_no_window_at_all_means_at_once(story: Story) -> None:
    story.sets(hold_minutes=0)
    story.riya.says(QUESTION)
    story.waits(seconds=1)
    assert headline(story.riya) == "Mona has had this since 10:00."
    assert len(cards(story.mona)) == 1


def test_in_ramp_the_hold_is_short_and_nothing_is_scored(story: Story) -> None:
    """S0.3"""
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id("omar"), story.id("mona"), None, date(2026, 10, 1), story.clock())
    story.omar.says(QUESTION)
    assert headline(story.omar) == "I'll bring this to Mona at 10:15, unless you crack it first."
    assert story.request().ramp
    story.waits(minutes=1)
    story.riya.says("Who signs for Beta?")
    assert headline(story.riya) == "I'll bring this to Mona at 11:01, unless you crack it first."
    assert not story.request().ramp
    story.waits(minutes=14)
    assert len(cards(story.mona)) == 1


HELD_BUTTONS = (
    "Answer 2 questions",
    "Solved it",
    "Park for 1:1",
    "Send now",
    "Urgent",
    "This is personal",
    "Take back",
)


def test_nobody_else_can_use_a_reps_buttons(story: Story) -> None:
    story.riya.says(QUESTION)
    screen = StaleScreen(story, only(story.riya))
    for label in HELD_BUTTONS:
        for stranger in (story.otto, story.omar, story.mona):
            assert screen.clicks(stranger, label) == "Only the person who asked can do this."
            assert stranger.modal is None
    assert story.request().status is Status.HELD
    assert story.mona.sees.count(QUESTION) == 0


def _solves(story: Story) -> str:
    story.riya.clicks("Solved it")
    return "was solved"


def _parks(story: Story) -> str:
    story.riya.clicks("Park for 1:1")
    return "is parked for the 1:1"


def _takes_back(story: Story) -> str:
    story.riya.clicks("Take back")
    return "was taken back"


def _is_answered(story: Story) -> str:
    story.riya.clicks("Send now")
    story.mona.clicks("Your call")
    return "was answered"


def _is_closed(story: Story) -> str:
    story.riya.clicks("Send now")
    story.mona.clicks("Your call")
    story.riya.clicks("Me")
    assert story.request().status is Status.CLOSED
    return "is closed"


ENDS: list[Callable[[Story], str]] = [_solves, _parks, _takes_back, _is_answered, _is_closed]


def test_a_click_on_what_is_over_says_so_and_changes_nothing(story: Story) -> None:
    for ends in ENDS:
        story.riya.says(f"Question that {ends.__name__}?")
        screen = StaleScreen(story, from_kickstand(story.riya)[-1])
        over = f"That didn't go through: this one {ends(story)} already. Nothing was changed."
        before, shown, at_monas = story.request(), from_kickstand(story.riya)[-1].plain, story.mona.sees
        for label in HELD_BUTTONS:
            assert screen.clicks(story.riya, label) == over
            assert story.riya.modal is None
        after = story.request()
        assert (after.status, len(after.history), after.bypass) == (before.status, len(before.history), before.bypass)
        assert from_kickstand(story.riya)[-1].plain == shown
        assert story.mona.sees == at_monas
        story.waits(minutes=6)


def test_a_form_about_what_is_over_says_so(story: Story) -> None:
    story.riya.says(QUESTION)
    message = only(story.riya)
    story.riya.clicks("Urgent")
    story.riya.clicks("Take back", on=message)
    story.riya.fills({"Why can't it wait?": "They sign today"})
    over = "That didn't go through: this one was taken back already. Nothing was changed."
    assert story.riya.submits() == {"Why can't it wait?": over}
    assert cards(story.mona) == []


def test_a_double_click_sends_once(story: Story) -> None:
    story.riya.says(QUESTION)
    screen = StaleScreen(story, only(story.riya))
    assert screen.clicks(story.riya, "Send now") == ""
    over = "That didn't go through: this one has gone out already. Nothing was changed."
    assert screen.clicks(story.riya, "Send now") == over
    assert screen.clicks(story.riya, "Urgent") == over
    assert story.riya.modal is None
    assert len(cards(story.mona)) == 1
    assert story.request().bypass is Bypass.SENT_NOW


def test_one_message_tells_the_whole_life_of_a_question(story: Story) -> None:
    story.riya.says(QUESTION)
    ts = only(story.riya).ts
    story.waits(minutes=50)
    story.riya.clicks("Still need it")
    story.waits(minutes=10)
    story.mona.clicks("Your call")
    assert headline(story.riya) == "Mona says it's your call. Go with what you think is right."
    assert [reply.plain for reply in only(story.riya).replies] == [headline(story.riya)]
    assert only(story.riya).buttons == ("Me", "Together", "Mona")
    story.riya.clicks("Me")
    assert "Who decided, as you saw it: you did." in only(story.riya).plain
    assert only(story.riya).ts == ts
    assert only(story.riya).buttons == ()


def test_what_sounds_urgent_is_held_all_the_same_and_the_way_out_is_named(story: Story) -> None:
    story.riya.says("Acme's portal is down and their CFO is waiting on the phone, who can fix it?")
    assert "This sounds urgent. One tap on Urgent, and Mona has it now." in story.riya.last.plain.replace("`", "")
    assert story.request().status == Status.HELD
    story.riya.says("Can I give Globex 10 % next month?")
    assert "sounds urgent" not in story.riya.last.plain
