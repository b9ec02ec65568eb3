"""Decisions: the evidence, one's own vote, and what the panel records together."""

from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.assessment import queries as assessment
from trainer.certification import access, actions, queries
from trainer.certification.forms import ConditionalDecisionForm, DecisionForm, VoteForm, WithdrawForm
from trainer.certification.lifecycle import Outcome, Vote
from trainer.certification.queries import Case
from trainer.certification.views import bp
from trainer.clock import now, today
from trainer.curriculum import queries as curriculum
from trainer.message import Message
from trainer.organisations.access import holds
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.practice import queries as practice
from trainer.practice.access.adjustments import may_know_adjustments
from trainer.practice.adjustments import told
from trainer.web import absolute, guard, here, me, page, see_other

ARRANGES = (Duty.COORDINATOR, Duty.LEAD, Duty.AUDITOR)


@bp.get("/o/<organisation>/decisions")
@guard(may=access.may_see_decisions)
def decisions() -> ResponseReturnValue:
    """List open and recorded decisions; for those who call panels also the candidates, who is ready on top."""
    mine, arranges = queries.seats_of(me()), holds(me(), *ARRANGES)
    shown = [
        row
        for row in queries.decisions(here().id)
        if (arranges or row.id in mine) and row.enrolment.member_id != me().id
    ]
    return page(
        "certification/decisions.html",
        decisions=shown,
        mine=mine,
        waiting=queries.waiting(here().id, today()) if arranges else None,
    )


@bp.get("/o/<organisation>/decisions/<uuid:id>")
@guard(queries.case, may=access.may_see_case)
def decision(case: Case) -> ResponseReturnValue:
    """Show the evidence requirement by requirement, and the votes to those who have voted."""
    return _page(case, _own_vote(case), _decision_form(case, formdata=None))


@bp.post("/o/<organisation>/decisions/<uuid:id>/vote")
@guard(queries.case, may=access.may_vote)
def vote(case: Case) -> ResponseReturnValue:
    """Cast one's own vote before seeing anybody else's."""
    form = VoteForm()
    seat = case.seat_of(me())
    if seat is None or not form.validate_on_submit():
        return _page(case, form, _decision_form(case, formdata=None))
    actions.vote(seat, Vote(form.vote.data), form.reason.data.strip(), by=me(), now=now())
    flash(_("Your vote is in."))
    return see_other("certification.decision", id=case.decision.id)


@bp.post("/o/<organisation>/decisions/<uuid:id>/record")
@guard(queries.case, may=access.may_record)
def record_decision(case: Case) -> ResponseReturnValue:
    """Record what the votes agree on, with the panel's reason; a certificate follows if that is the decision."""
    form = _decision_form(case)
    if not form.validate_on_submit():
        return _page(case, _own_vote(case), form)
    actions.record_decision(
        case,
        queries.file(case.decision.enrolment, today()),
        rationale=form.rationale.data.strip(),
        conditions=form.conditions.data.strip() if "conditions" in form else "",
        link=absolute("certification.decision", id=case.decision.id),
        by=me(),
        now=now(),
    )
    flash(_("The decision is recorded. The candidate has a letter."))
    return see_other("certification.decision", id=case.decision.id)


@bp.route("/o/<organisation>/decisions/<uuid:id>/withdraw", methods=["GET", "POST"])
@guard(queries.case, may=access.may_withdraw)
def withdraw_decision(case: Case) -> ResponseReturnValue:
    """Dissolve a panel that cannot decide."""
    form = WithdrawForm()
    if form.validate_on_submit():
        actions.withdraw_decision(case, reason=form.reason.data.strip(), by=me(), now=now())
        flash(_("The panel is dissolved. Another one can be called."))
        return see_other("certification.readiness", id=case.decision.enrolment_id)
    return page("certification/withdraw_decision.html", form, case=case)


def _own_vote(case: Case) -> VoteForm:
    """One's own vote with its reason, to be changed."""
    seat = case.seat_of(me())
    cast = {"vote": seat.vote.value, "reason": seat.reason} if seat and seat.vote else None
    return VoteForm(formdata=None, data=cast)


def _decision_form(case: Case, **options: Any) -> DecisionForm:
    return (ConditionalDecisionForm if case.tally.outcome is Outcome.CONDITIONAL else DecisionForm)(**options)


def _arranged(member: Member) -> tuple[Message, ...] | None:
    """What is arranged for somebody, for those who may know it."""
    return told(practice.adjustments(member)) if may_know_adjustments(me(), member) else None


def _page(case: Case, vote_form: VoteForm, decision_form: DecisionForm) -> ResponseReturnValue:
    enrolment = case.decision.enrolment
    wrong = vote_form if vote_form.errors else decision_form if decision_form.errors else None
    file, results = queries.file(enrolment, today()), assessment.results_of(enrolment)
    return page(
        "certification/decision.html",
        wrong,
        case=case,
        policy=curriculum.policy(case.decision.policy),
        file=file,
        sessions=assessment.compared_of(enrolment.organisation_id, results),
        certificate=next((held for held in file.past.held if held.certificate.decision_id == case.decision.id), None),
        own=case.seat_of(me()),
        arranged=_arranged(enrolment.member),
        appeals=[row for row in queries.under_appeal(enrolment, today()) if row.decision_id == case.decision.id],
        rescinded=queries.is_rescinded(case.decision),
        doubted=queries.doubted(enrolment) if access.may_see_doubts(me(), enrolment) else [],
        without=queries.without_each(file, today()) if access.may_see_without(me(), enrolment) else None,
        may_see_votes=access.may_see_votes(me(), case),
        may_vote=access.may_vote(me(), case),
        may_record=access.may_record(me(), case),
        may_withdraw=access.may_withdraw(me(), case),
        vote_form=vote_form,
        decision_form=decision_form,
    )
