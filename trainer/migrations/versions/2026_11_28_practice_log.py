"""Trainees write down the rounds they facilitate, and leads look into some of them."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_practice_log"
down_revision = "2026_11_28_agreement_links"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practice_round",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("set_id", sa.Uuid(), nullable=True),
        sa.Column("set_name", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("modality", _words("modality", "in_person", "virtual", "hybrid"), nullable=False),
        sa.Column("stage", _words("stage", "first", "middle", "last"), nullable=False),
        sa.Column("part", _words("part", "facilitated", "co_facilitated"), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        *_references("practice_round", enrolment_id="enrolment", set_id="learning_set"),
    )
    op.create_table(
        "round_check",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("checked_by_id", sa.Uuid(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        *_references("round_check", round_id="practice_round", checked_by_id="member"),
    )
    for table, columns in (
        ("practice_round", ("enrolment_id", "set_id")),
        ("round_check", ("round_id", "checked_by_id")),
    ):
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    body = (
        "BEGIN SELECT RAISE(ABORT, 'round_check is frozen'); END"
        if op.get_bind().dialect.name == "sqlite"
        else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"CREATE TRIGGER tr_round_check_frozen BEFORE UPDATE ON round_check {body}")


def downgrade() -> None:
    op.drop_table("round_check")
    op.drop_table("practice_round")


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _references(table: str, **targets: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{table}_organisation_id")),
        *(
            sa.ForeignKeyConstraint(
                ["organisation_id", column],
                [f"{target}.organisation_id", f"{target}.id"],
                name=op.f(f"fk_{table}_organisation_id_{column}"),
            )
            for column, target in targets.items()
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f(f"pk_{table}")),
    ]
