"""A draft: the tree of its files with what the checker finds, and what can be done with the whole of it."""

from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.clock import now
from trainer.curriculum import access, actions, comparing, paths, queries, tree
from trainer.curriculum.forms import PublishForm, SeenForm
from trainer.curriculum.models import Draft, Release
from trainer.curriculum.views import bp
from trainer.db import begin_write
from trainer.message import Message
from trainer.web import Conflict, arrive, as_uuid, guard, here, me, page, say, see_other, starts_reading


@bp.get("/o/<organisation>/author/drafts/<programme>")
@guard(queries.draft, may=access.may_write)
def draft(draft: Draft) -> ResponseReturnValue:
    """Show every file of a draft by folder, and every mistake in it with file and line."""
    lines = queries.lines(draft)
    compilation = queries.checked(draft).compilation
    return page(
        "curriculum/draft.html",
        draft=draft,
        folders=tree.folders(lines, compilation.findings),
        compilation=compilation,
        newest=queries.newest(draft.organisation_id, draft.programme_key),
    )


@bp.route("/o/<organisation>/author/drafts/<programme>/discard", methods=["GET", "POST"])
@guard(queries.draft, may=access.may_write)
def discard_draft(draft: Draft) -> ResponseReturnValue:
    """Say what would be lost, and throw the draft away only as it was then."""
    form = SeenForm()
    status = 200
    if form.validate_on_submit():
        try:
            actions.discard_draft(draft, seen=form.seen.data or "", by=me(), now=now())
            flash(_("The draft is discarded."))
            return see_other("curriculum.programmes")
        except Conflict as conflict:
            status = 409
            flash(say(conflict.message), "error")
    changes = _since_release(draft)
    return page("curriculum/discard.html", form, status, draft=draft, changes=changes, seen=queries.state(draft))


def _since_release(draft: Draft) -> tuple[comparing.FileChange, ...]:
    """What differs from the release that the draft was the same as."""
    before = queries.sources(draft.organisation_id, draft.release_id) if draft.release_id else {}
    key = draft.programme_key
    return comparing.changed_files(paths.named(key, before), paths.named(key, queries.files(draft)))


@bp.get("/o/<organisation>/author/drafts/<programme>/compare")
@guard(queries.draft, may=access.may_write)
def compare(draft: Draft) -> ResponseReturnValue:
    """Show what publishing would change, file by file and part by part, and whom it concerns."""
    return _compare(draft)


def _compare(draft: Draft, status: int = 200, conflict: Message | None = None) -> ResponseReturnValue:
    checked = queries.checked(draft)
    standing = queries.standing(draft.organisation_id, draft.programme_key)
    before = queries.sources(draft.organisation_id, standing.release.id) if standing else {}
    key, offered = draft.programme_key, checked.compilation.programme
    return page(
        "curriculum/compare.html",
        PublishForm(formdata=None),
        status,
        draft=draft,
        conflict=conflict,
        checked=checked,
        standing=standing,
        has_sources=bool(before),
        files=comparing.changed_files(paths.named(key, before), paths.named(key, queries.files(draft))),
        parts=comparing.changed_parts(standing.parts if standing else {}, comparing.parts(offered)) if offered else (),
    )


@bp.post("/o/<organisation>/author/drafts/<programme>/publish")
@guard(queries.draft, may=access.may_write)
@starts_reading
def publish_draft(draft: Draft) -> ResponseReturnValue:
    """Publish a draft as it was compared, over the release it was compared with; with a mistake in it, never."""
    form, slug, programme = PublishForm(), here().slug, draft.programme_key
    checked = queries.checked(draft)  # it may take seconds, in which others shall be able to write
    if checked.state != form.seen.data:
        return _compare(draft, 409, actions.SAVED_MEANWHILE)
    if checked.compilation.programme is None:
        return _compare(draft, 422)
    begin_write()
    by, over = arrive(slug), as_uuid(form.over.data or "")
    try:
        release = actions.publish_draft(by.organisation_id, programme, checked, over=over, by=by, now=now())
    except Conflict as conflict:
        return _compare(_still_there(programme, conflict), 409, conflict.message)
    return _published(release, over)


def _still_there(programme: str, conflict: Conflict) -> Draft:
    """The draft that somebody else changed; a discarded one is no longer to be compared."""
    draft = queries.draft(here().id, programme)
    if draft is None:
        raise conflict
    return draft


def _published(release: Release, over: UUID | None) -> ResponseReturnValue:
    if release.id == over:
        flash(_("Nothing differs from release %(number)d: it stays the newest.", number=release.number))
        return see_other("curriculum.compare", programme=release.programme.key)
    flash(_("Published as release %(number)d. Everybody stays on the release they began with.", number=release.number))
    return see_other("curriculum.release", id=release.id)
