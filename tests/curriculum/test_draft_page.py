"""A draft from its beginning to its publication, as its authors see it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import MONDAY, Cast
from tests.curriculum import writing
from tests.curriculum.studying import begin as enrol
from tests.curriculum.test_translating import german
from tests.curriculum.writing import BANK, DRAFT, LESSON, at, hidden, save
from tests.entries import verbs
from tests.programme import FILES
from tests.visiting import Visitor, words
from trainer.curriculum import actions, queries
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.models import Source
from trainer.db import db

Visit = Callable[..., Visitor]
Q = "modules/01-questions"


def newest(cast: Cast) -> Any:
    found = queries.newest(cast.abel.organisation_id, "facilitator")
    assert found
    return found


# Beginning.


def test_a_draft_begins_with_the_files_of_the_newest_release(visit: Visit, cast: Cast, store: Any) -> None:
    abel = visit(cast.abel)
    assert "A draft begins with the files of release 1." in words(abel.get("author"))
    with store():
        id = newest(cast).id
    begun = abel.post(f"author/releases/{id}/draft")
    assert (begun.status_code, begun.location) == (303, f"/o/acme/{DRAFT}")
    with store():
        assert writing.files_of(cast.abel) == {"": FILES}
        assert verbs(cast.abel.organisation_id)[-1] == "draft.begun"
    seen = words(abel.get(DRAFT))
    for text in ("Draft of Set facilitator", "by Abel Author", "It was last the same as release 1.", "No mistakes"):
        assert text in seen
    assert "Begun on 7 September" not in seen
    assert f'href="/o/acme/{DRAFT}">Set facilitator' in abel.get("author").text


def test_there_is_one_draft_of_a_programme(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        id = newest(cast).id
    abel = visit(cast.abel)
    abel.post(f"author/releases/{id}/draft")
    save(abel, "mine", FILES[LESSON])
    again = abel.post(f"author/releases/{id}/draft")
    assert again.location == f"/o/acme/{DRAFT}"
    assert "There is already a draft of this programme." in words(abel.get(DRAFT))
    with store():
        assert writing.files_of(cast.abel)[""][LESSON] == b"mine"


def test_a_release_without_sources_says_so_and_offers_an_import(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        db.session.query(Source).delete()
        id = newest(cast).id
    abel = visit(cast.abel)
    assert "Release 1 was published before its files were kept: import its folder." in words(abel.get("author"))
    begun = abel.post(f"author/releases/{id}/draft", follow_redirects=True)
    assert "Release 1 was published before its files were kept. Import them." in words(begun)
    assert "Import a zip" in words(begun)
    with store():
        assert writing.files_of(cast.abel) == {}
    assert "Begin a draft from it" not in words(abel.get(f"author/releases/{id}"))


def test_an_empty_programme_begins_with_one_lesson_and_no_mistake(visit: Visit, cast: Cast, store: Any) -> None:
    abel = visit(cast.abel)
    begun = abel.post("author/drafts", {"title": "Kranke: “Tage” & mehr", "key": "sick-days"})
    assert (begun.status_code, begun.location) == (303, "/o/acme/author/drafts/sick-days")
    seen = words(abel.get("author/drafts/sick-days"))
    assert "No mistakes" in seen
    assert "It was never the same as a release." in seen
    with store():
        draft = queries.draft(cast.abel.organisation_id, "sick-days")
        assert draft
        programme = queries.checked(draft).compilation.programme
        assert programme
        assert programme.title == "Kranke: “Tage” & mehr"


WRONG = [
    ({"title": "", "key": "x"}, "Enter a title."),
    ({"title": "X", "key": ""}, "Enter a key."),
    ({"title": "X", "key": "Sick days"}, "Use lower-case letters"),
    ({"title": "X", "key": "facilitator"}, "There is a programme of this key."),
]


@pytest.mark.parametrize(("form", "sentence"), WRONG)
def test_a_programme_that_cannot_begin(visit: Visit, cast: Cast, form: dict[str, str], sentence: str) -> None:
    page = visit(cast.abel).post("author/drafts", form)
    assert (page.status_code, sentence in words(page)) == (422, True)
    assert f'value="{form["title"]}"' in page.text


# The tree.


@pytest.fixture
def abel(visit: Visit, cast: Cast, store: Any) -> Visitor:
    """Abel with a draft of the small programme and its translation."""
    with store():
        writing.begin(cast.abel, {"": FILES, "de": german()})
    return visit(cast.abel)


def test_every_file_stands_in_its_folder(abel: Visitor) -> None:
    page = abel.get(DRAFT)
    for name in (f"facilitator/{LESSON}", "facilitator/programme.yaml", f"facilitator.de/{Q}/02-handing-back.md"):
        assert f'href="/o/acme/{DRAFT}/edit/{name}"' in page.text
    assert "facilitator/modules/01-questions/" in words(page)


def test_mistakes_stand_at_their_files_with_a_link_to_the_line(abel: Visitor) -> None:
    broken = FILES[LESSON].replace(b"02-handing-back.md#the-ladder", b"03-nothing.md")
    save(abel, broken.decode(), FILES[LESSON])
    save(abel, FILES[BANK].decode().replace("pass_mark: 0.75", "pass_mark: 75"), FILES[BANK], BANK)
    page = abel.get(DRAFT)
    seen = words(page)
    assert "2 mistakes" in seen
    assert f"{LESSON}:10 The link “03-nothing.md” leads to nothing in this programme." in seen
    assert f"{BANK}:1 “pass_mark” must be at most 1.0." in seen
    assert f'href="/o/acme/{at("edit", LESSON)}#L10"' in page.text
    assert seen.count("1 mistake") == 2


def test_mistakes_of_a_translation_name_its_folder(abel: Visitor) -> None:
    german_file = f"{Q}/02-handing-back.md"
    body = german()[german_file]
    address = at("edit", german_file, "facilitator.de")
    abel.post(address, {"body": body.decode().replace("01-why-advice", "nothing"), "base": writing.digest(body)})
    page = abel.get(DRAFT)
    assert f"facilitator.de/{german_file}:4" in words(page)
    assert f'href="/o/acme/{address}#L4"' in page.text


def test_a_draft_keeps_its_key(abel: Visitor) -> None:
    about = FILES["programme.yaml"]
    save(abel, about.decode().replace("key: facilitator", "key: other"), about, "programme.yaml")
    assert "programme.yaml:1 This is a draft of “facilitator”." in words(abel.get(DRAFT))


def test_whoever_is_no_author_sees_nothing_of_it(abel: Visitor, visit: Visit, cast: Cast) -> None:
    for who in ("tara", "ana", "lena", "cora", "ada", "udo"):
        assert visit(getattr(cast, who)).get(DRAFT).status_code == 403
    olga = visit(cast.olga)
    for address in (DRAFT, f"{DRAFT}/compare", at("edit", LESSON), at("raw", LESSON), f"{DRAFT}/zip", "author/import"):
        assert olga.get(f"/o/acme/{address}").status_code == 404
        assert olga.get(f"/o/other/{address}").status_code == (200 if address == "author/import" else 404)
    assert save(olga, "mine", FILES[LESSON]).status_code == 409  # in Olga's own organisation there is no such draft
    assert olga.post(f"/o/acme/{at('edit', LESSON)}", {"body": "x", "base": ""}).status_code == 404


# Comparing and publishing.


def edited(abel: Visitor) -> str:
    text = FILES[LESSON].decode().replace("Ten minutes in", "Nine minutes in")
    save(abel, text, FILES[LESSON])
    return text


@pytest.fixture
def alone(visit: Visit, cast: Cast, store: Any) -> Visitor:
    """Abel with a draft that is the same as the newest release, on which Tara is."""
    with store():
        enrol(cast.tara)
        writing.begin(cast.abel)
    return visit(cast.abel)


def test_without_changes_there_is_nothing_to_publish(alone: Visitor) -> None:
    page = alone.get(f"{DRAFT}/compare")
    assert "Nothing differs" in words(page)
    assert "Every file is the same." in words(page)
    assert "Publish as release" not in words(page)


def test_a_remark_in_a_file_reaches_nobody(alone: Visitor) -> None:
    about = FILES["programme.yaml"]
    save(alone, f"# A remark.\n{about.decode()}", about, "programme.yaml")
    seen = words(alone.get(f"{DRAFT}/compare"))
    assert "Nothing differs: what changed in the files, if anything, reaches nobody." in seen
    assert "Added: # A remark." in seen


def test_the_comparison_says_what_changes_and_for_whom(alone: Visitor) -> None:
    edited(alone)
    seen = words(alone.get(f"{DRAFT}/compare"))
    for text in (
        "Compare with release 1",
        "lesson questions/why-advice-comes-early wording only",
        "1 person is on release 1",
        "They stay on the release they began with.",
        f"facilitator/{LESSON} changed",
        "Removed: Ten minutes in",
        "Added: Nine minutes in",
        "Publish as release 2",
    ):
        assert text in seen


def publish(visitor: Visitor, page: Any = None) -> Any:
    page = page or visitor.get(f"{DRAFT}/compare")
    sent = {"seen": hidden(page, "seen"), "over": hidden(page, "over")}
    return visitor.post(f"{DRAFT}/publish", sent)


def test_publishing_makes_the_next_release_and_keeps_the_draft(alone: Visitor, cast: Cast, store: Any) -> None:
    text = edited(alone)
    published = publish(alone)
    assert published.status_code == 303
    seen = words(alone.get(published.location))
    assert "Published as release 2. Everybody stays on the release they began with." in seen
    with store():
        release = newest(cast)
        assert (release.number, release.published_by_id) == (2, cast.abel.member_id)
        assert queries.sources(release.organisation_id, release.id)[""][LESSON].decode() == text
        draft = queries.draft(cast.abel.organisation_id, "facilitator")
        assert draft
        assert draft.release_id == release.id
        assert not queries.is_unpublished(draft)
        assert verbs(cast.abel.organisation_id)[-1] == "release.published"
    assert "It was last the same as release 2." in words(alone.get(DRAFT))


def test_whoever_began_stays_with_the_words_they_began_with(alone: Visitor, visit: Visit, cast: Cast) -> None:
    edited(alone)
    publish(alone)
    lesson = words(visit(cast.tara).get("learn/facilitator/questions/why-advice-comes-early"))
    assert "Ten minutes in" in lesson
    assert "Nine minutes in" not in lesson


def test_publishing_twice_is_publishing_once(alone: Visitor, cast: Cast, store: Any) -> None:
    edited(alone)
    page = alone.get(f"{DRAFT}/compare")
    assert publish(alone, page).status_code == 303
    again = publish(alone, page)
    assert (again.status_code, "Another release was published meanwhile." in words(again)) == (409, True)
    with store():
        sent = {"seen": queries.checked(_draft(cast)).state, "over": str(newest(cast).id)}
    same = alone.post(f"{DRAFT}/publish", sent, follow_redirects=True)
    assert "Nothing differs from release 2: it stays the newest." in words(same)
    with store():
        assert newest(cast).number == 2


def _draft(cast: Cast) -> Any:
    return queries.draft(cast.abel.organisation_id, "facilitator")


def test_nothing_with_a_mistake_in_it_is_published(alone: Visitor, cast: Cast, store: Any) -> None:
    save(alone, "---\ntitle: A\n---\n[gone](gone.md)\n", FILES[LESSON])
    page = alone.get(f"{DRAFT}/compare")
    assert "What publishing would change can be said once there is none." in words(page)
    assert "Publish as release" not in words(page)
    with store():
        sent = {"seen": queries.checked(_draft(cast)).state, "over": str(newest(cast).id)}
    refused = alone.post(f"{DRAFT}/publish", sent)
    assert (refused.status_code, "leads to nothing" in words(refused)) == (422, True)
    with store():
        assert newest(cast).number == 1


def test_what_was_changed_since_it_was_compared_is_not_published(alone: Visitor, cast: Cast, store: Any) -> None:
    text = edited(alone)
    page = alone.get(f"{DRAFT}/compare")
    save(alone, text.replace("Nine", "Eight"), text.encode())
    refused = publish(alone, page)
    assert (refused.status_code, "Somebody saved in this draft" in words(refused)) == (409, True)
    assert "Added: Eight minutes in" in words(refused)
    assert publish(alone, refused).status_code == 303
    with store():
        assert b"Eight" in queries.sources(cast.abel.organisation_id, newest(cast).id)[""][LESSON]


def test_a_release_from_elsewhere_is_not_published_over(alone: Visitor, cast: Cast, store: Any) -> None:
    edited(alone)
    page = alone.get(f"{DRAFT}/compare")
    other = {**FILES, BANK: FILES[BANK].replace(b"0.75", b"0.5")}
    with store():
        compiled = compile_programme(other).programme
        assert compiled
        actions.publish(cast.abel.organisation_id, compiled, by=None, now=MONDAY)
    refused = publish(alone, page)
    assert (refused.status_code, "Another release was published meanwhile." in words(refused)) == (409, True)
    assert "module questions structure" in words(refused)
    assert "Abel Author" in words(refused)
    assert "Publishing this draft would take back what that one changed." in words(alone.get(DRAFT))
    assert publish(alone, refused).status_code == 303
    with store():
        assert newest(cast).number == 3


def test_a_discarded_draft_is_not_published(alone: Visitor, cast: Cast, store: Any) -> None:
    edited(alone)
    page = alone.get(f"{DRAFT}/compare")
    alone.post(f"{DRAFT}/discard", {"seen": hidden(alone.get(f"{DRAFT}/discard"), "seen")})
    assert publish(alone, page).status_code == 404
    with store():
        assert newest(cast).number == 1


@pytest.mark.parametrize("over", ["", "x", "01a21eff-23de-71c3-8a2a-d42974014720"])
def test_a_release_that_nobody_compared_with(alone: Visitor, cast: Cast, store: Any, over: str) -> None:
    edited(alone)
    sent = {"seen": hidden(alone.get(f"{DRAFT}/compare"), "seen"), "over": over}
    assert alone.post(f"{DRAFT}/publish", sent).status_code == 409
    with store():
        assert newest(cast).number == 1


def test_the_first_release_of_a_new_programme(visit: Visit, cast: Cast, store: Any) -> None:
    abel = visit(cast.abel)
    abel.post("author/drafts", {"title": "Sick days", "key": "sick-days"})
    page = abel.get("author/drafts/sick-days/compare")
    assert "The first release of sick-days" in words(page)
    assert "Whom it concerns" not in words(page)
    sent = {"seen": hidden(page, "seen"), "over": hidden(page, "over")}
    assert abel.post("author/drafts/sick-days/publish", sent).status_code == 303
    with store():
        release = queries.newest(cast.abel.organisation_id, "sick-days")
        assert release
        assert (release.number, release.title) == (1, "Sick days")


# Discarding.


def test_discarding_says_what_is_lost(alone: Visitor, cast: Cast, store: Any) -> None:
    assert "Nothing would be lost" in words(alone.get(f"{DRAFT}/discard"))
    edited(alone)
    page = alone.get(f"{DRAFT}/discard")
    seen = words(page)
    assert "Compared with release 1, which stays:" in seen
    assert "Added: Nine minutes in" in seen
    gone = alone.post(f"{DRAFT}/discard", {"seen": hidden(page, "seen")}, follow_redirects=True)
    assert "The draft is discarded." in words(gone)
    with store():
        assert writing.files_of(cast.abel) == {}
        assert verbs(cast.abel.organisation_id)[-1] == "draft.discarded"


def test_the_tree_costs_as_many_statements_for_many_files(
    visit: Visit, cast: Cast, store: Any, statements: Any
) -> None:
    many = {f"modules/{n:02}-m/{k:02}-l.md": b"Words.\n" for n in range(12) for k in range(5)}
    few = {"modules/01-m/01-l.md": b"Words.\n"}
    with store():
        for key, files in {"few": few, "many": many}.items():
            writing.begin(cast.abel, {"": {"programme.yaml": f"key: {key}\ntitle: X\n".encode(), **files}}, key=key)
    abel, counts = visit(cast.abel), []
    for key in ("few", "many"):
        abel.get(f"author/drafts/{key}")
        with statements() as sent:
            assert abel.get(f"author/drafts/{key}").status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 8, counts
