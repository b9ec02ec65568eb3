"""Assessors keep phrases of their own to begin comments with."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_phrases"
down_revision = "2026_11_28_corrections"
branch_labels = None
depends_on = None

TABLE = "own_phrase"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{TABLE}_organisation_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f(f"fk_{TABLE}_organisation_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint(
            "organisation_id", "member_id", "text", name=op.f(f"uq_{TABLE}_organisation_id_member_id_text")
        ),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
