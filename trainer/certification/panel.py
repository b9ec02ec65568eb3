"""May these people decide about this candidate, and what do their votes come to?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from trainer.certification.lifecycle import Outcome, Vote
from trainer.curriculum.documents import PanelRequirement, Policy
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


def may_cast(before: Vote | None) -> Verdict:
    """A vote can be changed until the decision is recorded; a recusal cannot."""
    return refuse_if(before is Vote.RECUSED, "You recused yourself from this decision. That is final.")


def adapted(casts: Sequence[UUID]) -> frozenset[UUID]:
    """Who changed their vote when they could have read another's, from the members in the order they voted in.

    A first vote is one's own: the others' open with it. A later one is, only if nobody else had voted by then.
    """
    return frozenset(
        member
        for place, member in enumerate(casts)
        if member in casts[:place] and any(other != member for other in casts[:place])
    )


def may_decide_again(policy: Policy, said_on: date, sessions: int, today: date) -> Verdict:
    """After “not yet”, said on a day, a panel is called only about new evidence and not before the policy's days.

    `sessions` is how many of those that count were released since. Source: certification.md 4.4.
    """
    asked, day = policy.new_sessions_after_not_yet, said_on + timedelta(days=policy.not_yet_days)
    return every(
        refuse_if(
            sessions < asked,
            "The panel said “not yet”. Since then %(done)d of %(asked)d new sessions were released.",
            done=sessions,
            asked=asked,
        ),
        refuse_if(today < day, "The panel said “not yet”. The next one is called on %(day)s or later.", day=day),
    )
