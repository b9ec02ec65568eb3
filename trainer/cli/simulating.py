"""Why does asking for level 3 everywhere fail the ready? The table of made-up people, from a fixed seed."""

from collections.abc import Iterator, Sequence

import click

from trainer.assessment import simulation
from trainer.assessment.simulation import Outcome

RULES = {"hybrid": "means", "all_threes": "all 3s"}
HEADS = ("design", "rule", "unready passed", "ready failed", "certified, not ready")


@click.command
@click.option("--people", type=click.IntRange(1, 1_000_000), default=simulation.PEOPLE, show_default=True)
@click.option("--seed", type=int, default=simulation.SEED, show_default=True, help="The same table for the same seed.")
def simulate(people: int, seed: int) -> None:
    """Let rules decide about made-up people whose readiness is known, and print how often each errs.

    "means" asks for an overall mean of 2.9, critical criteria of 2.5 and every criterion of 2.0; "all 3s" for level 3
    on every criterion, by everyone, every time. Illustrative: all numbers behind it are assumed.
    """
    for line in table(simulation.simulate(people=people, seed=seed), people, seed):
        click.echo(line)


def table(outcomes: Sequence[Outcome], people: int, seed: int) -> Iterator[str]:
    """A line for each design and rule; a dash where there was nobody to be shared out."""
    yield f"{people} made-up people, seed {seed}; {_share(outcomes[0].ready)} of them are truly ready. Illustrative."
    rows = [HEADS, *map(_cells, outcomes)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _cells(outcome: Outcome) -> tuple[str, ...]:
    design = f"{outcome.design.sessions} × {outcome.design.assessors}"
    shares = (outcome.unready_passed, outcome.ready_failed, outcome.certified_unready)
    return (design, RULES[outcome.rule], *map(_share, shares))


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"
