"""What can be done about one assessor's judgement: draft it, lock it?"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from trainer import audit
from trainer.assessment import judgement as rules
from trainer.assessment import queries
from trainer.assessment.actions.corrections import close
from trainer.assessment.actions.results import compare_session
from trainer.assessment.judgement import Draft
from trainer.assessment.lifecycle import Confidence, Relationship
from trainer.assessment.models import (
    Evidence,
    Judgement,
    Rating,
    StopEvent,
)
from trainer.curriculum import queries as curriculum
from trainer.db import db, new_id
from trainer.message import Message
from trainer.organisations.models import Member
from trainer.practice import actions as practice
from trainer.practice.lifecycle import ObservationState
from trainer.practice.models import Observation, RatingDraft
from trainer.practice.timeline import Event
from trainer.web import Conflict, demand


def save_draft(observation: Observation, draft: Draft, *, revision: int, now: datetime) -> RatingDraft:
    """Keep an unfinished judgement. `revision` is the one the form was opened with, 0 for a new draft.

    A draft that was saved on another device meanwhile is not overwritten: the answer is a conflict.
    """
    row = queries.draft(observation)
    if (row.revision if row else 0) != revision:
        raise Conflict(Message("You changed this judgement on another device. Load it again before you go on."))
    if row is None:
        row = RatingDraft(organisation_id=observation.organisation_id, id=new_id(), observation_id=observation.id)
        db.session.add(row)
    row.body, row.saved_at = asdict(draft), now
    if observation.state is ObservationState.CAPTURED:
        practice.start_rating(observation, by=observation.assessor, now=now)
    db.session.flush()
    return row


def lock_rating(
    observation: Observation, draft: Draft, events: Sequence[Event], *, link: str, by: Member, now: datetime
) -> Judgement:
    """Lock one assessor's judgement for good. The last lock of a session opens the comparison.

    After `reopen` it is another judgement beside the first, and what was compared is compared again.

    The caller has shown that the draft is whole (`judgement.gaps`). `events` is the assessor's own timeline.
    """
    demand(queries.covers(observation))
    again = queries.own_judgement(observation)
    judgement = _write_judgement(observation, draft, events, now, again.number + 1 if again else 1)
    close(observation)
    if not again:
        practice.lock_observation(observation, by=by, now=now)
    audit.record(
        observation.organisation_id,
        "rating.corrected" if again else "rating.locked",
        by=by.id,
        subject=observation.id,
        at=now,
        judgement=judgement.id,
        session=observation.session_id,
    )
    if not observation.shadow:
        compare_session(observation.session, link=link, by=by, now=now)
    return judgement


def _write_judgement(
    observation: Observation, draft: Draft, events: Sequence[Event], now: datetime, number: int
) -> Judgement:
    rubric = curriculum.rubric(observation.rubric)
    judgement = Judgement(
        organisation_id=observation.organisation_id,
        id=new_id(),
        observation_id=observation.id,
        number=number,
        rubric_id=observation.rubric_id,
        entrustment=int(draft.entrustment),
        strength_one=draft.strength_one.strip(),
        strength_two=draft.strength_two.strip(),
        try_next=draft.try_next.strip(),
        question=draft.question.strip(),
        confidence=Confidence(draft.confidence),
        relationship_=Relationship(draft.relationship),
        locked_at=now,
        reason=observation.reopened_reason or "",
    )
    db.session.add(judgement)
    at = {str(event.id): event.at_ms for event in events}
    for criterion in rubric.criteria:
        _write_rating(judgement, criterion.key, draft.mark(criterion.key), at)
    for key, words in draft.stop_events.items():
        db.session.add(
            StopEvent(
                organisation_id=judgement.organisation_id,
                id=new_id(),
                judgement_id=judgement.id,
                key=key,
                what=words.strip(),
            )
        )
    return judgement


def _write_rating(judgement: Judgement, criterion: str, mark: rules.Mark, at: Mapping[str, int]) -> None:
    same = {"organisation_id": judgement.organisation_id}
    rating = Rating(
        **same,
        id=new_id(),
        judgement_id=judgement.id,
        criterion=criterion,
        level=mark.number,
        not_observed=mark.number is None,
        comment=mark.comment.strip(),
    )
    db.session.add(rating)
    for event in dict.fromkeys(mark.events):
        db.session.add(
            Evidence(**same, id=new_id(), rating_id=rating.id, operation_id=UUID(event), at_ms=at[event], text="")
        )
    if mark.quote.strip():
        db.session.add(
            Evidence(
                **same,
                id=new_id(),
                rating_id=rating.id,
                operation_id=None,
                at_ms=rules.milliseconds(mark.quote_at) or 0,
                text=mark.quote.strip(),
            )
        )
