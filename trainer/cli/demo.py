"""The command that shows the product: a lived-in organisation on this machine, for one person to look around in."""

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import click

from trainer import config, schema
from trainer.app import PACKAGE, create_app
from trainer.cli.serving import run_server
from trainer.clock import now
from trainer.config import Settings
from trainer.db import begin_write, db
from trainer.demo import accounts

DATABASE = "demo.db"
BUILDER = "trainer.demo.build"
SIDE_FILES = ("", "-wal", "-shm")
# The demonstration is nobody's installation: neither its database nor its letters may be touched.
NOT_OURS = ("TRAINER_DATABASE_URL", "TRAINER_BASE_URL", "TRAINER_SECRET_KEY", "TRAINER_SMTP_HOST", "TRAINER_PROXIES")


@click.command
@click.option("--port", type=click.IntRange(1, 65535), help="Where to serve on this machine; 8000 unless told.")
@click.option("--reset", is_flag=True, help="Build it anew and forget what was done in it.")
def demo(port: int | None, reset: bool) -> None:
    """Build a demonstration organisation, once, and serve it on this machine only."""
    folder = home(os.environ, sys.platform)
    folder.mkdir(parents=True, exist_ok=True)
    settings = _settings(folder, port)
    _prepare(settings, folder / DATABASE, reset)
    click.echo(_welcome(settings))
    run_server(settings, workers=1)


def home(environment: Mapping[str, str], platform: str) -> Path:
    """Where the demonstration keeps its data: TRAINER_DATA, else var/ of a checkout, else the user's data folder."""
    if given := environment.get("TRAINER_DATA"):
        return Path(given).expanduser().absolute()
    if (PACKAGE.parent / "pyproject.toml").is_file():
        return PACKAGE.parent / "var"
    return users_folder(environment, platform)


def users_folder(environment: Mapping[str, str], platform: str) -> Path:
    """Where the data of a user's programs belongs on this system."""
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "trainer"
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "trainer"
    return Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "trainer"


def _settings(folder: Path, port: int | None) -> Settings:
    """Put the demonstration's settings into the environment, where the server's process reads them too."""
    for name in NOT_OURS:
        os.environ.pop(name, None)
    os.environ.update(_variables(folder, folder / DATABASE))
    if port:
        os.environ["TRAINER_PORT"] = str(port)
    return config.read(os.environ)


def _variables(folder: Path, database: Path) -> dict[str, str]:
    return {"TRAINER_DEMO": "yes", "TRAINER_DATA": str(folder), "TRAINER_DATABASE_URL": f"sqlite:///{database}"}


def _prepare(settings: Settings, database: Path, reset: bool) -> None:
    """Keep the demonstration that is there, unless it is to go or an older program built it."""
    if database.exists() and not reset:
        if not _is_behind(settings):
            return
        click.echo("The demonstration was built by another version of this program.")
    click.echo("Building the demonstration; this takes a moment.")
    fresh = database.with_name(f"{DATABASE}.new")
    try:
        _build(settings, fresh)
        _remove(database)
        fresh.replace(database)
    finally:
        _remove(fresh)


def _is_behind(settings: Settings) -> bool:
    with create_app(settings).app_context():
        try:
            return schema.behind()
        finally:
            db.engine.dispose()


def _build(settings: Settings, fresh: Path) -> None:
    """Into another file first: a build that breaks leaves nothing behind."""
    _remove(fresh)
    own = config.read({**os.environ, **_variables(settings.data, fresh)})
    app = create_app(own)
    with app.app_context():
        schema.upgrade()
        with app.test_request_context(base_url=own.base_url):
            begin_write()
            import_module(BUILDER).build(now())  # only now: a second start needs none of what builds
            db.session.commit()
        db.session.remove()
        with db.engine.connect() as connection:  # everything into the one file that is renamed
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        db.engine.dispose()


def _remove(database: Path) -> None:
    for end in SIDE_FILES:
        database.with_name(f"{database.name}{end}").unlink(missing_ok=True)


def _welcome(settings: Settings) -> str:
    people = "\n".join(f"  {email:<28} {label}" for email, label in accounts.ACCOUNTS)
    return (
        f"\n{people}\n\n"
        f"The password of each is {accounts.PASSWORD}; the sign-in page has a button for each.\n"
        f"Open http://{settings.host}:{settings.port} and stop with Ctrl-C.\n"
    )
