"""What do the pages about agreement and about decisions cost, and how does that grow with what was judged?"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time

from benchmarks import world
from tests.cast import Cast
from tests.rated import made_up, rate
from trainer.assessment import queries
from trainer.assessment.queries import Basis
from trainer.db import db
from trainer.organisations.models import Member
from trainer.web import Application

SIZES = (1_000, 10_000)
SECONDS = 2.0  # for the agreement page's data with intervals, at the larger size
LINEAR = SIZES[1] / SIZES[0]
ROOM = 1.5  # ten times as much fits a processor's cache less well
ROUNDS = 3


def growth(folder: Path) -> list[str]:
    """Work out both pages' data for 1,000 and for 10,000 double-rated sessions; a sentence if it is worse than linear.

    The quickest of three, in processor time, so that others on the machine count little; nothing is kept from an
    earlier look.
    """
    few, many = (_measured(folder / f"agreement-{size}.db", size) for size in SIZES)
    print(f"\ndouble-rated sessions × 12{SIZES[0]:>10,}{SIZES[1]:>10,}   times")
    for what in few:
        print(f"{what:<26}{few[what]:>8.2f} s{many[what]:>8.2f} s{many[what] / few[what]:>8.1f}")
    reached = "reached" if many["agreement page"] <= SECONDS else "MISSED"
    print(f"agreement page, target {SECONDS:.0f} s: {reached}")
    wrong = [what for what in few if many[what] > ROOM * LINEAR * few[what]]
    return [f"The data of the {what} grow faster than what was judged" for what in wrong]


def _measured(database: Path, sessions: int) -> dict[str, float]:
    app, cast = world.installation(database)
    with world.writing(app):
        world.publish(cast)
        db.session.flush()
        rate(cast, made_up(sessions, world.criteria(cast)))
    return {"agreement page": _cost(app, cast, queries.agreement), "decision study": _cost(app, cast, queries.own)}


def _cost(app: Application, cast: Cast, work_out: Callable[[Member, Basis], object]) -> float:
    return min(_once(app, cast, work_out, turn) for turn in range(ROUNDS))


def _once(app: Application, cast: Cast, work_out: Callable[[Member, Basis], object], turn: int) -> float:
    with world.writing(app):
        member = cast.lena.member
        begun = process_time()
        basis = queries.bases(member)[0]
        work_out(member, replace(basis, mark=(*basis.mark, turn)))
        return process_time() - begun
