"""What anybody can see without a sign-in: whether a certificate holds today, and its paper."""

import io
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.certification import story
from tests.certification.story import TODAY_NOON, Ids
from tests.visiting import Visitor, words
from trainer.certification import actions
from trainer.certification.lifecycle import StatusChange
from trainer.db import db
from trainer.organisations.models import Organisation

Visit = Callable[..., Visitor]


@pytest.mark.parametrize(
    ("day", "change", "says", "printed"),
    [
        ((2026, 11, 23), None, "Valid as of 23 November 2026", True),
        ((2027, 10, 1), None, "Valid as of 1 October 2027", True),
        ((2027, 11, 22), None, "Valid as of 22 November 2027", True),
        ((2027, 11, 23), None, "Expired as of 23 November 2027", True),
        ((2026, 11, 22), None, "Not valid yet as of 22 November 2026", True),
        ((2026, 11, 24), StatusChange.SUSPENDED, "Suspended as of 24 November 2026", True),
        ((2026, 11, 24), StatusChange.REVOKED, "Revoked as of 24 November 2026", False),
        ((2026, 11, 24), StatusChange.SUPERSEDED, "Superseded by a newer certificate", False),
    ],
)
def test_how_it_stands_today(
    visit: Visit, cast: Cast, store: Any, clock: Any, certified: Ids, day: Any, change: Any, says: str, printed: bool
) -> None:
    if change:
        with store():
            held = story.certificate_of(certified)
            actions.change_certificate(held, change, reason="A complaint.", by=cast.lena.member, now=TODAY_NOON)
    clock.set(*day)
    page = visit().get(f"/verify/{certified.key}")
    assert page.status_code == 200
    assert says in words(page)
    assert "Tara Trainee" in words(page)
    assert "A complaint." not in page.text
    assert ("Certificate as PDF" in words(page)) is printed
    paper = visit().get(f"/credentials/{certified.key}.pdf")
    assert paper.status_code == (200 if printed else 303)
    assert printed or paper.location.endswith(f"/verify/{certified.key}")


def test_it_says_who_issued_what_and_nothing_else_about_anybody(visit: Visit, certified: Ids) -> None:
    page = visit().get(f"/verify/{certified.key}")
    text = words(page)
    assert "Acme This certifies that Tara Trainee is entrusted with: Run a set meeting without an observer." in text
    assert f"Code {certified.key}" in text
    assert "noindex" in page.text
    for secret in ("Pat", "Ana", "tara@example.org", str(certified.certificate), str(certified.enrolment), "/o/acme"):
        assert secret not in page.text


@pytest.mark.parametrize(
    "key", ["nothing", "ABCDEFGHJKMN", "x" * 3000, "%00", "..%2f", "%ff%fe", "'; DROP TABLE certificate; --", "😀"]
)
def test_an_unknown_code_is_said_to_be_unknown(visit: Visit, certified: Ids, key: str) -> None:
    page = visit().get(f"/verify/{key}")
    assert page.status_code == 404
    assert visit().get(f"/credentials/{key}.pdf").status_code == 404


def test_an_unknown_code_can_be_typed_again(visit: Visit) -> None:
    page = visit().get("/verify/nothing")
    assert "No certificate was issued here under this code." in words(page)
    assert 'name="code"' in page.text


def test_a_code_is_looked_up_however_it_is_typed(visit: Visit, certified: Ids) -> None:
    assert visit().get("/verify").status_code == 200
    answer = visit().get("/verify", query_string={"code": f"  {certified.key.upper()} "})
    assert answer.status_code == 303
    assert answer.location.endswith(f"/verify/{certified.key}")


@pytest.mark.parametrize("code", ["", "   ", "x" * 41])
def test_a_code_that_cannot_be_one_is_asked_for_again(visit: Visit, code: str) -> None:
    answer = visit().get("/verify", query_string={"code": code})
    assert answer.status_code == 422
    assert 'href="#code"' in answer.text
    assert code.strip() in answer.text


@pytest.mark.parametrize("code", ["\x00", "a/b", "../..", "😀", "\r\nSet-Cookie: x"])
def test_nothing_that_is_looked_up_breaks_it(visit: Visit, code: str) -> None:
    assert visit().get("/verify", query_string={"code": code}).status_code in (303, 400, 404, 422)


def test_the_paper_is_in_the_issuers_words_and_colour(visit: Visit, store: Any, certified: Ids) -> None:
    with store():
        issuer = db.session.scalars(select(Organisation).where(Organisation.slug == "acme")).one()
        issuer.name, issuer.colour = "Acme & Sons", "#ffff00"
    answer = visit().get(f"/credentials/{certified.key}.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'inline; filename="certificate-{certified.key}.pdf"'
    reader = pypdf.PdfReader(io.BytesIO(answer.data))
    text = reader.pages[0].extract_text()
    for words_ in ("Acme & Sons", "Tara Trainee", "Valid from 23 November 2026 to 22 November 2027", certified.key):
        assert words_ in text
