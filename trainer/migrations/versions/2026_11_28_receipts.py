"""What was taken from each device of each observation?"""

import hashlib
import json
from uuid import UUID, uuid4

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_receipts"
down_revision = "2026_11_28_standards"
branch_labels = None
depends_on = None

COLUMNS = [
    *("organisation_id", "observation_id", "id", "device", "seq", "kind", "code", "actor"),
    *("ref", "text", "at_ms", "delta_ms", "wall_ms"),
]
IDS = ("organisation_id", "observation_id", "id", "device", "ref")
OPERATION = sa.table("operation", *(sa.column(name, sa.Uuid() if name in IDS else None) for name in COLUMNS))


def upgrade() -> None:
    receipt = op.create_table(
        "receipt",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "observation_id"],
            ["observation.organisation_id", "observation.id"],
            name=op.f("fk_receipt_organisation_id_observation_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_receipt_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_receipt")),
        sa.UniqueConstraint(
            "organisation_id", "observation_id", "device", name=op.f("uq_receipt_organisation_id_observation_id_device")
        ),
    )
    rows = [
        dict(zip(("organisation_id", "observation_id", "device"), place, strict=True))
        | {"id": uuid4(), "count": count, "digest": f"{total % 2**256:064x}"}
        for place, (count, total) in _sums().items()
    ]
    if rows:
        op.bulk_insert(receipt, rows)


def downgrade() -> None:
    op.drop_table("receipt")


def _sums() -> dict[tuple[UUID, UUID, UUID], tuple[int, int]]:
    """Of what was taken until now, as trainer/practice/receipts.py spells it."""
    found: dict[tuple[UUID, UUID, UUID], tuple[int, int]] = {}
    for row in op.get_bind().execute(sa.select(OPERATION)).mappings():
        spelled = [str(row[name]) if isinstance(row[name], UUID) else row[name] for name in COLUMNS[1:]]
        text = json.dumps(spelled, ensure_ascii=False, separators=(",", ":"))
        digest = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
        place = (row["organisation_id"], row["observation_id"], row["device"])
        count, total = found.get(place, (0, 0))
        found[place] = (count + 1, total + digest)
    return found
