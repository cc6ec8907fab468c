"""Apps that are not ours, writing where our app listens. Never lets ours answer for them."""

from enum import StrEnum

from bot.sandbox import posting
from bot.sandbox.platform import Platform
from bot.sandbox.records import Account, Message, OtherApp
from bot.sandbox.workspace import slug


class Voice(StrEnum):
    """How another app speaks: as its own bot, as a workflow (no user at all), or with a person's token, as her."""

    BOT = "bot"
    WORKFLOW = "workflow"
    AS_HER = "as her"


def write(platform: Platform, reader: Account, text: str, voice: Voice, name: str) -> Message:
    """Posts a message of another app in the reader's direct conversation with ours."""
    workspace = platform.workspace
    with workspace.lock:
        bot = _bot(platform, name)
        author = {Voice.BOT: bot, Voice.WORKFLOW: Account("", "", name, is_bot=True), Voice.AS_HER: reader}[voice]
        draft = posting.typed(workspace, author, text)
        draft.app = bot.app
        draft.subtype = "bot_message" if voice is Voice.WORKFLOW else None
        return posting.post(platform, workspace.bot_direct(reader.id), author, draft)


def _bot(platform: Platform, name: str) -> Account:
    """The other app's bot, which joins the workspace when it is first needed."""
    workspace, key = platform.workspace, slug(name).lower()
    for account in workspace.accounts.values():
        if account.key == key and account.app:
            return account
    app = OtherApp(f"A9{slug(name)}".ljust(9, "0"), f"B9{slug(name)}".ljust(9, "0"), name)
    return workspace.add_account(key, name, is_bot=True, tz="Etc/UTC", app=app)
