"""Everything that can be done, done once on the scene of tests/stage.py, with the verbs it leaves in the chain."""

from tests.deeds import judging, learning, people, practising
from tests.deeds.world import Deed, World

__all__ = ["DEEDS", "Deed", "World"]

DEEDS: tuple[Deed, ...] = (*people.DEEDS, *learning.DEEDS, *practising.DEEDS, *judging.DEEDS)
