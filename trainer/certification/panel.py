"""May these people decide about this candidate, and what do their votes come to?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from trainer.certification.lifecycle import Outcome, Vote
from trainer.curriculum.documents import PanelRequirement
from trainer.verdict import Verdict, every, refuse_if


@dataclass(frozen=True)
class Candidate:
    """Whom a panel decides about, and who must not decide alone."""

    member_id: UUID
    manager_id: UUID | None
    raters: frozenset[UUID]


def may_sit(candidate: Candidate, member_id: UUID) -> Verdict:
    """Nobody decides about themselves or about somebody they manage."""
    return every(
        refuse_if(member_id == candidate.member_id, "Nobody decides about themselves."),
        refuse_if(member_id == candidate.manager_id, "A manager never decides about a report."),
    )


def may_decide(asked: PanelRequirement, candidate: Candidate, members: Collection[UUID]) -> Verdict:
    """Enough people, nobody with a stake, and enough who rated nothing of this trainee."""
    outsiders = set(members) - candidate.raters
    return every(
        *(may_sit(candidate, member) for member in members),
        refuse_if(
            len(set(members)) < asked.members, "The policy asks for a panel of %(members)d.", members=asked.members
        ),
        refuse_if(
            len(outsiders) < asked.outsiders,
            "At least %(outsiders)d of the panel must have rated nothing of this trainee. Choose somebody else.",
            outsiders=asked.outsiders,
        ),
    )


@dataclass(frozen=True)
class Tally:
    """How a panel's votes stand."""

    cast: int
    asked: int
    outcome: Outcome | None
    verdict: Verdict


def tally(asked: PanelRequirement, candidate: Candidate, votes: Sequence[tuple[UUID, Vote | None]]) -> Tally:
    """What the votes come to: one outcome that everyone who voted shares, or why there is none.

    Who recuses counts for nobody: without them the panel must still be a panel.
    """
    cast = [(member, vote) for member, vote in votes if vote is not None]
    voices = [(member, vote) for member, vote in cast if vote is not Vote.RECUSED]
    outcomes = {vote for _, vote in voices}
    verdict = every(
        refuse_if(len(cast) < len(votes), "Every panel member votes before the decision is recorded."),
        may_decide(asked, candidate, [member for member, _ in voices]),
        refuse_if(len(outcomes) > 1, "The votes differ. Talk, then change a vote or vote “not yet” together."),
    )
    outcome = Outcome(next(iter(outcomes)).value) if verdict else None
    return Tally(len(cast), len(votes), outcome, verdict)
