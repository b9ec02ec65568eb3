"""Who is on another release of a programme, and what would moving them to this one mean?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import contains_eager, joinedload

from trainer.curriculum import moves as rules
from trainer.curriculum.documents import Criterion, Policy
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import Enrolment, Release
from trainer.curriculum.moves import Meaning
from trainer.curriculum.queries.earned import earned_by_each, outlines
from trainer.curriculum.queries.enrolled import pinned
from trainer.curriculum.queries.published import outline, policy, release, rubric
from trainer.db import db
from trainer.organisations.models import Member


@dataclass(frozen=True)
class Moves:
    """A release and everybody of its programme who is on another one, by name."""

    release: Release
    enrolments: Sequence[Enrolment]

    @property
    def policy(self) -> Policy | None:
        """What this release asks for."""
        return policy(self.release.policy) if self.release.policy else None

    @property
    def policies(self) -> list[tuple[Policy | None, int]]:
        """The other policies that they are under, and how many people are under each."""
        held = [row for row in self.enrolments if row.policy_id != self.release.policy_id]
        documents = {row.policy_id: row.policy for row in held}
        counts = Counter(row.policy_id for row in held)
        return [(policy(found) if found else None, counts[id]) for id, found in documents.items()]

    @property
    def new_criteria(self) -> list[Criterion]:
        """The criteria of this release's rubric that the rubric of somebody's present release does not have."""
        if self.release.rubric is None:
            return []
        held = {row.release.rubric_id: row.release.rubric for row in self.enrolments}
        known = [{one.key for one in rubric(found).criteria} if found else set() for found in held.values()]
        return [one for one in rubric(self.release.rubric).criteria if any(one.key not in keys for keys in known)]


def moves(organisation_id: UUID, id: UUID) -> Moves | None:
    """The people who can be moved to a release, but for those who have left the organisation: two statements."""
    found = release(organisation_id, id)
    if found is None:
        return None
    query = (
        select(Enrolment)
        .join(Enrolment.member)
        .where(
            Enrolment.organisation_id == organisation_id,
            Enrolment.programme_id == found.programme_id,
            Enrolment.release_id != id,
            Member.left_at.is_(None),
        )
        .options(contains_eager(Enrolment.member).options(joinedload(Member.unit)), *pinned())
        .order_by(Member.name, Enrolment.id)
    )
    return Moves(found, list(db.session.scalars(query)))


def meanings(moves: Moves) -> dict[UUID, Meaning]:
    """What moving would mean for each of them, by enrolment: one statement, for releases are kept."""
    organisation_id = moves.release.organisation_id
    to = outline(organisation_id, moves.release.id)
    earned = earned_by_each(organisation_id, [row.id for row in moves.enrolments])
    known = outlines(organisation_id, earned.values())
    return {
        row.id: rules.meaning(earned[row.id], known, outline(organisation_id, row.release_id), to)
        for row in moves.enrolments
    }


def behind(organisation_id: UUID) -> list[tuple[Release, int]]:
    """The newest release of each programme that has people on others, and how many: one statement."""
    newest = (
        select(Release.programme_id, func.max(Release.number).label("number"))
        .where(Release.organisation_id == organisation_id)
        .group_by(Release.programme_id)
        .subquery()
    )
    query = (
        select(Release, func.count())
        .join(newest, and_(Release.programme_id == newest.c.programme_id, Release.number == newest.c.number))
        .join(
            Enrolment,
            and_(
                Enrolment.organisation_id == Release.organisation_id,
                Enrolment.programme_id == Release.programme_id,
                Enrolment.release_id != Release.id,
            ),
        )
        .join(Enrolment.member)
        .where(
            Release.organisation_id == organisation_id,
            Enrolment.state != EnrolmentState.WITHDRAWN,
            Member.left_at.is_(None),
        )
        .group_by(Release.organisation_id, Release.id)
        .order_by(Release.title)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]
