"""The command that prints why asking for level 3 everywhere fails the ready."""

import re

import pytest
from click.testing import CliRunner, Result

from trainer.cli import main


def simulate(*words: str) -> Result:
    return CliRunner().invoke(main, ["simulate", *words])


def test_it_prints_the_shape_of_the_argument() -> None:
    """Certification, 4.5: all 3s fail nearly everybody who is ready, and the more so the harder one looks."""
    head, heads, *rows = simulate("--people", "1500").stdout.splitlines()
    assert re.fullmatch(r"1500 made-up people, seed 7; (4[5-9]|5[01])% of them are truly ready. Illustrative.", head)
    assert heads.split() == ["design", "rule", "unready", "passed", "ready", "failed", "certified,", "not", "ready"]
    cells = [re.split(r"\s{2,}", row) for row in rows]
    assert [(design, rule) for design, rule, *_ in cells] == [
        ("1 × 1", "means"),
        ("1 × 1", "all 3s"),
        ("2 × 2", "means"),
        ("3 × 2", "means"),
        ("3 × 2", "all 3s"),
        ("4 × 2", "means"),
        ("3 × 3", "means"),
    ]
    failed = [int(row[3].rstrip("%")) for row in cells]
    assert failed[3] < failed[0] / 2
    assert failed[4] > 80
    assert cells[4][2] == "0%"


def test_the_seed_decides() -> None:
    same = [simulate("--people", "60", "--seed", seed).stdout.partition("\n")[2] for seed in ("1", "1", "2")]
    assert same[0] == same[1] != same[2]


def test_nobody_to_be_shared_out_is_a_dash() -> None:
    assert "–" in simulate("--people", "1").stdout


@pytest.mark.parametrize("words", [("--people", "0"), ("--people", "many"), ("--seed", "x")])
def test_what_is_wrong_is_said(words: tuple[str, ...]) -> None:
    result = simulate(*words)
    assert result.exit_code == 2
    assert "Invalid value" in result.stderr
