"""How does each item of a release's knowledge checks fare, without a name?"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from trainer.curriculum import items
from trainer.curriculum.documents import Check
from trainer.curriculum.items import Itemised
from trainer.curriculum.models import CheckAttempt, Release
from trainer.curriculum.outline import ModuleLine
from trainer.curriculum.queries.published import check, outline
from trainer.curriculum.queries.tried import result
from trainer.db import db


@dataclass(frozen=True)
class Bank:
    """A module's check with how each of its items fares."""

    module: ModuleLine
    check: Check
    people: int
    figures: Mapping[str, Itemised]

    def of(self, item: str) -> Itemised:
        """One item; nobody may have drawn it yet."""
        return self.figures.get(item, items.NOBODY)


def itemised(release: Release) -> list[Bank]:
    """Every check of a release by the first attempts that were handed in under it: one statement, releases are kept."""
    query = (
        select(CheckAttempt)
        .where(CheckAttempt.organisation_id == release.organisation_id, CheckAttempt.release_id == release.id)
        .where(CheckAttempt.number == 1, CheckAttempt.submitted_at.is_not(None))
    )
    marked: dict[str, list[dict[str, bool]]] = defaultdict(list)
    for attempt in db.session.scalars(query):
        marked[attempt.module_key].append({item.id: item.right for item in result(attempt).items})
    modules = outline(release.organisation_id, release.id).modules
    found = ((module, check(release.organisation_id, release.id, module.key)) for module in modules)
    return [
        Bank(module, bank, len(marked[module.key]), items.itemised(marked[module.key]))
        for module, bank in found
        if bank
    ]
