"""levels, wins, digests, looks back, pulses; what an answer took, and what a rep says it was

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lead_digest",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("lead_id", sa.String(length=32), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "lead_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_lead_digest_workspace_id_lead_id_person"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "lead_id", "monday", name=op.f("pk_lead_digest")),
        sa.UniqueConstraint("id", name=op.f("uq_lead_digest_id")),
    )
    op.create_table(
        "level_set",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("level", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "by_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_level_set_workspace_id_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_level_set_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_set")),
    )
    op.create_index("ix_level_set_rep_id_topic", "level_set", ["workspace_id", "rep_id", "topic"], unique=False)

    op.create_table(
        "monthly_look",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_monthly_look_workspace_id_manager_id_person"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "manager_id", "month", name=op.f("pk_monthly_look")),
        sa.UniqueConstraint("id", name=op.f("uq_monthly_look_id")),
    )
    op.create_table(
        "pulse",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_pulse_workspace_id_manager_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse")),
        sa.UniqueConstraint(
            "workspace_id", "manager_id", "quarter", name=op.f("uq_pulse_workspace_id_manager_id_quarter")
        ),
    )
    op.create_table(
        "pulse_invitation",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pulse_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pulse_id"], ["pulse.id"], name=op.f("fk_pulse_invitation_pulse_id_pulse"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_pulse_invitation_workspace_id_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse_invitation")),
        sa.UniqueConstraint("pulse_id", "person_id", name=op.f("uq_pulse_invitation_pulse_id_person_id")),
    )
    op.create_index(op.f("ix_pulse_invitation_person_id"), "pulse_invitation", ["person_id"], unique=False)
    op.create_index(op.f("ix_pulse_invitation_pulse_id"), "pulse_invitation", ["pulse_id"], unique=False)

    op.create_table(
        "pulse_tally",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("pulse_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pulse_id"], ["pulse.id"], name=op.f("fk_pulse_tally_pulse_id_pulse"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pulse_id", "item", "answer", name=op.f("pk_pulse_tally")),
    )
    op.create_table(
        "win",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("lead_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_win_request_id_request"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_win_workspace_id_rep_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "lead_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_win_workspace_id_lead_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_win")),
    )
    op.create_index("ix_win_rep_id", "win", ["workspace_id", "rep_id"], unique=False)
    op.create_index(op.f("ix_win_request_id"), "win", ["request_id"], unique=False)

    op.add_column("request", sa.Column("minutes", sa.Integer(), nullable=True))
    op.add_column("request", sa.Column("contested", sa.String(length=24), nullable=True))
    op.add_column("request", sa.Column("level", sa.String(length=24), nullable=True))
    op.add_column("request", sa.Column("drawn_minutes", sa.Integer(), nullable=True))

    op.add_column("team", sa.Column("shares_score", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("team", sa.Column("varies_hold", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("team", "varies_hold")
    op.drop_column("team", "shares_score")

    op.drop_column("request", "drawn_minutes")
    op.drop_column("request", "level")
    op.drop_column("request", "contested")
    op.drop_column("request", "minutes")

    op.drop_index(op.f("ix_win_request_id"), table_name="win")
    op.drop_index("ix_win_rep_id", table_name="win")

    op.drop_table("win")
    op.drop_table("pulse_tally")
    op.drop_index(op.f("ix_pulse_invitation_pulse_id"), table_name="pulse_invitation")
    op.drop_index(op.f("ix_pulse_invitation_person_id"), table_name="pulse_invitation")

    op.drop_table("pulse_invitation")
    op.drop_table("pulse")
    op.drop_table("monthly_look")
    op.drop_index("ix_level_set_rep_id_topic", table_name="level_set")

    op.drop_table("level_set")
    op.drop_table("lead_digest")
