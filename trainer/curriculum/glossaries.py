"""Does a glossary hold together, and where in a lesson do its words stand for the first time?"""

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape, unescape
from html.parser import HTMLParser

from trainer.curriculum.documents import Glossary, Term
from trainer.curriculum.findings import Finding, finding
from trainer.curriculum.reading import Sheet

# Inside these nothing is marked: links lead elsewhere, headings and code are no running text.
_APART = frozenset({"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "th", "sup"})
_APART_CLASS = "block-title"
_VOID = frozenset({"img", "br", "hr"})

Show = Callable[[Term, str], str]


def check(sheet: Sheet[Glossary]) -> Iterator[Finding]:
    """Keys and forms stand once, and what a term refers to exists."""
    known = {term.key for term in sheet.document.terms}
    keys: set[str] = set()
    forms: dict[str, str] = {}
    for number, term in enumerate(sheet.document.terms):
        if term.key in keys:
            line = sheet.line("terms", number, "key")
            yield finding(sheet.file, line, "There are two terms “%(key)s”.", key=term.key)
        keys.add(term.key)
        for form in term.forms:
            other = forms.setdefault(form.casefold(), term.key)
            if other != term.key:
                text, line = "“%(form)s” is already a form of “%(other)s”.", sheet.line("terms", number)
                yield finding(sheet.file, line, text, form=form, other=other)
        for place, key in enumerate(term.see):
            if key not in known:
                line = sheet.line("terms", number, "see", place)
                yield finding(sheet.file, line, "There is no term “%(key)s”.", key=key)


def marked(html: str, glossary: Glossary, show: Show) -> str:
    """Safe HTML of a lesson with the first occurrence of every term replaced by `show(term, words)`.

    The longest form wins where several begin at the same place; a plural s belongs to the word.
    """
    marker = _Marker(glossary, show)
    marker.feed(html)
    marker.close()
    return "".join(marker.out)


def shown(term: Term, words: str, page: str) -> str:
    """A word as a lesson shows it: a link to the glossary's page, and beside it the meaning for whoever stops there."""
    id, key = escape(f"gloss-{term.key}"), escape(term.key)
    link = f'<a href="{escape(page)}#{key}" aria-describedby="{id}">{escape(words)}</a>'
    return f'<span class="term">{link}<span class="gloss" role="tooltip" id="{id}">{escape(term.text)}</span></span>'


def _pattern(forms: Mapping[str, Term]) -> re.Pattern[str]:
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})(s?)(?![\w-])", re.IGNORECASE)


class _Marker(HTMLParser):
    """Writes HTML out as it came in, but for the words that are marked."""

    def __init__(self, glossary: Glossary, show: Show) -> None:
        super().__init__(convert_charrefs=False)
        self.forms = {form.casefold(): term for term in glossary.terms for form in term.forms}
        self.pattern = _pattern(self.forms)
        self.show = show
        self.out: list[str] = []
        self.shown: set[str] = set()
        self.open: list[tuple[str, bool]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._flush()
        self.out.append(self.get_starttag_text() or "")
        if tag not in _VOID:
            apart = tag in _APART or _APART_CLASS in (dict(attrs).get("class") or "").split()
            self.open.append((tag, apart))

    def handle_endtag(self, tag: str) -> None:
        self._flush()
        self.out.append(f"</{tag}>")
        if any(name == tag for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_entityref(self, name: str) -> None:
        self.words += unescape(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.words += unescape(f"&#{name};")

    def close(self) -> None:
        super().close()
        self._flush()

    def _flush(self) -> None:
        """Write out the text between two tags."""
        text, self.words = self.words, ""
        if any(apart for _, apart in self.open):
            self.out.append(escape(text, quote=False))
            return
        done = 0
        for found in self.pattern.finditer(text):
            term = self.forms[found[1].casefold()]
            if term.key not in self.shown:
                self.shown.add(term.key)
                self.out += [escape(text[done : found.start()], quote=False), self.show(term, found[0])]
                done = found.end()
        self.out.append(escape(text[done:], quote=False))
