"""What a draft would change: in words, and for those whose stored ratings are held against it."""

from flask.typing import ResponseReturnValue

from trainer.certification import access, queries
from trainer.certification.queries import Replay
from trainer.certification.replay import Yardstick
from trainer.certification.views import bp
from trainer.clock import today
from trainer.curriculum import access as authors
from trainer.curriculum import queries as curriculum
from trainer.curriculum import rewording
from trainer.curriculum.compiled import CompiledProgramme
from trainer.curriculum.instruments import Instruments
from trainer.curriculum.models import Draft
from trainer.web import guard, me, page


@bp.get("/o/<organisation>/author/drafts/<programme>/replay")
@guard(curriculum.draft, may=access.may_see_replay)
def replay(draft: Draft) -> ResponseReturnValue:
    """Show what a draft changes in words, and who would be ready or not by it: names to those who may read files."""
    compilation = curriculum.checked(draft).compilation
    programme, newest = compilation.programme, curriculum.newest(draft.organisation_id, draft.programme_key)
    before = curriculum.instruments(newest) if newest else Instruments(None, None, None)
    found = _replay(draft, programme) if programme else None
    return page(
        "certification/replay.html",
        draft=draft,
        newest=newest,
        compilation=compilation,
        differences=rewording.instruments(before, _instruments(programme)) if programme else {},
        replay=found,
        summary=found.summary if found else None,
        may_see_names=access.may_see_replayed(me()),
        may_author=authors.may_author(me()),
    )


def _instruments(programme: CompiledProgramme) -> Instruments:
    return Instruments(programme.rubric, programme.scheme, programme.policy)


def _replay(draft: Draft, programme: CompiledProgramme) -> Replay | None:
    """Without a policy nobody is ready or not."""
    if programme.policy is None:
        return None
    yardstick = Yardstick(programme.policy, programme.rubric)
    return queries.replayed(draft.organisation_id, draft.programme_key, yardstick, today())
