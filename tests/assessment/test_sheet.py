"""What stands beside each criterion of the rating sheet; and how a stored draft is read back."""

import json
from dataclasses import asdict
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessment.arrange import CRITERIA, draft
from tests.assessment.test_judgement import MARK, RUBRIC, WORD
from tests.programme import FILES
from trainer.assessment.drafts import read_draft
from trainer.assessment.judgement import Draft, Mark
from trainer.assessment.sheet import rows, unused
from trainer.curriculum.checker import compile_programme
from trainer.practice.timeline import Op, fold

_PROGRAMME = compile_programme(FILES).programme
assert _PROGRAMME
assert _PROGRAMME.scheme
SCHEME = _PROGRAMME.scheme
ADVICE, MOVE, STRANGE = (UUID(int=number) for number in (1, 2, 3))
EVENTS = fold(
    [
        Op(ADVICE, "event", code="ADVICE", actor="M1", at_ms=60_000),
        Op(MOVE, "event", code="PHASE_MOVE", actor="F", at_ms=70_000),
        Op(STRANGE, "event", code="FROM_AN_OLD_SCHEME", actor="F", at_ms=80_000),
    ]
).events


def ids(captured: Any) -> list[UUID]:
    return [UUID(event.id) for event in captured]


def test_events_stand_beside_the_criteria_their_code_speaks_to() -> None:
    found = rows(RUBRIC, SCHEME, EVENTS, Draft(), first_meeting=False)
    assert list(found) == list(CRITERIA)
    assert {key: ids(row.fitting) for key, row in found.items()} == {
        "phases": [MOVE],
        "inquiry": [ADVICE],
        "stance": [ADVICE],
        "strengths": [],
    }
    assert [key for key, row in found.items() if row.not_observed] == ["strengths"]
    assert found["inquiry"].fitting[0].label == "Gives advice"


def test_what_was_linked_besides_stays_linked() -> None:
    linked = Draft(marks={"phases": Mark("3", (str(ADVICE), str(STRANGE), "gone"))})
    row = rows(RUBRIC, SCHEME, EVENTS, linked, first_meeting=False)["phases"]
    assert (ids(row.fitting), ids(row.others)) == ([MOVE], [ADVICE, STRANGE])
    assert row.others[1].label == "FROM_AN_OLD_SCHEME"
    assert ids(unused(EVENTS, SCHEME, linked)) == [MOVE]


@given(st.dictionaries(st.sampled_from(CRITERIA), MARK), st.dictionaries(WORD, WORD), st.booleans(), WORD)
def test_a_draft_comes_back_as_it_was_kept(
    marks: dict[str, Mark], stops: dict[str, str], none: bool, words: str
) -> None:
    kept = Draft(marks, stops, none, strength_one=words)
    assert read_draft(json.loads(json.dumps(asdict(kept)))) == kept


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, Draft()),
        ({"unknown": 1, "question": "Why?"}, Draft(question="Why?")),
        ({"marks": {"phases": {"level": "2", "colour": "red"}}}, Draft(marks={"phases": Mark("2")})),
        ({**asdict(draft()), "marks": {}}, draft(marks={})),
    ],
)
def test_what_another_version_wrote_is_read_as_far_as_it_is_known(body: dict[str, Any], expected: Draft) -> None:
    assert read_draft(body) == expected
