"""What counts as the same text: structure and wording are told apart, and nothing else matters."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programme import FILES
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.compiled import CompiledProgramme
from trainer.curriculum.digests import body, both, canonical, digest

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def compiled(file: str = "", old: str = "", new: str = "") -> CompiledProgramme:
    files = dict(FILES)
    if file:
        assert old in files[file].decode()
        files[file] = files[file].decode().replace(old, new, 1).encode()
    programme = compile_programme(files).programme
    assert programme, [str(one) for one in compile_programme(files).findings]
    return programme


def test_canonical_json_is_written_in_one_way() -> None:
    assert canonical({"b": [1, 2.5, None, True], "a": "ä"}) == '{"a":"ä","b":[1,2.5,null,true]}'
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@given(st.dictionaries(st.text(), JSON))
def test_the_order_of_keys_does_not_matter(value: dict[str, object]) -> None:
    turned = dict(reversed(value.items()))
    assert (digest(value), both(value)) == (digest(turned), both(turned))


STRUCTURE, WORDING = (True, False), (False, True)
CHANGES = [
    ("rubric.yaml", "critical: true", "critical: false", "rubric", STRUCTURE),
    ("rubric.yaml", "not_observed: once", "not_observed: first_meeting", "rubric", STRUCTURE),
    ("rubric.yaml", "key: breach", "key: breach-of-trust", "rubric", STRUCTURE),
    ("rubric.yaml", "Phases leak.", "Phases leak a little.", "rubric", WORDING),
    ("rubric.yaml", "name: Stance", "name: Attitude", "rubric", WORDING),
    ("rubric.yaml", 'version: "1"', 'version: "2"', "rubric", WORDING),
    ("rubric.yaml", "text: observe}", "text: only observe}", "rubric", WORDING),
    ("rubric.yaml", "question: Next", "question: The next", "rubric", WORDING),
    ("observation.yaml", "hotkey: q", "hotkey: o", "scheme", STRUCTURE),
    ("observation.yaml", "{30: 5,", "{30: 6,", "scheme", STRUCTURE),
    ("observation.yaml", ", early: true}", "}", "scheme", STRUCTURE),
    ("observation.yaml", "group: watch", "group: does", "scheme", STRUCTURE),
    ("observation.yaml", "label: Open question", "label: Open", "scheme", WORDING),
    ("observation.yaml", "may: Slow the pace.", "may: Slow down.", "scheme", WORDING),
    ("observation.yaml", 'guide: "0"', 'guide: "1"', "scheme", WORDING),
    ("certification/light.yaml", "overall: 2.9", "overall: 3.0", "policy", STRUCTURE),
    ("certification/light.yaml", "validity_months: 12", "validity_months: 24", "policy", STRUCTURE),
    ("certification/light.yaml", "per_session: true", "per_session: false", "policy", STRUCTURE),
    ("certification/light.yaml", "scope: Run", "scope: Lead", "policy", WORDING),
    ("certification/light.yaml", "warning: Four", "warning: Only four", "policy", WORDING),
]


@pytest.mark.parametrize(("file", "old", "new", "kind", "differs"), CHANGES)
def test_documents(file: str, old: str, new: str, kind: str, differs: tuple[bool, bool]) -> None:
    before, after = compiled(), compiled(file, old, new)
    pairs = zip(before.document_digests[kind], after.document_digests[kind], strict=True)
    assert tuple(one != other for one, other in pairs) == differs
    assert before.digest != after.digest
    others = set(before.document_digests) - {kind}
    assert all(before.document_digests[name] == after.document_digests[name] for name in others)


MODULE, LESSON, CHECK = "modules/01-questions/module.yaml", "modules/01-questions/02-handing-back.md", "check"
BANK = "modules/01-questions/check.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "module", "lesson"),
    [
        (MODULE, "self: 30", "self: 40", STRUCTURE, (False, False)),
        (MODULE, "criteria: [stance]", "criteria: [stance, inquiry]", STRUCTURE, (False, False)),
        (MODULE, "text: Hand a", "text: Give a", WORDING, (False, False)),
        (MODULE, "practice: Run", "practice: Hold", WORDING, (False, False)),
        (BANK, "draw: 4", "draw: 3", STRUCTURE, (False, False)),
        (BANK, "stem: Put", "stem: Bring", WORDING, (False, False)),
        (BANK, "feedback: First.", "feedback: It is first.", WORDING, (False, False)),
        (LESSON, "2. Name what you heard.", "2. Say what you heard.", (False, False), WORDING),
        (LESSON, "title: Handing it back", "title: Hand it back", (False, False), WORDING),
        (LESSON, "minutes: 8", "minutes: 9", (False, False), WORDING),
        (LESSON, "minutes: 8", "minutes: 8\n# a remark", (False, False), (False, False)),
        (LESSON, "key: whose-approval", "key: approval", (False, False), (True, True)),
    ],
)
def test_modules_and_lessons(
    file: str, old: str, new: str, module: tuple[bool, bool], lesson: tuple[bool, bool]
) -> None:
    before, after = compiled().modules[0], compiled(file, old, new).modules[0]
    assert _differs(before, after) == module
    assert _differs(before.lessons[1], after.lessons[1]) == lesson
    assert _differs(before.lessons[0], after.lessons[0]) == (False, False)


def _differs(before: object, after: object) -> tuple[bool, ...]:
    names = ("structure_digest", "wording_digest")
    return tuple(getattr(before, name) != getattr(after, name) for name in names)


def test_the_same_files_are_the_same_release_in_whatever_order() -> None:
    turned = compile_programme(dict(reversed(FILES.items()))).programme
    assert turned == compiled()


ELSEWHERE = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "tr_TR.UTF-8"}
COMPILE = """
from tests.programme import FILES
from trainer.curriculum.checker import compile_programme
print(compile_programme(FILES).programme.digest)
"""


def test_the_same_files_are_the_same_release_on_another_machine() -> None:
    root = Path(__file__).parents[2]
    there = subprocess.run(
        [sys.executable, "-c", COMPILE],
        cwd=root,
        env=os.environ | ELSEWHERE,
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == compiled().digest


def test_a_remark_makes_no_other_release_and_another_order_of_modules_does() -> None:
    assert compiled("rubric.yaml", "levels:", "# a remark\nlevels:").digest == compiled().digest
    assert compiled("programme.yaml", "summary: A small", "summary: The small").digest != compiled().digest


def test_a_document_read_back_has_the_digests_it_was_stored_under() -> None:
    rubric = compiled().rubric
    assert rubric
    assert both(type(rubric).model_validate_json(body(rubric))) == both(rubric)
    assert both(type(rubric).model_validate_json(rubric.model_dump_json())) == both(rubric)
