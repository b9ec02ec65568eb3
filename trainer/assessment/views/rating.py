"""The rating sheet: one assessor's own judgement, blind until it is locked."""

from collections.abc import Collection, Sequence

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from trainer.assessment import access, actions, commenting, judgement, queries, sheet
from trainer.assessment.comparison import Line
from trainer.assessment.drafts import read_draft
from trainer.assessment.forms import RatingForm
from trainer.assessment.judgement import Draft
from trainer.assessment.lifecycle import ResultState
from trainer.assessment.views import bp
from trainer.clock import now
from trainer.curriculum import queries as curriculum
from trainer.message import Message
from trainer.practice import adjustments, indicators
from trainer.practice import queries as sessions
from trainer.practice.adjustments import Adjustment
from trainer.practice.content_lint import lint
from trainer.practice.lifecycle import ObservationState
from trainer.practice.models import Observation, RatingDraft
from trainer.practice.timeline import Timeline
from trainer.web import Conflict, absolute, guard, me, page, say, see_other

_AFTER = {
    False: _l("Your judgement is locked. Once every assessor has locked, you can read them side by side."),
    True: _l("Your judgement is locked. Once the session is settled, your levels stand beside what it came to."),
}


@bp.get("/guest/<token>/observations/<uuid:id>/rating")
@bp.get("/o/<organisation>/observations/<uuid:id>/rating")
@guard(sessions.observation, may=access.may_rate)
def rating(observation: Observation) -> ResponseReturnValue:
    """Show the sheet, or once it is locked what was judged."""
    if observation.state is ObservationState.LOCKED and not observation.reopened_at:
        given = queries.own_judgement(observation)
        return page(
            "assessment/locked.html",
            observation=observation,
            judgement=given,
            rubric=curriculum.rubric(observation.rubric),
            compared=queries.result(observation.organisation_id, observation.session_id) is not None,
            beside=_beside(observation) if observation.shadow else {},
        )
    kept = queries.draft(observation)
    draft = read_draft(kept.body) if kept else Draft()
    form = RatingForm.over(curriculum.rubric(observation.rubric), draft, kept.revision if kept else 0)
    return _sheet(observation, form, draft)


@bp.post("/guest/<token>/observations/<uuid:id>/rating")
@bp.post("/o/<organisation>/observations/<uuid:id>/rating")
@guard(sessions.observation, may=access.may_change_rating)
def lock_rating(observation: Observation) -> ResponseReturnValue:
    """Keep the draft, or lock the judgement once nothing is missing from it."""
    form = _sent(observation)
    if not form.validate():
        return _sheet(observation, form, form.draft)
    try:
        kept = actions.save_draft(observation, form.draft, revision=form.opened_at, now=now())
    except Conflict:
        return _both(observation, form)
    if not form.lock.data:
        flash(_("Draft saved."))
        return see_other("assessment.rating", id=observation.id)
    timeline = sessions.timeline(observation)
    form.show(_gaps(observation, form.draft, timeline))
    findings = () if form.confirmed.data else lint(form.draft.words, sessions.roster(observation.session.meeting.set))
    if form.mistakes or findings:
        form.revision.data = str(kept.revision)
        return _sheet(observation, form, form.draft, findings=findings)
    if not queries.covers(observation):  # refused with everything kept: the draft stays, and the page says what to do
        form.revision.data = str(kept.revision)
        return _sheet(observation, form, form.draft, refused=True)
    link = absolute("assessment.moderation", id=observation.session_id)
    actions.lock_rating(observation, form.draft, timeline.events, link=link, by=me(), now=now())
    flash(_AFTER[observation.shadow])
    return see_other("assessment.assess")


@bp.post("/guest/<token>/observations/<uuid:id>/rating/draft")
@bp.post("/o/<organisation>/observations/<uuid:id>/rating/draft")
@guard(sessions.observation, may=access.may_change_rating)
def save_draft(observation: Observation) -> ResponseReturnValue:
    """Keep the sheet while it is being filled; answer with the revision that the next save names."""
    form = _sent(observation)
    if not form.validate():
        field, error = form.mistakes[0] if form.mistakes else ("", _("This page is out of date. Load it again."))
        return {"field": field, "error": error}, 422
    try:
        kept = actions.save_draft(observation, form.draft, revision=form.opened_at, now=now())
    except Conflict as conflict:
        return {"error": say(conflict.message)}, 409
    return {"revision": kept.revision, "saved_at": kept.saved_at.isoformat()}


