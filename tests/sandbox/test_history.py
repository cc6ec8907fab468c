"""conversations.history and conversations.replies: what comes first, where it ends, and how to go on."""

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.workspace import Message

D = "D0RIYA000"


def texts(answer: Any) -> list[str]:
    return [message["text"] for message in answer["messages"]]


@pytest.fixture
def posts(client: WebClient, riya: Person, clock: MovableClock) -> Callable[..., list[str]]:
    """Posts so many messages, a minute apart, named by number; answers their timestamps."""

    def post(count: int, start: int = 0, **more: Any) -> list[str]:
        stamps = []
        for number in range(start, start + count):
            stamps.append(str(client.chat_postMessage(channel=riya.id, text=str(number), **more)["ts"]))
            clock.advance(timedelta(minutes=1))
        return stamps

    return post


def test_history_is_newest_first_without_replies_and_private_notes(client: WebClient, riya: Person) -> None:
    first = client.chat_postMessage(channel=riya.id, text="one")["ts"]
    client.chat_postMessage(channel=D, text="reply", thread_ts=first)
    client.chat_postEphemeral(channel=D, user=riya.id, text="psst")
    client.chat_postMessage(channel=D, text="two")
    answer: Any = client.conversations_history(channel=D)
    assert [message["text"] for message in answer["messages"]] == ["two", "one"]
    assert answer["messages"][1]["reply_count"] == 1
    thread: Any = client.conversations_replies(channel=D, ts=str(first))
    assert [message["text"] for message in thread["messages"]] == ["one", "reply"]


def test_history_pages_and_narrows_by_time(client: WebClient, riya: Person, clock: MovableClock) -> None:
    stamps = []
    for number in range(5):
        stamps.append(str(client.chat_postMessage(channel=riya.id, text=str(number))["ts"]))
        clock.advance(timedelta(minutes=1))
    pages: Any = client.conversations_history(channel=D, limit=2)
    assert [[message["text"] for message in page["messages"]] for page in pages] == [["4", "3"], ["2", "1"], ["0"]]
    between: Any = client.conversations_history(channel=D, oldest=stamps[1], latest=stamps[3])
    assert [message["text"] for message in between["messages"]] == ["2"]
    around: Any = client.conversations_history(channel=D, oldest=stamps[1], latest=stamps[3], inclusive=True)
    assert [message["text"] for message in around["messages"]] == ["3", "2", "1"]


def test_the_page_before_the_last_says_that_there_is_more(client: WebClient, posts: Any) -> None:
    posts(4)
    first: Any = client.conversations_history(channel=D, limit=2)
    assert (texts(first), first["has_more"]) == (["3", "2"], True)
    last: Any = client.conversations_history(channel=D, limit=2, cursor=first["response_metadata"]["next_cursor"])
    assert (texts(last), last["has_more"]) == (["1", "0"], False) and "response_metadata" not in last


def test_what_is_written_between_two_pages_shifts_nothing(client: WebClient, posts: Any) -> None:
    stamps = posts(4)
    first: Any = client.conversations_history(channel=D, limit=2)
    posts(3, start=4)
    client.chat_delete(channel=D, ts=stamps[3])
    last: Any = client.conversations_history(channel=D, limit=2, cursor=first["response_metadata"]["next_cursor"])
    assert texts(last) == ["1", "0"]


def test_of_a_long_time_the_newest_come_first_even_after_a_start(client: WebClient, posts: Any) -> None:
    stamps = posts(5)
    answer: Any = client.conversations_history(channel=D, oldest=stamps[0], limit=2)
    assert (texts(answer), answer["has_more"]) == (["4", "3"], True)
    older: Any = client.conversations_history(channel=D, oldest=stamps[0], latest=answer["messages"][-1]["ts"], limit=2)
    assert (texts(older), older["has_more"]) == (["2", "1"], False)
    assert older["latest"] == answer["messages"][-1]["ts"] and "latest" not in answer


def test_inclusive_means_both_ends(client: WebClient, posts: Any) -> None:
    stamps = posts(3)
    only: Any = client.conversations_history(channel=D, oldest=stamps[1], latest=stamps[1], inclusive=True)
    nothing: Any = client.conversations_history(channel=D, oldest=stamps[1], latest=stamps[1])
    assert (texts(only), texts(nothing)) == (["1"], [])


def test_no_more_than_the_most_come_at_once(client: WebClient, riya: Person) -> None:
    for number in range(1001):
        message = Message(f"{1_700_000_000 + number}.000000", D, riya.id, str(number))
        riya.conversation.messages.append(message)
    answer: Any = client.conversations_history(channel=D, limit=5000)
    assert (len(answer["messages"]), answer["has_more"]) == (999, True)
    assert len(texts(client.conversations_history(channel=D))) == 100


def test_a_reply_sent_to_the_conversation_too_is_in_its_history(client: WebClient, riya: Person) -> None:
    riya.waits = 0
    head = riya.says("Head")
    riya.says("Only here", thread=head)
    riya.says("For all", thread=head, broadcast=True)
    assert texts(client.conversations_history(channel=D)) == ["For all", "Head"]


def test_a_thread_is_read_page_by_page_oldest_first(client: WebClient, posts: Any) -> None:
    (head,) = posts(1)
    stamps = posts(4, start=1, thread_ts=head)
    first: Any = client.conversations_replies(channel=D, ts=head, limit=3)
    assert (texts(first), first["has_more"]) == (["0", "1", "2"], True)
    last: Any = client.conversations_replies(
        channel=D, ts=head, limit=3, cursor=first["response_metadata"]["next_cursor"]
    )
    assert (texts(last), last["has_more"]) == (["3", "4"], False)
    between: Any = client.conversations_replies(channel=D, ts=head, oldest=stamps[1], latest=stamps[3])
    assert texts(between) == ["0", "3"]


@pytest.mark.parametrize("word", ["place:2", "next_ts:soon"])
def test_a_cursor_that_was_not_given_out_is_refused(client: WebClient, posts: Any, word: str) -> None:
    posts(1)
    with pytest.raises(SlackApiError, match="invalid_cursor"):
        client.conversations_history(channel=D, cursor=base64.b64encode(word.encode()).decode())
