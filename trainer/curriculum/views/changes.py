"""What has changed in a lesson since its reader read it, and the button that takes the new words over."""

from flask import request
from flask.typing import ResponseReturnValue

from trainer.clock import now
from trainer.curriculum import access, actions, queries
from trainer.curriculum.forms import PressForm
from trainer.curriculum.queries import Opened
from trainer.curriculum.views import bp
from trainer.web import guard, me, page, see_other


@bp.get("/o/<organisation>/learn/<programme>/<module>/<lesson>/changes")
@guard(queries.opened_lesson, may=access.may_open, mine=True)
def changes(opened: Opened) -> ResponseReturnValue:
    """Show every paragraph that is different from what was read; where none is, the lesson itself."""
    if opened.earlier is None:
        return see_other("curriculum.lesson", **_place(opened))
    return page("curriculum/changes.html", PressForm(), opened=opened, revision=queries.revision(opened))


@bp.post("/o/<organisation>/learn/<programme>/<module>/<lesson>/changes")
@guard(queries.opened_lesson, may=access.may_open, mine=True)
def see_changes(opened: Opened) -> ResponseReturnValue:
    """Take the new words over, if they are still those of the page on which that was said."""
    assert opened.line
    if request.form.get("release") != str(opened.enrolment.release_id):
        return see_other("curriculum.changes", **_place(opened))
    actions.see_changes(opened.enrolment, opened.line, by=me(), now=now())
    return see_other("curriculum.lesson", **_place(opened))


def _place(opened: Opened) -> dict[str, str]:
    assert opened.line
    keys = {"programme": opened.outline.programme_key, "module": opened.module.key}
    return {**keys, "lesson": opened.line.key}
