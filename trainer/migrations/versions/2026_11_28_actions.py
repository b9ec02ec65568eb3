"""Facilitators count the actions of a set after a round: how many were agreed, are done, open and overdue."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_actions"
down_revision = "2026_11_28_hidden"
branch_labels = None
depends_on = None

TABLE = "action_tally"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("agreed", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("overdue", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(round_id IS NULL) <> (session_id IS NULL)", name=op.f(f"ck_{TABLE}_of_one_round")),
        sa.CheckConstraint("overdue BETWEEN 0 AND open", name=op.f(f"ck_{TABLE}_overdue_is_open")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{TABLE}_organisation_id")),
        *(
            _refers(column, other)
            for column, other in (("round_id", "practice_round"), ("session_id", "practice_session"))
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f(f"pk_{TABLE}")),
        *(_unique(column) for column in ("round_id", "session_id")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)


def _refers(column: str, other: str) -> sa.ForeignKeyConstraint:
    here, there = ["organisation_id", column], [f"{other}.organisation_id", f"{other}.id"]
    return sa.ForeignKeyConstraint(here, there, name=op.f(f"fk_{TABLE}_organisation_id_{column}"))


def _unique(column: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("organisation_id", column, name=op.f(f"uq_{TABLE}_organisation_id_{column}"))
