"""Apps that are not ours, and Slack itself, writing where our app may listen. Never lets ours answer for them."""

from enum import StrEnum

from bot.sandbox import posting
from bot.sandbox.platform import Platform
from bot.sandbox.records import SLACKBOT, Account, Conversation, Message, OtherApp
from bot.sandbox.workspace import slug


class Voice(StrEnum):
    """How another app speaks: as its own bot, as a workflow (no user at all), or with a person's token, as her.

    Or Slack itself does, as Slackbot: an account that says of itself that it is no bot.
    """

    BOT = "bot"
    WORKFLOW = "workflow"
    AS_HER = "as her"
    SLACKBOT = "slackbot"


def write(
    platform: Platform, reader: Account, text: str, voice: Voice, name: str, where: Conversation | None = None
) -> Message:
    """Posts a message in a conversation of the reader's; without `where` in the one with the app that writes."""
    workspace = platform.workspace
    with workspace.lock:
        if voice is Voice.SLACKBOT:
            draft = posting.typed(workspace, SLACKBOT, text)
            return posting.post(platform, where or workspace.direct(reader.id, SLACKBOT.id), SLACKBOT, draft)
        bot = bot_of(platform, name)
        author = {Voice.BOT: bot, Voice.WORKFLOW: Account("", "", name, is_bot=True), Voice.AS_HER: reader}[voice]
        draft = posting.typed(workspace, author, text)
        draft.app = bot.app
        draft.subtype = "bot_message" if voice is Voice.WORKFLOW else None
        return posting.post(platform, where or workspace.direct(reader.id, bot.id), author, draft)


def bot_of(platform: Platform, name: str) -> Account:
    """The other app's bot, which joins the workspace when it is first needed."""
    workspace, key = platform.workspace, slug(name).lower()
    for account in workspace.accounts.values():
        if account.key == key and account.app:
            return account
    app = OtherApp(f"A9{slug(name)}".ljust(9, "0"), f"B9{slug(name)}".ljust(9, "0"), name)
    return workspace.add_account(key, name, is_bot=True, tz="Etc/UTC", app=app)
