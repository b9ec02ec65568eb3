"""What authors see of programmes and releases, and the files of lessons."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import MONDAY, Cast
from tests.curriculum.studying import begin
from tests.curriculum.test_publishing import ADVICE, changed
from tests.programme import FILES
from tests.visiting import Visitor, words
from trainer.curriculum import actions, queries
from trainer.curriculum.checker import compile_programme
from trainer.db import new_id

Visit = Callable[..., Visitor]
PNG, PDF = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, b"%PDF-1.7 a paper"
SHOWN = "Ten minutes in, Leila says"


def with_files() -> Any:
    """The small programme with a picture and a paper in its first lesson."""
    text = FILES[ADVICE].decode().replace("## Signs", "![A set](set.png) and [a paper](paper.pdf)\n\n## Signs")
    folder = "modules/01-questions"
    files = {**FILES, ADVICE: text.encode(), f"{folder}/set.png": PNG, f"{folder}/paper.pdf": PDF}
    compiled = compile_programme(files)
    assert compiled.programme, compiled
    return compiled.programme


def test_the_list_counts_the_people_on_each_release(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        actions.publish(cast.abel.organisation_id, changed(ADVICE, "Ten", "Nine"), by=cast.abel.member, now=MONDAY)
        begin(cast.tom)
        digests = [release.digest[:12] for release in queries.releases(cast.abel.organisation_id)]
    seen = words(visit(cast.abel).get("author"))
    assert seen.count("Set facilitator") == 2
    assert all(digest in seen for digest in digests)
    assert "trainer content publish DIR --organisation acme --dry-run" in seen


def test_a_release_shows_everything_that_people_are_judged_by(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        id = queries.open_releases(cast.abel.organisation_id)[0].id
    seen = words(visit(cast.abel).get(f"author/releases/{id}"))
    for text in (
        "Set facilitator, release 1",
        "Why advice comes early",
        "A1 Phases and time",
        "Phases blur.",
        "critical",
        "Open question",
        "One question without an answer in it.",
        "Light",
        "Two sessions, two assessors each.",
        "Four ratings are few.",
        "Coercing someone to present.",
        "run it alone",
        "An instruction about process.",
        "2 released sessions within 12 months, rated by 2 assessors each, by 2 different people altogether.",
        "Means of at least 2.9 over everything, 2.75 on each critical criterion and 2.0 on every criterion",
        "A panel of 2 decides; of them 1 rated none of the sessions.",
    ):
        assert text in seen


WHO = [("abel", 200), ("lena", 200), ("ana", 200), ("pat", 200), ("udo", 200), ("tara", 403), ("cora", 403)]


@pytest.mark.parametrize(("who", "status"), WHO)
def test_who_sees_a_release_and_its_lessons(visit: Visit, cast: Cast, store: Any, who: str, status: int) -> None:
    with store():
        id = queries.open_releases(cast.abel.organisation_id)[0].id
    visitor = visit(getattr(cast, who))
    page = visitor.get(f"author/releases/{id}")
    lesson = visitor.get(f"author/releases/{id}/questions/why-advice-comes-early")
    assert (page.status_code, lesson.status_code) == (status, status)
    assert (SHOWN in words(lesson)) is (status == 200)
    assert ('href="/o/acme/author"' in page.text) is (who == "abel")  # nobody is led to a page they may not see


@pytest.mark.parametrize("who", ["ana", "lena", "tara", "ada"])
def test_only_authors_see_the_list(visit: Visit, cast: Cast, who: str) -> None:
    assert visit(getattr(cast, who)).get("author").status_code == 403


def test_what_is_not_of_this_organisation_is_not_found(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        foreign = queries.open_releases(cast.olga.organisation_id)[0].id
        own = queries.open_releases(cast.abel.organisation_id)[0].id
    abel = visit(cast.abel)
    for place in (
        foreign,
        new_id(),
        f"{foreign}/questions/why-advice-comes-early",
        f"{own}/questions/nothing",
        f"{own}/nothing/why-advice-comes-early",
        f"{own}/%00/x",
        "not-an-id",
    ):
        assert abel.get(f"author/releases/{place}").status_code == 404


def test_a_picture_is_sent_for_ever_and_a_paper_as_a_download(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        release = actions.publish(cast.abel.organisation_id, with_files(), by=cast.abel.member, now=MONDAY)
        html = queries.lesson_text(release.organisation_id, release.id, "questions", "why-advice-comes-early")
        assert html
        text, programme = html.html, with_files()
    picture, paper = sorted(programme.assets, key=lambda asset: asset.media_type, reverse=True)
    assert f'src="../files/{picture.path}"' in text
    shown = visit(cast.tara).get(f"learn/facilitator/files/{picture.path}")
    assert (shown.data, shown.mimetype) == (PNG, "image/png")
    assert shown.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert shown.headers["Content-Security-Policy"] == "sandbox"
    assert "Content-Disposition" not in shown.headers
    sent = visit(cast.tara).get(f"learn/facilitator/files/{paper.path}")
    assert (sent.data, sent.mimetype) == (PDF, "application/pdf")
    assert sent.headers["Content-Disposition"] == "attachment"
    assert visit(cast.olga).get(f"/o/other/learn/facilitator/files/{picture.path}").status_code == 404
    assert visit(cast.olga).get(f"/o/acme/learn/facilitator/files/{picture.path}").status_code == 404


@pytest.mark.parametrize("path", ["%/set.png", "____/set.png", "{digest}/other.png", "{digest}/../set.png", "%00/x"])
def test_a_file_has_one_address(visit: Visit, cast: Cast, store: Any, path: str) -> None:
    with store():
        actions.publish(cast.abel.organisation_id, with_files(), by=cast.abel.member, now=MONDAY)
        digest = next(asset.path for asset in with_files().assets).partition("/")[0]
    address = f"learn/facilitator/files/{path.format(digest=digest)}"
    assert visit(cast.tara).get(address).status_code == 404
