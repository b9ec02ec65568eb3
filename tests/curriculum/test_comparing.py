"""What would publishing change, in words: parts with what may be compared afterwards, and files line by line?"""

from typing import Any

import pytest

from tests.cast import MONDAY, Cast
from tests.curriculum.test_author_pages import with_files
from tests.curriculum.test_translating import german
from tests.programme import FILES
from trainer.curriculum import actions, queries
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.comparing import MOST_LINES, FileChange, changed_files, changed_parts, parts
from trainer.curriculum.compiled import CompiledProgramme

Q = "modules/01-questions"
LESSON, BANK = f"{Q}/01-why-advice-comes-early.md", f"{Q}/check.yaml"

DIFFERENCES: list[tuple[dict[str, Any], dict[str, Any], list[tuple[str, str]]]] = [
    ({}, {}, []),
    ({"a": ("1", "1")}, {"a": ("1", "1")}, []),
    ({"a": ("1", "1")}, {"a": ("1", "2")}, [("a", "wording")]),
    ({"a": ("1", "1")}, {"a": ("2", "2")}, [("a", "structure")]),
    ({"a": ("1", "1")}, {"a": ("2", "1")}, [("a", "structure")]),
    ({"a": ("1", "1")}, {"b": ("1", "1")}, [("b", "added"), ("a", "removed")]),
]


@pytest.mark.parametrize(("before", "after", "changes"), DIFFERENCES)
def test_parts_that_came_went_or_changed(before: Any, after: Any, changes: Any) -> None:
    assert [(change.part, change.how) for change in changed_parts(before, after)] == changes


def compiled(translations: dict[str, dict[str, bytes]] | None = None, **changed: bytes) -> CompiledProgramme:
    compilation = compile_programme({**FILES, **changed}, translations or {})
    assert compilation.programme, [str(one) for one in compilation.findings]
    return compilation.programme


def edited(path: str, old: str, new: str) -> CompiledProgramme:
    assert old.encode() in FILES[path]
    return compiled(**{path: FILES[path].replace(old.encode(), new.encode())})


EDITS = [
    (LESSON, "Ten minutes in", "Nine minutes in", [("lesson questions/why-advice-comes-early", "wording")]),
    (LESSON, "minutes: 6", "minutes: 7", [("lesson questions/why-advice-comes-early", "wording")]),
    (LESSON, "## Signs", "## What gives it away", [("lesson questions/why-advice-comes-early", "wording")]),
    (LESSON, "/// try |", "## Now you\n\n/// try |", [("lesson questions/why-advice-comes-early", "structure")]),
    (LESSON, "[spot-advice]", "[hand-back]", [("lesson questions/why-advice-comes-early", "structure")]),
    (BANK, "pass_mark: 0.75", "pass_mark: 0.5", [("module questions", "structure")]),
    (f"{Q}/module.yaml", "Questions before advice", "Ask first", [("module questions", "wording")]),
    ("rubric.yaml", "The structure was lost.", "It went missing.", [("rubric", "wording")]),
    ("observation.yaml", "An instruction about process.", "A word.", [("scheme", "wording")]),
    ("certification/light.yaml", "validity_months: 12", "validity_months: 24", [("policy", "structure")]),
    ("glossary.yaml", "A suggestion with a question mark.", "No question.", [("glossary en", "wording")]),
    ("viva.yaml", "What do you say?", "What now?", [("viva viva", "wording")]),
    ("phrases.yaml", "What made the difference", "What mattered", [("phrases phrases", "wording")]),
    ("phrases.yaml", "criteria: [phases]", "criteria: [stance]", [("phrases phrases", "structure")]),
    ("pocket/01-phase-card.md", "Say it aloud.", "Say it.", [("card phase-card", "wording")]),
    ("sessions/02-meetings.md", "Run a round.", "Run one.", [("plan meetings", "wording")]),
    ("programme.yaml", "A small programme for tests.", "Small.", [("programme", "wording")]),
    ("programme.yaml", "summary:", "# A remark that nobody reads\nsummary:", []),
]


@pytest.mark.parametrize(("path", "old", "new", "changes"), EDITS)
def test_an_edit_changes_the_part_it_is_in(path: str, old: str, new: str, changes: list[tuple[str, str]]) -> None:
    found = changed_parts(parts(compiled()), parts(edited(path, old, new)))
    assert [(change.part, change.how) for change in found] == changes


def test_a_translation_is_parts_of_its_own() -> None:
    found = changed_parts(parts(compiled()), parts(compiled({"de": german()})))
    assert {change.how for change in found} == {"added"}
    assert {"module questions (de)", "lesson questions/handing-back (de)", "card phase-card (de)"} <= {
        change.part for change in found
    }


PROGRAMMES = {"plain": compiled, "translated": lambda: compiled({"de": german()}), "with files": with_files}


@pytest.mark.parametrize("which", PROGRAMMES)
def test_what_was_just_published_differs_in_nothing(cast: Cast, store: Any, which: str) -> None:
    programme = PROGRAMMES[which]()
    with store():
        actions.publish(cast.abel.organisation_id, programme, by=cast.abel.member, now=MONDAY)
    with store():
        standing = queries.standing(cast.abel.organisation_id, "facilitator")
        assert standing
        assert changed_parts(standing.parts, parts(programme)) == ()


def test_files_that_came_went_or_changed() -> None:
    before = {"a.md": b"1\n2\n", "b.md": b"same", "c.png": b"1", "d.md": b""}
    after = {"a.md": b"1\n3\n", "b.md": b"same", "c.png": b"2", "e.md": b""}
    told = [(change.name, change.how, len(change.hunks)) for change in changed_files(before, after)]
    assert told == [("a.md", "changed", 1), ("c.png", "changed", 0), ("d.md", "removed", 0), ("e.md", "added", 0)]


def test_a_text_that_is_none_is_compared_as_well_as_it_can_be_read() -> None:
    (change,) = changed_files({"a.md": b"\xef\xbb\xbfa\r\nb\xff"}, {"a.md": b"a\nb"})
    assert [line.text for line in change.hunks[0]] == ["a", "b\ufffd", "b"]


def test_only_line_ends_are_a_change_without_a_line() -> None:
    assert changed_files({"a.md": b"a\r\nb"}, {"a.md": b"a\nb\n"}) == (FileChange("a.md", "changed"),)


def test_more_than_can_be_read_is_counted() -> None:
    long = "\n".join(map(str, range(2 * MOST_LINES))).encode()
    (change,) = changed_files({"a.md": b""}, {"a.md": long})
    assert (sum(map(len, change.hunks)), change.more) == (MOST_LINES, MOST_LINES)
