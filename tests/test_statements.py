"""Does each main page send few SQL statements, and as many however many people there are?"""

from typing import Any

from tests.cast import Cast
from tests.crowd import arrange, complaints, count, grow
from trainer.organisations import queries
from trainer.web import Application

TIMES = 10


def test_pages_send_few_statements_however_many_people(app: Application, cast: Cast, store: Any) -> None:
    with store():
        pages = arrange(cast)
    one = count(app, cast, pages)
    with store():
        before = len(queries.members(cast.tara.organisation_id))
        grow(TIMES)
        assert len(queries.members(cast.tara.organisation_id)) == before + 2 * (TIMES - 1)
    assert complaints(pages, one, count(app, cast, pages)) == []
