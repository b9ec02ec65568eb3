"""The audit trail: who did what, newest first."""

from flask import request
from flask.typing import ResponseReturnValue

from trainer.capability import access, queries
from trainer.capability.views import bp
from trainer.web import guard, here, me, page


@bp.get("/o/<organisation>/audit")
@guard(may=access.may_audit)
def audit() -> ResponseReturnValue:
    """Show a page of the trail."""
    asked = request.args.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    entries = queries.entries(me(), before)
    more = entries[-1].seq if len(entries) == queries.PAGE else None
    return page("capability/audit.html", entries=entries, more=more, names=queries.names(here().id))
