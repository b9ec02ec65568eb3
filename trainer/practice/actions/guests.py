"""What can be done about the link by which a guest comes to an observation, and about coming at all?"""

from datetime import datetime, timedelta

from trainer import audit, outbox
from trainer.organisations.models import Member
from trainer.practice import queries
from trainer.practice.actions.invitations import tell_guest
from trainer.practice.actions.signing import sign
from trainer.practice.lifecycle import LinkPurpose
from trainer.practice.links import Door, token
from trainer.practice.models import Observation, SetMeeting, SignedLink
from trainer.verdict import refuse_if
from trainer.web import demand

GUESTS_MAY_COME = timedelta(days=21)


def until(meeting: SetMeeting, now: datetime) -> datetime:
    """How long a guest's link opens what they observe at a meeting."""
    return max(now, meeting.starts_at) + GUESTS_MAY_COME


def open_to_guest(observation: Observation, *, door: Door, by: Member, now: datetime) -> SignedLink:
    """Give a guest a link to their observation, with a letter; the one before opens nothing from now on."""
    _end(observation, door, now)
    link = sign(
        observation.organisation_id,
        LinkPurpose.GUEST,
        door.key,
        now,
        expires_at=until(observation.session.meeting, now),
        member_id=observation.assessor_id,
        observation_id=observation.id,
    )
    tell_guest(observation, link, door.to(link.id), by, now)
    audit.record(link.organisation_id, "guest.link_made", by=by.id, subject=observation.id, at=now, link=link.id)
    return link


def end_guest_link(observation: Observation, *, door: Door, by: Member, now: datetime) -> None:
    """Let a guest's link open nothing any more, at once. What they captured and drafted stays."""
    link = _end(observation, door, now)
    demand(refuse_if(link is None, "There is no open link to withdraw."))
    assert link
    audit.record(link.organisation_id, "guest.link_ended", by=by.id, subject=observation.id, at=now, link=link.id)


def _end(observation: Observation, door: Door, now: datetime) -> SignedLink | None:
    """Letters with it that have not left yet do not leave any more."""
    link = queries.guest_link(observation)
    if link:
        link.ended_at = now
        outbox.forget_secret(link.organisation_id, token(door.key, link.id))
    return link


def prolong(meeting: SetMeeting, now: datetime) -> None:
    """A step of moving a meeting, which records it: its guests' links open as long after the new date."""
    for link in queries.guest_links_at(meeting):
        link.expires_at = until(meeting, now)


def accept_observation(observation: Observation, *, by: Member, now: datetime) -> None:
    """Note that an assessor has said they come; whoever says it twice has said it."""
    if observation.accepted_at is None:
        observation.accepted_at = now
        audit.record(observation.organisation_id, "observation.accepted", by=by.id, subject=observation.id, at=now)
