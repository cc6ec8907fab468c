"""what came unasked for, what was kept back, and until when somebody paused us

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch, here and below: that would make the table anew, and on SQLite take what refers to it along.
    op.add_column("person", sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("post", sa.Column("unasked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("post", sa.Column("kept_back_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_post_person_id_unasked_at", "post", ["workspace_id", "person_id", "unasked_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_post_person_id_unasked_at", table_name="post")
    op.drop_column("post", "kept_back_at")
    op.drop_column("post", "unasked_at")
    op.drop_column("person", "paused_until")
