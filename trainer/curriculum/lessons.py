"""How does an author's Markdown become HTML that is safe to show, and what does it hold?

Raw HTML is shown as text; whatever comes out passes an allow-list once more. No style attributes, no scripts, no
address that is not of the web, of mail or of the programme itself.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from xml.etree.ElementTree import Element, SubElement

import nh3
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from trainer.curriculum import limits
from trainer.curriculum.blocks import KINDS, LessonBlocks
from trainer.curriculum.layout import Attributes, Layout
from trainer.curriculum.source import INVISIBLE
from trainer.message import Message

Address = Callable[[str], str]

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TAGS = {
    *HEADINGS,
    *("p", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "pre"),
    *("code", "em", "strong", "a", "img", "br", "hr", "sup", "div", "span"),
}
_WITH_ID = ("p", "li", "div", "sup", "blockquote", *HEADINGS)
_ATTRIBUTES = {tag: {"id", "class"} for tag in _WITH_ID} | {
    "a": {"href", "title", "rel", "class"},
    "img": {"src", "alt", "title", "loading"},
    "th": {"align", "scope"},
    "td": {"align"},
    "ol": {"start", "class"},
    "ul": {"class"},
    "span": {"class"},
    "code": {"class"},
    "div": {"id", "class", "role", "tabindex", "aria-label"},
}
_CLASSES = frozenset(
    {
        *("block", "block-title", "block-kind", "block-minutes", "block-action", *KINDS),
        *("footnote", "footnote-ref", "footnote-backref"),
        *("task-list", "task-list-item", "box", "scroll", "lead"),
    }
)
_FIXED = {"tabindex": ("0",), "role": ("region",), "align": ("left", "right", "center"), "scope": ("col",)}
_IDENTIFIER = re.compile(r"[^\W_][\w:.-]*")
_LANGUAGE = re.compile(r"language-[\w+-]{1,30}")
_BOXES = (
    ('<input type="checkbox" disabled checked/>', '<span class="box">☑</span>'),
    ('<input type="checkbox" disabled/>', '<span class="box">☐</span>'),
)
_STASHED = re.compile("\x02[^\x03]*\x03")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_EXTERNAL = re.compile(r"(?i)https?://[^\s/]")


@dataclass(frozen=True)
class Heading:
    """A heading of a lesson; `id` is what addresses point to."""

    id: str
    text: str
    level: int


@dataclass(frozen=True)
class Prompt:
    """A reflection as the trainee meets it on its own page."""

    key: str
    title: str
    html: str


@dataclass(frozen=True)
class Picture:
    """An image as the author wrote it."""

    target: str
    alt: str


@dataclass(frozen=True)
class Rendered:
    """A lesson's HTML with what was found in it: links and images as the author wrote them, every id."""

    html: str
    headings: tuple[Heading, ...]
    prompts: tuple[Prompt, ...]
    links: tuple[str, ...]
    images: tuple[Picture, ...]
    ids: tuple[str, ...]
    blocks: int
    words: int


class TooDeep(Exception):
    """What is nested so deeply, or so long in one piece, that it cannot be rendered; with its line."""

    def __init__(self, line: int = 1, message: Message = limits.NESTED) -> None:
        super().__init__(str(message))
        self.line, self.message = line, message


def is_external(target: str) -> bool:
    """Whether a link leaves the programme: web addresses and mail."""
    return bool(_EXTERNAL.match(target)) or target.lower().startswith("mailto:")


def slug(text: str) -> str:
    """An id from the words of a heading."""
    return "-".join(re.findall(r"[^\W_]+", text.lower())) or "section"


def render(text: str, address: Address = lambda target: target) -> Rendered:
    """Turn Markdown into safe HTML. `address` gives the page address of a link or image inside the programme."""
    if told := limits.beyond(text):
        raise TooDeep(*told)
    md, harvest = _renderer(address)
    try:
        html = md.convert(text)
    except RecursionError:
        raise TooDeep from None
    return Rendered(
        sanitise(html),
        tuple(harvest.headings),
        tuple(Prompt(key, title, sanitise(_finished(md, part))) for key, title, part in harvest.prompts),
        tuple(harvest.links),
        tuple(harvest.images),
        tuple(harvest.ids),
        harvest.blocks,
        harvest.words,
    )


def sanitise(html: str) -> str:
    """Keep what a lesson may hold and drop the rest."""
    for box, sign in _BOXES:
        html = html.replace(box, sign)
    clean: str = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return INVISIBLE.sub("", clean)  # what entities such as &#2; stand for


