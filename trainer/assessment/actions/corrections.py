"""How does an assessor come to correct a judgement that is locked?"""

from dataclasses import asdict
from datetime import datetime

from trainer import audit, outbox
from trainer.assessment import queries
from trainer.assessment.actions.results import RELEASED
from trainer.assessment.judgement import Draft, Mark, clock
from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import Judgement, Rating
from trainer.db import db, new_id
from trainer.organisations import queries as organisations
from trainer.organisations.models import Member
from trainer.practice.models import Observation, RatingDraft
from trainer.verdict import refuse_if
from trainer.web import demand


def reopen(observation: Observation, *, reason: str, link: str, by: Member, now: datetime) -> None:
    """Let an assessor correct what they locked, as long as its result is not released. What was locked stays.

    The sheet opens with what they gave; its next lock is another judgement with this reason. `link` leads there.
    """
    result = queries.result(observation.organisation_id, observation.session_id)
    released = result is not None and result.state is ResultState.RELEASED
    demand(refuse_if(released, RELEASED))
    demand(refuse_if(not link, "The guest's link opens nothing any more. Give them a new one first."))
    given = queries.own_judgement(observation)
    assert given
    observation.reopened_at, observation.reopened_reason = now, reason
    draft = RatingDraft(organisation_id=observation.organisation_id, id=new_id(), observation_id=observation.id)
    draft.body, draft.saved_at = asdict(_draft_of(given)), now
    db.session.add(draft)
    audit.record(observation.organisation_id, "judgement.reopened", by=by.id, subject=observation.id, at=now)
    to, once = organisations.recipient(observation.assessor), f"{observation.id}:{now.isoformat()}"
    code = observation.session.code
    outbox.write(observation.organisation_id, "reopened", to, link, once=once, now=now, session=code)


def leave_as_it_is(observation: Observation, *, by: Member, now: datetime) -> None:
    """Correct nothing after all: the judgement stays as it was locked."""
    close(observation)
    audit.record(observation.organisation_id, "judgement.left", by=by.id, subject=observation.id, at=now)


def close(observation: Observation) -> None:
    """End a correction, made or not."""
    observation.reopened_at = observation.reopened_reason = None
    draft = queries.draft(observation)
    if draft:
        db.session.delete(draft)


def _draft_of(given: Judgement) -> Draft:
    """A locked judgement as the sheet that it was given on."""
    return Draft(
        marks={row.criterion: _mark(row) for row in given.ratings},
        stop_events={row.key: row.what for row in given.stop_events},
        no_stop_event=not given.stop_events,
        entrustment=str(given.entrustment),
        strength_one=given.strength_one,
        strength_two=given.strength_two,
        try_next=given.try_next,
        question=given.question,
        confidence=given.confidence,
        relationship=given.relationship_,
    )


def _mark(row: Rating) -> Mark:
    quote = next((one for one in row.evidence if one.operation_id is None), None)
    events = tuple(str(one.operation_id) for one in row.evidence if one.operation_id)
    level = "no" if row.not_observed else str(row.level)
    return Mark(level, events, quote.text if quote else "", clock(quote.at_ms) if quote else "", row.comment)
