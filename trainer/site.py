"""What does every page know: the organisation, the menu, the person, and where the static files are?"""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from flask import Flask, Response, current_app, g, request, url_for
from flask_babel import format_date, format_datetime, get_locale, gettext
from flask_login import current_user
from markupsafe import Markup

from trainer import theme
from trainer.navigation import Entry, home, menu
from trainer.web import is_guest, public, say


def install(app: Flask) -> None:
    """Give templates the site, static addresses with a digest, and the organisation in every url_for."""
    app.context_processor(lambda: {"site": facts(), "static": static_url, "module": module_url})
    app.url_defaults(_fill_place)
    app.jinja_env.filters.update(say=say, date=_date, instant=_instant, clock=_clock, language=language_name)
    app.add_url_rule("/theme/<colour>.css", "theme", _theme)
    app.add_url_rule("/modules/<version>/<path:filename>", "module", _module)


@public
def _theme(colour: str) -> Response:
    try:
        text = theme.css(f"#{colour}")
    except ValueError:
        return Response("", 404, mimetype="text/css")
    return Response(text, mimetype="text/css", headers={"Cache-Control": "public, max-age=31536000, immutable"})


def static_url(name: str) -> str:
    """The address of a static file, with a digest so that it can be cached for ever."""
    return url_for("static", filename=name, v=_digest(Path(current_app.static_folder or ""), name))


@lru_cache
def _digest(folder: Path, name: str) -> str:
    return hashlib.sha256((folder / name).read_bytes()).hexdigest()[:10]


def module_url(name: str) -> str:
    """The address of a script that imports its neighbours: they stand under the version of the whole folder, so that
    a browser never puts an old one together with a new one."""
    return url_for("module", version=_version(_scripts(name.split("/")[0])), filename=name)


def module_urls(folder: str) -> list[str]:
    """The addresses of every script of a folder."""
    return [module_url(f"{folder}/{path.name}") for path in sorted(_scripts(folder).glob("*.js"))]


@public
def _module(version: str, filename: str) -> Response:
    folder = filename.split("/")[0]
    if folder not in _folders(_scripts("")) or version != _version(_scripts(folder)):
        return Response("", 404, mimetype="text/javascript")
    answer = current_app.send_static_file(f"js/{filename}")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def _scripts(folder: str) -> Path:
    return Path(current_app.static_folder or "") / "js" / folder


@lru_cache
def _folders(folder: Path) -> frozenset[str]:
    return frozenset(path.name for path in folder.iterdir() if path.is_dir())


@lru_cache
def _version(folder: Path) -> str:
    parts = [path.read_bytes() for path in sorted(folder.glob("*.js"))]
    return hashlib.sha256(b"\n".join(parts)).hexdigest()[:10]


def _fill_place(endpoint: str, values: dict[str, Any]) -> None:
    """Lead on below the organisation of this request; a guest below their link, where that goes on."""
    if {"organisation", "token"}.intersection(values) or "organisation" not in g:
        return
    expects = current_app.url_map.is_endpoint_expecting
    if is_guest() and expects(endpoint, "token"):
        values["token"] = g.guest.token
    elif expects(endpoint, "organisation"):
        values["organisation"] = g.organisation.slug


def facts() -> dict[str, Any]:
    """What base.html asks for."""
    organisation, member = g.get("organisation"), g.get("member")
    guest = member if member and is_guest() else None
    duties = {duty.value for duty in member.duties} if member else set()
    signed_in = not is_guest() and bool(current_user and current_user.is_authenticated)
    return {
        "name": organisation.name if organisation else gettext("Facilitator training"),
        "home": _home(duties) if member else url_for("organisations.choose"),
        "nav": [_link(entry) for entry in menu(duties)] if member and not guest else [],
        "person": current_user if signed_in else None,
        "guest": guest.name if guest else "",
        "member_id": member.id if member else None,
        "account_url": url_for("accounts.account"),
        "sign_out_url": url_for("accounts.sign_out"),
        "switch": [(gettext("Another organisation"), url_for("organisations.choose", all=1))]
        if member and not guest
        else [],
        "demo": current_app.config["SETTINGS"].demo,
        "looks": looks(),
        "lang": str(get_locale() or "en"),
        "dir": "rtl" if (locale := get_locale()) and locale.text_direction == "rtl" else "ltr",
        "css": static_url("css/kit.css"),
        "theme_css": url_for("theme", colour=organisation.colour.lstrip("#")) if organisation else None,
    }


def _home(duties: set[str]) -> str:
    return url_for("assessment.assess" if is_guest() else home(duties))


def looks() -> Markup:
    """How whoever reads likes pages to look, as attributes of the root element."""
    if is_guest() or not (current_user and current_user.is_authenticated):
        return Markup("")
    theme, reading = current_user.theme, current_user.looks
    chosen = {"data-theme": "" if theme == "auto" else theme, "data-reading": str(reading)}
    words = [Markup(' {}="{}"').format(name, value) for name, value in chosen.items() if value]
    return Markup("").join([*words, Markup(" data-keys") if reading.keys else ""])


def language_name(code: str, reader: str = "") -> str:
    """What a language is called in the language of the reader's pages, or in the one given."""
    try:
        return Locale.parse(code, sep="-").get_display_name(reader.replace("-", "_") or get_locale()) or code
    except (ValueError, UnknownLocaleError):
        return code


def _link(entry: Entry) -> dict[str, Any]:
    url = url_for(entry.endpoint)
    return {"label": gettext(entry.label), "url": url, "current": request.path.startswith(url)}


def _date(value: Any) -> str:
    return str(format_date(value, "d MMMM y"))


def _instant(value: Any) -> str:
    return str(format_datetime(value, "d MMMM y, HH:mm"))


def _clock(milliseconds: int) -> str:
    """Time within a session: 31:05."""
    seconds = max(0, milliseconds // 1000)
    return f"{seconds // 60:02d}:{seconds % 60:02d}"
