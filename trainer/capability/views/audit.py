"""The audit trail: who did what, newest first."""

from flask import request
from flask.typing import ResponseReturnValue

from trainer.capability import access, queries
from trainer.capability.views import bp
from trainer.web import as_uuid, guard, here, me, page


@bp.get("/o/<organisation>/audit")
@guard(may=access.may_audit)
def audit() -> ResponseReturnValue:
    """Show a page of the trail."""
    entries = queries.entries(me(), as_uuid(request.args.get("before", "")))
    more = entries[-1].id if len(entries) == queries.PAGE else None
    return page("capability/audit.html", entries=entries, more=more, names=queries.names(here().id))
