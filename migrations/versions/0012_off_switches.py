"""days on which nothing waits; that everything held was let go out; the currency of an amount

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "frozen_days",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=True),
        sa.Column("rep_id", sa.String(length=32), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_frozen_days_workspace_id_manager_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_frozen_days_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_days")),
    )
    op.create_index("ix_frozen_days_manager_id", "frozen_days", ["workspace_id", "manager_id"], unique=False)
    op.create_table(
        "release_of_all",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("released", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_of_all")),
    )
    op.add_column("request", sa.Column("currency", sa.String(length=8), nullable=True))
    op.execute(
        "UPDATE request SET currency = (SELECT team.currency FROM team WHERE team.workspace_id = request.workspace_id"
        " AND team.manager_id = request.manager_id) WHERE amount IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_column("request", "currency")
    op.drop_table("release_of_all")
    op.drop_index("ix_frozen_days_manager_id", table_name="frozen_days")
    op.drop_table("frozen_days")
