"""Languages, handouts, sources and documents of a release; drafts of authors; notes; in which release was it earned?"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_curriculum"
down_revision = "2026_11_23_first"
branch_labels = None
depends_on = None

NEW_AND_FROZEN = ("handout", "release_document", "source")


def upgrade() -> None:
    _create_parts_of_releases()
    _create_drafts()
    _create_notes()
    for table, old, new in (
        ("lesson", "release_id_module_key_key", "release_id_language_module_key_key"),
        ("release_module", "release_id_key", "release_id_language_key"),
    ):
        _add_language(table, old, new)
    for table, empty in (("check_attempt", False), ("lesson_progress", True)):
        _add_release(table, empty)
    for table in NEW_AND_FROZEN:
        _freeze(table)


def downgrade() -> None:
    for table in ("check_attempt", "lesson_progress"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"fk_{table}_organisation_id_release_id"), type_="foreignkey")
            batch.drop_index(op.f(f"ix_{table}_release_id"))
            batch.drop_column("release_id")
    for table, old, new in (
        ("lesson", ["release_id", "module_key", "key"], "release_id_language_module_key_key"),
        ("release_module", ["release_id", "key"], "release_id_language_key"),
    ):
        _drop_language(table, old, new)
    for table in ("note", "draft_file", "draft", "source", "release_document", "handout"):
        op.drop_table(table)


def _own(table: str) -> list[sa.schema.SchemaItem]:
    """What every row of an organisation has."""
    return [
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{table}_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f(f"pk_{table}")),
    ]


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id", column],
        [f"{target}.organisation_id", f"{target}.id"],
        name=op.f(f"fk_{table}_organisation_id_{column}"),
    )


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(
        "organisation_id", *columns, name=op.f(f"uq_{table}_organisation_id_{'_'.join(columns)}")
    )


def _create_parts_of_releases() -> None:
    op.create_table(
        "handout",
        *_own("handout"),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("card", "plan", name="handoutkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("module_key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        _points("handout", "release_id", "release"),
        _once("handout", "release_id", "language", "kind", "key"),
    )
    op.create_table(
        "release_document",
        *_own("release_document"),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _points("release_document", "release_id", "release"),
        _points("release_document", "document_id", "document"),
        _once("release_document", "release_id", "document_id"),
    )
    op.create_index(op.f("ix_release_document_document_id"), "release_document", ["document_id"])
    op.create_table(
        "source",
        *_own("source"),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _points("source", "release_id", "release"),
        _once("source", "release_id", "language", "path"),
    )


def _create_drafts() -> None:
    op.create_table(
        "draft",
        *_own("draft"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("programme_key", sa.Text(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=True),
        sa.Column("begun_by_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        _points("draft", "begun_by_id", "member"),
        _points("draft", "release_id", "release"),
        _once("draft", "programme_key"),
    )
    op.create_index(op.f("ix_draft_begun_by_id"), "draft", ["begun_by_id"])
    op.create_index(op.f("ix_draft_release_id"), "draft", ["release_id"])
    op.create_table(
        "draft_file",
        *_own("draft_file"),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _points("draft_file", "changed_by_id", "member"),
        _points("draft_file", "draft_id", "draft"),
        _once("draft_file", "draft_id", "language", "path"),
    )
    op.create_index(op.f("ix_draft_file_changed_by_id"), "draft_file", ["changed_by_id"])


def _create_notes() -> None:
    op.create_table(
        "note",
        *_own("note"),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("module_key", sa.Text(), nullable=False),
        sa.Column("lesson_key", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        _points("note", "enrolment_id", "enrolment"),
    )
    op.create_index(op.f("ix_note_enrolment_id"), "note", ["enrolment_id"])


def _add_language(table: str, old: str, new: str) -> None:
    """Every text gets the language of its release."""
    _thaw(table)
    op.add_column(table, sa.Column("language", sa.Text(), nullable=True))
    op.execute(
        f"UPDATE {table} SET language = (SELECT r.language FROM release r "  # noqa: S608
        f"WHERE r.organisation_id = {table}.organisation_id AND r.id = {table}.release_id)"
    )
    with op.batch_alter_table(table) as batch:
        batch.alter_column("language", existing_type=sa.Text(), nullable=False)
        batch.drop_constraint(op.f(f"uq_{table}_organisation_id_{old}"), type_="unique")
        columns = ["organisation_id", "release_id", "language", *_rest(table)]
        batch.create_unique_constraint(op.f(f"uq_{table}_organisation_id_{new}"), columns)
    _freeze(table)


def _rest(table: str) -> list[str]:
    return ["module_key", "key"] if table == "lesson" else ["key"]


def _drop_language(table: str, old: list[str], new: str) -> None:
    """Translations go; what is left is in the release's own language."""
    _thaw(table)
    op.execute(
        f"DELETE FROM {table} WHERE language <> (SELECT r.language FROM release r "  # noqa: S608
        f"WHERE r.organisation_id = {table}.organisation_id AND r.id = {table}.release_id)"
    )
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"uq_{table}_organisation_id_{new}"), type_="unique")
        batch.drop_column("language")
        batch.create_unique_constraint(op.f(f"uq_{table}_organisation_id_{'_'.join(old)}"), ["organisation_id", *old])
    _freeze(table)


def _add_release(table: str, empty: bool) -> None:
    """What was read or tried was so in the release that its reader is on: nobody could be moved until now."""
    op.add_column(table, sa.Column("release_id", sa.Uuid(), nullable=True))
    read = "WHERE read_at IS NOT NULL" if table == "lesson_progress" else ""
    op.execute(
        f"UPDATE {table} SET release_id = (SELECT e.release_id FROM enrolment e "  # noqa: S608
        f"WHERE e.organisation_id = {table}.organisation_id AND e.id = {table}.enrolment_id) {read}"
    )
    with op.batch_alter_table(table) as batch:
        batch.alter_column("release_id", existing_type=sa.Uuid(), nullable=empty)
        batch.create_index(op.f(f"ix_{table}_release_id"), ["release_id"])
        batch.create_foreign_key(
            op.f(f"fk_{table}_organisation_id_release_id"),
            "release",
            ["organisation_id", "release_id"],
            ["organisation_id", "id"],
        )


def _thaw(table: str) -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(f"DROP TRIGGER tr_{table}_frozen" + ("" if sqlite else f" ON {table}"))


def _freeze(table: str) -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    body = (
        f"BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END"
        if sqlite
        else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"CREATE TRIGGER tr_{table}_frozen BEFORE UPDATE ON {table} {body}")
