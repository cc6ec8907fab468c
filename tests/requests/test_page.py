"""App Home keeps within Slack's hundred blocks: no list crowds out another, and nothing is left out in silence."""

from hypothesis import given
from hypothesis import strategies as st

from bot.requests.blocks.page import FIRST, Corner, Group, Listed, laid_out
from bot.slack.kit import Block, divider, section

ROOM = 90


def blocks(name: str, number: int) -> list[Block]:
    return [section(f"{name} {each}") for each in range(number)]


def listed(title: str, rows: int, unseen: int = 0) -> Listed:
    return Listed(title, [blocks(f"{title}{row}.", 2) for row in range(rows)], unseen)


def words(drawn: list[Block]) -> list[str]:
    return [each["text"]["text"] if "text" in each else each["elements"][0]["text"] for each in drawn if len(each) > 1]


def test_what_fits_is_there_as_it_is() -> None:
    drawn = laid_out([listed("w", 3)], [Group("Together", [Corner(blocks("call", 2), "/kickstand call")])], ROOM)
    rows = [block for row in range(3) for block in blocks(f"w{row}.", 2)]
    assert drawn == [divider(), section("*w*"), *rows, divider(), section("*Together*"), *blocks("call", 2)]


def test_two_hundred_that_wait_leave_room_for_ones_own_and_for_the_rest_of_the_page() -> None:
    few = [
        Group("", [Corner(blocks("week", 4))]),
        Group("Agreed", [Corner(blocks("playbook", 2), "/kickstand playbook")]),
    ]
    drawn = laid_out([listed("waiting", 50, 150), listed("mine", 3)], few, ROOM)
    said = words(drawn)
    assert len(drawn) <= ROOM
    assert {"mine0. 0", "mine1. 1", "week 3", "playbook 1"} <= set(said)
    shown = sum(each.startswith("waiting") for each in said) // 2
    assert f"And {200 - shown} more, once these are settled." in said
    assert shown > 30


def test_what_other_features_show_gives_way_from_the_last_on_and_is_named() -> None:
    corners = [Corner(blocks(name, 12), f"/kickstand {name}") for name in ("1on1", "call", "plan")]
    always = [Corner(blocks("week", 10)), Corner(blocks("about you", 3))]
    drawn = laid_out(
        [listed("waiting", 50, 150)], [Group("", always[:1]), Group("", corners), Group("", always[1:])], 98
    )
    said = words(drawn)
    assert len(drawn) <= 98
    assert {"week 9", "about you 2", "1on1 11", "call 11"} <= set(said)
    assert "There is more than fits here: `/kickstand plan`" in said
    assert "plan 0" not in said


@given(
    lists=st.lists(st.tuples(st.integers(1, 50), st.integers(0, 200)), max_size=7),
    corners=st.lists(st.integers(0, 12), max_size=12),
)
def test_however_much_there_is_it_fits_and_every_question_is_shown_or_counted(
    lists: list[tuple[int, int]], corners: list[int]
) -> None:
    found = [listed(f"list{at}.", rows, unseen) for at, (rows, unseen) in enumerate(lists)]
    drawn = laid_out(found, [Group("Together", [Corner(blocks("c", each), "/kickstand c") for each in corners])], ROOM)
    said = words(drawn)
    assert len(drawn) <= ROOM
    for each in found:
        assert all(f"{each.title}{row}. 1" in said for row in range(min(FIRST, len(each.rows))))
    shown = sum(each.endswith(". 1") for each in said)
    counted = sum(int(each.split()[1]) for each in said if each.startswith("And "))
    assert shown + counted == sum(each.size for each in found)
