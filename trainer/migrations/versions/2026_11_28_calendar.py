"""Dates travel to calendar programs: with letters, and at an address that needs no sign-in."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_calendar"
down_revision = "2026_11_27_drafts_of_nobody"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add("letter", sa.Column("calendar", sa.Text(), nullable=False, server_default=""))
    _add("set_meeting", sa.Column("changed", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "signed_link",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("calendar", name="linkpurpose", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_signed_link_organisation_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_signed_link_organisation_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_signed_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_signed_link_token_digest")),
    )
    op.create_index(op.f("ix_signed_link_member_id"), "signed_link", ["member_id"])


def downgrade() -> None:
    op.drop_table("signed_link")
    for table, column in (("set_meeting", "changed"), ("letter", "calendar")):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)


def _add(table: str, column: "sa.Column[object]") -> None:
    """The default is for the rows that are there; those to come say it themselves."""
    op.add_column(table, column)
    with op.batch_alter_table(table) as batch:
        batch.alter_column(column.name, existing_type=column.type, server_default=None)
