"""Which outcomes does a lesson serve, and what was read of it in each release?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_outcomes"
down_revision = "2026_11_27_curriculum"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_ONCE = "uq_lesson_progress_organisation_id_enrolment_id_module_key_lesson_key"


def upgrade() -> None:
    _serve()
    _place()


def downgrade() -> None:
    _forget_all_but_the_newest()
    with op.batch_alter_table("lesson_progress") as batch:
        batch.drop_constraint(op.f(f"{_ONCE}_release_id"), type_="unique")
        batch.alter_column("release_id", existing_type=sa.Uuid(), nullable=True)
        columns = ["organisation_id", "enrolment_id", "module_key", "lesson_key"]
        batch.create_unique_constraint(op.f(_ONCE), columns)
    _thaw()
    with op.batch_alter_table("lesson") as batch:
        batch.drop_column("outcomes")
    _freeze()


def _serve() -> None:
    """What was published until now does not say what its lessons serve: nothing, as far as anybody can tell."""
    _thaw()
    op.add_column("lesson", sa.Column("outcomes", JSON, nullable=False, server_default="[]"))
    with op.batch_alter_table("lesson") as batch:
        batch.alter_column("outcomes", existing_type=JSON, server_default=None)
    _freeze()


def _place() -> None:
    """Every reading is one of a release: nobody could be moved until now, so it is the reader's own."""
    op.execute(
        "UPDATE lesson_progress SET release_id = (SELECT e.release_id FROM enrolment e "
        "WHERE e.organisation_id = lesson_progress.organisation_id AND e.id = lesson_progress.enrolment_id) "
        "WHERE release_id IS NULL"
    )
    with op.batch_alter_table("lesson_progress") as batch:
        batch.alter_column("release_id", existing_type=sa.Uuid(), nullable=False)
        batch.drop_constraint(op.f(_ONCE), type_="unique")
        columns = ["organisation_id", "enrolment_id", "module_key", "lesson_key", "release_id"]
        batch.create_unique_constraint(op.f(f"{_ONCE}_release_id"), columns)


def _forget_all_but_the_newest() -> None:
    """A lesson had one row, whatever the release."""
    op.execute(
        "DELETE FROM lesson_progress WHERE EXISTS (SELECT 1 FROM lesson_progress o "
        "WHERE o.organisation_id = lesson_progress.organisation_id AND o.enrolment_id = lesson_progress.enrolment_id "
        "AND o.module_key = lesson_progress.module_key AND o.lesson_key = lesson_progress.lesson_key "
        "AND (o.seen_at > lesson_progress.seen_at "
        "OR (o.seen_at = lesson_progress.seen_at AND o.id > lesson_progress.id)))"
    )


def _thaw() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("DROP TRIGGER tr_lesson_frozen" + ("" if sqlite else " ON lesson"))


def _freeze() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    body = (
        "BEGIN SELECT RAISE(ABORT, 'lesson is frozen'); END"
        if sqlite
        else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"CREATE TRIGGER tr_lesson_frozen BEFORE UPDATE ON lesson {body}")
