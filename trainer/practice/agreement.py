"""What is the set asked before anybody observes it, and do its answers let an assessor begin?

This records an agreement in the room. It is not the legal ground for keeping data, and says nothing of the kind.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from trainer.message import Message
from trainer.practice.lifecycle import Answer
from trainer.verdict import YES, Verdict

OBSERVER_PRESENT = "observer_present"
EVENT_CODING = "event_coding"
KINDS = (OBSERVER_PRESENT, EVENT_CODING)

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

NO = frozenset({Answer.DECLINED, Answer.WITHDRAWN})


@dataclass(frozen=True)
class Standing:
    """How things stand with a meeting's agreements. Seats are named by id; `may_observe` gives the reason if not."""

    agreed: frozenset[UUID]
    absent: frozenset[UUID]
    declined: frozenset[UUID]
    missing: frozenset[UUID]
    may_observe: Verdict

    @property
    def present(self) -> int:
        """How many members of the set take part."""
        return len(self.agreed) + len(self.declined)


def standing(seats: Collection[UUID], answers: Mapping[tuple[UUID, str], Answer]) -> Standing:
    """Judge the latest answers: an assessor may begin when everyone here has agreed to everything asked.

    Every seat must have an answer to each kind; one no is a no for the meeting; somebody must be here.
    """
    given = {seat: [answers[seat, kind] for kind in KINDS if (seat, kind) in answers] for seat in seats}
    declined = frozenset(seat for seat, said in given.items() if NO.intersection(said))
    missing = frozenset(seat for seat, said in given.items() if len(said) < len(KINDS)) - declined
    absent = frozenset(seat for seat, said in given.items() if Answer.ABSENT in said) - declined - missing
    agreed = frozenset(seats) - declined - missing - absent
    return Standing(agreed, absent, declined, missing, _may_observe(agreed, declined, missing))


def _may_observe(agreed: Collection[UUID], declined: Collection[UUID], missing: Collection[UUID]) -> Verdict:
    if declined:
        return _no("Somebody in the set does not agree to an observer. The session goes on unobserved.")
    if missing:
        return _no("Not everyone in the set was asked yet: %(missing)d still to ask.", missing=len(missing))
    return YES if agreed else _no("Nobody of the set is here today.")


def _no(text: str, **values: object) -> Verdict:
    return Verdict(False, Message(text, values))
