"""A third assessor rates a session from its log before a difference is settled."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "2026_11_28_third"
down_revision = "2026_11_28_adjustments"
branch_labels = None
depends_on = None

TABLE = "third_rating"
WORDS = {"moderation": ("way", ("reading", "conference")), "rerating": ("kind", ("appeal", "reference", "repeat"))}
CHECKS = {"moderation": "ck_moderation_way", "rerating": "ck_rerating_again"}


def upgrade() -> None:
    _allow(("third",))
    words = sa.JSON().with_variant(JSONB(), "postgresql")
    op.create_table(
        TABLE,
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rerating_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("entrustment", sa.Integer(), nullable=False),
        sa.Column("levels", words, nullable=False),
        sa.Column("comments", words, nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{TABLE}_organisation_id")),
        _points("rerating_id", "rerating"),
        _points("session_id", "practice_session"),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f(f"pk_{TABLE}")),
        *(_once(column) for column in ("rerating_id", "session_id")),
    )
    _freeze(TABLE)


def downgrade() -> None:
    op.drop_table(TABLE)
    op.execute("DELETE FROM rerating WHERE kind = 'third'")
    _thaw("moderation")
    op.execute("UPDATE moderation SET way = 'reading' WHERE way = 'third'")
    _freeze("moderation")
    _allow(())


def _allow(more: tuple[str, ...]) -> None:
    """SQLite makes the tables anew, and the trigger of one of them with it."""
    for table, (column, known) in WORDS.items():
        listed = ", ".join(f"'{word}'" for word in (*known, *more))
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(CHECKS[table]), type_="check")
            batch.create_check_constraint(op.f(CHECKS[table]), f"{column} IN ({listed})")
    if op.get_bind().dialect.name == "sqlite":
        _thaw("moderation")
        _freeze("moderation")


def _points(column: str, target: str) -> sa.ForeignKeyConstraint:
    here, there = ["organisation_id", column], [f"{target}.organisation_id", f"{target}.id"]
    return sa.ForeignKeyConstraint(here, there, name=op.f(f"fk_{TABLE}_organisation_id_{column}"))


def _once(column: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("organisation_id", column, name=op.f(f"uq_{TABLE}_organisation_id_{column}"))


def _thaw(table: str) -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(f"DROP TRIGGER IF EXISTS tr_{table}_frozen" + ("" if sqlite else f" ON {table}"))


def _freeze(table: str) -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    body = (
        f"BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END"
        if sqlite
        else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"CREATE TRIGGER tr_{table}_frozen BEFORE UPDATE ON {table} {body}")
