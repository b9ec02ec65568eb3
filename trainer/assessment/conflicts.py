"""Has somebody a stake in a trainee or no time for a session, so that they should not assess it?

Some things forbid it. Others only speak against it: whoever chooses assessors is told, and decides.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from trainer.message import Message
from trainer.verdict import Verdict, every, refuse_if

# Sources: own people are rated 0.1 to 0.2 higher (MET); no assessor gives more than half of a trainee's ratings, and
# three sessions with the same pair throughout predict 0.55 where six assessors predict 0.73 (docs/assessment.md).
MOST_OF_ALL = 0.5
# In-house starting points: what one person can still judge with care.
MOST_OPEN = 4
QUARTER = timedelta(days=91)
MOST_IN_A_QUARTER = 12


@dataclass(frozen=True)
class Person:
    """A member as these rules see them."""

    id: UUID
    manager: UUID | None
    unit: UUID | None


@dataclass(frozen=True)
class Sitting:
    """A session that somebody facilitates at a meeting of so many minutes."""

    session: UUID
    meeting: UUID
    enrolment: UUID
    trainee: UUID
    starts_at: datetime
    minutes: int

    def meets(self, other: "Sitting") -> bool:
        """Whether somebody would have to be at two meetings at once."""
        if self.meeting == other.meeting:
            return False
        return self.starts_at < other._ends_at and other.starts_at < self._ends_at

    @property
    def _ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Asked:
    """That somebody was asked to assess a session; `open`: they have not locked a judgement of it."""

    assessor: UUID
    sitting: Sitting
    open: bool


def forbids(assessor: Person, trainee: Person) -> Verdict:
    """Whether nothing forbids it: they are two people, and neither manages the other."""
    return every(
        refuse_if(assessor.id == trainee.id, "Nobody rates themselves."),
        refuse_if(assessor.id == trainee.manager, "A manager never rates a report."),
        refuse_if(assessor.manager == trainee.id, "Nobody rates their own manager."),
    )


def speaks_against(
    assessor: Person,
    trainee: Person,
    wanted: Sitting,
    beside: Collection[UUID],
    asked: Collection[Asked],
    facilitated: Iterable[Sitting] = (),
) -> tuple[Message, ...]:
    """What whoever chooses should know. `beside`: who else assesses this session; `asked`: everything asked so far;
    `facilitated`: who facilitates when."""
    own = [one for one in asked if one.assessor == assessor.id]
    found = (
        _elsewhere(
            wanted, [*(one.sitting for one in own), *(one for one in facilitated if one.trainee == assessor.id)]
        ),
        _same_unit(assessor, trainee),
        _too_much_of_it(wanted, own, asked),
        *_again_together(assessor, wanted, beside, asked),
        _owes(own),
        _busy(wanted, own),
    )
    return tuple(message for message in found if message)


def _elsewhere(wanted: Sitting, own: Iterable[Sitting]) -> Message | None:
    return Message("is at another meeting at that hour") if any(wanted.meets(one) for one in own) else None


def _same_unit(assessor: Person, trainee: Person) -> Message | None:
    return Message("works in the same unit") if assessor.unit and assessor.unit == trainee.unit else None


def _too_much_of_it(wanted: Sitting, own: Iterable[Asked], asked: Iterable[Asked]) -> Message | None:
    """From the second judgement of a trainee on: the first one is always all of them."""
    mine = 1 + sum(one.sitting.enrolment == wanted.enrolment for one in own)
    all_ = 1 + sum(one.sitting.enrolment == wanted.enrolment for one in asked)
    if mine < 2 or mine <= MOST_OF_ALL * all_:
        return None
    return Message("would give %(mine)d of this trainee's %(all)d judgements", {"mine": mine, "all": all_})


def _again_together(
    assessor: Person, wanted: Sitting, beside: Collection[UUID], asked: Iterable[Asked]
) -> Iterator[Message]:
    """The same two see the same trainee once more."""
    by_session: dict[UUID, set[UUID]] = {}
    for one in asked:
        if one.sitting.enrolment == wanted.enrolment and one.sitting.session != wanted.session:
            by_session.setdefault(one.sitting.session, set()).add(one.assessor)
    times = sum(assessor.id in pair and bool(pair & set(beside)) for pair in by_session.values())
    if times:
        yield Message("has assessed this trainee with the same colleague before: %(times)d×", {"times": times})


def _owes(own: Iterable[Asked]) -> Message | None:
    owed = sum(one.open for one in own)
    return Message("has %(owed)d judgements still to make", {"owed": owed}) if owed >= MOST_OPEN else None


def _busy(wanted: Sitting, own: Iterable[Asked]) -> Message | None:
    near = sum(abs(one.sitting.starts_at - wanted.starts_at) < QUARTER / 2 for one in own)
    if near < MOST_IN_A_QUARTER:
        return None
    return Message("observes %(near)d sessions within three months", {"near": near})
