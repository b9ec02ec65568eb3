"""What is the set asked before anybody observes it, and do its answers let an assessor begin?

This records an agreement in the room. It is not the legal ground for keeping data, and says nothing of the kind.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from trainer.message import Message
from trainer.practice.lifecycle import Answer
from trainer.verdict import YES, Verdict

OBSERVER_PRESENT = "observer_present"
EVENT_CODING = "event_coding"
AUDIO, VIDEO = "audio", "video"
USE_FOR_CALIBRATION = "use_for_calibration"
SHARE_WITH_EXTERNAL_ASSESSOR = "share_with_external_assessor"
KINDS = (OBSERVER_PRESENT, EVENT_CODING)  # always asked; without both nobody observes
FURTHER = (AUDIO, VIDEO, USE_FOR_CALIBRATION, SHARE_WITH_EXTERNAL_ASSESSOR)  # asked where a meeting wants it
RECORDING = frozenset({AUDIO, VIDEO})

QUESTIONS = {
    OBSERVER_PRESENT: Message("May an assessor sit in on this meeting?"),
    EVENT_CODING: Message("May they tap what kind of thing happens, without names and without your challenge?"),
    AUDIO: Message("May the sound be recorded?"),
    VIDEO: Message("May pictures be recorded?"),
    USE_FOR_CALIBRATION: Message("May what was tapped be used, without names, to train assessors?"),
    SHARE_WITH_EXTERNAL_ASSESSOR: Message("May an assessor from outside the organisation take part?"),
}

WORDING = "1"
TEXT = (
    Message("An assessor sits in on this meeting to see how the facilitator works with the set."),
    Message(
        "They tap what kind of thing happens and when: a question, a piece of advice, a silence. "
        "They do not write down what your challenge is, what you say about it, or anybody's name. "
        "Nothing is recorded in sound or picture."
    ),
    Message(
        "You may say no without giving a reason. Then the meeting goes on without an observer, and nobody, "
        "you or the facilitator, is worse off for it. You may change your mind at any moment: the observer "
        "stops, and what they tapped is deleted."
    ),
)
_MAY_BE_RECORDED = Message(
    "They tap what kind of thing happens and when: a question, a piece of advice, a silence. "
    "They do not write down what your challenge is, what you say about it, or anybody's name. "
    "Sound or pictures are recorded only if every single person here agrees to that too."
)

BY_LINK = "by their own link"
NO = frozenset({Answer.DECLINED, Answer.WITHDRAWN})


def asked(asks: Collection[str]) -> tuple[str, ...]:
    """Every kind that a meeting is asked about, in order; `asks` are those besides what is always asked."""
    return (*KINDS, *(kind for kind in FURTHER if kind in asks))


def wording(asks: Collection[str]) -> str:
    """Which wording was read out: it differs where something may be recorded."""
    return f"{WORDING}r" if RECORDING.intersection(asks) else WORDING


def text(asks: Collection[str]) -> tuple[Message, ...]:
    """What the set is told before it is asked."""
    return (TEXT[0], _MAY_BE_RECORDED, TEXT[2]) if RECORDING.intersection(asks) else TEXT


@dataclass(frozen=True)
class Standing:
    """How things stand with a meeting's agreements. Seats are named by id; `may_observe` gives the reason if not.

    `further` says of each kind that was asked for besides whether everybody who is here agrees to it.
    """

    agreed: frozenset[UUID]
    absent: frozenset[UUID]
    declined: frozenset[UUID]
    missing: frozenset[UUID]
    may_observe: Verdict
    further: Mapping[str, Verdict] = field(default_factory=dict)
    beside: frozenset[UUID] = frozenset()

    @property
    def present(self) -> int:
        """How many members of the set take part: those on seats `beside` it are asked, and no members."""
        return len((self.agreed | self.declined) - self.beside)

    def may(self, kind: str) -> Verdict:
        """Whether something that nobody needs may be done. What was not asked for is not allowed."""
        return self.further.get(kind, _no("The set was not asked."))


def standing(
    seats: Collection[UUID],
    answers: Mapping[tuple[UUID, str], Answer],
    asks: Collection[str] = (),
    beside: Collection[UUID] = (),
) -> Standing:
    """Judge the latest answers: an assessor may begin when everyone here has agreed to everything asked.

    Every seat must have an answer to each kind; one no is a no for the meeting; somebody must be here. What is asked
    for besides is judged for itself: a no to a recording is no no to the observer.
    """
    given = {seat: [answers[seat, kind] for kind in KINDS if (seat, kind) in answers] for seat in seats}
    declined = frozenset(seat for seat, said in given.items() if NO.intersection(said))
    missing = frozenset(seat for seat, said in given.items() if len(said) < len(KINDS)) - declined
    absent = frozenset(seat for seat, said in given.items() if Answer.ABSENT in said) - declined - missing
    agreed = frozenset(seats) - declined - missing - absent
    may_observe = _may_observe(agreed, declined, missing)
    here = frozenset(seats) - absent
    further = {kind: _all_say_yes(kind, here, answers) for kind in FURTHER if kind in asks}
    return Standing(agreed, absent, declined, missing, may_observe, further, frozenset(beside))


def _may_observe(agreed: Collection[UUID], declined: Collection[UUID], missing: Collection[UUID]) -> Verdict:
    if declined:
        return _no("Somebody in the set does not agree to an observer. The session goes on unobserved.")
    if missing:
        return _no("Not everyone in the set was asked yet: %(missing)d still to ask.", missing=len(missing))
    return YES if agreed else _no("Nobody of the set is here today.")


def _all_say_yes(kind: str, here: Collection[UUID], answers: Mapping[tuple[UUID, str], Answer]) -> Verdict:
    said = [answers.get((seat, kind)) for seat in here]
    if NO.intersection(said):
        return _no("Somebody in the set does not agree, so it is not done for anybody.")
    return YES if said and set(said) == {Answer.AGREED} else _no("Not everyone in the set has agreed yet.")


def _no(text: str, **values: object) -> Verdict:
    return Verdict(False, Message(text, values))
