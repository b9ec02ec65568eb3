"""What need not be read or made twice, because it never changes?"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Kept:
    """A few hundred frozen things by key; the one unused for longest makes room, even while others look."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.things: OrderedDict[Any, Any] = OrderedDict()

    def get(self, key: Any, make: Callable[[], T]) -> T:
        try:
            self.things.move_to_end(key)
            return self.things[key]  # type: ignore[no-any-return]
        except KeyError:
            made = self.things[key] = make()
        while len(self.things) > self.size:
            self.things.popitem(last=False)
        return made
