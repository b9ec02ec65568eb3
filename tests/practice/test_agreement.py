"""When may somebody observe? Tables of answers."""

from uuid import UUID

import pytest

from trainer.practice.agreement import KINDS, TEXT, standing
from trainer.practice.lifecycle import Answer

A, D, W, X = Answer.AGREED, Answer.DECLINED, Answer.WITHDRAWN, Answer.ABSENT
SEATS = [UUID(int=number) for number in (1, 2, 3)]


def judge(*given: Answer | None) -> object:
    answers = {(seat, kind): said for seat, said in zip(SEATS, given, strict=True) if said for kind in KINDS}
    return standing(SEATS, answers)


@pytest.mark.parametrize(
    ("given", "allowed", "says"),
    [
        ((A, A, A), True, ""),
        ((A, A, X), True, ""),
        ((A, A, None), False, "1 still to ask"),
        ((None, None, None), False, "3 still to ask"),
        ((A, A, D), False, "does not agree"),
        ((A, None, W), False, "does not agree"),
        ((X, X, X), False, "Nobody of the set"),
    ],
)
def test_one_no_or_one_missing_answer_is_enough(given: tuple[Answer, ...], allowed: bool, says: str) -> None:
    found = judge(*given)
    assert bool(found.may_observe) is allowed  # type: ignore[attr-defined]
    assert says in str(found.may_observe.reason or "")  # type: ignore[attr-defined]


def test_an_answer_to_one_kind_only_is_not_enough() -> None:
    answers = {(seat, kind): A for seat in SEATS for kind in KINDS}
    del answers[SEATS[0], KINDS[1]]
    assert standing(SEATS, answers).missing == {SEATS[0]}


def test_a_no_to_one_kind_is_a_no() -> None:
    answers = {(seat, kind): A for seat in SEATS for kind in KINDS}
    answers[SEATS[0], KINDS[1]] = D
    assert standing(SEATS, answers).declined == {SEATS[0]}


def test_the_answer_of_a_seat_that_is_not_asked_changes_nothing() -> None:
    answers = {(seat, kind): A for seat in SEATS for kind in KINDS} | {(UUID(int=9), KINDS[0]): D}
    assert standing(SEATS, answers).may_observe


def test_members_present_are_counted_without_the_absent() -> None:
    assert judge(A, A, X).present == 2  # type: ignore[attr-defined]


def test_the_wording_says_how_to_say_no_and_that_nothing_is_recorded() -> None:
    said = " ".join(str(sentence) for sentence in TEXT)
    assert "say no" in said
    assert "Nothing is recorded" in said
    assert "consent" not in said


@pytest.mark.parametrize(
    ("given", "audio", "asks", "observes", "records"),
    [
        ((A, A, A), (A, A, A), ["audio"], True, True),
        ((A, A, A), (A, A, D), ["audio"], True, False),
        ((A, A, A), (A, A, W), ["audio"], True, False),
        ((A, A, A), (A, A, None), ["audio"], True, False),
        ((A, A, X), (A, A, None), ["audio"], True, True),
        ((X, X, X), (None, None, None), ["audio"], False, False),
        ((A, A, D), (A, A, A), ["audio"], False, True),
        ((A, A, A), (A, A, A), [], True, False),
    ],
)
def test_what_nobody_needs_takes_everybody_and_hinders_nothing(
    given: tuple[Answer, ...], audio: tuple[Answer | None, ...], asks: list[str], observes: bool, records: bool
) -> None:
    answers = {(seat, kind): said for seat, said in zip(SEATS, given, strict=True) for kind in KINDS}
    answers |= {(seat, "audio"): said for seat, said in zip(SEATS, audio, strict=True) if said}
    found = standing(SEATS, answers, asks)
    assert (bool(found.may_observe), bool(found.may("audio")), bool(found.may("video"))) == (observes, records, False)
