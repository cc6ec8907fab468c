"""a word by which another key is told; channels that the bot is not in any more

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "key_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_mark")),
    )
    op.add_column("team", sa.Column("wins_channel_gone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("help_channel", sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("help_channel", "gone_at")
    op.drop_column("team", "wins_channel_gone_at")
    op.drop_table("key_mark")
