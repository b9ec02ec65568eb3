"""One file of a draft: written, previewed, saved without losing anybody's words, moved, replaced, deleted."""

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.clock import now
from trainer.curriculum import access, actions, assets, comparing, drafting, paths, queries
from trainer.curriculum.digests import digest_of_bytes
from trainer.curriculum.forms import PathForm, ReplaceForm, SeenForm, TextForm
from trainer.curriculum.lines import difference
from trainer.curriculum.queries import Place
from trainer.curriculum.source import most_bytes
from trainer.curriculum.views import bp
from trainer.uploads import takes
from trainer.web import Conflict, guard, me, page, say, see_other, starts_reading

MOST_BYTES = 3 * 1024 * 1024  # the longest text as a form sends it, or a picture of 2 MB and what is around it


@bp.get("/o/<organisation>/author/drafts/<programme>/edit/<path:file>")
@guard(queries.place, may=access.may_write_file)
def edit(place: Place) -> ResponseReturnValue:
    """Open a text with what is wrong in it and, if it is a page, as its readers will see it; show anything else."""
    if place.draft is None:
        abort(404)
    if place.file is None:  # the checker speaks of files that are missing, too
        return see_other("curriculum.add_file", programme=place.programme, language=place.language, path=place.path)
    words = drafting.as_written(place.file.body) if paths.is_text(place.path) else None
    if words is None:
        return _picture(place, ReplaceForm(formdata=None, base=place.file.digest))
    return _editor(place, TextForm(formdata=None, body=words, base=place.file.digest))


@bp.post("/o/<organisation>/author/drafts/<programme>/edit/<path:file>")
@guard(queries.place, may=access.may_write_file)
@takes(MOST_BYTES)
def save_file(place: Place) -> ResponseReturnValue:
    """Keep what was written, unless somebody else saved another version than the one it began from."""
    form = _sent(place)
    script = request.accept_mimetypes.best == "application/json"
    if not form.validate():
        return ({"error": str(form.body.errors[0])}, 422) if script and form.body.errors else _editor(place, form)
    try:
        actions.save_file(place, form.written, base=form.base.data or "", by=me(), now=now())
    except Conflict as conflict:
        return ({"error": say(conflict.message)}, 409) if script else _both(place, form, conflict)
    if script:
        return {"base": digest_of_bytes(form.written)}
    flash(_("Saved."))
    return see_other("curriculum.edit", programme=place.programme, file=place.name)


@bp.post("/o/<organisation>/author/drafts/<programme>/preview/<path:file>")
@guard(queries.place, may=access.may_write_file)
@takes(MOST_BYTES)
@starts_reading
def preview_file(place: Place) -> ResponseReturnValue:
    """Show what was written as its readers would see it, with what is wrong in it; nothing is kept."""
    form = _sent(place)
    form.validate()
    return _editor(place, form)


def _sent(place: Place) -> TextForm:
    form = TextForm()
    form.most_bytes = most_bytes(place.path)
    return form


def _editor(place: Place, form: TextForm) -> ResponseReturnValue:
    if place.draft is None:
        return _both(place, form, Conflict(actions.GONE))

    def address(language: str, path: str) -> str:
        endpoint = "curriculum.edit" if paths.is_text(path) else "curriculum.raw_file"
        return url_for(endpoint, programme=place.programme, file=paths.name(place.programme, language, path))

    look = queries.look(place, form.written, address)
    return page("curriculum/edit.html", form, place=place, look=look)


def _both(place: Place, form: TextForm, conflict: Conflict) -> ResponseReturnValue:
    """Show what was written beside what is stored, and let its author keep either or put them together."""
    found = _again(place)
    theirs = comparing.as_text(found.file.body) if found.file else None
    mine = comparing.as_text(form.written)
    return page(
        "curriculum/conflict.html",
        form,
        409,
        place=found,
        conflict=conflict,
        mine=mine,
        theirs=theirs,
        hunks=difference(theirs, mine) if theirs is not None else (),
        moved=None if found.file else queries.moved(found, form.base.data or ""),
    )


@bp.get("/o/<organisation>/author/drafts/<programme>/raw/<path:file>")
@guard(queries.drafted_file, may=access.may_write_file)
def raw_file(place: Place) -> ResponseReturnValue:
    """Send a file of a draft: a picture to be shown, anything else to be kept."""
    assert place.file
    kind = assets.media_type(place.path, place.file.body)
    headers = {"Cache-Control": "private, no-cache", "Content-Security-Policy": "sandbox"}
    if not (kind or "").startswith("image/"):
        headers["Content-Disposition"] = "attachment"
    response = Response(place.file.body, mimetype=kind or "application/octet-stream", headers=headers)
    response.set_etag(place.file.digest)
    return response.make_conditional(request)


@bp.route("/o/<organisation>/author/drafts/<programme>/move/<path:file>", methods=["GET", "POST"])
@guard(queries.drafted_file, may=access.may_write_file)
def move_file(place: Place) -> ResponseReturnValue:
    """Give a file another path in its folder."""
    form = PathForm(path=place.path)
    if form.validate_on_submit():
        problem = paths.wrong(form.normal)
        try:
            if problem is None:
                actions.move_file(place, form.normal, by=me(), now=now())
                flash(_("Moved. Links that lead to it are not changed: the checker names them."))
                name = paths.name(place.programme, place.language, form.normal)
                return see_other("curriculum.edit", programme=place.programme, file=name)
        except Conflict as conflict:
            problem = conflict.message
        form.refuse(problem)
    return page("curriculum/move.html", form, place=place)


@bp.route("/o/<organisation>/author/drafts/<programme>/delete/<path:file>", methods=["GET", "POST"])
@guard(queries.drafted_file, may=access.may_write_file)
def delete_file(place: Place) -> ResponseReturnValue:
    """Show what is about to go, and delete it only as it was shown."""
    form, status = SeenForm(), 200
    if form.validate_on_submit():
        try:
            actions.delete_file(place, base=form.seen.data or "")
            flash(_("“%(name)s” is deleted.", name=place.name))
            return see_other("curriculum.draft", programme=place.programme)
        except Conflict as conflict:
            place, status = _again(place), 409
            flash(say(conflict.message), "error")
    words = drafting.as_written(place.file.body) if place.file and paths.is_text(place.path) else None
    return page("curriculum/delete.html", form, status, place=place, words=words)


def _again(place: Place) -> Place:
    """A place as somebody else has left it."""
    return queries.place(place.organisation_id, place.programme, place.name) or place


@bp.post("/o/<organisation>/author/drafts/<programme>/replace/<path:file>")
@guard(queries.drafted_file, may=access.may_write_file)
@takes(MOST_BYTES)
def replace_file(place: Place) -> ResponseReturnValue:
    """Put another file from the author's own machine in the place of this one."""
    form, status = ReplaceForm(), 200
    body = form.upload.data.read() if form.validate() else b""
    if not form.errors and (problem := drafting.wrong_body(place.path, body)):
        form.upload.errors = [say(problem)]
    if not form.errors:
        try:
            actions.save_file(place, body, base=form.base.data or "", by=me(), now=now())
            flash(_("Replaced."))
            return see_other("curriculum.edit", programme=place.programme, file=place.name)
        except Conflict as conflict:
            place, status = _again(place), 409
            flash(say(conflict.message), "error")
    return _picture(place, form, status)


def _picture(place: Place, form: ReplaceForm, status: int = 200) -> ResponseReturnValue:
    assert place.file
    kind = assets.media_type(place.path, place.file.body) or ""
    return page("curriculum/picture.html", form, status, place=place, kind=kind)
