"""A translation stands beside its programme, keeps its keys, and falls back where it says nothing."""

import pytest

from tests.programme import FILES
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.compiled import Compilation, CompiledTranslation

Q = "modules/01-questions"
PROGRAMME = "key: facilitator\ntitle: Begleitung von Sets\nlanguage: de\nsummary: Klein.\n"
LESSON = """\
---
title: Weitergeben
---
Lies zuerst [die erste Lektion](01-why-advice-comes-early.md).

## Die Leiter

1. Innehalten.

/// reflection | Wessen Zustimmung suche ich?
    key: whose-approval

Denk an einen Moment.
///
"""
MODULE = """\
title: Fragen vor Rat
summary: Warum ein Set erst fragt.
outcomes:
  - {key: spot-advice, text: Rat erkennen.}
  - {key: hand-back, text: Zurückgeben.}
practice: Eine Runde.
"""
GERMAN = {
    "programme.yaml": PROGRAMME,
    f"{Q}/module.yaml": MODULE,
    f"{Q}/02-handing-back.md": LESSON,
    f"{Q}/check.yaml": FILES[f"{Q}/check.yaml"].decode().replace("Advice in disguise", "Verkleideter Rat"),
    "glossary.yaml": "terms:\n  - {key: set, term: Set, text: Eine Gruppe.}\n",
    "pocket/01-phase-card.md": "---\ntitle: Phasenkarte\n---\nLaut sagen.\n",
}


def german(**changes: str | None) -> dict[str, bytes]:
    files = {**GERMAN, **changes}
    return {path: text.encode() for path, text in files.items() if text is not None}


def compiled(files: dict[str, bytes]) -> Compilation:
    return compile_programme(FILES, {"de": files})


def translation(files: dict[str, bytes]) -> CompiledTranslation:
    compilation = compiled(files)
    assert compilation.programme, [str(one) for one in compilation.findings]
    (only,) = compilation.programme.translations
    return only


def test_only_what_is_translated_is_in_the_translation() -> None:
    found = translation(german())
    assert (found.language, found.title) == ("de", "Begleitung von Sets")
    assert [(module, lesson.key, lesson.title) for module, lesson in found.lessons] == [
        ("questions", "handing-back", "Weitergeben")
    ]
    (module,) = found.modules
    assert (module.key, module.title) == ("questions", "Fragen vor Rat")
    assert module.check
    assert [page.title for page in found.handouts] == ["Phasenkarte"]


def test_links_lead_to_lessons_that_are_not_translated_too() -> None:
    (_, lesson), *_ = translation(german()).lessons
    assert 'href="why-advice-comes-early"' in lesson.html


def test_a_module_whose_check_is_not_translated_has_none_here() -> None:
    (module,) = translation(german(**{f"{Q}/check.yaml": None})).modules
    assert module.check is None


def test_the_glossary_is_cited_by_its_language() -> None:
    programme = compiled(german()).programme
    assert programme
    assert [part.key for part in programme.documents if part.kind == "glossary"] == ["en", "de"]
    assert programme.glossary
    assert len(programme.glossary.terms) == 3


def test_a_translated_word_makes_another_release_and_the_original_stays_what_it_is() -> None:
    before, after = compiled(german()).programme, compiled(german(**{f"{Q}/module.yaml": MODULE + "\n# x\n"})).programme
    changed = compiled(german(**{f"{Q}/02-handing-back.md": LESSON.replace("Innehalten", "Warten")})).programme
    assert before
    assert after
    assert changed
    assert before.digest == after.digest != changed.digest
    assert before.modules == changed.modules
    own = compile_programme(FILES).programme
    assert own
    assert own.modules == before.modules


def test_every_file_is_kept_with_its_folder() -> None:
    programme = compiled(german()).programme
    assert programme
    kept = {(one.language, one.path): one.body for one in programme.sources}
    assert {path: body for (language, path), body in kept.items() if not language} == FILES
    assert {path: body for (language, path), body in kept.items() if language == "de"} == german()


MISTAKES: list[tuple[str, str | None, str]] = [
    ("programme.yaml", None, "A translation has a programme.yaml"),
    ("programme.yaml", PROGRAMME.replace("facilitator", "other"), "The key of a translation"),
    ("programme.yaml", PROGRAMME.replace("de", "fr"), "into “de”"),
    (f"{Q}/09-new.md", "---\ntitle: Neu\n---\nText.\n", "The programme itself has no such file"),
    ("modules/09-new/01-new.md", "---\ntitle: Neu\n---\nText.\n", "The programme itself has no such file"),
    ("rubric.yaml", "key: x\n", "everybody is judged by the same words"),
    ("certification/light.yaml", "key: x\n", "everybody is judged by the same words"),
    (f"{Q}/module.yaml", MODULE.replace("spot-advice", "see-advice"), "The outcomes of a translation"),
    (f"{Q}/module.yaml", None, "Translate module.yaml too"),
    (f"{Q}/check.yaml", GERMAN[f"{Q}/check.yaml"].replace("q-01", "q-09"), "Items of a translation"),
    (f"{Q}/check.yaml", GERMAN[f"{Q}/check.yaml"].replace("pass_mark: 0.75", "pass_mark: 0.5"), "Items of a"),
    (f"{Q}/02-handing-back.md", LESSON.replace("whose-approval", "wessen"), "The reflections of a translation"),
    (f"{Q}/02-handing-back.md", LESSON.replace("01-why-advice-comes-early", "09-nothing"), "leads to nothing"),
    (f"{Q}/02-handing-back.md", LESSON.replace("title: Weit", "key: other\ntitle: Weit"), "The key of a translation"),
    (f"{Q}/02-handing-back.md", LESSON.replace("title", "titel"), "“titel” is not known here."),
    ("../outside.md", "x", "does not lie inside"),
]


@pytest.mark.parametrize(("path", "text", "words"), MISTAKES)
def test_a_mistake_is_told_in_the_folder_of_the_translation(path: str, text: str | None, words: str) -> None:
    compilation = compiled(german(**{path: text}))
    assert compilation.programme is None
    assert {one.language for one in compilation.findings} == {"de"}
    assert any(words in str(one) for one in compilation.findings), [str(one) for one in compilation.findings]


def test_a_mistake_in_the_programme_itself_is_told_once_and_there() -> None:
    path = f"{Q}/01-why-advice-comes-early.md"
    files = {**FILES, path: FILES[path].replace(b"02-handing-back.md", b"09-nothing.md")}
    compilation = compile_programme(files, {"de": german()})
    assert [(one.file, one.language) for one in compilation.findings] == [(path, "")]
