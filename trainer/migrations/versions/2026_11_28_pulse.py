"""Sets say how a session was: single answers are never kept, only what they add up to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "2026_11_28_pulse"
down_revision = "2026_11_28_self_assessment"
branch_labels = None
depends_on = None

CHECK = "ck_signed_link_linkpurpose"
TABLE = "pulse_tally"
FOREIGN = "fk_signed_link_organisation_id_session_id"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("set_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("sums", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{TABLE}_organisation_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "enrolment_id"],
            ["enrolment.organisation_id", "enrolment.id"],
            name=op.f(f"fk_{TABLE}_organisation_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "set_id"],
            ["learning_set.organisation_id", "learning_set.id"],
            name=op.f(f"fk_{TABLE}_organisation_id_set_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint(
            "organisation_id", "enrolment_id", "set_id", name=op.f(f"uq_{TABLE}_organisation_id_enrolment_id_set_id")
        ),
    )
    op.create_index(op.f(f"ix_{TABLE}_set_id"), TABLE, ["set_id"])
    with op.batch_alter_table("signed_link") as batch:
        batch.add_column(sa.Column("session_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            op.f(FOREIGN), "practice_session", ["organisation_id", "session_id"], ["organisation_id", "id"]
        )
        batch.create_index(op.f("ix_signed_link_session_id"), ["session_id"])
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), "purpose IN ('calendar', 'agreement', 'pulse')")


def downgrade() -> None:
    op.execute("DELETE FROM signed_link WHERE purpose = 'pulse'")
    with op.batch_alter_table("signed_link") as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), "purpose IN ('calendar', 'agreement')")
        batch.drop_index(op.f("ix_signed_link_session_id"))
        batch.drop_constraint(op.f(FOREIGN), type_="foreignkey")
        batch.drop_column("session_id")
    op.drop_table(TABLE)
