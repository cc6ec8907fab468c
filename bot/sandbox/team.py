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
)


def move_in(sandbox: Sandbox) -> dict[str, Person]:
    """Everybody gets an account; answers them by key."""
    return {key: sandbox.add_person(key, name, title=title, tz=zone) for key, name, title, zone in PEOPLE}
