"""What can be done about sign-ins, organisations and their people."""

from typing import Any

from tests.deeds.world import NOW, Deed, World
from trainer.accounts import actions as accounts
from trainer.organisations import actions as organisations
from trainer.organisations import queries as members
from trainer.organisations.duties import Duty


def _passkey(w: World) -> Any:
    values = {"synced": True, "now": NOW}
    return accounts.add_passkey(w.person("tara"), "Phone", b"id", b"key", 1, **values)


def _forget_passkey(w: World) -> None:
    accounts.remove_passkey(w.person("tara"), _passkey(w).id, now=NOW)


def _profile(w: World) -> None:
    values = {"name": "Tara T.", "timezone": "UTC", "theme": "dark", "now": NOW}
    accounts.change_profile(w.person("tara"), **values)


def _accept(w: World) -> None:
    person = accounts.create_person("nele@example.org", "Nele", None, now=NOW, timezone="UTC")
    organisations.accept_invitation(w.get(members.open_invitation, "invitation"), person, name="Nele", now=NOW)


def _take_back(w: World) -> None:
    organisations.leave(w.bea, by=w.ada, now=NOW)
    organisations.take_back(w.bea, by=w.ada, now=NOW)


def _invite(w: World) -> None:
    values = {"link_to": "https://t/TOKEN", "by": w.cora, "now": NOW}
    organisations.invite(w.acme, "Ole", "ole@example.org", {Duty.TRAINEE}, **values)


def _invite_again(w: World) -> None:
    values = {"link_to": "https://t/TOKEN", "by": w.cora, "now": NOW}
    organisations.invite_again(w.acme, w.get(members.open_invitation, "invitation"), **values)


DEEDS: tuple[Deed, ...] = (
    Deed(
        "accounts.create_person",
        lambda w: accounts.create_person("new@example.org", "New", None, now=NOW, timezone="UTC"),
        ("person.created",),
    ),
    Deed(
        "accounts.note_sign_in",
        lambda w: accounts.note_sign_in(w.person("tara"), "password", "tara@example.org", "::1", now=NOW),
        ("person.signed_in",),
    ),
    Deed(
        "accounts.note_failure",
        lambda w: accounts.note_failure("tara@example.org", "::1", now=NOW),
        ("person.sign_in_failed",),
    ),
    Deed("accounts.change_profile", _profile, ("person.profile_changed",)),
    Deed(
        "accounts.set_password",
        lambda w: accounts.set_password(w.person("tara"), "hashed", now=NOW),
        ("person.password_changed",),
    ),
    Deed(
        "accounts.reset_password",
        lambda w: accounts.reset_password(w.person("tara"), "hashed", now=NOW),
        ("person.password_reset",),
    ),
    Deed(
        "accounts.ask_for_reset",
        lambda w: accounts.ask_for_reset("tara@example.org", "::1", "https://t", now=NOW),
        ("person.reset_asked",),
    ),
    Deed(
        "accounts.ask_for_reset",
        lambda w: accounts.ask_for_reset("nobody@example.org", "::1", "https://t", now=NOW),
        (),
    ),
    Deed(
        "accounts.send_reset",
        lambda w: accounts.send_reset(w.person("tara"), "https://t", now=NOW),
        ("person.reset_asked",),
    ),
    Deed(
        "accounts.use_authenticator",
        lambda w: accounts.use_authenticator(w.person("tara"), "secret", ["code"], now=NOW),
        ("person.authenticator_added",),
    ),
    Deed(
        "accounts.drop_authenticator",
        lambda w: accounts.drop_authenticator(w.person("tara"), now=NOW),
        ("person.authenticator_removed",),
    ),
    Deed("accounts.add_passkey", _passkey, ("person.passkey_added",)),
    Deed("accounts.remove_passkey", _forget_passkey, ("person.passkey_added", "person.passkey_removed")),
    Deed(
        "accounts.use_passkey",
        lambda w: accounts.use_passkey(_passkey(w), 2, now=NOW),
        ("person.passkey_added",),  # that it was used is told by the sign-in
    ),
    Deed(
        "organisations.create_organisation",
        lambda w: organisations.create_organisation("third", "Third", now=NOW),
        ("organisation.created",),
    ),
    Deed(
        "organisations.change_settings",
        lambda w: organisations.change_settings(
            w.acme, name="Acme Ltd", colour="#112233", timezone="UTC", by=w.ada, now=NOW
        ),
        ("organisation.changed",),
    ),
    Deed(
        "organisations.add_unit",
        lambda w: organisations.add_unit(w.acme.id, "York", by=w.ada, now=NOW),
        ("unit.added",),
    ),
    Deed(
        "organisations.add_member",
        lambda w: organisations.add_member(w.acme.id, "Nils", set(), by=w.ada, now=NOW),
        ("member.added",),
    ),
    Deed(
        "organisations.change_duties",
        lambda w: organisations.change_duties(w.bea, {Duty.AUTHOR}, by=w.ada, now=NOW),
        ("member.duties_changed",),
    ),
    Deed(
        "organisations.change_manager",
        lambda w: organisations.change_manager(w.tara, w.lena, by=w.ada, now=NOW),
        ("member.manager_changed",),
    ),
    Deed("organisations.leave", lambda w: organisations.leave(w.bea, by=w.ada, now=NOW), ("member.left",)),
    Deed("organisations.take_back", _take_back, ("member.left", "member.taken_back")),
    Deed("organisations.invite", _invite, ("member.added", "member.invited")),
    Deed("organisations.invite_again", _invite_again, ("member.invited",)),
    Deed("organisations.accept_invitation", _accept, ("person.created", "member.accepted")),
)
