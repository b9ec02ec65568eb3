"""Programmes, their drafts and their frozen releases, as authors and those who judge by them see them."""

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trainer.accounts.looks import choose
from trainer.clock import now
from trainer.curriculum import access, actions, queries, rewording, starters
from trainer.curriculum.forms import NewProgrammeForm
from trainer.curriculum.models import Release
from trainer.curriculum.queries import Preview
from trainer.curriculum.views import bp
from trainer.web import Conflict, guard, here, me, page, say, see_other


@bp.get("/o/<organisation>/author")
@guard(may=access.may_see_programmes)
def programmes() -> ResponseReturnValue:
    """List every release and how many people are on each, and the drafts of those that are being written."""
    return _programmes(NewProgrammeForm(formdata=None) if access.may_author(me()) else None)


def _programmes(form: NewProgrammeForm | None, status: int = 200) -> ResponseReturnValue:
    releases = queries.releases(here().id)
    drafts = queries.drafts(here().id) if access.may_follow_drafts(me()) else []
    newest = {release.programme.key: release for release in sorted(releases, key=lambda release: release.number)}
    return page(
        "curriculum/programmes.html",
        form,
        status,
        releases=releases,
        people=queries.people_on(here().id),
        drafts=drafts,
        undrafted=[newest[key] for key in sorted(newest.keys() - {draft.programme_key for draft in drafts})],
        with_sources=queries.with_sources(here().id),
    )


@bp.post("/o/<organisation>/author/drafts")
@guard(may=access.may_author)
def begin_programme() -> ResponseReturnValue:
    """Begin the draft of a programme that there is not yet, with one lesson in it."""
    form = NewProgrammeForm()
    if form.validate() and (queries.newest(here().id, form.key.data) or queries.draft(here().id, form.key.data)):
        form.key.errors = [_("There is a programme of this key. Choose another.")]
    if form.errors:
        return _programmes(form)
    files = {"": starters.programme(form.key.data, form.title.data)}
    draft = actions.begin_draft(here().id, form.key.data, files, by=me(), now=now())
    return see_other("curriculum.draft", programme=draft.programme_key)


@bp.get("/o/<organisation>/author/releases/<uuid:id>")
@guard(queries.release, may=access.may_see_release)
def release(release: Release) -> ResponseReturnValue:
    """Show what a release holds: modules, lessons, rubric, codes and policy."""
    outline = queries.outline(release.organisation_id, release.id)
    may_author = access.may_author(me())
    return page(
        "curriculum/release.html",
        release=release,
        may_see_items=access.may_see_items(me(), release),
        outline=outline,
        rubric=queries.rubric(release.rubric) if release.rubric else None,
        scheme=queries.scheme(release.scheme) if release.scheme else None,
        policy=queries.policy(release.policy) if release.policy else None,
        handouts=queries.handouts(release.organisation_id, release.id, release.language),
        viva=queries.viva(release.organisation_id, release.id),
        may_see_moves=access.may_see_moves(me(), release),
        may_see_cases=access.may_see_cases(me(), release),
        may_author=may_author,
        has_sources=may_author and release.id in queries.with_sources(release.organisation_id),
    )


@bp.get("/o/<organisation>/author/releases/<uuid:id>/changes")
@guard(queries.release, may=access.may_see_release)
def release_changes(release: Release) -> ResponseReturnValue:
    """Say in words what people are judged by otherwise than in the release before, or in an earlier one."""
    earlier = queries.earlier(release)
    chosen = request.args.get("since", type=int)
    since = next((one for one in earlier if one.number == chosen), earlier[0] if earlier else None)
    return page(
        "curriculum/release_changes.html",
        release=release,
        earlier=earlier,
        since=since,
        differences=rewording.instruments(queries.instruments(since), queries.instruments(release)) if since else {},
    )


@bp.post("/o/<organisation>/author/releases/<uuid:id>/draft")
@guard(queries.release, may=access.may_take_sources)
def begin_draft(release: Release) -> ResponseReturnValue:
    """Begin a draft with the files that a release was made of."""
    files = queries.sources(release.organisation_id, release.id)
    key = release.programme.key
    if not files:
        flash(_("Release %(number)d was published before its files were kept. Import them.", number=release.number))
        return see_other("curriculum.import_programme")
    try:
        actions.begin_draft(release.organisation_id, key, files, release=release, by=me(), now=now())
    except Conflict as conflict:
        flash(say(conflict.message))
    return see_other("curriculum.draft", programme=key)


@bp.get("/o/<organisation>/author/releases/<uuid:id>/<module>/<lesson>")
@guard(queries.preview, may=access.may_preview)
def preview(preview: Preview) -> ResponseReturnValue:
    """Show a lesson of a release as its readers see it, in the language asked for or the one of whoever looks."""
    languages = [text.language for text in preview.texts]
    language = choose(languages, request.args.get("language"), current_user.looks.language, current_user.locale)
    return page("curriculum/preview.html", preview=preview, lesson=preview.text(language))
