"""What did somebody who was there tell a trainee at once, and who rates beside others to learn?"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_formative"
down_revision = "2026_11_28_calibration"
branch_labels = None
depends_on = None

TABLE = "formative_note"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("observer_id", sa.Uuid(), nullable=False),
        sa.Column("rubric_id", sa.Uuid(), nullable=False),
        sa.Column("strength", sa.Text(), nullable=False),
        sa.Column("work_on", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{TABLE}_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f(f"pk_{TABLE}")),
        _points("session_id", "practice_session"),
        _points("observer_id", "member"),
        _points("rubric_id", "document"),
    )
    for column in ("session_id", "observer_id", "rubric_id"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])
    _freeze()
    # The default is for the rows that are there; those to come say it themselves.
    op.add_column("observation", sa.Column("shadow", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("observation") as batch:
        batch.alter_column("shadow", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("observation") as batch:
        batch.drop_column("shadow")
    op.drop_table(TABLE)


def _points(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id", column],
        [f"{target}.organisation_id", f"{target}.id"],
        name=op.f(f"fk_{TABLE}_organisation_id_{column}"),
    )


def _freeze() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    body = (
        f"BEGIN SELECT RAISE(ABORT, '{TABLE} is frozen'); END"
        if sqlite
        else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"CREATE TRIGGER tr_{TABLE}_frozen BEFORE UPDATE ON {TABLE} {body}")
