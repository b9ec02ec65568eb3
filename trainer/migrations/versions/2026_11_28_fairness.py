"""What trainees say about their results, and how objections to them are heard."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_fairness"
down_revision = "2026_11_28_guests"
branch_labels = None
depends_on = None

STATES = ("talk", "talked", "written", "refused", "panel", "upheld", "final", "withdrawn")
GROUNDS = ("procedure", "evidence", "adjustment", "bias", "policy")
REMEDIES = ("rerate", "session", "rescind")


def upgrade() -> None:
    _create_replies()
    _create_appeals()
    _create_reratings()
    for table in ("appeal_step", "rescore", "rescore_level"):
        _freeze(table)


def downgrade() -> None:
    for table in ("rescore_level", "rescore", "rerating", "appeal_seat", "appeal_step", "appeal", "result_reply"):
        op.drop_table(table)


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


def _create_appeals() -> None:
    op.create_table(
        "appeal",
        *_own("appeal"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("state", _words("appealstate", STATES), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remedy", _words("remedy", REMEDIES), nullable=True),
        _points("appeal", "enrolment_id", "enrolment"),
        _points("appeal", "session_id", "practice_session"),
        _points("appeal", "decision_id", "decision"),
        _once("appeal", "session_id"),
        _once("appeal", "decision_id"),
    )
    _index("appeal", "enrolment_id", "state")
    op.create_table(
        "appeal_step",
        *_own("appeal_step"),
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", _words("appealstate", STATES), nullable=False),
        sa.Column("ground", _words("ground", GROUNDS), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _points("appeal_step", "appeal_id", "appeal"),
        _points("appeal_step", "by_id", "member"),
        _once("appeal_step", "appeal_id", "number"),
    )
    _index("appeal_step", "by_id")
    op.create_table(
        "appeal_seat",
        *_own("appeal_seat"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("remedy", _words("remedy", REMEDIES), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _points("appeal_seat", "appeal_id", "appeal"),
        _points("appeal_seat", "member_id", "member"),
        _once("appeal_seat", "appeal_id", "member_id"),
    )
    _index("appeal_seat", "member_id")


def _create_reratings() -> None:
    op.create_table(
        "rerating",
        *_own("rerating"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _points("rerating", "session_id", "practice_session"),
        _points("rerating", "assessor_id", "member"),
        _points("rerating", "asked_by_id", "member"),
        _once("rerating", "session_id", "assessor_id"),
    )
    _index("rerating", "assessor_id", "asked_by_id")
    op.create_table(
        "rescore",
        *_own("rescore"),
        sa.Column("rerating_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("rubric_id", sa.Uuid(), nullable=False),
        sa.Column("entrustment", sa.Integer(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        _points("rescore", "rerating_id", "rerating"),
        _points("rescore", "session_id", "practice_session"),
        _points("rescore", "rubric_id", "document"),
        _once("rescore", "session_id"),
    )
    _index("rescore", "rerating_id", "rubric_id")
    op.create_table(
        "rescore_level",
        *_own("rescore_level"),
        sa.Column("rescore_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_rescore_level_level_in_range")),
        _points("rescore_level", "rescore_id", "rescore"),
        _once("rescore_level", "rescore_id", "criterion"),
    )


def _words(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


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
