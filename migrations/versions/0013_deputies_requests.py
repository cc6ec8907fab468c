"""what a deputy was handed is found without reading everything else

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
    handed_over = sa.text("deputy_id IS NOT NULL")
    op.create_index(
        "ix_request_deputy_id",
        "request",
        ["workspace_id", "deputy_id"],
        sqlite_where=handed_over,
        postgresql_where=handed_over,
    )


def downgrade() -> None:
    op.drop_index("ix_request_deputy_id", table_name="request")
