"""Slack's markup back to what somebody typed, and out again so that nothing in it fires."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.kit import BUTTON, button, clip, escape, line, modal, option, quote, section
from bot.slack.markup import mentions, plain
from tests.blockkit import read_message, read_modal

NAMES = {"U1": "Riya Shah"}


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("Can I give <@U1> 20 &amp; more?", "Can I give @Riya Shah 20 & more?"),
        ("<@U9> and <@U9|otto>", "@somebody and @otto"),
        ("in <#C1|deals> and <#C2>", "in #deals and #a channel"),
        ("<!channel> <!here|here> <!subteam^S1|@sales>", "@channel here @sales"),
        ("<https://example.com>", "https://example.com"),
        ("<https://example.com|our site>", "our site (https://example.com)"),
        ("<http://example.com|example.com>", "http://example.com"),
        ("<mailto:a@example.com|a@example.com>", "a@example.com"),
        ("1 &lt; 2 &gt; 0", "1 < 2 > 0"),
        ("&lt;@U1&gt; typed by hand", "<@U1> typed by hand"),
        ("&amp;lt; twice", "&lt; twice"),
        ("", ""),
    ],
)
def test_markup_becomes_words(sent: str, read: str) -> None:
    assert plain(sent, NAMES) == read


def test_mentions_are_found_in_order() -> None:
    assert mentions("<@U2> asked <@U1|riya> in <#C1>, not &lt;@U3&gt;") == ["U2", "U1"]


@given(st.text())
def test_what_somebody_typed_comes_back_as_it_was(typed: str) -> None:
    """Slack escapes three characters; whatever is escaped reads back."""
    assert plain(escape(typed), {}) == typed


@given(st.text(min_size=1), st.integers(1, 100))
def test_clipping_keeps_the_beginning_and_the_limit(text: str, limit: int) -> None:
    short = clip(text, limit)
    assert len(short) <= limit
    assert short == text or short.endswith("…")
    assert text.startswith(short.removesuffix("…"))


@given(st.text(max_size=9000))
def test_no_text_makes_a_piece_that_slack_refuses(text: str) -> None:
    escaped = escape(text)
    row = {"type": "actions", "elements": [button(text, "act", "value")]}
    read_message("text", [section(escaped), quote(text), row])
    read_modal(modal(text or "title", "callback", [section(escaped)]))
    assert len(option(text, "value")["text"]["text"]) <= BUTTON
    assert len(line(text, longest=300).get("initial_value", "")) <= 300
