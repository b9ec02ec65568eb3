"""The companion of whoever runs a set: phases with a timer, their prompts and the cards, with and without a network.

It is kept on a device as a module is (views/kept.py), by the same worker, and holds nothing of anybody's meeting.
"""

from typing import Any
from urllib.parse import urljoin

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue

from trainer import site
from trainer.curriculum import access, keeping, queries
from trainer.curriculum.queries import Companion
from trainer.curriculum.views import bp
from trainer.curriculum.views.kept import COMPANION, current, files, nobody
from trainer.web import guard, page

USUAL = 60


@bp.get("/o/<organisation>/learn/<programme>/companion")
@guard(queries.companion, may=access.may_read_beside, mine=True)
def companion(found: Companion) -> ResponseReturnValue:
    """Show the phases of a round of a chosen length, what to say in each, and the cards."""
    return page("curriculum/companion.html", **_shown(found), current=current(found.shelf.outline))


@bp.get("/o/<organisation>/learn/<programme>/companion/kept.html")
@guard(queries.companion, may=access.may_read_beside, mine=True)
def kept_companion(found: Companion) -> ResponseReturnValue:
    """Show the companion as it is kept, the same for everybody."""
    return page("curriculum/kept_companion.html", **_shown(found), site=nobody())


@bp.get("/o/<organisation>/learn/<programme>/companion/kept.json")
@guard(queries.companion, may=access.may_read_beside, mine=True)
def companion_manifest(found: Companion) -> ResponseReturnValue:
    """Tell a device everything that belongs to the kept companion, and a name that only this copy of it has."""
    outline = found.shelf.outline
    programme = outline.programme_key
    prefix = f"kept:{url_for('curriculum.learn')}:{programme}/companion:"
    own = url_for("curriculum.companion_manifest", programme=programme)
    kept = [url_for("curriculum.kept_companion", programme=programme), url_for("curriculum.kept")]
    return jsonify(
        name=prefix + current(outline),
        prefix=prefix,
        current=current(outline),
        programme=programme,
        title=found.scheme.title,
        language=outline.language,
        place=len(outline.modules),
        number=outline.number,
        page=url_for("curriculum.companion", programme=programme),
        manifest=own,
        urls=[own, *kept, *files(), site.static_url(COMPANION), *_pictures(found)],
    )


def _pictures(found: Companion) -> list[str]:
    keys: dict[str, Any] = {"programme": found.shelf.outline.programme_key}
    pictures = [
        urljoin(url_for("curriculum.card", **keys, key=card.key), picture)
        for card in found.shelf.cards
        for picture in keeping.pictures(card.html)
    ]
    return list(dict.fromkeys(pictures))


def _shown(found: Companion) -> dict[str, Any]:
    asked = request.args.get("minutes", "")
    lengths = found.lengths
    usual = USUAL if USUAL in lengths else lengths[0]
    minutes = next((length for length in lengths if str(length) == asked), usual)
    cards = [(card, keeping.beside_others(card.html)) for card in found.shelf.cards]
    return {"companion": found, "cards": cards, "minutes": minutes}
