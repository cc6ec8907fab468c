"""What is said about watching a channel, to the manager and in the channel itself. Words only."""

from bot.slack.kit import escape
from bot.watch.rules import ChannelRule

HIDDEN = "I can't see that channel. If it is private, type `/invite @Kickstand` there first, then try again."
NO_CHANNEL = "That is a conversation, not a channel. Direct messages have their own switch: `/kickstand settings`."
SHARED = "That channel is shared with another company, so I don't read there. Pick one of your own."
NOT_TOLD = "I can't write in that channel, so nobody there would know. I don't read it."
ARCHIVED = "That channel is archived. Pick one that is in use."
HOW = (
    "Type the channel with its #, as in `/kickstand watch #help-deals`: posts of your reps that mention you. "
    "With `every question` behind it, all their questions there."
)
RULES = {
    ChannelRule.MENTION: "posts of your reps that mention you and ask something",
    ChannelRule.EVERY: "every question of your reps there",
}


def watching(channel: str, rule: ChannelRule) -> str:
    """To the manager: what is read now."""
    return (
        f"I watch <#{channel}> for you now: {RULES[rule]}. You hear of each when its wait is over; "
        "colleagues may answer meanwhile. Your reps know, and there's a note in the channel. "
        "`/kickstand unwatch` ends it."
    )


def notice(manager: str, rule: ChannelRule) -> str:
    """In the channel: whose posts are read, what for, and that colleagues may answer."""
    which = f"mention {manager}" if rule == ChannelRule.MENTION else "ask something"
    return (
        f"{escape(manager)} has asked me to look after questions of their reps here: posts that {escape(which)}. "
        f"I tell {escape(manager)} about them a little later, so colleagues have time to help. "
        "Anybody may answer in the thread. I keep nothing else that is written here."
    )


def stopped(channel: str) -> str:
    """To the manager: nothing is read there any more."""
    return f"I don't watch <#{channel}> for you any more. What I held from there, I've let go of."
