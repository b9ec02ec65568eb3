"""Guest assessors have no sign-in: letters reach them at an address, and a link opens one observation."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_guests"
down_revision = "2026_11_28_formative"
branch_labels = None
depends_on = None

CHECK = "ck_signed_link_linkpurpose"
FOREIGN = "fk_signed_link_organisation_id_observation_id"
WORDS = ("address", "introduction")


def upgrade() -> None:
    for name in WORDS:
        op.add_column("member", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("member") as batch:
        for name in WORDS:  # the default is for the rows that are there; those to come say it themselves
            batch.alter_column(name, existing_type=sa.Text(), server_default=None)
    op.add_column("observation", sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("signed_link") as batch:
        batch.add_column(sa.Column("observation_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            op.f(FOREIGN), "observation", ["organisation_id", "observation_id"], ["organisation_id", "id"]
        )
        batch.create_index(op.f("ix_signed_link_observation_id"), ["observation_id"])
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), "purpose IN ('calendar', 'agreement', 'pulse', 'guest')")


def downgrade() -> None:
    op.execute("DELETE FROM signed_link WHERE purpose = 'guest'")
    with op.batch_alter_table("signed_link") as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), "purpose IN ('calendar', 'agreement', 'pulse')")
        batch.drop_index(op.f("ix_signed_link_observation_id"))
        batch.drop_constraint(op.f(FOREIGN), type_="foreignkey")
        batch.drop_column("observation_id")
    with op.batch_alter_table("observation") as batch:
        batch.drop_column("accepted_at")
    with op.batch_alter_table("member") as batch:
        for name in WORDS:
            batch.drop_column(name)
