"""How does a command get at the installation, and how does it say that something is wrong?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from trainer import schema
from trainer.app import create_app
from trainer.backup import BackupError
from trainer.config import SettingsError
from trainer.db import begin_write, db
from trainer.export import ExportError
from trainer.organisations import queries
from trainer.organisations.models import Organisation
from trainer.web import Application


class Wrong(click.ClickException):
    """Something is wrong and the sentence says what to do: on the error stream, exit code 1, no traceback."""

    def show(self, file: Any = None) -> None:
        click.echo(self.format_message(), err=True)


class Commands(click.Group):
    """A group whose commands answer every foreseeable trouble with one sentence."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command. What can go wrong outside the program is a sentence; what cannot is a traceback."""
        try:
            return super().invoke(context)
        except (SettingsError, schema.SchemaBehind, BackupError, ExportError) as problem:
            raise Wrong(str(problem)) from problem
        except DBAPIError as problem:
            raise Wrong(f"The database refused: {_first_line(problem.orig)}") from problem
        except SQLAlchemyError as problem:
            raise Wrong(f"The database cannot be used: {_first_line(problem)}") from problem
        except OSError as problem:
            raise Wrong(_sentence(problem)) from problem


def _first_line(problem: object) -> str:
    return next(iter(str(problem).splitlines()), type(problem).__name__)


def _sentence(problem: OSError) -> str:
    name = f"{problem.filename}: " if problem.filename else ""
    return f"{name}{problem.strerror or problem}"


@contextmanager
def installation(*, current: bool = True) -> Iterator[Application]:
    """The application as in a request, its database at the version this program needs."""
    app = create_app()
    with app.app_context():
        try:
            if current:
                schema.demand_current()
            with app.test_request_context(base_url=app.config["SETTINGS"].base_url):
                yield app
        finally:
            db.session.remove()
            db.engine.dispose()


@contextmanager
def writing() -> Iterator[Application]:
    """The installation in one writing transaction: all of a command happens, or nothing of it."""
    with installation() as app:
        begin_write()
        yield app
        db.session.commit()


def organisation_of(slug: str) -> Organisation:
    """The organisation under a slug, or a sentence that there is none."""
    found = queries.by_slug(slug)
    if found is None:
        raise Wrong(f"There is no organisation {slug}. Make one: trainer organisation create {slug} --name NAME")
    return found
