"""Commands about what is stored: its schema, its promises, its copies."""

from pathlib import Path

import click
from sqlalchemy import select

from trainer import backup as copies
from trainer import export as exports
from trainer import invariants, schema
from trainer.cli.installation import installation, organisation_of
from trainer.clock import now
from trainer.db import db as database
from trainer.organisations.models import Organisation

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group
def db() -> None:
    """The database's schema."""


@db.command
def upgrade() -> None:
    """Bring the database to the version this program needs. Safe to repeat."""
    with installation(current=False):
        schema.upgrade()
        click.echo(f"The database is at {schema.newest()}.")


@db.command
def current() -> None:
    """Show the version of the database, and the one this program needs."""
    with installation(current=False):
        with database.engine.connect() as connection:
            click.echo(f"database: {schema.current(connection) or 'empty'}")
        click.echo(f"program:  {schema.newest()}")


@click.command
def check() -> None:
    """Prove that what is stored keeps its promises; list every place where it does not."""
    with installation():
        if database.engine.dialect.name == "postgresql":  # one moment, though people work meanwhile
            database.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        count = len(database.session.scalars(select(Organisation.id)).all())
        sentences = invariants.broken(database.session())
    for sentence in sentences:
        click.echo(sentence)
    if sentences:
        raise SystemExit(1)
    click.echo(f"{len(invariants.INVARIANTS)} invariants hold in {count} organisations.")


@click.command
@click.option("--organisation", "slug", required=True, metavar="SLUG", help="Whose data.")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="A folder to be made.")
def export(slug: str, out: Path) -> None:
    """Write everything an organisation owns as CSV and JSON lines, with a README of the columns."""
    with installation():
        counts = exports.write(database.engine, organisation_of(slug).id, out)
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables are in {out}.")


@click.command
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Keep everything in FILE, consistent while people work. The secret key is not in it: keep that apart."""
    with installation():
        rows = copies.write(database.engine, file, now())
    click.echo(f"{rows} rows are in {file}.")


@click.command
@click.argument("file", type=FILE)
def restore(file: Path) -> None:
    """Put FILE back into an empty, upgraded database, of either engine."""
    with installation():
        rows = copies.restore(database.engine, file)
    click.echo(f"{rows} rows are back. Prove them: trainer check")
