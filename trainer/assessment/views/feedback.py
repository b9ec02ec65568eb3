"""What a session came to, for the trainee: words before levels."""

from flask.typing import ResponseReturnValue

from trainer.assessment import access, queries
from trainer.assessment.queries import Compared
from trainer.assessment.views import bp
from trainer.practice import queries as sessions
from trainer.web import guard, me, page, see_other


@bp.get("/o/<organisation>/sessions/<uuid:id>/feedback")
@guard(queries.compared, may=access.may_read_feedback)
def feedback(compared: Compared) -> ResponseReturnValue:
    """Show strengths, what to try and the question first; levels with anchors and moments below.

    Its trainee is asked first how they see the session themself.
    """
    session = compared.result.session
    own = session.enrolment.member_id == me().id
    said = queries.self_assessment(session) if own else None
    if own and said is None:
        return see_other("assessment.assess_oneself", id=session.id)
    events = queries.evidence_events(compared)
    reflection = sessions.session_reflection(session)
    told = reflection is not None and bool(access.may_read_reflection(me(), compared, reflection))
    return page(
        "assessment/feedback.html",
        compared=compared,
        events=events,
        reflection=reflection,
        told=told,
        said=said.levels if said else {},
    )
