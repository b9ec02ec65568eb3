"""What stands beside the lessons: the glossary and cards of a reader, and a release's plans, viva and cases."""

from flask.typing import ResponseReturnValue

from trainer.curriculum import access, queries
from trainer.curriculum.models import Handout, Release
from trainer.curriculum.queries import Held, Shelf, ToldCase
from trainer.curriculum.views import bp
from trainer.web import guard, page


@bp.get("/o/<organisation>/learn/<programme>/glossary")
@guard(queries.shelf, may=access.may_read_beside, mine=True)
def glossary(shelf: Shelf) -> ResponseReturnValue:
    """Show what the words of a programme mean."""
    return page("curriculum/glossary.html", shelf=shelf)


@bp.get("/o/<organisation>/learn/<programme>/cards/<key>")
@guard(queries.held_card, may=access.may_read_beside, mine=True)
def card(held: Held) -> ResponseReturnValue:
    """Show a card for the pocket, as it prints."""
    return page("curriculum/card.html", held=held)


@bp.get("/o/<organisation>/author/releases/<uuid:id>/cards/<key>")
@guard(queries.release_card, may=access.may_see_handout)
def release_card(handout: Handout) -> ResponseReturnValue:
    """Show a card of a release."""
    return page("curriculum/handout.html", handout=handout)


@bp.get("/o/<organisation>/author/releases/<uuid:id>/plans/<key>")
@guard(queries.plan, may=access.may_see_handout)
def plan(handout: Handout) -> ResponseReturnValue:
    """Show the plan of a live session to whoever runs it."""
    return page("curriculum/handout.html", handout=handout)


@bp.get("/o/<organisation>/author/releases/<uuid:id>/viva")
@guard(queries.release, may=access.may_see_release)
def viva(release: Release) -> ResponseReturnValue:
    """Show the scenarios of the structured oral, each on a printed page of its own."""
    document = queries.rubric(release.rubric) if release.rubric else None
    viva = queries.viva(release.organisation_id, release.id)
    return page("curriculum/viva.html", release=release, viva=viva, rubric=document)


@bp.get("/o/<organisation>/author/releases/<uuid:id>/cases")
@guard(queries.release, may=access.may_see_cases)
def cases(release: Release) -> ResponseReturnValue:
    """List the calibration cases of a release with how their reference levels are spread."""
    return page("curriculum/cases.html", release=release, cases=queries.cases(release.organisation_id, release.id))


@bp.get("/o/<organisation>/author/releases/<uuid:id>/cases/<key>")
@guard(queries.told_case, may=access.may_see_case)
def case(told: ToldCase) -> ResponseReturnValue:
    """Show a calibration case with its reference."""
    release = told.release
    return page(
        "curriculum/case.html",
        release=release,
        case=told.case,
        rubric=queries.rubric(release.rubric) if release.rubric else None,
        scheme=queries.scheme(release.scheme) if release.scheme else None,
    )
