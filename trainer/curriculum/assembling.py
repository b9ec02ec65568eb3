"""How is a programme put together from drafts in which nothing is wrong?"""

from collections.abc import Mapping

from pydantic import BaseModel

from trainer.curriculum import blocks, digests
from trainer.curriculum.compiled import CompiledAsset, CompiledLesson, CompiledModule, CompiledProgramme
from trainer.curriculum.documents import ObservationScheme, Policy, Rubric
from trainer.curriculum.drafts import LessonDraft, ModuleDraft
from trainer.curriculum.folder import ModuleFile, ProgrammeFile, title_of

WORDS_A_MINUTE = 130


def lesson(draft: LessonDraft) -> CompiledLesson:
    """A lesson with its digests. Without a word about minutes: 130 words a minute and what its tasks take."""
    rendered = draft.rendered
    headings = [{"id": part.id, "text": part.text, "level": part.level} for part in rendered.headings]
    reflections = [{"key": part.key, "title": part.title, "html": part.html} for part in rendered.prompts]
    minutes = draft.head.document.minutes if draft.head else None
    minutes = minutes or max(1, round(rendered.words / WORDS_A_MINUTE)) + task_minutes(draft)
    structure, wording = digests.both(
        {
            "key": draft.key,
            "minutes": minutes,
            "outcomes": list(draft.outcomes),
            "prompts": [part["key"] for part in reflections],
            "headings": [[part["id"], part["level"]] for part in headings],
            "title": draft.title,
            "html": rendered.html,
        }
    )
    outcomes = list(draft.outcomes)
    return CompiledLesson(
        draft.key,
        draft.title,
        minutes,
        rendered.words,
        rendered.html,
        headings,
        reflections,
        outcomes,
        structure,
        wording,
    )


def task_minutes(draft: LessonDraft) -> int:
    """The minutes that the practice tasks of a lesson take."""
    opened, _ = blocks.openings(draft.body)
    return sum(int(block.options.get("minutes", 0)) for block in opened if block.name == "task")


def module(draft: ModuleDraft) -> CompiledModule:
    """A module with its lessons and digests."""
    about = draft.about.document if draft.about else ModuleFile(title=title_of(draft.key))
    lessons = tuple(lesson(part) for part in draft.lessons)
    check = draft.check.document if draft.check else None
    own = about.model_dump(mode="json", exclude={"key"})
    parts = {
        "key": draft.key,
        "lessons": [part.key for part in lessons],
        "check": check and check.model_dump(mode="json"),
    }
    structure, wording = digests.both(own | parts)
    return CompiledModule(
        key=draft.key,
        title=about.title,
        summary=about.summary,
        minutes_self=about.minutes.alone or sum(part.minutes for part in lessons),
        minutes_live=about.minutes.live,
        outcomes=own["outcomes"],
        requires=list(about.requires),
        practice=about.practice,
        readings=list(about.readings),
        check=check,
        lessons=lessons,
        structure_digest=structure,
        wording_digest=wording,
    )


def programme(
    about: ProgrammeFile,
    modules: list[ModuleDraft],
    rubric: Rubric | None,
    scheme: ObservationScheme | None,
    policy: Policy | None,
    assets: Mapping[str, CompiledAsset],
) -> CompiledProgramme:
    """The whole programme with the digest of everything in it."""
    compiled = tuple(module(draft) for draft in modules)
    documents = {"rubric": rubric, "scheme": scheme, "policy": policy}
    cited = {kind: digests.both(document) for kind, document in documents.items() if document is not None}
    kept = tuple(sorted({asset.path: asset for asset in assets.values()}.values(), key=lambda asset: asset.path))
    return CompiledProgramme(
        key=about.key,
        title=about.title,
        language=about.language,
        summary=about.summary,
        modules=compiled,
        rubric=rubric,
        scheme=scheme,
        policy=policy,
        assets=kept,
        digest=_digest(about, compiled, cited, kept),
        document_digests=cited,
    )


def _digest(
    about: BaseModel,
    modules: tuple[CompiledModule, ...],
    documents: Mapping[str, tuple[str, str]],
    assets: tuple[CompiledAsset, ...],
) -> str:
    """One digest over everything a release freezes."""
    return digests.digest(
        {
            "about": about.model_dump(mode="json", include={"key", "title", "language", "summary"}),
            "modules": [
                [part.structure_digest, part.wording_digest]
                + [[one.structure_digest, one.wording_digest] for one in part.lessons]
                for part in modules
            ],
            "documents": documents,
            "assets": [[asset.path, asset.digest] for asset in assets],
        }
    )
