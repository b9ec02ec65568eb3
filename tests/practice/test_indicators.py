"""Each figure by hand-counted cases: its value, its n, and why there is none."""

from uuid import UUID

import pytest

from tests.practice.scheme import SCHEME
from trainer.practice.indicators import FORMULAS, Figure, figures, numbers
from trainer.practice.timeline import Op, Timeline, fold

MINUTE = 60_000


def session(*taps: tuple[str, str, float], phases: str = "present:0 explore:10 commit:30", end: float = 40) -> Timeline:
    """A timeline of (code, actor, minute) with phases at minutes."""
    marks = [pair.split(":") for pair in phases.split()]
    ops = [Op(UUID(int=n), "phase", code=key, at_ms=int(float(at) * MINUTE)) for n, (key, at) in enumerate(marks, 1)]
    ops += [
        Op(UUID(int=n), "event", code=code, actor=actor, at_ms=int(minute * MINUTE))
        for n, (code, actor, minute) in enumerate(taps, 100)
    ]
    return fold([*ops, Op(UUID(int=99), "end", at_ms=int(end * MINUTE))])


def figure(key: str, timeline: Timeline, seats: int = 5, slot: int = 60) -> Figure:
    return next(found for found in figures(timeline, SCHEME, seats, slot) if found.key == key)


def shown(key: str, timeline: Timeline, **options: int) -> tuple[str, int]:
    found = figure(key, timeline, **options)
    return str(found.value or found.reason), found.n


Q, C, L, A, R = "Q_OPEN", "Q_CLOSED", "Q_LEADING", "ADVICE", "REDIRECT"
EIGHT = [(Q, "M", 11.0)] * 6 + [(C, "M1", 12.0)] * 2


@pytest.mark.parametrize(
    ("key", "taps", "value", "n"),
    [
        ("facilitator_content", [], "0", 0),
        ("facilitator_content", [(A, "F", 11), (A, "F", 31), (A, "M", 11), (L, "F", 11)], "1", 1),
        ("early_advice_count", [(A, "M", 1), (L, "F", 11), (A, "P", 31)], "2", 2),
        ("open_question_rate", EIGHT, "75 %", 8),
        ("open_question_rate", EIGHT[1:], "Fewer than 8 questions.", 7),
        ("open_question_rate", [*EIGHT, (C, "F", 11), (C, "M", 1), (C, "M", 31)], "75 %", 8),
        ("question_statement_ratio", [(Q, "M", 11)] * 5 + [(A, "M", 12)], "5.0 to 1", 6),
        ("question_statement_ratio", [(Q, "M", 11), (A, "F", 11), (A, "M", 31)], "no early advice", 1),
        ("question_statement_ratio", [(Q, "M", 11), (L, "M", 11)], "2.0 to 1", 3),
        ("minutes_to_first_advice", [(A, "M", 12.5), (A, "F", 11.25)], "11.3 min", 2),
        ("minutes_to_first_advice", [(L, "M", 12.5)], "none in 40 min", 0),
        ("redirect_rate", [(A, "M", 11)], "Early advice came fewer than 2 times.", 1),
        ("redirect_rate", [(A, "M", 11), (R, "F", 11.4), (A, "M", 12), (R, "F", 12.6)], "50 %", 2),
        ("redirect_rate", [(A, "M", 11), (L, "M", 11.1), (R, "F", 11.5)], "100 %", 2),
        ("redirect_rate", [(A, "M", 11), (A, "M", 12)], "0 %", 2),
        ("redirect_latency_s", [(A, "M", 11), (R, "F", 11.25), (A, "M", 12), (R, "M", 12.75)], "30 s", 2),
        ("redirect_latency_s", [(R, "F", 10.5), (A, "M", 11)], "No early advice was followed by a redirection.", 0),
        ("facilitator_question_share", [(Q, "F", 11), (C, "M", 31), (L, "M", 5), (Q, "P", 2)], "25 %", 4),
        ("facilitator_question_share", [], "No question was captured.", 0),
        ("silences_held", [("SILENCE_HELD", "F", 3)] * 2, "2", 2),
        ("interruptions_per_10min", [("INTERRUPT", "M", 3)] * 6, "1.5 in 10 min", 6),
        ("strengths_count", [("STRENGTH", "M", 3)], "1", 1),
        ("challenge_support_balance", [("STRENGTH", "M", 3), ("CHALLENGE", "M", 3)], "50 %", 2),
        ("challenge_support_balance", [], "Neither a challenge nor a strength was captured.", 0),
        ("owned_actions", [("ACTION_OWNED", "P", 31), ("ACTION_OWNED", "M", 31)], "1", 1),
    ],
)
def test_figures(key: str, taps: list[tuple[str, str, float]], value: str, n: int) -> None:
    assert shown(key, session(*taps)) == (value, n)


