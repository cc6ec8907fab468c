"""Every table is shown, erased and expired, or tells of nobody: a new table that is in no list is found here."""

import pytest
from sqlalchemy import Column, MetaData, String, Table

from bot.app import tables
from bot.privacy.service.expiring import REFERS
from bot.privacy.service.registry import PERSONAL, TABLES, Impersonal


def missing(metadata: MetaData) -> set[str]:
    """Tables of which the registry knows nothing."""
    return {table.name for table in metadata.tables.values()} - set(TABLES)


def with_its_parent(table: Table, parent: str) -> bool:
    """Whether the database deletes a table's rows together with their parent's."""
    keys = [each.constraint for each in table.foreign_keys if each.column.table.name == parent]
    return bool(keys) and all(each is not None and each.ondelete == "CASCADE" for each in keys)


def test_every_table_is_in_the_registry_and_every_name_there_is_a_table() -> None:
    assert missing(tables()) == set()
    assert set(TABLES) <= {table.name for table in tables().sorted_tables}


def test_a_new_table_is_missed() -> None:
    more = MetaData()
    for table in tables().sorted_tables:
        table.to_metadata(more)
    Table("diary", more, Column("person_id", String(32), primary_key=True))
    assert missing(more) == {"diary"}


@pytest.mark.parametrize("name", sorted(PERSONAL))
def test_what_is_not_erased_or_expired_by_itself_goes_with_its_parent(name: str) -> None:
    found, table = PERSONAL[name], tables().tables[name]
    if found.erase is None or found.expire is None:
        assert with_its_parent(table, found.parent)
        parent = PERSONAL[found.parent]
        assert parent.erase is not None and parent.expire is not None
    else:
        assert found.parent == ""


@pytest.mark.parametrize("name", sorted(name for name, each in TABLES.items() if isinstance(each, Impersonal)))
def test_a_table_that_tells_of_nobody_has_no_column_for_a_person(name: str) -> None:
    found = TABLES[name]
    assert isinstance(found, Impersonal) and found.why.endswith(".")
    columns = set(tables().tables[name].columns.keys())
    assert not [each for each in columns if each.endswith("_id") and each not in IDS_OF_NOBODY]


IDS_OF_NOBODY = {"workspace_id", "pulse_id", "team_id", "enterprise_id", "bot_user_id", "bot_id"}


def test_everything_that_refers_to_a_person_keeps_them() -> None:
    """A column that is missing there would keep everything else from going."""
    refers = {
        (table.name, each.parent.name)
        for table in tables().sorted_tables
        for each in table.foreign_keys
        if each.column.table.name == "person" and each.column.name == "id" and each.ondelete != "CASCADE"
    }
    assert refers <= {(each.class_.__tablename__, each.key) for each in REFERS}
