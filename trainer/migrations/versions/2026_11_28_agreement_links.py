"""People in a set answer by a link of their own, and may be asked for more than an observer."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "2026_11_28_agreement_links"
down_revision = "2026_11_28_calendar"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
CHECK = "ck_signed_link_linkpurpose"
POINTERS = (("seat_id", "seat"), ("meeting_id", "set_meeting"))


def upgrade() -> None:
    _add("seat", sa.Column("address", sa.Text(), nullable=False, server_default=""))
    _add("set_meeting", sa.Column("asks", JSON, nullable=False, server_default="[]"))
    with op.batch_alter_table("signed_link") as batch:
        for column, target in POINTERS:
            batch.add_column(sa.Column(column, sa.Uuid(), nullable=True))
            batch.create_foreign_key(
                op.f(f"fk_signed_link_organisation_id_{column}"),
                target,
                ["organisation_id", column],
                ["organisation_id", "id"],
            )
            batch.create_index(op.f(f"ix_signed_link_{column}"), [column])
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), "purpose IN ('calendar', 'agreement')")


def downgrade() -> None:
    op.execute("DELETE FROM signed_link WHERE purpose <> 'calendar'")
    with op.batch_alter_table("signed_link") as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), "purpose IN ('calendar')")
        for column, _target in POINTERS:
            batch.drop_index(op.f(f"ix_signed_link_{column}"))
            batch.drop_constraint(op.f(f"fk_signed_link_organisation_id_{column}"), type_="foreignkey")
            batch.drop_column(column)
    for table, column in (("set_meeting", "asks"), ("seat", "address")):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)


def _add(table: str, column: "sa.Column[object]") -> None:
    """The default is for the rows that are there; those to come say it themselves."""
    op.add_column(table, column)
    with op.batch_alter_table(table) as batch:
        batch.alter_column(column.name, existing_type=column.type, server_default=None)
