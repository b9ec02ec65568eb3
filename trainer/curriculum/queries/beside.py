"""What does a release hold beside its lessons: glossary, viva, phrases, cases, cards and plans?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from trainer.curriculum.documents import Case, Glossary, ObservationScheme, Phrases, Viva
from trainer.curriculum.lifecycle import HandoutKind
from trainer.curriculum.models import Document, Enrolment, Handout, Release, ReleaseDocument
from trainer.curriculum.outline import Outline
from trainer.curriculum.queries.enrolled import enrolment_in
from trainer.curriculum.queries.published import release, scheme
from trainer.curriculum.queries.speaking import outline_for
from trainer.db import db
from trainer.kept import Kept
from trainer.organisations.models import Member

_glossaries, _phrases, _cases = Kept(50), Kept(50), Kept(200)


def cited(organisation_id: UUID, release_id: UUID, kind: str) -> list[Document]:
    """The documents of a kind that a release holds, in their author's order."""
    query = (
        select(Document)
        .join(ReleaseDocument, ReleaseDocument.document_id == Document.id)
        .where(
            ReleaseDocument.organisation_id == organisation_id,
            ReleaseDocument.release_id == release_id,
            Document.organisation_id == organisation_id,
            Document.kind == kind,
        )
        .order_by(ReleaseDocument.position)
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class Spoken:
    """A glossary and the language it is in."""

    language: str
    words: Glossary


def glossary(organisation_id: UUID, release_id: UUID, language: str) -> Spoken | None:
    """The glossary of a release in a language; without one in it, in the release's own."""
    return _glossaries.get((release_id, language), lambda: _read_glossary(organisation_id, release_id, language))


def _read_glossary(organisation_id: UUID, release_id: UUID, language: str) -> Spoken | None:
    found = cited(organisation_id, release_id, "glossary")  # the release's own language comes first
    chosen = next((document for document in found if document.key == language), found[0] if found else None)
    return Spoken(chosen.key, Glossary.model_validate_json(chosen.body)) if chosen else None


def viva(organisation_id: UUID, release_id: UUID) -> Viva | None:
    """The viva of a release."""
    found = cited(organisation_id, release_id, "viva")
    return Viva.model_validate_json(found[0].body) if found else None


def phrases(organisation_id: UUID, release_id: UUID) -> Phrases | None:
    """The comment bank of a release."""

    def read() -> Phrases | None:
        found = cited(organisation_id, release_id, "phrases")
        return Phrases.model_validate_json(found[0].body) if found else None

    return _phrases.get((organisation_id, release_id), read)


def cases(organisation_id: UUID, release_id: UUID) -> list[Case]:
    """The calibration cases of a release."""
    return [case(row) for row in cited(organisation_id, release_id, "case")]


def case(document: Document) -> Case:
    """The calibration case a document holds."""
    return _cases.get(document.id, lambda: Case.model_validate_json(document.body))


def case_documents(organisation_id: UUID, releases: Collection[UUID]) -> dict[UUID, list[Document]]:
    """The calibration cases of several releases, each in its author's order: one statement."""
    query = (
        select(ReleaseDocument.release_id, Document)
        .join(ReleaseDocument.document)
        .where(
            ReleaseDocument.organisation_id == organisation_id,
            ReleaseDocument.release_id.in_(releases),
            Document.kind == "case",
        )
        .order_by(ReleaseDocument.position)
    )
    found: dict[UUID, list[Document]] = {id: [] for id in releases}
    for release_id, document in db.session.execute(query):
        found[release_id].append(document)
    return found


def handouts(organisation_id: UUID, release_id: UUID, language: str) -> list[Handout]:
    """Cards and plans of a release, each in a language, or where it is not translated in the release's own."""
    own = select(Release.language).where(Release.organisation_id == organisation_id, Release.id == release_id)
    query = (
        select(Handout)
        .where(
            Handout.organisation_id == organisation_id,
            Handout.release_id == release_id,
            Handout.language.in_([language, own.scalar_subquery()]),
        )
        .order_by(Handout.kind, Handout.position)
    )
    rows = list(db.session.scalars(query))
    chosen = {(row.kind, row.key): row for row in rows if row.language != language}  # in their author's order
    chosen |= {(row.kind, row.key): row for row in rows if row.language == language}
    return list(chosen.values())


def plan(organisation_id: UUID, id: UUID, key: str) -> Handout | None:
    """The plan of a live session."""
    return _handout(organisation_id, id, HandoutKind.PLAN, key)


def release_card(organisation_id: UUID, id: UUID, key: str) -> Handout | None:
    """A card of a release, outside anybody's enrolment."""
    return _handout(organisation_id, id, HandoutKind.CARD, key)


def _handout(organisation_id: UUID, release_id: UUID, kind: HandoutKind, key: str) -> Handout | None:
    """A handout in its release's own language."""
    query = (
        select(Handout)
        .join(Handout.release)
        .where(
            Handout.organisation_id == organisation_id,
            Handout.release_id == release_id,
            Handout.kind == kind,
            Handout.key == key,
            Handout.language == Release.language,
        )
        .options(joinedload(Handout.release))
    )
    return db.session.scalar(query)


@dataclass(frozen=True)
class ToldCase:
    """A calibration case with its reference, and the release it is read in."""

    release: Release
    case: Case


def told_case(organisation_id: UUID, id: UUID, key: str) -> ToldCase | None:
    """A calibration case of a release."""
    found = release(organisation_id, id)
    told = next((one for one in cases(organisation_id, id) if one.key == key), None) if found else None
    return ToldCase(found, told) if found and told else None


@dataclass(frozen=True)
class Shelf:
    """What stands beside the lessons of the release that somebody is on."""

    enrolment: Enrolment
    outline: Outline
    glossary: Spoken | None
    cards: Sequence[Handout]


def shelf(member: Member, programme: str) -> Shelf | None:
    """The shelf of a programme that the member is on."""
    enrolment = enrolment_in(member, programme)
    return shelf_of(member, enrolment) if enrolment else None


def shelf_of(member: Member, enrolment: Enrolment) -> Shelf:
    """The shelf of the release that a member is on, in the language in which they read it."""
    place = enrolment.organisation_id, enrolment.release_id
    line = outline_for(member, enrolment.release_id)
    pages = handouts(*place, line.read_in)
    cards = [page for page in pages if page.kind is HandoutKind.CARD]
    return Shelf(enrolment, line, glossary(*place, line.read_in), cards)


@dataclass(frozen=True)
class Companion:
    """What a facilitator has at hand while a set meets: the phases of a scheme and the cards for the pocket."""

    shelf: Shelf
    scheme: ObservationScheme

    @property
    def enrolment(self) -> Enrolment:
        return self.shelf.enrolment

    @property
    def lengths(self) -> list[int]:
        """The lengths of a round for which minutes are planned, in minutes."""
        return sorted({int(length) for phase in self.scheme.phases for length in phase.minutes})


def companion(member: Member, programme: str) -> Companion | None:
    """The companion of the release that the member is on, if meetings have phases there."""
    found = shelf(member, programme)
    if found is None:
        return None
    release = select(Release.scheme_id).where(
        Release.organisation_id == member.organisation_id, Release.id == found.enrolment.release_id
    )
    query = select(Document).where(Document.organisation_id == member.organisation_id, Document.id.in_(release))
    document = db.session.scalar(query)
    return Companion(found, scheme(document)) if document else None


@dataclass(frozen=True)
class Held:
    """A card that a reader holds."""

    enrolment: Enrolment
    outline: Outline
    card: Handout


def held_card(member: Member, programme: str, key: str) -> Held | None:
    """A card of the release that the member is on."""
    found = shelf(member, programme)
    card = next((card for card in found.cards if card.key == key), None) if found else None
    return Held(found.enrolment, found.outline, card) if found and card else None
