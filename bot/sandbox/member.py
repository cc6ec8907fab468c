"""What a person does with channels: goes in and out, brings the app, renames, deletes. Never acts where she is not."""

from bot.sandbox import channels
from bot.sandbox.onlooker import Onlooker
from bot.sandbox.workspace import Conversation, Kind


class Member(Onlooker):
    """One member of the workspace, among channels. Each act waits as `Person` says."""

    def joins(self, channel: str) -> None:
        """Goes into a public channel ("#name")."""
        found = self._conversation(channel)
        if found.kind is not Kind.CHANNEL:
            raise LookupError(f"{self.account.real_name} does not see {channel}")
        self._in_use(found)
        channels.join(self._platform, found, self.account)
        self._settle()

    def leaves_channel(self, channel: str) -> None:
        """Goes out of a channel."""
        channels.leave(self._platform, self._mine(channel), self.account)
        self._settle()

    def invites(self, other: Onlooker, channel: str) -> None:
        """Brings a colleague into a channel that she is in."""
        channels.join(self._platform, self._mine(channel), other.account, self.account)
        self._settle()

    def invites_app(self, channel: str) -> None:
        """Brings the app into a channel that she is in."""
        workspace = self._platform.workspace
        channels.join(self._platform, self._mine(channel), workspace.accounts[workspace.bot_user_id], self.account)
        self._settle()

    def removes_app(self, channel: str) -> None:
        """Removes the app from a channel that both are in. Raises LookupError when the app is not."""
        workspace, found = self._platform.workspace, self._mine(channel)
        if workspace.bot_user_id not in found.members:
            raise LookupError(f"The app is not in {channel}")
        channels.leave(self._platform, found, workspace.accounts[workspace.bot_user_id], self.account)
        self._settle()

    def archives(self, channel: str) -> None:
        """Archives a channel that she is in: nobody writes there any more."""
        channels.archive(self._platform, self._mine(channel), self.account)
        self._settle()

    def unarchives(self, channel: str) -> None:
        """Takes a channel back out of the archive."""
        channels.archive(self._platform, self._joined(channel), self.account, back=True)
        self._settle()

    def deletes_channel(self, channel: str) -> None:
        """Deletes a channel that she is in, and all that was written there."""
        channels.delete(self._platform, self._mine(channel), self.account)
        self._settle()

    def renames(self, channel: str, name: str) -> None:
        """Gives a channel that she is in another name."""
        channels.rename(self._platform, self._mine(channel), self.account, name.lstrip("#"))
        self._settle()

    # Inside ---------------------------------------------------------------------------------------------------

    def _settle(self) -> None:
        if self.waits:
            self._platform.courier.settle(self.waits)

    def _here(self) -> None:
        if self.account.deleted:
            raise LookupError(f"{self.account.real_name} has left and cannot use Slack any more")

    def _joined(self, channel: str) -> Conversation:
        self._here()
        found = self._conversation(channel)
        if self.id not in found.members:
            raise LookupError(f"{self.account.real_name} is not in {channel}")
        return found

    def _in_use(self, conversation: Conversation) -> None:
        self._here()
        if conversation.is_archived:
            raise LookupError(f"#{conversation.name} is archived")

    def _mine(self, channel: str) -> Conversation:
        found = self._joined(channel)
        self._in_use(found)
        return found
