"""Publishing freezes: the same words are the same release, other words the next one, and documents are reused."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError

from tests.cast import MONDAY, Cast, Player
from tests.curriculum.test_translating import german
from tests.entries import verbs
from tests.programme import FILES
from trainer.curriculum import actions, queries
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.models import Document, Lesson, Release
from trainer.db import db

LATER = MONDAY + timedelta(days=30)
ADVICE = "modules/01-questions/01-why-advice-comes-early.md"
DOCUMENTS = 7  # rubric, scheme, policy, glossary, viva, phrases and one case


def changed(file: str = "", old: str = "", new: str = "") -> Any:
    """The small programme with one thing written differently."""
    files = {**FILES, file: FILES[file].replace(old.encode(), new.encode())} if file else FILES
    programme = compile_programme(files).programme
    assert programme
    return programme


def publish(player: Player, compiled: Any) -> Release:
    release = actions.publish(player.organisation_id, compiled, by=player.member, now=LATER)
    db.session.flush()
    return release


def count(model: Any, player: Player) -> int:
    query = select(func.count()).select_from(model).where(model.organisation_id == player.organisation_id)
    return db.session.scalar(query) or 0


def test_the_same_words_are_the_same_release(cast: Cast, store: Any) -> None:
    with store():
        before = verbs(cast.abel.organisation_id)
        first = queries.newest_release(cast.abel.organisation_id, queries.programmes(cast.abel.organisation_id)[0].id)
        assert publish(cast.abel, changed()) is first
        assert count(Release, cast.abel) == 1
        assert verbs(cast.abel.organisation_id) == before


CHANGES = [
    # what is written differently, and how many documents are new
    (ADVICE, "Ten minutes in", "Nine minutes in", 0),
    ("modules/01-questions/check.yaml", "pass_mark: 0.75", "pass_mark: 0.5", 0),
    ("programme.yaml", "A small programme", "A little programme", 0),
    ("rubric.yaml", "The structure was lost.", "The structure went missing.", 1),
    ("observation.yaml", "An instruction about process.", "A word about process.", 1),
    ("certification/light.yaml", "validity_months: 12", "validity_months: 24", 1),
]


@pytest.mark.parametrize(("file", "old", "new", "documents"), CHANGES)
def test_other_words_are_the_next_release(
    cast: Cast, store: Any, file: str, old: str, new: str, documents: int
) -> None:
    with store():
        release = publish(cast.abel, changed(file, old, new))
        assert (release.number, release.published_by_id) == (2, cast.abel.member_id)
        assert count(Document, cast.abel) == DOCUMENTS + documents
        assert verbs(cast.abel.organisation_id)[-1] == "release.published"
        first = queries.releases(cast.abel.organisation_id)[1]
        shared = [getattr(first, part) == getattr(release, part) for part in ("rubric_id", "scheme_id", "policy_id")]
        assert shared.count(False) == documents


def test_going_back_to_old_words_is_a_new_release_with_the_old_documents(cast: Cast, store: Any) -> None:
    with store():
        publish(cast.abel, changed("rubric.yaml", "The structure was lost.", "The structure went missing."))
        third = publish(cast.abel, changed())
        newest, _, oldest = queries.releases(cast.abel.organisation_id)
        assert (third.id, newest.number, newest.digest) == (newest.id, 3, oldest.digest)
        assert newest.rubric_id == oldest.rubric_id


def test_another_organisation_has_releases_of_its_own(cast: Cast, store: Any) -> None:
    with store():
        publish(cast.abel, changed(ADVICE, "Ten", "Nine"))
        assert [release.number for release in queries.releases(cast.olga.organisation_id)] == [1]
        assert count(Document, cast.olga) == DOCUMENTS


def test_lessons_stand_in_the_order_of_the_programme(cast: Cast, store: Any) -> None:
    with store():
        release = queries.releases(cast.abel.organisation_id)[0]
        outline = queries.outline(release.organisation_id, release.id)
        assert [line.key for line in outline.lessons] == [
            "why-advice-comes-early",
            "handing-back",
            "the-phases",
            "time",
        ]
        assert [(p.key, p.lesson_key) for p in outline.prompts] == [
            ("whose-approval", "handing-back"),
            ("out-of-time", "time"),
        ]


def test_what_stands_beside_the_lessons_is_frozen_with_them(cast: Cast, store: Any) -> None:
    with store():
        organisation_id, release_id = cast.abel.organisation_id, queries.releases(cast.abel.organisation_id)[0].id
        glossary = queries.glossary(organisation_id, release_id, "en")
        assert glossary
        assert [term.key for term in glossary.words.terms] == ["set", "presenter", "disguised-advice"]
        phrases = queries.phrases(organisation_id, release_id)
        assert phrases
        assert len(phrases.phrases) == 4
        viva = queries.viva(organisation_id, release_id)
        assert viva
        assert viva.scenarios[0].key == "the-manager-asks"
        assert [case.key for case in queries.cases(organisation_id, release_id)] == ["the-helpful-uncle"]
        pages = queries.handouts(organisation_id, release_id, "en")
        assert [(page.kind, page.key, page.minutes) for page in pages] == [
            ("card", "phase-card", 0),
            ("plan", "meetings", 30),
        ]
        assert queries.sources(organisation_id, release_id) == {"": FILES}


def test_a_translation_is_published_beside_the_words_it_translates(cast: Cast, store: Any) -> None:
    compiled = compile_programme(FILES, {"de": german()}).programme
    assert compiled
    with store():
        release = publish(cast.abel, compiled)
        assert release.number == 2
        outline = queries.outline(release.organisation_id, release.id)
        assert len(outline.lessons) == 4
        titles = [page.title for page in queries.handouts(release.organisation_id, release.id, "de")]
        assert titles == ["Phasenkarte", "A round to time"]
        glossary = queries.glossary(release.organisation_id, release.id, "de")
        assert glossary
        assert (glossary.language, glossary.words.terms[0].term) == ("de", "Set")
        assert queries.glossary(release.organisation_id, release.id, "fr") != glossary
        assert queries.sources(release.organisation_id, release.id)["de"] == german()


@pytest.mark.parametrize("model", [Release, Lesson, Document])
def test_nothing_that_is_published_can_be_changed(cast: Cast, store: Any, model: Any) -> None:
    column = {"title": "Other"} if model is not Document else {"version": "9"}
    with pytest.raises(DatabaseError), store():
        db.session.execute(update(model).values(**column))
