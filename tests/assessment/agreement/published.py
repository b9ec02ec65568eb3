"""Which published data and answers are the figures held against? Each with where it was printed."""

from collections.abc import Sequence

Matrix = list[list[float | None]]


def table(text: str) -> Matrix:
    """Rows of numbers, `.` for a hole."""
    return [[None if word == "." else float(word) for word in line.split()] for line in text.strip().splitlines()]


def turned(rows: Matrix) -> Matrix:
    """Observers by units to units by observers."""
    return [list(column) for column in zip(*rows, strict=True)]


def spelt(rows: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The pairs of a contingency table, first rater's level in rows, second's in columns, levels from 1."""
    return [
        (one, other)
        for one, row in enumerate(rows, start=1)
        for other, times in enumerate(row, start=1)
        for _ in range(times)
    ]


# Krippendorff (2011), Computing Krippendorff's alpha-reliability, example C. Four observers, twelve units. In Gwet
# (2014), and in irrCAC as cac.raw4raters, the one rating of the last unit is the third observer's instead of the
# second's, which makes a difference to nothing but Conger's kappa.
FOUR_OBSERVERS = turned(
    table(
        """
        1 2 3 3 2 1 4 1 2 . . .
        1 2 3 3 2 2 4 1 2 5 . 3
        . 3 3 3 2 3 4 2 2 5 1 .
        1 2 3 3 2 4 4 1 2 5 1 .
        """
    )
)

GWETS_OBSERVERS = [*FOUR_OBSERVERS[:-1], [None, None, 3.0, None]]

# Krippendorff (2011), example A: binary data, two observers, no holes (alpha .095).
MEG_AND_OWEN = turned(table("0 1 0 0 0 0 0 0 1 0\n1 1 1 0 0 1 0 0 0 0"))

# Krippendorff (2011), example B: nominal data, two observers, no holes (alpha .692).
BEN_AND_GERRY = list(zip("aabbdcccedda", "babbbccceddd", strict=True))

# The reliability data of many programs' documentation: three coders, fifteen units (nominal .691, interval .811).
THREE_CODERS = turned(
    table(
        """
        . . . . . 3 4 1 2 1 1 3 3 . 3
        1 . 2 1 3 3 4 3 . . . . . . .
        . . 2 1 3 4 4 . 2 1 1 3 3 . 4
        """
    )
)

# Shrout & Fleiss (1979), Psychological Bulletin 86, table 2: six targets, four judges.
SHROUT_AND_FLEISS = table(
    """
    9 2 5 8
    6 1 3 2
    8 4 6 8
    7 1 2 6
    10 5 6 9
    6 2 4 7
    """
)

# Fleiss (1971), Psychological Bulletin 76, table 1: thirty patients, six psychiatrists each, five diagnoses (kappa
# .430), written out as in the R package irr.
PSYCHIATRISTS = table(
    """
    4 4 4 4 4 4\n2 2 2 5 5 5\n2 3 3 3 3 5\n5 5 5 5 5 5\n2 2 2 4 4 4\n1 1 3 3 3 3\n3 3 3 3 5 5\n1 1 3 3 3 4\n1 1 4 4 4 4
    5 5 5 5 5 5\n1 4 4 4 4 4\n1 2 4 4 4 4\n2 2 2 3 3 3\n1 4 4 4 4 4\n2 2 4 4 4 5\n3 3 3 3 3 5\n1 1 1 4 5 5\n1 1 1 1 1 2
    2 2 4 4 4 4\n1 3 3 5 5 5\n5 5 5 5 5 5\n2 4 4 4 4 4\n2 2 4 5 5 5\n1 1 4 4 4 4\n1 4 4 4 4 5\n2 2 2 2 2 4\n1 1 1 1 5 5
    2 2 4 4 4 4\n1 3 3 3 3 3\n5 5 5 5 5 5
    """
)

# The worked example of the article on Fleiss' kappa in Wikipedia, after Cardillo: ten subjects, fourteen raters, how
# many chose each of five categories (kappa .210).
FOURTEEN_RATERS = table(
    """
    0 0 0 0 14
    0 2 6 4 2
    0 0 3 5 6
    0 3 9 2 0
    2 2 8 1 1
    7 7 0 0 0
    3 2 6 3 0
    2 5 3 2 2
    6 5 2 1 0
    0 2 2 3 7
    """
)

# Gwet (2014), table of 100 pregnancies by two abstractors, in irrCAC as cont3x3abstractors.
ABSTRACTORS = spelt([[13, 0, 0], [0, 20, 7], [0, 4, 56]])

# Feinstein & Cicchetti (1990), Journal of Clinical Epidemiology 43, 543–549: the two paradoxes of kappa.
BALANCED, LOPSIDED = spelt([[40, 9], [6, 45]]), spelt([[80, 10], [5, 5]])

# Two assessors, twelve criteria, our own scale of four levels (agreement, T8).
ANNA = (3, 3, 2, 4, 3, 2, 3, 3, 4, 2, 3, 1)
BEN = (3, 2, 2, 3, 3, 3, 3, 4, 4, 2, 2, 2)
TWO_ASSESSORS = list(zip(ANNA, BEN, strict=True))
LEVELS = (1, 2, 3, 4)

# Henderson (1953), Biometrics 9, table 1: herd, sire, year, cows, butterfat of their first lactations together. The
# second entry of herd 2 is 404, as its totals say. Single cows were not printed, only their sum of squares.
BUTTERFAT = (
    *((1, 1, 1, 3, 1414), (1, 1, 2, 2, 981), (1, 2, 2, 4, 1766), (1, 2, 3, 2, 862), (1, 3, 4, 5, 1609)),
    *((2, 1, 1, 1, 404), (2, 1, 2, 3, 1270), (2, 2, 3, 5, 2109), (2, 3, 3, 4, 1563), (2, 3, 4, 2, 740)),
    *((3, 1, 2, 3, 1705), (3, 2, 2, 4, 2310), (3, 2, 3, 2, 1134)),
    *((4, 1, 1, 3, 1113), (4, 1, 2, 5, 1951), (4, 3, 3, 3, 1291), (4, 3, 4, 6, 2457)),
)
BUTTERFAT_SQUARES = 11_124_007

# Brennan (2001), Generalizability Theory, synthetic data set 1 (persons by items) and 4 (persons by items in content
# categories of different size).
PERSONS_BY_ITEMS = table(
    """
    1 0 1 0 0 0 0 0 0 0 0 0
    1 1 1 0 0 1 0 0 0 0 0 0
    1 1 1 1 1 0 0 0 0 0 0 0
    1 1 0 1 1 0 0 1 0 0 0 0
    1 1 1 1 1 0 1 0 0 0 0 0
    1 1 1 0 1 1 1 0 0 0 0 0
    1 1 1 1 1 1 1 0 0 0 0 0
    1 1 1 1 0 1 1 1 1 1 0 0
    1 1 1 1 1 1 1 1 1 1 1 0
    1 1 1 1 1 1 1 1 1 1 1 1
    """
)
ITEMS_BY_PERSONS = table(
    """
    4 2 2 1 3 1 3 0
    5 1 4 3 3 2 5 1
    3 2 4 5 6 5 6 1
    3 3 7 4 7 6 8 2
    5 1 6 5 5 4 6 0
    4 4 5 5 7 4 7 4
    5 4 8 4 8 5 7 7
    7 6 7 5 9 6 8 8
    """
)
CATEGORIES = (1, 1, 2, 2, 2, 2, 3, 3)
