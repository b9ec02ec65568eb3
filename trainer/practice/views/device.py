"""What does an assessor's device keep so that capture opens without a network, and what can be tried there?

What is kept is one page for every session: it holds nobody's name, token or session. What is drawn on it lives in the
device's own database (static/js/capture/store.js).
"""

from typing import Any

from flask import Response, abort, current_app, jsonify, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from trainer import site
from trainer.curriculum import keeping
from trainer.curriculum import queries as curriculum
from trainer.practice import access
from trainer.practice.views import bp
from trainer.practice.views.capture import addresses, drawn, milliseconds, words
from trainer.web import guard, here, me, page, public

TRIAL_MS = 3 * 60 * 1000
TRIAL_MINUTES = 60
SEATS = ["M1", "M2", "M3", "M4"]


@bp.get("/guest/<token>/capture/worker.js")
@bp.get("/o/<organisation>/capture/worker.js")
@public
def capture_worker(organisation: str = "", token: str = "") -> Response:
    """Send the script that opens the kept capture page where there is no network, below /capture/ only."""
    return current_app.send_static_file("js/capture/worker.js")


@bp.get("/guest/<token>/capture/shell.html")
@bp.get("/o/<organisation>/capture/shell.html")
@guard(may=access.may_deliver_any)
def capture_shell() -> ResponseReturnValue:
    """Show the capture page as a device keeps it."""
    return page("practice/capture.html", site=_nobody())


@bp.get("/guest/<token>/capture/manifest.json")
@bp.get("/o/<organisation>/capture/manifest.json")
@guard(may=access.may_deliver_any)
def capture_manifest() -> ResponseReturnValue:
    """Tell a device all that the capture page is made of, under a name that only this version has."""
    organisation, files = here(), _files()
    version = keeping.version(organisation.name, organisation.colour, get_locale(), *files)
    prefix = f"capture:{addresses()['scope']}:"
    return jsonify(name=prefix + version, prefix=prefix, urls=[url_for("practice.capture_shell"), *files])


@bp.get("/guest/<token>/capture/s/try")
@bp.get("/o/<organisation>/capture/s/try")
@guard(may=access.may_deliver_any)
def capture_trial() -> ResponseReturnValue:
    """Show the capture page for three minutes of practice."""
    return page("practice/capture.html")


@bp.get("/guest/<token>/capture/s/try.json")
@bp.get("/o/<organisation>/capture/s/try.json")
@guard(may=access.may_deliver_any)
def capture_trial_config() -> ResponseReturnValue:
    """Tell the capture page what to draw for a trial: the newest scheme, and that nothing is sent or kept."""
    scheme = next((row.scheme for row in curriculum.open_releases(me().organisation_id) if row.scheme), None)
    return jsonify(
        observation="try",
        member=str(me().id),
        name=me().name,
        title=_("Practice: three minutes, nothing is kept"),
        session="try",
        trial=TRIAL_MS,
        ended=False,
        agreed=True,
        why="",
        seats=SEATS,
        **drawn(curriculum.scheme(scheme or abort(404)), TRIAL_MINUTES),
        words=words(),
        urls={"sign_in": "#", "agreements": "#", "timeline": "#", **addresses()},
        server_now=milliseconds(),
    )


def _files() -> list[str]:
    facts = _nobody()
    parts = [site.static_url(name) for name in ("css/capture.css", "icon.svg")]
    return [facts["css"], facts["theme_css"], *parts, *site.module_urls("capture")]


def _nobody() -> dict[str, Any]:
    """What every page knows, without anybody who reads it."""
    return {
        **site.facts(),
        "person": None,
        "guest": "",
        "member_id": None,
        "nav": [],
        "switch": [],
        "looks": Markup(""),
    }
