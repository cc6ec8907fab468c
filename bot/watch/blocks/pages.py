"""What a manager sees in the browser when Slack sends them back after "Let me read them". Values in, HTML out."""

from bot.slack.installing.pages import page

_AGAIN = "Go back to Slack and type /kickstand watch there: under What I may read is a fresh button."
_KEPT = "Nothing was kept, and whatever Slack gave me I have given back."


def on(reps: int, trial: str, *, speaks: bool) -> str:
    """It is switched on. `trial`: until when, as the manager would say it; empty: there is none."""
    whose = f"your {reps} reps" if reps > 1 else "your rep"
    lines = [f"Of your direct messages I read those with {whose}, and no others. They hear of it before I begin."]
    if trial:
        lines.append(f"Until {trial} it is a trial: nothing is held, and each evening you see what would have been.")
    if speaks:
        lines.append("You also let me answer there as you, when you ask me to.")
    lines.append("Now go back to Slack. The message I have sent you there has a button that stops it.")
    return page("It is switched on", lines)


def cancelled() -> str:
    """They pressed Cancel at Slack."""
    return _not_on("You pressed Cancel, so nothing is switched on. That is fine; you can come back at any time.")


def late() -> str:
    """The link is old, was changed, or was not made here."""
    return _not_on(f"This link is older than ten minutes, or it isn't one of mine. {_AGAIN}")


def refused() -> str:
    """Slack gave nothing for the code, or something that cannot be read."""
    return _not_on(f"Slack did not let me in this time. {_AGAIN}")


def somebody_else() -> str:
    """Another person, or the same one in another workspace, pressed Allow."""
    return _not_on(f"In this browser you are somebody else at Slack than the one the link is for. {_KEPT} {_AGAIN}")


def too_little() -> str:
    """Slack gave less than it takes."""
    return _not_on(f"Without reading your direct messages I can do nothing here. {_KEPT} {_AGAIN}")


def no_reps() -> str:
    """Nobody reports to them."""
    return _not_on("You have no reps here, so there is nothing for me to read along with. /kickstand team adds them.")


def unreachable() -> str:
    """Slack or the database does not answer."""
    return _not_on(f"Slack or my database did not answer just now. Please try again in a minute. {_AGAIN}")


def _not_on(sentence: str) -> str:
    return page("Not switched on", [sentence])
