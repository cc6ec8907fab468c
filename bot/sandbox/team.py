"""The demo's people: a small sales team in the local Slack. Knows nothing of the bot."""

from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox

PEOPLE = (
    ("riya", "Riya Shah", "Sales rep", "Europe/Berlin"),
    ("omar", "Omar Aziz", "Sales rep", "Europe/London"),
    ("mona", "Mona Berg", "Sales manager", "Europe/Berlin"),
    ("lee", "Lee Novak", "Head of sales", "America/New_York"),
    ("dana", "Dana Ruiz", "Deputy manager", "Europe/Berlin"),
    ("jo", "Jo Lindqvist", "HR", "Europe/Berlin"),
    ("noor", "Noor Haddad", "New sales rep", "Europe/Berlin"),
)
"""Noor has just begun, and is on nobody's team yet."""


REPS = ("riya", "omar")
MORE_REPS = (
    ("ines", "Ines Costa", "Sales rep", "Europe/Lisbon"),
    ("tom", "Tom Weber", "Sales rep", "Europe/Berlin"),
    ("yuki", "Yuki Mori", "Sales rep", "Europe/Berlin"),
    ("sam", "Sam Okoro", "Sales rep", "Europe/London"),
)
"""A lead reads about teams of five and more: these come along where that is to be seen."""


def move_in(sandbox: Sandbox, *, is_large: bool = False) -> dict[str, Person]:
    """Everybody gets an account; answers them by key."""
    people = PEOPLE + (MORE_REPS if is_large else ())
    return {key: sandbox.add_person(key, name, title=title, tz=zone) for key, name, title, zone in people}
