"""A person at their Slack client: what they do and what they see. Never does what the real client would not allow.

Each act waits until the app has acknowledged everything that followed from it (`waits` real seconds; 0 does not wait).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.sandbox import events, interactions, posting, visits, workflows
from bot.sandbox.browser import Page
from bot.sandbox.executions import Execution
from bot.sandbox.forms import filled, mistakes
from bot.sandbox.member import Member
from bot.sandbox.onlooker import Where
from bot.sandbox.seen import Clickable, Seen, clickables, find_field
from bot.sandbox.workspace import Json, Message, View


class Person(Member):
    """One member of the workspace, by key: `riya.says("...")`, `riya.clicks("Solved it")`, `riya.last.plain`."""

    # Talking --------------------------------------------------------------------------------------------------

    def says(
        self,
        text: str,
        to: Where | None = None,
        thread: Message | Seen | None = None,
        *,
        files: Sequence[str] = (),
        broadcast: bool = False,
        me: bool = False,
    ) -> Message:
        """Writes a message: to the app (the default), to another person or to several, or in a channel ("#name").

        `@riya` in the text mentions a person. `files` are names of files dragged in; `broadcast` sends a reply to the
        conversation too; `me` is said with /me. All three change the subtype of the event, as in Slack.
        """
        self._here()
        if to is None and not self._platform.manifest.takes_messages:
            raise LookupError("Sending messages to this app has been turned off.")
        conversation = self._mine(to) if isinstance(to, str) else self._conversation(to)
        draft = posting.typed(self._platform.workspace, self.account, text, files)
        if me:
            draft.subtype, draft.blocks = "me_message", []
        if thread is not None:
            head = conversation.find(thread.ts)
            draft.thread_ts = (head.thread_ts if head else None) or thread.ts
            draft.subtype = "thread_broadcast" if broadcast else draft.subtype
        message = posting.post(self._platform, conversation, self.account, draft)
        self._settle()
        return message

    def edits(self, message: Message | Seen, text: str) -> None:
        """Changes the words of one of her own messages."""
        draft = posting.typed(self._platform.workspace, self.account, text)
        posting.edit(self._platform, self._own(message), self.id, draft)
        self._settle()

    def deletes(self, message: Message | Seen) -> None:
        """Removes one of her own messages."""
        posting.delete(self._platform, self._own(message))
        self._settle()

    def types(self, line: str, to: Where | None = None) -> None:
        """Enters a slash command: in the direct conversation with the app (the default), with another person, or in a
        channel ("#name"). `@riya` and `#help` in it stand for picking somebody or a channel from a list."""
        self._here()
        conversation = self._mine(to) if isinstance(to, str) else self._conversation(to)
        interactions.command(self._platform, self.account, line, conversation.id)
        self._settle()

    # Clicking -------------------------------------------------------------------------------------------------

    def clicks(self, label: str, on: "Message | Seen | View | None" = None, value: str | None = None) -> None:
        """Clicks a button, or chooses an option, by its label (and `value`, where several share the label).

        Looks at the open modal if there is one; else at the newest message that has it, then at the home tab. Raises
        LookupError that tells what she could click instead.
        """
        self._here()
        found = self._find(label, on, value)
        action, state = found.used()
        self._choose(found.where, found.block, found.element, state)
        interactions.click(self._platform, self.account, found.where, found.block, action)
        self._settle()

    def uses_shortcut(self, name: str, on: Message | Seen | None = None) -> None:
        """Uses a global shortcut, or with `on` a message shortcut. Raises LookupError if the app has none such."""
        self._here()
        interactions.shortcut(self._platform, self.account, name, self._message(on) if on is not None else None)
        self._settle()

    def runs_step(self, callback_id: str, **inputs: Any) -> Execution:
        """Starts a workflow that has this step of the app's, with these inputs; answers what becomes of it there.

        A required user that is not given is she. Raises LookupError for a step or inputs that Slack would not offer.
        """
        self._here()
        execution = workflows.run(self._platform, self.account, callback_id, inputs)
        self._settle()
        return execution

    # Outside Slack's client -----------------------------------------------------------------------------------

    def authorises(
        self,
        url: str,
        *,
        allows: bool = True,
        declines: Sequence[str] = (),
        keeps_cookies: bool = True,
        state: str | None = None,
    ) -> Page:
        """Opens an address of the app (or the consent page itself) in a browser, allows what it asks there, or not,
        in her workspace, and goes back to the app. Answers the page that the browser ended at.

        `declines`: scopes that the manifest lists as optional for people. `keeps_cookies=False` comes back in another
        browser; `state` puts a foreign one into the address on the way back. Raises LookupError for an address off
        this computer, and for declining what is not optional.
        """
        self._here()
        page = visits.go(self._platform, self.account, url, visits.Way(allows, declines, keeps_cookies, state))
        self._settle()
        return page

    installs = authorises
    """The same way; an app that asks for scopes of its bot is installed by it."""

    def revokes(self) -> None:
        """Takes back that the app may act for her, in her account's settings. Raises LookupError if it may not."""
        if self.id not in self._platform.installation.authorised:
            raise LookupError(f"{self.account.real_name} has not authorised the app")
        events.consent_ended(self._platform, self.account)
        self._settle()

    # Modals and the home tab ----------------------------------------------------------------------------------

    def fills(self, answers: dict[str, Any]) -> None:
        """Fills inputs of the open modal by label; None empties one. Raises LookupError for an unknown label.

        A select or date picker outside an input block goes by its placeholder or by the text beside it, and may also
        stand in a message or the home tab. The app hears of those at once.
        """
        self._here()
        for label, answer in answers.items():
            where, block, element = find_field(self._places(None), label, self._platform.workspace)
            state = filled(element, answer, self._platform.workspace)
            self._choose(where, block, element, state)
            if block["type"] != "input" or block.get("dispatch_action"):
                action = {"action_id": element["action_id"], **state}
                interactions.click(self._platform, self.account, where, block, action)
        self._settle()

    def submits(self) -> dict[str, str]:
        """Submits the open modal; answers the error sentences by label, from Slack's client or from the app."""
        view = self._top()
        if not view.body.get("submit"):
            raise LookupError(f"The modal {view.title!r} has no button to submit it")
        with self._platform.workspace.lock:
            view.errors = mistakes(view.blocks, view.values)
            self._platform.workspace.changed()
        if not view.errors:
            interactions.submit(self._platform, self.account, view)
        self._settle()
        labels = {block["block_id"]: block["label"]["text"] for block in view.blocks if block["type"] == "input"}
        return {labels[block_id]: words for block_id, words in view.errors.items()}

    def closes(self, *, everything: bool = False) -> None:
        """Closes the open modal; with `everything` all that are stacked, as the cross in the corner does."""
        interactions.close(self._platform, self.account, self._top(), everything=everything)
        self._settle()

    def opens_home(self, tab: str = "home") -> None:
        """Opens the app's Home tab, or with `tab="messages"` its Messages tab."""
        self._here()
        events.home_opened(self._platform, self.account, tab)
        self._settle()

    # Her own settings -----------------------------------------------------------------------------------------

    def sets_dnd(self, until: datetime | None) -> None:
        """Switches do-not-disturb on until a moment, or off."""
        self.account.dnd_until = until
        self._changed(events.dnd_changed)

    def sets_status(self, text: str, emoji: str = "", until: datetime | None = None) -> None:
        """Sets the status line; `until` is when it clears."""
        self.account.status_text, self.account.status_emoji, self.account.status_until = text, emoji, until
        self._changed(events.user_changed)

    def fills_profile(self, label: str, value: str) -> None:
        """Fills a field that the workspace's admins made (`add_profile_field`). Raises StopIteration for no such."""
        fields = self._platform.workspace.profile_fields
        self.account.profile[next(each["id"] for each in fields if each["label"] == label)] = value

    def moves_to(self, tz: str) -> None:
        """Moves to another time zone (an IANA name)."""
        self.account.tz = tz
        self._changed(events.user_changed)

    def leaves(self) -> None:
        """Leaves the company: the account is deactivated, and tokens to act for her get account_inactive.

        That the app hears of it as user_change alone, without tokens_revoked, is unverified.
        """
        self.account.deleted = True
        if keys := self._platform.installation.people.get(self.id):
            keys.end("account_inactive")
        self._platform.workspace.modals.pop(self.id, None)
        self._changed(events.user_changed)

    # Inside ---------------------------------------------------------------------------------------------------

    def _changed(self, tell: Any) -> None:
        with self._platform.workspace.lock:
            tell(self._platform, self.account)
            self._platform.workspace.changed()
        self._settle()

    def _choose(self, where: Message | View, block: Json, element: Json, state: Json | None) -> None:
        if state is not None:
            with self._platform.workspace.lock:
                where.values.setdefault(block["block_id"], {})[element["action_id"]] = state
                self._platform.workspace.changed()

    def _message(self, message: Message | Seen) -> Message:
        return message.message if isinstance(message, Seen) else message

    def _own(self, message: Message | Seen) -> Message:
        self._here()
        if (found := self._message(message)).user != self.id:
            raise LookupError(f"{self.account.real_name} can change only her own messages")
        return found

    def _top(self) -> View:
        self._here()
        if self.view is None:
            raise LookupError(f"{self.account.real_name} has no modal open")
        return self.view

    def _find(self, label: str, on: Message | Seen | View | None, value: str | None) -> Clickable:
        workspace = self._platform.workspace
        with workspace.lock:
            offered = [each for place in self._places(on) for each in clickables(place, workspace)]
        for each in offered:
            if each.label == label and value in (None, each.value):
                return each
        could = ", ".join(dict.fromkeys(each.label for each in offered)) or "nothing"
        raise LookupError(f"{self.account.real_name} sees no {label!r}; she could click: {could}")

    def _places(self, on: Message | Seen | View | None) -> list[Message | View]:
        if on is not None:
            return [on if isinstance(on, View) else self._message(on)]
        if self.view:
            return [self.view]
        home = self._platform.workspace.homes.get(self.id)
        return [*reversed(self._visible(self.conversation)), *([home] if home else [])]
