"""How is the demonstration's story lived? Each step through the actions that a person's click would call."""

from trainer.demo.actions import certifying, judging, learning, practising  # noqa: F401 they register their steps
from trainer.demo.actions.arriving import found, one_password
from trainer.demo.actions.posting import finish
from trainer.demo.actions.world import World, do

__all__ = ["World", "do", "finish", "found", "one_password"]
