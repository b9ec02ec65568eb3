"""How does each item of a knowledge check fare: how many answered it, how many rightly, and does it tell who knows?

Only the first attempt of each person is looked at: later ones bring back what was missed, and one person's attempts
are not independent. The share right is right / answered. Discrimination is the item-rest correlation (Crocker and
Algina, Introduction to Classical and Modern Test Theory, 1986, chapter 14): Pearson's r between the item (1 right,
0 wrong) and the share right of the other items of the same attempt. The item itself is left out, because it would agree
with itself; a share and not a sum, because each attempt draws other items. Nothing is rounded before it is shown.

Missing: an item that was not drawn was not answered; one that was drawn and left open is wrong. An attempt of one item
has no rest and enters no discrimination. Undefined, with the reason: too few, all right, all wrong, or no difference
in the rest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import correlation

from trainer.message import Message

SHARE_FROM = 10
DISCRIMINATION_FROM = 30  # at 30 the 95% interval of r still spans about 0.7; below it says nothing
TELLS_FROM = 0.1

TOO_FEW = Message("Too few")
ALL_RIGHT = Message("Everybody was right")
ALL_WRONG = Message("Nobody was right")
ALIKE = Message("No difference in the rest")


@dataclass(frozen=True)
class Itemised:
    """One item: `answered` people, the share right, and the discrimination over `compared` of them."""

    answered: int
    share: float | None
    compared: int
    discrimination: float | None
    reason: Message | None = None

    @property
    def tells_nothing(self) -> bool:
        """Whether those who know answer it hardly more often rightly than those who do not."""
        return self.discrimination is not None and self.discrimination < TELLS_FROM


NOBODY = Itemised(0, None, 0, None, TOO_FEW)


def itemised(attempts: Iterable[Mapping[str, bool]]) -> dict[str, Itemised]:
    """Each item that was drawn. `attempts`: of one person each, whether each drawn item was right."""
    pairs: dict[str, list[tuple[bool, float | None]]] = {}
    for attempt in attempts:
        total, rest = sum(attempt.values()), len(attempt) - 1
        for item, right in attempt.items():
            pairs.setdefault(item, []).append((right, (total - right) / rest if rest else None))
    return {item: _item(found) for item, found in pairs.items()}


def _item(found: list[tuple[bool, float | None]]) -> Itemised:
    answered = len(found)
    share = sum(right for right, _ in found) / answered if answered >= SHARE_FROM else None
    compared = [(float(right), rest) for right, rest in found if rest is not None]
    reason = _undefined(compared)
    value = None if reason else correlation(*zip(*compared, strict=True))
    return Itemised(answered, share, len(compared), value, reason)


def _undefined(compared: list[tuple[float, float]]) -> Message | None:
    if len(compared) < DISCRIMINATION_FROM:
        return TOO_FEW
    right = {one for one, _ in compared}
    if len(right) == 1:
        return ALL_RIGHT if 1.0 in right else ALL_WRONG
    return ALIKE if len({rest for _, rest in compared}) == 1 else None
