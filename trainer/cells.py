"""How do words travel in a cell of a table without being run there?"""

# A spreadsheet runs a cell that begins like this as a formula; the last four are the full-width ones.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def harmless(words: str) -> str:
    """Words as a cell that no spreadsheet takes for a formula: before those that it would stands an apostrophe."""
    return f"'{words}" if _looks_like_formula(words) else words


def meant(cell: str) -> str:
    """The words of a cell that was made harmless."""
    return cell[1:] if cell.startswith("'") and _looks_like_formula(cell[1:]) else cell


def _looks_like_formula(words: str) -> bool:
    """With apostrophes before it too, so that one can be taken off again."""
    return words.lstrip("'").startswith(FORMULA)
