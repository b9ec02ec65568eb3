"""Who reads a trainee's four lines beside the feedback on their session?"""

import pytest
from sqlalchemy import select, update

from tests.cast import MONDAY
from tests.conftest import Theatre
from tests.stage import LINES
from tests.visiting import words
from trainer.curriculum.models import Reflection
from trainer.db import db
from trainer.practice.models import SessionReflection

SESSION = "Tara Trainee 1"
READERS = {"ana": True, "sam": True, "lena": True, "tara": False, "cora": False, "pat": False, "udo": False}


def keep(theatre: Theatre, **values: object) -> None:
    """Leave Tara's four lines about the session like this."""
    with theatre.app.app_context():
        own = SessionReflection.session_id == theatre.scene[SESSION]
        db.session.execute(update(SessionReflection).where(own).values(**values))
        db.session.commit()


def read(theatre: Theatre, who: str) -> str:
    answer = theatre.visit(getattr(theatre.cast, who)).get(f"sessions/{theatre.scene[SESSION]}/feedback")
    assert answer.status_code == 200
    return words(answer)


def test_shared_lines_are_read_by_the_assessors_and_leads(theatre: Theatre) -> None:
    keep(theatre, shared=True, submitted_at=MONDAY)
    for who, reads in READERS.items():
        page = read(theatre, who)
        assert [line in page for line in LINES] == [reads] * 4, who
        assert ("Tara Trainee shares them with the assessors and leads." in page) is reads


@pytest.mark.parametrize("values", [{"shared": False}, {"shared": True, "submitted_at": None}])
def test_what_is_not_shared_or_a_draft_is_read_by_nobody_else(theatre: Theatre, values: dict[str, object]) -> None:
    keep(theatre, **values)
    for who in READERS:
        assert not [line for line in LINES if line in read(theatre, who)], who


def test_lines_to_a_prompt_of_the_programme_are_never_shared(theatre: Theatre) -> None:
    tara = theatre.visit(theatre.cast.tara)
    assert 'name="shared"' not in tara.get("reflections/whose-approval").text
    sent = dict(zip(("did", "effect", "protecting", "next_time"), LINES, strict=True))
    assert tara.post("reflections/whose-approval", {**sent, "shared": "y", "submit": "y"}).status_code == 303
    assert 'name="shared"' in tara.get(f"sessions/{theatre.scene[SESSION]}/reflection").text
    with theatre.app.app_context():
        assert set(db.session.scalars(select(Reflection.shared))) == {False}
