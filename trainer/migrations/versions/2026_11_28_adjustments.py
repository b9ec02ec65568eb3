"""Coordinators note what is arranged for somebody: kinds, and never why."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "2026_11_28_adjustments"
down_revision = "2026_11_28_actions"
branch_labels = None
depends_on = None

TABLE = "adjustments"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kinds", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{TABLE}_organisation_id")),
        *(_refers(column) for column in ("member_id", "recorded_by_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f(f"pk_{TABLE}")),
    )
    for column in ("member_id", "recorded_by_id"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])
    sqlite = op.get_bind().dialect.name == "sqlite"
    body = (
        f"BEGIN SELECT RAISE(ABORT, '{TABLE} is frozen'); END"
        if sqlite
        else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"CREATE TRIGGER tr_{TABLE}_frozen BEFORE UPDATE ON {TABLE} {body}")


def downgrade() -> None:
    op.drop_table(TABLE)


def _refers(column: str) -> sa.ForeignKeyConstraint:
    here, there = ["organisation_id", column], ["member.organisation_id", "member.id"]
    return sa.ForeignKeyConstraint(here, there, name=op.f(f"fk_{TABLE}_organisation_id_{column}"))
