"""Does anything that an author wrote run, ask for something elsewhere, or open anything? Seen from outside the page."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Request

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
TELL = "document.addEventListener('securitypolicyviolation', (e) => violated(e.violatedDirective + ' ' + e.blockedURI))"
# What is sent and not shown, and what ends the visit.
NO_PAGE = re.compile(r"/files/|/zip$|\.(?:json|csv|pdf|png|svg|zip)$|/export|/download|/sign-out")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
MOST_ALIKE = 3


@dataclass
class Watch:
    """Sees what a browser does: calls of `hit`, dialogs, new windows, requests elsewhere, breaches of the policy."""

    context: BrowserContext
    server: str
    seen: list[str] = field(default_factory=list)
    signs: set[str] = field(default_factory=set)
    visited: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.context.expose_function("hit", lambda number="": self.seen.append(f"hit {number}"))
        self.context.expose_function("violated", lambda what: self.seen.append(f"policy: {what}"))
        self.context.add_init_script(TELL)
        self.context.on("request", self._asked)
        self.context.on("dialog", lambda dialog: (self.seen.append(f"dialog {dialog.message}"), dialog.dismiss()))

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.server, "data:image/")):
            self.seen.append(f"asked for {request.url}")

    def look(self, page: Page) -> list[str]:
        """Everything wrong with the page that is open, after everything on it was touched."""
        where = page.url
        found = [f"{urlsplit(where).path}: {told}" for told in page.evaluate(f"{SCRIPT}.look()")]
        self.signs |= set(page.evaluate(f"{SCRIPT}.signs()"))
        pages = len(self.context.pages)
        left = page.evaluate(f"{SCRIPT}.touch()")
        if left or page.url.partition("#")[0] != where.partition("#")[0] or len(self.context.pages) != pages:
            found.append(f"{where}: went away")
        found += [f"{urlsplit(where).path}: {told}" for told in self.seen]
        self.seen.clear()
        return found

    def crawl(self, page: Page, start: str) -> Iterator[str]:
        """Look at one page, at every other that links lead to, and at few of those that differ in ids only."""
        waiting, alike = [start], dict.fromkeys(self.visited, 0)
        while waiting:
            path = waiting.pop(0)
            kind = ID.sub("*", path)
            if (path in self.visited and path != start) or alike.get(kind, 0) >= MOST_ALIKE:
                continue
            self.visited.add(path)
            alike[kind] = alike.get(kind, 0) + 1
            answer = page.goto(path)
            if answer and answer.status >= 500:
                yield f"{path}: {answer.status}"
            yield from self.look(page)
            waiting += self._inside(page.evaluate(f"{SCRIPT}.links()"))

    def _inside(self, links: Collection[str]) -> list[str]:
        """The paths of links that stay on the site and lead to pages."""
        paths = [urlsplit(link).path for link in links if link.startswith(f"{self.server}/")]
        return [path for path in dict.fromkeys(paths) if not NO_PAGE.search(path)]
