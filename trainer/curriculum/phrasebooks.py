"""Do the phrases of a comment bank fit the rubric, and does each leave something to be said?"""

from collections.abc import Iterator

from trainer.curriculum.documents import GAP, Phrases, Rubric
from trainer.curriculum.findings import Finding, finding
from trainer.curriculum.reading import Sheet


def check(sheet: Sheet[Phrases], rubric: Rubric | None) -> Iterator[Finding]:
    """A phrase stands once, on one line, has a gap, and names criteria that exist."""
    seen: set[str] = set()
    for number, phrase in enumerate(sheet.document.phrases):
        line, words = sheet.line("phrases", number, "text"), phrase.text.casefold()
        if words in seen:
            yield finding(sheet.file, line, "The phrase “%(text)s” stands twice.", text=phrase.text)
        seen.add(words)
        if GAP not in words:
            text = "A phrase is only a beginning: leave a “…” where the assessor says what they saw."
            yield finding(sheet.file, line, text)
        if "\n" in words.strip():
            yield finding(sheet.file, line, "A phrase stands on one line.")
        for place, key in enumerate(phrase.criteria):
            if rubric is not None and rubric.criterion(key) is None:
                line = sheet.line("phrases", number, "criteria", place)
                yield finding(sheet.file, line, "The rubric has no criterion “%(key)s”.", key=key)
