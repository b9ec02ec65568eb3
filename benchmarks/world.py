"""What do the measured pages show: sixteen people on a real programme, sixteen sheets that are being filled?"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

from flask_security import hash_password

from benchmarks.load import Ask, Browser
from tests.cast import MONDAY, PASSWORD, Cast, assemble
from tests.crowd import capture
from tests.practice.rehearsal import MEETS, enrol, rehearse
from trainer import config, schema
from trainer.accounts.models import Person
from trainer.app import create_app, folder
from trainer.curriculum import actions as curriculum
from trainer.curriculum import queries as programmes
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.models import Document, Release
from trainer.db import db, new_id
from trainer.organisations import actions as organisations
from trainer.organisations.duties import Duty
from trainer.web import Application

CONNECTIONS = 16
CONTENT = folder("content") / "action-learning-facilitator"
LEVELS = ("2", "3", "4")
SENTENCE = "Named the phase aloud and let a silence stand until somebody else took the turn. " * 3


@dataclass(frozen=True)
class World:
    """Who reads what, and which sheets are open."""

    database: Path
    lessons: list[str]
    sheets: list[str]


def installation(database: Path) -> tuple[Application, Cast]:
    """The application over a fresh database with the cast in it."""
    variables = {"TRAINER_DATA": str(database.parent), "TRAINER_DATABASE_URL": f"sqlite:///{database}"}
    app = create_app(config.read(variables))
    with app.app_context():
        schema.upgrade()
    with writing(app):
        cast = assemble()
    return app, cast


@contextmanager
def writing(app: Application) -> Iterator[None]:
    """A request whose work is committed. Pages are opened outside of it, as each has a context of its own."""
    with app.test_request_context():
        yield
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def arrange(database: Path) -> World:
    """Sixteen people who have read a little of the real programme, and sixteen captured sessions for Ana to rate."""
    app, cast = installation(database)
    with writing(app):
        release = publish(cast)
        db.session.flush()
        sheets = [_sheet(cast, day) for day in range(CONNECTIONS)]
        password = hash_password(PASSWORD)
        for number in range(CONNECTIONS):
            _reader(cast, release, number, password)
        outline = programmes.outline(release.organisation_id, release.id)
        lines = [line for module in outline.modules for line in module.lessons]
        lessons = [f"/o/acme/learn/{outline.programme_key}/{line.module_key}/{line.key}" for line in lines]
    return World(database, lessons, sheets)


def publish(cast: Cast) -> Release:
    files = {x.relative_to(CONTENT).as_posix(): x.read_bytes() for x in sorted(CONTENT.rglob("*")) if x.is_file()}
    compiled = compile_programme(files)
    assert compiled.programme, compiled.findings
    return curriculum.publish(cast.abel.organisation_id, compiled.programme, by=cast.abel.member, now=MONDAY)


def criteria(cast: Cast) -> list[str]:
    """The real rubric's criteria, by which Tara's sessions are rated: its programme comes first in the alphabet."""
    release = enrol(cast.tara).release
    document = db.session.get_one(Document, (release.organisation_id, release.rubric_id))
    return [criterion.key for criterion in programmes.rubric(document).criteria]


def _reader(cast: Cast, release: Release, number: int, password: str) -> None:
    name = f"Reader {number}"
    person = Person(
        id=new_id(),
        email=_address(number),
        name=name,
        password=password,
        created_at=MONDAY,
        confirmed_at=MONDAY,
        fs_uniquifier=name,
    )
    db.session.add(person)
    member = organisations.add_member(
        cast.ada.organisation_id, name, {Duty.TRAINEE}, by=cast.ada.member, now=MONDAY, person=person
    )
    enrolment = curriculum.begin(member, release, now=MONDAY)
    db.session.flush()
    for line in programmes.outline(release.organisation_id, release.id).modules[0].lessons:
        curriculum.mark_read(enrolment, line, by=member, now=MONDAY)


def _address(number: int) -> str:
    return f"reader{number}@example.org"


def _sheet(cast: Cast, day: int) -> str:
    """A captured session on the real rubric: its programme comes first in the alphabet, so Tara is put on it."""
    ids = rehearse(cast, agreed=True, at=MEETS + timedelta(days=day))
    capture(cast.ana, ids.observation)
    return f"/o/acme/observations/{ids.observation}/rating"


def signed_in(port: int, address: str) -> Browser:
    """Somebody's browser, signed in through the page."""
    browser = Browser(port)
    form = {"email": address, "password": PASSWORD, "csrf_token": _csrf(browser.get("/sign-in"))}
    browser.post("/sign-in", form, expected=303)
    return browser


def _csrf(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert found
    return found[1]


def reading(port: int, world: World) -> list[Ask]:
    """Each connection is a reader of their own who goes from lesson to lesson."""
    return [_reads(signed_in(port, _address(number)), number, world.lessons) for number in range(CONNECTIONS)]


def _reads(browser: Browser, number: int, lessons: list[str]) -> Ask:
    turn = count(number)

    def read() -> None:
        browser.get(lessons[next(turn) % len(lessons)])

    return read


def saving(port: int, world: World) -> list[Ask]:
    """Each connection fills a sheet of its own and saves the draft again and again."""
    ana = signed_in(port, "ana@example.org")
    return [_saves(port, ana, sheet) for sheet in world.sheets]


def _saves(port: int, ana: Browser, sheet: str) -> Ask:
    page = ana.get(sheet)
    browser = Browser(port)
    browser.cookies = dict(ana.cookies)
    form = {"csrf_token": _csrf(page), "revision": "0", "strength_one": SENTENCE, "try_next": SENTENCE}
    levels = sorted(set(re.findall(r'name="([^"]+-level)"', page)))
    turn = count()

    def save() -> None:
        level = LEVELS[next(turn) % len(LEVELS)]
        changed = dict.fromkeys(levels, level)
        form["revision"] = _revision(browser.post(f"{sheet}/draft", {**form, **changed}, expected=200))

    return save


def _revision(answer: str) -> str:
    found = re.search(r'"revision": ?(\d+)', answer)
    assert found, answer
    return found[1]
