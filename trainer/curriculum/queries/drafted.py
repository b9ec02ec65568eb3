"""What are authors working on?"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from trainer.curriculum import drafting, paths
from trainer.curriculum.checker import PROGRAMME, Compilation
from trainer.curriculum.digests import digest_of_bytes
from trainer.curriculum.drafting import Look
from trainer.curriculum.findings import Finding
from trainer.curriculum.models import Draft, DraftFile, Source
from trainer.curriculum.queries.published import sources
from trainer.curriculum.tree import FileLine
from trainer.db import db
from trainer.kept import Kept
from trainer.organisations.models import Member

# What the checker says of a whole draft takes it a second or more, and of the same files it is the same.
_checked = Kept(6)


@dataclass(frozen=True)
class Checked:
    """What the checker says of a draft, and of which state of it."""

    state: str
    compilation: Compilation


@dataclass(frozen=True)
class Place:
    """A file of a draft as its address names it, whether or not the draft, or the file in it, is still there."""

    organisation_id: UUID
    programme: str
    language: str
    path: str
    draft: Draft | None
    file: DraftFile | None

    @property
    def name(self) -> str:
        return paths.name(self.programme, self.language, self.path)


def drafts(organisation_id: UUID) -> list[Draft]:
    """The organisation's drafts with the release each began from, by key."""
    query = _drafts().where(Draft.organisation_id == organisation_id).order_by(Draft.programme_key)
    return list(db.session.scalars(query))


def draft(organisation_id: UUID, programme: str) -> Draft | None:
    """The draft of a programme."""
    return db.session.scalar(
        _drafts().where(Draft.organisation_id == organisation_id, Draft.programme_key == programme)
    )


def _drafts() -> Select[Draft]:
    return select(Draft).options(joinedload(Draft.release), joinedload(Draft.begun_by))


def held(organisation_id: UUID, programme: str) -> Draft | None:
    """The draft of a programme, held until the end of the transaction: one author at a time changes its files."""
    query = select(Draft.id).where(Draft.organisation_id == organisation_id, Draft.programme_key == programme)
    return draft(organisation_id, programme) if db.session.scalar(query.with_for_update()) else None


def lines(draft: Draft) -> list[FileLine]:
    """The files of a draft without their words, by folder and path."""
    columns: tuple[Any, ...] = (*_line(), func.length(DraftFile.body), DraftFile.changed_at, Member.name)
    query = select(*columns).outerjoin(DraftFile.changed_by).where(*of(draft))
    return [FileLine(*row) for row in db.session.execute(query.order_by(DraftFile.language, DraftFile.path))]


def _line() -> tuple[Any, ...]:
    return DraftFile.language, DraftFile.path, DraftFile.digest


def of(draft: Draft) -> tuple[Any, ...]:
    """What holds of the files of a draft."""
    return DraftFile.organisation_id == draft.organisation_id, DraftFile.draft_id == draft.id


def state(draft: Draft) -> str:
    """One digest for everything in a draft: who has seen another one has not seen this."""
    return drafting.state(tuple(row) for row in db.session.execute(select(*_line()).where(*of(draft))))


def files(draft: Draft) -> dict[str, dict[str, bytes]]:
    """Everything in a draft by language and path."""
    found: dict[str, dict[str, bytes]] = {"": {}}
    columns = (DraftFile.language, DraftFile.path, DraftFile.body)
    for language, path, body in db.session.execute(select(*columns).where(*of(draft)).order_by(*columns[:2])):
        found.setdefault(language, {})[path] = body
    return found


def checked(draft: Draft) -> Checked:
    """What the checker says of a draft as it is now."""
    now = state(draft)
    found = _checked.get((draft.organisation_id, draft.programme_key, now), lambda: _check(draft))
    return found if found.state == now else _check(draft)  # somebody saved between two looks at the same draft


def _check(draft: Draft) -> Checked:
    read = files(draft)
    return Checked(drafting.state_of(read), drafting.check(draft.programme_key, read))


def place(organisation_id: UUID, programme: str, file: str) -> Place | None:
    """Where a name of a file leads: None only if no file of that programme could be called so."""
    found = paths.place(programme, file)
    if found is None:
        return None
    here = draft(organisation_id, programme)
    return Place(organisation_id, programme, *found, here, _file(here, *found) if here else None)


