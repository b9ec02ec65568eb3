"""That an assessor may correct a locked judgement, and why."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_corrections"
down_revision = "2026_11_28_settling"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("observation", sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("observation", sa.Column("reopened_reason", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("observation") as batch:
        batch.drop_column("reopened_reason")
        batch.drop_column("reopened_at")
