"""What trainees say about their results, and how objections to them are heard."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_fairness"
down_revision = "2026_11_28_calibration"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_replies()


def downgrade() -> None:
    op.drop_table("result_reply")


def _create_replies() -> None:
    op.create_table(
        "result_reply",
        *_own("result_reply"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        _points("result_reply", "session_id", "practice_session"),
        _once("result_reply", "session_id"),
    )


def _own(table: str) -> tuple[sa.Column | sa.Constraint, ...]:
    return (
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{table}_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f(f"pk_{table}")),
    )


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id", column],
        [f"{target}.organisation_id", f"{target}.id"],
        name=op.f(f"fk_{table}_organisation_id_{column}"),
    )


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    name = op.f(f"uq_{table}_organisation_id_{'_'.join(columns)}")
    return sa.UniqueConstraint("organisation_id", *columns, name=name)
