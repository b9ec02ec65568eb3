"""What does an agreement figure say in a sentence: too few, little variation, poor, not settled, working or strong?

A figure is held against its gate by its interval, not by its value. Gates: AC2 of .70 or ordinal alpha of .60 works,
.80 of either is strong (agreement, 5.1).
"""

from enum import StrEnum

from trainer.assessment.agreement.bootstrap import ALL_DRAWS_ALIKE
from trainer.assessment.agreement.figure import NO_VARIATION, Figure
from trainer.assessment.agreement.pool import Agreement
from trainer.message import Message

LEAST_PAIRS = 10
COMMONEST = 0.8
AC2_WORKS, ALPHA_WORKS, STRONG = 0.70, 0.60, 0.80


class Reading(StrEnum):
    """What the figures say about agreement."""

    TOO_FEW = "too_few"
    LITTLE_VARIATION = "little_variation"
    POOR = "poor"
    NOT_SETTLED = "not_settled"
    WORKING = "working"
    STRONG = "strong"


SENTENCES = {
    Reading.TOO_FEW: "Too few: %(pairs)d pairs of ratings. Figures are shown from %(least)d.",
    Reading.LITTLE_VARIATION: "Little variation: %(commonest)d%% of the levels are the same one. Assessors agree"
    " exactly in %(exact)d%%, and a figure corrected for chance can say little about them.",
    Reading.POOR: "Poor agreement: assessors agree exactly in %(exact)d%%, hardly more than chance would bring.",
    Reading.NOT_SETTLED: "Not settled: with %(pairs)d pairs the interval holds good and poor agreement alike.",
    Reading.WORKING: "Working agreement: good enough for decisions on several ratings.",
    Reading.STRONG: "Strong agreement.",
}

BUT_ALIKE = (
    " Yet what sets one session apart from another they hardly see alike: alpha is low. Few levels are far apart"
    " because most lie close together."
)


def read(found: Agreement) -> Reading:
    """Tell too few pairs, little variation and poor agreement apart.

    Under 10 pairs nothing is said. Strong or working: the interval of AC2 or of alpha lies wholly at or above its gate;
    where more than 80% of the levels are one and the same, only alpha's counts, since AC2 is high there by itself.
    Little variation: no gate is reached and that is so, or alpha is undefined for want of variation; a low figure then
    says nothing about the assessors. Poor: both intervals lie wholly below the gate. Else not settled.
    """
    if found.n < LEAST_PAIRS:
        return Reading.TOO_FEW
    narrow = found.commonest > COMMONEST or found.alpha.reason == NO_VARIATION
    for reading, ac2, alpha in ((Reading.STRONG, STRONG, STRONG), (Reading.WORKING, AC2_WORKS, ALPHA_WORKS)):
        if _reaches(found.alpha, alpha) or (not narrow and _reaches(found.ac2, ac2)):
            return reading
    if narrow:
        return Reading.LITTLE_VARIATION
    poor = _misses(found.ac2, AC2_WORKS) and _misses(found.alpha, ALPHA_WORKS)
    return Reading.POOR if poor else Reading.NOT_SETTLED


def sentence(found: Agreement) -> Message:
    """The reading in words, with the numbers it rests on; shares in whole per cent, rounded half to even.

    Where AC2 reaches its gate and the whole interval of alpha misses its own, the sentence says so: levels that lie
    close together make AC2 high and alpha low, and neither alone is the truth.
    """
    reading = read(found)
    but = BUT_ALIKE if reading in (Reading.STRONG, Reading.WORKING) and _misses(found.alpha, ALPHA_WORKS) else ""
    values = {
        "pairs": found.n,
        "least": LEAST_PAIRS,
        "commonest": round(100 * found.commonest),
        "exact": round(100 * (found.exact.value or 0)),
    }
    return Message(SENTENCES[reading] + but, values)


def _reaches(found: Figure, gate: float) -> bool:
    """Its interval lies at or above the gate; where all sessions agree alike, the value does."""
    low = found.value if found.reason == ALL_DRAWS_ALIKE else found.low
    return low is not None and low >= gate


def _misses(found: Figure, gate: float) -> bool:
    high = found.value if found.reason == ALL_DRAWS_ALIKE else found.high
    return high is not None and high < gate
