"""The database: types, engine, migrations."""
