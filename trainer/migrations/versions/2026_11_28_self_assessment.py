"""A trainee says how they see a session before they read what others saw."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "2026_11_28_self_assessment"
down_revision = "2026_11_28_practice_log"
branch_labels = None
depends_on = None

TABLE = "self_assessment"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("rubric_id", sa.Uuid(), nullable=False),
        sa.Column("levels", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{TABLE}_organisation_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id"],
            ["practice_session.organisation_id", "practice_session.id"],
            name=op.f(f"fk_{TABLE}_organisation_id_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "rubric_id"],
            ["document.organisation_id", "document.id"],
            name=op.f(f"fk_{TABLE}_organisation_id_rubric_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("organisation_id", "session_id", name=op.f(f"uq_{TABLE}_organisation_id_session_id")),
    )
    op.create_index(op.f(f"ix_{TABLE}_rubric_id"), TABLE, ["rubric_id"])
    body = (
        f"BEGIN SELECT RAISE(ABORT, '{TABLE} is frozen'); END"
        if op.get_bind().dialect.name == "sqlite"
        else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"CREATE TRIGGER tr_{TABLE}_frozen BEFORE UPDATE ON {TABLE} {body}")


def downgrade() -> None:
    op.drop_table(TABLE)
