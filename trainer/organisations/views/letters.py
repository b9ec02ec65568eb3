"""Letters of the organisation: what was written, what left, and the links to copy where nothing is sent."""

from urllib.parse import urlsplit

from flask import current_app
from flask.typing import ResponseReturnValue

from trainer.organisations import access, queries
from trainer.organisations.views import bp
from trainer.web import guard, here, me, page


@bp.get("/o/<organisation>/letters")
@guard(may=access.may_see_letters)
def letters() -> ResponseReturnValue:
    """Show the newest letters; without SMTP settings with their links.

    Who still owes a judgement finds no letter about that session: it would tell who else assesses it. The link of an
    invitation is shown to those only who may give the duties that it offers: it lets any reader in. A guest's link is
    shown where whoever may hand it out finds it, and never here: with it one judges in their name.
    """
    sends = current_app.config["SETTINGS"].mail is not None
    hidden = current_app.extensions["not_to_be_known"](me())
    written = queries.letters(here().id, hidden)
    offers = {str(one.id) for one in queries.open_invitations(here().id) if access.may_give(me(), one.member.duties)}
    shown = [one for one in written if one.link and not urlsplit(one.link).path.startswith("/guest/")]
    links = {one.id for one in shown if one.kind != "invitation" or one.once in offers}
    return page("organisations/letters.html", letters=written, links=() if sends else links, sends=sends)
