"""a word by which another key is told; channels that the bot is not in any more; who looked
at a manager's figures

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "key_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_mark")),
    )
    op.create_table(
        "report_look",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("command", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_report_look_workspace_id_manager_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_look")),
    )
    op.create_index("ix_report_look_manager_id", "report_look", ["workspace_id", "manager_id"], unique=False)
    op.add_column("team", sa.Column("wins_channel_gone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("help_channel", sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("help_channel", "gone_at")
    op.drop_column("team", "wins_channel_gone_at")
    op.drop_index("ix_report_look_manager_id", table_name="report_look")
    op.drop_table("report_look")
    op.drop_table("key_mark")
