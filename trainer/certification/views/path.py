"""The trainee's home: what is next, what is missing and who must act, when the next session is."""

from flask.typing import ResponseReturnValue

from trainer.certification import access, queries
from trainer.certification.views import bp
from trainer.clock import now, today
from trainer.curriculum import queries as curriculum
from trainer.practice.lifecycle import SessionState
from trainer.web import guard, me, page, see_other


@bp.get("/o/<organisation>/path")
@guard(may=access.may_have_path)
def path() -> ResponseReturnValue:
    """Show one trainee where they stand."""
    enrolment = curriculum.enrolment_of(me())
    if enrolment is None:
        return see_other("curriculum.learn")
    file = queries.file(enrolment, today())
    ahead = [met for met in file.sessions if met.session.state in (SessionState.PLANNED, SessionState.CONFIRMED)]
    return page(
        "certification/path.html",
        file=file,
        ahead=sorted(ahead, key=lambda met: met.session.meeting.starts_at),
        certificates=file.past.held,
        decision=file.past.last,
        now=now(),
    )
