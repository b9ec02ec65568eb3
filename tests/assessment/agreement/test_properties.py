"""What holds of every figure whatever was rated? Range, symmetry, other names, more of the same, perfect agreement."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.assessment.agreement.alpha import alpha, interval, nominal, ordinal, ratio
from trainer.assessment.agreement.chance import brennan_prediger, fleiss, gwet
from trainer.assessment.agreement.figure import NO_PAIRS, NO_VARIATION, Figure
from trainer.assessment.agreement.kappa import conger, weighted_kappa
from trainer.assessment.agreement.percent import exact, mean_difference, within_one
from trainer.assessment.agreement.tally import Tally, Unit, scale_of, tally
from trainer.assessment.agreement.weights import Weighting, adjacent, linear, quadratic, unweighted
from trainer.assessment.agreement.weights import ordinal as by_order

LEVELS = (1, 2, 3, 4)
LEVEL = st.none() | st.integers(1, 4)
UNITS = st.integers(2, 4).flatmap(lambda raters: st.lists(st.tuples(*[LEVEL] * raters), max_size=12))
PAIRS = st.lists(st.tuples(LEVEL, LEVEL), max_size=20)
WEIGHTINGS = (unweighted, linear, quadratic, by_order)
METRICS = (nominal, ordinal, interval, ratio)

Ask = Callable[[Tally], Figure]
ASKED: dict[str, Ask] = {
    "exact": exact,
    "within one": within_one,
    **{f"gwet {w.__name__}": lambda t, w=w: gwet(t, w) for w in WEIGHTINGS},
    **{f"fleiss {w.__name__}": lambda t, w=w: fleiss(t, w) for w in WEIGHTINGS},
    **{f"brennan_prediger {w.__name__}": lambda t, w=w: brennan_prediger(t, w) for w in WEIGHTINGS},
    **{f"alpha {m.__name__}": lambda t, m=m: alpha(t, m) for m in METRICS},
}
close = pytest.approx
few = settings(max_examples=50, deadline=None)


def same(one: Figure, other: Figure) -> bool:
    """Both without a value for the same reason, or of one value."""
    if one.value is None or other.value is None:
        return one.value is other.value is None and one.reason == other.reason
    return one.value == close(other.value, abs=1e-9)


def alike(units: list[Unit], others: list[Unit], names: Iterable[str] = ASKED) -> None:
    """Every figure says the same of both."""
    one, other = tally(units, LEVELS), tally(others, LEVELS)
    assert [name for name in names if not same(ASKED[name](one), ASKED[name](other))] == []


@few
@given(units=UNITS)
def test_a_figure_is_at_most_one_and_says_why_when_it_is_not_there(units: list[Unit]) -> None:
    pairable = sum(sum(level is not None for level in unit) > 1 for unit in units)
    for name, ask in ASKED.items():
        found = ask(tally(units, LEVELS))
        assert (found.value is None) == (found.reason is not None), name
        assert found.value is None or found.value <= 1 + 1e-12, name
        assert found.n == pairable, name
        assert (found.n == 0) == (found.reason == NO_PAIRS), name


@few
@given(units=UNITS)
def test_plain_figures_are_shares(units: list[Unit]) -> None:
    one, other = exact(tally(units, LEVELS)).value, within_one(tally(units, LEVELS)).value
    assert one is other is None or 0 <= one <= other <= 1


@few
@given(units=UNITS)
def test_who_comes_first_makes_no_difference(units: list[Unit]) -> None:
    alike(units, [tuple(reversed(unit)) for unit in reversed(units)])


@few
@given(units=UNITS)
def test_holes_and_raters_who_gave_nothing_make_no_difference(units: list[Unit]) -> None:
    alike(units, [(None, *unit, None) for unit in units] + [(None, None)])


@few
@given(named=st.permutations(LEVELS), units=UNITS)
def test_without_an_order_names_of_levels_make_no_difference(named: tuple[int, ...], units: list[Unit]) -> None:
    other = [tuple(level and named[level - 1] for level in unit) for unit in units]
    for ask in (exact, gwet, fleiss, brennan_prediger, lambda t: alpha(t, nominal)):
        assert same(ask(tally(units, LEVELS)), ask(tally(other, LEVELS)))
    letters = [tuple(level and "abcd"[level - 1] for level in unit) for unit in units]
    assert same(alpha(tally(units, LEVELS), nominal), alpha(tally(letters, "abcd"), nominal))


@few
@given(units=UNITS)
def test_twice_as_much_of_the_same_makes_no_difference(units: list[Unit]) -> None:
    alike(units, units * 2, [name for name in ASKED if not name.startswith("alpha")])


@few
@given(metric=st.sampled_from([nominal, interval, ratio]), units=UNITS)
def test_twice_as_much_takes_off_alphas_allowance_for_small_numbers(metric: object, units: list[Unit]) -> None:
    """1 − α carries a factor n − 1 for n paired ratings: twice the data, (2n − 1) / (2(n − 1)) times as much."""
    once, twice = (alpha(tally(units * times, LEVELS), metric).value for times in (1, 2))
    if once is None:
        assert twice is None
    else:
        n = sum(tally(units, LEVELS).paired)
        assert 1 - twice == close((1 - once) * (2 * n - 1) / (2 * (n - 1)), abs=1e-9)


@few
@given(levels=st.lists(st.integers(1, 4), min_size=1, max_size=10))
def test_perfect_agreement_is_one_or_without_variation(levels: list[int]) -> None:
    for name, ask in ASKED.items():
        found = ask(tally([(level, level) for level in levels], LEVELS))
        assert found.value == close(1) or (found.reason == NO_VARIATION and len(set(levels)) == 1), name


@few
@given(units=UNITS, unused=st.lists(st.integers(5, 9), max_size=3, unique=True))
def test_alpha_does_not_know_unused_levels_and_gwet_does(units: list[Unit], unused: list[int]) -> None:
    wide = tally(units, (*LEVELS, *sorted(unused)))
    for metric in METRICS:
        assert same(alpha(tally(units, LEVELS), metric), alpha(wide, metric))
        assert same(alpha(wide, metric), alpha(tally(units, scale_of(units)), metric))
    narrow, found = gwet(tally(units, LEVELS)).value, gwet(wide).value
    if narrow not in (None, 1) and unused:
        assert found != close(narrow, abs=1e-9)


@few
@given(weighting=st.sampled_from(WEIGHTINGS), pairs=PAIRS)
def test_kappa_knows_who_is_first_only_in_its_margins(weighting: Weighting, pairs: list[tuple[int, int]]) -> None:
    one = weighted_kappa(pairs, LEVELS, weighting)
    assert same(one, weighted_kappa([(b, a) for a, b in pairs], LEVELS, weighting))
    assert same(one, weighted_kappa(pairs * 2, LEVELS, weighting))
    assert one.value is None or -1 - 1e-12 <= one.value <= 1 + 1e-12
    whole = [pair for pair in pairs if None not in pair]
    assert same(one, conger(whole, LEVELS, weighting)), "for two raters without holes Conger's kappa is Cohen's"


@few
@given(pairs=PAIRS)
def test_interval_alpha_is_quadratic_kappa_but_for_margins(pairs: list[tuple[int, int]]) -> None:
    """For two raters 1 − α = (1 − κ of Fleiss)(n − 1)/n with quadratic weights (Krippendorff 2004)."""
    whole = [pair for pair in pairs if None not in pair]
    found, kappa = (ask(tally(whole, LEVELS)).value for ask in (ASKED["alpha interval"], ASKED["fleiss quadratic"]))
    if kappa is None:
        assert found is None
    else:
        n = 2 * len(whole)
        assert 1 - found == close((1 - kappa) * (n - 1) / n, abs=1e-9)


@few
@given(pairs=PAIRS)
def test_the_mean_difference_turns_with_the_raters(pairs: list[tuple[int, int]]) -> None:
    there, back = mean_difference(pairs).value, mean_difference([(b, a) for a, b in pairs]).value
    assert there is back is None or there == close(-back)


@pytest.mark.parametrize("weighting", [*WEIGHTINGS, adjacent])
@pytest.mark.parametrize("scale", [(), (1,), (1, 2), LEVELS, (0, 0.5, 3)])
def test_weights_lie_between_nothing_and_one(weighting: Weighting, scale: tuple[float, ...]) -> None:
    weights = weighting(scale)
    assert len(weights) == len(scale) * (len(scale) + 1) // 2
    assert all(0 <= weight <= 1 for weight in weights)
    assert weighting(scale) is weights


@pytest.mark.parametrize(
    ("weighting", "printed"),  # irrCAC's vignette on weights, scale of three
    [(unweighted, 0), (linear, 0.5), (by_order, 0.6666667), (quadratic, 0.75)],
)
def test_weights_are_as_printed(weighting: Weighting, printed: float) -> None:
    assert weighting((1, 2, 3)) == close((1, printed, 0, 1, printed, 1), abs=1e-7)
