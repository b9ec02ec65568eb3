"""What belongs to a module that is kept on a device, and when is the copy an old one?"""

import hashlib
import re
from html.parser import HTMLParser

_ANCHOR = re.compile(r'(<[a-z][a-z0-9]*(?:\s+[a-z-]+(?:="[^"]*")?)*?)\s+id="[^"]*"')


def pictures(html: str) -> list[str]:
    """The addresses of the pictures in a lesson, each once, as the lesson writes them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return list(dict.fromkeys(reader.found))


def beside_others(html: str) -> str:
    """A page without its anchors, so that several can stand in one."""
    return _ANCHOR.sub(r"\1", html)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = dict(attrs).get("src")
        if tag == "img" and source:
            self.found.append(source)


def version(*parts: object) -> str:
    """A word that is another one as soon as any of the parts is."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:10]
