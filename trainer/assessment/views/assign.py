"""Choosing the assessors of a session."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms.fields.choices import SelectChoice

from trainer.assessment import access, actions, queries
from trainer.assessment.forms import AssignForm, ShadowForm
from trainer.assessment.queries import Assignment, Candidate
from trainer.assessment.views import bp
from trainer.clock import now
from trainer.practice.models import PracticeSession
from trainer.practice.views import doors
from trainer.web import absolute, guard, me, page, say, see_other


@bp.route("/o/<organisation>/sessions/<uuid:id>/assign", methods=["GET", "POST"])
@guard(queries.assignment, may=access.may_assign)
def assign(assignment: Assignment) -> ResponseReturnValue:
    """Ask licensed assessors to observe and rate a session; each gets a letter. What speaks against is asked once."""
    session, everybody = assignment.session, queries.candidates(assignment, me())
    form = AssignForm()
    form.assessors.choices = [SelectChoice(str(one.member.id), _offer(one)) for one in everybody if one.verdict]
    whole = form.validate_on_submit()
    chosen = [one for one in everybody if one.verdict and str(one.member.id) in (form.assessors.data or ())]
    doubtful = [one for one in chosen if one.against] if whole and not form.confirmed.data else []
    if whole and not doubtful:
        _ask(session, chosen)
        return see_other("practice.session", id=session.id)
    refused = [one for one in everybody if not one.verdict]
    values = {"session": session, "asked": assignment.asked, "refused": refused, "doubtful": doubtful}
    return page("assessment/assign.html", form, 422 if doubtful else 200, **values)


@bp.route("/o/<organisation>/sessions/<uuid:id>/shadow", methods=["GET", "POST"])
@guard(queries.assignment, may=access.may_assign)
def assign_shadow(assignment: Assignment) -> ResponseReturnValue:
    """Ask assessors without a licence to rate beside those who judge, to learn; each gets a letter."""
    session, everybody = assignment.session, queries.learners(assignment, me())
    form = ShadowForm()
    form.assessors.choices = [SelectChoice(str(one.member.id), one.member.name) for one in everybody if one.verdict]
    if form.validate_on_submit():
        for one in (one for one in everybody if str(one.member.id) in form.assessors.data):
            actions.assign_shadow(session, one.member, link=absolute("assessment.assess"), by=me(), now=now())
        flash(_("Asked. Nothing of what they rate counts, and nobody waits for it."))
        return see_other("practice.session", id=session.id)
    refused = [one for one in everybody if not one.verdict]
    return page("assessment/assign_shadow.html", form, session=session, refused=refused)


def _ask(session: PracticeSession, chosen: list[Candidate]) -> None:
    own, theirs = absolute("assessment.assess"), absolute("practice.session", id=session.id)
    for one in chosen:
        actions.assign(
            session,
            one.member,
            link=own,
            link_session=theirs,
            guests=doors.guests(),
            despite=[message.text for message in one.against],
            by=me(),
            now=now(),
        )
    flash(ngettext("One assessor is asked.", "%(num)d assessors are asked.", len(chosen)))


def _offer(one: Candidate) -> str:
    return f"{one.member.name} ({'; '.join(map(say, one.against))})" if one.against else one.member.name
