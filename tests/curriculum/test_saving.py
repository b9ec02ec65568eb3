"""Two authors at once get a conflict with both versions, and no text that was saved is ever lost unseen."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.cast import MONDAY, Cast
from tests.curriculum import writing
from tests.curriculum.writing import DRAFT, LESSON, at, digest, hidden, save
from tests.entries import verbs
from tests.programme import FILES
from tests.visiting import Visitor, words
from trainer.curriculum import actions, queries
from trainer.curriculum.drafting import may_replace
from trainer.curriculum.source import most_bytes
from trainer.db import db
from trainer.web import Application, Conflict

Visit = Callable[..., Visitor]
STORED, LONGEST = FILES[LESSON], most_bytes(LESSON)
MINE = STORED.decode().replace("Ten minutes in", "Nine minutes in")
THEIRS = STORED.decode().replace("## Signs", "## Marks")


@pytest.fixture
def two(cast: Cast, visit: Visit, store: Any) -> tuple[Visitor, Visitor]:
    """Abel and Ada, two authors with the same draft."""
    with store():
        writing.begin(cast.abel)
        writing.second_author(cast.ada)
    return visit(cast.abel), visit(cast.ada)


@pytest.fixture
def stored(cast: Cast, store: Any) -> Callable[[str], bytes | None]:
    """What the draft holds under a path."""

    def look(path: str = LESSON) -> bytes | None:
        with store():
            return writing.files_of(cast.abel).get("", {}).get(path)

    return look


Stored = Callable[..., bytes | None]

RULES = [
    # stored, base, sent: may it be replaced?
    ("a", "a", "b", True),
    ("a", "a", "a", True),
    ("a", "b", "c", False),
    ("a", "b", "a", True),  # sent twice, the first answer was lost
    ("", "", "a", True),
    ("", "a", "b", False),
    ("a", "", "b", False),
    ("a", "", "a", True),
]


@pytest.mark.parametrize(("stored_", "base", "sent", "may"), RULES)
def test_who_may_replace_what(stored_: str, base: str, sent: str, may: bool) -> None:
    assert may_replace(stored_, base, sent) is may


def test_one_author_alone_saves_again_and_again(two: Any, stored: Stored, cast: Cast, store: Any) -> None:
    abel, _ = two
    with store():
        before = verbs(cast.abel.organisation_id)
    page = abel.get(at("edit", LESSON))
    for number in range(3):
        saved = save(abel, f"{MINE}{number}", hidden(page, "base"))
        assert (saved.status_code, saved.location) == (303, f"/o/acme/{at('edit', LESSON)}")
        page = abel.get(at("edit", LESSON))
        assert "Saved." in words(page)
    assert stored() == f"{MINE}2".encode()
    with store():
        assert verbs(cast.abel.organisation_id) == before


def test_line_ends_of_browsers_are_stored_as_everywhere(two: Any, stored: Stored) -> None:
    abel, _ = two
    save(abel, "---\r\ntitle: A\r\n---\r\nB\rC\n", STORED)
    assert stored() == b"---\ntitle: A\n---\nB\nC\n"


def test_the_second_of_two_sees_both_versions_and_the_difference(two: Any, stored: Stored) -> None:
    abel, ada = two
    assert save(ada, THEIRS, STORED).status_code == 303
    clash = save(abel, MINE, STORED)
    assert clash.status_code == 409
    seen = words(clash)
    assert "Somebody saved “modules/01-questions/01-why-advice-comes-early.md” meanwhile." in seen
    assert "Nothing is lost" in seen
    assert seen.count("Nine minutes in") >= 3  # yours, the difference, the text to save
    assert "Removed: ## Marks" in seen
    assert "Added: ## Signs" in seen
    assert stored() == THEIRS.encode()
    assert hidden(clash, "base") == digest(THEIRS)


def test_keep_mine(two: Any, stored: Stored) -> None:
    abel, ada = two
    save(ada, THEIRS, STORED)
    clash = save(abel, MINE, STORED)
    assert save(abel, MINE, hidden(clash, "base")).status_code == 303
    assert stored() == MINE.encode()


def test_take_theirs(two: Any) -> None:
    abel, ada = two
    save(ada, THEIRS, STORED)
    clash = save(abel, MINE, STORED)
    assert f'href="/o/acme/{at("edit", LESSON)}">Take theirs' in clash.text
    assert "## Marks" in words(abel.get(at("edit", LESSON)))


def test_put_together_and_overtaken_once_more(two: Any, stored: Stored) -> None:
    abel, ada = two
    save(ada, THEIRS, STORED)
    base = hidden(save(abel, MINE, STORED), "base")
    save(ada, f"{THEIRS}More.", THEIRS.encode())
    merged = MINE.replace("## Signs", "## Marks")
    again = save(abel, merged, base)
    assert again.status_code == 409
    assert "Added: More." not in words(again)
    assert "Removed: More." in words(again)
    assert save(abel, f"{merged}More.", hidden(again, "base")).status_code == 303
    assert stored() == f"{merged}More.".encode()


def test_the_same_words_twice_are_no_conflict(two: Any, stored: Stored) -> None:
    abel, ada = two
    assert save(abel, MINE, STORED).status_code == 303
    assert save(abel, MINE, STORED).status_code == 303  # the first answer never came
    assert save(ada, MINE, STORED).status_code == 303
    assert stored() == MINE.encode()


def test_a_script_is_told_the_same_in_json(two: Any, stored: Stored) -> None:
    abel, ada = two
    told = save(abel, MINE, STORED, Accept="application/json")
    assert (told.status_code, told.json) == (200, {"base": digest(MINE)})
    told = save(ada, THEIRS, STORED, Accept="application/json")
    assert told.status_code == 409
    assert "meanwhile" in told.json["error"]
    told = save(ada, "x" * (LONGEST + 1), STORED, Accept="application/json")
    assert told.status_code == 422
    assert f"at most {LONGEST // 1024} KB" in told.json["error"]
    assert stored() == MINE.encode()


def test_a_text_that_is_too_long_is_kept_on_the_page(two: Any, stored: Stored) -> None:
    abel, _ = two
    page = save(abel, "x" * (LONGEST + 1), STORED)
    assert (page.status_code, f"at most {LONGEST // 1024} KB" in words(page)) == (422, True)
    assert page.text.count("x" * (LONGEST + 1)) == 1
    assert stored() == STORED
    assert save(abel, "ü" * (LONGEST // 2), STORED).status_code == 303  # three times that as a form


def test_more_than_any_text_is_refused_unread(two: Any) -> None:
    abel, _ = two
    assert save(abel, "x" * (4 * 2**20), STORED).status_code == 413


# What else may have become of the file.


def _delete(visitor: Visitor) -> TestResponse:
    return visitor.post(at("delete", LESSON), {"seen": digest(STORED)})


def test_a_file_that_was_deleted_meanwhile(two: Any, stored: Stored) -> None:
    abel, ada = two
    assert _delete(ada).status_code == 303
    clash = save(abel, MINE, STORED)
    assert (clash.status_code, "was deleted or renamed meanwhile" in words(clash)) == (409, True)
    assert "Nine minutes in" in words(clash)
    assert stored() is None
    assert save(abel, MINE, hidden(clash, "base")).status_code == 303
    assert stored() == MINE.encode()


def test_a_file_that_was_renamed_meanwhile(two: Any, stored: Stored) -> None:
    abel, ada = two
    moved = "modules/01-questions/03-early-advice.md"
    assert ada.post(at("move", LESSON), {"path": moved}).status_code == 303
    clash = save(abel, MINE, STORED)
    assert (clash.status_code, f"Save mine as {moved}" in words(clash)) == (409, True)
    assert f'action="/o/acme/{at("edit", moved)}"' in clash.text
    assert save(abel, MINE, STORED, moved).status_code == 303
    assert (stored(), stored(moved)) == (None, MINE.encode())


def test_a_folder_where_the_file_was(two: Any, stored: Stored) -> None:
    abel, ada = two
    _delete(ada)
    ada.post(f"{DRAFT}/add", {"language": "", "path": f"{LESSON}/inner.md"})
    clash = save(abel, MINE, "")
    assert (clash.status_code, "a file and a folder of the same name" in words(clash)) == (409, True)
    assert "Nine minutes in" in words(clash)


def test_a_draft_that_was_discarded_meanwhile(two: Any, cast: Cast, store: Any) -> None:
    abel, ada = two
    seen = hidden(ada.get(f"{DRAFT}/discard"), "seen")
    assert ada.post(f"{DRAFT}/discard", {"seen": seen}).status_code == 303
    for page in (save(abel, MINE, STORED), abel.post(at("preview", LESSON), {"body": MINE})):
        assert (page.status_code, "This draft was discarded meanwhile." in words(page)) == (409, True)
        assert "Nine minutes in" in words(page)
    with store():
        assert writing.files_of(cast.abel) == {}


def test_the_same_draft_again_is_as_good(two: Any, stored: Stored, cast: Cast, store: Any) -> None:
    abel, ada = two
    ada.post(f"{DRAFT}/discard", {"seen": hidden(ada.get(f"{DRAFT}/discard"), "seen")})
    with store():
        writing.begin(cast.ada)
    assert save(abel, MINE, STORED).status_code == 303
    assert stored() == MINE.encode()


def test_nobody_deletes_what_they_have_not_seen(two: Any, stored: Stored) -> None:
    abel, ada = two
    seen = hidden(abel.get(at("delete", LESSON)), "seen")
    save(ada, THEIRS, STORED)
    refused = abel.post(at("delete", LESSON), {"seen": seen})
    assert (refused.status_code, "meanwhile" in words(refused), "## Marks" in words(refused)) == (409, True, True)
    assert stored() == THEIRS.encode()
    assert abel.post(at("delete", LESSON), {"seen": hidden(refused, "seen")}).status_code == 303
    assert stored() is None


def test_nobody_discards_what_they_have_not_seen(two: Any, stored: Stored) -> None:
    abel, ada = two
    seen = hidden(abel.get(f"{DRAFT}/discard"), "seen")
    save(ada, THEIRS, STORED)
    refused = abel.post(f"{DRAFT}/discard", {"seen": seen})
    assert (refused.status_code, "Somebody saved in this draft" in words(refused)) == (409, True)
    assert stored() == THEIRS.encode()


# For any order of what two authors do: whatever was acknowledged is stored, or somebody was shown it before it went.

steps = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["open", "save", "mine", "merge", "delete"]), st.integers(0, 3)),
    max_size=14,
)


class Author:
    """What one author has before them: the words they opened or were shown, and everything they ever were shown."""

    def __init__(self) -> None:
        self.base = digest(STORED)
        self.shown = {self.base}
        self.text = b""

    def see(self, body: bytes | None) -> None:
        self.base = digest(body) if body is not None else ""
        self.shown.add(self.base)


@pytest.fixture
def rolled_back(app: Application, cast: Cast) -> Iterator[Callable[[], Any]]:
    """A draft of its own for every example, of which nothing stays."""

    def fresh() -> Any:
        context = app.test_request_context()
        context.push()
        writing.begin(cast.abel)
        db.session.flush()
        return context

    return fresh  # type: ignore[return-value]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_no_saved_text_is_lost_unseen(rolled_back: Callable[[], Any], cast: Cast, found: Any) -> None:
    context = rolled_back()
    try:
        _play(cast, found)
    finally:
        db.session.rollback()
        context.pop()


def _play(cast: Cast, found: list[tuple[str, str, int]]) -> None:
    authors = {"a": Author(), "b": Author()}
    for name, step, number in found:
        author = authors[name]
        place = queries.place(cast.abel.organisation_id, "facilitator", f"facilitator/{LESSON}")
        assert place
        now = place.file.body if place.file else None
        before = digest(now) if now is not None else ""
        sent = {"save": f"{name}{number}", "merge": f"{author.text.decode()}+{before[:8]}"}.get(step, "").encode()
        author.text = sent or author.text
        try:
            if step == "open":
                author.see(now)
            elif step == "delete":
                actions.delete_file(place, base=author.base)
            else:
                actions.save_file(place, author.text, base=author.base, by=cast.abel.member, now=MONDAY)
                assert before in author.shown or before == digest(author.text), "a version nobody had seen is gone"
                author.see(author.text)
        except Conflict:
            author.see(now)  # the page of the conflict shows what is stored
            after = queries.place(cast.abel.organisation_id, "facilitator", f"facilitator/{LESSON}")
            assert after
            assert (after.file.body if after.file else None) == now, "a conflict changed something"
        else:
            if step == "delete":
                assert before in author.shown | {""}, "a version nobody had seen is gone"
        db.session.flush()
