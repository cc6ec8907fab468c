"""watching: what managers let Kickstand read, who was told, who said no

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "help_channel",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.String(length=24), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("look_back_to", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_help_channel_workspace_id_manager_id_person"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "channel", "manager_id", name=op.f("pk_help_channel")),
    )
    op.create_index(op.f("ix_help_channel_look_back_to"), "help_channel", ["look_back_to"], unique=False)

    op.create_table(
        "sighting",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("way_in", sa.String(length=24), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("summary_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_sighting_workspace_id_manager_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_sighting_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sighting")),
    )
    op.create_index(op.f("ix_sighting_summary_id"), "sighting", ["summary_id"], unique=False)
    op.create_index("ix_sighting_manager_id_at", "sighting", ["workspace_id", "manager_id", "at"], unique=False)

    op.create_table(
        "silence",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_silence_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "rep_id", "channel", name=op.f("pk_silence")),
    )
    op.create_index(op.f("ix_silence_until"), "silence", ["until"], unique=False)

    op.create_table(
        "watch",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("refresh_token", sa.Text(), nullable=True),
        sa.Column("token_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refreshing_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("dm_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trial_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_watch_workspace_id_manager_id_person"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "manager_id", name=op.f("pk_watch")),
    )
    op.create_table(
        "watched_dm",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("manager_wrote_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_back_to", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_watched_dm_workspace_id_manager_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_watched_dm_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "channel", name=op.f("pk_watched_dm")),
    )
    op.create_index(op.f("ix_watched_dm_look_back_to"), "watched_dm", ["look_back_to"], unique=False)
    op.create_index(op.f("ix_watched_dm_manager_id"), "watched_dm", ["manager_id"], unique=False)
    op.create_index(op.f("ix_watched_dm_rep_id"), "watched_dm", ["rep_id"], unique=False)

    op.create_table(
        "watched_rep",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_watched_rep_workspace_id_manager_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_watched_rep_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "rep_id", name=op.f("pk_watched_rep")),
    )
    op.add_column("request", sa.Column("link", sa.String(length=500), nullable=True))
    op.add_column("request", sa.Column("signs", sa.String(length=200), nullable=True))
    op.add_column("request", sa.Column("helped_by", sa.String(length=32), nullable=True))


def downgrade() -> None:
    # Not in a batch: on SQLite that would make the table anew, and drop it under the rows that refer to it.
    op.drop_column("request", "helped_by")
    op.drop_column("request", "signs")
    op.drop_column("request", "link")

    op.drop_table("watched_rep")

    op.drop_table("watched_dm")
    op.drop_table("watch")

    op.drop_table("silence")

    op.drop_table("sighting")

    op.drop_table("help_channel")
