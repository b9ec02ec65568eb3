"""What is arranged for somebody: noted by a coordinator, and told with their observation to whoever assesses them."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.clock import now
from trainer.organisations import queries as organisations
from trainer.organisations.models import Member
from trainer.practice import actions, queries
from trainer.practice.access.adjustments import may_know_adjustments, may_note_adjustments
from trainer.practice.adjustments import told
from trainer.practice.forms.adjustments import AdjustmentsForm
from trainer.practice.views import bp
from trainer.web import demand, guard, me, page, see_other


@bp.route("/o/<organisation>/people/<uuid:id>/adjustments", methods=["GET", "POST"])
@guard(organisations.member, may=may_know_adjustments)
def adjustments(member: Member) -> ResponseReturnValue:
    """Show what is arranged for somebody; a coordinator changes it here."""
    kinds = queries.adjustments(member)
    form = AdjustmentsForm(data={"kinds": sorted(kinds)})
    if form.is_submitted():
        demand(may_note_adjustments(me(), member))
    if form.validate_on_submit():
        actions.note_adjustments(member, form.ticked, by=me(), now=now())
        flash(_("Noted. Whoever assesses %(name)s is told what is arranged.", name=member.name))
        return see_other("practice.adjustments", id=member.id)
    own, may_note = member.id == me().id, may_note_adjustments(me(), member)
    return page("practice/adjustments.html", form, member=member, arranged=told(kinds), own=own, may_note=may_note)
