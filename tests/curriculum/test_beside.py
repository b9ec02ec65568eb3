"""What stands beside the lessons is read, checked line by line, and frozen with the release."""

import pytest

from tests.programme import FILES
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.compiled import CompiledProgramme
from trainer.curriculum.lifecycle import HandoutKind

CASE = "calibration/01-the-helpful-uncle"


def compiled(files: dict[str, bytes] = FILES) -> CompiledProgramme:
    compilation = compile_programme(files)
    assert compilation.programme, [str(one) for one in compilation.findings]
    return compilation.programme


def told(files: dict[str, bytes]) -> list[str]:
    return [str(one) for one in compile_programme(files).findings]


def test_everything_beside_the_lessons_is_read() -> None:
    programme = compiled()
    assert programme.glossary
    assert programme.glossary.term("presenter").forms == ("presenter", "issue holder")  # type: ignore[union-attr]
    assert programme.viva
    assert [scenario.key for scenario in programme.viva.scenarios] == ["the-manager-asks"]
    assert programme.phrases
    assert programme.phrases.fitting("inquiry") == (
        "The advice in “…” passed until …",
        "You asked “…”, and the presenter …",
        "What made the difference was …",
    )
    assert programme.phrases.fitting("strengths") == ("What made the difference was …",)
    (case,) = programme.cases
    assert (case.key, case.about.meeting, len(case.log.events)) == ("the-helpful-uncle", "middle", 3)
    assert '<h2 id="explore">' in case.narrative
    kinds = [(page.kind, page.key, page.module_key, page.minutes) for page in programme.handouts]
    assert kinds == [(HandoutKind.CARD, "phase-card", "", 0), (HandoutKind.PLAN, "meetings", "meetings", 30)]


def test_a_card_links_to_lessons_as_its_page_sees_them() -> None:
    card = compiled().handouts[0]
    assert 'href="../meetings/the-phases"' in card.html


def test_nothing_of_it_is_required() -> None:
    plain = {path: body for path, body in FILES.items() if path.startswith(("modules/", "programme", "rubric", "obs"))}
    plain["programme.yaml"] = plain["programme.yaml"].replace(b"policy: certification/light.yaml\n", b"")
    programme = compiled(plain)
    assert (programme.glossary, programme.viva, programme.phrases) == (None, None, None)
    assert (programme.cases, programme.handouts, programme.documents) == ((), (), ())


def test_what_has_no_phrases_keeps_its_digests() -> None:
    """What was published before there were phrases is cited by the same digests today."""
    without = compiled({path: body for path, body in FILES.items() if path != "phrases.yaml"})
    assert [part.kind for part in without.documents] == ["glossary", "viva", "case"]
    assert [part.kind for part in compiled().documents] == ["glossary", "viva", "phrases", "case"]
    kept = {part.kind: part.digests for part in compiled().documents if part.kind != "phrases"}
    assert kept == {part.kind: part.digests for part in without.documents}
    assert without.document_digests == compiled().document_digests


@pytest.mark.parametrize("path", sorted(path for path in FILES if not path.startswith(("modules/", "cert"))))
def test_every_word_of_it_is_in_the_digest(path: str) -> None:
    words = {
        "programme.yaml": (b"A small programme", b"A tiny programme"),
        "rubric.yaml": (b"Phases leak.", b"Phases leak a lot."),
        "observation.yaml": (b"Slow the pace.", b"Slow down."),
        "glossary.yaml": (b"A small, steady group", b"A small group"),
        "viva.yaml": (b"Gives the gist.", b"Tells."),
        "phrases.yaml": (b"What made the difference", b"What mattered"),
        "pocket/01-phase-card.md": (b"Say it aloud.", b"Say it."),
        "sessions/02-meetings.md": (b"One round", b"A round"),
        f"{CASE}/case.yaml": (b"Five members", b"Six members"),
        f"{CASE}/events.yaml": (b"offers own story", b"tells"),
        f"{CASE}/narrative.md": (b"what they would do", b"what to do"),
        f"{CASE}/reference.yaml": (b"Opens aloud.", b"Opens."),
    }[path]
    assert words[0] in FILES[path]
    changed = {**FILES, path: FILES[path].replace(*words)}
    assert compiled(changed).digest != compiled().digest


