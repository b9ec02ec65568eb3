"""Programmes as zips: what goes out comes in again, and what comes from anybody is looked at before it is taken."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from tests.cast import MONDAY, Cast
from tests.curriculum import writing
from tests.curriculum.test_archive import REFUSED, SMALL, under, zipped
from tests.curriculum.test_translating import german
from tests.curriculum.writing import DRAFT, LESSON, hidden, save, send_file
from tests.entries import verbs
from tests.programme import FILES
from tests.visiting import Visitor, words
from trainer.curriculum import actions, archive, queries

Visit = Callable[..., Visitor]
OTHER = {**FILES, LESSON: FILES[LESSON].replace(b"Ten minutes in", b"Nine minutes in")}
OTHER_ZIP = archive.pack("facilitator", {"": OTHER})


@pytest.fixture
def abel(visit: Visit, cast: Cast) -> Visitor:
    return visit(cast.abel)


@pytest.fixture
def drafted(cast: Cast, store: Any) -> Callable[..., dict[str, dict[str, bytes]]]:
    """What the draft of a programme holds."""

    def look(key: str = "facilitator") -> dict[str, dict[str, bytes]]:
        with store():
            return writing.files_of(cast.abel, key)

    return look


Drafted = Callable[..., dict[str, dict[str, bytes]]]


def send(visitor: Visitor, body: bytes, **fields: str) -> Any:
    return send_file(visitor, "author/import", "programme.zip", body, **fields)


def test_a_draft_goes_out_as_a_zip_and_comes_in_again(
    abel: Visitor, cast: Cast, store: Any, drafted: Drafted, visit: Visit
) -> None:
    files = {"": FILES, "de": german()}
    with store():
        writing.begin(cast.abel, files)
    sent = abel.get(f"{DRAFT}/zip")
    assert (sent.mimetype, sent.headers["Content-Disposition"]) == (
        "application/zip",
        'attachment; filename="facilitator-draft.zip"',
    )
    assert sent.data == archive.pack("facilitator", files)
    abel.post(f"{DRAFT}/discard", {"seen": hidden(abel.get(f"{DRAFT}/discard"), "seen")})
    assert send(abel, sent.data).location == f"/o/acme/{DRAFT}"
    assert drafted() == files


def test_the_files_of_a_release_go_to_authors_only(abel: Visitor, cast: Cast, store: Any, visit: Visit) -> None:
    with store():
        release = queries.newest(cast.abel.organisation_id, "facilitator")
        assert release
        address = f"author/releases/{release.id}"
    sent = abel.get(f"{address}/zip")
    assert sent.headers["Content-Disposition"] == 'attachment; filename="facilitator-release-1.zip"'
    assert archive.unpack(sent.data) == {"": FILES}
    assert f'href="/o/acme/{address}/zip"' in abel.get(address).text
    for who in ("lena", "ana", "pat", "udo"):  # who may see a release and not the answers of its checks
        judge = visit(getattr(cast, who))
        assert judge.get(f"{address}/zip").status_code == 403
        assert "/zip" not in judge.get(address).text
    assert visit(cast.olga).get(f"/o/acme/{address}/zip").status_code == 404


def test_an_import_begins_a_draft(abel: Visitor, cast: Cast, store: Any, drafted: Drafted) -> None:
    begun = send(abel, zipped(*under("new-course/", {**SMALL, "programme.yaml": b"key: new-course\n: broken\n"})))
    assert (begun.status_code, begun.location) == (303, "/o/acme/author/drafts/new-course")
    assert "Imported." in words(abel.get("author/drafts/new-course"))
    assert drafted("new-course")[""]["modules/01-a/01-b.md"] == b"Words.\n"
    with store():
        assert verbs(cast.abel.organisation_id)[-1] == "draft.begun"


def test_what_was_published_is_known_again(abel: Visitor, cast: Cast, store: Any) -> None:
    send(abel, archive.pack("x", {"": FILES}))
    assert "It was last the same as release 1." in words(abel.get(DRAFT))
    with store():
        draft = queries.draft(cast.abel.organisation_id, "facilitator")
        assert draft
        assert not queries.is_unpublished(draft)


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_zip_is_refused_in_a_sentence(abel: Visitor, cast: Cast, store: Any, what: str) -> None:
    body, sentence = REFUSED[what]
    page = send(abel, body)
    assert (page.status_code, sentence in words(page)) == (422, True)
    with store():
        assert queries.drafts(cast.abel.organisation_id) == []


KEYLESS = [b"title: x\n", b"key: [a]\n", b"key: Not a key\n", b"\xff\xfe", b"", b"key: " + b"a" * 65]


@pytest.mark.parametrize("about", KEYLESS)
def test_a_programme_that_does_not_say_which_it_is(abel: Visitor, about: bytes) -> None:
    page = send(abel, zipped(("programme.yaml", about)))
    assert (page.status_code, "does not say which programme it is" in words(page)) == (422, True)


KEYS = [
    b"key: found\n",
    b"\xef\xbb\xbfkey: found\r\ntitle: x\r\n",
    b"{key: found}",
    b"title: [\nkey: found # even so\n",
    b"key: 'found'\ntitle: \xff\n",
]


@pytest.mark.parametrize("about", KEYS)
def test_the_key_is_found_whatever_else_is_wrong(abel: Visitor, about: bytes) -> None:
    assert send(abel, zipped(("programme.yaml", about))).location == "/o/acme/author/drafts/found"
    assert abel.get("author/drafts/found").status_code == 200


def test_nothing_chosen_and_too_much_chosen(abel: Visitor) -> None:
    page = abel.post("author/import")
    assert (page.status_code, "Choose a zip file." in words(page)) == (422, True)
    assert send(abel, b"0" * (3 * 2**20)).status_code == 422  # more than other pages take
    refused = send(abel, b"0" * (17 * 2**20))
    assert (refused.status_code, "That is too large" in words(refused)) == (413, True)


# Over a draft that there is.


def test_an_import_over_a_draft_shows_first_what_would_change(
    abel: Visitor, cast: Cast, store: Any, drafted: Drafted
) -> None:
    with store():
        writing.begin(cast.abel)
    page = send(abel, OTHER_ZIP)
    seen = words(page)
    assert page.status_code == 200
    assert "There is a draft of facilitator. Nothing is imported yet." in seen
    assert "Added: Nine minutes in" in seen
    assert drafted() == {"": FILES}
    done = send(abel, OTHER_ZIP, seen=hidden(page, "seen"), shown=hidden(page, "shown"), replace="yes")
    assert (done.status_code, done.location) == (303, f"/o/acme/{DRAFT}")
    assert drafted() == {"": OTHER}
    with store():
        assert verbs(cast.abel.organisation_id)[-1] == "draft.imported"


def test_an_import_over_what_somebody_saved_meanwhile(abel: Visitor, cast: Cast, store: Any, drafted: Drafted) -> None:
    with store():
        writing.begin(cast.abel)
    page = send(abel, OTHER_ZIP)
    fields = {"seen": hidden(page, "seen"), "shown": hidden(page, "shown"), "replace": "yes"}
    save(abel, "mine", FILES[LESSON])
    refused = send(abel, OTHER_ZIP, **fields)
    assert (refused.status_code, "Somebody saved in this draft" in words(refused)) == (409, True)
    assert "Removed: mine" in words(refused)
    assert drafted()[""][LESSON] == b"mine"
    assert send(abel, OTHER_ZIP, **{**fields, "seen": hidden(refused, "seen")}).status_code == 303


def test_another_zip_than_the_one_that_was_shown(abel: Visitor, cast: Cast, store: Any, drafted: Drafted) -> None:
    with store():
        writing.begin(cast.abel)
    page = send(abel, OTHER_ZIP)
    fields = {"seen": hidden(page, "seen"), "shown": hidden(page, "shown"), "replace": "yes"}
    third = archive.pack("facilitator", {"": {**FILES, LESSON: b"third"}})
    shown = send(abel, third, **fields)
    assert (shown.status_code, "Added: third" in words(shown)) == (200, True)
    assert drafted() == {"": FILES}


def test_whoever_published_meanwhile_is_no_obstacle(abel: Visitor, cast: Cast, store: Any) -> None:
    with store():
        writing.begin(cast.abel)
        draft = queries.draft(cast.abel.organisation_id, "facilitator")
        assert draft
        actions.import_draft(draft, {"": FILES}, seen=queries.state(draft), by=cast.abel.member, now=MONDAY)
    page = send(abel, archive.pack("facilitator", {"": FILES}))
    assert "Nothing: the files are the same." in words(page)


def test_every_zip_that_leaves_is_one_that_others_can_open(abel: Visitor, cast: Cast, store: Any) -> None:
    with store():
        writing.begin(cast.abel, {"": {**FILES, "modules/ünï.md": b"x"}})
    with zipfile.ZipFile(BytesIO(abel.get(f"{DRAFT}/zip").data)) as opened:
        assert opened.testzip() is None
        assert "facilitator/modules/ünï.md" in opened.namelist()
