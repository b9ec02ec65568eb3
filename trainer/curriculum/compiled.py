"""What comes out of an author's folder when nothing in it is wrong?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from trainer.curriculum.documents import Case, Check, Glossary, ObservationScheme, Phrases, Policy, Rubric, Viva
from trainer.curriculum.findings import Finding
from trainer.curriculum.lifecycle import HandoutKind


@dataclass(frozen=True)
class CompiledLesson:
    """A lesson as safe HTML. `headings` are {id, text, level}, `reflections` {key, title, html}.

    `task_minutes` are what its practice tasks take, beside the reading.
    """

    key: str
    title: str
    minutes: int
    word_count: int
    html: str
    headings: list[dict[str, Any]]
    reflections: list[dict[str, Any]]
    outcomes: list[str]
    structure_digest: str
    wording_digest: str
    task_minutes: int = 0


@dataclass(frozen=True)
class CompiledModule:
    """A module with its lessons in order. `outcomes` are {key, text, criteria}."""

    key: str
    title: str
    summary: str
    minutes_self: int
    minutes_live: int
    outcomes: list[dict[str, Any]]
    requires: list[str]
    practice: str
    readings: list[str]
    check: Check | None
    lessons: tuple[CompiledLesson, ...]
    structure_digest: str
    wording_digest: str


@dataclass(frozen=True)
class CompiledHandout:
    """A card or a plan as safe HTML."""

    kind: HandoutKind
    key: str
    module_key: str
    title: str
    summary: str
    minutes: int
    html: str
    words: int


@dataclass(frozen=True)
class CompiledDocument:
    """A glossary, viva, list of phrases or case as it is cited. `key` of a glossary is its language."""

    kind: str
    key: str
    body: Glossary | Viva | Phrases | Case
    digests: tuple[str, str]


@dataclass(frozen=True)
class CompiledTranslation:
    """What of a programme there is in another language: modules with those of their lessons that are translated."""

    language: str
    title: str
    summary: str
    modules: tuple[CompiledModule, ...]
    lessons: tuple[tuple[str, CompiledLesson], ...]
    handouts: tuple[CompiledHandout, ...]


@dataclass(frozen=True)
class Written:
    """A file of the folder as its author wrote it; `language` is empty in the programme's own folder."""

    language: str
    path: str
    body: bytes


@dataclass(frozen=True)
class CompiledAsset:
    """A picture or PDF. Lessons show it at `../files/<path>`; the path begins with 16 digits of the digest."""

    path: str
    media_type: str
    body: bytes
    digest: str


@dataclass(frozen=True)
class CompiledProgramme:
    """Everything a release freezes. `document_digests`: rubric, scheme, policy → (structure, wording)."""

    key: str
    title: str
    language: str
    summary: str
    modules: tuple[CompiledModule, ...]
    rubric: Rubric | None
    scheme: ObservationScheme | None
    policy: Policy | None
    assets: tuple[CompiledAsset, ...]
    handouts: tuple[CompiledHandout, ...]
    documents: tuple[CompiledDocument, ...]
    digest: str
    document_digests: Mapping[str, tuple[str, str]]
    translations: tuple[CompiledTranslation, ...] = ()
    sources: tuple[Written, ...] = ()

    @property
    def glossary(self) -> Glossary | None:
        """The glossary in the programme's own language."""
        own = (part.body for part in self.documents if part.kind == "glossary" and part.key == self.language)
        return next((body for body in own if isinstance(body, Glossary)), None)

    @property
    def viva(self) -> Viva | None:
        return next((part.body for part in self.documents if isinstance(part.body, Viva)), None)

    @property
    def phrases(self) -> Phrases | None:
        return next((part.body for part in self.documents if isinstance(part.body, Phrases)), None)

    @property
    def cases(self) -> tuple[Case, ...]:
        return tuple(part.body for part in self.documents if isinstance(part.body, Case))


@dataclass(frozen=True)
class Compilation:
    """A programme, or the mistakes that keep it from being one; `notes` are worth knowing and no mistakes."""

    programme: CompiledProgramme | None
    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = field(default=())
