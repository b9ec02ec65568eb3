"""Reading without a network: pages that can be kept on a device, and what was read there.

What is kept is the same for everybody who is on the release: it holds nobody's name, notes, token or menu.
"""

from typing import Any
from urllib.parse import urljoin

from flask import Response, abort, current_app, jsonify, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from markupsafe import Markup

from trainer import site
from trainer.clock import now
from trainer.curriculum import access, actions, keeping, late, queries
from trainer.curriculum.models import Lesson
from trainer.curriculum.outline import LessonLine, Outline
from trainer.curriculum.queries import Opened
from trainer.curriculum.views import bp
from trainer.curriculum.views.lesson import explained
from trainer.message import Message
from trainer.scripts import for_scripts, problem, sent
from trainer.web import guard, here, me, page, public, say

COMPANION = "js/companion.js"
PARTS = ("icon.svg", "js/kept/keep.js", "js/kept/reads.js")


@bp.get("/o/<organisation>/learn/worker.js")
@public
def worker(organisation: str) -> Response:
    """Send the script that answers with kept pages where there is no network, for /learn and below only."""
    answer = current_app.send_static_file("js/kept/worker.js")
    answer.headers["Service-Worker-Allowed"] = url_for("curriculum.learn", organisation=organisation)
    return answer


@bp.get("/o/<organisation>/learn/<programme>/<module>/kept.json")
@guard(queries.opened, may=access.may_open, mine=True)
def manifest(opened: Opened) -> ResponseReturnValue:
    """Tell a device everything that belongs to a kept module, and a name that only this copy of it has."""
    outline, module = opened.outline, opened.module
    keys: dict[str, Any] = {"programme": outline.programme_key, "module": module.key}
    prefix = f"kept:{url_for('curriculum.learn')}:{outline.programme_key}/{module.key}:"
    own = url_for("curriculum.manifest", **keys)
    lessons = [url for line in module.lessons for url in _addresses(outline, line)]
    return jsonify(
        name=prefix + current(outline),
        prefix=prefix,
        current=current(outline),
        programme=outline.programme_key,
        title=module.title,
        language=module.language,
        place=outline.modules.index(module),
        number=outline.number,
        page=url_for("curriculum.module", **keys),
        manifest=own,
        urls=[own, url_for("curriculum.kept_module", **keys), url_for("curriculum.kept"), *files(), *lessons],
    )


def _addresses(outline: Outline, line: LessonLine) -> list[str]:
    """The address of a lesson's kept page, and those of its pictures."""
    keys: dict[str, Any] = {"programme": outline.programme_key, "module": line.module_key, "lesson": line.key}
    pictures = keeping.pictures(_text(outline, line).html)
    return [
        url_for("curriculum.kept_lesson", **keys),
        *dict.fromkeys(urljoin(url_for("curriculum.lesson", **keys), picture) for picture in pictures),
    ]


@bp.get("/o/<organisation>/learn/kept.html")
@guard(may=access.may_learn)
def kept() -> ResponseReturnValue:
    """Show, where there is no network, what is kept on the device."""
    return page("curriculum/kept.html", site=nobody())


@bp.get("/o/<organisation>/learn/<programme>/<module>/kept.html")
@guard(queries.opened, may=access.may_open, mine=True)
def kept_module(opened: Opened) -> ResponseReturnValue:
    """Show a module as it is kept: its lessons, and nothing of how far anybody is."""
    return page("curriculum/kept_module.html", site=nobody(), opened=opened, current=current(opened.outline))


@bp.get("/o/<organisation>/learn/<programme>/<module>/<lesson>/kept.html")
@guard(queries.opened_lesson, may=access.may_open, mine=True)
def kept_lesson(opened: Opened) -> ResponseReturnValue:
    """Show a lesson as it is kept."""
    assert opened.line
    before, following = opened.outline.neighbours(opened.module.key, opened.line.key)
    text = _text(opened.outline, opened.line)
    return page(
        "curriculum/kept_lesson.html",
        site=nobody(),
        opened=opened,
        line=opened.line,
        lesson=text,
        html=explained(opened, text.html),
        before=before,
        following=following,
        current=current(opened.outline),
    )


@bp.post("/o/<organisation>/learn/reads")
@for_scripts("X-Reads")
@guard(may=access.may_learn)
def take_reads() -> ResponseReturnValue:
    """Record what a device read without a network: each lesson once, however often it is sent."""
    batch = sent() or {}
    reads, client_now = batch.get("reads"), batch.get("client_now")
    if not isinstance(reads, list) or not late.is_instant(client_now):
        return problem(422, Message("Send an object with “member”, “client_now” and a list “reads”."))
    if batch.get("member") not in (None, str(me().id)):  # somebody else's reads wait on a shared device
        return problem(403, Message("Somebody else has signed in on this device."))
    if len(reads) > late.MOST:
        return problem(413, Message("Send at most %(most)d reads at once.", {"most": late.MOST}))
    heard = actions.take_reads(me(), reads, client_now, now=now())
    return jsonify(recorded=heard.recorded, unknown=[{"id": id, "why": say(why)} for id, why in heard.unknown])


def current(outline: Outline) -> str:
    """What a copy made now is called: the release, the language it is read in, and what its pages are made with."""
    organisation, parts = here(), (site.static_url("css/kit.css"), *map(site.static_url, (*PARTS, COMPANION)))
    shell = keeping.version(organisation.name, organisation.colour, get_locale(), *parts)
    return f"{outline.release_id}:{outline.read_in}:{shell}"


def files() -> list[str]:
    """What every kept page is made with, under addresses that hold their digests."""
    facts = nobody()
    return [facts["css"], facts["theme_css"], *(site.static_url(name) for name in PARTS)]


def nobody() -> dict[str, Any]:
    """What every page knows, without anybody who reads it; its colours stand under an address of this version only."""
    facts = site.facts()
    colours = f"{facts['theme_css']}?v={keeping.version(facts['css'])}"
    nobody: dict[str, Any] = {"person": None, "member_id": None, "nav": [], "switch": [], "looks": Markup("")}
    return {**facts, **nobody, "theme_css": colours}


def _text(outline: Outline, line: LessonLine) -> Lesson:
    text = queries.lesson_text(me().organisation_id, outline.release_id, line.module_key, line.key, line.language)
    return text or abort(404)
