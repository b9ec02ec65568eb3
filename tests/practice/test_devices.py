"""Several devices send at once, out of order and again: is anything lost or doubled, and do the sums agree?"""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import func, select

from tests.cast import Cast
from tests.practice.devices import device
from tests.practice.rehearsal import MEETS, rehearse
from tests.visiting import Visitor
from trainer import invariants
from trainer.db import db
from trainer.practice.models import Operation

SESSIONS, DEVICES, OPERATIONS = 3, 2, 60


def test_devices_on_a_bad_network_lose_and_double_nothing(
    visit: Callable[..., Visitor], cast: Cast, store: Any
) -> None:
    chance = Random(4)
    with store():
        made = [rehearse(cast, agreed=True, at=MEETS + timedelta(days=day)) for day in range(SESSIONS)]
    devices = [device(ids.observation, OPERATIONS, chance) for ids in made for _ in range(DEVICES)]
    ana = visit(cast.ana)
    running = [row.steps(lambda batch: ana.send("capture/ops", batch, **{"X-Capture": "1"}).json) for row in devices]
    while running:  # in turns, as they come
        turn = chance.choice(running)
        if next(turn, StopIteration) is StopIteration:
            running.remove(turn)
    assert [sentence for row in devices for sentence in row.wrong] == []
    with store():
        query = select(Operation.observation_id, func.count()).group_by(Operation.observation_id)
        counts = {row[0]: row[1] for row in db.session.execute(query)}
        assert counts == {ids.observation: DEVICES * OPERATIONS for ids in made}
        assert list(invariants.receipts_say_what_is_stored(db.session)) == []
