"""The borderline-group method: who is in the group, where the cuts lie, and when there is nothing to propose."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from tests.programme import FILES
from trainer.assessment.independent import Given
from trainer.assessment.lifecycle import Relationship
from trainer.assessment.standard import NOBODY, Standard, asked_of, standard
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.documents import Rubric, ScoresRequirement

NOON = datetime(2026, 9, 7, 12, tzinfo=UTC)
WHO = UUID(int=1)


def rubric() -> Rubric:
    compiled = compile_programme(FILES).programme
    assert compiled
    assert compiled.rubric
    return compiled.rubric


def lines(entrustment: float = 4) -> ScoresRequirement:
    return ScoresRequirement(kind="scores", overall=2.9, critical=2.5, each=2.0, entrustment=entrustment)


def given(session: int, entrustment: int, phases: int, rest: int = 3, summative: bool = True) -> Given:
    levels = {"phases": phases, "inquiry": rest, "stance": rest, "strengths": rest}
    return Given(session, WHO, WHO, summative, 60, entrustment, Relationship.NONE, NOON, NOON, levels)


def found(judgements: list[Given], entrustment: float = 4) -> Standard:
    return standard(judgements, rubric().criteria, lines(entrustment))


def test_a_cut_is_the_mean_of_those_one_step_below() -> None:
    """Twelve were put at 3: their levels count, and nobody else's."""
    border = [given(session, 3, 2 if session % 4 else 3, 2 + session % 2) for session in range(12)]
    others = [given(session, 4, 4) for session in range(12, 30)] + [given(session, 2, 1) for session in range(6)]
    formative = [given(99, 3, 1, summative=False)]
    told = found([*border, *others, *formative])
    assert (told.level, told.sessions, told.judgements, told.reason) == (3, 30, 12, None)
    assert told.cuts["phases"].value == pytest.approx(2.25)
    assert told.cuts["phases"].n == 12
    assert told.cuts["phases"].low < 2.25 < told.cuts["phases"].high
    assert told.cuts["stance"].value == pytest.approx(2.5)
    assert told.overall == pytest.approx((2.25 + 3 * 2.5) / 4)
    assert told.critical == pytest.approx(2.5), "inquiry is critical, phases is not"
    assert told.each == pytest.approx(2.25), "no criterion is asked for more than its own cut"


@pytest.mark.parametrize(
    ("sessions", "border", "reason"),
    [
        (30, 10, None),
        (29, 10, "29 of 30 judged sessions that a proposal needs."),
        (30, 9, "9 of 10 borderline judgements that each criterion needs."),
    ],
)
def test_too_few_are_no_proposal(sessions: int, border: int, reason: str | None) -> None:
    told = found([given(session, 3 if session < border else 4, 2 + session % 2) for session in range(sessions)])
    assert (told.reason and str(told.reason)) == reason


def test_a_criterion_that_the_group_was_not_seen_in_keeps_it_from_being_proposed() -> None:
    judgements = [given(session, 3, 2)._replace(levels={"phases": 2 + session % 2}) for session in range(30)]
    told = found(judgements)
    assert told.cuts["stance"].reason == NOBODY
    assert str(told.reason) == "0 of 10 borderline judgements that each criterion needs."


@pytest.mark.parametrize(("asked", "level"), [(4, 3), (3.5, 3), (3, 2), (5, 4)])
def test_the_group_is_one_step_below_what_the_policy_asks(asked: float, level: int) -> None:
    assert found([], asked).level == level


def test_nothing_given_is_nothing_found() -> None:
    told = found([])
    assert (told.sessions, told.judgements, told.cuts["phases"].value) == (0, 0, None)


def test_a_policy_says_which_lines_it_draws_now() -> None:
    compiled = compile_programme(FILES).programme
    assert compiled
    assert compiled.policy
    assert isinstance(asked_of(compiled.policy), ScoresRequirement)
    without = compiled.policy.model_copy(update={"requirements": ()})
    assert asked_of(without) is None
