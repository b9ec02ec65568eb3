"""A lesson: text that is the same for everybody, and the few places that are the reader's own."""

from datetime import datetime
from typing import Any

from flask import Response, abort, get_template_attribute, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from trainer import shell, site
from trainer.accounts.forms import ReadingForm
from trainer.clock import now
from trainer.curriculum import access, actions, glossaries, queries
from trainer.curriculum.models import Asset
from trainer.curriculum.queries import Opened
from trainer.curriculum.views import bp
from trainer.kept import Kept
from trainer.web import guard, here, me, see_other

_shells, _settings = Kept(600), Kept(200)


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


@bp.post("/o/<organisation>/learn/<programme>/<module>/<lesson>/place")
@guard(queries.opened_lesson, may=access.may_open, mine=True)
def keep_place(opened: Opened) -> ResponseReturnValue:
    """Remember where the reader is: the page sends the last heading they passed, by itself."""
    assert opened.line
    actions.keep_place(opened.enrolment, opened.line, request.form.get("heading", ""), now=now())
    return "", 204


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
    organisation, outline, earlier = here(), opened.outline, opened.earlier
    return (
        *(organisation.id, organisation.name, organisation.colour, outline.release_id, outline.read_in),
        *(opened.module.key, opened.line and opened.line.key, bool(opened.here), earlier and earlier.wording),
        *(me().duties, current_user.locale),
    )


def _own_words(opened: Opened) -> dict[str, str]:
    """What is filled into the frame for one reader."""
    return {
        "person": str(escape(current_user.name)),
        "looks": str(site.looks()),
        "settings": _reading_settings(opened.outline.languages),
        "csrf": generate_csrf(),
        "read_on": _day(opened.here),
        "changed_since": _day(opened.earlier and opened.earlier.at),
        "module_read": str(escape(_module_read(opened))),
    }


def _day(instant: datetime | None) -> str:
    return str(escape(format_date(instant, "d MMMM y"))) if instant else ""


def _module_read(opened: Opened) -> str:
    """How far the reader is in the module, and how long the rest of it takes."""
    total, left = len(opened.module.lessons), len(opened.module.left(opened.read))
    read, minutes = total - left, opened.module.minutes_left(opened.read)
    if not left:
        return str(_("%(read)d of %(total)d read", read=read, total=total))
    told = {"read": read, "total": total}
    return str(
        ngettext(
            "%(read)d of %(total)d read, %(num)d minute left",
            "%(read)d of %(total)d read, %(num)d minutes left",
            minutes,
            **told,
        )
    )


def _reading_settings(languages: tuple[str, ...]) -> str:
    """The reader's settings as fields of a form: the same for everybody who chose the same."""
    person = current_user

    def fields() -> str:
        form = ReadingForm.of(person.looks, person.theme, languages)
        return str(get_template_attribute("_macros/reading.html", "settings")(form, "aa-"))

    return str(_settings.get((person.locale, person.theme, str(person.looks), languages), fields))


def _render(opened: Opened) -> str:
    line = opened.line
    assert line
    text = queries.lesson_text(
        me().organisation_id, opened.outline.release_id, line.module_key, line.key, line.language
    )
    if text is None:
        abort(404)
    before, following = opened.outline.neighbours(line.module_key, line.key)
    values: dict[str, Any] = {
        "site": {**site.facts(), "person": _Reader(), "looks": _mark("looks")},
        "settings": _mark("settings"),
        "csrf_token": lambda: _mark("csrf"),
        "read_on": _mark("read_on"),
        "changed_since": _mark("changed_since"),
        "module_read": _mark("module_read"),
        "revision": queries.revision(opened),
    }
    return render_template(
        "curriculum/lesson.html",
        opened=opened,
        line=line,
        lesson=text,
        html=explained(opened, text.html),
        before=before,
        following=following,
        form=None,
        **values,
    )


def explained(opened: Opened, html: str) -> str:
    """The text of a lesson with its first mention of each term of the glossary in its language explained."""
    outline, line = opened.outline, opened.line
    assert line
    glossary = queries.glossary(me().organisation_id, outline.release_id, line.language)
    if glossary is None or glossary.language != line.language:
        return html
    page = url_for("curriculum.glossary", programme=outline.programme_key)
    return glossaries.marked(html, glossary.words, lambda term, words: glossaries.shown(term, words, page))


def _mark(name: str) -> Markup:
    return Markup(shell.mark(name))  # noqa: S704 our own mark


class _Reader:
    """Stands for whoever reads, while the frame is rendered."""

    name = _mark("person")
