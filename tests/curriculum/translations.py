"""The small programme with its German translation, published: one module, its check and its second lesson."""

from collections.abc import Mapping

from tests.cast import MONDAY, Player
from tests.curriculum.test_translating import Q, german
from tests.programme import FILES
from trainer.curriculum import actions
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.models import Release
from trainer.db import db

SECOND_FILE = f"{Q}/02-handing-back.md"


def publish_german(author: Player, own: Mapping[str, bytes] = FILES, **changes: str | None) -> Release:
    """Publish the programme with its translation, of which some files may be written differently or left out."""
    compilation = compile_programme(own, {"de": german(**changes)})
    assert compilation.programme, [str(one) for one in compilation.findings]
    release = actions.publish(author.organisation_id, compilation.programme, by=author.member, now=MONDAY)
    db.session.flush()
    return release
