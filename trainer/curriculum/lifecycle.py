"""Which kinds and states does the curriculum know: how does an enrolment move from learning to a decision?"""

from enum import StrEnum

from trainer.verdict import Verdict, every, refuse_if


class HandoutKind(StrEnum):
    """What a page beside the lessons is for."""

    CARD = "card"
    PLAN = "plan"


class PassageKind(StrEnum):
    """What is found when somebody searches."""

    LESSON = "lesson"
    TERM = "term"
    CARD = "card"


class EnrolmentState(StrEnum):
    """Where a trainee stands."""

    LEARNING = "learning"
    PRACTISING = "practising"
    OBSERVATION_READY = "observation_ready"
    UNDER_REVIEW = "under_review"
    CERTIFIED = "certified"
    CONDITIONAL = "conditional"
    NOT_YET = "not_yet"
    DORMANT = "dormant"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


_S = EnrolmentState
DECIDED = frozenset({_S.CERTIFIED, _S.CONDITIONAL, _S.NOT_YET})
IN_TRAINING = frozenset({_S.LEARNING, _S.PRACTISING, _S.OBSERVATION_READY, _S.CONDITIONAL, _S.NOT_YET})
_SIDE = frozenset({_S.DORMANT, _S.SUSPENDED, _S.WITHDRAWN})
_NEXT: dict[EnrolmentState, frozenset[EnrolmentState]] = {
    _S.LEARNING: frozenset({_S.PRACTISING, _S.OBSERVATION_READY}) | _SIDE,
    _S.PRACTISING: frozenset({_S.OBSERVATION_READY, _S.UNDER_REVIEW}) | _SIDE,
    _S.OBSERVATION_READY: frozenset({_S.PRACTISING, _S.UNDER_REVIEW}) | _SIDE,
    _S.UNDER_REVIEW: DECIDED | {_S.OBSERVATION_READY} | _SIDE,
    _S.CERTIFIED: frozenset({_S.UNDER_REVIEW}) | _SIDE,
    _S.CONDITIONAL: frozenset({_S.OBSERVATION_READY, _S.UNDER_REVIEW}) | _SIDE,
    _S.NOT_YET: frozenset({_S.OBSERVATION_READY, _S.UNDER_REVIEW}) | _SIDE,
    _S.DORMANT: frozenset({_S.CERTIFIED, _S.WITHDRAWN}),
    _S.SUSPENDED: frozenset({_S.CERTIFIED, _S.UNDER_REVIEW, _S.OBSERVATION_READY, _S.WITHDRAWN}),
    _S.WITHDRAWN: frozenset(),
}


def may_change_release(state: EnrolmentState, *, same_programme: bool = True, there: bool = False) -> Verdict:
    """Whether somebody can be moved to another release: of their programme, while no panel looks at their evidence."""
    return every(
        refuse_if(not same_programme, "This is a release of another programme."),
        refuse_if(there, "They are on this release already."),
        refuse_if(state is _S.WITHDRAWN, "They have left the programme."),
        refuse_if(
            state is _S.UNDER_REVIEW, "A panel is looking at their evidence. They can be moved once it has decided."
        ),
    )


def may_become(state: EnrolmentState, following: EnrolmentState) -> Verdict:
    """Whether an enrolment in `state` can move to `following`."""
    return refuse_if(
        following not in _NEXT[state],
        "An enrolment that is “%(state)s” cannot become “%(following)s”.",
        state=state.value.replace("_", " "),
        following=following.value.replace("_", " "),
    )
