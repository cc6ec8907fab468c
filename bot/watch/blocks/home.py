"""What App Home says about reading along: a line and a button for each side. Values in, blocks out."""

from bot.slack.kit import Block, section
from bot.watch.blocks.begun import Begun
from bot.watch.blocks.notice import Told, headline, in_channels, own_button
from bot.watch.blocks.settings import open_button, with_reps


def of_manager(now: Begun) -> list[Block]:
    """What they let Kickstand read; nothing while that is nothing."""
    what = [f"your direct messages with {with_reps(now.reps)}"] if now.direct else []
    what += [f"your reps' posts in {in_channels(now.channels)}"] if now.channels else []
    if not what:
        return []
    trial = f" On trial until {now.trial}: nothing is held." if now.trial else ""
    return [section(f"You let me read {' and '.join(what)}.{trial}", open_button())]


def of_rep(told: Told | None) -> list[Block]:
    """What is read of theirs, with the way out of it, or back into it."""
    return [section(headline(told)), *own_button(told)] if told else []
