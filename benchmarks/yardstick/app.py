"""The yardstick: what a page and a save cost that are written the plain way, with Flask-Login, the ORM and Jinja.

It does what the product's pages do and nothing more: no organisations, no audit, no duties, no security headers.
`python -m benchmarks.yardstick.app` fills the database that YARDSTICK_DATABASE names.
"""

import os
from typing import Any

from flask import Flask, abort, redirect, render_template, request, session
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from sqlalchemy import ForeignKey, create_engine, event, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from benchmarks.yardstick.sizes import CRITERIA, CSRF, LESSONS, PEOPLE
from trainer.db import SQLITE_PRAGMAS

app = Flask(__name__)
app.config.update(SECRET_KEY="y" * 40, SESSION_COOKIE_SAMESITE="Lax")
engine = create_engine(f"sqlite:///{os.environ['YARDSTICK_DATABASE']}")
people = LoginManager(app)


@event.listens_for(engine, "connect")
def _set_up(connection: Any, _record: object) -> None:
    """The same settings as the product's."""
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


class Base(DeclarativeBase):
    """The yardstick's tables."""


class Reader(UserMixin, Base):
    """Somebody who signs in."""

    __tablename__ = "reader"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Lesson(Base):
    """A page's text."""

    __tablename__ = "lesson"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    html: Mapped[str]


class Sheet(Base):
    """A rating: one row."""

    __tablename__ = "sheet"
    id: Mapped[int] = mapped_column(primary_key=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("reader.id"), index=True)
    comment: Mapped[str]


class Score(Base):
    """One criterion of it: six rows."""

    __tablename__ = "score"
    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"), index=True)
    criterion: Mapped[int]
    level: Mapped[int]
    remark: Mapped[str]


MENU = [(f"/{name}", name.title()) for name in ("path", "learn", "practice", "assess", "people", "letters", "help")]
UNITS = [
    (f"Module {unit}", [(f"lesson-{unit}-{n}", f"Lesson {unit}.{n}", n % 3 == 0) for n in range(1, 7)])
    for unit in range(1, 9)
]


@people.user_loader
def _reader(id: str) -> Reader | None:
    with Session(engine) as rows:
        return rows.get(Reader, int(id))


@app.get("/hello")
def hello() -> str:
    """Show how much the load generator can ask for."""
    return "hello"


@app.get("/sign-in/<int:id>")
def sign_in(id: int) -> str:
    """Let anybody in."""
    with Session(engine) as rows:
        login_user(rows.get_one(Reader, id))
    session["csrf"] = CSRF
    return "in"


@app.get("/lesson/<key>")
@login_required
def lesson(key: str) -> str:
    """Show a lesson: two ORM queries and a page of 26 KB."""
    with Session(engine) as rows:
        found = rows.scalar(select(Lesson).where(Lesson.key == key))
    return render_template(
        "lesson.html", lesson=found, menu=MENU, units=UNITS, name=current_user.name, csrf=session["csrf"]
    )


@app.post("/sheet/<int:id>")
@login_required
def save(id: int) -> Any:
    """Save a sheet: one row and six, in one transaction that is on the disk before the answer."""
    form = request.form
    if form["csrf"] != session["csrf"]:
        abort(400)
    with Session(engine) as rows, rows.begin():
        sheet = rows.scalar(insert(Sheet).values(reader_id=id, comment=form["comment"]).returning(Sheet.id))
        scores = [
            {"sheet_id": sheet, "criterion": n, "level": int(form[f"level-{n}"]), "remark": form[f"remark-{n}"]}
            for n in range(CRITERIA)
        ]
        rows.execute(insert(Score), scores)
    return redirect(f"/sheet/{sheet}", 303)


def fill() -> None:
    """Write readers and lessons into an empty database."""
    sentence = "Ask one question, then wait until somebody who has not spoken yet takes a breath. "
    part = f"<h2>A phase of the meeting</h2><p>{sentence * 6}</p><ul><li>{sentence}</li><li>{sentence}</li></ul>"
    Base.metadata.create_all(engine)
    with Session(engine) as rows, rows.begin():
        rows.execute(insert(Reader), [{"id": n, "name": f"Reader {n}"} for n in range(1, PEOPLE + 1)])
        lessons = [{"key": f"lesson-{n}", "title": f"Lesson {n}", "html": part * 25} for n in range(LESSONS)]
        rows.execute(insert(Lesson), lessons)


if __name__ == "__main__":
    fill()
