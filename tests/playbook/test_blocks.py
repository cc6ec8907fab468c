"""What people read of a playbook, and of colleagues' help, read by an independent Block Kit library, at its longest."""

from dataclasses import replace

import pytest

from bot.peers import blocks as peers
from bot.playbook import blocks
from bot.playbook.blocks import Book, Shown
from bot.playbook.rules import MOST_STAGES, Entry, Gap
from bot.slack.kit import BLOCKS_IN_VIEW, TEXT
from bot.team.rules import Topic
from tests.blockkit import read_block, read_message, read_modal

NAME = ("<!channel> & " * 10)[:80]
LINES = "\n".join(["<@U1> & *bold* <https://x.example|y>" * 3] * 28)[:3000]
LONGEST = Entry(NAME, (NAME,) * 20, LINES, LINES, tuple(["Deck https://x.example/" + "d" * 120] * 20))
GAPS = tuple(Gap(f"{at:032}", NAME, 9, has_step=at % 2 == 0) for at in range(60))
LONG = tuple(Shown(f"{at:032}", LONGEST) for at in range(MOST_STAGES))
STEPS = [f"Step {at}: do the thing that is written here, then the next" for at in range(1, 58)]
LISTED = Entry("Demo", (), "\n".join(STEPS), "\n".join(STEPS))
BOOKS = [
    Book(leads=True),
    Book(manager="Mona"),
    Book(leads=True, own=(Shown("1", Entry("Demo", (), "Call")),), gaps=GAPS[:1]),
    Book(leads=True, own=LONG, gaps=GAPS, manager=NAME, theirs=(LONGEST,) * MOST_STAGES),
    Book(manager=NAME, theirs=(LONGEST,) * MOST_STAGES),
    Book(manager=NAME, theirs=(LONGEST,) * 3),
]


@pytest.mark.parametrize("book", BOOKS)
def test_the_list_is_within_slacks_limits(book: Book) -> None:
    view = blocks.book(book)
    read_modal(view)
    assert len(view["blocks"]) <= BLOCKS_IN_VIEW
    assert "<!channel>" not in str(view["blocks"])


@pytest.mark.parametrize("entry", [Entry(""), LONGEST])
@pytest.mark.parametrize("is_new", [True, False])
def test_the_form_is_within_slacks_limits(entry: Entry, is_new: bool) -> None:
    read_modal(blocks.form(entry, f"stage:{'1' * 32}", is_new=is_new))


def test_what_is_said_in_passing_is_within_slacks_limits() -> None:
    step, line = blocks.step(LONGEST), blocks.in_report(GAPS[:3])
    for said in (step, line):
        read_message(*said)
        assert len(said.text) < TEXT * 5
    assert len(blocks.in_short(LONGEST)) < 2000
    assert len(blocks.on_card(LONGEST)) < 500
    for home in (blocks.home_of_manager(0, ()), blocks.home_of_manager(40, GAPS), blocks.home_of_rep(NAME, 1)):
        assert len([read_block(each) for each in home]) <= 2
    assert len(blocks.unknown(NAME, [LONGEST] * 3, [LONGEST] * 40, NAME)) < TEXT


def test_a_long_step_is_read_to_its_end_or_says_where_the_end_is() -> None:
    whole = str(blocks.step(LISTED).blocks)
    alone = str(blocks.book(Book(manager="Mona", theirs=(LISTED,))))
    assert all(whole.count(each) == alone.count(each) == 2 for each in STEPS)
    assert "…" not in whole + alone
    many = blocks.book(Book(manager="Mona", theirs=(LISTED,) * MOST_STAGES))["blocks"]
    assert all("`/kickstand next Demo` shows the rest." in each["text"]["text"] for each in many[1:])
    assert "`/kickstand next R&D` shows the rest." in blocks.in_short(replace(LISTED, name="R&D"))  # escaped later


def test_colleagues_help_is_within_slacks_limits() -> None:
    for view in (
        peers.form([]),
        peers.form(list(Topic)),
        peers.where(NAME, "U1", "T1", "on Monday at 09:00"),
        peers.helped("1" * 32, ["U1"]),
        peers.helped("1" * 32, ["U1", "U2"]),
    ):
        read_modal(view)
    for home in (peers.home([]), peers.home(list(Topic))):
        assert [read_block(each) for each in home]
