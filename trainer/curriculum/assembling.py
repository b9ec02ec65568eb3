"""How is a programme put together from drafts in which nothing is wrong?"""

from collections.abc import Mapping
from dataclasses import replace

from trainer.curriculum import blocks, digests, handouts
from trainer.curriculum.beside import Beside, documents
from trainer.curriculum.compiled import (
    CompiledAsset,
    CompiledHandout,
    CompiledLesson,
    CompiledModule,
    CompiledProgramme,
    CompiledTranslation,
)
from trainer.curriculum.drafts import LessonDraft, ModuleDraft
from trainer.curriculum.folder import ModuleFile, ProgrammeFile, title_of
from trainer.curriculum.instruments import Instruments

WORDS_A_MINUTE = 130


def lesson(draft: LessonDraft) -> CompiledLesson:
    """A lesson with its digests. Without a word about minutes: 130 words a minute and what its tasks take."""
    rendered = draft.rendered
    headings = [{"id": part.id, "text": part.text, "level": part.level} for part in rendered.headings]
    reflections = [{"key": part.key, "title": part.title, "html": part.html} for part in rendered.prompts]
    minutes = draft.head.document.minutes if draft.head else None
    minutes = minutes or max(1, round(rendered.words / WORDS_A_MINUTE)) + task_minutes(draft)
    outcomes, prompts = list(draft.outcomes), [part["key"] for part in reflections]
    structure = digests.digest([draft.key, outcomes, prompts, [part["level"] for part in headings]])
    wording = digests.digest([draft.title, minutes, rendered.html, [part["html"] for part in reflections]])
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
        task_minutes(draft),
    )


def task_minutes(draft: LessonDraft) -> int:
    """The minutes that the practice tasks of a lesson take."""
    opened, _ = blocks.openings(draft.body)
    return sum(int(block.options.get("minutes", 0)) for block in opened if block.name == "task")


def module(draft: ModuleDraft) -> CompiledModule:
    """A module with its lessons and digests."""
    about = draft.about.document if draft.about else ModuleFile(title=title_of(draft.folder))
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
    tools: Instruments,
    assets: Mapping[str, CompiledAsset],
    beside: Beside,
) -> CompiledProgramme:
    """The whole programme in its own language, with the digest of everything in it."""
    cited = {kind: digests.both(document) for kind, document in tools.named.items() if document is not None}
    kept = tuple(sorted({asset.path: asset for asset in assets.values()}.values(), key=lambda asset: asset.path))
    return sealed(
        CompiledProgramme(
            key=about.key,
            title=about.title,
            language=about.language,
            summary=about.summary,
            modules=tuple(module(draft) for draft in modules),
            rubric=tools.rubric,
            scheme=tools.scheme,
            policy=tools.policy,
            assets=kept,
            handouts=tuple(handouts.compiled(draft) for draft in beside.handouts),
            documents=documents(beside, about.language),
            digest="",
            document_digests=cited,
        )
    )


def sealed(programme: CompiledProgramme) -> CompiledProgramme:
    """The programme with one digest over everything that its release freezes."""
    parts = {
        "about": [programme.key, programme.title, programme.language, programme.summary],
        "modules": [_digests_of(part) for part in programme.modules],
        "documents": programme.document_digests,
        "beside": [[part.kind, part.key, *part.digests] for part in programme.documents],
        "handouts": [_handout(part) for part in programme.handouts],
        "assets": [[asset.path, asset.digest] for asset in programme.assets],
        "translations": [_translation(part) for part in programme.translations],
    }
    return replace(programme, digest=digests.digest(parts))


def _digests_of(module: CompiledModule) -> list[object]:
    lessons = [[lesson.structure_digest, lesson.wording_digest] for lesson in module.lessons]
    return [module.structure_digest, module.wording_digest, *lessons]


def _handout(part: CompiledHandout) -> list[object]:
    return [part.kind, part.key, part.module_key, part.title, part.summary, part.minutes, part.html]


def _translation(part: CompiledTranslation) -> list[object]:
    lessons = [[module, lesson.key, lesson.wording_digest] for module, lesson in part.lessons]
    modules = [_digests_of(module) for module in part.modules]
    return [part.language, part.title, part.summary, modules, lessons, [_handout(page) for page in part.handouts]]
