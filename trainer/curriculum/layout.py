"""How does Markdown as other tools read it become Markdown as the renderer reads it?

CommonMark nests by the column in which the text of an item begins, starts a list right under a paragraph, and takes
fenced code inside items and quotes; the renderer nests by four spaces and knows fences at the margin only. Here a text
is laid out anew, line by line: code is put aside, comments are left out, items are indented by fours. What is written
for the renderer stays as it is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from markdown import Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.preprocessors import Preprocessor

STEP = 4
_FENCE = re.compile(r" *(`{3,}|~{3,})(.*)$")
_ITEM = re.compile(r" *([-*+]|[0-9]{1,9}[.)])( +)(?=\S)")
_BY_FOUR = re.compile(r" {0,3}(\[\^[^\]]*\]:|: {1,3}\S)")  # footnotes and definitions go on by four spaces
_RULE = re.compile(r" *([-*_])( *\1){2,} *$|[ |:-]+$")  # a line across the page, or the second line of a table
_QUOTE = re.compile(r" *> ?")
_APART = re.compile(r" *(#{1,6} |/{3,}|>|\|)")  # begins something that is no paragraph
_TAG = re.compile(r" {0,3}#[^#\s]")  # a word that begins with the sign, and no heading
_COMMENT = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|<!--.*?-->")
_LANGUAGE = re.compile(r"[\w+#-]+")


@dataclass(frozen=True)
class Line:
    """A line that is no code, with its number."""

    number: int
    text: str


@dataclass(frozen=True)
class Code:
    """Fenced code with the number of its first line."""

    number: int
    source: tuple[str, ...]
    closed: bool

    @property
    def indent(self) -> int:
        """The column of its fence."""
        return _indent(self.source[0])

    @property
    def html(self) -> str:
        """As it is shown. Whatever else than a language stands behind the fence counts for nothing."""
        named = _LANGUAGE.search(self.source[0].lstrip(" `~"))
        mark = f' class="language-{named[0]}"' if named else ""
        lines = self.source[1:-1] if self.closed else self.source[1:]
        code = "".join(f"{line[min(self.indent, _indent(line)) :]}\n" for line in lines)
        return f"<pre><code{mark}>{escape(code if self.closed else code.rstrip())}</code></pre>"


def pieces(text: Sequence[str], first: int = 1) -> Iterator[Line | Code]:
    """A text as lines and fenced code, without comments that take several lines."""
    ends = max((place for place, line in enumerate(text) if "-->" in line), default=-1)
    at = 0
    while at < len(text):
        line = text[at]
        if fence := _fence(line):
            yield (code := _code(text, at, fence, first))
            at += len(code.source)
        elif at < ends and line.lstrip(" ").startswith("<!--") and "-->" not in line:
            yield Line(first + at, "")
            at = next(place for place in range(at, ends + 1) if "-->" in text[place])
            yield Line(first + at, text[at].partition("-->")[2])
            at += 1
        else:
            yield Line(first + at, line)
            at += 1


def _fence(line: str) -> re.Match[str] | None:
    found = _FENCE.match(line)
    return found if found and not ("`" in found[1] and "`" in found[2]) else None


def _code(text: Sequence[str], at: int, fence: re.Match[str], first: int) -> Code:
    end = re.compile(rf" *{fence[1][0]}{{{len(fence[1])},}} *$")
    closing = next((place for place in range(at + 1, len(text)) if end.match(text[place])), None)
    return Code(first + at, tuple(text[at : closing and closing + 1]), closing is not None)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


class Layout(Preprocessor):  # type: ignore[misc]
    """Lays a text out before anything else is done with it."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        md.preprocessors.register(self, "layout", 25)

    def run(self, lines: list[str]) -> list[str]:
        return _Writer(self.md.htmlStash.store).write(lines)


class Attributes(AttrListTreeprocessor):  # type: ignore[misc]
    """Takes attributes from braces in which attributes stand; whatever else stands in braces is text."""

    BASE = r"\{(?:: *|(?= *(?:[.#]|[A-Za-z][\w:.-]*=)) *)([^}\n ][^\n]*)\}"
    HEADER_RE = re.compile(rf" +{BASE} *$")
    BLOCK_RE = re.compile(rf"\n *{BASE} *$")
    INLINE_RE = re.compile(rf"^{BASE}")

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        md.treeprocessors.register(self, "attr_list", 8)


