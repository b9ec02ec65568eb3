"""What is done with lines that an organisation's own judgements suggest?"""

from datetime import datetime

from trainer import audit
from trainer.assessment.models import StandardProposal
from trainer.assessment.standard import Standard
from trainer.curriculum.models import Release
from trainer.db import db, new_id
from trainer.organisations.models import Member

METHOD = "borderline_group"


def propose_standard(found: Standard, release: Release, *, reason: str, by: Member, now: datetime) -> StandardProposal:
    """Keep lines for a policy's next version, with their sample. Nothing changes before authors publish it."""
    proposal = StandardProposal(
        organisation_id=release.organisation_id,
        id=new_id(),
        policy_id=release.policy_id,
        rubric_id=release.rubric_id,
        method=METHOD,
        level=found.level,
        sessions=found.sessions,
        judgements=found.judgements,
        cuts=[
            {"criterion": key, "cut": cut.value, "n": cut.n, "low": cut.low, "high": cut.high}
            for key, cut in found.cuts.items()
        ],
        overall=found.overall,
        critical=found.critical,
        each=found.each,
        reason=reason,
        proposed_by_id=by.id,
        proposed_at=now,
    )
    db.session.add(proposal)
    own, about = release.organisation_id, release.policy_id
    audit.record(own, "standard.proposed", by=by.id, subject=proposal.id, at=now, policy=about)
    return proposal
