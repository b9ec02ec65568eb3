"""Where would a policy's lines lie by the organisation's own judgements, and what was proposed?"""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.assessment import actions
from trainer.assessment import queries as judged
from trainer.assessment.standard import LEAST_BORDERLINE, LEAST_SESSIONS, Standard, asked_of
from trainer.capability import access
from trainer.capability.forms import ProposalForm
from trainer.capability.views import bp
from trainer.capability.views.study import Held, asked, basis_of, held
from trainer.clock import now
from trainer.curriculum import queries as curriculum
from trainer.web import demand, guard, here, me, page, see_other


@bp.route("/o/<organisation>/capability/standard", methods=["GET", "POST"])
@guard(may=access.may_see_capability)
def standard() -> ResponseReturnValue:
    """Show where a policy's lines would lie by own judgements; a lead keeps them as a proposal, with a reason."""
    every = [one for one in held() if one.release.rubric and asked_of(one.policy)]
    chosen, form = asked(every), ProposalForm()
    found = _found(chosen) if chosen else None
    may_propose = access.may_propose_standard(me())
    form.missing = found.reason if found else None
    if form.is_submitted():
        demand(may_propose)
    if form.validate_on_submit() and chosen and found:
        actions.propose_standard(found, chosen.release, reason=form.reason.data.strip(), by=me(), now=now())
        flash(_("Kept as a proposal. Authors can write it into the next version of the policy."))
        return see_other("capability.standard", programme=chosen.release.programme.key)
    return page(
        "capability/standard.html",
        form,
        every=every,
        chosen=chosen,
        found=found,
        lines=asked_of(chosen.policy) if chosen else None,
        criteria=curriculum.rubric(chosen.release.rubric).criteria if chosen and chosen.release.rubric else (),
        proposals=judged.standards(here().id, chosen.release.policy) if chosen and chosen.release.policy else [],
        may_propose=may_propose,
        needed={"sessions": LEAST_SESSIONS, "judgements": LEAST_BORDERLINE},
    )


def _found(chosen: Held) -> Standard:
    lines, release = asked_of(chosen.policy), chosen.release
    assert lines, "only policies with lines are listed"
    assert release.rubric, "only programmes with a rubric are listed"
    rubric, basis = curriculum.rubric(release.rubric), basis_of(release, judged.bases(me()))
    return judged.standard(me(), basis, rubric, lines)