@dataclass
class _Writer:
    """Writes lines for the renderer, and knows what of the text above matters for the next one.

    `keep` puts HTML aside and gives the mark that stands for it. `columns` are those in which the text of each open
    item begins; `marks` says of these items, and of the one that was closed last, whether they are numbered. `shift`
    is how far to the right the lines of the paragraph go.
    """

    keep: Callable[[str], str]
    out: list[str] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    marks: list[bool] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    above: str = "blank"
    shift: int = 0

    def write(self, lines: Sequence[str]) -> list[str]:
        for piece in pieces(lines):
            if isinstance(piece, Line) and (quote := _QUOTE.match(piece.text)):
                self._quote(piece.text, quote)
                continue
            self._end_quote()
            if isinstance(piece, Code):
                self._code(piece)
            else:
                self._line(piece.text)
        self._end_quote()
        return self.out

    @property
    def _depth(self) -> int:
        """The column to which the renderer wants the text of the innermost item indented."""
        return STEP * len(self.columns)

    def _leave(self, indent: int) -> None:
        """Close the items to the right of a column."""
        while self.columns and indent < self.columns[-1]:
            self.columns.pop()
        del self.marks[len(self.columns) + 1 :]

    @property
    def _fresh(self) -> bool:
        """Whether something new begins whatever comes."""
        return self.above in ("blank", "fence")

    def _put(self, line: str, kind: str) -> None:
        if self.above == "fence" and line:
            self.out.append("")
        self.out.append(line)
        self.above = kind

    def _blank(self) -> None:
        self._put("", "blank")
        self.shift = 0

    def _code(self, code: Code) -> None:
        self._leave(code.indent)
        if not self.columns and code.indent >= STEP:  # a fence that is shown, in indented code
            for line in code.source:
                self._put(line, "code")
            return
        if self.above != "blank":
            self._blank()
        self._put(" " * self._depth + self.keep(code.html), "fence")

    def _quote(self, line: str, quote: re.Match[str]) -> None:
        if not self.quoted:
            self._leave(_indent(line))
        self.quoted.append(line[quote.end() :])

    def _end_quote(self) -> None:
        if self.quoted:
            inner, self.quoted = _Writer(self.keep).write(self.quoted), []
            for line in inner:
                self._put(f"{' ' * self._depth}> {line}", "apart")

    def _line(self, line: str) -> None:
        if not line.strip():
            self._blank()
            return
        indent, item = _indent(line), _item(line)
        if item or self._fresh or _APART.match(line):
            self._leave(indent)
        right = indent - (self.columns[-1] if self.columns else 0)
        if right >= STEP and (self._fresh or self.above == "code"):
            self._indented(line, right)
        elif item and right < STEP and self._may_begin(item):
            self._item(line, item)
        else:
            self._text(line, indent)

    def _indented(self, line: str, right: int) -> None:
        """Code by indentation."""
        if self._fresh:
            self.shift = max(0, STEP - _indent(line) + self._depth)
        self._put(" " * self.shift + line, "code")

    def _may_begin(self, item: re.Match[str]) -> bool:
        """Right under a paragraph a list begins with a bullet or with one."""
        return bool(self.columns) or self.above != "text" or item[1] in ("-", "*", "+", "1.", "1)")

    def _item(self, line: str, item: re.Match[str]) -> None:
        numbered = item[1][0].isdigit()
        other = self.marks[len(self.columns) :] == [not numbered]  # a list of the other kind ends here
        under_text = self.above == "inner" or (self.above == "text" and not self.columns)
        if under_text or (other and self.above != "blank"):
            self._blank()
        self.marks[len(self.columns) :] = [numbered]
        indent, gap = _indent(line), len(item[2]) if len(item[2]) <= STEP else 1
        mark = item[1].replace(")", ".") + item[2]
        self._put(" " * max(indent, self._depth) + mark + _uncommented(line[item.end() :]), "item")
        self.columns.append(indent + len(item[1]) + gap)
        self.shift = 0

    def _text(self, line: str, indent: int) -> None:
        if self._fresh:
            self.shift = max(0, self._depth - indent)
        kind = (
            "apart"
            if _APART.match(line) or (self.columns and self.above not in ("blank", "fence", "inner"))
            else "text"
        )
        if self.shift:
            line = " " * max(indent + self.shift, self._depth) + line.lstrip(" ")
        if _TAG.match(line):
            line = line.replace("#", "\\#", 1)
        self._put(_uncommented(line), "inner" if self.columns and kind == "text" else kind)
        if _BY_FOUR.match(line):
            self.columns = [STEP]


def _item(line: str) -> re.Match[str] | None:
    return None if _RULE.match(line) else _ITEM.match(line)


def _uncommented(line: str) -> str:
    """A line without comments, but for those that code shows."""
    if "<!--" not in line or "-->" not in line:
        return line
    return _COMMENT.sub(lambda found: found[0] if found[1] else "", line)
