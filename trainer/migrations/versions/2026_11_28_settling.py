"""How a difference between assessors was settled: by a lead's reading, or in a conference."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_settling"
down_revision = "2026_11_28_looks"
branch_labels = None
depends_on = None

WAYS = sa.Enum("reading", "conference", name="way", native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """What was settled before was settled by reading. SQLite makes the table anew, and its trigger with it."""
    op.add_column("moderation", sa.Column("way", sa.String(32), nullable=False, server_default="reading"))
    with op.batch_alter_table("moderation") as batch:
        batch.alter_column("way", existing_type=sa.String(32), type_=WAYS, server_default=None)
    _freeze_again()


def downgrade() -> None:
    with op.batch_alter_table("moderation") as batch:
        batch.drop_constraint(op.f("ck_moderation_way"), type_="check")
        batch.drop_column("way")
    _freeze_again()


def _freeze_again() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER IF NOT EXISTS tr_moderation_frozen BEFORE UPDATE ON moderation "
            "BEGIN SELECT RAISE(ABORT, 'moderation is frozen'); END"
        )
