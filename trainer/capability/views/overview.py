"""The organisation's capability: who is certified and until when, who is on the way and where they are stuck."""

from flask import abort
from flask.typing import ResponseReturnValue

from trainer.capability import access, pipeline, queries
from trainer.capability.views import bp
from trainer.certification import queries as certification
from trainer.certification.standing import IN_FORCE, Standing
from trainer.clock import now, today
from trainer.curriculum import queries as curriculum
from trainer.curriculum.access import may_see_moves
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.web import guard, here, me, page


@bp.get("/o/<organisation>/capability")
@guard(may=access.may_see_capability)
def overview() -> ResponseReturnValue:
    """Show the figures, each with its definition and the list it counts."""
    found = pipeline.stages(queries.standing(here().id), today())
    held = certification.certificates(here().id, today())
    in_force = [row for row in held if row.standing in IN_FORCE]
    return page(
        "capability/overview.html",
        stages=found,
        largest=pipeline.largest(found),
        on_the_way=sum(stage.people for stage in found if stage.state in pipeline.ON_THE_WAY),
        in_force=in_force,
        certified=len({row.certificate.enrolment.member_id for row in in_force}),
        expiring=[row for row in held if row.standing is Standing.EXPIRING],
        behind=[found for found in curriculum.behind(here().id) if may_see_moves(me(), found[0])],
        may_see_people=access.may_see_people_at(me()),
        now=now(),
    )


@bp.get("/o/<organisation>/capability/pipeline/<stage>")
@guard(may=access.may_see_people_at)
def people_at(stage: str) -> ResponseReturnValue:
    """List the people at one stage, the longest there on top."""
    if stage not in {state.value for state in pipeline.STAGES}:
        abort(404)
    state = EnrolmentState(stage)
    return page(
        "capability/people_at.html",
        state=state,
        enrolments=queries.people_at(here().id, state),
        today=today(),
        stuck_after=pipeline.STUCK_AFTER_DAYS if state in pipeline.ON_THE_WAY else None,
    )


@bp.get("/o/<organisation>/capability/certificates")
@guard(may=access.may_see_capability)
def certificates() -> ResponseReturnValue:
    """List every certificate that was issued, the one that ends first on top."""
    return page(
        "capability/certificates.html",
        held=certification.certificates(here().id, today()),
        may_open=access.may_see_people_at(me()),
    )
