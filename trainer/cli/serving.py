"""Commands that keep running: the server and the worker."""

import logging
import signal
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from threading import Event

import click
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.errors import ConfigurationError
from sqlalchemy.exc import SQLAlchemyError

from trainer import outbox, post
from trainer.accounts import actions as accounts
from trainer.accounts.throttle import forgotten_before
from trainer.cli.installation import Wrong, installation
from trainer.cli.reminding import remind
from trainer.clock import now
from trainer.config import Mail, Settings
from trainer.db import begin_write, db

STOPPING = (signal.SIGTERM, signal.SIGINT)
PAUSE = 2  # seconds between two looks into the outbox
TIDY = 150  # looks, so every five minutes
log = logging.getLogger("trainer.worker")


@click.command
def serve() -> None:
    """Serve the pages. Refuses when the database is behind; put a proxy with TLS in front."""
    with installation() as app:
        settings: Settings = app.config["SETTINGS"]
    run_server(settings, settings.workers)


def run_server(settings: Settings, workers: int) -> None:
    """Serve trainer.wsgi:app, each worker with one thread: it is quicker than several.

    Static files come from the application: the server's own mount would send them without the security headers and
    would let browsers keep modules that are not asked for by their digest.
    """
    _demand_free(settings.host, settings.port)
    try:
        Granian(
            "trainer.wsgi:app",
            address=settings.host,
            port=settings.port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=1,
            websockets=False,
            respawn_failed_workers=workers > 1,
            log_dictconfig={"loggers": {"_granian": {"level": "WARNING"}, "granian.access": {"level": "WARNING"}}},
        ).serve()
    except ConfigurationError as problem:
        raise Wrong(f"The server cannot start: {problem}") from problem


def _demand_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as problem:
            raise Wrong(f"Nothing can listen at {host}:{port} ({problem.strerror}). Choose another port.") from problem


@click.command
@click.option("--once", is_flag=True, help="Send what is due now and end.")
def worker(once: bool) -> None:
    """Send letters by SMTP, remind people, and forget what ran out.

    It may run several times at once and be stopped at any moment.
    """
    with installation() as app:
        mail = app.config["SETTINGS"].mail
        if mail is None:
            click.echo("No letters leave: TRAINER_SMTP_HOST is not set. Links can be copied from the pages.")
            _tidy()
            return
        with _told_to_stop() as stop:
            for number in count():
                _look(app, mail, once, tidy=number % TIDY == 0)
                if once or stop.wait(PAUSE):
                    return


@contextmanager
def _told_to_stop() -> Iterator[Event]:
    """Set when somebody asks the process to end: it finishes the letter it is at."""
    stop = Event()
    before = {name: signal.signal(name, lambda _number, _frame: stop.set()) for name in STOPPING}
    try:
        yield stop
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _look(app: Flask, mail: Mail, once: bool, *, tidy: bool) -> None:
    """Send what is due. A database that is away for a while is waited for, unless this is the only look."""
    try:
        if tidy:
            _tidy()
            remind(app)
        sent, failed = post.deliver(mail)
    except SQLAlchemyError as problem:
        db.session.remove()
        if once:
            raise
        log.warning("The database does not answer: %s", problem)
        return
    if sent or failed:
        click.echo(f"{sent} letters sent, {failed} failed and will be tried again.")


def _tidy() -> None:
    """Forget the links in letters that open nothing any more, and vain tries to sign in that say nothing any more."""
    begin_write()
    outbox.forget_expired(now())
    accounts.forget_knocks(before=forgotten_before(now()))
    db.session.commit()