MISTAKES: list[tuple[str, bytes, bytes, str]] = [
    ("glossary.yaml", b"key: presenter", b"key: set", "There are two terms “set”."),
    ("glossary.yaml", b"issue holder", b"Set", "“Set” is already a form of “set”."),
    ("glossary.yaml", b"see: [set]", b"see: [sett]", "There is no term “sett”."),
    ("glossary.yaml", b"text: A suggestion with a question mark.", b"text: " + b"x" * 401, "“text”"),
    ("viva.yaml", b"module: questions", b"module: answers", "There is no module “answers”."),
    ("viva.yaml", b"criteria: [stance]", b"criteria: [poise]", "The rubric has no criterion “poise”."),
    ("viva.yaml", b"concerns: [Gives the gist.]", b"concerns: []", "“concerns” must have at least 1 entries."),
    ("phrases.yaml", b"criteria: [phases]", b"criteria: [poise]", "The rubric has no criterion “poise”."),
    ("phrases.yaml", "difference was …".encode(), b"difference.", "A phrase is only a beginning"),
    ("phrases.yaml", b"text: You asked", b"txt: You asked", "“txt” is not known here."),
    ("phrases.yaml", b"You asked", b"x" * 121, "“text”"),
    ("phrases.yaml", b"text: What made", b"text: |\n      What\n      made", "A phrase stands on one line."),
    (
        "phrases.yaml",
        "The advice in “…” passed until …".encode(),
        "what made the difference was …".encode(),
        "The phrase “What made the difference was …” stands twice.",
    ),
    ("pocket/01-phase-card.md", b"01-the-phases.md", b"09-nothing.md", "leads to nothing in this programme"),
    ("pocket/01-phase-card.md", b"## Time", b"#### Time", "leaves out a level"),
    ("pocket/01-phase-card.md", b"title: Phase card", b"titel: Phase card", "“titel” is not known here."),
    (
        "pocket/01-phase-card.md",
        b"Say it aloud.",
        b"/// reflection | Why?\n    key: why\n\nThink.\n///",
        "only there it is asked for",
    ),
    ("sessions/02-meetings.md", b"module: meetings", b"module: lunch", "There is no module “lunch”."),
    ("sessions/02-meetings.md", b"minutes: 30", b"minutes: 45", "take 45 minutes, its module.yaml says 30."),
    (f"{CASE}/events.yaml", b'at: "5:10"', b'at: "0:01"', "This is earlier than the line before it."),
    (f"{CASE}/events.yaml", b'at: "5:10"', b'at: "5:61"', "“at”"),
    (f"{CASE}/events.yaml", b"phase: explore", b"phase: lunch", "The scheme has no phase “lunch”."),
    (f"{CASE}/events.yaml", b"code: Q_OPEN", b"code: Q_CLOSED", "The scheme has no code “Q_CLOSED”."),
    (f"{CASE}/events.yaml", b"PHASE_MOVE, actor: F", b"PHASE_MOVE, actor: M2", "“M2” does not do “PHASE_MOVE”"),
    (f"{CASE}/events.yaml", b"offers own story", b"x" * 281, "“note”"),
    (f"{CASE}/narrative.md", b"## Explore", b"---\ntitle: x\n---\n## Explore", "A narrative has no front matter"),
    (f"{CASE}/reference.yaml", b'["7:30", "9:15"]', b'["7:30", "9:16"]', "Nothing in the case happens at 9:16."),
    (f"{CASE}/reference.yaml", b'level: 2, moments: ["7:30"]', b"level: 2", "Level 2 needs a moment"),
    (f"{CASE}/reference.yaml", b"criterion: inquiry, level: 2", b"criterion: phases, level: 2", "once, in the rubric"),
    (f"{CASE}/reference.yaml", b"phases, level: 3", b"phases, level: not_observed", "“phases” is always rated"),
    (f"{CASE}/reference.yaml", b"key: coercion", b"key: rudeness", "The rubric has no stop event “rudeness”."),
    (f"{CASE}/reference.yaml", b"level: 2, reason: Needs", b"level: 6, reason: Needs", "at most 5"),
]


@pytest.mark.parametrize(("path", "old", "new", "words"), MISTAKES)
def test_a_mistake_is_told_with_its_file(path: str, old: bytes, new: bytes, words: str) -> None:
    assert old in FILES[path]
    found = told({**FILES, path: FILES[path].replace(old, new, 1)})
    assert any(one.startswith(f"{path}:") and words in one for one in found), found


@pytest.mark.parametrize("name", ["case.yaml", "events.yaml", "narrative.md", "reference.yaml"])
def test_a_case_is_whole_or_none(name: str) -> None:
    files = {path: body for path, body in FILES.items() if path != f"{CASE}/{name}"}
    assert told(files) == [f"{CASE}/{name}:1: The file is missing."]


def test_two_handouts_with_one_key() -> None:
    files = {**FILES, "pocket/02-phase-card.md": FILES["pocket/01-phase-card.md"]}
    assert told(files) == ["pocket/02-phase-card.md:1: pocket/01-phase-card.md has the same key “phase-card”."]


def test_a_card_that_may_not_fit_on_a_page_is_a_note() -> None:
    long = FILES["pocket/01-phase-card.md"] + b"\n" + b"word " * 400
    compilation = compile_programme({**FILES, "pocket/01-phase-card.md": long})
    assert any("may not print on one page" in str(note) for note in compilation.notes)
    assert compilation.programme
