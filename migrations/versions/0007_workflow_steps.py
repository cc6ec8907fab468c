"""steps of workflows that wait for what comes of a question

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workflow_step",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("execution_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(length=80), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_workflow_step_request_id_request"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "execution_id", name=op.f("pk_workflow_step")),
    )
    op.create_index(op.f("ix_workflow_step_request_id"), "workflow_step", ["request_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_workflow_step_request_id"), table_name="workflow_step")
    op.drop_table("workflow_step")
