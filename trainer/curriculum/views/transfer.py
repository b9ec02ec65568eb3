"""Programmes as zips: out of a draft or a release, and in."""

from flask import Response, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.clock import now
from trainer.curriculum import access, actions, archive, comparing, drafting, paths, queries
from trainer.curriculum.digests import digest_of_bytes
from trainer.curriculum.forms import ImportForm
from trainer.curriculum.models import Draft, Release
from trainer.curriculum.paths import Files
from trainer.curriculum.views import bp
from trainer.db import begin_write
from trainer.uploads import takes
from trainer.web import Conflict, arrive, guard, here, me, page, say, see_other, starts_reading

LARGEST_ZIP = 16 * 1024 * 1024


@bp.get("/o/<organisation>/author/drafts/<programme>/zip")
@guard(queries.draft, may=access.may_write)
def export_draft(draft: Draft) -> ResponseReturnValue:
    """Send a draft as a zip."""
    return _zip(draft.programme_key, queries.files(draft), "draft")


@bp.get("/o/<organisation>/author/releases/<uuid:id>/zip")
@guard(queries.release, may=access.may_take_sources)
def export_release(release: Release) -> ResponseReturnValue:
    """Send the files that a release was made of as a zip."""
    files = queries.sources(release.organisation_id, release.id)
    return _zip(release.programme.key, files, f"release-{release.number}")


def _zip(key: str, files: Files, what: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{key}-{what}.zip"'}
    return Response(archive.pack(key, files), mimetype="application/zip", headers=headers)


@bp.route("/o/<organisation>/author/import", methods=["GET", "POST"])
@guard(may=access.may_author)
@takes(LARGEST_ZIP)
@starts_reading
def import_programme() -> ResponseReturnValue:
    """Take in the programme in a zip: as a new draft, or over the one there is, once its author saw what changes."""
    form = ImportForm()
    if not form.validate_on_submit():
        return page("curriculum/import.html", form, draft=None)
    body = form.upload.data.read()
    try:
        key, files = drafting.imported(body)
    except archive.Refused as refused:
        form.upload.errors = [say(refused.message)]
        return page("curriculum/import.html", form, draft=None)
    slug = here().slug
    begin_write()
    arrive(slug)
    draft = queries.draft(here().id, key)
    return _import_over(draft, form, digest_of_bytes(body), files) if draft else _begin(key, files)


def _begin(key: str, files: Files) -> ResponseReturnValue:
    actions.begin_draft(here().id, key, files, by=me(), now=now())
    flash(_("Imported. Nobody sees it before it is published."))
    return see_other("curriculum.draft", programme=key)


def _import_over(draft: Draft, form: ImportForm, zipped: str, files: Files) -> ResponseReturnValue:
    """Replace a draft only if this zip was shown against this state of it; else show what would change."""
    key, status = draft.programme_key, 200
    if form.replace.data and form.shown.data == zipped:
        try:
            actions.import_draft(draft, files, seen=form.seen.data or "", by=me(), now=now())
            flash(_("Imported over the draft."))
            return see_other("curriculum.draft", programme=key)
        except Conflict as conflict:
            status = 409
            flash(say(conflict.message), "error")
    changes = comparing.changed_files(paths.named(key, queries.files(draft)), paths.named(key, files))
    seen = queries.state(draft)
    return page("curriculum/import.html", form, status, draft=draft, changes=changes, seen=seen, shown=zipped)
