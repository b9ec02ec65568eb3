"""`make bench`: statements, compiling, growth of figures, shares beside the yardstick, then live capture.

Exits 1 if a limit is passed, or if anything that was captured is lost or doubled. Limits are on what does not depend on
the machine: statements, and growth. Times and shares depend on it, so they are printed, shares with their spread, and
compared with their target, but fail nothing.
"""

import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from time import process_time

from benchmarks import agreement, capture, plain, servers, world
from benchmarks.load import Ask, throughput
from benchmarks.servers import WORKERS
from tests.crowd import arrange, complaints, count, grow
from trainer.cli import reading
from trainer.curriculum.checker import compile_programme

ROUNDS, SECONDS, WARM_UP = 7, 1.5, 1.0
TIMES = 10
TARGET = 0.7
COMPILED_IN = 5
SHIPPED = Path(__file__).parents[1] / "content/action-learning-facilitator"


def main() -> int:
    """Measure everything once and print it."""
    with tempfile.TemporaryDirectory(prefix="trainer-bench-") as name:
        wrong = statements(Path(name) / "statements.db")
        compiling()
        wrong += agreement.growth(Path(name))
        shares(Path(name))
        wrong += capture.measure(Path(name))
    for sentence in wrong:
        print(f"WRONG: {sentence}.")
    return 1 if wrong else 0


def statements(database: Path) -> list[str]:
    """Count what each page sends, with everybody once and with ten times as many; a sentence for each limit passed."""
    app, cast = world.installation(database)
    with world.writing(app):
        pages = arrange(cast)
    one = count(app, cast, pages)
    with world.writing(app):
        grow(TIMES)
    many = count(app, cast, pages)
    print(f"{'SQL statements':<16}{'1 ×':>6}{f'{TIMES} ×':>7}{'most':>7}")
    for page in pages:
        print(f"{page.name:<16}{one[page.name]:>6}{many[page.name]:>7}{page.most or '':>7}")
    return complaints(pages, one, many)


def compiling() -> None:
    """Compile the shipped programme as an author's check does."""
    files = reading.files(SHIPPED)
    started = process_time()
    programme = compile_programme(files).programme
    took = process_time() - started
    aim = "reached" if took < COMPILED_IN else "MISSED"
    print(f"\nthe shipped programme compiled in {took:.1f} s of one core, target {COMPILED_IN} s: {aim}")
    print(f"its digest: {programme.digest if programme else 'none, there are mistakes in it'}")


def shares(folder: Path) -> None:
    """Measure pages and saves beside the yardstick's, in turns."""
    arranged = world.arrange(folder / "trainer.db")
    with ExitStack() as running:
        ours = running.enter_context(servers.product(arranged.database))
        theirs = running.enter_context(servers.yardstick(folder / "yardstick.db"))
        ceiling = throughput(plain.hello(theirs), SECONDS)
        print(f"\n{world.CONNECTIONS} connections, workers with one thread: {WORKERS}, {ROUNDS} rounds in turns")
        print(f"the load generator can ask for {ceiling:.0f}/s")
        compare("lesson page", world.reading(ours, arranged), plain.reading(theirs), TARGET)
        compare("rating draft", world.saving(ours, arranged), plain.saving(theirs))


def compare(what: str, ours: Sequence[Ask], theirs: Sequence[Ask], target: float = 0) -> None:
    """Let both answer in turns, and print the medians."""
    for asks in (ours, theirs):
        throughput(asks, WARM_UP)
    rounds = [_round(ours, theirs, place) for place in range(ROUNDS)]
    found = sorted(mine / other for mine, other in rounds)
    share = median(found)
    aim = f", target {target}: {'reached' if share >= target else 'MISSED'}" if target else ""
    print(
        f"{what:<13}{median(mine for mine, _ in rounds):>7.0f}/s, yardstick {median(x for _, x in rounds):.0f}/s:"
        f" share {share:.2f} ({found[0]:.2f} to {found[-1]:.2f}){aim}"
    )


def _round(ours: Sequence[Ask], theirs: Sequence[Ask], place: int) -> tuple[float, float]:
    """Each goes first in every other round, so that a machine that gets slower favours nobody."""
    if place % 2:
        other = throughput(theirs, SECONDS)
        return throughput(ours, SECONDS), other
    return throughput(ours, SECONDS), throughput(theirs, SECONDS)


if __name__ == "__main__":
    sys.exit(main())
