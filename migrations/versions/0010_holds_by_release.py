"""what is held can be counted at a glance

Revision ID: 0010
Revises: 0009
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_request_release_at"), "request", ["release_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_request_release_at"), "request")
