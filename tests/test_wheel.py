"""Does the wheel hold what the program needs, and does it run where there is no checkout?"""

import os
import site
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BUILD = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"


def run(*words: object, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("TRAINER_", "PYTHON", "COV"))}
    command = [str(word) for word in words]
    return subprocess.run(command, cwd=folder, env={**own, **environment}, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as `pip` would build it, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-c", BUILD, folder, folder=ROOT)
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `trainer` command of a fresh environment that has only the wheel and what it depends on."""
    place = tmp_path_factory.mktemp("environment") / "venv"
    made = run(sys.executable, "-m", "venv", "--without-pip", place, folder=place.parent)
    assert made.returncode == 0, made.stderr
    own = next(place.glob("lib/python3*/site-packages"))
    # What it depends on is what the tests run with; a path file adds it, behind the wheel itself.
    (own / "dependencies.pth").write_text("\n".join(site.getsitepackages()))
    offline = ("--no-deps", "--no-index", "--no-warn-script-location", "--disable-pip-version-check", "--quiet")
    pip = (sys.executable, "-m", "pip", "--python", place / "bin" / "python", "install")
    installed = run(*pip, *offline, wheel, folder=place.parent)
    assert installed.returncode == 0, installed.stderr
    return place / "bin" / "trainer"


def source(folder: str, inside: str) -> set[str]:
    """The files of a folder of the checkout, as they are called in the wheel."""
    files = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {f"{inside}/{path.relative_to(ROOT / folder).as_posix()}" for path in files}


@pytest.mark.parametrize(
    ("folder", "inside"),
    [("templates", "trainer/templates"), ("content", "trainer/content"), ("trainer", "trainer")],
)
def test_the_wheel_holds_every_file(folder: str, inside: str, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as bundle:
        names = set(bundle.namelist())
    assert source(folder, inside) - names == set()


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as bundle:
        strange = [name for name in bundle.namelist() if not name.startswith("trainer")]
        tests = [name for name in bundle.namelist() if "/tests/" in name or "__pycache__" in name or ".db" in name]
    assert strange == tests == []


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("demo", "--help"), ("content", "check", "--help")])
def test_the_command_answers(words: tuple[str, ...], program: Path, tmp_path: Path) -> None:
    result = run(program, *words, folder=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_it_runs_from_the_wheel_and_not_from_the_checkout(program: Path, tmp_path: Path) -> None:
    python = program.parent / "python"
    result = run(python, "-c", "import trainer; print(trainer.__file__)", folder=tmp_path)
    assert Path(result.stdout.strip()).is_relative_to(program.parent.parent)


def test_a_database_is_made_in_an_empty_folder(program: Path, tmp_path: Path) -> None:
    for words in (("db", "upgrade"), ("check",), ("organisation", "create", "acme", "--name", "Acme")):
        result = run(program, *words, folder=tmp_path)
        assert result.returncode == 0, result.stderr
    assert sorted(path.name for path in (tmp_path / "var").iterdir()) == ["secret-key", "trainer.db"]


def test_its_pages_and_its_content_are_inside(program: Path, tmp_path: Path) -> None:
    look = (
        "from trainer.app import create_app, folder; app = create_app(); client = app.test_client();"
        "print(client.get('/sign-in').status_code, client.get('/static/css/kit.css').status_code,"
        "(folder('content') / 'action-learning-facilitator' / 'programme.yaml').is_file())"
    )
    assert run(program, "db", "upgrade", folder=tmp_path).returncode == 0
    result = run(program.parent / "python", "-c", look, folder=tmp_path)
    assert result.stdout == "200 200 True\n", result.stderr
