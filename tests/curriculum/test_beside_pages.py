"""What stands beside the lessons reaches those it is for: trainees, trainers, assessors, leads; and nobody else."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Cast
from tests.curriculum.studying import SECOND, begin
from tests.visiting import Visitor, words
from trainer.curriculum import queries

Visit = Callable[..., Visitor]


def release_of(cast: Cast, store: Any) -> str:
    with store():
        return str(queries.open_releases(cast.abel.organisation_id)[0].id)


def test_a_lesson_explains_the_first_mention_of_a_term(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    page = visit(cast.tara).get("learn/facilitator/meetings/time").text
    link = '<a href="/o/acme/learn/facilitator/glossary#presenter" aria-describedby="gloss-presenter">presenter</a>'
    assert page.count(link) == page.count('class="term"') == 1
    assert 'id="gloss-presenter">The member whose challenge the set works on.</span>' in page


def test_the_glossary_says_what_words_mean_and_what_belongs_together(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    answer = visit(cast.tara).get("learn/facilitator/glossary")
    assert answer.status_code == 200
    assert "The member whose challenge the set works on. See set" in words(answer)
    assert 'id="presenter"' in answer.text


def test_a_card_is_found_on_the_way_and_links_to_lessons(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    tara = visit(cast.tara)
    assert "/o/acme/learn/facilitator/cards/phase-card" in tara.get("learn").text
    card = tara.get("learn/facilitator/cards/phase-card")
    assert "For the first three meetings." in words(card)
    assert 'href="../meetings/the-phases"' in card.text
    assert tara.get("learn/facilitator/meetings/the-phases").status_code == 200


@pytest.mark.parametrize("place", ["glossary", "cards/phase-card"])
def test_nobody_reads_beside_a_programme_that_they_are_not_on(visit: Visit, cast: Cast, store: Any, place: str) -> None:
    with store():
        begin(cast.tara)
    assert visit(cast.tom).get(f"learn/facilitator/{place}").status_code == 404
    assert visit(cast.olga).get(f"/o/acme/learn/facilitator/{place}").status_code == 404


@pytest.mark.parametrize("place", ["cards/none", "cards/meetings"])
def test_a_card_that_is_not_there(visit: Visit, cast: Cast, store: Any, place: str) -> None:
    with store():
        begin(cast.tara)
    assert visit(cast.tara).get(f"learn/facilitator/{place}").status_code == 404


def test_the_release_leads_to_plans_viva_and_cases(visit: Visit, cast: Cast, store: Any) -> None:
    id = release_of(cast, store)
    page = visit(cast.abel).get(f"author/releases/{id}").text
    for place in ("plans/meetings", "cards/phase-card", "viva", "cases"):
        assert f'href="/o/acme/author/releases/{id}/{place}"' in page
    assert f"{id}/cases" not in visit(cast.ana).get(f"author/releases/{id}").text


def test_a_plan_and_a_viva(visit: Visit, cast: Cast, store: Any) -> None:
    id = release_of(cast, store)
    plan = words(visit(cast.cora).get(f"author/releases/{id}/plans/meetings"))
    assert "Plan of a live session · 30 minutes" in plan
    viva = words(visit(cast.ana).get(f"author/releases/{id}/viva"))
    for text in ("B1 Stance", "What do you say?", "Says what was agreed and no more.", "Gives the gist.", "insists"):
        assert text in viva


def test_a_case_with_its_reference_is_for_leads_and_authors(visit: Visit, cast: Cast, store: Any) -> None:
    id = release_of(cast, store)
    place = f"author/releases/{id}/cases/the-helpful-uncle"
    assert "The helpful uncle" in words(visit(cast.lena).get(f"author/releases/{id}/cases"))
    seen = words(visit(cast.lena).get(place))
    for text in ("Tells their own story.", "7:30, 9:15", "not observed", "Gives advice", "Coercing someone", "Explore"):
        assert text in seen
    for player in (cast.ana, cast.tara, cast.cora, cast.pat):
        answer = visit(player).get(place)
        assert answer.status_code == 403
        assert "Tells their own story" not in answer.text
    assert visit(cast.abel).get(f"author/releases/{id}/cases/none").status_code == 404


def test_a_lesson_with_a_glossary_costs_no_further_statement(
    visit: Visit, cast: Cast, store: Any, statements: Callable[[], Any]
) -> None:
    with store():
        begin(cast.tara)
    tara = visit(cast.tara)
    tara.get(SECOND)  # the frame is rendered once, and the glossary is read for it
    with statements() as sent:
        tara.get(SECOND)
    assert len(sent) <= 3
