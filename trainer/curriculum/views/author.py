"""Programmes and their frozen releases, as authors and those who judge by them see them."""

from flask.typing import ResponseReturnValue

from trainer.curriculum import access, queries
from trainer.curriculum.models import Release
from trainer.curriculum.queries import Preview
from trainer.curriculum.views import bp
from trainer.web import guard, here, me, page


@bp.get("/o/<organisation>/author")
@guard(may=access.may_author)
def programmes() -> ResponseReturnValue:
    """List programmes, their releases and how many people are on each."""
    return page("curriculum/programmes.html", releases=queries.releases(here().id), people=queries.people_on(here().id))


@bp.get("/o/<organisation>/author/releases/<uuid:id>")
@guard(queries.release, may=access.may_see_release)
def release(release: Release) -> ResponseReturnValue:
    """Show what a release holds: modules, lessons, rubric, codes and policy."""
    outline = queries.outline(release.organisation_id, release.id)
    return page(
        "curriculum/release.html",
        release=release,
        outline=outline,
        rubric=queries.rubric(release.rubric) if release.rubric else None,
        scheme=queries.scheme(release.scheme) if release.scheme else None,
        policy=queries.policy(release.policy) if release.policy else None,
        may_author=access.may_author(me()),
    )


@bp.get("/o/<organisation>/author/releases/<uuid:id>/<module>/<lesson>")
@guard(queries.preview, may=access.may_preview)
def preview(preview: Preview) -> ResponseReturnValue:
    """Show a lesson of a release as its readers see it."""
    return page("curriculum/preview.html", preview=preview)
