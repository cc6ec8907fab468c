"""What one person sees: their own times, their own messages, nobody else's."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.clock import MovableClock
from bot.sandbox.page import places
from bot.sandbox.page.memory import Memory
from bot.sandbox.page.scene import Scene, day_name
from bot.sandbox.workspace import Account, Conversation, Message, Workspace

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


class Story:
    """A workspace with a clock, in which things are simply said."""

    def __init__(self) -> None:
        self.clock = MovableClock(NOON)
        self.workspace = Workspace(self.clock, "Echo")
        self.memory = Memory()
        self.bot = places.bot(self.workspace)
        self.riya = self.workspace.add_account("riya", "Riya Shah", tz="Europe/Berlin")
        self.mona = self.workspace.add_account("mona", "Mona Keller", tz="America/New_York")

    def said(self, where: Conversation, who: Account, text: str, **more: str) -> Message:
        message = Message(self.workspace.next_ts(), where.id, who.id, text, **more)  # type: ignore[arg-type]
        where.messages.append(message)
        return message

    def scene(self, path: str) -> Scene:
        return Scene(self.workspace, self.memory, places.place(self.workspace, path))


@pytest.fixture
def story() -> Story:
    return Story()


def test_times_are_told_in_the_readers_own_zone(story: Story) -> None:
    talk = story.workspace.direct(story.riya.id, story.mona.id)
    story.said(talk, story.mona, "hello")
    assert [f"{line.at:%H:%M}" for line in story.scene("/as/riya/mona").lines()] == ["13:00"]
    assert [f"{line.at:%H:%M}" for line in story.scene("/as/mona/riya").lines()] == ["07:00"]
    assert [person.local_time for person in story.scene("/as/riya/echo").people()] == ["13:00", "07:00"]


def test_somebody_for_whom_it_is_another_day_shows_the_day_too(story: Story) -> None:
    story.clock.set(datetime(2026, 11, 17, 1, 0, tzinfo=UTC))
    assert [person.local_time for person in story.scene("/as/riya/echo").people()] == ["02:00", "Mon 20:00"]


def test_the_app_comes_first_then_colleagues_and_nobody_who_left(story: Story) -> None:
    omar = story.workspace.add_account("omar", "Omar Haddad")
    assert [room.name for room in story.scene("/as/riya/echo").rooms()] == ["Echo", "Mona Keller", "Omar Haddad"]
    omar.deleted = True
    assert [room.name for room in story.scene("/as/riya/echo").rooms()] == ["Echo", "Mona Keller"]
    with pytest.raises(places.Nowhere):
        places.place(story.workspace, "/as/omar/echo")


def test_a_channel_is_for_its_members(story: Story) -> None:
    story.workspace.add_channel("sales", [story.riya.id])
    assert story.scene("/as/riya/channel-sales").rooms()[-1].name == "sales"
    with pytest.raises(places.Nowhere):
        places.place(story.workspace, "/as/mona/channel-sales")


def test_ephemeral_messages_are_for_one_person(story: Story) -> None:
    talk = story.workspace.direct(story.riya.id, story.mona.id)
    story.said(talk, story.mona, "for both")
    story.said(talk, story.bot, "for Riya", only_for=story.riya.id)
    assert len(story.scene("/as/riya/mona").lines()) == 2
    assert len(story.scene("/as/mona/riya").lines()) == 1


def test_replies_hang_on_their_message(story: Story) -> None:
    talk = story.workspace.bot_direct(story.riya.id)
    head = story.said(talk, story.riya, "question")
    story.said(talk, story.riya, "another")
    story.said(talk, story.bot, "answer", thread_ts=head.ts)
    lines = story.scene("/as/riya/echo").lines()
    assert [line.message.text for line in lines] == ["question", "another"]
    assert [reply.message.text for reply in lines[0].replies] == ["answer"]


def test_a_name_is_shown_once_for_messages_that_follow_closely_and_each_day_begins_anew(story: Story) -> None:
    talk = story.workspace.bot_direct(story.riya.id)
    for wait in (0, 4, 6, 60 * 24, 1):
        story.clock.advance(timedelta(minutes=wait))
        story.said(talk, story.riya, "x")
    lines = story.scene("/as/riya/echo").lines()
    assert [line.follows for line in lines] == [False, True, False, False, True]
    assert [line.day for line in lines] == ["Yesterday", "", "", "Today", ""]


@pytest.mark.parametrize(
    ("days", "name"), [(0, "Today"), (1, "Yesterday"), (2, "Saturday, 14 November"), (-1, "Tuesday, 17 November")]
)
def test_days_have_names(days: int, name: str) -> None:
    assert day_name(NOON - timedelta(days=days), NOON) == name


def test_what_others_wrote_is_news_until_it_was_looked_at(story: Story) -> None:
    talk = story.workspace.direct(story.riya.id, story.mona.id)
    story.said(talk, story.mona, "hello")
    unread = {person.account.key: person.unread for person in story.scene("/as/mona/echo").people()}
    assert unread == {"riya": 1, "mona": 0}
    story.memory.mark_read(story.riya.id, talk)
    assert [room.unread for room in story.scene("/as/riya/echo").rooms()] == [0, 0]
    story.said(talk, story.mona, "still there?")
    assert [room.unread for room in story.scene("/as/riya/echo").rooms()] == [0, 1]


def test_an_emptied_workspace_is_looked_at_with_fresh_eyes(story: Story) -> None:
    story.memory.notice_reset(story.workspace)
    story.memory.dismissed[story.riya.id] = 3
    story.memory.notice_reset(story.workspace)
    assert story.memory.dismissed
    story.workspace.clear()
    story.memory.notice_reset(story.workspace)
    assert not story.memory.dismissed


def test_an_edit_by_a_person_is_marked_and_one_by_the_app_with_blocks_is_not(story: Story) -> None:
    talk = story.workspace.bot_direct(story.riya.id)
    blocks = [{"type": "divider", "block_id": "b"}]
    for author in (story.riya, story.bot):
        message = story.said(talk, author, "x")
        message.blocks, message.edited_ts = blocks, message.ts
    assert [line.edited for line in story.scene("/as/riya/echo").lines()] == [True, False]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("a &lt; b &amp;amp; c", "a < b &amp; c"),
        ("see <https://a.example/x?a=1&amp;b=2>", "see https://a.example/x?a=1&b=2"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("ask <@U0MONA000> in <#C0BIGDEALS|big-deals>", "ask @mona in #big-deals"),
        ("&lt;@U0MONA000&gt;", "<@U0MONA000>"),
    ],
)
def test_the_box_for_changes_holds_what_was_typed(story: Story, text: str, typed: str) -> None:
    message = story.said(story.workspace.bot_direct(story.riya.id), story.riya, text)
    assert story.scene("/as/riya/echo").typed(message) == typed
