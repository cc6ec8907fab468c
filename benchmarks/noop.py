"""The floor of every event: a Bolt app with one listener that does nothing, behind the same server.

`python -m benchmarks.noop PORT`.
"""

import sys
from typing import Any

from granian.constants import Interfaces
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult

from benchmarks.slack import BOT, BOT_USER, TEAM
from bot.over_http import HTTP_THREADS, OneProcess

SECRET, TOKEN = "bench-signing-secret", "xoxb-bench"


def create() -> Any:
    """What granian runs."""
    app = App(
        signing_secret=SECRET,
        authorize=lambda: AuthorizeResult(
            enterprise_id=None, team_id=TEAM, bot_user_id=BOT_USER, bot_id=BOT, bot_token=TOKEN
        ),
        process_before_response=True,
    )

    @app.event("message")
    def nothing() -> None:
        return None

    return SlackRequestHandler(app)


if __name__ == "__main__":
    OneProcess(
        "", port=int(sys.argv[1]), interface=Interfaces.WSGI, blocking_threads=HTTP_THREADS, log_enabled=False
    ).serve(target_loader=create, wrap_loader=False)
