"""The curriculum that comes with the product is without mistakes and as good as its own rules ask."""

from collections import Counter
from pathlib import Path

import pytest

from trainer.assessment.repeating import FEWEST_COMMENTS, wording
from trainer.curriculum import counts
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.compiled import CompiledProgramme
from trainer.curriculum.lifecycle import HandoutKind

FOLDER = Path(__file__).parent.parent / "content" / "action-learning-facilitator"
FEWEST_ITEMS = 15


def files() -> dict[str, bytes]:
    found = (path for path in FOLDER.rglob("*") if path.is_file())
    return {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def programme() -> CompiledProgramme:
    compilation = compile_programme(files())
    assert [str(finding) for finding in compilation.findings] == []
    assert compilation.programme
    return compilation.programme


def test_it_holds_what_the_programme_promises(programme: CompiledProgramme) -> None:
    assert programme.key == "action-learning-facilitator"
    assert [module.key for module in programme.modules] == [
        "what-action-learning-is",
        "the-stance",
        "contracting",
        "the-set-meeting",
        "listening-silence-and-economy",
        "questions-that-open-thinking",
        "questioning-before-advice",
        "inclusion-power-and-group-dynamics",
        "support-challenge-and-strengths",
        "boundaries-care-and-escalation",
        "action-review-and-the-life-of-a-set",
        "being-observed-and-staying-current",
    ]


def test_every_module_can_be_learnt_practised_and_checked(programme: CompiledProgramme) -> None:
    for module in programme.modules:
        told = (module.summary, module.practice, module.readings, module.minutes_self, module.outcomes)
        assert all(told), module.key
        assert module.check, module.key
        assert len(module.check.items) >= FEWEST_ITEMS, module.key
        assert any(lesson.reflections for lesson in module.lessons), module.key


def test_stated_minutes_are_what_the_work_takes(programme: CompiledProgramme) -> None:
    rows = counts.modules(programme)
    assert {row.key: row.apart for row in rows if abs(row.apart) > counts.MOST_APART} == {}
    assert sum(row.stated for row in rows) == sum(row.live for row in rows) == 750
    assert {row.key: (row.live, row.planned) for row in rows if row.live != row.planned} == {}


def test_checks_are_a_bank_of_several_types(programme: CompiledProgramme) -> None:
    rows = counts.modules(programme)
    assert sum(row.items.total() for row in rows) >= 180
    assert all(6 <= row.drawn <= 8 and len(row.items) >= 3 for row in rows)
    right, singles = (sum(row.longest[place] for row in rows) for place in (0, 1))
    assert right / singles < 1 / 3  # no more often than chance among three options


def test_every_outcome_serves_a_criterion_and_every_criterion_is_taught(programme: CompiledProgramme) -> None:
    assert [o["key"] for module in programme.modules for o in module.outcomes if not o["criteria"]] == []
    assert [part.criterion.key for part in counts.served(programme) if not part.lessons] == []
    assert [lesson.key for module in programme.modules for lesson in module.lessons if not lesson.outcomes] == []


def test_what_stands_beside_the_lessons(programme: CompiledProgramme) -> None:
    assert programme.glossary
    assert len(programme.glossary.terms) >= 50
    assert programme.viva
    asked = [key for scenario in programme.viva.scenarios for key in scenario.criteria]
    assert len(programme.viva.scenarios) >= 20
    assert programme.rubric
    assert set(asked) == {criterion.key for criterion in programme.rubric.criteria}
    assert programme.phrases
    assert all(len(programme.phrases.fitting(criterion.key)) >= 6 for criterion in programme.rubric.criteria)
    for phrase in programme.phrases.phrases:  # whoever uses one everywhere is told so
        assert wording([phrase.text] * FEWEST_COMMENTS).repeated, phrase.text
    kinds = [page.kind for page in programme.handouts]
    assert (kinds.count(HandoutKind.CARD), kinds.count(HandoutKind.PLAN)) == (4, 12)


def test_a_licence_test_on_the_cases_means_something(programme: CompiledProgramme) -> None:
    assert len(programme.cases) == 5
    levels = Counter(rating.level for case in programme.cases for rating in case.reference.ratings)
    assert all(levels[level] >= 6 for level in (1, 2, 3, 4)), levels
    for case in programme.cases:  # somebody who gives everything one level is found out in every case
        given = Counter(rating.level for rating in case.reference.ratings)
        assert max(given.values()) <= len(case.reference.ratings) * 0.6, case.key
        assert all(rating.neighbour for rating in case.reference.ratings), case.key
        assert 50 <= len(case.log.events) <= 110, case.key
    assert sum(bool(case.reference.stop_events) for case in programme.cases) == 1


def test_the_rubric_is_alf_12(programme: CompiledProgramme) -> None:
    assert programme.rubric
    criteria = programme.rubric.criteria
    assert " ".join(criterion.code for criterion in criteria) == "A1 A2 B1 B2 C1 C2 D1 D2 D3 E1 E2 E3"
    assert [criterion.code for criterion in criteria if criterion.critical] == ["B1", "B2", "C1", "E3"]
    assert {c.code: c.not_observed for c in criteria if c.not_observed != "never"} == {
        "D2": "once",
        "D3": "once",
        "E1": "first_meeting",
    }
    assert len(programme.rubric.stop_events) == 5


def test_the_scheme_has_sixteen_codes_and_covers_the_rubric(programme: CompiledProgramme) -> None:
    assert programme.scheme
    assert programme.rubric
    assert len(programme.scheme.codes) == 16
    assert {code.key for code in programme.scheme.codes if code.group == "watch"} == {
        "Q_CLOSED",
        "Q_LEADING",
        "ADVICE",
        "INTERRUPT",
    }
    assert [phase.key for phase in programme.scheme.phases if phase.early] == ["present", "clarify", "explore"]
    shown = {key for code in programme.scheme.codes for key in code.criteria}
    assert shown == {criterion.key for criterion in programme.rubric.criteria}


@pytest.mark.parametrize("slot", [30, 45, 60, 90])
def test_the_phases_fill_the_slot(programme: CompiledProgramme, slot: int) -> None:
    assert programme.scheme
    assert sum(phase.planned(slot) for phase in programme.scheme.phases) == slot


def test_the_policy_warns_of_its_few_ratings(programme: CompiledProgramme) -> None:
    policy = programme.policy
    assert policy
    assert policy.observations
    assert (policy.observations.sessions, policy.observations.assessors) == (2, 2)
    assert "four ratings" in policy.warning.lower()
    assert (policy.panel.members, policy.panel.outsiders) == (2, 1)
