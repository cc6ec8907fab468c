"""One word that the key wrote when Kickstand first started here: another key is told before it writes anything.

Rotated with everything else that is encrypted; tells of nobody.
"""

from sqlalchemy import Engine
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.store.base import Base
from bot.store.insert import insert_if_new
from bot.store.types import Encrypted

_ONLY = 1


class KeyMark(Base):
    """The only row of its table."""

    __tablename__ = "key_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(Encrypted)


def leave_mark(engine: Engine) -> None:
    """Leave the mark where there is none. Raises WrongKey for one that another key left, be it a moment ago."""
    with Session(engine) as session, session.begin():
        if session.get(KeyMark, _ONLY) is None:
            insert_if_new(session, KeyMark, id=_ONLY, word="kickstand")
            session.get_one(KeyMark, _ONLY)
