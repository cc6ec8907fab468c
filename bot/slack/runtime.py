"""What a listener needs from the running program: sessions, the clock, a way to say "there is work". No behaviour."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.clock import Clock
from bot.settings import Settings
from bot.store.engine import Sessions


@dataclass(frozen=True)
class Runtime:
    """Handed to every feature's `register`."""

    settings: Settings
    sessions: Sessions
    clock: Clock
    wake: Callable[[], None]
    """Asks the metronome to look at once instead of at the next tick."""
