"""Move somebody to another release of their programme."""

from datetime import datetime

from trainer import audit
from trainer.curriculum.actions.learning import settle
from trainer.curriculum.lifecycle import may_change_release
from trainer.curriculum.models import Enrolment, Release
from trainer.organisations.models import Member
from trainer.web import demand


def move_to_release(enrolment: Enrolment, release: Release, *, with_policy: bool, by: Member, now: datetime) -> None:
    """Put somebody on another release of their programme, and only if asked for under its policy.

    Nothing that they have earned is touched: what counts is worked out from the release they are on.
    """
    same = enrolment.programme_id == release.programme_id
    demand(may_change_release(enrolment.state, same_programme=same, there=enrolment.release_id == release.id))
    before, enrolment.release_id = enrolment.release_id, release.id
    changed = {}
    if with_policy and enrolment.policy_id != release.policy_id:
        enrolment.policy_id = changed["policy"] = release.policy_id
    audit.record(
        enrolment.organisation_id,
        "enrolment.moved",
        by=by.id,
        subject=enrolment.id,
        at=now,
        before=before,
        release=release.id,
        **changed,
    )
    settle(enrolment, by, now)
