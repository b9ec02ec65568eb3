"""How an assessor uses the scale: read by the assessor and, by name, by leads. It adjusts no score."""

from flask import abort, request
from flask.typing import ResponseReturnValue

from trainer.assessment import queries
from trainer.assessment.access import licences as access
from trainer.assessment.views import bp
from trainer.organisations import queries as organisations
from trainer.organisations.models import Member
from trainer.web import guard, me, page


@bp.get("/o/<organisation>/assessors/<uuid:id>/figures")
@guard(organisations.member, may=access.may_see_usage)
def usage(member: Member) -> ResponseReturnValue:
    """Show one assessor's figures: severity, range, halo, drift and speed, each with what it rests on."""
    bases, key = queries.bases(me()), request.args.get("rubric")
    basis = next((basis for basis in bases if key in (None, basis.key)), None)
    if key is not None and basis is None:
        abort(404)
    hidden = queries.hidden_of(member, me())
    return page(
        "assessment/usage.html",
        assessor=member,
        is_own=member.id == me().id,
        bases=bases,
        basis=basis,
        hidden=hidden,
        hidden_came_to=queries.came_to_hidden(hidden),
        looks=queries.looks_at(member, me()),
        found=queries.usage(me(), basis, member) if basis else None,
    )
