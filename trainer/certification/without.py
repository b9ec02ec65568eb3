"""How would the levels stand if one assessor's judgements were left out?

The same facts are read once more without them, by the same rule. A level that was settled stands in the place of each
one given: without an assessor it stands in one place fewer, and stays what it is. A session that is left with fewer
judgements than the policy asks is used all the same, and named. It adjusts nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from trainer.certification.facts import Session
from trainer.certification.readiness import counted_sessions
from trainer.certification.scores import ENTRUSTMENT, LOST, MEAN, OVERALL, Scores, Tested, scores
from trainer.curriculum.documents import Policy, Rubric, ScoresRequirement
from trainer.message import Message


@dataclass(frozen=True)
class Reading:
    """What the levels come to, on so many judgements. `thin`: sessions with fewer of them than the policy asks."""

    scores: Scores
    judgements: int
    thin: tuple[str, ...] = ()


class Way(StrEnum):
    """What leaving an assessor out does to a line of the policy. `gone`: there is nothing left to hold against it."""

    FALLS = "falls"
    RISES = "rises"
    GONE = "gone"


SAID = {
    (OVERALL, Way.FALLS): "Without %(name)s the overall mean falls below the line.",
    (OVERALL, Way.RISES): "Without %(name)s the overall mean rises to the line.",
    (MEAN, Way.FALLS): "Without %(name)s the mean of %(criterion)s falls below the line.",
    (MEAN, Way.RISES): "Without %(name)s the mean of %(criterion)s rises to the line.",
    (MEAN, Way.GONE): "Without %(name)s no level of %(criterion)s is left.",
    (ENTRUSTMENT, Way.FALLS): "Without %(name)s what they should do next time falls below the line.",
    (ENTRUSTMENT, Way.RISES): "Without %(name)s what they should do next time rises to the line.",
    (LOST, Way.FALLS): "Without %(name)s it counts that most levels of %(criterion)s in %(code)s are 1.",
    (LOST, Way.RISES): "Without %(name)s level 1 is not what most gave for %(criterion)s in %(code)s.",
}


@dataclass(frozen=True)
class Turn:
    """A line of the policy that stands otherwise without somebody."""

    way: Way
    line: Tested

    def told(self, name: str) -> Message:
        """What is turned by leaving out somebody of this name."""
        return Message(SAID[self.line.key[0], self.way], {**self.line.about, "name": name})


@dataclass(frozen=True)
class Without:
    """The result without one assessor, beside the one with everybody."""

    assessor_id: UUID
    left: Reading
    turns: tuple[Turn, ...]
    decides: bool


@dataclass(frozen=True)
class WithAndWithout:
    """The result with everybody, and without each assessor of the sessions that count."""

    everybody: Reading
    without: tuple[Without, ...]

    @property
    def depends(self) -> bool:
        """Whether the levels meet the policy with somebody and do not without them, or the other way round."""
        return any(one.decides for one in self.without)

    @property
    def thin(self) -> tuple[str, ...]:
        """Sessions that somebody's absence leaves with fewer judgements than the policy asks, each named once."""
        return tuple(dict.fromkeys(code for one in self.without for code in one.left.thin))


def with_and_without(
    policy: Policy, rubric: Rubric | None, sessions: Sequence[Session], today: date
) -> WithAndWithout | None:
    """Read the levels with everybody and without each; None if no session counts or no level is asked for."""
    asked = next((part for part in policy.requirements if isinstance(part, ScoresRequirement)), None)
    counted = counted_sessions(policy, sessions, today)
    if asked is None or not counted:
        return None
    fewest = policy.observations.assessors if policy.observations else 1
    everybody = _reading(asked, rubric, counted, fewest)
    people = dict.fromkeys(judged.assessor_id for session in counted for judged in session.judgements)
    return WithAndWithout(
        everybody,
        tuple(_without(everybody, _reading(asked, rubric, left_out(counted, one), fewest), one) for one in people),
    )


def left_out(sessions: Sequence[Session], assessor_id: UUID | None) -> tuple[Session, ...]:
    """The sessions without somebody's judgements; those that nobody else judged are gone. None leaves nobody out."""
    kept = (
        replace(session, judgements=tuple(one for one in session.judgements if one.assessor_id != assessor_id))
        for session in sessions
    )
    return tuple(session for session in kept if session.judgements)


def _reading(asked: ScoresRequirement, rubric: Rubric | None, sessions: Sequence[Session], fewest: int) -> Reading:
    thin = tuple(session.code for session in sessions if len(session.judgements) < fewest)
    return Reading(scores(asked, rubric, sessions), sum(len(one.judgements) for one in sessions), thin)


def _without(everybody: Reading, left: Reading, assessor_id: UUID) -> Without:
    turns = tuple(_turns(everybody.scores, left.scores)) if left.judgements else ()
    return Without(assessor_id, left, turns, everybody.scores.met != left.scores.met)


def _turns(now: Scores, then: Scores) -> Iterator[Turn]:
    """The lines that stand otherwise. That most gave level 1 is a line only where it is so."""
    before, after = ({test.key: test for test in found.tests} for found in (now, then))
    for test in now.tests:
        other = after.get(test.key)
        if other is not None and other.met != test.met:
            yield Turn(Way.RISES if other.met else Way.FALLS, test)
        elif other is None and test.key[0] in (MEAN, LOST):
            yield Turn(Way.RISES if test.key[0] == LOST else Way.GONE, test)
    yield from (Turn(Way.FALLS, test) for test in then.tests if test.key not in before)
