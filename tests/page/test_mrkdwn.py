"""Slack's mrkdwn becomes the HTML that Slack would show, and nobody's words become markup."""

from datetime import UTC
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.page import mrkdwn
from bot.sandbox.page.mrkdwn import Reader

READER = Reader({"U0RIYA000": "Riya Shah", "U0EVIL000": "<img src=x onerror=alert(1)>"}, ZoneInfo("Europe/Berlin"))
LINK = '<a href="{0}" target="_blank" rel="noopener noreferrer">{1}</a>'
ALLOWED_TAGS = {"strong", "em", "s", "code", "pre", "blockquote", "br", "a", "span", "time"}
ALLOWED_ATTRIBUTES = {"href", "target", "rel", "class", "datetime"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain words", "plain words"),
        ("*bold* _italic_ ~gone~ `code`", "<strong>bold</strong> <em>italic</em> <s>gone</s> <code>code</code>"),
        ("*bold with _italic_ inside*", "<strong>bold with <em>italic</em> inside</strong>"),
        ("2*3*4 and snake_case_name and a * b * c", "2*3*4 and snake_case_name and a * b * c"),
        ("`*not bold*`", "<code>*not bold*</code>"),
        ("one\ntwo", "one<br>two"),
        (">quoted\n> still\nnot", "<blockquote>quoted<br>still</blockquote>not"),
        ("&gt; quoted", "<blockquote>quoted</blockquote>"),
        ("before ```a *b*\n  c``` after", "before <pre>a *b*\n  c</pre> after"),
        ("5 &lt; 6 &amp;&amp; 7 &gt; 6 &amp;copy;", "5 &lt; 6 &amp;&amp; 7 &gt; 6 &amp;copy;"),
        ("<https://a.example/x_y_z|here>", LINK.format("https://a.example/x_y_z", "here")),
        ("see https://a.example/x_y.", "see " + LINK.format("https://a.example/x_y", "https://a.example/x_y") + "."),
        ("<mailto:a@b.example|write>", LINK.format("mailto:a@b.example", "write")),
        ("<@U0RIYA000>", '<span class="mention">@Riya Shah</span>'),
        ("<@U0GONE000|omar>", '<span class="mention">@omar</span>'),
        ("<#C0SALES00|sales>", '<span class="mention">#sales</span>'),
        ("<!here>", '<span class="mention">@here</span>'),
        ("<!subteam^S0TEAM000|@closers>", '<span class="mention">@closers</span>'),
        (":bulb: at 10:40:20 :no_such_thing:", "💡 at 10:40:20 :no_such_thing:"),
        (
            "<!date^1795428000^{date} at {time}|then>",
            '<time datetime="2026-11-23T11:00:00+01:00">23 November 2026 at 11:00</time>',
        ),
        ("<!date^soon^{time}|then>", "then"),
    ],
)
def test_marks_become_tags(text: str, html: str) -> None:
    assert mrkdwn.html(text, READER) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<javascript:alert(1)|click me>", "click me (javascript:alert(1))"),
        ("<JavaScript:alert(1)>", "&lt;JavaScript:alert(1)&gt;"),
        ("<data:text/html;base64,PHNjcmlwdD4=|x>", "x (data:text/html;base64,PHNjcmlwdD4=)"),
        ("<@U0EVIL000>", '<span class="mention">@&lt;img src=x onerror=alert(1)&gt;</span>'),
        (
            '<https://a.example/"onmouseover="alert(1)|x>',
            LINK.format("https://a.example/&#34;onmouseover=&#34;alert(1)", "x"),
        ),
        ("`<img src=x>`", "<code>&lt;img src=x&gt;</code>"),
        ("```<img src=x>```", "<pre>&lt;img src=x&gt;</pre>"),
        ("<!date^1795428000^<b>{time}|x>", "&lt;!date^1795428000^<b>".replace("<b>", "&lt;b&gt;") + "{time}|x&gt;"),
    ],
)
def test_words_never_become_markup(text: str, html: str) -> None:
    assert mrkdwn.html(text, READER) == html


class Checker(HTMLParser):
    """Fails on any tag, attribute or address that mrkdwn must not produce."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED_TAGS
        for name, value in attrs:
            assert name in ALLOWED_ATTRIBUTES
            assert name != "href" or str(value).lower().startswith(("http://", "https://", "mailto:", "tel:"))


@given(st.text(alphabet="ab<>|@!#^*_~`&;:/\"'= \nltgamphrefjvsci", max_size=80))
def test_whatever_is_written_only_harmless_tags_come_out(text: str) -> None:
    Checker().feed(mrkdwn.html(text, Reader(zone=UTC)))
