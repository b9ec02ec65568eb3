"""One candidate's readiness, requirement by requirement, and the way to a panel."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from trainer.certification import access, actions, panel, queries
from trainer.certification.forms import PanelForm
from trainer.certification.views import bp
from trainer.clock import now, today
from trainer.curriculum import queries as curriculum
from trainer.curriculum.documents import PanelRequirement
from trainer.curriculum.models import Enrolment
from trainer.organisations import queries as organisations
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.verdict import Verdict
from trainer.web import absolute, guard, here, me, page, see_other


@bp.get("/o/<organisation>/readiness/<uuid:id>")
@guard(curriculum.enrolment, may=access.may_see_readiness)
def readiness(enrolment: Enrolment) -> ResponseReturnValue:
    """Show what is met, what is missing, how it was computed and who must act."""
    decision = queries.open_decision(enrolment)
    case = queries.case(enrolment.organisation_id, decision.id) if decision else None
    file = queries.file(enrolment, today())
    return page(
        "certification/readiness.html",
        file=file,
        decision=decision,
        may_see_case=access.may_see_case(me(), case) if case else None,
        certificates=file.past.held,
        may_open=access.may_open_decision(me(), enrolment),
        doubted=queries.doubted(enrolment) if access.may_see_doubts(me(), enrolment) else [],
        without=queries.without_each(file, today()) if access.may_see_without(me(), enrolment) else None,
        now=now(),
    )


@bp.route("/o/<organisation>/readiness/<uuid:id>/decision", methods=["GET", "POST"])
@guard(curriculum.enrolment, may=access.may_open_decision)
def open_decision(enrolment: Enrolment) -> ResponseReturnValue:
    """Call a panel: enough people, and enough of them who rated nothing of this trainee."""
    file = queries.file(enrolment, today())
    people = _people(enrolment)
    form = PanelForm()
    form.members.choices = [
        SelectChoice(str(member.id), _label(member, rated)) for member, verdict, rated in people if verdict
    ]
    if form.validate_on_submit():
        chosen = [member for member, _verdict, _rated in people if str(member.id) in form.members.data]
        link = absolute("certification.decision", id="00000000-0000-0000-0000-000000000000")
        link = link.replace("00000000-0000-0000-0000-000000000000", "ID")
        decision = actions.open_decision(file, chosen, link=link, by=me(), now=now())
        flash(_("The panel is called. Everyone on it has a letter."))
        return see_other("certification.decision", id=decision.id)
    return page("certification/open_decision.html", form, file=file, people=people, asked=_asked(enrolment))


def _asked(enrolment: Enrolment) -> PanelRequirement | None:
    return curriculum.policy(enrolment.policy).panel if enrolment.policy else None


def _people(enrolment: Enrolment) -> list[tuple[Member, Verdict, bool]]:
    """Everyone who may sit on panels, whether on this one, and whether they rated the candidate."""
    about = queries.candidate(enrolment)
    found = {m.id: m for duty in (Duty.PANEL, Duty.LEAD) for m in organisations.with_duty(here().id, duty)}
    people = sorted(found.values(), key=lambda member: member.name)
    return [(member, panel.may_sit(about, member.id), member.id in about.raters) for member in people]


def _label(member: Member, rated: bool) -> str:
    return _("%(name)s (rated this trainee)", name=member.name) if rated else member.name
