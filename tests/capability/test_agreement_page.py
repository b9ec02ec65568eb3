"""Agreement of assessors: who reads it, what it is worked out from, what it says, and that nothing leaks through it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import insert, select

from tests.assessment import arrange
from tests.assessment.arrange import CRITERIA
from tests.cast import Cast, Player
from tests.rated import Held, Sheet, made_up, rate
from tests.visiting import Visitor, words
from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import Judgement, Rating
from trainer.db import db, new_id
from trainer.organisations.duties import Duty
from trainer.practice.lifecycle import SessionState
from trainer.web import Application

Store = Callable[[], AbstractContextManager[Any]]
Visit = Callable[..., Visitor]
PAGE = "capability/agreement"


def both(ana: int, sam: int, trainee: int = 1, **changes: Any) -> Held:
    """A session in which two assessors gave every criterion one level each."""
    return Held(trainee, [Sheet(0, dict.fromkeys(CRITERIA, ana)), Sheet(1, dict.fromkeys(CRITERIA, sam))], **changes)


def test_before_anything_is_judged_it_says_so(visit: Visit, cast: Cast) -> None:
    assert "No session was judged yet." in words(visit(cast.lena).get(PAGE))


def test_fewer_than_ten_pairs_are_too_few(visit: Visit, cast: Cast, store: Store) -> None:
    with store():
        rate(cast, [both(3, 2), both(3, 3)])
    read = words(visit(cast.lena).get(PAGE))
    assert "2 sessions rated by two or more" in read
    assert "8 pairs of ratings" in read
    assert "Too few: 8 pairs of ratings. Figures are shown from 10." in read
    assert "at the same level" not in read
    assert "%" not in read.partition("How this is counted")[0]


def test_plain_and_corrected_figures_stand_with_their_intervals(visit: Visit, cast: Cast, store: Store) -> None:
    levels = [(level, level) for level in (1, 2, 3, 4) * 5] + [(2, 3), (3, 2), (1, 2), (4, 3)]
    with store():
        rate(cast, [both(ana, sam, number % 5) for number, (ana, sam) in enumerate(levels)])
    read = words(visit(cast.lena).get(PAGE))
    row = read.partition("A1 ")[2].partition("A2")[0]
    assert "24 sessions rated by two or more" in read
    assert "96 pairs of ratings" in read
    assert "83% of them at the same level" in read
    assert "100%" in row  # within one
    assert row.startswith("Phases and time Strong Strong agreement. 24 83%")
    assert row.count(" to ") >= 3


def test_little_variation_is_told_apart_from_poor_agreement(visit: Visit, cast: Cast, store: Store) -> None:
    """Everybody gives 3 for one criterion; for another the levels have nothing to do with each other."""
    chance = [(1, 4), (4, 1), (2, 4), (4, 2), (1, 3), (3, 1), (2, 2), (4, 4)]
    with store():
        sessions = []
        for number in range(40):
            ana, sam = chance[number % 8]
            sheets = [
                Sheet(0, {"phases": 3, "inquiry": ana}),
                Sheet(1, {"phases": 2 if number == 0 else 3, "inquiry": sam}),
            ]
            sessions.append(Held(number % 9, sheets))
        rate(cast, sessions)
    read = words(visit(cast.lena).get(PAGE))
    phases, _, inquiry = read.partition("All together")[2].partition("A1 ")[2].partition("A2 ")
    assert "Little variation: 99% of the levels are the same one." in phases
    assert "Poor agreement: assessors agree exactly in 25%" in inquiry


@pytest.mark.parametrize(
    "hidden",
    [
        both(1, 4, result=None),
        both(1, 4, state=SessionState.ABORTED),
        Held(1, [Sheet(0, dict.fromkeys(CRITERIA, 1))]),
        Held(1, [Sheet(0, dict.fromkeys(CRITERIA, None)), Sheet(1, dict.fromkeys(CRITERIA, 1))]),
    ],
    ids=["not compared", "broken off", "rated by one", "not observed"],
)
def test_what_does_not_count_changes_nothing(visit: Visit, cast: Cast, store: Store, hidden: Held) -> None:
    """A canary: levels that nobody else gave, in a session of which nothing may be known or nothing counts."""
    with store():
        rate(cast, made_up(12, CRITERIA))
    before = counted(visit(cast.lena))
    with store():
        rate(cast, [hidden])
    assert counted(visit(cast.lena)) == before
    with store():
        rate(cast, [both(1, 4)])
    assert counted(visit(cast.lena)) != before, "what counts does change it"


def test_a_correction_never_enters(visit: Visit, cast: Cast, store: Store) -> None:
    with store():
        rate(cast, made_up(12, CRITERIA))
    before = counted(visit(cast.lena))
    with store():
        first = dict(db.session.execute(select(Judgement.__table__)).mappings().first() or {})
        again = {**first, "id": new_id(), "number": 2, "reason": "Mixed up two names."}
        db.session.execute(insert(Judgement.__table__), [again])
        own = {"organisation_id": first["organisation_id"], "judgement_id": again["id"]}
        ratings = [
            {**own, "id": new_id(), "criterion": key, "level": 1, "not_observed": False, "comment": ""}
            for key in CRITERIA
        ]
        db.session.execute(insert(Rating.__table__), ratings)
    assert counted(visit(cast.lena)) == before


def test_moderation_never_enters(visit: Visit, cast: Cast, store: Store) -> None:
    """Levels stay as they were given, whatever a lead settled."""
    with store():
        rate(cast, made_up(12, CRITERIA))
        ids = arrange.judged(cast, arrange.draft("4"), arrange.draft("2"))
    before = counted(visit(cast.lena))
    settled = {f"{key}-{name}": value for key in CRITERIA for name, value in (("level", "3"), ("reason", "Seen once."))}
    assert visit(cast.lena).post(ids.moderation, {**settled, "way": "reading"}).status_code == 303
    assert counted(visit(cast.lena)) == before


def test_nobody_learns_of_their_own_session_before_it_is_released(visit: Visit, cast: Cast, store: Store) -> None:
    """Tara leads, too: what was given to her stays out of her page until she may read it."""
    with store():
        arrange.give(cast, cast.tara, Duty.TRAINEE, Duty.LEAD)
        rate(cast, made_up(12, CRITERIA))
    before = counted(visit(cast.tara))
    own = [Sheet(0, dict.fromkeys(CRITERIA, 1)), Sheet(1, dict.fromkeys(CRITERIA, 4))]
    with store():
        rate(cast, [Held(cast.tara, own, ResultState.AGREED)])
    assert counted(visit(cast.tara)) == before
    assert counted(visit(cast.lena)) != before
    with store():
        rate(cast, [Held(cast.tara, own, ResultState.RELEASED)])
    assert counted(visit(cast.tara)) != before


def test_another_organisation_reads_nothing_of_it(app: Application, cast: Cast, store: Store) -> None:
    with store():
        rate(cast, made_up(12, CRITERIA))
        arrange.people.change_duties(
            cast.olga.member, {Duty.LEAD, Duty.ADMINISTRATOR}, by=cast.olga.member, now=arrange.MONDAY
        )
    assert "No session was judged yet." in words(Visitor(app, cast.olga).get(PAGE))


def test_an_unknown_rubric_is_not_found(visit: Visit, cast: Cast, store: Store) -> None:
    with store():
        rate(cast, made_up(3, CRITERIA))
    assert visit(cast.lena).get(f"{PAGE}?rubric=nothing").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("lena", 200), ("cora", 200), ("udo", 200), ("ana", 403), ("tara", 403)])
def test_who_reads_it(visit: Visit, cast: Cast, who: str, status: int) -> None:
    player: Player = getattr(cast, who)
    assert visit(player).get(PAGE).status_code == status


def counted(visitor: Visitor) -> str:
    """What the page says, without the minute it was opened in."""
    answer = visitor.get(PAGE)
    assert answer.status_code == 200
    return words(answer).partition("All criteria together")[2]
