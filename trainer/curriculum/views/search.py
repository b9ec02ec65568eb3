"""Search: the words of lessons, of the glossary and of one's own notes."""

from flask import request
from flask.typing import ResponseReturnValue

from trainer.curriculum import access, queries, searching
from trainer.curriculum.views import bp
from trainer.web import demand, guard, me, page, see_other


@bp.get("/o/<organisation>/search")
@guard(may=access.may_search)
def search() -> ResponseReturnValue:
    """Find what was asked for in the release somebody is on and in their own notes; until then, say what can be."""
    enrolment = queries.enrolment_of(me())
    if enrolment is None:
        return see_other("curriculum.learn")
    demand(access.may_study(me(), enrolment))
    typed = request.args.get("q", "")[: searching.LONGEST]
    question = searching.question(typed)
    outline = queries.outline_for(me(), enrolment.release_id)
    return page(
        "curriculum/search.html",
        typed=typed,
        question=question,
        learning=queries.learning_of(enrolment).told_in(outline),
        found=queries.search(enrolment, question, outline.read_in) if question else searching.Found(),
    )
