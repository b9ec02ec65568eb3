"""What can be done to an organisation and its members?"""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from trainer import audit, outbox
from trainer.accounts.models import Person
from trainer.db import db, new_id
from trainer.organisations import queries
from trainer.organisations.duties import Duty
from trainer.organisations.models import Invitation, Member, MemberDuty, Organisation, Unit

INVITATION_LASTS = timedelta(days=14)


def create_organisation(slug: str, name: str, *, now: datetime, **settings: str) -> Organisation:
    """Found an organisation."""
    organisation = Organisation(id=new_id(), slug=slug, name=name, created_at=now, **settings)
    db.session.add(organisation)
    audit.record(organisation.id, "organisation.created", by=None, subject=organisation.id, at=now)
    return organisation


def change_settings(
    organisation: Organisation, *, name: str, colour: str, timezone: str, by: Member, now: datetime
) -> None:
    """Change how the organisation is called and looks."""
    organisation.name, organisation.colour, organisation.timezone = name, colour, timezone
    audit.record(organisation.id, "organisation.changed", by=by.id, subject=organisation.id, at=now)


def add_unit(organisation_id: UUID, name: str, *, by: Member | None, now: datetime) -> Unit:
    """Name a site or department."""
    unit = Unit(organisation_id=organisation_id, id=new_id(), name=name)
    db.session.add(unit)
    audit.record(organisation_id, "unit.added", by=by.id if by else None, subject=unit.id, at=now)
    return unit


def add_member(
    organisation_id: UUID,
    name: str,
    duties: Collection[Duty],
    *,
    by: Member | None,
    now: datetime,
    person: Person | None = None,
    unit: Unit | None = None,
    manager: Member | None = None,
    address: str = "",
    introduction: str = "",
) -> Member:
    """Give somebody a place in the organisation, with duties. Somebody with an `address` is a guest."""
    member = Member(
        organisation_id=organisation_id,
        id=new_id(),
        name=name,
        person_id=person.id if person else None,
        unit_id=unit.id if unit else None,
        manager_id=manager.id if manager else None,
        address=address.strip().lower(),
        introduction=introduction,
        joined_at=now,
        held=[],
    )
    db.session.add(member)
    _hold(member, duties)
    audit.record(
        organisation_id, "member.added", by=by.id if by else None, subject=member.id, at=now, duties=sorted(duties)
    )
    return member


def change_duties(member: Member, duties: Collection[Duty], *, by: Member, now: datetime) -> None:
    """Give a member exactly these duties."""
    member.held = [row for row in member.held if row.duty in duties]
    _hold(member, set(duties) - member.duties)
    audit.record(
        member.organisation_id, "member.duties_changed", by=by.id, subject=member.id, at=now, duties=sorted(duties)
    )


def change_manager(member: Member, manager: Member | None, *, by: Member, now: datetime) -> None:
    """Say who manages a member: whoever does never rates them and never decides about them."""
    member.manager_id = manager.id if manager else None
    audit.record(
        member.organisation_id,
        "member.manager_changed",
        by=by.id,
        subject=member.id,
        at=now,
        manager=str(manager.id) if manager else None,
    )


def leave(member: Member, *, by: Member, now: datetime) -> None:
    """Note that somebody has left: their duties end and no invitation lets them in. What they did stays."""
    member.left_at, member.held = now, []
    for invitation in queries.open_invitations_of(member):
        _withdraw(invitation, now)
    audit.record(member.organisation_id, "member.left", by=by.id, subject=member.id, at=now)


def take_back(member: Member, *, by: Member, now: datetime) -> None:
    """Give somebody who had left their place again, without a duty."""
    member.left_at = None
    audit.record(member.organisation_id, "member.taken_back", by=by.id, subject=member.id, at=now)


def _hold(member: Member, duties: Collection[Duty]) -> None:
    for duty in sorted(duties):
        member.held.append(MemberDuty(organisation_id=member.organisation_id, id=new_id(), duty=duty))


def invite(
    organisation: Organisation,
    name: str,
    email: str,
    duties: Collection[Duty],
    *,
    link_to: str,
    by: Member | None,
    now: datetime,
    unit: Unit | None = None,
) -> tuple[Invitation, str]:
    """Offer somebody a place: a link of one use. `link_to` holds the place of the token as `TOKEN`.

    Returns the invitation and its link. The link is kept in its letter until the letter has left, the place is taken,
    or the invitation is replaced or runs out; the invitation itself keeps only a digest.
    """
    member = add_member(organisation.id, name, duties, by=by, now=now, unit=unit)
    return _offer(organisation, member, email, link_to, by, now)


def invite_again(
    organisation: Organisation, invitation: Invitation, *, link_to: str, by: Member, now: datetime
) -> tuple[Invitation, str]:
    """Replace a link that was lost or has run out."""
    _withdraw(invitation, now)
    return _offer(organisation, invitation.member, invitation.email, link_to, by, now)


def _withdraw(invitation: Invitation, now: datetime) -> None:
    """The link opens nothing any more, so its letter is not sent and its words are forgotten."""
    invitation.withdrawn_at = now
    outbox.forget(invitation.organisation_id, "invitation", str(invitation.id))


def _offer(
    organisation: Organisation, member: Member, email: str, link_to: str, by: Member | None, now: datetime
) -> tuple[Invitation, str]:
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        organisation_id=organisation.id,
        id=new_id(),
        member_id=member.id,
        email=email.strip().lower(),
        token_digest=digest(token),
        invited_by_id=by.id if by else None,
        invited_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    db.session.add(invitation)
    link = link_to.replace("TOKEN", token)
    to = outbox.Recipient(member.name, invitation.email)
    outbox.write(
        organisation.id,
        "invitation",
        to,
        link,
        once=str(invitation.id),
        now=now,
        until=invitation.expires_at,
        organisation=organisation.name,
        inviter=by.name if by else organisation.name,
        expires=invitation.expires_at,
    )
    audit.record(organisation.id, "member.invited", by=by.id if by else None, subject=member.id, at=now)
    return invitation, link


def accept_invitation(invitation: Invitation, person: Person, *, name: str, now: datetime) -> Member:
    """Take the place that was offered."""
    invitation.accepted_at = now
    invitation.member.person_id, invitation.member.name = person.id, name
    outbox.forget(invitation.organisation_id, "invitation", str(invitation.id))
    audit.record(
        invitation.organisation_id, "member.accepted", by=invitation.member_id, subject=invitation.member_id, at=now
    )
    return invitation.member


def digest(token: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()
