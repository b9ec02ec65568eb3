"""The curriculum that comes with the product is without mistakes and as good as its own rules ask."""

from pathlib import Path

import pytest

from trainer.curriculum.checker import compile_programme
from trainer.curriculum.compiled import CompiledProgramme

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
