"""How do assessors' levels on stored cases compare with the reference?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_28_calibration"
down_revision = "2026_11_28_receipts"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
FROZEN = ("calibration", "calibration_rating", "calibration_reason", "calibration_round")


def upgrade() -> None:
    _create_drafts()
    _create_calibrations()
    _create_rounds()
    for table in FROZEN:
        _freeze(table)


def downgrade() -> None:
    for table in ("calibration_round", "calibration_reason", "calibration_rating", "calibration", "calibration_draft"):
        op.drop_table(table)


def _create_drafts() -> None:
    table = "calibration_draft"
    op.create_table(
        table,
        *_own(table),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("case_key", sa.Text(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        _points(table, "member_id", "member"),
        _points(table, "programme_id", "programme"),
        _once(table, "member_id", "programme_id", "case_key"),
    )
    _index(table, "programme_id")


def _create_calibrations() -> None:
    op.create_table(
        "calibration",
        *_own("calibration"),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("rubric_id", sa.Uuid(), nullable=False),
        sa.Column("case_key", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("entrustment", sa.Integer(), nullable=False),
        sa.Column("stop_events", JSON, nullable=False),
        sa.Column("knew", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        _points("calibration", "member_id", "member"),
        _points("calibration", "programme_id", "programme"),
        _points("calibration", "case_id", "document"),
        _points("calibration", "rubric_id", "document"),
        _once("calibration", "member_id", "programme_id", "case_key", "round"),
    )
    _index("calibration", "programme_id", "case_id", "rubric_id")
    op.create_table(
        "calibration_rating",
        *_own("calibration_rating"),
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_calibration_rating_level_in_range")),
        _points("calibration_rating", "calibration_id", "calibration"),
        _once("calibration_rating", "calibration_id", "criterion"),
    )
    op.create_table(
        "calibration_reason",
        *_own("calibration_reason"),
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        _points("calibration_reason", "calibration_id", "calibration"),
        _once("calibration_reason", "calibration_id", "about"),
    )


def _create_rounds() -> None:
    table = "calibration_round"
    op.create_table(
        table,
        *_own(table),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=False),
        sa.Column("knew", sa.Boolean(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=False),
        _points(table, "member_id", "member"),
        _points(table, "programme_id", "programme"),
        _points(table, "policy_id", "document"),
        _once(table, "member_id", "programme_id", "round"),
    )
    _index(table, "programme_id", "policy_id")


def _own(table: str) -> tuple[sa.schema.SchemaItem, ...]:
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


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _freeze(table: str) -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    body = (
        f"BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END"
        if sqlite
        else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"CREATE TRIGGER tr_{table}_frozen BEFORE UPDATE ON {table} {body}")
