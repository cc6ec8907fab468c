"""What a manager reads when the bot is out of a channel that they set, and how to bring it back. Words only."""

from bot.slack.kit import Words, section


def channel_gone(channel: str, *, wins: bool, helps: bool) -> Words:
    """`wins`: they are posted there; `helps`: reps ask there."""
    first = f"I'm not in <#{channel}> any more, or it's archived or deleted."
    then = [
        "Your team's wins can't be posted there. `/kickstand settings` is where you pick another channel; or invite me "
        "again with `/invite @Kickstand` and save the settings once more.",
        "What your reps ask there I don't see. `/kickstand watch` with its name brings me back, `/kickstand unwatch` "
        "ends it.",
    ]
    said = [first, *(words for words, is_so in zip(then, (wins, helps), strict=True) if is_so)]
    return Words("\n".join(said), [section("\n".join(said))])
