"""What does a certificate say about itself on a given day?"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from trainer.certification.lifecycle import StatusChange
from trainer.verdict import Verdict, refuse_if

SOON = timedelta(days=90)


class Standing(StrEnum):
    """The states that a reader in public can tell apart."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


IN_FORCE = frozenset({Standing.VALID, Standing.EXPIRING})


def standing(valid_from: date, valid_until: date, changes: Sequence[StatusChange], today: date) -> Standing:
    """The standing on a day. `changes` in the order in which they happened; the last counts, and a revocation or a
    successor stays whatever follows. Both days of the period are included."""
    final = next((c for c in changes if c in (StatusChange.REVOKED, StatusChange.SUPERSEDED)), None)
    if final:
        return Standing(final.value)
    if changes and changes[-1] is StatusChange.SUSPENDED:
        return Standing.SUSPENDED
    if today < valid_from:
        return Standing.NOT_YET_VALID
    if today > valid_until:
        return Standing.EXPIRED
    return Standing.EXPIRING if valid_until - today <= SOON else Standing.VALID


def may_change(present: Standing, change: StatusChange) -> Verdict:
    """Whether a certificate that stands so can be changed in that way."""
    if change is StatusChange.REINSTATED:
        return refuse_if(present is not Standing.SUSPENDED, "Only a suspended certificate can be reinstated.")
    if change is StatusChange.SUSPENDED:
        return refuse_if(present not in IN_FORCE, "Only a certificate that is in force can be suspended.")
    closed = present in (Standing.REVOKED, Standing.SUPERSEDED)
    return refuse_if(closed, "This certificate is closed: nothing about it changes any more.")