def _attribute(tag: str, name: str, value: str) -> str | None:
    """What is left of an attribute that its element may carry."""
    if name == "class":
        kept = [word for word in value.split() if word in _CLASSES or (tag == "code" and _LANGUAGE.fullmatch(word))]
        return " ".join(kept) or None
    if name in _FIXED:
        return value if value in _FIXED[name] else None
    if name == "id":
        return value if _IDENTIFIER.fullmatch(value) else None
    if name in ("href", "src"):
        return value if is_external(value) or ":" not in re.split(r"[/?#]", value)[0] else None
    return value


def _renderer(address: Address) -> tuple[Markdown, "_Harvest"]:
    extensions = ["tables", "footnotes", "def_list", "sane_lists", "pymdownx.tasklist", LessonBlocks()]
    md = Markdown(extensions=extensions, extension_configs={"tables": {"use_align_attribute": True}})
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    Layout(md)
    Attributes(md)
    harvest = _Harvest(md, address)
    md.treeprocessors.register(harvest, "harvest", -10)
    return md, harvest


def _finished(md: Markdown, html: str) -> str:
    """Markup taken out of the tree, with what the last steps of the renderer would have done to it."""
    for step in md.postprocessors:
        html = step.run(html)
    return html.strip()


@dataclass
class _Found:
    headings: list[Heading] = field(default_factory=list)
    prompts: list[tuple[str, str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    images: list[Picture] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    blocks: int = 0
    words: int = 0


class _Harvest(Treeprocessor, _Found):  # type: ignore[misc]
    """The last look at the tree: names headings, points links, wraps tables, and notes what there is."""

    def __init__(self, md: Markdown, address: Address) -> None:
        Treeprocessor.__init__(self, md)
        _Found.__init__(self)
        self.address = address

    def run(self, root: Element) -> None:
        for element in root.iter():
            _drop_empty(element)
        self.words = len(_WORD.findall(_STASHED.sub(" ", "".join(root.itertext()))))
        for element in list(root.iter()):
            self._look_at(element)
        for parent in list(root.iter()):
            _wrap_tables(parent)
        for box in [part for part in root.iter("div") if part.get("data-prompt")]:
            self._prompt(box)
        self.ids = [part.get("id", "") for part in root.iter() if part.tag in _WITH_ID and part.get("id")]

    def _look_at(self, element: Element) -> None:
        if element.tag in HEADINGS:
            self._heading(element)
        elif element.tag == "a" and "footnote" not in element.get("class", ""):
            self._link(element)
        elif element.tag == "img":
            self._image(element)
        elif element.tag == "th":
            element.set("scope", "col")
        elif element.tag == "div" and element.get("class", "").startswith("block "):
            self.blocks += 1

    def _heading(self, element: Element) -> None:
        text = " ".join("".join(_words(element)).split())
        element.set("id", element.get("id") or slug(text))
        self.headings.append(Heading(element.get("id", ""), text, int(element.tag[1])))

    def _link(self, element: Element) -> None:
        written = element.get("href", "").replace(AMP_SUBSTITUTE, "&")
        self.links.append(written)
        target = unescape(written)
        element.set("href", target if is_external(target) else self.address(target))
        if is_external(target):
            element.set("rel", "noopener")

    def _image(self, element: Element) -> None:
        written = element.get("src", "")
        self.images.append(Picture(written, element.get("alt", "")))
        element.set("src", self.address(unescape(written)))
        element.set("loading", "lazy")

    def _prompt(self, box: Element) -> None:
        del box.attrib["data-prompt"]
        key = box.get("id", "").removeprefix("reflection-")
        title = "".join(_words(box[0])).removeprefix(f"{KINDS['reflection']}:").strip()
        parts = list(box)[1:]
        self.prompts.append((key, title, "".join(self.md.serializer(part) for part in parts)))
        line = SubElement(box, "p", {"class": "block-action"})
        link = SubElement(line, "a", {"href": f"../../../reflections/{key}"})
        link.text = "Write your four lines"


def _drop_empty(element: Element) -> None:
    """An attribute list can name an attribute and give it no value."""
    for name in [name for name, value in element.items() if value is None]:
        del element.attrib[name]


def _words(element: Element) -> Iterator[str]:
    """The words of an element without the numbers of its footnotes."""
    yield _plain(element.text)
    for part in element:
        if part.tag != "sup":
            yield from _words(part)
        yield _plain(part.tail)


def _plain(text: str | None) -> str:
    return INVISIBLE.sub("", unescape(_STASHED.sub("", text or "")))


def _wrap_tables(parent: Element) -> None:
    """Put every table into a box that scrolls by itself, can be reached by keyboard, and says what it is."""
    for place, child in enumerate(list(parent)):
        if child.tag == "table":
            label = ", ".join(filter(None, ("".join(_words(cell)).strip() for cell in child.iter("th")))) or "Table"
            box = Element("div", {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": label})
            box.tail, child.tail = child.tail, None
            parent[place] = box
            box.append(child)
