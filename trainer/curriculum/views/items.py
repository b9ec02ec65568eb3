"""How the items of knowledge checks fare: for those who write them and those who answer for assessment."""

from flask.typing import ResponseReturnValue

from trainer.curriculum import access, queries
from trainer.curriculum.models import Release
from trainer.curriculum.views import bp
from trainer.web import guard, page


@bp.get("/o/<organisation>/author/releases/<uuid:id>/items")
@guard(queries.release, may=access.may_see_items)
def items(release: Release) -> ResponseReturnValue:
    """Show of each item how many answered it, how many rightly, and whether it tells who knows."""
    return page("curriculum/items.html", release=release, banks=queries.itemised(release))
