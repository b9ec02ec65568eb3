"""About whom can a panel be called, and who is on the way there?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from trainer.certification.queries.evidence import File, candidates, files
from trainer.certification.queries.issued import certificates
from trainer.certification.standing import IN_FORCE
from trainer.curriculum.lifecycle import EnrolmentState

ON_THE_WAY = (EnrolmentState.OBSERVATION_READY, EnrolmentState.CONDITIONAL, EnrolmentState.NOT_YET)


@dataclass(frozen=True)
class Waiting:
    """Candidates, the longest waiting first: those about whom a panel can be called, and the others."""

    ready: Sequence[File]
    others: Sequence[File]


def waiting(organisation_id: UUID, today: date) -> Waiting:
    """Whoever waits for a panel: also those who were certified and whose certificate is not in force any more.

    As many statements as for one of them.
    """
    in_force = {
        row.certificate.enrolment_id for row in certificates(organisation_id, today) if row.standing in IN_FORCE
    }
    found = candidates(organisation_id, (*ON_THE_WAY, EnrolmentState.CERTIFIED))
    waits = [row for row in found if row.state is not EnrolmentState.CERTIFIED or row.id not in in_force]
    read = files(waits, today)
    return Waiting(
        ready=[file for file in read if file.readiness and file.readiness.to_be_called],
        others=[file for file in read if not (file.readiness and file.readiness.to_be_called)],
    )
