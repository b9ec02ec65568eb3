"""Which letters of the demonstration have left long ago, and which still show their link?"""

from datetime import datetime, timedelta

from sqlalchemy import select

from trainer import outbox
from trainer.db import db
from trainer.outbox import Letter

RECENT = timedelta(days=6)
A_MOMENT = timedelta(seconds=40)


def finish(now: datetime) -> None:
    """Note that every letter but the newest ones has left, and write everything down."""
    db.session.flush()
    for letter in db.session.scalars(select(Letter).where(Letter.written_at < now - RECENT)):
        letter.attempts = 1
        outbox.settle(letter, letter.written_at + A_MOMENT)
    db.session.flush()
