"""Does each invariant see what it is there to see, and nothing else?"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.blank import fill, installation
from trainer import invariants
from trainer.db import Base, Frozen, db

# For each invariant: what makes the filled database keep it, and what breaks it then.
LEFT = "UPDATE seat SET left_at = NULL"
JOINED_LATER = "UPDATE seat SET left_at = NULL, joined_at = '2027-01-01 00:00:00.000000'"
UNEQUAL = "UPDATE release SET programme_id = id"
CASES = [
    (invariants.documents_are_as_published, "DELETE FROM document", None, ""),
    (invariants.assets_are_as_published, "DELETE FROM asset", None, ""),
    (invariants.assets_are_as_published, "SELECT 1", "SELECT 1", "its digest differs"),
    (invariants.releases_are_counted, "SELECT 1", "UPDATE release SET number = 2", "numbers 2 to 2"),
    (invariants.enrolments_fit_their_release, "SELECT 1", UNEQUAL, "another programme"),
    (invariants.locked_is_judged, "UPDATE observation SET state = 'locked'", "DELETE FROM judgement", "without a"),
    (invariants.locked_is_judged, "UPDATE observation SET state = 'superseded'", None, ""),
    (invariants.locked_is_judged, "SELECT 1", "UPDATE observation SET state = 'rating'", "is not locked"),
    (
        invariants.locked_is_judged,
        "UPDATE observation SET state = 'locked'",
        "UPDATE observation SET locked_at = NULL",
        "is not locked",
    ),
    (invariants.corrections_have_reasons, "SELECT 1", "UPDATE judgement SET number = 2", "the last is number 2"),
    (
        invariants.corrections_have_reasons,
        "SELECT 1",
        "UPDATE judgement SET number = 2, reason = ''",
        "without a reason",
    ),
    (invariants.judged_by_what_was_assigned, "SELECT 1", "UPDATE judgement SET rubric_id = id", "another rubric"),
    (
        invariants.evidence_is_the_assessors_own,
        "SELECT 1",
        "UPDATE operation SET observation_id = id",
        "another observation",
    ),
    (invariants.nobody_assesses_themselves, "UPDATE observation SET state = 'void'", None, ""),
    (invariants.nobody_assesses_themselves, "SELECT 1", "UPDATE observation SET state = 'locked'", "themselves"),
    (invariants.compared_only_when_all_are_locked, "UPDATE observation SET state = 'locked'", None, ""),
    (
        invariants.compared_only_when_all_are_locked,
        "SELECT 1",
        "UPDATE observation SET state = 'captured'",
        "is not locked",
    ),
    (invariants.nothing_is_left_of_what_was_stopped, "UPDATE observation SET state = 'rating'", None, ""),
    (
        invariants.nothing_is_left_of_what_was_stopped,
        "DELETE FROM operation",
        "UPDATE observation SET state = 'void'",
        "drafted",
    ),
    (
        invariants.nothing_is_left_of_what_was_stopped,
        "DELETE FROM rating_draft",
        "UPDATE observation SET state = 'declined'",
        "captured",
    ),
    (invariants.nothing_is_captured_before_agreement, LEFT, "DELETE FROM agreement", "had agreed"),
    (invariants.nothing_is_captured_before_agreement, f"{JOINED_LATER}; DELETE FROM agreement", None, ""),
    (invariants.nothing_is_captured_before_agreement, LEFT, "UPDATE agreement SET answer = 'declined'", "had agreed"),
    (invariants.nothing_is_captured_before_agreement, LEFT, "UPDATE agreement SET answer = 'withdrawn'", "had agreed"),
    (
        invariants.nothing_is_captured_before_agreement,
        LEFT,
        "UPDATE agreement SET answered_at = '2027-01-01 00:00:00.000000'",
        "had agreed",
    ),
    (invariants.nothing_is_captured_before_agreement, "UPDATE agreement SET answer = 'absent'", None, ""),
    (
        invariants.receipts_say_what_is_stored,
        "DELETE FROM operation; DELETE FROM receipt",
        None,
        "",
    ),
    (invariants.receipts_say_what_is_stored, "SELECT 1", "SELECT 1", "is not what was stored"),
    (invariants.decisions_rest_on_votes, "DELETE FROM decision", None, ""),
    (invariants.decisions_rest_on_votes, "SELECT 1", "DELETE FROM panel_vote", "had voted"),
    (invariants.decisions_rest_on_votes, "SELECT 1", "UPDATE decision SET evidence = 'x'", "its digest differs"),
    (
        invariants.certificates_follow_decisions,
        "SELECT 1",
        "UPDATE certificate SET valid_until = valid_from",
        "ends before it begins",
    ),
    (
        invariants.certificates_follow_decisions,
        "SELECT 1",
        "UPDATE decision SET outcome = 'not_yet'",
        "does not follow",
    ),
    (
        invariants.certificates_follow_decisions,
        "SELECT 1",
        "UPDATE decision SET state = 'open', outcome = NULL",
        "does not follow",
    ),
]


@pytest.fixture(scope="module")
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One row in every table, nothing that refuses a change."""
    with installation("sqlite", Path(tmp_path_factory.mktemp("filled")), request):
        with db.engine.begin() as connection:
            fill(connection)
            for mapper in Base.registry.mappers:
                if issubclass(mapper.class_, Frozen):
                    connection.execute(text(f"DROP TRIGGER tr_{mapper.local_table.name}_frozen"))
        yield


@pytest.fixture
def session(filled: None) -> Iterator[Session]:
    """A session whose changes are taken back; references are not checked, as by somebody who tampers."""
    connection = db.engine.raw_connection()
    connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
    connection.close()
    yield db.session()
    db.session.rollback()


@pytest.mark.parametrize(("invariant", "keep", "breaks", "sentence"), CASES)
def test_an_invariant_sees_where_it_is_broken(
    invariant: Callable[[Session], Iterator[str]], keep: str, breaks: str | None, sentence: str, session: Session
) -> None:
    for statement in keep.split("; "):
        session.execute(text(statement))
    if breaks is None:
        assert list(invariant(session)) == []
        return
    session.execute(text(breaks))
    assert any(sentence in found for found in invariant(session))


def test_every_invariant_but_the_chains_is_tried_here() -> None:
    tried = {case[0] for case in CASES} | {invariants.chains_hold}  # test_cli breaks the chains
    assert tried == set(invariants.INVARIANTS)
