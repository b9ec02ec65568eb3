"""The outline of what a trainee learns, and the first step into a programme."""

from flask.typing import ResponseReturnValue

from trainer.clock import now
from trainer.curriculum import access, actions, queries
from trainer.curriculum.forms import PressForm
from trainer.curriculum.models import Release
from trainer.curriculum.queries import Opened
from trainer.curriculum.views import bp
from trainer.curriculum.views.kept import current
from trainer.web import demand, guard, here, me, page, see_other


@bp.get("/o/<organisation>/learn")
@guard(may=access.may_learn)
def learn() -> ResponseReturnValue:
    """Show the programme somebody is on and how far they are, or what they can begin."""
    enrolment = queries.enrolment_of(me())
    if enrolment is None:
        return page("curriculum/begin.html", PressForm(), releases=queries.open_releases(here().id))
    demand(access.may_study(me(), enrolment))
    outline = queries.outline_for(me(), enrolment.release_id)
    return page(
        "curriculum/learn.html",
        enrolment=enrolment,
        learning=queries.learning_of(enrolment).told_in(outline),
        shelf=queries.shelf_of(me(), enrolment),
        current=current(outline),
    )


@bp.post("/o/<organisation>/learn/begin/<uuid:id>")
@guard(queries.release, may=access.may_begin)
def begin(release: Release) -> ResponseReturnValue:
    """Begin a programme under its newest words, however long the page with the button was open."""
    if queries.enrolment_of(me()) is None:
        newest = queries.newest_release(release.organisation_id, release.programme_id)
        actions.begin(me(), newest or release, now=now())
    return see_other("curriculum.learn")


@bp.get("/o/<organisation>/learn/<programme>/<module>")
@guard(queries.opened, may=access.may_open, mine=True)
def module(opened: Opened) -> ResponseReturnValue:
    """Show what a module is for, its lessons, its check, its reflections and its practice."""
    tries = queries.tries(opened.enrolment, opened.module.key)
    learning = queries.learning_of(opened.enrolment).told_in(opened.outline)
    written = queries.reflections(opened.enrolment)
    return page(
        "curriculum/module.html",
        opened=opened,
        tries=tries,
        learning=learning,
        written=written,
        current=current(opened.outline),
    )