def _beside(observation: Observation) -> dict[str, Line]:
    """What a session came to by criterion, for whoever rated it to learn: nothing before it is settled."""
    found = queries.compared(observation.organisation_id, observation.session_id)
    settled = found is not None and found.result.state is not ResultState.MODERATING
    return {line.criterion.key: line for line in found.lines} if found and settled else {}


def _both(observation: Observation, form: RatingForm) -> ResponseReturnValue:
    """Another device saved meanwhile: show what was sent, and let its author keep it or load the other."""
    other = queries.draft(observation)
    form.revision.data = str(other.revision if other else 0)
    return _sheet(observation, form, form.draft, other=other)


def _sent(observation: Observation) -> RatingForm:
    return RatingForm.over(curriculum.rubric(observation.rubric), Draft(), 0)


def _gaps(observation: Observation, draft: Draft, timeline: Timeline) -> tuple[judgement.Gap, ...]:
    rubric = curriculum.rubric(observation.rubric)
    found = judgement.gaps(
        rubric,
        draft,
        events={str(event.id) for event in timeline.events},
        first_meeting=observation.session.meeting.number == 1,
        surprising=_surprising(observation, draft, timeline, _present(observation), _arranged(observation)),
    )
    return (*found, *commenting.gaps(rubric, draft, _bank(observation)))


def _bank(observation: Observation) -> commenting.Bank:
    """The phrases of the release that the trainee is on, and one's own."""
    phrases = curriculum.phrases(observation.organisation_id, observation.session.enrolment.release_id)
    own = [phrase.text for phrase in queries.own_phrases(me())]
    return commenting.bank(curriculum.rubric(observation.rubric), phrases, own)


def _surprising(
    observation: Observation, draft: Draft, timeline: Timeline, present: int, arranged: Collection[Adjustment]
) -> dict[str, Message]:
    scheme, withheld = curriculum.scheme(observation.scheme), adjustments.withheld(arranged)
    figures = indicators.numbers(timeline, scheme, present, observation.session.slot_minutes, withheld)
    return judgement.surprising(draft, figures)


def _arranged(observation: Observation) -> frozenset[Adjustment]:
    return sessions.adjustments(observation.session.enrolment.member)


def _present(observation: Observation) -> int:
    """How many members were in the room: those who were asked and had not stayed away."""
    return sessions.agreement_standing(observation.session.meeting).present


def _sheet(
    observation: Observation,
    form: RatingForm,
    draft: Draft,
    other: RatingDraft | None = None,
    findings: Sequence[Message] = (),
    refused: bool = False,
) -> ResponseReturnValue:
    """Figures appear only once every criterion is rated, so that they do not set the levels."""
    rubric, scheme = curriculum.rubric(observation.rubric), curriculum.scheme(observation.scheme)
    timeline = sessions.timeline(observation)
    first_meeting = observation.session.meeting.number == 1
    rated = draft.is_rated(rubric)
    present = _present(observation) if rated else 0
    kinds = _arranged(observation)
    counted = (timeline, scheme, present, observation.session.slot_minutes, adjustments.withheld(kinds))
    figures = indicators.figures(*counted) if rated else ()
    return page(
        "assessment/rating.html",
        form,
        409 if other else 403 if refused else 422 if form.mistakes or findings else 200,
        observation=observation,
        rubric=rubric,
        timeline=timeline,
        rows=sheet.rows(rubric, scheme, timeline.events, draft, first_meeting),
        bank=_bank(observation),
        unused=sheet.unused(timeline.events, scheme, draft),
        figures=figures,
        arranged=adjustments.told(kinds),
        asked=_surprising(observation, draft, timeline, present, kinds) if rated else {},
        mistakes=form.mistakes if request.method == "POST" else [],
        other=other,
        differences=form.differences(RatingForm.values(read_draft(other.body))) if other else [],
        findings=findings,
        licensed=queries.covers(observation),
    )
