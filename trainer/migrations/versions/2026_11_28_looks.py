"""What leads found who looked into judgements."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_looks"
down_revision = "2026_11_28_fairness"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "look",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        sa.Column("sound", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("looked_by_id", sa.Uuid(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_look_organisation_id")),
        *(_points(column, target) for column, target in POINTS.items()),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_look")),
        sa.UniqueConstraint("organisation_id", "observation_id", name=op.f("uq_look_organisation_id_observation_id")),
    )
    op.create_index(op.f("ix_look_looked_by_id"), "look", ["looked_by_id"])
    _freeze("look")


def downgrade() -> None:
    op.drop_table("look")


POINTS = {"observation_id": "observation", "looked_by_id": "member"}


def _points(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id", column],
        [f"{target}.organisation_id", f"{target}.id"],
        name=op.f(f"fk_look_organisation_id_{column}"),
    )


def _freeze(table: str) -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    body = (
        f"BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END"
        if sqlite
        else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"CREATE TRIGGER tr_{table}_frozen BEFORE UPDATE ON {table} {body}")
