"""What a listener needs from the running program: sessions, the clock, a way to say "there is work". No behaviour."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.settings import Settings
from bot.slack.receiving.inbox import AlreadyHandled, current_keys
from bot.slack.receiving.seen import all_new
from bot.store.engine import Sessions


@dataclass(frozen=True)
class Runtime:
    """Handed to every feature's `register`."""

    settings: Settings
    sessions: Sessions
    clock: Clock
    wake: Callable[[], None]
    """Asks the metronome to look at once instead of at the next tick."""

    @contextmanager
    def handling(self) -> Iterator[Session]:
        """The one transaction in which a delivery has its effect; what came before is not handled again.

        Raises AlreadyHandled, which is acknowledged like anything that was handled.
        """
        with self.sessions.begin() as session:
            keys = current_keys()
            if keys and not all_new(session, keys, self.clock()):
                raise AlreadyHandled
            yield session
