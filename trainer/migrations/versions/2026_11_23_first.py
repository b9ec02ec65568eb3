"""The first schema."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_23_first"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
FROZEN = [
    "agreement",
    "asset",
    "audit_entry",
    "certificate",
    "certificate_status",
    "document",
    "evidence",
    "installation_entry",
    "judgement",
    "lesson",
    "moderation",
    "operation",
    "panel_vote",
    "rating",
    "release",
    "release_module",
    "stop_event",
    "stop_event_resolution",
]


def upgrade() -> None:
    op.create_table(
        "account_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("to_name", sa.Text(), nullable=False),
        sa.Column("to_address", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("once", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_letter")),
        sa.UniqueConstraint("kind", "once", name=op.f("uq_account_letter_kind_once")),
    )
    op.create_index(op.f("ix_account_letter_sent_at"), "account_letter", ["sent_at"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("chain", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "installation_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation_entry")),
        sa.UniqueConstraint("seq", name=op.f("uq_installation_entry_seq")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fs_uniquifier", sa.Text(), nullable=False),
        sa.Column("fs_webauthn_user_handle", sa.Text(), nullable=True),
        sa.Column("tf_primary_method", sa.Text(), nullable=True),
        sa.Column("tf_totp_secret", sa.Text(), nullable=True),
        sa.Column("mf_recovery_codes", JSON, nullable=True),
        sa.Column("last_code", sa.Integer(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_person_fs_uniquifier")),
        sa.UniqueConstraint("fs_webauthn_user_handle", name=op.f("uq_person_fs_webauthn_user_handle")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_audit_entry_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("organisation_id", "seq", name=op.f("uq_audit_entry_organisation_id_seq")),
    )
    op.create_table(
        "document",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("structure_digest", sa.Text(), nullable=False),
        sa.Column("wording_digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_document_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "organisation_id",
            "kind",
            "structure_digest",
            "wording_digest",
            name=op.f("uq_document_organisation_id_kind_structure_digest_wording_digest"),
        ),
    )
    op.create_table(
        "learning_set",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "modality",
            sa.Enum(
                "in_person", "virtual", "hybrid", name="modality", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_learning_set_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_learning_set")),
    )
    op.create_table(
        "letter",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("to_name", sa.Text(), nullable=False),
        sa.Column("to_address", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("once", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_letter_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_letter")),
        sa.UniqueConstraint("organisation_id", "kind", "once", name=op.f("uq_letter_organisation_id_kind_once")),
    )
    op.create_index(op.f("ix_letter_sent_at"), "letter", ["sent_at"], unique=False)
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("transports", JSON, nullable=True),
        sa.Column("extensions", sa.Text(), nullable=True),
        sa.Column("lastuse_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("usage", sa.Text(), nullable=False),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("device_type", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["person.id"], name=op.f("fk_passkey_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_passkey_user_id_name")),
    )
    op.create_index(op.f("ix_passkey_user_id"), "passkey", ["user_id"], unique=False)
    op.create_table(
        "programme",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_programme_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_programme")),
        sa.UniqueConstraint("organisation_id", "key", name=op.f("uq_programme_organisation_id_key")),
    )
    op.create_table(
        "unit",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_unit_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_unit")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_unit_organisation_id_name")),
    )
    op.create_table(
        "member",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "manager_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_member_organisation_id_manager_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "unit_id"],
            ["unit.organisation_id", "unit.id"],
            name=op.f("fk_member_organisation_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_member_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_member_person_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_member")),
        sa.UniqueConstraint("organisation_id", "person_id", name=op.f("uq_member_organisation_id_person_id")),
    )
    op.create_index(op.f("ix_member_manager_id"), "member", ["manager_id"], unique=False)
    op.create_index(op.f("ix_member_person_id"), "member", ["person_id"], unique=False)
    op.create_index(op.f("ix_member_unit_id"), "member", ["unit_id"], unique=False)
    op.create_table(
        "seat",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("set_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "set_id"],
            ["learning_set.organisation_id", "learning_set.id"],
            name=op.f("fk_seat_organisation_id_set_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_seat_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_seat")),
        sa.UniqueConstraint("organisation_id", "set_id", "code", name=op.f("uq_seat_organisation_id_set_id_code")),
    )
    op.create_table(
        "set_meeting",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("set_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column(
            "modality",
            sa.Enum(
                "in_person", "virtual", "hybrid", name="modality", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "held",
                "cancelled",
                name="meetingstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "set_id"],
            ["learning_set.organisation_id", "learning_set.id"],
            name=op.f("fk_set_meeting_organisation_id_set_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_set_meeting_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_set_meeting")),
        sa.UniqueConstraint(
            "organisation_id", "set_id", "number", name=op.f("uq_set_meeting_organisation_id_set_id_number")
        ),
    )
    op.create_index(op.f("ix_set_meeting_set_id"), "set_meeting", ["set_id"], unique=False)
    op.create_index(op.f("ix_set_meeting_starts_at"), "set_meeting", ["starts_at"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "agreed",
                "declined",
                "withdrawn",
                "absent",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "meeting_id"],
            ["set_meeting.organisation_id", "set_meeting.id"],
            name=op.f("fk_agreement_organisation_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "recorded_by_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_agreement_organisation_id_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "seat_id"],
            ["seat.organisation_id", "seat.id"],
            name=op.f("fk_agreement_organisation_id_seat_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_agreement_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_meeting_id"), "agreement", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_agreement_recorded_by_id"), "agreement", ["recorded_by_id"], unique=False)
    op.create_index(op.f("ix_agreement_seat_id"), "agreement", ["seat_id"], unique=False)
    op.create_table(
        "assessor_licence",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("granted_by_id", sa.Uuid(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "granted_by_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_assessor_licence_organisation_id_granted_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_assessor_licence_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_assessor_licence_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_assessor_licence")),
    )
    op.create_index(op.f("ix_assessor_licence_granted_by_id"), "assessor_licence", ["granted_by_id"], unique=False)
    op.create_index(op.f("ix_assessor_licence_member_id"), "assessor_licence", ["member_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "invited_by_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_invitation_organisation_id_invited_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_invitation_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitation_token_digest")),
    )
    op.create_index(op.f("ix_invitation_email"), "invitation", ["email"], unique=False)
    op.create_index(op.f("ix_invitation_invited_by_id"), "invitation", ["invited_by_id"], unique=False)
    op.create_index(op.f("ix_invitation_member_id"), "invitation", ["member_id"], unique=False)
    op.create_table(
        "member_duty",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "duty",
            sa.Enum(
                "trainee",
                "assessor",
                "lead",
                "panel",
                "coordinator",
                "author",
                "auditor",
                "administrator",
                name="duty",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_member_duty_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_member_duty_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_member_duty")),
        sa.UniqueConstraint(
            "organisation_id", "member_id", "duty", name=op.f("uq_member_duty_organisation_id_member_id_duty")
        ),
    )
    op.create_index(op.f("ix_member_duty_member_id"), "member_duty", ["member_id"], unique=False)
    op.create_table(
        "release",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("rubric_id", sa.Uuid(), nullable=True),
        sa.Column("scheme_id", sa.Uuid(), nullable=True),
        sa.Column("policy_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "policy_id"],
            ["document.organisation_id", "document.id"],
            name=op.f("fk_release_organisation_id_policy_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id"],
            ["programme.organisation_id", "programme.id"],
            name=op.f("fk_release_organisation_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "published_by_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_release_organisation_id_published_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "rubric_id"],
            ["document.organisation_id", "document.id"],
            name=op.f("fk_release_organisation_id_rubric_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "scheme_id"],
            ["document.organisation_id", "document.id"],
            name=op.f("fk_release_organisation_id_scheme_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_release_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_release")),
        sa.UniqueConstraint(
            "organisation_id", "programme_id", "number", name=op.f("uq_release_organisation_id_programme_id_number")
        ),
    )
    op.create_index(op.f("ix_release_policy_id"), "release", ["policy_id"], unique=False)
    op.create_index(op.f("ix_release_programme_id"), "release", ["programme_id"], unique=False)
    op.create_index(op.f("ix_release_published_by_id"), "release", ["published_by_id"], unique=False)
    op.create_index(op.f("ix_release_rubric_id"), "release", ["rubric_id"], unique=False)
    op.create_index(op.f("ix_release_scheme_id"), "release", ["scheme_id"], unique=False)
    op.create_table(
        "asset",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "release_id"],
            ["release.organisation_id", "release.id"],
            name=op.f("fk_asset_organisation_id_release_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_asset_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_asset")),
        sa.UniqueConstraint(
            "organisation_id", "release_id", "path", name=op.f("uq_asset_organisation_id_release_id_path")
        ),
    )
    op.create_table(
        "enrolment",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "learning",
                "practising",
                "observation_ready",
                "under_review",
                "certified",
                "conditional",
                "not_yet",
                "dormant",
                "suspended",
                "withdrawn",
                name="enrolmentstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_enrolment_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "policy_id"],
            ["document.organisation_id", "document.id"],
            name=op.f("fk_enrolment_organisation_id_policy_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id"],
            ["programme.organisation_id", "programme.id"],
            name=op.f("fk_enrolment_organisation_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "release_id"],
            ["release.organisation_id", "release.id"],
            name=op.f("fk_enrolment_organisation_id_release_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_enrolment_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint(
            "organisation_id",
            "member_id",
            "programme_id",
            name=op.f("uq_enrolment_organisation_id_member_id_programme_id"),
        ),
    )
    op.create_index(op.f("ix_enrolment_member_id"), "enrolment", ["member_id"], unique=False)
    op.create_index(op.f("ix_enrolment_policy_id"), "enrolment", ["policy_id"], unique=False)
    op.create_index(op.f("ix_enrolment_programme_id"), "enrolment", ["programme_id"], unique=False)
    op.create_index(op.f("ix_enrolment_release_id"), "enrolment", ["release_id"], unique=False)
    op.create_index(op.f("ix_enrolment_state"), "enrolment", ["state"], unique=False)
    op.create_table(
        "lesson",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("module_key", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("word_count", sa.Integer(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("headings", JSON, nullable=False),
        sa.Column("reflections", JSON, nullable=False),
        sa.Column("structure_digest", sa.Text(), nullable=False),
        sa.Column("wording_digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "release_id"],
            ["release.organisation_id", "release.id"],
            name=op.f("fk_lesson_organisation_id_release_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_lesson_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_lesson")),
        sa.UniqueConstraint(
            "organisation_id",
            "release_id",
            "module_key",
            "key",
            name=op.f("uq_lesson_organisation_id_release_id_module_key_key"),
        ),
    )
    op.create_table(
        "release_module",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("minutes_self", sa.Integer(), nullable=False),
        sa.Column("minutes_live", sa.Integer(), nullable=False),
        sa.Column("outcomes", JSON, nullable=False),
        sa.Column("requires", JSON, nullable=False),
        sa.Column("practice", sa.Text(), nullable=False),
        sa.Column("readings", JSON, nullable=False),
        sa.Column("check_body", sa.Text(), nullable=True),
        sa.Column("structure_digest", sa.Text(), nullable=False),
        sa.Column("wording_digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "release_id"],
            ["release.organisation_id", "release.id"],
            name=op.f("fk_release_module_organisation_id_release_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_release_module_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_release_module")),
        sa.UniqueConstraint(
            "organisation_id", "release_id", "key", name=op.f("uq_release_module_organisation_id_release_id_key")
        ),
    )
    op.create_table(
        "check_attempt",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("module_key", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("drawn", JSON, nullable=False),
        sa.Column("answers", JSON, nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (passed IS NULL)", name=op.f("ck_check_attempt_submitted_has_result")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "enrolment_id"],
            ["enrolment.organisation_id", "enrolment.id"],
            name=op.f("fk_check_attempt_organisation_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_check_attempt_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_check_attempt")),
        sa.UniqueConstraint(
            "organisation_id",
            "enrolment_id",
            "module_key",
            "number",
            name=op.f("uq_check_attempt_organisation_id_enrolment_id_module_key_number"),
        ),
    )
    op.create_table(
        "decision",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "decided",
                "withdrawn",
                name="decisionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "certified",
                "conditional",
                "not_yet",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("evidence_digest", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'decided') = (outcome IS NOT NULL)", name=op.f("ck_decision_decided_has_outcome")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "enrolment_id"],
            ["enrolment.organisation_id", "enrolment.id"],
            name=op.f("fk_decision_organisation_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "opened_by_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_decision_organisation_id_opened_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "policy_id"],
            ["document.organisation_id", "document.id"],
            name=op.f("fk_decision_organisation_id_policy_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_decision_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_decision")),
        sa.UniqueConstraint("organisation_id", "number", name=op.f("uq_decision_organisation_id_number")),
    )
    op.create_index(op.f("ix_decision_enrolment_id"), "decision", ["enrolment_id"], unique=False)
    op.create_index(op.f("ix_decision_opened_by_id"), "decision", ["opened_by_id"], unique=False)
    op.create_index(op.f("ix_decision_policy_id"), "decision", ["policy_id"], unique=False)
    op.create_index(op.f("ix_decision_state"), "decision", ["state"], unique=False)
    op.create_table(
        "lesson_progress",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("module_key", sa.Text(), nullable=False),
        sa.Column("lesson_key", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_wording", sa.Text(), nullable=True),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "enrolment_id"],
            ["enrolment.organisation_id", "enrolment.id"],
            name=op.f("fk_lesson_progress_organisation_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_lesson_progress_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_lesson_progress")),
        sa.UniqueConstraint(
            "organisation_id",
            "enrolment_id",
            "module_key",
            "lesson_key",
            name=op.f("uq_lesson_progress_organisation_id_enrolment_id_module_key_lesson_key"),
        ),
    )
    op.create_table(
        "practice_session",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("formative", "summative", name="sessionkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "confirmed",
                "held",
                "closed",
                "cancelled",
                "no_show",
                "aborted",
                name="sessionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("observed", sa.Boolean(), nullable=False),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "enrolment_id"],
            ["enrolment.organisation_id", "enrolment.id"],
            name=op.f("fk_practice_session_organisation_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "meeting_id"],
            ["set_meeting.organisation_id", "set_meeting.id"],
            name=op.f("fk_practice_session_organisation_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_practice_session_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_practice_session")),
        sa.UniqueConstraint("organisation_id", "number", name=op.f("uq_practice_session_organisation_id_number")),
    )
    op.create_index(op.f("ix_practice_session_enrolment_id"), "practice_session", ["enrolment_id"], unique=False)
    op.create_index(op.f("ix_practice_session_meeting_id"), "practice_session", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_practice_session_state"), "practice_session", ["state"], unique=False)
    op.create_table(
        "reflection",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("protecting", sa.Text(), nullable=False),
        sa.Column("next_time", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "enrolment_id"],
            ["enrolment.organisation_id", "enrolment.id"],
            name=op.f("fk_reflection_organisation_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_reflection_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_reflection")),
        sa.UniqueConstraint(
            "organisation_id", "enrolment_id", "key", name=op.f("uq_reflection_organisation_id_enrolment_id_key")
        ),
    )
    op.create_table(
        "certificate",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "decision_id"],
            ["decision.organisation_id", "decision.id"],
            name=op.f("fk_certificate_organisation_id_decision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "enrolment_id"],
            ["enrolment.organisation_id", "enrolment.id"],
            name=op.f("fk_certificate_organisation_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_certificate_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("organisation_id", "decision_id", name=op.f("uq_certificate_organisation_id_decision_id")),
        sa.UniqueConstraint("public_key", name=op.f("uq_certificate_public_key")),
    )
    op.create_index(op.f("ix_certificate_enrolment_id"), "certificate", ["enrolment_id"], unique=False)
    op.create_index(op.f("ix_certificate_valid_until"), "certificate", ["valid_until"], unique=False)
    op.create_table(
        "observation",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("rubric_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "assigned",
                "capturing",
                "captured",
                "rating",
                "locked",
                "declined",
                "void",
                "superseded",
                name="observationstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "assessor_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_observation_organisation_id_assessor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "assigned_by_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_observation_organisation_id_assigned_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "rubric_id"],
            ["document.organisation_id", "document.id"],
            name=op.f("fk_observation_organisation_id_rubric_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "scheme_id"],
            ["document.organisation_id", "document.id"],
            name=op.f("fk_observation_organisation_id_scheme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id"],
            ["practice_session.organisation_id", "practice_session.id"],
            name=op.f("fk_observation_organisation_id_session_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_observation_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_observation")),
        sa.UniqueConstraint(
            "organisation_id",
            "session_id",
            "assessor_id",
            name=op.f("uq_observation_organisation_id_session_id_assessor_id"),
        ),
    )
    op.create_index(op.f("ix_observation_assessor_id"), "observation", ["assessor_id"], unique=False)
    op.create_index(op.f("ix_observation_assigned_by_id"), "observation", ["assigned_by_id"], unique=False)
    op.create_index(op.f("ix_observation_rubric_id"), "observation", ["rubric_id"], unique=False)
    op.create_index(op.f("ix_observation_scheme_id"), "observation", ["scheme_id"], unique=False)
    op.create_index(op.f("ix_observation_session_id"), "observation", ["session_id"], unique=False)
    op.create_index(op.f("ix_observation_state"), "observation", ["state"], unique=False)
    op.create_table(
        "panel_seat",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "decision_id"],
            ["decision.organisation_id", "decision.id"],
            name=op.f("fk_panel_seat_organisation_id_decision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_panel_seat_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_panel_seat_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_panel_seat")),
        sa.UniqueConstraint(
            "organisation_id",
            "decision_id",
            "member_id",
            name=op.f("uq_panel_seat_organisation_id_decision_id_member_id"),
        ),
    )
    op.create_index(op.f("ix_panel_seat_member_id"), "panel_seat", ["member_id"], unique=False)
    op.create_table(
        "session_reflection",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("protecting", sa.Text(), nullable=False),
        sa.Column("next_time", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id"],
            ["practice_session.organisation_id", "practice_session.id"],
            name=op.f("fk_session_reflection_organisation_id_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_session_reflection_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_session_reflection")),
        sa.UniqueConstraint(
            "organisation_id", "session_id", name=op.f("uq_session_reflection_organisation_id_session_id")
        ),
    )
    op.create_table(
        "session_result",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "moderating",
                "agreed",
                "released",
                name="resultstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "released_by_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_session_result_organisation_id_released_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id"],
            ["practice_session.organisation_id", "practice_session.id"],
            name=op.f("fk_session_result_organisation_id_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_session_result_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_session_result")),
        sa.UniqueConstraint("organisation_id", "session_id", name=op.f("uq_session_result_organisation_id_session_id")),
    )
    op.create_index(op.f("ix_session_result_released_by_id"), "session_result", ["released_by_id"], unique=False)
    op.create_index(op.f("ix_session_result_state"), "session_result", ["state"], unique=False)
    op.create_table(
        "certificate_status",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column(
            "change",
            sa.Enum(
                "suspended",
                "reinstated",
                "revoked",
                "superseded",
                name="statuschange",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "certificate_id"],
            ["certificate.organisation_id", "certificate.id"],
            name=op.f("fk_certificate_status_organisation_id_certificate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "changed_by_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_certificate_status_organisation_id_changed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_certificate_status_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_certificate_status")),
    )
    op.create_index(
        op.f("ix_certificate_status_certificate_id"), "certificate_status", ["certificate_id"], unique=False
    )
    op.create_index(op.f("ix_certificate_status_changed_by_id"), "certificate_status", ["changed_by_id"], unique=False)
    op.create_table(
        "judgement",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rubric_id", sa.Uuid(), nullable=False),
        sa.Column("entrustment", sa.Integer(), nullable=False),
        sa.Column("strength_one", sa.Text(), nullable=False),
        sa.Column("strength_two", sa.Text(), nullable=False),
        sa.Column("try_next", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum("low", "medium", "high", name="confidence", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "relationship",
            sa.Enum(
                "none",
                "colleague",
                "same_team",
                "tutor",
                "friend",
                name="relationship",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "observation_id"],
            ["observation.organisation_id", "observation.id"],
            name=op.f("fk_judgement_organisation_id_observation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "rubric_id"],
            ["document.organisation_id", "document.id"],
            name=op.f("fk_judgement_organisation_id_rubric_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_judgement_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_judgement")),
        sa.UniqueConstraint(
            "organisation_id",
            "observation_id",
            "number",
            name=op.f("uq_judgement_organisation_id_observation_id_number"),
        ),
    )
    op.create_index(op.f("ix_judgement_rubric_id"), "judgement", ["rubric_id"], unique=False)
    op.create_table(
        "moderation",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moderator_id", sa.Uuid(), nullable=False),
        sa.Column("moderated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_moderation_level_in_range")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "moderator_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_moderation_organisation_id_moderator_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "result_id"],
            ["session_result.organisation_id", "session_result.id"],
            name=op.f("fk_moderation_organisation_id_result_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_moderation_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_moderation")),
        sa.UniqueConstraint(
            "organisation_id", "result_id", "criterion", name=op.f("uq_moderation_organisation_id_result_id_criterion")
        ),
    )
    op.create_index(op.f("ix_moderation_moderator_id"), "moderation", ["moderator_id"], unique=False)
    op.create_table(
        "operation",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("ref", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("delta_ms", sa.Integer(), nullable=True),
        sa.Column("wall_ms", sa.BigInteger(), nullable=False),
        sa.Column("skew_ms", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "observation_id"],
            ["observation.organisation_id", "observation.id"],
            name=op.f("fk_operation_organisation_id_observation_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_operation_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_operation")),
    )
    op.create_index(op.f("ix_operation_observation_id"), "operation", ["observation_id"], unique=False)
    op.create_table(
        "panel_vote",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "vote",
            sa.Enum(
                "certified",
                "conditional",
                "not_yet",
                "recused",
                name="vote",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "seat_id"],
            ["panel_seat.organisation_id", "panel_seat.id"],
            name=op.f("fk_panel_vote_organisation_id_seat_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_panel_vote_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_panel_vote")),
        sa.UniqueConstraint(
            "organisation_id", "seat_id", "number", name=op.f("uq_panel_vote_organisation_id_seat_id_number")
        ),
    )
    op.create_table(
        "rating_draft",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "observation_id"],
            ["observation.organisation_id", "observation.id"],
            name=op.f("fk_rating_draft_organisation_id_observation_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_rating_draft_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_rating_draft")),
        sa.UniqueConstraint(
            "organisation_id", "observation_id", name=op.f("uq_rating_draft_organisation_id_observation_id")
        ),
    )
    op.create_table(
        "rating",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("judgement_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("not_observed", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.CheckConstraint("(level IS NULL) = not_observed", name=op.f("ck_rating_level_or_not_observed")),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_rating_level_in_range")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "judgement_id"],
            ["judgement.organisation_id", "judgement.id"],
            name=op.f("fk_rating_organisation_id_judgement_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_rating_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_rating")),
        sa.UniqueConstraint(
            "organisation_id",
            "judgement_id",
            "criterion",
            name=op.f("uq_rating_organisation_id_judgement_id_criterion"),
        ),
    )
    op.create_table(
        "stop_event",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("judgement_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "judgement_id"],
            ["judgement.organisation_id", "judgement.id"],
            name=op.f("fk_stop_event_organisation_id_judgement_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_stop_event_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_stop_event")),
    )
    op.create_index(op.f("ix_stop_event_judgement_id"), "stop_event", ["judgement_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rating_id", sa.Uuid(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=True),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "operation_id"],
            ["operation.organisation_id", "operation.id"],
            name=op.f("fk_evidence_organisation_id_operation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "rating_id"],
            ["rating.organisation_id", "rating.id"],
            name=op.f("fk_evidence_organisation_id_rating_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_evidence_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_rating_id"), "evidence", ["rating_id"], unique=False)
    op.create_table(
        "stop_event_resolution",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stop_event_id", sa.Uuid(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("resolved_by_id", sa.Uuid(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "resolved_by_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_stop_event_resolution_organisation_id_resolved_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "stop_event_id"],
            ["stop_event.organisation_id", "stop_event.id"],
            name=op.f("fk_stop_event_resolution_organisation_id_stop_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_stop_event_resolution_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_stop_event_resolution")),
        sa.UniqueConstraint(
            "organisation_id", "stop_event_id", name=op.f("uq_stop_event_resolution_organisation_id_stop_event_id")
        ),
    )
    op.create_index(
        op.f("ix_stop_event_resolution_resolved_by_id"), "stop_event_resolution", ["resolved_by_id"], unique=False
    )
    freeze()


def freeze() -> None:
    """Rows of these tables are never changed: the database itself refuses."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is frozen', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; "
            "END $$"
        )
    for table in FROZEN:
        body = (
            f"BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END"
            if sqlite
            else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"CREATE TRIGGER tr_{table}_frozen BEFORE UPDATE ON {table} {body}")


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        for table in FROZEN:
            op.execute(f"DROP TRIGGER tr_{table}_frozen ON {table}")
        op.execute("DROP FUNCTION refuse_change()")
    op.drop_index(op.f("ix_stop_event_resolution_resolved_by_id"), table_name="stop_event_resolution")
    op.drop_table("stop_event_resolution")
    op.drop_index(op.f("ix_evidence_rating_id"), table_name="evidence")
    op.drop_table("evidence")
    op.drop_index(op.f("ix_stop_event_judgement_id"), table_name="stop_event")
    op.drop_table("stop_event")
    op.drop_table("rating")
    op.drop_table("rating_draft")
    op.drop_table("panel_vote")
    op.drop_index(op.f("ix_operation_observation_id"), table_name="operation")
    op.drop_table("operation")
    op.drop_index(op.f("ix_moderation_moderator_id"), table_name="moderation")
    op.drop_table("moderation")
    op.drop_index(op.f("ix_judgement_rubric_id"), table_name="judgement")
    op.drop_table("judgement")
    op.drop_index(op.f("ix_certificate_status_changed_by_id"), table_name="certificate_status")
    op.drop_index(op.f("ix_certificate_status_certificate_id"), table_name="certificate_status")
    op.drop_table("certificate_status")
    op.drop_index(op.f("ix_session_result_state"), table_name="session_result")
    op.drop_index(op.f("ix_session_result_released_by_id"), table_name="session_result")
    op.drop_table("session_result")
    op.drop_table("session_reflection")
    op.drop_index(op.f("ix_panel_seat_member_id"), table_name="panel_seat")
    op.drop_table("panel_seat")
    op.drop_index(op.f("ix_observation_state"), table_name="observation")
    op.drop_index(op.f("ix_observation_session_id"), table_name="observation")
    op.drop_index(op.f("ix_observation_scheme_id"), table_name="observation")
    op.drop_index(op.f("ix_observation_rubric_id"), table_name="observation")
    op.drop_index(op.f("ix_observation_assigned_by_id"), table_name="observation")
    op.drop_index(op.f("ix_observation_assessor_id"), table_name="observation")
    op.drop_table("observation")
    op.drop_index(op.f("ix_certificate_valid_until"), table_name="certificate")
    op.drop_index(op.f("ix_certificate_enrolment_id"), table_name="certificate")
    op.drop_table("certificate")
    op.drop_table("reflection")
    op.drop_index(op.f("ix_practice_session_state"), table_name="practice_session")
    op.drop_index(op.f("ix_practice_session_meeting_id"), table_name="practice_session")
    op.drop_index(op.f("ix_practice_session_enrolment_id"), table_name="practice_session")
    op.drop_table("practice_session")
    op.drop_table("lesson_progress")
    op.drop_index(op.f("ix_decision_state"), table_name="decision")
    op.drop_index(op.f("ix_decision_policy_id"), table_name="decision")
    op.drop_index(op.f("ix_decision_opened_by_id"), table_name="decision")
    op.drop_index(op.f("ix_decision_enrolment_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_table("check_attempt")
    op.drop_table("release_module")
    op.drop_table("lesson")
    op.drop_index(op.f("ix_enrolment_state"), table_name="enrolment")
    op.drop_index(op.f("ix_enrolment_release_id"), table_name="enrolment")
    op.drop_index(op.f("ix_enrolment_programme_id"), table_name="enrolment")
    op.drop_index(op.f("ix_enrolment_policy_id"), table_name="enrolment")
    op.drop_index(op.f("ix_enrolment_member_id"), table_name="enrolment")
    op.drop_table("enrolment")
    op.drop_table("asset")
    op.drop_index(op.f("ix_release_scheme_id"), table_name="release")
    op.drop_index(op.f("ix_release_rubric_id"), table_name="release")
    op.drop_index(op.f("ix_release_published_by_id"), table_name="release")
    op.drop_index(op.f("ix_release_programme_id"), table_name="release")
    op.drop_index(op.f("ix_release_policy_id"), table_name="release")
    op.drop_table("release")
    op.drop_index(op.f("ix_member_duty_member_id"), table_name="member_duty")
    op.drop_table("member_duty")
    op.drop_index(op.f("ix_invitation_member_id"), table_name="invitation")
    op.drop_index(op.f("ix_invitation_invited_by_id"), table_name="invitation")
    op.drop_index(op.f("ix_invitation_email"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_assessor_licence_member_id"), table_name="assessor_licence")
    op.drop_index(op.f("ix_assessor_licence_granted_by_id"), table_name="assessor_licence")
    op.drop_table("assessor_licence")
    op.drop_index(op.f("ix_agreement_seat_id"), table_name="agreement")
    op.drop_index(op.f("ix_agreement_recorded_by_id"), table_name="agreement")
    op.drop_index(op.f("ix_agreement_meeting_id"), table_name="agreement")
    op.drop_table("agreement")
    op.drop_index(op.f("ix_set_meeting_starts_at"), table_name="set_meeting")
    op.drop_index(op.f("ix_set_meeting_set_id"), table_name="set_meeting")
    op.drop_table("set_meeting")
    op.drop_table("seat")
    op.drop_index(op.f("ix_member_unit_id"), table_name="member")
    op.drop_index(op.f("ix_member_person_id"), table_name="member")
    op.drop_index(op.f("ix_member_manager_id"), table_name="member")
    op.drop_table("member")
    op.drop_table("unit")
    op.drop_table("programme")
    op.drop_index(op.f("ix_passkey_user_id"), table_name="passkey")
    op.drop_table("passkey")
    op.drop_index(op.f("ix_letter_sent_at"), table_name="letter")
    op.drop_table("letter")
    op.drop_table("learning_set")
    op.drop_table("document")
    op.drop_table("audit_entry")
    op.drop_table("throttle")
    op.drop_table("person")
    op.drop_table("organisation")
    op.drop_table("installation_entry")
    op.drop_table("audit_head")
    op.drop_index(op.f("ix_account_letter_sent_at"), table_name="account_letter")
    op.drop_table("account_letter")
