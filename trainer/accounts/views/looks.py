"""How lessons look to somebody: font, size, width, colours, language, and whether single keys do something."""

from flask import current_app, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.accounts import actions
from trainer.accounts.forms import ReadingForm
from trainer.accounts.views import bp
from trainer.accounts.views.account import myself
from trainer.accounts.views.sign_in import wanted
from trainer.web import page, see_other, signed_in


@bp.route("/account/reading", methods=["GET", "POST"])
@signed_in
def reading() -> ResponseReturnValue:
    """Choose how lessons look, and go back to the lesson one came from."""
    person = myself()
    form = ReadingForm.of(person.looks, person.theme, current_app.extensions["lesson_languages"](person.id))
    if form.validate_on_submit():
        actions.change_looks(person, form.reading, form.theme.data)
        if where := wanted():
            return redirect(where, 303)
        flash(_("Saved."))
        return see_other("accounts.reading")
    return page("accounts/reading.html", form, next=wanted())
