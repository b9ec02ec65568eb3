"""A lesson: text that is the same for everybody, and the few places that are the reader's own."""

from typing import Any

from flask import Response, abort, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from trainer import shell, site
from trainer.clock import now
from trainer.curriculum import access, actions, queries
from trainer.curriculum.models import Asset
from trainer.curriculum.queries import Opened
from trainer.curriculum.views import bp
from trainer.kept import Kept
from trainer.web import guard, here, me, see_other

_shells = Kept(600)


@bp.get("/o/<organisation>/learn/<programme>/<module>/<lesson>")
@guard(queries.opened_lesson, may=access.may_open, mine=True)
def lesson(opened: Opened) -> ResponseReturnValue:
    """Show a lesson."""
    values = _own_words(opened)
    if "_flashes" in session:  # news for one reader must not be kept for the next
        return shell.cut(_render(opened)).fill(values)
    kept: shell.Shell = _shells.get(_looks(opened), lambda: shell.cut(_render(opened)))
    return kept.fill(values)


@bp.post("/o/<organisation>/learn/<programme>/<module>/<lesson>")
@guard(queries.opened_lesson, may=access.may_open, mine=True)
def mark_read(opened: Opened) -> ResponseReturnValue:
    """Count the lesson as read, however often the button is pressed, or with `read=no` take that back; and go on."""
    assert opened.line
    keys = {"programme": opened.outline.programme_key, "module": opened.module.key}
    if request.form.get("read") == "no":
        actions.mark_unread(opened.enrolment, opened.line, by=me(), now=now())
        return see_other("curriculum.lesson", **keys, lesson=opened.line.key)
    actions.mark_read(opened.enrolment, opened.line, by=me(), now=now())
    _, following = opened.outline.neighbours(opened.module.key, opened.line.key)
    if following is None or following.module_key != opened.module.key:
        return see_other("curriculum.module", **keys)
    return see_other("curriculum.lesson", **keys, lesson=following.key)


@bp.get("/o/<organisation>/learn/<programme>/files/<digest>/<name>")
@guard(queries.file, may=access.may_see_file)
def file(asset: Asset) -> ResponseReturnValue:
    """Send a picture or file of a lesson. Its address holds its digest, so it never changes."""
    headers = {"Cache-Control": "private, max-age=31536000, immutable", "Content-Security-Policy": "sandbox"}
    if not asset.media_type.startswith("image/"):
        headers["Content-Disposition"] = "attachment"  # no browser opens a paper inside a sandbox
    return Response(asset.body, mimetype=asset.media_type, headers=headers)


def _looks(opened: Opened) -> tuple[object, ...]:
    """Everything in which two readers' frames can differ."""
    organisation, person = here(), current_user
    return (
        *(organisation.id, organisation.name, organisation.colour, opened.outline.release_id),
        *(opened.module.key, opened.line and opened.line.key, bool(opened.here)),
        *(me().duties, person.locale, person.theme, person.reading),
    )


def _own_words(opened: Opened) -> dict[str, str]:
    """What is filled into the frame for one reader."""
    read = sum((line.module_key, line.key) in opened.read for line in opened.module.lessons)
    total = len(opened.module.lessons)
    return {
        "person": str(escape(current_user.name)),
        "csrf": generate_csrf(),
        "read_on": str(format_date(opened.here, "d MMMM y")) if opened.here else "",
        "module_read": str(escape(_("%(read)d of %(total)d read", read=read, total=total))),
    }


def _render(opened: Opened) -> str:
    line = opened.line
    assert line
    text = queries.lesson_text(me().organisation_id, opened.outline.release_id, line.module_key, line.key)
    if text is None:
        abort(404)
    before, following = opened.outline.neighbours(line.module_key, line.key)
    values: dict[str, Any] = {
        "site": {**site.facts(), "person": _Reader(current_user.reading)},
        "csrf_token": lambda: Markup(shell.mark("csrf")),  # noqa: S704 our own mark
        "read_on": Markup(shell.mark("read_on")),  # noqa: S704
        "module_read": Markup(shell.mark("module_read")),  # noqa: S704
    }
    return render_template(
        "curriculum/lesson.html",
        opened=opened,
        line=line,
        lesson=text,
        before=before,
        following=following,
        form=None,
        **values,
    )


class _Reader:
    """Stands for whoever reads, while the frame is rendered."""

    name = Markup(shell.mark("person"))  # noqa: S704

    def __init__(self, reading: str) -> None:
        self.reading = reading
