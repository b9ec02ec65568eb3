"""Formative notes: three taps and a sentence that a trainee reads at once, and that count nowhere."""

from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.clock import now
from trainer.curriculum import queries as curriculum
from trainer.organisations.access import holds
from trainer.organisations.duties import Duty
from trainer.practice import actions, queries
from trainer.practice.access.notes import Noting, may_see_formative_notes, may_write_formative_note
from trainer.practice.content_lint import lint
from trainer.practice.forms.notes import FormativeNoteForm
from trainer.practice.models import FormativeNote
from trainer.practice.views import bp
from trainer.verdict import refuse_if
from trainer.web import absolute, demand, guard, me, page, see_other


def _noting(organisation_id: UUID, id: UUID) -> Noting | None:
    found = queries.observed(organisation_id, id)
    return queries.noting(found, now()) if found else None


@bp.get("/o/<organisation>/formative-notes")
@guard(may=may_see_formative_notes)
def formative_notes() -> ResponseReturnValue:
    """Choose a session to write about; below stands what one wrote oneself."""
    return page(
        "practice/formative_notes.html",
        sessions=queries.to_note(me(), all_=holds(me(), Duty.LEAD), now=now()),
        notes=[(note, names(note)) for note in queries.notes_by(me())],
    )


@bp.route("/o/<organisation>/sessions/<uuid:id>/formative-note", methods=["GET", "POST"])
@guard(_noting, may=may_write_formative_note)
def write_formative_note(noting: Noting) -> ResponseReturnValue:
    """Tell a trainee one strength, one thing to work on and one sentence. A name or an issue is asked about once."""
    session = noting.session
    rubric = queries.rubric_of_notes(session)
    demand(refuse_if(rubric is None, "This trainee's programme has no rubric, so there is nothing to choose from."))
    assert rubric
    form = FormativeNoteForm().over(curriculum.rubric(rubric))
    whole = form.validate_on_submit()
    findings = lint(form.sentence.data, queries.roster(session.meeting.set)) if form.is_submitted() else ()
    if whole and (form.confirmed.data or not findings):
        said = (form.strength.data, form.work_on.data, form.sentence.data)
        link = absolute("practice.session", id=session.id)
        actions.write_formative_note(session, rubric, *said, by=me(), now=now(), link=link)
        flash(_("Told. %(name)s can read it now.", name=session.enrolment.member.name))
        return see_other("practice.formative_notes")
    return page(
        "practice/write_formative_note.html", form, 422 if findings else 200, session=session, findings=findings
    )


def names(note: FormativeNote) -> tuple[str, str]:
    """What the two criteria of a note are called."""
    called = {one.key: one.name for one in curriculum.rubric(note.rubric).criteria}
    return called[note.strength], called[note.work_on]
