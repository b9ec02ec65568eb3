"""What comes out of an author's folder when nothing in it is wrong?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from trainer.curriculum.documents import Check, ObservationScheme, Policy, Rubric
from trainer.curriculum.findings import Finding


@dataclass(frozen=True)
class CompiledLesson:
    """A lesson as safe HTML. `headings` are {id, text, level}, `reflections` {key, title, html}."""

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
    digest: str
    document_digests: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Compilation:
    """A programme, or the mistakes that keep it from being one; `notes` are worth knowing and no mistakes."""

    programme: CompiledProgramme | None
    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = field(default=())
