"""What comes into a draft: a new text, a picture or paper from the author's machine."""

from collections.abc import Sequence

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.clock import now
from trainer.curriculum import access, actions, assets, paths, queries, starters
from trainer.curriculum.drafting import wrong_body
from trainer.curriculum.forms import NewFileForm, UploadForm
from trainer.curriculum.models import Draft
from trainer.curriculum.queries import Place
from trainer.curriculum.tree import FileLine, fits, is_in_module
from trainer.curriculum.views import bp
from trainer.message import Message
from trainer.uploads import takes
from trainer.web import guard, me, page, say, see_other

MOST_BYTES = 3 * 1024 * 1024  # a picture of 2 MB and what is around it


@bp.route("/o/<organisation>/author/drafts/<programme>/add", methods=["GET", "POST"])
@guard(queries.draft, may=access.may_write)
def add_file(draft: Draft) -> ResponseReturnValue:
    """Add a text to one of the folders, with the words its kind begins with."""
    lines = queries.lines(draft)
    form = NewFileForm(path=request.args.get("path", ""), language=request.args.get("language", ""))
    if form.validate_on_submit():
        path, language = form.normal, form.language.data or ""
        problem = _wrong(lines, language, path)
        if problem is None:
            return _add(draft, language, path, _first_words(draft, language, path))
        form.refuse(problem)
    return page("curriculum/add.html", form, draft=draft)


def _first_words(draft: Draft, language: str, path: str) -> bytes:
    """A translation begins with the original's words, any other file with those of its kind."""
    original = queries.place(draft.organisation_id, draft.programme_key, paths.name(draft.programme_key, "", path))
    if language and original and original.file:
        return starters.translation(path, original.file.body, language)
    return starters.file(path)


def _wrong(lines: Sequence[FileLine], language: str, path: str) -> Message | None:
    if not paths.is_text(path):
        return Message("A file that is written here ends in .md or .yaml. Pictures and papers are uploaded.")
    return paths.wrong(path, _others(lines, language)) or fits(lines, 0)


def _others(lines: Sequence[FileLine], language: str) -> list[str]:
    return [line.path for line in lines if line.language == language]


def _add(draft: Draft, language: str, path: str, body: bytes) -> ResponseReturnValue:
    key = draft.programme_key
    place = Place(draft.organisation_id, key, language, path, draft, None)
    actions.save_file(place, body, base="", by=me(), now=now())
    return see_other("curriculum.edit", programme=key, file=place.name)


@bp.route("/o/<organisation>/author/drafts/<programme>/upload", methods=["GET", "POST"])
@guard(queries.draft, may=access.may_write)
@takes(MOST_BYTES)
def upload_file(draft: Draft) -> ResponseReturnValue:
    """Put a picture or paper beside the lessons that show it."""
    lines = queries.lines(draft)
    form = UploadForm(folder=request.args.get("folder", ""))
    form.folder.choices = sorted({line.folder for line in lines if is_in_module(line)})
    if form.validate_on_submit():
        name, body = assets.name_for(form.upload.data.filename or ""), form.upload.data.read()
        path = f"{form.folder.data}/{name}"
        problem = wrong_body(path, body) or paths.wrong(path, _others(lines, "")) or fits(lines, len(body))
        if problem is None:
            flash(_("Uploaded. In a lesson of that folder write: ![What it shows](%(name)s)", name=name))
            return _add(draft, "", path, body)
        form.upload.errors = [say(problem)]
    return page("curriculum/upload.html", form, draft=draft)
