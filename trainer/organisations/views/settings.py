"""The organisation's own settings: name, colour, time zone, units."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.clock import now
from trainer.organisations import access, actions, queries
from trainer.organisations.forms import SettingsForm, UnitForm
from trainer.organisations.views import bp
from trainer.web import guard, here, me, page, see_other


@bp.route("/o/<organisation>/settings", methods=["GET", "POST"])
@guard(may=access.may_change_settings)
def settings() -> ResponseReturnValue:
    """Change how the organisation is called and looks."""
    form = SettingsForm(obj=here())
    if form.validate_on_submit():
        actions.change_settings(
            here(),
            name=form.name.data,
            colour=form.colour.data.lower(),
            timezone=form.timezone.data,
            by=me(),
            now=now(),
        )
        flash(_("Saved."))
        return see_other("organisations.settings")
    return page("organisations/settings.html", form, units=queries.units(here().id), unit_form=UnitForm(formdata=None))


@bp.post("/o/<organisation>/units")
@guard(may=access.may_change_settings)
def add_unit() -> ResponseReturnValue:
    """Name a unit."""
    form = UnitForm()
    known = queries.units(here().id)
    if form.validate_on_submit() and form.name.data.strip() not in {unit.name for unit in known}:
        actions.add_unit(here().id, form.name.data.strip(), by=me(), now=now())
        return see_other("organisations.settings")
    if not form.errors:
        form.name.errors = [_("There is a unit of that name already.")]
    return page(
        "organisations/settings.html", SettingsForm(formdata=None, obj=here()), 422, units=known, unit_form=form
    )
