"""Where somebody begins: their only organisation's home by duty, or a choice."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from trainer.navigation import home
from trainer.organisations import access, queries
from trainer.organisations.views import bp
from trainer.web import guard, me, page, see_other, signed_in


@bp.get("/")
@signed_in
def choose() -> ResponseReturnValue:
    """Send a person to their organisation, or let them choose."""
    places = queries.organisations_of(current_user.id)
    if len(places) == 1 and not request.args.get("all"):
        return redirect(url_for("organisations.begin", organisation=places[0].slug), 303)
    return page("organisations/choose.html", places=places)


@bp.get("/o/<organisation>/")
@guard(may=access.may_enter)
def begin() -> ResponseReturnValue:
    """Send a member to the home of their first duty."""
    return see_other(home({duty.value for duty in me().duties}))


@bp.get("/o/<organisation>/welcome")
@guard(may=access.may_enter)
def welcome() -> ResponseReturnValue:
    """Tell a member without duties whom to ask."""
    return page("organisations/welcome.html")
