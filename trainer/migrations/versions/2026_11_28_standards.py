"""Lines that are proposed for a policy, with the sample they come from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_28_standards"
down_revision = "2026_11_28_pulse"
branch_labels = None
depends_on = None

TABLE = "standard_proposal"
POINTS = {"policy_id": "document", "rubric_id": "document", "proposed_by_id": "member"}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(column, sa.Uuid(), nullable=False) for column in POINTS),
        sa.Column("method", sa.Text(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=False) for column in ("level", "sessions", "judgements")),
        sa.Column("cuts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("overall", sa.Double(), nullable=False),
        sa.Column("critical", sa.Double(), nullable=True),
        sa.Column("each", sa.Double(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{TABLE}_organisation_id")),
        *(
            sa.ForeignKeyConstraint(
                ["organisation_id", column],
                [f"{target}.organisation_id", f"{target}.id"],
                name=op.f(f"fk_{TABLE}_organisation_id_{column}"),
            )
            for column, target in POINTS.items()
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f(f"pk_{TABLE}")),
    )
    for column in POINTS:
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])
    body = (
        f"BEGIN SELECT RAISE(ABORT, '{TABLE} is frozen'); END"
        if op.get_bind().dialect.name == "sqlite"
        else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"CREATE TRIGGER tr_{TABLE}_frozen BEFORE UPDATE ON {TABLE} {body}")


def downgrade() -> None:
    op.drop_table(TABLE)
