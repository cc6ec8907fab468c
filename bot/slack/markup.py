"""Slack's message markup as plain words: what somebody typed, the way they saw it. Never looks anybody up.

Slack sends `&` `<` `>` escaped and wraps mentions, channels and links in angle brackets:
https://docs.slack.dev/messaging/formatting-message-text
"""

import html
import re
from collections.abc import Mapping

_TOKEN = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def mentions(text: str) -> list[str]:
    """The ids of the people mentioned, in order."""
    return [match[2] for match in _TOKEN.finditer(text) if match[1] == "@"]


def plain(text: str, names: Mapping[str, str]) -> str:
    """The text without markup; a mention becomes @Name where `names` knows the id."""

    def word(match: re.Match[str]) -> str:
        sign, target, label = match[1], match[2], match[3]
        if sign == "@":
            return f"@{label or names.get(target, 'somebody')}"
        if sign == "#":
            return f"#{label or 'a channel'}"
        if sign == "!":
            return label or f"@{target.split('^')[0]}"
        return f"{label} ({target})" if label and label not in target else target.removeprefix("mailto:")

    return html.unescape(_TOKEN.sub(word, text))
