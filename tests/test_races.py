"""What does somebody see who changed the same thing at the same moment: a conflict with a way on, never a 500?"""

from collections.abc import Callable

import pytest
from flask_login import current_user
from sqlalchemy.exc import OperationalError

from tests.cast import Cast
from tests.visiting import Visitor, words
from trainer.db import db, new_id
from trainer.organisations.models import Unit
from trainer.web import Application, here

Visit = Callable[..., Visitor]


def _instead(app: Application, endpoint: str, deed: Callable[[], None]) -> None:
    """Let a guarded page do something else once its guard has said yes."""
    view = app.view_functions[endpoint]

    def racing(**values: object) -> object:
        answer = view(**values)
        deed()
        return answer

    racing.guard = view.guard  # type: ignore[attr-defined]
    app.view_functions[endpoint] = racing


@pytest.fixture
def people_page(app: Application) -> object:
    """The page of units keeps its own view for the other tests."""
    kept = dict(app.view_functions)
    yield app
    app.view_functions.clear()
    app.view_functions.update(kept)


def _same_name_twice() -> None:
    for _ in range(2):
        db.session.add(Unit(organisation_id=here().id, id=new_id(), name="Leeds"))


def _locked() -> None:
    raise OperationalError("UPDATE …", {}, Exception("database is locked"))


def _gone() -> None:
    raise OperationalError("SELECT …", {}, Exception("server closed the connection"))


@pytest.mark.parametrize(("deed", "status"), [(_same_name_twice, 409), (_locked, 409), (_gone, 500)])
def test_the_error_page_still_knows_who_is_here(
    people_page: Application, cast: Cast, visit: Visit, deed: Callable[[], None], status: int
) -> None:
    """A unique violation shows only at the commit, when everything loaded is stale."""
    _instead(people_page, "organisations.add_unit", deed)
    answer = visit(cast.ada).post("units", {"name": "York"})
    assert answer.status_code == status
    assert "Ada Administrator" in words(answer)
    assert "Settings" in words(answer)


def test_nothing_of_the_loser_is_stored(
    people_page: Application, cast: Cast, visit: Visit, store: Callable[..., object]
) -> None:
    _instead(people_page, "organisations.add_unit", _same_name_twice)
    visit(cast.ada).post("units", {"name": "York"})
    with store():  # type: ignore[attr-defined]
        assert db.session.query(Unit).count() == 0
        assert current_user is not None
