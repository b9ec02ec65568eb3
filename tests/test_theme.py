"""Is text readable in every organisation's colour?"""

import random
import re
from pathlib import Path

import pytest

from trainer import theme

AWKWARD = ["#000000", "#ffffff", "#808080", "#ffff00", "#ff0000", "#00ff00", "#0000ff", "#00ffff", "#ff00ff", "#2f5d50"]
DRAWN = random.Random(7)
COLOURS = AWKWARD + [f"#{DRAWN.randrange(1 << 24):06x}" for _ in range(500)]
KIT = Path(__file__).parents[1] / "trainer/static/css/kit.css"


def pairs(tokens: dict[str, tuple[str, str]], scheme: int) -> list[tuple[str, str]]:
    """Which colours are read on which grounds."""
    colour = {name: both[scheme] for name, both in tokens.items()}
    grounds = (theme.PAGE[scheme], theme.SURFACE[scheme], colour["accent-soft"])
    ramp = [(colour[f"h{step}-ink"], colour[f"h{step}"]) for step in (1, 2, 3, 4)]
    on = [(colour["on-accent"], colour[ground]) for ground in ("accent", "accent-strong")]
    return [(colour["accent"], ground) for ground in grounds] + on + ramp


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_everything_written_in_or_on_the_colour_can_be_read(scheme: int) -> None:
    bad = {
        (colour, ink, ground)
        for colour in COLOURS
        for ink, ground in pairs(theme.tokens(colour), scheme)
        if theme.contrast(ink, ground) < 4.5
    }
    assert not bad


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_each_step_of_the_ramp_lies_further_from_the_page(scheme: int) -> None:
    for colour in COLOURS:
        tokens = theme.tokens(colour)
        distances = [theme.contrast(tokens[f"h{step}"][scheme], theme.PAGE[scheme]) for step in (1, 2, 3, 4)]
        assert distances == sorted(set(distances)), colour


@pytest.mark.parametrize("colour", ["", "2f5d50", "#2f5d5", "#2f5d500", "#2f5d5g", "#2f5d50\n", "red", "#٣٣٣٣٣٣"])
def test_anything_but_a_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="not a colour"):
        theme.css(colour)


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#777777", "#ffffff", 4.48)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert theme.contrast(one, other) == pytest.approx(ratio, abs=0.005)


def test_the_style_sheet_sets_each_token_for_both_schemes() -> None:
    written = theme.css("#2f5d50")
    rules = dict(re.findall(r"--([a-z0-9-]+):(light-dark\(#[0-9a-f]{6},#[0-9a-f]{6}\));", written))
    assert rules.keys() == theme.tokens("#2f5d50").keys()


def test_the_kit_has_the_grounds_and_the_default_colour_that_the_theme_assumes() -> None:
    kit = re.sub(r"\s", "", KIT.read_text())
    expected = {"page": theme.PAGE, "surface": theme.SURFACE, **theme.tokens("#2f5d50")}
    assert [name for name, (light, dark) in expected.items() if f"--{name}:light-dark({light},{dark})" not in kit] == []
