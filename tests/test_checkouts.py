"""Does a programme go from a draft or release into a checkout and back, and does nothing else there suffer?"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.blank import run
from tests.cast import MONDAY, Cast
from tests.curriculum.test_translating import german
from tests.entries import verbs
from tests.programme import FILES
from trainer.curriculum import actions, queries
from trainer.curriculum.checker import compile_programme
from trainer.web import Application

Store = Callable[[], AbstractContextManager[Any]]
OURS = ("--organisation", "acme")
LESSON = "modules/01-questions/01-why-advice-comes-early.md"


@pytest.fixture(scope="session", params=["sqlite"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """The pages try the same actions on both engines."""
    return str(request.param)


def export(app: Application, folder: Path, *more: str, key: str = "facilitator") -> Result:
    return run(app, "content", "export", *OURS, "--programme", key, "--out", folder, *more)


def take_in(app: Application, folder: Path, *more: str) -> Result:
    return run(app, "content", "import", folder, *OURS, *more)


def laid(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return folder


def lying(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, hidden ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def drafted(cast: Cast, store: Store) -> Iterator[Callable[[], dict[str, dict[str, bytes]]]]:
    """What the draft of Acme's programme holds."""

    def look() -> dict[str, dict[str, bytes]]:
        with store():
            draft = queries.draft(cast.abel.organisation_id, "facilitator")
            return queries.files(draft) if draft else {}

    return look  # type: ignore[return-value]


Drafted = Callable[[], dict[str, dict[str, bytes]]]


def begin(cast: Cast, files: dict[str, dict[str, bytes]]) -> None:
    actions.begin_draft(cast.abel.organisation_id, "facilitator", files, by=cast.abel.member, now=MONDAY)


def test_a_release_goes_into_an_empty_folder(app: Application, tmp_path: Path) -> None:
    result = export(app, tmp_path / "new" / "facilitator")
    assert (result.exit_code, result.stderr) == (0, "")
    assert lying(tmp_path / "new") == {f"facilitator/{path}": body for path, body in FILES.items()}
    assert f"{len(FILES)} files of facilitator are in" in result.stdout


def test_in_a_checkout_what_is_gone_goes_and_what_is_hidden_stays(app: Application, tmp_path: Path) -> None:
    hidden = {".git/config": b"[core]", "modules/.keep": b"", "modules/09-old/.notes": b"mine"}
    folder = laid(tmp_path / "x", {**hidden, "modules/09-old/01-a.md": b"", "gone/b.md": b"", **FILES, LESSON: b"old"})
    untouched = (folder / "rubric.yaml").stat().st_mtime_ns
    assert export(app, folder).exit_code == 0
    assert lying(folder) == {**FILES, **hidden}
    assert not (folder / "gone").exists()
    assert (folder / "rubric.yaml").stat().st_mtime_ns == untouched


def test_translations_lie_beside_it_and_go_with_it(app: Application, cast: Cast, store: Store, tmp_path: Path) -> None:
    with store():
        begin(cast, {"": FILES, "de": german()})
    laid(tmp_path / "facilitator.fr", {"programme.yaml": b"key: facilitator\n", "modules/a.md": b""})
    laid(tmp_path / "facilitator.old notes", {"a.md": b"kept"})
    assert export(app, tmp_path / "facilitator", "--draft").exit_code == 0
    assert lying(tmp_path / "facilitator.de") == german()
    assert not (tmp_path / "facilitator.fr").exists()
    assert lying(tmp_path / "facilitator.old notes") == {"a.md": b"kept"}


def test_any_release_can_be_had(app: Application, cast: Cast, store: Store, tmp_path: Path) -> None:
    newer = {**FILES, LESSON: FILES[LESSON] + b"\nMore.\n"}
    compiled = compile_programme(newer).programme
    assert compiled
    with store():
        actions.publish(cast.abel.organisation_id, compiled, by=cast.abel.member, now=MONDAY)
    for words, files in (((), newer), (("--release", "1"), FILES), (("--release", "2"), newer)):
        assert export(app, tmp_path / "x", *words).exit_code == 0
        assert lying(tmp_path / "x") == files


def _foreign(folder: Path) -> None:
    laid(folder, {"programme.yaml": b"key: other\n", "thesis.txt": b"years of work"})


def _home(folder: Path) -> None:
    laid(folder, {"thesis.txt": b"years of work"})


def _linked(folder: Path) -> None:
    laid(folder, FILES)
    laid(folder.parent / "elsewhere", {"thesis.txt": b"years of work"})
    (folder / "notes").symlink_to(folder.parent / "elsewhere")


def _link(folder: Path) -> None:
    laid(folder.parent / "real", FILES)
    folder.symlink_to(folder.parent / "real")


def _foreign_translation(folder: Path) -> None:
    laid(folder.with_name("x.de"), {"thesis.txt": b"years of work"})


REFUSED = [
    (_foreign, (), "is not the folder of facilitator"),
    (_home, (), "is not the folder of facilitator"),
    (_linked, (), "is a link"),
    (_link, (), "is a link"),
    (_foreign_translation, (), "is not the folder of facilitator"),
    (None, ("--draft",), "There is no draft of facilitator in acme"),
    (None, ("--release", "7"), "There is no release 7 of facilitator in acme"),
]


