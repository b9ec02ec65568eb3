"""What states do meetings, practice sessions and observations have, and what may follow what?"""

from enum import StrEnum

from trainer.verdict import Verdict, refuse_if


class Modality(StrEnum):
    """How a set meets; certified separately where both are run."""

    IN_PERSON = "in_person"
    VIRTUAL = "virtual"
    HYBRID = "hybrid"


class MeetingState(StrEnum):
    """A dated meeting of a set."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class SessionState(StrEnum):
    """One trainee's facilitation at a meeting."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    ABORTED = "aborted"


class SessionKind(StrEnum):
    """Whether a session counts towards the decision."""

    FORMATIVE = "formative"
    SUMMATIVE = "summative"


class ObservationState(StrEnum):
    """One assessor's work on one session."""

    ASSIGNED = "assigned"
    CAPTURING = "capturing"
    CAPTURED = "captured"
    RATING = "rating"
    LOCKED = "locked"
    DECLINED = "declined"
    VOID = "void"
    SUPERSEDED = "superseded"


class Answer(StrEnum):
    """What a person said when asked whether a session may be observed."""

    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ABSENT = "absent"


class LinkPurpose(StrEnum):
    """What a link opens that needs no sign-in. One opens one thing and nothing else."""

    CALENDAR = "calendar"
    AGREEMENT = "agreement"
    PULSE = "pulse"
    GUEST = "guest"


_P = SessionState
_SESSION: dict[SessionState, frozenset[SessionState]] = {
    _P.PLANNED: frozenset({_P.CONFIRMED, _P.CANCELLED}),
    _P.CONFIRMED: frozenset({_P.PLANNED, _P.HELD, _P.CANCELLED, _P.NO_SHOW, _P.ABORTED}),
    _P.HELD: frozenset({_P.CLOSED, _P.ABORTED}),
}
_O = ObservationState
_OBSERVATION: dict[ObservationState, frozenset[ObservationState]] = {
    _O.ASSIGNED: frozenset({_O.CAPTURING, _O.CAPTURED, _O.DECLINED, _O.VOID, _O.SUPERSEDED}),
    _O.CAPTURING: frozenset({_O.CAPTURED, _O.VOID}),
    _O.CAPTURED: frozenset({_O.RATING, _O.LOCKED, _O.VOID}),
    _O.RATING: frozenset({_O.LOCKED, _O.VOID}),
    _O.LOCKED: frozenset({_O.SUPERSEDED}),
}
ACTIVE = frozenset({_O.ASSIGNED, _O.CAPTURING, _O.CAPTURED, _O.RATING, _O.LOCKED})


def session_may_become(state: SessionState, following: SessionState) -> Verdict:
    """Whether a practice session in `state` can move to `following`."""
    return _may(following in _SESSION.get(state, ()), "A session", state, following)


def observation_may_become(state: ObservationState, following: ObservationState) -> Verdict:
    """Whether an observation in `state` can move to `following`."""
    return _may(following in _OBSERVATION.get(state, ()), "An observation", state, following)


def _may(allowed: bool, thing: str, state: StrEnum, following: StrEnum) -> Verdict:
    return refuse_if(
        not allowed,
        f"{thing} that is “%(state)s” cannot become “%(following)s”.",
        state=state.value.replace("_", " "),
        following=following.value.replace("_", " "),
    )
