"""What in a piece of HTML is more than text, form and addresses that may be followed? Written without the product."""

import re
from html.parser import HTMLParser

PLAIN = frozenset(
    {
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code"),
        *("table", "thead", "tbody", "tr", "th", "td", "em", "strong", "sup", "div", "span", "a", "img", "br", "hr"),
    }
)
ANYWHERE = frozenset({"id", "class", "title", "lang"})
MORE = {
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title", "loading"},
    "th": {"align", "scope"},
    "td": {"align"},
    "ol": {"start"},
    "div": {"role", "tabindex", "aria-label"},
}
VALUES = {
    "id": r"\w[\w:.-]*",
    "class": r"[\w+-]+( [\w+-]+)*",
    "rel": r"noopener",
    "align": r"left|right|center",
    "scope": r"col",
    "loading": r"lazy",
    "start": r"[0-9]+",
    "role": r"region",
    "tabindex": r"0",
}
VOID = frozenset({"img", "br", "hr"})
# As a browser reads an address: blanks and control signs before it, tabs and line ends in it count for nothing.
NOT_READ = re.compile(r"^[\x00-\x20]+|[\t\r\n]")
HARMLESS = re.compile(r"(?:https?://[^/]|mailto:)", re.IGNORECASE)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\ufffe\uffff]")


class Walk(HTMLParser):
    """Goes through HTML and writes down what should not be there."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        self.found += [f"<{tag}> is not closed" for tag in self.open]
        self.found += [f"unseen sign {sign!r}" for sign in UNSEEN.findall(html)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in PLAIN:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            self._look_at(tag, name, value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.found.append(f"</{tag}> closes nothing")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"comment {data[:40]}")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"declaration {decl[:40]}")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"instruction {data[:40]}")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"declaration {data[:40]}")

    def _look_at(self, tag: str, name: str, value: str) -> None:
        if name not in ANYWHERE | MORE.get(tag, set()):
            self.found.append(f"<{tag} {name}>")
        elif not _is_known(tag, name, value):
            self.found.append(f"<{tag} {name}={value[:40]!r}>")


def _is_known(tag: str, name: str, value: str) -> bool:
    if name in ("href", "src"):
        return _may_be_followed(value, tag)
    return name not in VALUES or bool(re.fullmatch(VALUES[name], value))


def _may_be_followed(value: str, tag: str) -> bool:
    read = NOT_READ.sub("", value)
    if tag == "a" and HARMLESS.match(read):
        return True
    return not SCHEME.match(read) and not re.match(r"[/\\]{2}", read)


def dangers(html: str) -> list[str]:
    """Everything in a piece of HTML that could run, style, load or lead where it should not."""
    return Walk(html).found
