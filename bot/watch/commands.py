"""Reads what was typed after `/kickstand watch`. Pure; no session, no Slack, no clock."""

import re

from bot.slack.errors import Refusal
from bot.watch.blocks.channels import HOW
from bot.watch.rules import ChannelRule

_CHANNEL = re.compile(r"<#([CG][A-Z0-9]{2,31})(?:\|[^>]*)?>")
_RULES = {
    "": ChannelRule.MENTION,
    "mentions": ChannelRule.MENTION,
    "mention": ChannelRule.MENTION,
    "every question": ChannelRule.EVERY,
    "every": ChannelRule.EVERY,
    "all": ChannelRule.EVERY,
}


def names_channel(text: str) -> bool:
    """Whether anything was typed behind the sub-command."""
    return len(text.split(maxsplit=1)) > 1


def parse_watch(text: str) -> tuple[str, ChannelRule]:
    """The channel's id and the rule. Raises Refusal, with an example, for anything else."""
    found = _CHANNEL.search(text)
    if found is None:
        raise Refusal(HOW)
    rule = _RULES.get(" ".join(text[found.end() :].casefold().split()))
    if rule is None:
        raise Refusal(HOW)
    return found[1], rule


def parse_unwatch(text: str) -> str:
    """The channel's id. Raises Refusal, with an example, when there is none."""
    found = _CHANNEL.search(text)
    if found is None:
        raise Refusal("Type the channel with its #, as in `/kickstand unwatch #help-deals`.")
    return found[1]
