"""quiet times: several stretches of do-not-disturb for each person

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quiet_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_quiet_time_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiet_time")),
    )
    op.create_index(op.f("ix_quiet_time_person_id"), "quiet_time", ["person_id"], unique=False)
    op.execute(
        "INSERT INTO quiet_time (person_id, starts_at, ends_at) SELECT id, quiet_from, quiet_until FROM person "
        "WHERE quiet_from IS NOT NULL AND quiet_until IS NOT NULL"
    )
    # Not in a batch: that would make the table anew, and with foreign keys on take its time off along.
    op.drop_column("person", "quiet_from")
    op.drop_column("person", "quiet_until")


def downgrade() -> None:
    op.add_column("person", sa.Column("quiet_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("person", sa.Column("quiet_from", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE person SET "
        "quiet_from = (SELECT starts_at FROM quiet_time q WHERE q.person_id = person.id ORDER BY ends_at DESC LIMIT 1), "
        "quiet_until = (SELECT ends_at FROM quiet_time q WHERE q.person_id = person.id ORDER BY ends_at DESC LIMIT 1)"
    )
    op.drop_index(op.f("ix_quiet_time_person_id"), table_name="quiet_time")
    op.drop_table("quiet_time")
