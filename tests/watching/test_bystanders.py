"""What is nobody's business is told from memory, and only where the listeners would do nothing."""

from datetime import timedelta
from typing import Any

from sqlalchemy import event

from bot.store.workspace import inside
from bot.watch.listeners.bystanders import Bystanders
from tests.story import Story
from tests.watching.conftest import HELP, consents

Json = dict[str, Any]


def said(channel: str, kind: str, author: str, named: str = "", **more: str) -> Json:
    message = {"type": "message", "channel": channel, "channel_type": kind, "user": author, "ts": "1.1", **more}
    return {"event": message, "authorizations": [{"user_id": named, "is_bot": False}] if named else []}


def nobodys(story: Story, *bodies: Json) -> list[bool]:
    with inside(story.sandbox.workspace.team_id):
        here = Bystanders(story.kickstand.runtime.sessions, timedelta(0))
        return [here.is_nobodys(each) for each in bodies]


def test_only_what_is_new_in_a_channel_that_nobody_watches_is_nobodys(helping: Story) -> None:
    watched = next(each.id for each in helping.sandbox.workspace.conversations.values() if f"#{each.name}" == HELP)
    rep = helping.id("riya")
    edit = said("C0OTHER", "channel", rep, subtype="message_changed")
    deletion = said("C0OTHER", "channel", rep, subtype="message_deleted")
    to_the_bot = said("D0BOT", "im", "U0STRANGER")
    own = (said(watched, "channel", rep), edit, deletion, to_the_bot)
    assert nobodys(helping, said("C0OTHER", "channel", rep), *own) == [True, False, False, False, False]


def test_of_a_managers_direct_messages_those_with_a_rep_are_somebodys(story: Story) -> None:
    consents(story)
    mona, riya, otto = story.id("mona"), story.id("riya"), story.id("otto")
    with_rep = (said("D1", "im", riya, mona), said("D1", "im", mona, riya), said("D1", "im", riya, riya))
    assert nobodys(story, *with_rep, said("D2", "im", otto, mona)) == [False, False, False, True]


def test_news_of_people_whom_nobody_knows_are_nobodys(story: Story) -> None:
    known, stranger = ({"event": {"type": "dnd_updated_user", "user": each}} for each in (story.id("riya"), "U0NEW"))
    assert nobodys(story, known, stranger) == [False, True]


def test_what_was_read_a_moment_ago_is_not_asked_of_the_database_again(story: Story) -> None:
    here, asked = Bystanders(story.kickstand.runtime.sessions, timedelta(hours=1)), list[str]()
    with inside(story.sandbox.workspace.team_id):
        assert here.is_nobodys(said("C1", "channel", "U0NEW"))
        event.listen(story.kickstand.engine, "begin", note := lambda _: asked.append("begin"))
        assert here.is_nobodys(said("C2", "channel", "U0NEWER"))
        event.remove(story.kickstand.engine, "begin", note)
    assert asked == []
