"""A draft that is imported from the command line was begun by nobody in particular."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_drafts_of_nobody"
down_revision = "2026_11_27_search"
branch_labels = None
depends_on = None

COLUMNS = (("draft", "begun_by_id"), ("draft_file", "changed_by_id"))


def upgrade() -> None:
    for table, column in COLUMNS:
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column, existing_type=sa.Uuid(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM draft_file WHERE draft_id IN (SELECT id FROM draft WHERE begun_by_id IS NULL)")
    op.execute("DELETE FROM draft_file WHERE changed_by_id IS NULL")
    op.execute("DELETE FROM draft WHERE begun_by_id IS NULL")
    for table, column in COLUMNS:
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column, existing_type=sa.Uuid(), nullable=False)