@pytest.mark.parametrize(
    ("taps", "seats", "value"),
    [
        ([(Q, f"M{1 + n % 5}", 11) for n in range(15)], 5, "1.00"),
        ([(Q, "M1", 11)] * 15, 5, "0.00"),
        ([(Q, "M1", 11)] * 8 + [(Q, "M2", 11)] * 8, 4, "0.50"),
        ([(Q, "M1", 11)] * 8 + [(Q, "M2", 11)] * 8, 1, "1.00"),
        ([(Q, "M1", 11)] * 14 + [(Q, "M", 11)] * 9 + [(A, "F", 12)] * 9, 5, "Fewer than 15 events name a seat."),
        ([(Q, "M1", 11)] * 15, 1, "It needs two members or more."),
    ],
)
def test_evenness_counts_only_named_seats_and_silent_ones_too(
    taps: list[tuple[str, str, float]], seats: int, value: str
) -> None:
    assert shown("air_time_evenness", session(*taps), seats=seats)[0] == value


@pytest.mark.parametrize(
    ("held", "value", "n"),
    [
        ("F" * 4 + "P" * 6 + "M" * 9, "Who speaks was noted fewer than 20 times.", 19),
        ("F" * 4 + "P" * 7 + "M" * 8 + "-" * 40, "Who speaks was noted fewer than 20 times.", 19),
        ("F" * 4 + "P" * 7 + "M" * 9, "20 %, standard error 8.9", 20),
        ("F" * 24 + "P" * 40 + "M" * 56 + "-" * 10, "20 %, standard error 3.7", 120),
        ("F" * 12 + "M" * 48, "20 %, standard error 5.2", 60),
        ("M" * 20, "0 %, standard error 0.0", 20),
    ],
)
def test_talk_share_is_of_the_moments_at_which_somebody_spoke(held: str, value: str, n: int) -> None:
    ops = [
        Op(UUID(int=place), "floor", actor="NONE" if who == "-" else who, at_ms=place * 30_000)
        for place, who in enumerate(held, 1)
    ]
    assert shown("facilitator_talk_share", fold(ops)) == (value, n)


@pytest.mark.parametrize(
    ("phases", "end", "value"),
    [
        ("present:0 explore:8 commit:28", 34, "none"),
        ("present:0 explore:12 commit:28", 34, "Present: 50 % over"),
        ("present:0 explore:8 commit:38", 44, "Explore: 50 % over"),
        ("present:0 explore:4 present:24", 32, "Present: 50 % over"),
        ("perspectives:0", 30, "No phase was marked."),
    ],
)
def test_overrun_names_the_phase_that_went_furthest(phases: str, end: float, value: str) -> None:
    assert shown("phase_overrun_pct", session(phases=phases, end=end))[0] == value


@pytest.mark.parametrize(
    "key",
    [
        "facilitator_content",
        "early_advice_count",
        "question_statement_ratio",
        "minutes_to_first_advice",
        "phase_overrun_pct",
    ],
)
def test_without_a_phase_nothing_is_early(key: str) -> None:
    found = figure(key, session((A, "F", 3), phases=""))
    assert found.value is None
    assert found.reason is not None


def test_a_short_session_has_no_rate() -> None:
    assert figure("interruptions_per_10min", session(end=9)).value is None


def test_the_scheme_says_which_figures_there_are_and_unknown_ones_are_left_out() -> None:
    assert [found.key for found in figures(session(), SCHEME, 5, 60)] == list(FORMULAS)


def test_each_figure_has_either_a_value_or_a_reason() -> None:
    for timeline in (session(), session(phases=""), session(*EIGHT, (A, "M", 12), (R, "F", 12.1)), fold([])):
        assert all((found.value is None) != (found.reason is None) for found in figures(timeline, SCHEME, 5, 60))
        assert set(numbers(timeline, SCHEME, 5, 60)) == set(FORMULAS)
