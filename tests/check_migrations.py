"""`alembic check` on a fresh SQLite database: fails when the tables in the code and the migrations differ."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.util import CommandError
from cryptography.fernet import Fernet

from bot.settings import Settings
from bot.store.engine import open_engine
from bot.store.migrate import config


def main() -> None:
    """Migrate an empty file to the newest revision, then compare."""
    with tempfile.TemporaryDirectory() as folder:
        key = Fernet.generate_key().decode()
        engine = open_engine(Settings(database_url=f"sqlite:///{Path(folder) / 'check.db'}", kickstand_secret_key=key))
        command.upgrade(config(engine), "head")
        try:
            command.check(config(engine))
        except CommandError as error:
            sys.exit(str(error))
        finally:
            engine.dispose()


if __name__ == "__main__":
    main()
