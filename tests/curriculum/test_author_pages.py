"""What authors see of programmes and releases, and the files of lessons."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import MONDAY, Cast
from tests.curriculum.studying import begin
from tests.curriculum.test_publishing import ADVICE, changed
from tests.drafting import reworded
from tests.programme import FILES
from tests.visiting import Visitor, words
from trainer.curriculum import actions, queries
from trainer.curriculum.checker import compile_programme
from trainer.db import db, new_id

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
    page = visit(cast.abel).get("author")
    seen = words(page)
    assert len(re.findall(r'<a href="/o/acme/author/releases/[^/"]+">Set facilitator</a>', page.text)) == 2
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


WHO = [("abel", 200), ("lena", 200), ("ana", 200), ("pat", 200), ("udo", 200), ("tara", 403), ("cora", 200)]


@pytest.mark.parametrize(("who", "status"), WHO)
def test_who_sees_a_release_and_its_lessons(visit: Visit, cast: Cast, store: Any, who: str, status: int) -> None:
    with store():
        id = queries.open_releases(cast.abel.organisation_id)[0].id
    visitor = visit(getattr(cast, who))
    page = visitor.get(f"author/releases/{id}")
    lesson = visitor.get(f"author/releases/{id}/questions/why-advice-comes-early")
    assert (page.status_code, lesson.status_code) == (status, status)
    assert (SHOWN in words(lesson)) is (status == 200)
    assert ('href="/o/acme/author"' in page.text) is (status == 200)


@pytest.mark.parametrize(("who", "draft"), [("abel", "author"), ("lena", "replay"), ("cora", "replay"), ("ana", None)])
def test_the_list_leads_everybody_to_what_they_may_open(
    visit: Visit, cast: Cast, store: Any, who: str, draft: str | None
) -> None:
    with store():
        actions.begin_draft(cast.abel.organisation_id, "facilitator", {"": FILES}, by=cast.abel.member, now=MONDAY)
        release = queries.open_releases(cast.abel.organisation_id)[0].id
    visitor = visit(getattr(cast, who))
    page = visitor.get("author")
    led_to = set(re.findall(r'href="(/o/acme/author/[^"]+)"', page.text))
    own = {"/o/acme/author/drafts/facilitator", "/o/acme/author/import"}
    replay = {"/o/acme/author/drafts/facilitator/replay"}
    drafts = own if draft == "author" else replay if draft else set()
    assert led_to == {f"/o/acme/author/releases/{release}"} | drafts
    assert ("Begin a programme" in words(page)) is (who == "abel")
    assert all(visitor.get(address).status_code == 200 for address in led_to)


@pytest.mark.parametrize("who", ["tara", "ada", "bea"])
def test_who_neither_writes_nor_judges_does_not_see_the_list(theatre: Any, who: str) -> None:
    player = theatre.scene.bea if who == "bea" else getattr(theatre.cast, who)
    assert theatre.visit(player).get("author").status_code == 403


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


# What differs between releases.


@pytest.fixture
def releases(cast: Cast, store: Any) -> list[Any]:
    """Three releases: the second asks for more sessions, the third has another anchor besides; newest last."""
    abel = cast.abel
    more = {"certification/light.yaml": reworded("policy", "sessions: 2", "sessions: 3").encode()}
    both = {**more, "rubric.yaml": reworded("rubric", "Phases leak.", "Phases leak in.").encode()}
    with store():
        for files in (more, both):
            compiled = compile_programme({**FILES, **files}).programme
            assert compiled
            actions.publish(abel.organisation_id, compiled, by=abel.member, now=MONDAY)
            db.session.flush()
        found = queries.releases(abel.organisation_id)
        return sorted(found, key=lambda release: release.number)


def test_a_release_says_what_differs_from_the_one_before(visit: Visit, cast: Cast, releases: list[Any]) -> None:
    first, second, third = (visit(cast.abel).get(f"author/releases/{row.id}/changes") for row in releases)
    assert "This is the first release: there is none before it." in words(first)
    seen = words(second)
    assert "Since release 1 The policy" in seen
    assert "Stricter The policy asks for 3 sessions, before 2." in seen
    assert "The rubric" not in seen
    seen = words(third)
    assert "Since release 2 The rubric Only words differ" in seen
    assert "Anchor 2 of A1 Phases and time is reworded. Phases leak added: in ." in seen
    assert "The policy asks" not in seen


def test_any_two_releases_can_be_compared(visit: Visit, cast: Cast, releases: list[Any]) -> None:
    page = f"author/releases/{releases[2].id}/changes"
    answer = visit(cast.abel).get(f"{page}?since=1")
    seen = words(answer)
    assert "Since release 1" in seen
    assert "The policy asks for 3 sessions, before 2." in seen
    assert "Anchor 2 of A1 Phases and time is reworded." in seen
    assert '<option value="1" selected>' in answer.text
    for silly in ("3", "0", "-1", "x", "9" * 40, "²", ""):
        assert "Since release 2" in words(visit(cast.abel).get(f"{page}?since={silly}"))


def test_the_page_of_a_release_leads_to_what_differs(visit: Visit, cast: Cast, releases: list[Any]) -> None:
    first, _, third = (visit(cast.lena).get(f"author/releases/{row.id}").text for row in releases)
    assert "/changes" not in first
    assert f"/o/acme/author/releases/{releases[2].id}/changes" in third
    assert visit(cast.cora).get(f"author/releases/{releases[2].id}/changes").status_code == 200
    assert visit(cast.tara).get(f"author/releases/{releases[2].id}/changes").status_code == 403


def test_releases_that_say_the_same_say_so(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        actions.publish(cast.abel.organisation_id, changed(ADVICE, "Ten", "Nine"), by=cast.abel.member, now=MONDAY)
        id = next(row.id for row in queries.releases(cast.abel.organisation_id) if row.number == 2)
    assert "Rubric, event codes and policy say the same in both." in words(
        visit(cast.ana).get(f"author/releases/{id}/changes")
    )