def drafted_file(organisation_id: UUID, programme: str, file: str) -> Place | None:
    """A file that a draft holds."""
    found = place(organisation_id, programme, file)
    return found if found and found.file else None


def _file(draft: Draft, language: str, path: str) -> DraftFile | None:
    """One file of a draft with whoever changed it last."""
    query = select(DraftFile).options(joinedload(DraftFile.changed_by)).where(*of(draft))
    return db.session.scalar(query.where(DraftFile.language == language, DraftFile.path == path))


def file_now(draft: Draft, language: str, path: str) -> DraftFile | None:
    """The same as it is now that the draft is held, whatever was read before."""
    query = select(DraftFile).where(*of(draft), DraftFile.language == language, DraftFile.path == path)
    return db.session.scalar(query.execution_options(populate_existing=True))


def rows(draft: Draft) -> list[DraftFile]:
    """The files of a draft as they are now that it is held."""
    return list(db.session.scalars(select(DraftFile).where(*of(draft)).execution_options(populate_existing=True)))


def moved(place: Place, digest: str) -> DraftFile | None:
    """The file of the same words under another path, if the one in question was renamed."""
    if place.draft is None:
        return None
    query = select(DraftFile).where(*of(place.draft), DraftFile.digest == digest, DraftFile.path != place.path)
    return db.session.scalar(query.where(DraftFile.language == place.language).limit(1))


def look(place: Place, body: bytes, address: Callable[[str, str], str]) -> Look:
    """How a file would look with this body, and what would be wrong in it.

    `address` gives the address of another file by language and path. Of a page only what is near it is checked, which
    is quick enough to be asked while somebody writes; any other file is checked with the whole draft.
    """
    assert place.draft
    if not place.path.endswith(".md"):
        return Look(None, place.language, _findings(place, place.draft, body))
    rows = db.session.execute(select(DraftFile.language, DraftFile.path).where(*of(place.draft)))
    there = {(language, path) for language, path in rows}
    page = drafting.page(place.path, body, lambda path: _address(address, place.language, path, there))
    targets = page.targets if page else ()
    texts = _readable(place, place.draft, targets) | {place.path: body}
    findings = drafting.findings_of(place.path, drafting.near(place.path, texts, targets))
    return Look(page, place.language or drafting.language_in(texts.get(PROGRAMME, b"")), findings)


def _findings(place: Place, draft: Draft, body: bytes) -> tuple[Finding, ...]:
    if place.file and place.file.digest == digest_of_bytes(body):
        compilation = checked(draft).compilation
    else:
        changed = files(draft)
        changed.setdefault(place.language, {})[place.path] = body
        compilation = drafting.check(draft.programme_key, changed)
    return tuple(one for one in compilation.findings if (one.language, one.file) == (place.language, place.path))


def _address(address: Callable[[str, str], str], language: str, path: str, there: set[tuple[str, str]]) -> str:
    """A translation shows what it has, and else what the programme itself has there."""
    found = next((at for at in (language, "") if (at, path) in there), None)
    return "#" if found is None else address(found, path)


def _readable(place: Place, draft: Draft, targets: Collection[str]) -> dict[str, bytes]:
    """The texts of a draft as the readers of one of its languages get them, with those pictures and papers."""
    columns = (DraftFile.language, DraftFile.path, DraftFile.body)
    wanted = or_(DraftFile.path.endswith(".md"), DraftFile.path.endswith(".yaml"), DraftFile.path.in_(targets))
    query = select(*columns).where(*of(draft), DraftFile.language.in_(["", place.language]), wanted)
    return {path: body for _language, path, body in db.session.execute(query.order_by(DraftFile.language))}


def with_sources(organisation_id: UUID) -> set[UUID]:
    """The releases of which the files were kept that they were made of."""
    return set(
        db.session.scalars(select(Source.release_id).where(Source.organisation_id == organisation_id).distinct())
    )


def is_unpublished(draft: Draft) -> bool:
    """Whether a draft holds something that is in no release: what to discard it would lose."""
    return not draft.release_id or files(draft) != {"": {}, **sources(draft.organisation_id, draft.release_id)}