@pytest.mark.parametrize(("arrange", "words", "sentence"), REFUSED)
def test_nothing_is_written_where_it_does_not_belong(
    arrange: Callable[[Path], None] | None, words: tuple[str, ...], sentence: str, app: Application, tmp_path: Path
) -> None:
    if arrange:
        arrange(tmp_path / "x")
    before = lying(tmp_path)
    result = export(app, tmp_path / "x", *words)
    assert (result.exit_code, sentence in result.stderr, lying(tmp_path)) == (1, True, before)


def test_what_is_not_known_is_said(app: Application, tmp_path: Path) -> None:
    assert "There is no release of nothing in acme" in export(app, tmp_path / "x", key="nothing").stderr
    assert "either --release or --draft" in export(app, tmp_path / "x", "--draft", "--release", "1").stderr


def test_a_folder_becomes_the_draft(
    app: Application, cast: Cast, drafted: Drafted, store: Store, tmp_path: Path
) -> None:
    folder = laid(tmp_path / "x", {**FILES, LESSON: b"unfinished", ".git/config": b""})
    laid(tmp_path / "x.de", german())
    result = take_in(app, folder)
    assert (result.exit_code, "is the draft of facilitator in acme" in result.stdout) == (0, True)
    assert drafted() == {"": {**FILES, LESSON: b"unfinished"}, "de": german()}
    with store():
        draft = queries.draft(cast.abel.organisation_id, "facilitator")
        assert draft
        assert (draft.begun_by, draft.release) == (None, None)
        assert verbs(cast.abel.organisation_id)[-1] == "draft.begun"


def test_what_was_published_is_known_again(app: Application, cast: Cast, store: Store, tmp_path: Path) -> None:
    assert take_in(app, laid(tmp_path / "x", FILES)).exit_code == 0
    with store():
        draft = queries.draft(cast.abel.organisation_id, "facilitator")
        assert draft
        assert draft.release
        assert draft.release.number == 1


def test_changes_that_are_in_no_release_are_not_overwritten(
    app: Application, cast: Cast, drafted: Drafted, store: Store, tmp_path: Path
) -> None:
    mine, other = {"": {**FILES, LESSON: b"mine"}}, {"": {**FILES, LESSON: b"other"}}
    with store():
        begin(cast, mine)
    result = take_in(app, laid(tmp_path / "x", other[""]))
    assert (result.exit_code, "changes that are in no release" in result.stderr) == (1, True)
    assert drafted() == mine
    assert take_in(app, tmp_path / "x", "--over").exit_code == 0
    assert drafted() == other
    with store():
        assert verbs(cast.abel.organisation_id)[-2:] == ["draft.begun", "draft.imported"]
    assert take_in(app, tmp_path / "x").exit_code == 0  # the same again loses nothing


def test_a_draft_without_changes_may_be_overwritten(
    app: Application, cast: Cast, drafted: Drafted, store: Store, tmp_path: Path
) -> None:
    with store():
        begin(cast, {"": FILES})
    assert take_in(app, laid(tmp_path / "x", {**FILES, LESSON: b"other"})).exit_code == 0
    assert drafted()[""][LESSON] == b"other"


WRONG = [
    ({}, "does not say which programme it is"),
    ({"programme.yaml": b"title: x"}, "does not say which programme it is"),
    ({"programme.yaml": b"key: x\n", "a.md": b"a" * (2 * 2**20 + 1)}, "“a.md” is larger than 2 MB"),
    ({"programme.yaml": b"key: x\n", "a.md": b"", "A.md": b""}, "already a file"),
]


@pytest.mark.parametrize(("files", "sentence"), WRONG)
def test_what_is_no_programme_is_not_taken_in(
    files: dict[str, bytes], sentence: str, app: Application, tmp_path: Path
) -> None:
    (tmp_path / "x").mkdir()
    result = take_in(app, laid(tmp_path / "x", files))
    assert (result.exit_code, sentence in result.stderr) == (1, True)


def test_there_and_back_is_the_same(
    app: Application, cast: Cast, drafted: Drafted, store: Store, tmp_path: Path
) -> None:
    files = {"": FILES, "de": german()}
    with store():
        begin(cast, files)
    assert export(app, tmp_path / "x", "--draft").exit_code == 0
    assert take_in(app, tmp_path / "x").exit_code == 0
    assert drafted() == files


def test_from_inside_the_folder(app: Application, drafted: Drafted, tmp_path: Path, monkeypatch: Any) -> None:
    laid(tmp_path / "x.de", german())
    monkeypatch.chdir(laid(tmp_path / "x", FILES))
    assert take_in(app, Path()).exit_code == 0
    assert drafted() == {"": FILES, "de": german()}
    assert export(app, Path(), "--draft").exit_code == 0
    assert lying(tmp_path) == {f"x/{k}": v for k, v in FILES.items()} | {f"x.de/{k}": v for k, v in german().items()}
