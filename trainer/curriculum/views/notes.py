"""What a reader writes beside a lesson: its own pages, and the same for the script of the lesson's page."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from trainer.clock import now
from trainer.curriculum import access, actions, anchoring, queries
from trainer.curriculum.anchoring import Quote
from trainer.curriculum.forms import NoteForm, NoteTextForm
from trainer.curriculum.models import Note
from trainer.curriculum.outline import LessonLine
from trainer.curriculum.queries import Opened, Placed
from trainer.curriculum.views import bp
from trainer.message import Message
from trainer.web import demand, guard, me, page, say, see_other


@bp.route("/o/<organisation>/learn/<programme>/<module>/<lesson>/notes", methods=["GET", "POST"])
@guard(queries.opened_lesson, may=access.may_open, mine=True)
def notes(opened: Opened) -> ResponseReturnValue:
    """List the notes on a lesson, and take one more."""
    line = _line(opened)
    form = NoteForm()
    wanted = _wanted(opened, form) if form.validate_on_submit() else None
    if wanted:
        actions.keep_note(opened.enrolment, line, wanted, form.text.data, now=now())
        return _done(request.path, _("Kept. Only you can read it."))
    if form.errors and _asked_by_script():
        return _mistake(form)
    return page("curriculum/notes.html", form, opened=opened, noted=queries.noted_in(opened.enrolment, line))


@bp.get("/o/<organisation>/learn/<programme>/<module>/<lesson>/notes.json")
@guard(queries.opened_lesson, may=access.may_open, mine=True)
def notes_data(opened: Opened) -> ResponseReturnValue:
    """Tell the page of a lesson which notes its reader has, where they stand in its text, and the token to send."""
    noted = queries.noted_in(opened.enrolment, _line(opened))
    return {"notes": [_told(placed) for placed in (*noted.standing, *noted.lost)], "csrf": generate_csrf()}


@bp.get("/o/<organisation>/learn/notes")
@guard(may=access.may_learn)
def all_notes() -> ResponseReturnValue:
    """List every note on a programme, lesson by lesson, those too whose words or lesson are gone."""
    enrolment = queries.enrolment_of(me())
    if enrolment is None:
        return see_other("curriculum.learn")
    demand(access.may_study(me(), enrolment))
    outline = queries.outline_for(me(), enrolment.release_id)
    return page("curriculum/all_notes.html", outline=outline, noted=queries.noted(enrolment, outline))


@bp.route("/o/<organisation>/learn/notes/<uuid:id>", methods=["GET", "POST"])
@guard(queries.note, may=access.may_change_note)
def change_note(note: Note) -> ResponseReturnValue:
    """Write one's own note anew."""
    form = NoteTextForm(obj=note)
    if form.validate_on_submit():
        actions.change_note(note, form.text.data, now=now())
        return _done(_list_of(note), _("Kept. Only you can read it."))
    if form.errors and _asked_by_script():
        return _mistake(form)
    return page("curriculum/change_note.html", form, note=note, list_url=_list_of(note))


@bp.post("/o/<organisation>/learn/notes/<uuid:id>/remove")
@guard(queries.note, may=access.may_change_note)
def remove_note(note: Note) -> ResponseReturnValue:
    """Throw one's own note away."""
    actions.remove_note(note)
    return _done(_list_of(note), _("The note is gone."))


def _line(opened: Opened) -> LessonLine:
    assert opened.line, "opened as a lesson"
    return opened.line


def _wanted(opened: Opened, form: NoteForm) -> Quote | None:
    """What is kept of the words that were copied; where they are not one place, the form says why."""
    text = queries.text_of(opened.enrolment, _line(opened))
    found = anchoring.take(text, form.quote.data, form.start.data)
    if isinstance(found, Message):
        form.quote.errors = [*form.quote.errors, say(found)]
        return None
    return found


def _told(placed: Placed) -> dict[str, object]:
    note, (start, end) = placed.note, placed.span or (0, 0)
    return {
        "text": note.text,
        "quote": note.quote,
        "start": start,
        "end": end,
        "words": placed.words,
        "lost": placed.lost,
        "url": url_for("curriculum.change_note", id=note.id),
    }


def _asked_by_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _done(list_url: str, sentence: str) -> ResponseReturnValue:
    """A script goes on by itself; a person sees the list."""
    if _asked_by_script():
        return {}
    flash(sentence)
    return redirect(list_url, 303)


def _mistake(form: NoteTextForm) -> ResponseReturnValue:
    return {"error": str(next(iter(form.errors.values()))[0])}, 422


def _list_of(note: Note) -> str:
    """The page that lists a note: that of its lesson, or where the release has no such lesson that of all."""
    outline = queries.outline(note.organisation_id, note.enrolment.release_id)
    if (note.module_key, note.lesson_key) not in {line.place for line in outline.lessons}:
        return url_for("curriculum.all_notes")
    programme, module, lesson = outline.programme_key, note.module_key, note.lesson_key
    return url_for("curriculum.notes", programme=programme, module=module, lesson=lesson)
