"""What would one more session or one more assessor buy for a decision, and what does it cost in assessors' hours?"""

from collections.abc import Mapping
from dataclasses import dataclass

from trainer.assessment.agreement.components import ERROR
from trainer.assessment.agreement.dependability import Design, Estimate, own_phi, predicted_G
from trainer.assessment.agreement.figure import Figure
from trainer.message import Message

WRITE_UP_MINUTES = 30  # for each judgement, besides the slot itself (certification, 4.6)
USUAL_SLOT_MINUTES = 60  # until there are sessions of which it can be told


@dataclass(frozen=True)
class Plan:
    """Sessions, each judged by so many assessors, of whom so many at least are different people over all sessions."""

    sessions: int
    assessors: int
    distinct: int = 1

    @property
    def ratings(self) -> int:
        return self.sessions * self.assessors

    @property
    def fewest(self) -> Design:
        """By as few different people as the plan lets, in equal shares."""
        return Design(self.sessions, self.ratings, min(self.ratings, max(self.distinct, self.assessors)))

    @property
    def most(self) -> Design:
        """Every judgement by another person."""
        return Design(self.sessions, self.ratings, self.ratings)

    def hours(self, slot_minutes: int) -> float:
        """What one candidate costs assessors: every judgement its slot and half an hour to write it up."""
        return self.ratings * (slot_minutes + WRITE_UP_MINUTES) / 60


@dataclass(frozen=True)
class Option:
    """A plan with how dependable a decision under it is, from the fewest different people to the most, and its cost.

    `borrowed` is a prediction under an assumption; `own` is worked out from own ratings, without a value until there
    are enough of them.
    """

    title: Message
    plan: Plan
    hours: float
    borrowed: tuple[Figure, Figure]
    own: tuple[Figure, Figure]


def options(plan: Plan, own: Estimate, slot_minutes: int) -> tuple[Option, ...]:
    """The plan as it is, with one more session, with one more assessor in each session, and with both."""
    sessions, assessors = plan.sessions + 1, plan.assessors + 1
    plans = {
        "As the policy asks": plan,
        "One more session": Plan(sessions, plan.assessors, plan.distinct),
        "One more assessor in each session": Plan(plan.sessions, assessors, plan.distinct),
        "One more of both": Plan(sessions, assessors, plan.distinct),
    }
    return tuple(_option(Message(title), one, own, slot_minutes) for title, one in plans.items())


def _option(title: Message, plan: Plan, own: Estimate, slot_minutes: int) -> Option:
    few, many = plan.fewest, plan.most
    return Option(
        title,
        plan,
        plan.hours(slot_minutes),
        (predicted_G(few.assessors, few.ratings), predicted_G(many.assessors, many.ratings)),
        (own_phi(own, few), own_phi(own, many)),
    )


def shares(own: Estimate) -> Mapping[str, float]:
    """Of what makes scores differ, each source's share; nothing before own data tell it, or where nothing differs."""
    found = {name: own.found.of(name) for name in own.found.variances}
    whole = sum(found.values())
    order = ("trainee", "session", "assessor", ERROR)
    return {name: found[name] / whole for name in order} if whole else {}
