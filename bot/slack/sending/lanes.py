"""How many messages of each workspace are on their way to Slack from this process. Knows no message, calls nobody.

Where Slack does not answer, a message holds its lane until it times out: no workspace may hold up all the others.
"""

import threading
from collections import Counter
from collections.abc import Callable, Collection

from bot.slack.sending.claiming import Claimed


class Lanes:
    """`most`: so many at once for any one workspace."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, claim: Callable[[Collection[str]], Claimed | None]) -> Claimed | None:
        """Claim a message, given the workspaces that have no lane left. To be followed by `leave`."""
        with self._lock:
            claimed = claim([workspace_id for workspace_id, taken in self._taken.items() if taken >= self._most])
            if claimed:
                self._taken[claimed.workspace_id] += 1
            return claimed

    def leave(self, claimed: Claimed) -> None:
        """It is settled, or given up for now."""
        with self._lock:
            self._taken[claimed.workspace_id] -= 1
