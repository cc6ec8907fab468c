"""What a form of the page does, as the person who sent it. Never draws.

What somebody asked for and is not there any more becomes a notice, in words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData

from bot.sandbox import interactions
from bot.sandbox.clock import MovableClock
from bot.sandbox.delivery import NotSettled
from bot.sandbox.page import entries, moves
from bot.sandbox.page.memory import Memory
from bot.sandbox.page.moves import Move
from bot.sandbox.page.scene import Place
from bot.sandbox.people import Person
from bot.sandbox.workspace import Message, View

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

GONE = "That was just changed or taken away, so nothing happened. What you see now is the newest."
NOT_IN_THREADS = "Commands do not work in threads. Type it in the message box below."
NOT_HEARD = "The app has not answered yet. It will be told again."
SETTLE_SECONDS = 3.0
"""How long an answer waits for the app to take note, so that a page without script shows the outcome at once."""


@dataclass(frozen=True)
class Wish:
    """One form that was sent: from which place, with what in it."""

    sandbox: "Sandbox"
    memory: Memory
    place: Place
    form: FormData
    on_clock_move: moves.OnMove | None = None

    @property
    def person(self) -> Person:
        """Who sent it."""
        return self.sandbox.person(self.place.viewer.key, waits=0)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.field("text").replace("\r\n", "\n").strip()

    def field(self, name: str) -> str:
        """A field of the form; empty when it is not there."""
        return str(self.form.get(name) or "")

    def message(self, field: str = "on") -> Message:
        """The message that a field names. Raises LookupError when this person does not see it."""
        ts, conversation = self.field(field), self.place.conversation
        message = conversation.find(ts) if conversation else None
        if message is None or message.is_tombstone or message.only_for not in (None, self.place.viewer.id):
            raise LookupError(ts)
        return message

    def modal(self) -> View:
        """The modal on top. Raises LookupError when it is not the one that the form was drawn for."""
        view = self.person.view
        if view is None or view.id != self.field("view"):
            raise LookupError("the modal is gone")
        return view

    def surface(self) -> Message | View:
        """What the form was drawn on: a message, the modal or the home tab. Raises LookupError."""
        if self.field("on") == "modal":
            return self.modal()
        return self.sandbox.workspace.homes[self.place.viewer.id] if self.field("on") == "home" else self.message()

    def keep(self, where: Message | View) -> None:
        """Remembers what is entered, so that the app and the next drawing have it."""
        workspace = self.sandbox.workspace
        with workspace.lock:
            state = entries.entered(self.form, where.blocks, workspace, ZoneInfo(self.place.viewer.tz))
            for block_id, actions in state.items():
                where.values.setdefault(block_id, {}).update(actions)


Act = Callable[[Wish], None]


def fulfil(act: Act, wish: Wish) -> None:
    """Does it, and gives the app a moment to take note."""
    platform, viewer = wish.sandbox.platform, wish.place.viewer
    try:
        act(wish)
    except LookupError:
        interactions.notice(platform, viewer, GONE)
    try:
        wish.sandbox.settle(SETTLE_SECONDS)
    except NotSettled:
        interactions.notice(platform, viewer, NOT_HEARD)


def say(wish: Wish) -> None:
    """Sends a message or a reply; a line that begins with a slash is a command."""
    place, in_thread = wish.place, bool(wish.field("thread"))
    if not wish.text:
        return
    if wish.text.startswith("/") and in_thread:
        interactions.notice(wish.sandbox.platform, place.viewer, NOT_IN_THREADS)
    elif wish.text.startswith("/"):
        interactions.command(wish.sandbox.platform, place.viewer, wish.text, _conversation(wish))
    else:
        to = wish.sandbox.person(place.other.key) if place.other else f"#{place.name}"
        wish.person.says(wish.text, to=to, thread=wish.message("thread") if in_thread else None)


def edit(wish: Wish) -> None:
    """Changes one's own message."""
    if wish.text:
        wish.person.edits(wish.message(), wish.text)


def delete(wish: Wish) -> None:
    """Removes one's own message."""
    wish.person.deletes(wish.message())


def press(wish: Wish) -> None:
    """Presses a button, picks from a menu, or chooses something that tells the app at once."""
    where = wish.surface()
    wish.keep(where)
    block, action = entries.pressed(wish.form, where)
    interactions.click(wish.sandbox.platform, wish.place.viewer, where, block, action)


def submit(wish: Wish) -> None:
    """Submits the modal on top, unless an input is not filled in as it must be."""
    wish.keep(wish.modal())
    wish.person.submits()


def close(wish: Wish) -> None:
    """Closes the modal on top."""
    wish.modal()
    wish.person.closes()


def shortcut(wish: Wish) -> None:
    """Uses a shortcut of the app, on a message when the form names one."""
    declared = {each["callback_id"]: each["name"] for each in wish.sandbox.platform.manifest.shortcuts}
    wish.person.uses_shortcut(declared[wish.field("shortcut")], wish.message() if wish.field("on") else None)


def open_home(wish: Wish) -> None:
    """Opens the app's Home tab, of which the app hears."""
    wish.person.opens_home()


def app_in_channel(wish: Wish) -> None:
    """Brings the app into the channel, or sends it out."""
    if wish.place.other:
        raise LookupError("no channel")
    channel = f"#{wish.place.name}"
    wish.person.invites_app(channel) if wish.field("app") == "in" else wish.person.removes_app(channel)


def revoke(wish: Wish) -> None:
    """Takes back that the app may act for this person."""
    wish.person.revokes()


def dismiss(wish: Wish) -> None:
    """Waves the shown notices away."""
    wish.memory.dismissed[wish.place.viewer.id] = len(wish.place.viewer.notices)
    wish.sandbox.workspace.changed()


def guide(wish: Wish) -> None:
    """Shows or hides the newcomer's guide."""
    wish.memory.shows_guide = wish.field("show") == "yes"
    wish.sandbox.workspace.changed()


def move_clock(wish: Wish) -> None:
    """Moves the story's clock forward; the app notices along the way."""
    clock = wish.sandbox.platform.clock
    if not isinstance(clock, MovableClock) or wish.field("move") not in list(Move):
        raise LookupError("no such move")
    zones = [ZoneInfo(person.tz) for person in wish.sandbox.workspace.people() if not person.deleted]
    with wish.memory.clock_lock:
        until = moves.goal(Move(wish.field("move")), clock(), ZoneInfo(wish.place.viewer.tz), zones)
        moves.walk(clock, until, wish.on_clock_move)
    wish.sandbox.workspace.changed()


ACTS: dict[str, Act] = {
    each.__name__: each
    for each in (say, edit, delete, press, submit, close, shortcut, app_in_channel, revoke, dismiss, guide)
}


def _conversation(wish: Wish) -> str:
    if wish.place.conversation:
        return wish.place.conversation.id
    if wish.place.other is None:
        raise LookupError("no conversation")
    return wish.sandbox.workspace.direct(wish.place.viewer.id, wish.place.other.id).id
