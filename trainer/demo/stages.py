"""How far have the trainees of the demonstration come? One stage for every situation worth looking at."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a trainee's story stops."""

    SHOWN = "shown"  # the account that visitors try first: half-way, with something to read and something ahead
    BEGUN = "begun"
    LEARNING = "learning"
    STUCK = "stuck"
    PRACTISING = "practising"
    UNOBSERVED = "unobserved"
    ASKED = "asked"
    NEXT_WEEK = "next_week"
    TODAY = "today"
    CAPTURED = "captured"
    HALF = "half"
    RATING = "rating"
    DIFFERS = "differs"
    AGREED = "agreed"
    STOP_EVENT = "stop_event"
    RELEASED = "released"
    READY = "ready"
    REVIEW = "review"
    CERTIFIED = "certified"
    CERTIFIED_EARLIER = "certified_earlier"
    CERTIFIED_LONG_AGO = "certified_long_ago"
    EXPIRING = "expiring"
    EXPIRING_SOON = "expiring_soon"
    EXPIRED = "expired"
    DORMANT = "dormant"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    RENEWED = "renewed"
    CONDITIONAL = "conditional"
    NOT_YET = "not_yet"
    WITHDRAWN = "withdrawn"
