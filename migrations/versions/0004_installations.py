"""ways in that somebody began in the browser; tokens that are being refreshed, or cannot be any more

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "oauth_state",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_oauth_state")),
    )
    op.create_index(op.f("ix_oauth_state_expires_at"), "oauth_state", ["expires_at"], unique=False)
    with op.batch_alter_table("workspace") as batch:
        batch.add_column(sa.Column("refreshing_until", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("trouble", sa.String(length=80), nullable=True))


def downgrade() -> None:
    # Not in a batch: on SQLite that would make the table anew, and drop it under the rows that refer to it.
    op.drop_column("workspace", "trouble")
    op.drop_column("workspace", "refreshing_until")
    op.drop_table("oauth_state")
