"""Assessors rate from a log without knowing whether it is an appeal, a reference case or a session of their own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "2026_11_28_hidden"
down_revision = "2026_11_28_phrases"
branch_labels = None
depends_on = None

KINDS = ("appeal", "reference", "repeat")
INSTANTS = ("counted_to", "lapses_at")
POINTS = {"release_id": "release", "case_id": "document"}
CHECKS = {
    "again": "kind IN ('appeal', 'reference', 'repeat')",
    "of_something": "session_id IS NOT NULL OR case_id IS NOT NULL",
}


def upgrade() -> None:
    kind = sa.Enum(*KINDS, name="again", native_enum=False, create_constraint=False, length=32)
    with op.batch_alter_table("rerating") as batch:
        batch.add_column(sa.Column("kind", kind, nullable=False, server_default="appeal"))
        for column in INSTANTS:
            batch.add_column(sa.Column(column, sa.DateTime(timezone=True), nullable=True))
        batch.alter_column("session_id", existing_type=sa.Uuid(), nullable=True)
        batch.alter_column("asked_by_id", existing_type=sa.Uuid(), nullable=True)
        for column, target in POINTS.items():
            batch.add_column(sa.Column(column, sa.Uuid(), nullable=True))
            batch.create_foreign_key(
                op.f(f"fk_rerating_organisation_id_{column}"),
                target,
                ["organisation_id", column],
                ["organisation_id", "id"],
            )
            batch.create_index(op.f(f"ix_rerating_{column}"), [column])
        for name, text in CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_rerating_{name}"), text)
    with op.batch_alter_table("rerating") as batch:
        batch.alter_column("kind", existing_type=kind, existing_nullable=False, server_default=None)
    _create_hidden_rating()


def _create_hidden_rating() -> None:
    words = sa.JSON().with_variant(JSONB(), "postgresql")
    op.create_table(
        "hidden_rating",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rerating_id", sa.Uuid(), nullable=False),
        sa.Column("rubric_id", sa.Uuid(), nullable=False),
        sa.Column("entrustment", sa.Integer(), nullable=False),
        sa.Column("levels", words, nullable=False),
        sa.Column("comments", words, nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_hidden_rating_organisation_id")
        ),
        _points("rerating_id", "rerating"),
        _points("rubric_id", "document"),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_hidden_rating")),
        sa.UniqueConstraint(
            "organisation_id", "rerating_id", name=op.f("uq_hidden_rating_organisation_id_rerating_id")
        ),
    )
    op.create_index(op.f("ix_hidden_rating_rubric_id"), "hidden_rating", ["rubric_id"])
    _freeze("hidden_rating")


def downgrade() -> None:
    op.drop_table("hidden_rating")
    op.execute("DELETE FROM rerating WHERE kind <> 'appeal'")
    with op.batch_alter_table("rerating") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(f"ck_rerating_{name}"), type_="check")
        for column in POINTS:
            batch.drop_index(op.f(f"ix_rerating_{column}"))
            batch.drop_constraint(op.f(f"fk_rerating_organisation_id_{column}"), type_="foreignkey")
            batch.drop_column(column)
        for column in INSTANTS:
            batch.drop_column(column)
        batch.drop_column("kind")
        batch.alter_column("session_id", existing_type=sa.Uuid(), nullable=False)
        batch.alter_column("asked_by_id", existing_type=sa.Uuid(), nullable=False)


def _points(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id", column],
        [f"{target}.organisation_id", f"{target}.id"],
        name=op.f(f"fk_hidden_rating_organisation_id_{column}"),
    )


def _freeze(table: str) -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    body = (
        f"BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END"
        if sqlite
        else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"CREATE TRIGGER tr_{table}_frozen BEFORE UPDATE ON {table} {body}")
