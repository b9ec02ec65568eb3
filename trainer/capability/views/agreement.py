"""Can the assessors be relied on? How far they agree who rated the same sessions, each alone."""

from flask import abort, request
from flask.typing import ResponseReturnValue

from trainer.assessment import queries as judged
from trainer.assessment.agreement.pool import Agreement, Pool
from trainer.assessment.agreement.reading import AC2_WORKS, ALPHA_WORKS, LEAST_PAIRS, Reading, read, sentence
from trainer.assessment.captures import TOLERANCE_MS
from trainer.assessment.queries import Basis
from trainer.capability import access
from trainer.capability.views import bp
from trainer.clock import now
from trainer.curriculum.documents import Criterion, Rubric
from trainer.message import Message
from trainer.web import guard, me, page


@bp.get("/o/<organisation>/capability/agreement")
@guard(may=access.may_see_capability)
def agreement() -> ResponseReturnValue:
    """Show how far independent judgements of the same sessions agree, for each criterion, and how sure that is."""
    bases = judged.bases(me())
    basis = chosen(bases)
    found = judged.agreement(me(), basis) if basis else None
    return page(
        "capability/agreement.html",
        bases=bases,
        basis=basis,
        found=found,
        lines=_lines(basis.rubric, found) if basis and found else [],
        captured=judged.captured(me(), basis) if basis else None,
        least=LEAST_PAIRS,
        tolerance=TOLERANCE_MS // 1000,
        gates={"ac2": AC2_WORKS, "alpha": ALPHA_WORKS},
        now=now(),
    )


def chosen(bases: list[Basis]) -> Basis | None:
    """The rubric that the address asks for, else the one that most was judged by."""
    key = request.args.get("rubric")
    if key is None:
        return bases[0] if bases else None
    return next((basis for basis in bases if basis.key == key), None) or abort(404)


def _lines(rubric: Rubric, found: Pool) -> list[tuple[Criterion | None, Agreement, Reading, Message]]:
    """All criteria together, then each, with what its figures say."""
    all_of_it: list[tuple[Criterion | None, Agreement]] = [(None, found.together)]
    each = [(criterion, found.criteria[criterion.key]) for criterion in rubric.criteria]
    return [(criterion, agreed, read(agreed), sentence(agreed)) for criterion, agreed in (*all_of_it, *each)]
