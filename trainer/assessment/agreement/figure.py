"""What is a figure: its value, how much it rests on, how sure it is, and why it is missing when it is?"""

from dataclasses import dataclass

from trainer.message import Message

UNMEASURABLE = (
    1e-12  # a spread below this share of what it is held against is the rounding of the machine, not a spread
)

NO_PAIRS = Message("Nothing was rated by two people.")
NO_VARIATION = Message(
    "Everybody gave the same level throughout. Such agreement cannot be told from agreement by chance."
)
ONE_LEVEL = Message("A scale of one level leaves nothing to agree on.")
OUTSIDE = Message("A level stands outside the scale.")


Value = float | Message  # a value, or the reason why it is undefined


@dataclass(frozen=True)
class Figure:
    """A value with what it rests on.

    `value` is None when it is undefined, never NaN. `low` and `high` are the 95% interval, both or neither.
    `reason` says why the value, or else its interval, is missing where one was asked for. Nothing is rounded.
    """

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    reason: Message | None = None


def figure(value: Value, n: int) -> Figure:
    """A value without an interval, or the reason why there is none."""
    return Figure(None, n, reason=value) if isinstance(value, Message) else Figure(value, n)


def beyond_chance(observed: float, expected: float) -> Value:
    """(observed − expected) / (1 − expected), the form of every figure that is corrected for chance.

    Undefined (0/0) when chance alone would always agree.
    """
    left = 1 - expected
    return NO_VARIATION if left < UNMEASURABLE else (observed - expected) / left
