"""One file of a draft: what the editor shows of it, how a page will look, and what else can become of it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Cast
from tests.curriculum import writing
from tests.curriculum.test_translating import german
from tests.curriculum.writing import BANK, DRAFT, LESSON, PDF, PNG, at, hidden, save, send_file
from tests.programme import FILES
from tests.visiting import Visitor, words
from trainer.curriculum.assets import name_for

Visit = Callable[..., Visitor]
Q = "modules/01-questions"
PICTURE, PAPER = f"{Q}/set.png", f"{Q}/paper.pdf"
SHOWING = FILES[LESSON] + b"\n![Six chairs](set.png) and [a paper](paper.pdf)\n"


@pytest.fixture
def abel(visit: Visit, cast: Cast, store: Any) -> Visitor:
    """Abel with a draft that shows a picture and has a translation."""
    with store():
        writing.begin(cast.abel, {"": {**FILES, LESSON: SHOWING, PICTURE: PNG, PAPER: PDF}, "de": german()})
    return visit(cast.abel)


@pytest.fixture
def stored(cast: Cast, store: Any) -> Callable[..., bytes | None]:
    """What the draft holds under a path."""

    def look(path: str, language: str = "") -> bytes | None:
        with store():
            return writing.files_of(cast.abel)[language].get(path)

    return look


Stored = Callable[..., bytes | None]


def preview(visitor: Visitor, text: str, path: str = LESSON, folder: str = "facilitator") -> Any:
    return visitor.post(at("preview", path, folder), {"body": text, "base": "as it was"})


def body(page: Any) -> str:
    """What stands in the editor."""
    return str(page.text.partition('<textarea id="body"')[2].partition(">\n")[2].partition("</textarea>")[0])


# Looking.


def test_a_lesson_is_shown_as_its_readers_see_it(abel: Visitor) -> None:
    page = abel.get(at("edit", LESSON))
    assert "Why advice comes early" in words(page)
    assert '<div class="block moment">' in page.text
    assert f'src="/o/acme/{at("raw", PICTURE)}"' in page.text
    assert f'href="/o/acme/{at("raw", PAPER)}"' in page.text
    assert f'href="/o/acme/{at("edit", f"{Q}/02-handing-back.md")}#the-ladder"' in page.text
    assert "No mistakes in this file" in words(page)
    assert body(page).startswith("---\ntitle: Why advice comes early")


def test_a_preview_keeps_what_was_typed_and_stores_nothing(abel: Visitor, stored: Stored) -> None:
    page = preview(abel, "---\ntitle: Other\n---\n## A <b>heading</b>\n\nNew & <script>alert(1)</script> words.\n")
    assert page.status_code == 200
    assert "Other" in words(page)
    assert "<script>alert" not in page.text
    assert "## A &lt;b&gt;heading" in body(page)
    assert hidden(page, "base") == "as it was"
    assert stored(LESSON) == SHOWING


def test_mistakes_are_told_while_writing_with_their_lines(abel: Visitor) -> None:
    page = preview(abel, "---\ntitle: A\noutcomes: [no-such]\n---\n# Big\n\n[gone](gone.md) ![](set.png)\n")
    seen = words(page)
    for text in (
        f"{LESSON}:3 The module has no outcome “no-such”.",
        f"{LESSON}:5 Sections begin at “##”",
        f"{LESSON}:7 The link “gone.md” leads to nothing in this programme.",
        f"{LESSON}:7 The image “set.png” has no alternative text",
    ):
        assert text in seen
    assert f'href="/o/acme/{at("edit", LESSON)}#L7"' in page.text


NEAR = [
    "[whole](../02-meetings/01-the-phases.md)",
    "[by key](../02-meetings/the-phases.md)",
    "[another number](../07-meetings/09-the-phases.md)",
    "[a place](02-handing-back.md#the-ladder)",
    "[here](#signs)",
    "[a paper](paper.pdf)",
    "[outside](https://example.org)",
]


@pytest.mark.parametrize("link", NEAR)
def test_a_link_that_leads_somewhere_is_no_mistake(abel: Visitor, link: str) -> None:
    page = preview(abel, f"{FILES[LESSON].decode()}\n{link}\n")
    assert "No mistakes in this file" in words(page)


FAR = ["[a](02-handing-back.md#nothing)", "[a](../02-meetings/nothing.md)", "![A](nothing.png)", "[a](/o/acme)"]


@pytest.mark.parametrize("link", FAR)
def test_a_link_that_leads_nowhere_is_one(abel: Visitor, link: str) -> None:
    page = preview(abel, f"{FILES[LESSON].decode()}\n{link}\n")
    assert "No mistakes" not in words(page)
    assert page.status_code == 200


def test_a_lesson_that_names_itself_is_found_by_that_name(abel: Visitor) -> None:
    other = f"{Q}/02-handing-back.md"
    save(abel, FILES[other].decode().replace("title: Handing", "key: ladder\ntitle: Handing"), FILES[other], other)
    page = preview(abel, FILES[LESSON].decode().replace("02-handing-back.md", "ladder.md"))
    assert "No mistakes in this file" in words(page)


def test_every_file_of_the_programme_is_without_mistakes_in_its_editor(abel: Visitor) -> None:
    for path in FILES:
        assert "No mistakes in this file" in words(abel.get(at("edit", path))), path


def test_a_yaml_file_has_no_preview_and_is_checked_with_the_whole(abel: Visitor) -> None:
    assert "Preview" not in words(abel.get(at("edit", BANK)))
    page = preview(abel, FILES[BANK].decode().replace("outcome: spot-advice", "outcome: nothing", 1), BANK)
    assert f"{BANK}:6 The module has no outcome “nothing”." in words(page)
    about = FILES["programme.yaml"].decode().replace("[questions, meetings]", "[questions, lunch]")
    assert "There is no module “lunch”." in words(preview(abel, about, "programme.yaml"))


def test_a_translation_shows_the_pictures_of_the_programme(abel: Visitor) -> None:
    path = f"{Q}/02-handing-back.md"
    text = german()[path].decode().replace("Innehalten.", "Innehalten. ![Stühle](set.png)")
    page = preview(abel, text, path, "facilitator.de")
    assert f'src="/o/acme/{at("raw", PICTURE)}"' in page.text
    assert '<div class="lesson" lang="de">' in page.text
    assert "No mistakes in this file" in words(page)
    assert 'lang="en"><div class="block' not in page.text


HOSTILE = [
    "---\n: [\n---\nx",
    "---\ntitle: [1, 2]\n---\nx",
    "---\n- a\n---\nx",
    "---\nno end",
    "> " * 3000,
    "[" * 3000,
    "\x01\x02",
    "![x](javascript:alert(1)) [y](data:text/html,x) [z](//evil.example/x)",
    "/// reflection\n",
    "|" * 5000,
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_is_written_breaks_the_editor(abel: Visitor, text: str) -> None:
    for path in (
        LESSON,
        BANK,
        "programme.yaml",
        "pocket/01-phase-card.md",
        "rubric.yaml",
    ):
        page = preview(abel, text, path)
        assert page.status_code == 200
        assert "javascript:" not in page.text.partition('id="look"')[2].replace("“javascript:", "")


def test_a_reflection_in_a_preview_leads_to_itself(abel: Visitor) -> None:
    page = abel.get(at("edit", f"{Q}/02-handing-back.md"))
    assert 'href="#reflection-whose-approval"' in page.text
    assert 'id="reflection-whose-approval"' in page.text


# Raw files.


def test_a_picture_is_sent_in_a_sandbox_to_authors_only(abel: Visitor, visit: Visit, cast: Cast) -> None:
    shown = abel.get(at("raw", PICTURE))
    assert (shown.data, shown.mimetype) == (PNG, "image/png")
    assert shown.headers["Content-Security-Policy"] == "sandbox"
    assert "Content-Disposition" not in shown.headers
    again = abel.get(at("raw", PICTURE), headers={"If-None-Match": shown.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    for path, kind in ((PAPER, "application/pdf"), (LESSON, "application/octet-stream")):
        sent = abel.get(at("raw", path))
        assert (sent.mimetype, sent.headers["Content-Disposition"]) == (kind, "attachment")
        assert sent.headers["Content-Security-Policy"] == "sandbox"
    assert visit(cast.tara).get(at("raw", PICTURE)).status_code == 403
    assert visit(cast.olga).get(f"/o/acme/{at('raw', PICTURE)}").status_code == 404


def test_a_picture_that_is_none_is_not_shown_as_one(abel: Visitor, cast: Cast, store: Any) -> None:
    with store():
        writing.begin(cast.abel, {"": {"programme.yaml": b"key: odd", "modules/a/x.png": b"<script>"}}, key="odd")
    sent = abel.get("author/drafts/odd/raw/odd/modules/a/x.png")
    assert (sent.mimetype, sent.headers["Content-Disposition"]) == ("application/octet-stream", "attachment")
    page = abel.get("author/drafts/odd/edit/odd/modules/a/x.png")
    assert "This file cannot be shown or edited here" in words(page)
    assert "The file is not what its name says." in words(abel.get("author/drafts/odd"))


def test_a_picture_has_a_page_with_what_can_become_of_it(abel: Visitor) -> None:
    page = abel.get(at("edit", PICTURE))
    assert f'<img class="shown" src="/o/acme/{at("raw", PICTURE)}"' in page.text
    assert "Replace" in words(page)
    assert "<img" not in abel.get(at("edit", PAPER)).text


def test_what_is_not_utf_8_is_not_edited_and_can_be_replaced(abel: Visitor, cast: Cast, store: Any) -> None:
    with store():
        writing.begin(cast.abel, {"": {"programme.yaml": b"key: odd", "a.md": b"caf\xe9"}}, key="odd")
    page = abel.get("author/drafts/odd/edit/odd/a.md")
    assert "no text in UTF-8" in words(page)
    address = "author/drafts/odd/replace/odd/a.md"
    assert send_file(abel, address, "x.md", "café".encode(), base=hidden(page, "base")).status_code == 303
    assert "café" in body(abel.get("author/drafts/odd/edit/odd/a.md"))


# Adding.


ADDED = [
    (f"{Q}/03-new-thing.md", 'title: "New thing"', "No mistakes in this file"),
    ("modules/03-listening/module.yaml", 'title: "Listening"', "The module has no lesson."),
    (f"{Q}/sub/check.yaml", "draw: 1", "Nothing reads this file"),
    ("notes.md", 'title: "Notes"', "No mistakes in this file"),
    ("modules/03-ünï/01-é.md", 'title: "É"', "No mistakes in this file"),
    ("other.yaml", "", "No mistakes in this file"),
    ("sub/glossary.yaml", "", "No mistakes in this file"),
]


@pytest.mark.parametrize(("path", "text", "told"), ADDED)
def test_a_new_file_begins_with_its_shape(abel: Visitor, path: str, text: str, told: str) -> None:
    added = abel.post(f"{DRAFT}/add", {"language": "", "path": f" {path} "}, follow_redirects=True)
    assert added.status_code == 200
    assert text in added.text.replace("&#34;", '"')
    assert told in words(added)


REFUSED = [
    ("", "Write the path of the file."),
    ("../evil.md", "Write a path inside the folder"),
    ("/evil.md", "Write a path inside the folder"),
    ("a\\b.md", "Write a path inside the folder"),
    (".hidden.md", "Write a path inside the folder"),
    ("modules/x.png", "ends in .md or .yaml"),
    (LESSON.upper().replace(".MD", ".md"), "There is already a file"),
    (f"{LESSON}/x.md", "a file and a folder of the same name"),
    ("x" * 300 + ".md", "Use a shorter path"),
]


@pytest.mark.parametrize(("path", "sentence"), REFUSED)
def test_a_path_that_no_file_can_have(abel: Visitor, path: str, sentence: str) -> None:
    for address in (f"{DRAFT}/add", at("move", BANK)):
        page = abel.post(address, {"language": "", "path": path})
        if "ends in" in sentence and "move" in address:
            continue
        assert (page.status_code, sentence in words(page)) == (422, True), address
        assert f'value="{path}"' in page.text


def test_a_link_to_a_missing_file_offers_to_add_it(abel: Visitor) -> None:
    page = abel.get(at("edit", "modules/09-new/module.yaml"), follow_redirects=True)
    assert "Add a file" in words(page)
    assert 'value="modules/09-new/module.yaml"' in page.text


def test_a_file_of_a_translation(abel: Visitor, stored: Stored) -> None:
    path = f"{Q}/01-why-advice-comes-early.md"
    assert 'value="de"' in abel.get(f"{DRAFT}/add?language=de&path={path}").text
    added = abel.post(f"{DRAFT}/add", {"language": "de", "path": path})
    assert added.location == f"/o/acme/{at('edit', path, 'facilitator.de')}"
    assert stored(path, "de") == stored(path) == SHOWING
    abel.post(f"{DRAFT}/add", {"language": "de", "path": "modules/99-x/01-y.md"})
    assert b'title: "Y"' in (stored("modules/99-x/01-y.md", "de") or b"")
    assert abel.post(f"{DRAFT}/add", {"language": "klingon!", "path": "a.md"}).status_code == 422


def test_a_translation_begins_with_its_programme_yaml(abel: Visitor, stored: Stored) -> None:
    abel.post(f"{DRAFT}/add", {"language": "pt-BR", "path": "programme.yaml"})
    assert stored("programme.yaml", "pt-BR") == FILES["programme.yaml"].replace(b"language: en", b"language: pt-BR")
    assert "No mistakes in this file" in words(abel.get(at("edit", "programme.yaml", "facilitator.pt-BR")))


# Uploading.


def upload(visitor: Visitor, name: str, content: bytes, folder: str = Q) -> Any:
    return send_file(visitor, f"{DRAFT}/upload", name, content, folder=folder)


NAMES = [
    ("set.png", "set.png"),
    ("C:\\pictures\\Our set (2).PNG", "Our-set-2.PNG"),
    ("/home/x/übung 1.jpg", "bung-1.jpg"),
    ("...", ""),
    ("a" * 200 + ".png", "a" * 96 + ".png"),
]


@pytest.mark.parametrize(("name", "here"), NAMES)
def test_a_file_gets_a_name_that_it_can_have_here(name: str, here: str) -> None:
    assert name_for(name) == here


def test_a_picture_is_uploaded_beside_its_lesson(abel: Visitor, stored: Stored) -> None:
    sent = upload(abel, "Our set (2).PNG", PNG)
    assert sent.location == f"/o/acme/{at('edit', f'{Q}/Our-set-2.PNG')}"
    assert "![What it shows](Our-set-2.PNG)" in words(abel.get(sent.location))
    assert stored(f"{Q}/Our-set-2.PNG") == PNG


UPLOADS = [
    ("x.exe", b"MZ", "Only png, jpg"),
    ("x.svg", b"<svg/>", "Only png, jpg"),
    ("x.png", b"<html>", "The file is not what its name says."),
    ("set.png", PNG, "There is already a file"),
    ("x.pdf", b"%PDF-" + b"0" * (2 * 2**20), "larger than 2 MB"),
    ("...", PNG, "Only png, jpg"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), UPLOADS)
def test_what_is_no_picture_or_paper_is_not_taken(abel: Visitor, name: str, content: bytes, sentence: str) -> None:
    page = upload(abel, name, content)
    assert (page.status_code, sentence in words(page)) == (422, True)


def test_a_folder_that_is_not_offered(abel: Visitor) -> None:
    assert upload(abel, "x.png", PNG, "..").status_code == 422
    assert abel.post(f"{DRAFT}/upload", {"folder": Q}).status_code == 422
    assert upload(abel, "x.pdf", b"%PDF-" + b"0" * (4 * 2**20)).status_code == 413


def test_a_picture_is_replaced_if_it_is_still_the_one_that_was_seen(abel: Visitor, stored: Stored) -> None:
    base = hidden(abel.get(at("edit", PICTURE)), "base")
    other = PNG + b"other"
    for content, status in ((b"no picture", 422), (other, 303), (other, 303), (PNG + b"third", 409)):
        sent = send_file(abel, at("replace", PICTURE), "x.png", content, base=base)
        assert sent.status_code == status
    assert "Somebody saved" in words(sent)
    assert stored(PICTURE) == other
    assert abel.post(at("replace", PICTURE), {"base": base}).status_code == 422


# Moving.


def test_a_file_is_moved_with_its_words(abel: Visitor, stored: Stored) -> None:
    moved = f"{Q}/05-why-advice-comes-early.md"
    sent = abel.post(at("move", LESSON), {"path": moved})
    assert sent.location == f"/o/acme/{at('edit', moved)}"
    assert (stored(LESSON), stored(moved)) == (None, SHOWING)
    assert abel.get(at("move", LESSON)).status_code == 404


def test_only_the_case_of_a_name_can_change(abel: Visitor, stored: Stored) -> None:
    assert abel.post(at("move", PICTURE), {"path": f"{Q}/Set.png"}).status_code == 303
    assert stored(f"{Q}/Set.png") == PNG


ADDRESSES = [
    "edit/other/a.md",
    "edit/facilitator/../a.md",
    "edit/facilitator/.git/config",
    "edit/facilitator.xx.yy/a.md",
    "edit/facilitator",
    "raw/facilitator/nothing.md",
    "delete/facilitator/nothing.md",
    "move/facilitator/%00.md",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_that_lead_nowhere(abel: Visitor, address: str) -> None:
    assert abel.get(f"{DRAFT}/{address}").status_code == 404


def test_a_save_to_where_no_file_can_be_is_not_found(abel: Visitor) -> None:
    for name in ("other/a.md", "facilitator/.git/config", "facilitator.de%0A/a.md"):
        assert abel.post(f"{DRAFT}/edit/{name}", {"body": "x", "base": ""}).status_code == 404
