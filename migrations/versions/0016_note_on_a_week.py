"""a manager's own words on a week

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("weekly_score", sa.Column("note", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("weekly_score", "note")
