"""Takes whatever nobody else listens to, so that Slack has an answer. To be registered last. Decides nothing."""

import re

from slack_bolt import Ack, App

from bot.slack.errors import Refusal


def register(app: App) -> None:
    """Bolt answers 404 to what nobody handles, and Slack then retries and counts a failure."""
    anything = re.compile(".*")

    @app.event(anything)
    def event() -> None:
        return None

    def unknown(ack: Ack) -> None:
        raise Refusal("This button is from an earlier version of me. Write me a message, or try `/kickstand help`.")

    @app.command(anything)
    def unknown_command(ack: Ack) -> None:
        raise Refusal("I don't know this command. `/kickstand help` lists what I know.")

    app.action(anything)(unknown)
    app.shortcut(anything)(unknown)
    app.view(anything)(unknown)
