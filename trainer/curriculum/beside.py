"""What stands in a programme's folder beside its lessons: glossary, viva, phrases, cases, cards and plans?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from trainer.curriculum import cases, digests, glossaries, handouts, phrasebooks, texts, vivas
from trainer.curriculum.cases import CaseDraft
from trainer.curriculum.compiled import CompiledDocument
from trainer.curriculum.documents import Case, Glossary, ObservationScheme, Phrases, Rubric, Viva
from trainer.curriculum.drafts import ModuleDraft
from trainer.curriculum.findings import Finding
from trainer.curriculum.handouts import HandoutDraft
from trainer.curriculum.links import Library
from trainer.curriculum.reading import Desk, Sheet, sheet

GLOSSARY, VIVA, PHRASES = "glossary.yaml", "viva.yaml", "phrases.yaml"


@dataclass(frozen=True)
class Beside:
    """Everything beside the lessons, as written."""

    glossary: Sheet[Glossary] | None
    viva: Sheet[Viva] | None
    phrases: Sheet[Phrases] | None
    cases: Sequence[CaseDraft]
    handouts: Sequence[HandoutDraft]


def read(desk: Desk) -> Beside:
    """Read what there is; each part may be missing."""
    return Beside(
        sheet(desk, GLOSSARY, Glossary) if GLOSSARY in desk.files else None,
        sheet(desk, VIVA, Viva) if VIVA in desk.files else None,
        sheet(desk, PHRASES, Phrases) if PHRASES in desk.files else None,
        cases.drafts(desk),
        handouts.drafts(desk),
    )


def render(desk: Desk, books: Library, beside: Beside, modules: list[ModuleDraft]) -> Beside:
    """The same with its texts rendered; every mistake in them is written down."""
    return replace(
        beside,
        cases=texts.render_beside(desk, books, beside.cases, modules),
        handouts=texts.render_beside(desk, books, beside.handouts, modules),
    )


def check(
    beside: Beside, modules: list[ModuleDraft], rubric: Rubric | None, scheme: ObservationScheme | None
) -> Iterator[Finding]:
    """Every mistake in what stands beside the lessons."""
    if beside.glossary:
        yield from glossaries.check(beside.glossary)
    if beside.viva:
        yield from vivas.check(beside.viva, rubric, [module.key for module in modules])
    if beside.phrases:
        yield from phrasebooks.check(beside.phrases, rubric)
    for case in beside.cases:
        yield from cases.check(case, rubric, scheme)
    yield from handouts.check(beside.handouts, modules)


def documents(beside: Beside, language: str) -> tuple[CompiledDocument, ...]:
    """Glossary, viva, phrases and cases as they are cited."""
    found = []
    if beside.glossary:
        found.append(_document("glossary", language, beside.glossary.document))
    if beside.viva:
        found.append(_document("viva", "viva", beside.viva.document))
    if beside.phrases:
        found.append(_document("phrases", "phrases", beside.phrases.document))
    compiled = (cases.compiled(case) for case in beside.cases)
    return (*found, *(_document("case", case.key, case) for case in compiled))


def _document(kind: str, key: str, body: Glossary | Viva | Phrases | Case) -> CompiledDocument:
    return CompiledDocument(kind, key, body, digests.both(body))
